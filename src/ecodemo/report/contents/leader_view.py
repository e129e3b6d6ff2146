"""The leader's page, finished to the last word. Within one `schema_version` fields are only added."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ecodemo.report.contents.paper_view import OfficePaperView
from ecodemo.report.contents.view import TallyRow
from ecodemo.report.view_base import View


class Blocker(View):
    """Something that keeps the bid from passing or the phase from ending."""

    no: int
    what: str
    unit: Annotated[str, Field(description="Responsible")]
    when: Annotated[str, Field(description="The day by which, and the days left or overdue")]
    remedy: Annotated[str, Field(description="Whether it can still change")]
    row: Annotated[str, Field(description="Its number, if it is a row of the standard")] = ""
    is_veto: bool = False


class GroupProgress(View):
    """The rows of a working group that are met with full proof, of those that apply."""

    name: str
    bar: Annotated[str, Field(description="The share in block characters")]
    share: str


class LateUnit(View):
    """A unit with items that are overdue, returned or submitted late."""

    name: str
    count: int
    days: Annotated[int, Field(description="The longest delay; 0 if nothing is overdue")]


class LateUnits(View):
    """The units that are late in one way, the longest delay first."""

    shown: tuple[LateUnit, ...]
    more: Annotated[int, Field(description="How many others there are")]


class NextDate(View):
    """A day ahead and what is due on it."""

    day: str
    what: str


class Leader(OfficePaperView):
    """One A4 page on where a bid stands, for the county's or a group's leader."""

    group_id: Annotated[str, Field(description="Empty on the page of the whole county")]
    group: str
    phase: Annotated[str, Field(description="Empty for a profile without dates")]
    days_left: Annotated[int | None, Field(description="`null` for a profile without dates")]
    conclusion: str
    summary: str
    veto_summary: str
    gate: Annotated[str, Field(description="Whether the phase can end; empty on a group's page")]
    tallies: tuple[TallyRow, ...]
    blockers: Annotated[tuple[Blocker, ...], Field(description="At most five, the gravest first")]
    all_blockers: Annotated[int, Field(description="How many there are")]
    asks: Annotated[tuple[str, ...], Field(description="What the ledger asks of leaders; at most three")]
    all_asks: Annotated[int, Field(description="How many there are")]
    groups: Annotated[tuple[GroupProgress, ...], Field(description="At most eight")]
    all_groups: Annotated[int, Field(description="How many there are")]
    due_units: Annotated[int, Field(description="Units with something due by the day")]
    punctual_units: Annotated[int, Field(description="Those of them that were never late")]
    overdue: LateUnits
    returned: LateUnits
    late_done: LateUnits
    ledger: Annotated[int, Field(description="Entries of the ledger")]
    ledger_closed: int
    dates: Annotated[tuple[NextDate, ...], Field(description="At most four days, in order")]
    note: Annotated[str, Field(description="What is provisional or not verified")]
