"""How many documents were due and received, by the end of each week."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date, timedelta
from math import ceil

from ecodemo.report.contents.delivery_view import DeliveryDay, DocumentRow

_MOST_DAYS = 40
"""More could not be distinguished in a chart."""


def delivery_days(documents: Sequence[DocumentRow], today: date) -> tuple[DeliveryDay, ...]:
    """From the week before the first required document was due or received until `today`."""
    required = [row for row in documents if row.required]
    due = sorted(day for row in required if row.due and (day := date.fromisoformat(row.due)) <= today)
    received = sorted(date.fromisoformat(row.received) for row in required if row.received)
    first = min((*due[:1], *received[:1]), default=None)
    if first is None:
        return ()
    weeks = (today - first).days // 7 + 1
    step = ceil(weeks / (_MOST_DAYS - 1))
    days = [today - timedelta(weeks=step * ago) for ago in reversed(range(ceil(weeks / step) + 1))]
    return tuple(
        DeliveryDay(day=day.isoformat(), due=bisect_right(due, day), received=bisect_right(received, day))
        for day in days
    )
