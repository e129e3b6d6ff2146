"""Tables of supervision: every mark with its document and days, and why documents were returned."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ecodemo.language import Speaker
from ecodemo.model.message import Message, counted, message
from ecodemo.report.contents.ledger_view import ExpiringRow, RectificationRow
from ecodemo.report.tables.return_table import UnitReason
from ecodemo.supervise.supervision_view import (
    ObjectionRow,
    OwedFigures,
    OwedItem,
    OwedRectification,
    SlipColour,
    StandingWord,
    UnitSupervision,
)
from ecodemo.table import Column, Mark

_SLIP_MARK: dict[SlipColour, Mark] = {"": "", "red": "bad", "yellow": "open", "blue": "soon"}


@dataclass(frozen=True, slots=True)
class SupervisionMark:
    """What a unit is marked for: one document and its years in the same state, some figures, or a ledger entry."""

    unit: str
    no: str
    what: str
    years: str
    due: str
    received: str
    situation: str


def marks_of_items(unit: str, items: Iterable[OwedItem], speaker: Speaker) -> Iterator[SupervisionMark]:
    """The marks of documents, as a table has them."""
    for item in items:
        for part in item.parts:
            missing = speaker.text("not complete") if part.lack else speaker.text("not received")
            received = part.received_words or missing
            yield SupervisionMark(
                unit, item.no, item.name, part.years, item.due_words, received, part.situation
            )


def marks_of_figures(
    unit: str, figures: Iterable[OwedFigures], speaker: Speaker
) -> Iterator[SupervisionMark]:
    """The marks of figures that were not reported."""
    for owed in figures:
        situation = (
            message("not reported, {days} overdue", days=counted(owed.days_late, "{n} day", "{n} days"))
            if owed.days_late
            else message("not reported, due in {days}", days=counted(owed.days_left, "{n} day", "{n} days"))
        )
        names = "、".join(owed.names) if speaker.language == "zh" else ", ".join(owed.names)
        yield SupervisionMark(
            unit,
            "",
            speaker.say(message("figures: {names}", names=names)),
            owed.years,
            owed.due_words,
            speaker.text("not received"),
            speaker.say(situation),
        )


def marks_of_entries(
    unit: str, entries: Iterable[OwedRectification], speaker: Speaker
) -> Iterator[SupervisionMark]:
    """The marks of open entries of the ledger."""
    for entry in entries:
        situation = (
            message("not closed, {days} overdue", days=counted(entry.days_late, "{n} day", "{n} days"))
            if entry.days_late
            else message("not closed")
        )
        yield SupervisionMark(unit, entry.no, entry.problem, "", entry.due_words, "", speaker.say(situation))


def marks_of(unit: UnitSupervision, speaker: Speaker) -> Iterator[SupervisionMark]:
    """All that a unit owes."""
    name = unit.standing.name
    yield from marks_of_items(name, unit.items, speaker)
    yield from marks_of_figures(name, unit.figures, speaker)
    yield from marks_of_entries(name, unit.rectification, speaker)


def mark_columns(speaker: Speaker) -> tuple[Column[SupervisionMark], ...]:
    text = speaker.text
    return (
        Column("unit", text("Responsible unit"), lambda row: row.unit, 15, wraps=True),
        Column("no", text("Document no."), lambda row: row.no, 7),
        Column("what", text("Outstanding"), lambda row: row.what, 18, wraps=True),
        Column("years", text("Year"), lambda row: row.years or "—", 13),
        Column("due", text("Due on"), lambda row: row.due, 11),
        Column("received", text("Received on"), lambda row: row.received, 11),
        Column("situation", text("Status"), lambda row: row.situation, 20, wraps=True),
    )


def slip_columns(speaker: Speaker) -> tuple[Column[UnitSupervision], ...]:
    """Units that get a slip, with what is on it."""
    text = speaker.text
    return (
        Column("unit", text("Responsible unit"), lambda row: row.standing.name, 24, wraps=True),
        Column("slip", text("Slip"), lambda row: text(row.colour), 8, "centred", _slip_mark),
        Column("overdue", text("Overdue"), lambda row: _many(row, "overdue"), 9, "number"),
        Column(
            "returned", text("Returned"), lambda row: _many(row, "returned", "returned, overdue"), 9, "number"
        ),
        Column("replaced", text("To be replaced"), lambda row: _many(row, "to be replaced"), 9, "number"),
        Column("due_soon", text("Due soon"), lambda row: _many(row, "due soon"), 9, "number"),
        Column(
            "figures", text("Figures missing"), lambda row: sum(f.count for f in row.figures), 9, "number"
        ),
    )


def _many(row: UnitSupervision, *standings: StandingWord) -> int:
    return len(row.items_standing(*standings))


def _slip_mark(row: UnitSupervision) -> Mark:
    return _SLIP_MARK[row.colour]


def open_entry_columns(speaker: Speaker) -> tuple[Column[RectificationRow], ...]:
    """Entries of the ledger that are open, with why a closing does not count."""
    text = speaker.text
    return (
        Column("no", text("Number"), lambda entry: entry.no, 8),
        Column("unit", text("Responsible unit"), lambda entry: entry.unit, 15, wraps=True),
        Column("problem", text("Problem"), lambda entry: entry.problem, 24, wraps=True),
        Column("due", text("Due"), lambda entry: entry.due, 11),
        Column("state", text("State"), lambda entry: entry.state, 16, wraps=True),
    )


def objection_columns(speaker: Speaker) -> tuple[Column[ObjectionRow], ...]:
    """Objections with what became of them."""
    text = speaker.text
    return (
        Column("unit", text("Responsible unit"), lambda row: row.unit_name, 15, wraps=True),
        Column("no", text("Document no."), lambda row: row.no, 7),
        Column("years", text("Year"), lambda row: row.years or "—", 11),
        Column("was", text("Counted as"), lambda row: row.was, 22, wraps=True),
        Column("reason", text("Reason of the objection"), lambda row: row.reason, 20, wraps=True),
        Column("state", text("Outcome"), lambda row: row.state_words, 16, wraps=True),
    )


def correction_columns(speaker: Speaker) -> tuple[Column[ObjectionRow], ...]:
    """What was counted and is counted otherwise now: who, what was, what is, why."""
    text = speaker.text
    return (
        Column("unit", text("Responsible unit"), lambda row: row.unit_name, 13, wraps=True),
        Column("no", text("Document no."), lambda row: row.no, 7),
        Column("what", text("Document"), lambda row: row.name, 16, wraps=True),
        Column("years", text("Year"), lambda row: row.years or "—", 13),
        Column("was", text("Counted before"), lambda row: row.was, 18, wraps=True),
        Column("is", text("Corrected to"), lambda row: row.is_now, 18, wraps=True),
        Column("why", text("Grounds"), lambda row: speaker.say(_grounds(row)), 22, wraps=True),
    )


def _grounds(row: ObjectionRow) -> Message:
    if row.document:
        return message(
            "{reason} ({document}; decided on {day})",
            reason=row.decision_reason,
            document=row.document,
            day=row.decided_words,
        )
    return message("{reason} (decided on {day})", reason=row.decision_reason, day=row.decided_words)


def reasons_of(units: Iterable[UnitSupervision]) -> Iterator[UnitReason]:
    """By unit, the commonest first."""
    for unit in units:
        for reason in unit.reasons:
            yield UnitReason(unit.standing.name, reason)


def expiring_columns(speaker: Speaker) -> tuple[Column[ExpiringRow], ...]:
    text = speaker.text
    return (
        Column("until", text("Last day"), lambda row: row.until, 12),
        Column("kind", text("Kind"), lambda row: row.kind, 10),
        Column("what", text("What expires"), lambda row: row.what, 30, wraps=True),
        Column("unit", text("Responsible unit"), lambda row: row.unit, 20, wraps=True),
    )
