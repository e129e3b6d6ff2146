"""The applicant: its profile, its bids, and the phases of the plan."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from ecodemo.model.base import Day, Id, Named, Record, Text, Unverified, Year
from ecodemo.model.finding import Grade
from ecodemo.model.requirement import DueByKind
from ecodemo.model.standard import Applies


class ProfileSource(Record):
    """Where a fact of the profile comes from."""

    about: Text
    source: Text


class County(Named):
    """The profile that targets and applicability depend on."""

    code: Annotated[str, Field(pattern=r"^\d{6}$", description="区划代码")]
    city: str = ""
    province: str = ""
    terrain: Annotated[str | None, Field(description="地形：山区、丘陵地区、平原地区…，用词同标准")] = None
    arid: Annotated[bool | None, Field(description="是否干旱半干旱地区")] = None
    coastal: Annotated[bool | None, Field(description="是否沿海")] = None
    key_function_zone: Annotated[bool | None, Field(description="是否国家重点生态功能区")] = None
    lake_region: Annotated[bool | None, Field(description="是否湖区")] = None
    has: Annotated[tuple[str, ...], Field(description="境内有的对象：水源地、自然保护地…")] = ()
    sources: Annotated[tuple[ProfileSource, ...], Field(description="出处")] = ()

    def fits(self, applies: Applies | None) -> bool | None:
        """Whether the condition holds here; `None` when the profile does not say."""
        if applies is None:
            return True
        answers: list[bool | None] = []
        if applies.has is not None:
            answers.append(applies.has in self.has)
        for key in Applies.model_fields.keys() - {"has"}:
            wanted, own = getattr(applies, key), getattr(self, key)
            if wanted is not None:
                answers.append(None if own is None else own == wanted)
        if False in answers:
            return False
        return None if None in answers else True


class Bid(Named):
    """An application under one Standard."""

    id: Id
    level: Literal["county", "city"] = "county"
    standard: Annotated[Id, Field(description="按哪个标准")]
    assessed: Annotated[Year, Field(description="评估年")]
    years: Annotated[int, Field(ge=1, le=10, description="近几年，到评估年为止")] = 3
    base: Annotated[Year | None, Field(description="与哪一年比")] = None
    apply: Annotated[Day | None, Field(description="申报日：一票否决的“近三年”到这一天")] = None
    due: Annotated[Day | None, Field(description="什么时候之前要办成")] = None
    unverified: Unverified = ()
    note: str = ""

    @property
    def span(self) -> tuple[int, ...]:
        """The years under assessment, oldest first."""
        return tuple(range(self.assessed - self.years + 1, self.assessed + 1))


class Phase(Named):
    """A stretch of the plan, what its gate asks for, and which rules count."""

    id: Id
    bid: Annotated[Id, Field(description="为哪次申报")]
    start: Annotated[Day, Field(alias="from", description="从哪天")]
    end: Annotated[Day, Field(alias="to", description="到哪天")]
    extends: Annotated[Id | None, Field(description="在哪个阶段之上加")] = None
    due: Annotated[DueByKind | None, Field(description="没有另写期限的材料和数，什么时候截止")] = None
    gate: Annotated[tuple[str, ...], Field(description="进下一阶段要齐的材料：编号或卷号")] = ()
    rules: Annotated[dict[str, Grade], Field(description="哪一族规则（TG）算到多重；写全编号则照写")] = Field(
        default_factory=dict
    )
    note: str = ""

    def days_left(self, today: date) -> int:
        return (self.end - today).days


class CountyFile(Record):
    """county.yaml"""

    language: Annotated[Literal["zh", "en"], Field(description="输出语言")] = "zh"
    today: Annotated[Day | None, Field(description="写死的今天，只有示例才许用")] = None
    example: Annotated[bool, Field(description="示例：数值为编造")] = False
    county: County
    bids: Annotated[tuple[Bid, ...], Field(min_length=1, description="申报")]
    phases: Annotated[tuple[Phase, ...], Field(min_length=1, description="阶段，按时间先后")]
