"""The rectification ledger (整改台账)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ecodemo.model.base import Day, Id, Ids, Record, Text
from ecodemo.model.reference import DocumentReference


class Closing(Record):
    """An entry closed, by somebody other than the unit that had to put it right."""

    on: Day
    by: Id
    proof: DocumentReference


class RectificationEntry(Record):
    """Something to be put right, found by the county itself or from outside."""

    no: Annotated[Text, Field(description="编号")]
    found: Annotated[Day, Field(description="哪天发现")]
    by: Annotated[Text, Field(description="谁提出：自查、市预审、技术评估、督查")]
    indicator: Annotated[Id | None, Field(description="指标")] = None
    measure: Annotated[Id | None, Field(description="数据项")] = None
    problem: Annotated[Text, Field(description="问题")]
    action: Annotated[str, Field(description="整改措施")] = ""
    unit: Annotated[Id, Field(description="责任单位")]
    support: Annotated[Ids, Field(alias="with", description="配合单位")] = ()
    person: Annotated[str, Field(description="责任人，写职务")] = ""
    due: Annotated[Day, Field(description="时限")]
    ask: Annotated[str, Field(description="要领导出面的事")] = ""
    closed: Annotated[Closing | None, Field(description="销号")] = None


class Rectification(Record):
    """rectification.yaml"""

    rectification: Annotated[tuple[RectificationEntry, ...], Field(description="整改台账")] = ()
