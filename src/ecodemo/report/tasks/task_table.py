"""Tables of tasks: duties of groups, documents by indicator, and what one unit reports and hands in."""

from __future__ import annotations

from ecodemo.language import Speaker
from ecodemo.report.contents.task_view import DutyRow, FigureTask, TaskRow, TasksOfUnit
from ecodemo.table import Column


def duty_columns(speaker: Speaker) -> tuple[Column[DutyRow], ...]:
    text = speaker.text
    return (
        Column("group", text("Group"), lambda row: row.group, 16),
        Column("lead", text("Lead unit"), lambda row: row.lead, 18),
        Column("duties", text("Duties"), lambda row: row.duties, 60),
        Column("indicators", text("Indicators"), lambda row: row.indicators, 40),
    )


def task_columns(speaker: Speaker) -> tuple[Column[TaskRow], ...]:
    text = speaker.text
    return (
        Column("box", text("File no."), lambda row: row.box, 6, "centred"),
        Column("indicator", text("Indicator"), lambda row: row.indicator, 22),
        Column("lead", text("Lead unit"), lambda row: row.lead, 18),
        Column("support", text("Supporting units"), lambda row: row.support, 22),
        Column("no", text("Number"), lambda row: row.no, 10, "centred"),
        Column("document", text("Document"), lambda row: row.document, 30),
        Column("units", text("Submitted by"), lambda row: row.units, 20),
        Column("form", text("Form"), lambda row: row.form, 12),
        Column("years", text("Years"), lambda row: row.years, 14, "centred"),
        Column("need", text("Required?"), lambda row: row.need, 8, "centred"),
        Column("due", text("Due"), lambda row: row.due, 26, "centred"),
    )


def figure_task_columns(speaker: Speaker) -> tuple[Column[FigureTask], ...]:
    text = speaker.text
    return (
        Column("no", text("Number"), lambda row: row.no, 10, "centred"),
        Column("name", text("Measure"), lambda row: row.name, 40),
        Column("measure_unit", text("Unit of measurement"), lambda row: row.measure_unit, 12, "centred"),
        Column("years", text("Years"), lambda row: row.years, 16, "centred"),
    )


def receipt_columns(speaker: Speaker) -> tuple[Column[TasksOfUnit], ...]:
    """To be signed by hand."""
    text = speaker.text
    return (
        Column("name", text("Responsible unit"), lambda row: row.name, 28),
        Column("leads", text("Indicators led"), lambda row: len(row.leads) or None, 12, "number"),
        Column("figures", text("Figures"), lambda row: len(row.figures) or None, 12, "number"),
        Column("documents", text("Documents"), lambda row: len(row.documents) or None, 12, "number"),
        Column("signed", text("Received by (signature)"), lambda _: None, 24),
        Column("day", text("Date"), lambda _: None, 16),
    )
