"""Days that have to follow one another: of phases, and of the bid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import cast

from ecodemo.forms.intake.plan.plan_rows import PlanRow
from ecodemo.model.county import Bid, Phase
from ecodemo.model.message import Message, message


def check_phases(rows: Sequence[PlanRow], phases: Sequence[Phase]) -> None:
    """Take no day that ends a phase before it begins, or lets two overlap or change places."""
    changed = [row for row in rows if row.said.keys() & {"start", "end"}]
    while changed:
        row = _first_wrong(rows, phases)
        if row is None or row not in changed:
            return
        changed.remove(row)


def _first_wrong(rows: Sequence[PlanRow], phases: Sequence[Phase]) -> PlanRow | None:
    """Refuse the days of the first row that is wrong, and give it back."""
    by_id = {row.key: row for row in rows if row.entry}
    spans = [(phase.name, by_id.get(phase.id), *_span(by_id.get(phase.id), phase)) for phase in phases]
    spans += [
        (row.name, row, cast("date", row.said["start"]), cast("date", row.said["end"]))
        for row in rows
        if row.entry is None and row.said.keys() >= {"start", "end"}
    ]
    for name, row, start, end in spans:
        if end < start and row is not None and row.said.keys() & {"start", "end"}:
            _refuse(row, message("The phase {name} ends before it starts.", name=name))
            return row
    for (before, first, _, end), (after, second, start, _) in pairwise(spans):
        if start > end:
            continue
        words = message(
            "The phases {before} and {after} overlap: the first ends on {end}, the next starts on {start}.",
            before=before,
            after=after,
            end=end,
            start=start,
        )
        for row in (second, first):
            if row is not None and row.said.keys() & {"start", "end"}:
                _refuse(row, words)
                return row
    return None


def _span(row: PlanRow | None, phase: Phase) -> tuple[date, date]:
    said: Mapping[str, object] = row.said if row else {}
    return cast("date", said.get("start", phase.start)), cast("date", said.get("end", phase.end))


def _refuse(row: PlanRow, words: Message) -> None:
    for column in ("start", "end"):
        if column in row.said:
            row.refuse(column, words)


def check_bid(rows: Sequence[PlanRow], bid: Bid) -> None:
    """The base year comes before the assessed one, and the application before the bid's end."""
    items = {row.key: row for row in rows}
    base, assessed = _said(items, "基准年", bid.base), _said(items, "评估年", bid.assessed)
    if isinstance(base, int) and isinstance(assessed, int) and base >= assessed:
        words = message("The base year must be before the assessed year.")
        _refuse_items(items, ("基准年", "评估年"), words)
    applied, end = _said(items, "申报日", bid.apply), _said(items, "创建期限", bid.due)
    if isinstance(applied, date) and isinstance(end, date) and applied > end:
        words = message("The application date must be before the end of the bid.")
        _refuse_items(items, ("申报日", "创建期限"), words)


def _said(items: Mapping[str, PlanRow], name: str, held: object) -> object:
    return items[name].said.get("content", held) if name in items else held


def _refuse_items(items: Mapping[str, PlanRow], names: Sequence[str], words: Message) -> None:
    for name in names:
        if name in items and "content" in items[name].said:
            items[name].refuse("content", words)
