"""Tables of units: their ranking by what they handed in on time, and how much was found of each."""

from __future__ import annotations

from ecodemo.language import Speaker
from ecodemo.report.contents.delivery_view import UnitRow
from ecodemo.report.contents.finding_view import UnitCount
from ecodemo.report.tables.marks import light_mark
from ecodemo.table import Column, ToRow


def unit_columns(speaker: Speaker, unranked: str = "") -> tuple[Column[UnitRow], ...]:
    """The ranking; `unranked` is shown instead of a place, otherwise in words that there is none."""
    text = speaker.text
    unranked = unranked or text("not ranked")
    return (
        Column("rank", text("Rank"), lambda row: unranked if row.rank is None else row.rank, 10, "number"),
        Column("name", text("Responsible unit"), lambda row: row.name, 26, wraps=True, leads_to=_owed),
        Column("kind", text("Kind of unit"), lambda row: row.kind_label, 8, "centred"),
        Column("due", text("Due so far"), lambda row: row.due, 9, "number"),
        Column("on_time", text("On time"), lambda row: row.on_time, 8, "number"),
        Column("late_done", text("Submitted late"), lambda row: row.late_done, 9, "number"),
        Column("overdue", text("Overdue"), lambda row: row.overdue, 9, "number"),
        Column("returned", text("Returned"), lambda row: row.returned, 9, "number"),
        Column("share", text("Share on time"), lambda row: row.share, 10, "share", is_spared=True),
        Column(
            "longest",
            text("Longest delay (days)"),
            lambda row: row.longest or None,
            10,
            "number",
            is_spared=True,
        ),
        Column(
            "figures_missing",
            text("Figures missing"),
            lambda row: row.figures_missing or None,
            9,
            "number",
            is_spared=True,
        ),
        Column("light", text("Light"), lambda row: row.light_label, 7, "centred", light_mark),
    )


def _owed(row: UnitRow) -> ToRow:
    """The first document that it owes."""
    return ToRow("documents", f"of {row.unit}")


def unit_count_columns(speaker: Speaker, none: int | None = 0) -> tuple[Column[UnitCount], ...]:
    """How much was found of each unit; `none` is shown where nothing was."""
    text = speaker.text
    nobody = text("the county's own data")
    return (
        Column("name", text("Responsible unit"), lambda unit: unit.name or nobody, 26),
        Column("errors", text("errors").capitalize(), lambda unit: unit.errors or none, 10, "number"),
        Column("warnings", text("warnings").capitalize(), lambda unit: unit.warnings or none, 10, "number"),
    )
