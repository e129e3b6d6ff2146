"""The table of key projects."""

from __future__ import annotations

from ecodemo.language import Speaker
from ecodemo.report.contents.ledger_view import ProjectRow
from ecodemo.table import Column, Mark


def project_columns(speaker: Speaker) -> tuple[Column[ProjectRow], ...]:
    text = speaker.text
    return (
        Column("no", text("Number"), lambda project: project.no, 9, "centred"),
        Column("name", text("Project"), lambda project: project.name, 27),
        Column("group", text("Working group"), lambda project: project.group, 16),
        Column("unit", text("Lead unit"), lambda project: project.unit, 18),
        Column("person", text("Person"), lambda project: project.person, 14),
        Column("indicators", text("Indicators"), lambda project: project.indicators, 11, "centred"),
        Column("done", text("Stages done"), lambda project: f"{project.done}/{project.stages}", 9, "centred"),
        Column("stage", text("Current stage"), lambda project: project.stage, 14),
        Column("due", text("Due"), lambda project: project.due, 12, "centred", _due),
        Column("invest", text("Investment (10,000 yuan)"), lambda project: project.invest, 12, "figure"),
        Column("budget", text("Budget of the year"), lambda project: project.budget, 12, "figure"),
        Column("paid", text("Paid so far"), lambda project: project.paid, 12, "figure"),
        Column("document", text("Approval"), lambda project: project.document, 12, "centred"),
        Column("remark", text("Remark"), lambda project: project.remark, 26, "text", _remark, wraps=True),
    )


def _due(project: ProjectRow) -> Mark:
    return "bad" if project.days_late else ""


def _remark(project: ProjectRow) -> Mark:
    return "open" if project.remark else ""
