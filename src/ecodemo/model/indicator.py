"""The county's own subjects: indicators with their measures and the documents they need."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Literal, TypeAlias

from pydantic import BeforeValidator, Field, WithJsonSchema

from ecodemo.model.base import (
    BoxNumber,
    Choice,
    Id,
    Ids,
    MeasureNumber,
    Named,
    Note,
    OrBare,
    Quantity,
    Record,
    Unverified,
    meanings,
)
from ecodemo.model.message import Message, message
from ecodemo.model.requirement import Box, FigureYears, Requirement


class Better(Choice):
    """Which way a quantity improves."""

    HIGHER = "higher", "the higher the better"
    LOWER = "lower", "the lower the better"


def _side(value: object) -> object:
    return [value] if isinstance(value, str) else value


Side = Annotated[
    tuple[Id, ...],
    BeforeValidator(_side),
    Field(min_length=1),
    WithJsonSchema({"type": ["string", "array"], "items": {"type": "string"}, "minItems": 1}),
]


class Since(Record):
    """A measure and the year it is compared with."""

    of: Annotated[Id, Field(description="The id of the measure.")]
    since: Annotated[
        Literal["previous", "base"],
        Field(
            alias="from",
            description="The year that it is compared with.",
            json_schema_extra=meanings("the year before", "the base year of the bid"),
        ),
    ] = "previous"


def _since(value: object) -> object:
    return {"of": value} if isinstance(value, str) else value


Compared = Annotated[
    Since,
    BeforeValidator(_since),
    OrBare({"type": "string"}),
]


class Bounds(Record):
    """The least and the largest figure that can be right; an end that is not given is open."""

    least: Annotated[Quantity | None, Field(alias="from", description="The least figure possible.")] = None
    most: Annotated[Quantity | None, Field(alias="to", description="The largest figure possible.")] = None

    def admit(self, value: Decimal | Fraction) -> bool:
        return not (
            (self.least is not None and value < self.least) or (self.most is not None and value > self.most)
        )

    @property
    def label(self) -> Message:
        if self.least is not None and self.most is not None:
            return message("{least} to {most}", least=self.least, most=self.most)
        if self.least is not None:
            return message("at least {least}", least=self.least)
        return message("at most {most}", most=self.most) if self.most is not None else message("any")


def _bounds(value: object) -> object:
    return {} if value == _ANY else value


_ANY = "any"
_ANYTHING = Bounds()
_SHARE = Bounds.model_validate({"from": 0, "to": 100})
_QUANTITY = Bounds.model_validate({"from": 0})


class Measure(Named):
    """One quantity or state with a stable id; what is a ratio, a drop or a change is computed, never typed."""

    id: Annotated[Id, Field(description="A short name in lower-case letters; it never changes.")]
    no: Annotated[
        MeasureNumber | None,
        Field(description="The number under which it is reported, for life; a computed measure has none."),
    ] = None
    unit: Annotated[
        str, Field(description="The unit of measurement; a per cent sign stands in quotation marks.")
    ] = ""
    decimals: Annotated[int | None, Field(ge=0, le=6, description="How many decimals reports show.")] = None
    better: Annotated[
        Better | None, Field(description="Which way it improves; targets that compare years need it.")
    ] = None
    reported_by: Annotated[
        Ids,
        Field(
            alias="from",
            description="Who reports it: lead, townships, or units; what several report is added up.",
        ),
    ] = ("lead",)
    years: Annotated[
        FigureYears, Field(description="For which years it is asked: a word, or a list of years.")
    ] = "each"
    states: Annotated[tuple[str, ...], Field(description="Its states, from the worst to the best.")] = ()
    range_given: Annotated[
        Bounds | None,
        BeforeValidator(_bounds),
        OrBare({"enum": [_ANY], **meanings("every figure can be right")}),
        Field(
            alias="range",
            description="Which figures can be right; any for all. Without it: 0 to 100 for %, else 0 and above; any for a drop or a change.",
        ),
    ] = None
    ratio: Annotated[
        tuple[Side, Side] | None,
        Field(description="A quotient: [numerator, denominator]; a list inside is added up."),
    ] = None
    drop: Annotated[
        Compared | None,
        Field(description="The fall of another measure in per cent, against the previous or the base year."),
    ] = None
    change: Annotated[
        Compared | None,
        Field(description="The difference of another measure, against the previous or the base year."),
    ] = None
    note: Note = ""

    @property
    def is_computed(self) -> bool:
        return any(formula is not None for formula in (self.ratio, self.drop, self.change))

    @property
    def range(self) -> Bounds:
        """Which figures can be right: as given, or by what the measure is."""
        if self.range_given is not None:
            return self.range_given
        if self.drop or self.change:
            return _ANYTHING
        return _SHARE if self.unit == "%" else _QUANTITY

    @property
    def made_from(self) -> tuple[str, ...]:
        """The measures that this one is computed from."""
        if self.ratio is not None:
            return (*self.ratio[0], *self.ratio[1])
        compared = self.drop or self.change
        return (compared.of,) if compared else ()


class Indicator(Named):
    """A subject of the county's bid; editions of the standard renumber their rows, this stays."""

    id: Annotated[Id, Field(description="A short name in lower-case letters; it never changes.")]
    no: Annotated[BoxNumber, Field(description="The number of its box in the archive, for life.")]
    group: Annotated[Id, Field(description="The id of the working group.")]
    lead: Annotated[Id | None, Field(description="The id of the unit that leads.")] = None
    support: Annotated[Ids, Field(description="The ids of the units that help.")] = ()
    measures: Annotated[
        tuple[Measure, ...], Field(description="The quantities and states that it is judged by.")
    ] = ()
    requirements: Annotated[
        tuple[Requirement, ...], Field(description="The kinds of document that are owed.")
    ] = ()
    unverified: Unverified = ()
    note: Note = ""


class Indicators(Record):
    """indicators.yaml: indicators, their measures, and the documents that are owed."""

    measures: Annotated[
        tuple[Measure, ...],
        Field(description="Figures that several indicators share and that are reported once."),
    ] = ()
    boxes: Annotated[tuple[Box, ...], Field(description="Boxes that belong to no indicator.")] = ()
    indicators: Annotated[tuple[Indicator, ...], Field(description="The indicators of the county.")]


Holder: TypeAlias = Indicator | Box
