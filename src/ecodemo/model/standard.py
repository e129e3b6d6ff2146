"""A published indicator list: compared with its source line by line, never edited for a county."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from ecodemo.model.base import Day, Id, Named, Record, Text, Unverified
from ecodemo.model.message import Name
from ecodemo.model.target import Target


class Attribute(StrEnum):
    """约束性 or 参考性."""

    BINDING = "binding"
    REFERENCE = "reference"


class Applies(Record):
    """The answers of the county's profile for which something applies; all of them must hold."""

    terrain: str | None = None
    arid: bool | None = None
    coastal: bool | None = None
    key_function_zone: bool | None = None
    lake_region: bool | None = None
    has: Annotated[str | None, Field(description="县情 has 里有的一项")] = None


class Source(Record):
    """Where a text was seen, and what of it."""

    id: Text
    title: Text
    url: str | None = None
    retrieved: str = ""


Share = Annotated[str, Field(pattern=r"^(all|\d{1,3}%)$", description="all 全部，或百分比，如 '80%'")]


class PassRule(Record):
    """When a bid passes, as far as it is known."""

    binding: Share = "all"
    reference: Share = "all"
    every_row: Annotated[bool, Field(description="不分约束性、参考性，每行都要达到")] = False
    show_also: Annotated[tuple[Share, ...], Field(description="报告里另算一行，不当作规定")] = ()
    source: Annotated[str, Field(description="出处")] = ""
    source_en: str = ""
    unverified: Unverified = ()


class Veto(Record):
    """A yes/no precondition of the application (一票否决)."""

    no: Annotated[str, Field(description="编号，也是证明材料的编号")]
    id: Id
    text: Annotated[Text, Field(description="标准原文")]
    text_en: str = ""
    years: Annotated[int, Field(ge=1, description="近几年，到申报日为止")] = 3
    applies_if: Annotated[Applies | None, Field(description="什么县才适用")] = None
    proof: Annotated[str, Field(description="用什么证明")] = ""
    unverified: Unverified = ()

    @property
    def label(self) -> Name:
        return Name(self.text, self.text_en)


class Row(Named):
    """A line of a Standard: what it asks, of which measures."""

    no: Annotated[int, Field(ge=1, description="标准里的序号")]
    domain: Annotated[str, Field(description="领域")] = ""
    task: Annotated[str, Field(description="任务")] = ""
    attribute: Annotated[Attribute | None, Field(description="约束性 binding 或参考性 reference")] = None
    text: Annotated[str, Field(description="指标值，照原文")] = ""
    applies_if: Annotated[Applies | None, Field(description="什么县才适用")] = None
    targets: Annotated[dict[Id, Target], Field(min_length=1, description="对哪个数据项要求什么")]
    definition: Annotated[str, Field(description="指标解释")] = ""
    formula: Annotated[str, Field(description="计算方法")] = ""
    source: Annotated[str, Field(description="数据来源")] = ""
    seen_in: Annotated[tuple[str, ...], Field(description="在哪些出处见过，见 sources")] = ()
    unverified: Unverified = ()
    note: str = ""
    note_en: str = ""


class Standard(Record):
    """standards/*.yaml: rows, pass rule and vetoes; or `rows_of` another, then all of it unverified."""

    id: Id
    title: Text
    title_en: str = ""
    document: Annotated[str, Field(description="文号")] = ""
    issued: Annotated[Day | None, Field(description="印发日期")] = None
    issuer: str = ""
    rows_of: Annotated[Id | None, Field(description="原文未取得，暂用另一标准的各项")] = None
    partial: Annotated[bool, Field(description="不是全表：最多判到未定")] = False
    pass_rule: Annotated[PassRule | None, Field(alias="pass", description="怎样算通过")] = None
    vetoes: Annotated[tuple[Veto, ...], Field(description="一票否决")] = ()
    rows: Annotated[tuple[Row, ...], Field(description="各行指标")] = ()
    sources: Annotated[tuple[Source, ...], Field(description="出处")] = ()
    unverified: Unverified = ()
    note: str = ""
    note_en: str = ""

    @property
    def label(self) -> Name:
        if not self.document:
            return Name(self.title, self.title_en)
        return Name(
            f"{self.title}（{self.document}）", f"{self.title_en} ({self.document})" if self.title_en else ""
        )
