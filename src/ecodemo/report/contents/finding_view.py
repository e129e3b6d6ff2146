"""Findings with their places."""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field
from pydantic.dataclasses import dataclass

from ecodemo.report.view_base import View


@dataclass(frozen=True, slots=True, config=ConfigDict(extra="forbid"))
class PlaceRow:
    """A place in a file of the workspace."""

    file: str
    line: Annotated[int, Field(description="From 1; 0 is the whole file")]
    column: int


class FindingRow(View):
    """A finding with its place, responsible unit, fix and due date."""

    code: str
    name: str
    severity: Literal["error", "warning", "info"]
    severity_label: str
    message: str
    in_words: Annotated[
        str, Field(description="The message for official documents, without codes and paths")
    ] = ""
    file: str
    line: Annotated[int, Field(description="From 1; 0 is the whole file")]
    column: int
    unit: str
    unit_name: str
    requirement: str
    indicator: str
    measure: str
    years: tuple[int, ...]
    hint: str
    due: Annotated[str, Field(description="ISO date, or empty")]
    overdue_days: int
    related: tuple[str, ...]
    related_places: Annotated[tuple[PlaceRow, ...], Field(description="The same as `related`")]
    waived_by: Annotated[str, Field(description="Reason, approver and number of the waiver, or empty")]
    fingerprint: Annotated[
        str,
        Field(description="Derived from rule and object; stable when lines move; two findings may share one"),
    ]


class ChangedRow(View):
    """A known finding, in one of its years, whose figures changed without improving."""

    finding: FindingRow
    before: Annotated[tuple[str, ...], Field(description="The known figures")]
    now: Annotated[tuple[str, ...], Field(description="The current figures")]


class UnitCount(View):
    """The number of findings of one unit."""

    unit: str
    name: str
    errors: int
    warnings: int


class Complaints(View):
    """The output when the data cannot be loaded."""

    schema_version: Literal[1] = 1
    tool: str
    language: Literal["zh", "en"]
    findings: tuple[FindingRow, ...]
    sentence: str
