"""The table of findings: who has to do what by when."""

from __future__ import annotations

from ecodemo.language import Speaker
from ecodemo.report.contents.finding_view import FindingRow
from ecodemo.table import Column, Mark, ToRow

_MARK: dict[str, Mark] = {"error": "bad", "warning": "open", "info": "grey"}


def finding_columns(speaker: Speaker) -> tuple[Column[FindingRow], ...]:
    text = speaker.text
    return (
        Column("unit", text("Responsible unit"), lambda finding: finding.unit_name, 20, leads_to=_unit),
        Column(
            "severity",
            text("Severity"),
            lambda finding: finding.severity_label,
            8,
            "centred",
            lambda finding: _MARK[finding.severity],
        ),
        Column("no", text("Number"), lambda finding: finding.requirement, 9, "centred", leads_to=_document),
        Column("years", text("Years"), lambda finding: ", ".join(map(str, finding.years)), 12),
        Column("message", text("Finding"), lambda finding: finding.message, 46),
        Column("hint", text("How to fix"), lambda finding: finding.hint, 38),
        Column("due", text("Due"), lambda finding: finding.due, 12, "centred"),
        Column(
            "overdue_days", text("Days overdue"), lambda finding: finding.overdue_days or None, 9, "number"
        ),
        Column("where", text("Location"), _where, 28),
        Column("code", text("Rule"), lambda finding: finding.code, 9, "centred"),
    )


def _unit(finding: FindingRow) -> ToRow:
    return ToRow("units", finding.unit)


def _document(finding: FindingRow) -> ToRow:
    return ToRow("documents", finding.requirement)


def _where(finding: FindingRow) -> str:
    return f"{finding.file}:{finding.line}" if finding.line else finding.file
