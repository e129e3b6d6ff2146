"""The numbers of a state that are followed over the days."""

from __future__ import annotations

from ecodemo.report.contents.view import CoursePoint
from ecodemo.report.state import State


def point_of(state: State) -> CoursePoint:
    """The numbers of a state."""
    rows = [row for row in state.rows if row.verdict != "not applicable"]
    return CoursePoint(
        day=state.day,
        applicable=len(rows),
        met=sum(row.verdict == "met" for row in rows),
        counted=sum(row.counts for row in rows),
        overdue=sum(unit.overdue for unit in state.units),
        errors=state.gate.errors,
    )
