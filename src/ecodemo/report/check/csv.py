"""The findings as a table for Excel and WPS: a row for each, most serious first, then those that do not count."""

from __future__ import annotations

from ecodemo.language import Speaker
from ecodemo.report.check.check_view import CheckReport, ExcusedRow
from ecodemo.report.contents.finding_view import FindingRow
from ecodemo.report.tables.finding_table import finding_columns
from ecodemo.report.writers.csv_table import csv_table
from ecodemo.table import Column, pick


def render(checked: CheckReport, speaker: Speaker) -> bytes:
    """The findings most serious first, then those that do not count."""
    counting = (ExcusedRow(finding=finding, why="") for finding in checked.findings)
    return csv_table(_columns(checked, speaker), (*counting, *checked.excused))


def _columns(checked: CheckReport, speaker: Speaker) -> tuple[Column[ExcusedRow], ...]:
    text, names = speaker.text, checked.names
    heads = {"code": text("Rule code"), "unit": text("Responsible unit"), "hint": text("What to do")}
    keys = ("severity", "unit", "message", "hint", "due", "overdue_days")
    code, *said = pick(finding_columns(speaker), "code", *keys, **heads)
    columns: tuple[Column[FindingRow], ...] = (
        code,
        Column("title", text("Rule"), lambda finding: checked.titles[finding.code]),
        *said,
        Column(
            "document", text("Document"), lambda finding: names.get(finding.requirement, finding.requirement)
        ),
        Column(
            "indicator", text("Indicator"), lambda finding: names.get(finding.indicator, finding.indicator)
        ),
        Column("measure", text("Measure"), lambda finding: names.get(finding.measure, finding.measure)),
        Column("years", text("Years"), lambda finding: " ".join(map(str, finding.years))),
        Column("file", text("File"), lambda finding: finding.file),
        Column("line", text("Line"), lambda finding: finding.line or None),
        Column("column", text("Column"), lambda finding: finding.column or None),
        Column("related", text("Other places"), lambda finding: "; ".join(finding.related)),
    )
    return (
        *(column.over(_finding) for column in columns),
        Column("why", text("Reason not counted"), lambda row: row.why),
        Column("fingerprint", text("Fingerprint"), lambda row: row.finding.fingerprint),
    )


def _finding(row: ExcusedRow) -> FindingRow:
    return row.finding
