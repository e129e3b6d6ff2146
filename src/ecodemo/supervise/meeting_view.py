"""The papers of a dispatch meeting, finished to the last figure. Within one `schema_version` fields are only added."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ecodemo.report.contents.paper_view import OfficePaperView
from ecodemo.report.view_base import View
from ecodemo.supervise.supervision_view import SupervisionTotals


class AgendaItem(View):
    """A point of the agenda and who speaks to it."""

    topic: str
    speakers: Annotated[str, Field(description="What the office has to fill in is marked （请补充：…）")]


class MeetingMatter(View):
    """Something that a unit has to settle."""

    what: str
    when: Annotated[str, Field(description="The day, or how long it is overdue")]
    remedy: Annotated[str, Field(description="Whether it can still change")]


class MeetingUnit(View):
    """A unit with its matters, the most serious first."""

    name: str
    matters: tuple[MeetingMatter, ...]


class Meeting(OfficePaperView):
    """Agenda, state and the list of units of a dispatch meeting."""

    groups: Annotated[int, Field(description="Working groups")]
    agenda: tuple[AgendaItem, ...]
    summary: str
    veto_summary: str
    conclusion: str
    totals: SupervisionTotals
    ledger: Annotated[int, Field(description="Entries of the rectification ledger")]
    ledger_closed: int
    units: tuple[MeetingUnit, ...]
