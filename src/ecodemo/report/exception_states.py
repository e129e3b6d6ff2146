"""Exceptions, and what expires soon, as the State has them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from ecodemo.model.waiver import Waivers
from ecodemo.model.workspace import Workspace
from ecodemo.report.state import ExceptionState, ExpiringState

_SOON = timedelta(days=30)


def soonest_first(states: Iterable[ExpiringState]) -> tuple[ExpiringState, ...]:
    return tuple(sorted(states, key=lambda state: state.until))


def exception_states(listed: Waivers) -> Iterator[ExceptionState]:
    """In the order of the file's parts: 不涉及, extensions, waivers."""
    for entry in listed.not_involved:
        yield ExceptionState(
            kind="not involved",
            about=entry.requirement or entry.measure or "",
            unit=entry.unit or "",
            granted=_iso(entry.granted),
            until="",
        )
    for extension in listed.extensions:
        yield ExceptionState(
            kind="extension",
            about=extension.requirement,
            unit=extension.unit,
            granted=extension.granted.isoformat(),
            until=extension.until.isoformat(),
        )
    for waiver in listed.waivers:
        scope = waiver.scope
        year = str(scope.year) if scope.year else ""
        about = (waiver.rule, scope.requirement, scope.measure, scope.indicator, year)
        yield ExceptionState(
            kind="waiver",
            about=" ".join(word for word in about if word),
            unit=scope.unit or "",
            granted=waiver.granted.isoformat(),
            until=_iso(waiver.until),
        )


def expiring_states(workspace: Workspace, today: date, soon: timedelta = _SOON) -> Iterator[ExpiringState]:
    """What holds today and will not after some days."""
    last = today + soon
    for state in exception_states(workspace.waivers.known_on(today)):
        kind = state.kind
        if kind != "not involved" and _iso(today) <= state.until <= _iso(last):
            yield ExpiringState(until=state.until, kind=kind, about=state.about, unit=state.unit)
    for unit, _, document in workspace.documents(today):
        if document.valid and document.valid[0] <= today <= document.valid[1] <= last:
            yield ExpiringState(
                until=document.valid[1].isoformat(), kind="validity", about=document.requirement, unit=unit
            )


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
