"""What the formats for spreadsheets and CI servers are written from, whether the data could be loaded or not."""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field

from ecodemo.report.contents.finding_view import FindingRow, UnitCount
from ecodemo.report.contents.ledger_view import ExceptionRow
from ecodemo.report.view_base import View


class RuleRow(View):
    """A rule that was run, with its page."""

    code: str
    family: str
    name: str
    title: str
    severity: Literal["error", "warning", "info"]
    what: Annotated[str, Field(description="The page's first paragraph")]
    page: Annotated[str, Field(description="The whole page, in Markdown")]
    found: Annotated[int, Field(description="How many findings it has, also those that do not count")]


class ExcusedRow(View):
    """A finding that does not count, and why not: it was waived, or it is not new."""

    finding: FindingRow
    why: str
    has_changed: Annotated[bool, Field(description="Its figures are others than known, and no better")] = (
        False
    )


class CheckReport(View):
    """The findings of a check, most serious first, and what they mean for the gate."""

    version: str
    language: Literal["zh", "en"]
    exit_code: int
    closes: Annotated[
        Literal["error", "warning"], Field(description="The least weight that closes the gate in this run")
    ]
    title: Annotated[str, Field(description="County and bid")]
    standing: Annotated[str, Field(description="Day, phase, standard")]
    standard_note: Annotated[str, Field(description="What is provisional or not verified about the standard")]
    example_note: str
    today: Annotated[str, Field(description="ISO date")]
    phase: str
    bid: str
    category: Annotated[str, Field(description="What was asked for: phase, and the bid if one was named")]
    sentence: Annotated[str, Field(description="Whether the gate is open, or that the data cannot be used")]
    counts: str
    remarks: Annotated[tuple[str, ...], Field(description="What else the chief wants to know, in sentences")]
    notes: Annotated[
        tuple[str, ...],
        Field(description="What of the run does not count or was not looked at, and why, as sentences"),
    ] = ()
    folder: Annotated[
        str, Field(description="The workspace's folder in its repository; empty when it is the top")
    ]
    names: Annotated[
        dict[str, str],
        Field(description="What requirements, indicators and measures of the findings are called, by id"),
    ]
    units: tuple[UnitCount, ...]
    rules: tuple[RuleRow, ...]
    findings: Annotated[
        tuple[FindingRow, ...],
        Field(description="Fingerprints end in `:1`, `:2` … so that no two findings share one"),
    ]
    excused: tuple[ExcusedRow, ...]
    with_suppressed: Annotated[
        bool, Field(description="SARIF has what does not count too, as suppressed results")
    ] = False
    added: Annotated[
        tuple[ExceptionRow, ...], Field(description="Exceptions that came with what is new")
    ] = ()

    @cached_property
    def titles(self) -> dict[str, str]:
        return {rule.code: rule.title for rule in self.rules}

    def path(self, file: str) -> str:
        """A file of the workspace as the repository names it."""
        return f"{self.folder}/{file}" if self.folder else file

    def closes_gate(self, finding: FindingRow) -> bool:
        return finding.severity == "error" or finding.severity == self.closes
