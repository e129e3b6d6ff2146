"""The kinds of document that are owed."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from ecodemo.model.base import BoxNumber, Day, Id, Ids, Named, Record, RequirementNumber, read_year
from ecodemo.model.organisation import UnitKind


class Form(StrEnum):
    """What a document is, in the ten kinds that the office tells apart."""

    DOCUMENT = "document"
    REPORT = "report"
    TABLE = "table"
    PHOTO = "photo"
    SCREENSHOT = "screenshot"
    CERTIFICATE = "certificate"
    MINUTES = "minutes"
    MAP = "map"
    CONTRACT = "contract"
    SURVEY = "survey"


class Need(StrEnum):
    """Whether the bid falls without it."""

    REQUIRED = "required"
    SUPPORT = "support"


class NeedByKind(Record):
    """How much the document is needed, by kind of unit."""

    townships: Need = Need.REQUIRED
    departments: Need = Need.REQUIRED


class DueByKind(Record):
    """When the document is due, by kind of unit."""

    townships: Day | None = None
    departments: Day | None = None

    def of(self, kind: UnitKind) -> date | None:
        return self.townships if kind is UnitKind.TOWNSHIP else self.departments


def _for_both_kinds(value: object) -> object:
    """One word or day stands for townships and departments alike."""
    return {kind.value: value for kind in UnitKind} if isinstance(value, str | date) else value


class Part(Named):
    """One of the files that only together are a proof."""

    no: Annotated[int, Field(ge=1, description="部分的序号")]
    form: Annotated[Form, Field(description="形式")]
    at_least: Annotated[int, Field(ge=1, description="至少几份")] = 1


_SPANS = ("each", "latest", "base", "once")


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


Years = Annotated[
    Literal["each", "latest", "base", "once"] | tuple[Literal["base", "latest"] | int, ...],
    BeforeValidator(_years),
    WithJsonSchema(
        {
            "anyOf": [
                {"enum": list(_SPANS)},
                {"type": "array", "items": {"anyOf": [{"enum": ["base", "latest"]}, {"type": "integer"}]}},
            ],
            "description": "哪几年：each 近三年每年，latest 评估年，base 基准年，once 不分年度；或列出",
        }
    ),
]


class Requirement(Named):
    """A kind of document owed; its number is the key of every document of this kind."""

    no: Annotated[RequirementNumber, Field(description="编号，定了不改；-0 为不涉及说明")]
    owed_by: Annotated[
        Ids, Field(alias="from", description="谁交：lead、townships、departments、everyone 或单位")
    ] = ("lead",)
    stamp: Annotated[str, Field(description="谁盖章、谁出具")] = ""
    form: Annotated[Form, Field(description="形式")] = Form.DOCUMENT
    years: Years = "each"
    need: Annotated[
        NeedByKind,
        BeforeValidator(_for_both_kinds),
        WithJsonSchema(
            {
                "anyOf": [{"enum": ["required", "support"]}, {"type": "object"}],
                "description": "必交或补充，可分乡镇和部门",
            }
        ),
    ] = NeedByKind()
    due: Annotated[
        DueByKind | None,
        BeforeValidator(_for_both_kinds),
        WithJsonSchema(
            {"anyOf": [{"type": "string"}, {"type": "object"}], "description": "截止日期，可分乡镇和部门"}
        ),
    ] = None
    parts: Annotated[tuple[Part, ...], Field(description="要几样齐才算一件")] = ()
    at_least: Annotated[int, Field(ge=1, description="一年至少几件")] = 1
    veto: Annotated[Id | None, Field(description="证明哪一条一票否决")] = None

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
    """Documents that belong to no indicator."""

    no: Annotated[BoxNumber, Field(description="卷号")]
    requirements: Annotated[tuple[Requirement, ...], Field(description="要交的材料")]
