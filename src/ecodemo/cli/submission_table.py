"""The table of who has returned theirs, on a terminal and as a file."""

from __future__ import annotations

from datetime import date

from ecodemo.forms.submissions import Submission
from ecodemo.language import Language, Speaker
from ecodemo.language import marked as _
from ecodemo.model.message import listing
from ecodemo.table import Column, pick


def file_columns(speaker: Speaker, none: int | None = 0) -> tuple[Column[Submission], ...]:
    """With whole days and ids; `none` is shown where there is nothing to count."""
    text, say = speaker.text, speaker.say
    sources = {"inbox": _("inbox"), "register": _("register"), "data": _("data")}
    return (
        Column("id", text("Unit id"), lambda row: row.unit.id),
        Column("unit", text("Responsible unit"), lambda row: say(row.unit.label), 20, wraps=True),
        Column("kind", text("Department or township"), lambda row: text(row.unit.kind.value.capitalize())),
        Column("first", text("First received"), lambda row: row.first.isoformat() if row.first else None),
        Column("last", text("Last received"), lambda row: row.last.isoformat() if row.last else None),
        Column("deliveries", text("Submissions"), lambda row: row.deliveries or none, look="number"),
        Column("problems", text("Problems"), lambda row: row.problems or none, look="number"),
        Column("figures_owed", text("Missing figures"), lambda row: row.figures_owed or none, look="number"),
        Column(
            "documents_owed", text("Missing documents"), lambda row: row.documents_owed or none, look="number"
        ),
        Column(
            "sources",
            text("Based on"),
            lambda row: say(listing(*(text(sources[source.value]) for source in row.sources))),
            is_spared=True,
        ),
    )


def terminal_columns(today: date, speaker: Speaker) -> tuple[Column[Submission], ...]:
    """With short days, and in words where there is none."""
    text = speaker.text

    def last(row: Submission) -> str:
        if not row.has_come:
            return text("not submitted")
        return text("date unknown") if row.last is None else _day(row.last, today, speaker)

    keys = ("deliveries", "problems", "figures_owed", "documents_owed", "sources")
    unit, *counts = pick(
        file_columns(speaker, none=None), "unit", *keys, deliveries=text("Count", "submissions")
    )
    return (
        unit,
        Column("first", text("First"), lambda row: _day(row.first, today, speaker)),
        Column("last", text("Last"), last),
        *counts,
    )


def _day(day: date | None, today: date, speaker: Speaker) -> str:
    """Short, for a column: without its year where that is this year."""
    if day is None:
        return ""
    if day.year != today.year:
        return day.isoformat()
    return f"{day.month}月{day.day}日" if speaker.language is Language.ZH else day.isoformat()[5:]
