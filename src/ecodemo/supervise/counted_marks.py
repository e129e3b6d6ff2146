"""What the ranking counts against a unit, as data: the years of a document that are counted alike, and two days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from ecodemo.assess.owed import Presence
from ecodemo.assess.timeliness import ItemTiming, SlotTiming, Standing
from ecodemo.model.message import Message, counted, message
from ecodemo.model.objection import CountedAs, CountedMark

_KINDS = {
    Standing.OVERDUE: CountedAs.OVERDUE,
    Standing.LATE_DONE: CountedAs.LATE,
    Standing.RETURNED: CountedAs.RETURNED,
    Standing.RETURNED_OVERDUE: CountedAs.RETURNED_OVERDUE,
}


@dataclass(frozen=True, slots=True)
class MarkedYears:
    """A document and those of its years that are counted alike."""

    timing: ItemTiming
    years: tuple[int, ...]
    """None where it is not by year."""
    counted: CountedMark


def counted_marks(timings: Iterable[ItemTiming], today: date) -> Iterator[MarkedYears]:
    """The marks of a unit, the most serious first; the same that the circular lists."""
    for timing in sorted(timings, key=lambda timing: (-timing.standing, -timing.days_late)):
        by_mark: dict[CountedMark, list[int]] = {}
        for slot in timing.slots:
            if (counted := _counted(timing, slot, today)) is not None:
                by_mark.setdefault(counted, []).extend([slot.year] if slot.year else [])
        yield from (MarkedYears(timing, tuple(years), counted) for counted, years in by_mark.items())


def _counted(timing: ItemTiming, slot: SlotTiming, today: date) -> CountedMark | None:
    kind = _KINDS.get(slot.standing)
    if kind is None:
        return None
    if kind is CountedAs.OVERDUE and _has_come(timing, slot.year):
        kind = CountedAs.INCOMPLETE
    mark = {"as": kind, "due": slot.due, "received": slot.received, "days": slot.days_late, "on": today}
    return CountedMark.model_validate(mark)


def _has_come(timing: ItemTiming, year: int | None) -> bool:
    """Whether something of it is there, though not the whole, or not usable."""
    return any(slot.year == year and slot.presence is not Presence.MISSING for slot in timing.item.slots)


def counted_words(mark: CountedMark) -> Message:
    """What is counted, with its two days."""
    due, received, days = mark.due or "—", mark.received, mark.days
    match mark.kind:
        case CountedAs.OVERDUE:
            return message(
                "due on {due}, not received, {days} overdue",
                due=due,
                days=counted(days, "{n} day", "{n} days"),
            )
        case CountedAs.INCOMPLETE:
            return message(
                "due on {due}, not received complete, {days} overdue",
                due=due,
                days=counted(days, "{n} day", "{n} days"),
            )
        case CountedAs.LATE if received and mark.due and received > mark.due:
            return message(
                "due on {due}, received on {day}, {days} late",
                due=due,
                day=received,
                days=counted(days, "{n} day", "{n} days"),
            )
        case CountedAs.LATE:
            return message(
                "due on {due}, received on {day}, returned, resubmitted {days} late",
                due=due,
                day=received or "—",
                days=counted(days, "{n} day", "{n} days"),
            )
        case CountedAs.RETURNED:
            return message(
                "due on {due}, received on {day}, returned, not resubmitted", due=due, day=received or "—"
            )
        case CountedAs.RETURNED_OVERDUE:
            return message(
                "due on {due}, received on {day}, returned, resubmission {days} overdue",
                due=due,
                day=received or "—",
                days=counted(days, "{n} day", "{n} days"),
            )
