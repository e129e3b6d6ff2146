"""Who owes what, for a terminal: what is owed, the ranking with its definition, reasons for return, what expires."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.text import Text

from ecodemo.language import Speaker
from ecodemo.model.message import Message, message
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
from ecodemo.table import Column, R


def write_overview(supervision: Supervision, console: Console, speaker: Speaker) -> None:
    """Print it all."""
    title = f"{supervision.county}  {supervision.bid_name}  {supervision.today_words}"
    title += f"  [{supervision.example_note}]" if supervision.example else ""
    _lines(Text(title, style="bold"), console)
    for line in summary_of(supervision):
        _lines(Text(speaker.say(line)), console)
    owed = [mark for unit in supervision.owing for mark in marks_of(unit, speaker)]
    _table(speaker.text("Outstanding items"), mark_columns(speaker), owed, console)
    ranking = [unit.standing for unit in supervision.ranked]
    _table(speaker.text("Ranking"), unit_columns(speaker), ranking, console)
    _lines(Text(supervision.lateness), console)
    _table(speaker.text("Objections"), objection_columns(speaker), supervision.objections, console)
    reasons = list(reasons_of(supervision.units))
    _table(speaker.text("Reasons for return"), reason_columns(speaker), reasons, console)
    expires = speaker.say(message("Expires within {days} days", days=supervision.within))
    _table(expires, expiring_columns(speaker), supervision.expiring, console)


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


def _table(head: str, columns: Sequence[Column[R]], rows: Sequence[R], console: Console) -> None:
    if rows:
        console.print()
        console.print(Text(head, style="bold"))
        write_table(console, columns, rows)


def _lines(text: Text, console: Console) -> None:
    for line in fold(text, console.width):
        console.print(line)
