"""How long texts may be so that the leader's page stays one page: ample where little is said, scarce where much is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ecodemo.report.contents.leader_view import Leader
from ecodemo.report.papers.shortening import width_of


@dataclass(frozen=True)
class PageWidths:
    """The longest texts, as widths in Latin characters."""

    phase: int = 26
    group: int = 18
    title: int = 24
    blocker: int = 92
    reason: int = 70
    unit: int = 20
    ask: int = 70
    note: int = 180


SCARCE = PageWidths()
AMPLE = PageWidths(blocker=140, reason=100, unit=30, ask=110, note=400)
_PAGE = 1700
"""The sum of widths that one page surely holds, as LibreOffice prints it."""


def fits(leader: Leader) -> bool:
    """Whether a page built with ample widths is still one page."""
    return sum(width_of(text) for text in _texts(leader)) <= _PAGE


def _texts(leader: Leader) -> Iterator[str]:
    yield from (leader.summary, leader.score, leader.veto_summary, leader.gate, leader.note, *leader.asks)
    for blocker in leader.blockers:
        yield from (blocker.what, blocker.unit, blocker.when, blocker.remedy)
    yield from (group.name for group in leader.groups)
    for late in (leader.overdue, leader.returned, leader.late_done):
        yield from (unit.name for unit in late.shown)
    for each in leader.dates:
        yield from (each.day, each.what)
