"""Findings that were known when a baseline was written, and do not count while they remain."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ecodemo.model.base import Record


class KnownFinding(Record):
    """One rule not kept by one object, in its year where it has one."""

    rule: Annotated[str, Field(pattern=r"^[A-Z]{2}\d{3}$", description="规则编号")]
    object: Annotated[str, Field(description="什么，给人看的，不起作用")] = ""
    fingerprint: Annotated[str, Field(pattern=r"^[0-9a-f]{16}$", description="指纹：规则、对象、年度")]
    bid: Annotated[str, Field(description="记下时的申报；旧文件里没有")] = ""
    phase: Annotated[str, Field(description="记下时的阶段；旧文件里没有")] = ""
    figures: Annotated[tuple[str, ...], Field(description="记下时的数值")] = ()


class Baseline(Record):
    """baseline.yaml"""

    known: Annotated[tuple[KnownFinding, ...], Field(description="已知问题")] = ()
