"""The numbers of a state that are followed over the days."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from ecodemo.report.contents.report_view import CoursePoint
from ecodemo.report.state import State, VerdictWord


class _Read(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class RowInCourse(_Read):
    verdict: VerdictWord
    counts: bool


class UnitInCourse(_Read):
    overdue: int


class GateInCourse(_Read):
    errors: int


class StateInCourse(_Read):
    """What of a state a point is made from: read by itself, a year of snapshots takes no time."""

    day: str
    bid: str
    gate: GateInCourse
    rows: tuple[RowInCourse, ...]
    units: tuple[UnitInCourse, ...]


def point_of(state: State | StateInCourse) -> CoursePoint:
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
