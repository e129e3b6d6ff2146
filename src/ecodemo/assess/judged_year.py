"""The year whose figures are judged: the assessed one, or while that cannot be reported yet, the latest there is."""

from __future__ import annotations

from datetime import date

from ecodemo.assess.owed import figures_due
from ecodemo.model.county import Bid
from ecodemo.model.workspace import Workspace


def judged_year(workspace: Workspace, bid: Bid, today: date) -> int:
    """The assessed year; before its figures are owed and while none is there, the latest year with a figure.

    Only figures that the bid's standard asks for count, and only until the day that counts.
    """
    if is_owed(workspace, bid, today):
        return bid.assessed
    asked = workspace.made_of(measure for row in workspace.rows_of(bid) for measure in row.targets)
    years = {year for measure, year in workspace.observations if measure in asked and year <= bid.assessed}
    return max(years, default=bid.assessed)


def is_owed(workspace: Workspace, bid: Bid, today: date) -> bool:
    """Whether the figures of the assessed year are owed: the year has ended, and of a later bid the first day due has passed."""
    if today.year <= bid.assessed:
        return False
    if workspace.calendar.before(bid) is None:
        return True
    days = (figures_due(workspace, bid, unit) for unit in workspace.units)
    return min((day for day in days if day is not None), default=date.min) < today
