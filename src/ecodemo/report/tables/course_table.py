"""The table of the snapshots' numbers, a line a day."""

from __future__ import annotations

from ecodemo.language import Speaker
from ecodemo.report.contents.report_view import CoursePoint
from ecodemo.table import Column


def course_columns(speaker: Speaker) -> tuple[Column[CoursePoint], ...]:
    text = speaker.text
    return (
        Column("day", text("Date"), lambda row: row.day, 24, "centred"),
        Column("applicable", text("Rows"), lambda row: row.applicable, 24, "number"),
        Column("met", text("Met"), lambda row: row.met, 24, "number"),
        Column("counted", text("Met with full proof"), lambda row: row.counted, 24, "number"),
        Column("overdue", text("Overdue"), lambda row: row.overdue, 24, "number"),
        Column("errors", text("Errors", "units"), lambda row: row.errors, 24, "number"),
    )
