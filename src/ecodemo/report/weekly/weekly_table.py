"""Tables of the weekly report."""

from __future__ import annotations

from ecodemo.language import Speaker
from ecodemo.report.contents.weekly_view import CountLine, DueItem, LateItem, WeekChange
from ecodemo.table import Column


def count_columns(speaker: Speaker) -> tuple[Column[CountLine], ...]:
    text = speaker.text
    return (
        Column("label", "", lambda row: row.label, 14, "centred"),
        Column("met", text("Met"), lambda row: row.met, 9, "figure"),
        Column("not_met", text("Not met"), lambda row: row.not_met, 10, "figure"),
        Column("undecided", text("Undecided"), lambda row: row.undecided, 13, "figure"),
        Column("counted", text("Met with full proof"), lambda row: row.counted, 14, "figure"),
        Column("cleared", text("Vetoes cleared"), lambda row: row.cleared, 13, "figure"),
        Column(
            "uncleared",
            text("Vetoes unproven, unanswered or undecided"),
            lambda row: row.uncleared,
            24,
            "figure",
        ),
        Column("closed", text("Ledger closed"), lambda row: row.closed, 12, "figure"),
    )


def change_columns(speaker: Speaker) -> tuple[Column[WeekChange], ...]:
    text = speaker.text
    return (
        Column("kind", text("Kind of change"), lambda row: row.kind, 25),
        Column("count", text("Count"), lambda row: row.count, 9, "number"),
        Column("what", text("What"), lambda row: row.what, 66),
    )


def late_columns(speaker: Speaker) -> tuple[Column[LateItem], ...]:
    text = speaker.text
    return (
        Column("unit", text("Responsible unit"), lambda row: row.unit, 19),
        Column("what", text("What"), lambda row: row.what, 51),
        Column("due", text("Due (again)"), lambda row: row.due, 14, "centred"),
        Column("late", text("Overdue by"), lambda row: row.late, 16, "centred"),
    )


def due_columns(speaker: Speaker) -> tuple[Column[DueItem], ...]:
    text = speaker.text
    return (
        Column("day", text("Due", "ledger"), lambda row: row.day, 18, "centred"),
        Column("units", text("Responsible unit"), lambda row: row.units, 30),
        Column("what", text("What"), lambda row: row.what, 51),
    )
