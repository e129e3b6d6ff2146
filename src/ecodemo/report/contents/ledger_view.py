"""Entries of the ledger, key projects and exceptions."""

from typing import Annotated

from pydantic import Field

from ecodemo.report.view_base import View


class RectificationRow(View):
    """An entry of the rectification ledger."""

    no: str
    problem: str
    found: str
    by: str
    action: str
    unit: str
    person: str
    due: str
    state: str
    closed: str
    closed_by: str
    counts: Annotated[bool, Field(description="Closed by a unit other than the responsible one")]
    late: bool
    ask: str


class ProjectRow(View):
    """A key project and its progress; amounts in 万元 (10,000 yuan)."""

    no: str
    name: str
    group: str
    unit: str
    person: str
    indicators: Annotated[str, Field(description="Numbers of the indicators it contributes to")]
    stage: Annotated[str, Field(description="The first incomplete stage; empty if all are completed")]
    due: Annotated[str, Field(description="Due date of that stage")]
    days_late: int
    done: int
    stages: int
    invest: str
    budget: Annotated[str, Field(description="Budget of this year")]
    paid: Annotated[str, Field(description="Total paid by the end of this year")]
    document: str
    remark: str


class ExceptionRow(View):
    """A waiver, an extension or a 不涉及, as granted; among additions, also a baseline entry."""

    kind: str
    what: str
    title: Annotated[str, Field(description="The same as `what`, with names for numbers and codes")]
    unit: str
    reason: str
    granted: str
    by: str
    until: str
    number: str
    document_title: Annotated[str, Field(description="The document or official number it is based on")]
    counts: bool
    state_label: Annotated[str, Field(description="In force, expired, not recognised or without effect")] = ""


class ExpiringRow(View):
    """Something that expires within thirty days."""

    until: Annotated[str, Field(description="ISO date, the last day")]
    kind: str
    what: str
    unit: str
