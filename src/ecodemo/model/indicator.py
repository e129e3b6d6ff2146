"""The county's own subjects: indicators with their measures and the documents they need."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal, TypeAlias

from pydantic import BeforeValidator, Field, WithJsonSchema

from ecodemo.model.base import BoxNumber, Id, Ids, MeasureNumber, Named, Record, Unverified
from ecodemo.model.requirement import Box, Requirement


class Better(StrEnum):
    """Which way a quantity improves."""

    HIGHER = "higher"
    LOWER = "lower"


def _side(value: object) -> object:
    return [value] if isinstance(value, str) else value


Side = Annotated[
    tuple[Id, ...],
    BeforeValidator(_side),
    Field(min_length=1),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}),
]


class Since(Record):
    """A measure and the year it is compared with."""

    of: Annotated[Id, Field(description="哪个数据项")]
    since: Annotated[
        Literal["previous", "base"], Field(alias="from", description="与上年 previous 还是基准年 base 比")
    ] = "previous"


def _since(value: object) -> object:
    return {"of": value} if isinstance(value, str) else value


Compared = Annotated[
    Since,
    BeforeValidator(_since),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "object"}]}),
]


class Measure(Named):
    """One quantity or state with a stable id; what is a ratio, a drop or a change is computed, never typed."""

    id: Annotated[Id, Field(description="英文短名，定了不改")]
    no: Annotated[MeasureNumber | None, Field(description="填报编号，定了不改；算出来的不编号")] = None
    unit: Annotated[str, Field(description="计量单位；百分号要加引号")] = ""
    decimals: Annotated[int | None, Field(ge=0, le=6, description="报告里保留几位小数")] = None
    better: Annotated[Better | None, Field(description="越高越好 higher，越低越好 lower")] = None
    reported_by: Annotated[
        Ids, Field(alias="from", description="谁报：lead、townships 或单位；几家的相加")
    ] = ("lead",)
    states: Annotated[tuple[str, ...], Field(description="各种状态，从差到好")] = ()
    ratio: Annotated[
        tuple[Side, Side] | None, Field(description="相除：[分子, 分母]，方括号里再列的相加")
    ] = None
    drop: Annotated[Compared | None, Field(description="比上年（或基准年）下降百分之几")] = None
    change: Annotated[Compared | None, Field(description="比上年（或基准年）变化多少")] = None
    note: str = ""

    @property
    def is_computed(self) -> bool:
        return any(formula is not None for formula in (self.ratio, self.drop, self.change))

    @property
    def made_from(self) -> tuple[str, ...]:
        """The measures that this one is computed from."""
        if self.ratio is not None:
            return (*self.ratio[0], *self.ratio[1])
        compared = self.drop or self.change
        return (compared.of,) if compared else ()


class Indicator(Named):
    """A subject of the county's bid; editions of the standard renumber their rows, this stays."""

    id: Annotated[Id, Field(description="英文短名，定了不改")]
    no: Annotated[BoxNumber, Field(description="档号：建卷时定，以后不改")]
    group: Annotated[Id, Field(description="工作组")]
    lead: Annotated[Id | None, Field(description="牵头单位")] = None
    support: Annotated[Ids, Field(description="配合单位")] = ()
    measures: Annotated[tuple[Measure, ...], Field(description="数据项")] = ()
    requirements: Annotated[tuple[Requirement, ...], Field(description="要交的材料")] = ()
    unverified: Unverified = ()
    note: str = ""


class Indicators(Record):
    """indicators.yaml"""

    measures: Annotated[tuple[Measure, ...], Field(description="几项指标共用的数，只报一次")] = ()
    boxes: Annotated[tuple[Box, ...], Field(description="不属于任何指标的卷")] = ()
    indicators: Annotated[tuple[Indicator, ...], Field(description="指标")]


Holder: TypeAlias = Indicator | Box
