"""The county's own subjects: indicators with their measures and the documents they need."""

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
    """The direction in which a quantity improves."""

    HIGHER = "higher", "higher is better"
    LOWER = "lower", "lower is better"


def _side(value: object) -> object:
    return [value] if isinstance(value, str) else value


Side = Annotated[
    tuple[Id, ...],
    BeforeValidator(_side),
    Field(min_length=1),
    WithJsonSchema({"type": ["string", "array"], "items": {"type": "string"}, "minItems": 1}),
]


class Since(Record):
    """A measure and its year of comparison."""

    of: Annotated[Id, Field(description="The id of the measure.")]
    since: Annotated[
        Literal["previous", "base"],
        Field(
            alias="from",
            description="The year of comparison.",
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
    """The smallest and the largest possible figure; a missing end is open."""

    least: Annotated[Quantity | None, Field(alias="from", description="The minimum.")] = None
    most: Annotated[Quantity | None, Field(alias="to", description="The maximum.")] = None

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
    """One quantity or state with a stable id; ratios, drops and changes are computed, never entered."""

    id: Annotated[Id, Field(description="An id in lower-case letters; it never changes.")]
    no: Annotated[
        MeasureNumber | None,
        Field(
            description="The number under which it is reported; it never changes. A computed measure has none."
        ),
    ] = None
    unit: Annotated[str, Field(description="The unit of measurement; quote a per cent sign.")] = ""
    decimals: Annotated[int | None, Field(ge=0, le=6, description="The number of decimals in reports.")] = (
        None
    )
    better: Annotated[
        Better | None,
        Field(description="The direction in which it improves; required by targets that compare years."),
    ] = None
    reported_by: Annotated[
        Ids,
        Field(
            alias="from",
            description="The units that report it: lead, townships, or unit ids; figures of several units are added up.",
        ),
    ] = ("lead",)
    years: Annotated[
        FigureYears, Field(description="The years for which it is required: a word, or a list of years.")
    ] = "each"
    states: Annotated[tuple[str, ...], Field(description="Its states, from worst to best.")] = ()
    range_given: Annotated[
        Bounds | None,
        BeforeValidator(_bounds),
        OrBare({"enum": [_ANY], **meanings("any figure is possible")}),
        Field(
            alias="range",
            description="The range of possible figures; “any” for no limits. Default: 0 to 100 for %, any for a drop or a change, otherwise 0 and above.",
        ),
    ] = None
    ratio: Annotated[
        tuple[Side, Side] | None,
        Field(description="A quotient: [numerator, denominator]; a nested list is added up."),
    ] = None
    drop: Annotated[
        Compared | None,
        Field(description="The drop of another measure in per cent, from the previous or the base year."),
    ] = None
    change: Annotated[
        Compared | None,
        Field(description="The difference of another measure from the previous or the base year."),
    ] = None
    near: Annotated[
        Quantity | None,
        Field(
            ge=0,
            description="The distance from the target, in the unit of measurement of the measure, within which it counts as close. Default: 2 % of the target.",
        ),
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
    """A subject of the county's bid; it stays the same when a new standard renumbers the rows."""

    id: Annotated[Id, Field(description="An id in lower-case letters; it never changes.")]
    no: Annotated[BoxNumber, Field(description="Its file number (档号) in the archive; it never changes.")]
    group: Annotated[Id, Field(description="The id of the working group.")]
    lead: Annotated[Id | None, Field(description="The id of the lead unit.")] = None
    support: Annotated[Ids, Field(description="The ids of the supporting units.")] = ()
    measures: Annotated[
        tuple[Measure, ...], Field(description="The quantities and states by which it is judged.")
    ] = ()
    requirements: Annotated[
        tuple[Requirement, ...], Field(description="The required kinds of document.")
    ] = ()
    unverified: Unverified = ()
    note: Note = ""


class Indicators(Record):
    """indicators.yaml: indicators, their measures, and the required documents."""

    measures: Annotated[
        tuple[Measure, ...],
        Field(description="Figures shared by several indicators, reported once."),
    ] = ()
    boxes: Annotated[tuple[Box, ...], Field(description="Boxes outside the indicators.")] = ()
    indicators: Annotated[tuple[Indicator, ...], Field(description="The indicators of the county.")]


Holder: TypeAlias = Indicator | Box
