"""How fast documents come, and when the gate has all of its documents at that pace.

Counted by number, unit and year. Figures that have yet to be measured are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import ceil

from ecodemo.assess.timeliness import ItemTiming

LONG, SHORT = 28, 14
"""Days that are looked back on: the short ones while documents have been coming for less than the long ones."""
_FURTHEST = 3650
"""Days ahead after which a date says nothing any more."""


@dataclass(frozen=True, slots=True)
class Pace:
    """What is still to come, and what came of late."""

    left: int
    """Years of documents that lack or were returned."""
    received: int
    """Years of documents that came, or came again, within the days looked back on."""
    days: int
    """How many these are."""
    ready: date | None
    """When all are there at this pace; `None` if nothing is left, nothing came, or it would take too long to predict."""


def pace_of(timings: Iterable[ItemTiming], left: int, today: date) -> Pace:
    """The pace of some items.

    Args:
        timings: the items that the gate asks for.
        left: how many years of them are still to come.
        today: the last day that counts.
    """
    came = sorted(day for timing in timings for day in _days(timing) if day <= today)
    days = LONG if not came or came[0] <= today - timedelta(days=LONG) else SHORT
    received = sum(day > today - timedelta(days=days) for day in came)
    needed = ceil(Fraction(left * days, received)) if received else None
    is_told = needed is not None and 0 < needed <= _FURTHEST
    return Pace(left, received, days, today + timedelta(days=needed) if is_told and needed else None)


def _days(timing: ItemTiming) -> Iterator[date]:
    """When each year of an item came and came again; what is in no register has no day."""
    for slot in timing.item.slots:
        for document in slot.documents:
            if document.received:
                yield document.received
                yield from (again.on for again in document.redelivered)
