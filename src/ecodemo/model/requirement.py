"""The required kinds of document."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal, TypeAlias

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import PydanticCustomError

from ecodemo.model.base import (
    DAY_WRITTEN,
    YEAR_WRITTEN,
    BoxNumber,
    Choice,
    Day,
    Id,
    Ids,
    Named,
    OrBare,
    Record,
    RequirementNumber,
    meanings,
    read_year,
)
from ecodemo.model.organisation import UnitKind
from ecodemo.model.role import RequirementRole


class Form(Choice):
    """The form of a document, one of ten."""

    DOCUMENT = "document", "official document"
    REPORT = "report", "monitoring report"
    TABLE = "table", "table"
    PHOTO = "photo", "photograph"
    SCREENSHOT = "screenshot", "screenshot"
    CERTIFICATE = "certificate", "certificate"
    MINUTES = "minutes", "minutes or sign-in sheet"
    MAP = "map", "map"
    CONTRACT = "contract", "contract or acceptance"
    SURVEY = "survey", "survey"


class Need(Choice):
    """Whether the bid fails without it."""

    REQUIRED = "required", "required"
    SUPPORT = "support", "support"


class NeedByKind(Record):
    """Whether the document is required, by kind of unit."""

    townships: Annotated[Need, Field(description="For townships.")] = Need.REQUIRED
    departments: Annotated[Need, Field(description="For departments.")] = Need.REQUIRED


class DueByKind(Record):
    """The due date of the document, by kind of unit."""

    townships: Annotated[Day | None, Field(description="For townships.")] = None
    departments: Annotated[Day | None, Field(description="For departments.")] = None

    def of(self, kind: UnitKind) -> date | None:
        return self.townships if kind is UnitKind.TOWNSHIP else self.departments


def _for_both_kinds(value: object) -> object:
    """One word or day applies to townships and departments alike."""
    return {kind.value: value for kind in UnitKind} if isinstance(value, str | date) else value


DueDay = Annotated[Annotated[DueByKind, OrBare(DAY_WRITTEN)] | None, BeforeValidator(_for_both_kinds)]
"""A day for all, or one for each kind of unit."""
_WORDS_OF_NEED = {"enum": list(Need), "enumDescriptions": [need.meaning for need in Need]}


class Part(Named):
    """One of several files that together form one proof."""

    no: Annotated[
        int, Field(ge=1, description="The number of the part, with which file names in the folder start.")
    ]
    form: Annotated[Form, Field(description="The form of the document.")]
    at_least: Annotated[int, Field(ge=1, description="The minimum number of files.")] = 1


_SPANS = {
    "each": "each year under assessment",
    "latest": "the assessed year",
    "base": "the base year of the bid",
    "once": "once, of any year",
}


def _years(value: object) -> object:
    if isinstance(value, str) and value in _SPANS:
        return value
    listed = [value] if isinstance(value, str) else value
    if not isinstance(listed, list) or not listed:
        raise PydanticCustomError("years", "not a span of years")
    try:
        return tuple(item if item in ("base", "latest") else read_year(item) for item in listed)
    except PydanticCustomError:
        raise PydanticCustomError("years", "not a span of years") from None


def _of_a_figure(value: object) -> object:
    if value == "once":
        raise PydanticCustomError("years_of_figure", "not a span of years")
    return value


def _written(spans: Mapping[str, str]) -> JsonSchemaValue:
    named = ("base", "latest")
    year = {
        "anyOf": [{"enum": list(named), "enumDescriptions": [_SPANS[word] for word in named]}, YEAR_WRITTEN]
    }
    return {
        "anyOf": [
            {"enum": list(spans), "enumDescriptions": list(spans.values())},
            YEAR_WRITTEN,
            {"type": "array", "description": "A list of years.", "minItems": 1, "items": year},
        ],
    }


Span: TypeAlias = Literal["each", "latest", "base", "once"] | tuple[Literal["base", "latest"] | int, ...]
Years = Annotated[Span, BeforeValidator(_years), WithJsonSchema(_written(_SPANS))]
FigureYears = Annotated[
    Span,
    BeforeValidator(_years),
    AfterValidator(_of_a_figure),
    WithJsonSchema(_written({word: _SPANS[word] for word in ("each", "latest", "base")})),
]
"""As `Years`; a figure is always of a year."""


BelongsTo: TypeAlias = Literal["county", "bid"]
_BELONGS = meanings("the county; they count for every bid", "one bid; the next bid requires new ones")


class Requirement(Named):
    """A kind of document that is required; its number is the key of every document of this kind."""

    no: Annotated[
        RequirementNumber,
        Field(
            description="Its number; it never changes. -0 is the statement that an indicator does not apply."
        ),
    ]
    role: Annotated[
        RequirementRole | None, Field(description="Its purpose, by which the tool recognises it.")
    ] = None
    owed_by: Annotated[
        Ids,
        Field(
            alias="from",
            description="The units that must submit it: lead, townships, departments, everyone, or unit ids.",
        ),
    ] = ("lead",)
    stamp: Annotated[str, Field(description="The unit whose stamp it bears, or its issuer.")] = ""
    form: Annotated[Form, Field(description="The form of the document.")] = Form.DOCUMENT
    years: Annotated[Years, Field(description="The years it must cover: a word, or a list of years.")] = (
        "each"
    )
    need: Annotated[
        NeedByKind,
        BeforeValidator(_for_both_kinds),
        OrBare(_WORDS_OF_NEED),
        Field(description="Whether the bid fails without it; may differ for townships and departments."),
    ] = NeedByKind()
    due: Annotated[DueDay, Field(description="The due date; may differ for townships and departments.")] = (
        None
    )
    parts: Annotated[tuple[Part, ...], Field(description="The parts that together are one proof.")] = ()
    measures: Annotated[
        Ids,
        Field(
            description="The ids of the measures whose figures it contains. Default: those of its indicator."
        ),
    ] = ()
    blank: Annotated[
        bool,
        Field(description="Whether packs contain a blank ledger for it; for tables with figures."),
    ] = False
    at_least: Annotated[int, Field(ge=1, description="The minimum number required for each year.")] = 1
    veto: Annotated[Id | None, Field(description="The id of the veto it answers.")] = None
    of: Annotated[
        BelongsTo | None,
        Field(
            description="What its documents belong to, if not the same as for its box.",
            json_schema_extra=_BELONGS,
        ),
    ] = None

    @property
    def box(self) -> str:
        """The number of the box that holds it: `07` of `07-1`, `V` of `V3`."""
        return self.no.split("-")[0] if "-" in self.no else self.no[:1]

    @property
    def is_not_involved_statement(self) -> bool:
        """Whether this is the stamped statement that an indicator does not apply."""
        return self.no.endswith("-0")

    def need_of(self, kind: UnitKind) -> Need:
        return self.need.townships if kind is UnitKind.TOWNSHIP else self.need.departments


class Box(Named):
    """Documents outside the indicators."""

    no: Annotated[BoxNumber, Field(description="The number of the box: two or three digits, or a letter.")]
    of: Annotated[
        BelongsTo, Field(description="What its documents belong to.", json_schema_extra=_BELONGS)
    ] = "county"
    requirements: Annotated[tuple[Requirement, ...], Field(description="The required kinds of document.")]
