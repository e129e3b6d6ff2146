"""Who owes what, for a terminal: what is owed, the ranking with its definition, reasons for return, what expires."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from rich.console import Console
from rich.text import Text

from ecodemo.language import Speaker
from ecodemo.model.message import Message, counted, listing, message
from ecodemo.report.contents.delivery_view import UnitRow
from ecodemo.report.tables.return_table import reason_columns
from ecodemo.report.tables.unit_table import unit_columns
from ecodemo.report.writers.folding import fold
from ecodemo.report.writers.terminal_table import write_table
from ecodemo.supervise.supervision_table import (
    expiring_columns,
    mark_columns,
    marks_of,
    objection_columns,
    reasons_of,
)
from ecodemo.supervise.supervision_view import Supervision
from ecodemo.table import Column, R, pick


def write_overview(supervision: Supervision, console: Console, speaker: Speaker) -> None:
    title = f"{supervision.county}  {supervision.bid_name}  {supervision.today_words}"
    title += f"  [{supervision.example_note}]" if supervision.example_note else ""
    _lines(Text(title, style="bold"), console)
    for line in summary_of(supervision):
        _lines(Text(speaker.say(line)), console)
    owed = [mark for unit in supervision.owing for mark in marks_of(unit, speaker)]
    marks = [replace(column, is_spared=column.key == "received") for column in mark_columns(speaker)]
    _table(speaker.text("Outstanding items"), marks, owed, console, speaker)
    heads = {
        "departments": speaker.text("Ranking of departments"),
        "townships": speaker.text("Ranking of townships"),
    }
    for kind, head in heads.items():
        ranking = [unit.standing for unit in supervision.ranked if unit.standing.kind == kind]
        _table(head, _ranking_columns(speaker), ranking, console, speaker)
    _lines(Text(supervision.lateness), console)
    _table(speaker.text("Objections"), objection_columns(speaker), supervision.objections, console, speaker)
    reasons = list(reasons_of(supervision.units))
    _table(speaker.text("Reasons for return"), reason_columns(speaker), reasons, console, speaker)
    expires = speaker.say(
        message("Expires within {days}", days=counted(supervision.within, "{n} day", "{n} days"))
    )
    _table(expires, expiring_columns(speaker), supervision.expiring, console, speaker)


def _ranking_columns(speaker: Speaker) -> list[Column[UnitRow]]:
    """What ranks is shown on every console; the light says again what the numbers say."""
    keys = ("rank", "name", "due", "on_time", "late_done", "overdue", "returned", "share", "longest")
    columns = unit_columns(speaker, unranked="—")
    picked = pick(columns, *keys, "figures_missing", "light", late_done=speaker.text("Late"))
    return [replace(column, is_spared=column.key == "light") for column in picked]


def summary_of(supervision: Supervision) -> Iterator[Message]:
    """The sums in sentences."""
    totals = supervision.totals
    yield message(
        "Units with documents due: {units}, of which all on time {punctual}. Due: {due}, on time {on_time}, submitted late {late_done}, overdue {overdue}, returned {returned}. Figures missing: {figures}.",
        units=totals.units,
        punctual=totals.punctual,
        due=totals.due,
        on_time=totals.on_time,
        late_done=totals.late_done,
        overdue=totals.overdue,
        returned=totals.returned,
        figures=totals.figures_missing,
    )


def _table(
    head: str, columns: Sequence[Column[R]], rows: Sequence[R], console: Console, speaker: Speaker
) -> None:
    if rows:
        console.print()
        console.print(Text(head, style="bold"))
        if left_out := write_table(console, columns, rows, spares_at_need=True):
            said = message("Not shown, as the window is narrow: {columns}", columns=listing(*left_out))
            _lines(Text(speaker.say(said)), console)


def _lines(text: Text, console: Console) -> None:
    for line in fold(text, console.width):
        console.print(line)
