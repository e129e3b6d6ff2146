"""The leader's page, finished to the last word. Within one `schema_version` fields are only added."""

from typing import Annotated

from pydantic import Field

from ecodemo.report.contents.paper_view import OfficePaperView
from ecodemo.report.contents.verdict_view import TallyRow
from ecodemo.report.view_base import View


class Blocker(View):
    """Something that keeps the bid from passing or the phase from ending."""

    no: int
    what: str
    unit: Annotated[str, Field(description="Responsible")]
    when: Annotated[str, Field(description="The due date, and the days left or overdue")]
    remedy: Annotated[str, Field(description="What can still be done")]
    row: Annotated[str, Field(description="Its number, if it is a row of the standard")] = ""
    is_veto: bool = False


class GroupProgress(View):
    """The share of a working group's applicable rows that are met with full proof."""

    name: str
    bar: Annotated[str, Field(description="The share as a bar of block characters")]
    share: str


class LateUnit(View):
    """A unit with items that are overdue, returned or submitted late."""

    name: str
    count: int
    days: Annotated[int, Field(description="The longest delay; 0 if nothing is overdue")]


class LateUnits(View):
    """Units with one kind of delay, the longest delay first."""

    shown: tuple[LateUnit, ...]
    more: Annotated[int, Field(description="Number of further units")]


class NextDate(View):
    """A coming date and what is due on it."""

    day: str
    what: str


class Leader(OfficePaperView):
    """The status of a bid on one A4 page, for the leaders of the county or of a group."""

    group_id: Annotated[str, Field(description="Empty on the page of the whole county")]
    group: str
    phase: Annotated[str, Field(description="Empty for a profile without dates")]
    days_left: Annotated[int | None, Field(description="`null` for a profile without dates")]
    conclusion: str
    summary: str
    score: Annotated[
        str,
        Field(
            description="In a list with points: those reached with proof, and those required; empty on a group's page"
        ),
    ]
    veto_summary: str
    gate: Annotated[str, Field(description="Whether the phase can end; empty on a group's page")]
    tallies: tuple[TallyRow, ...]
    blockers: Annotated[tuple[Blocker, ...], Field(description="At most five, the most serious first")]
    all_blockers: Annotated[int, Field(description="Total number")]
    asks: Annotated[
        tuple[str, ...], Field(description="Decisions the ledger requests from leaders; at most three")
    ]
    all_asks: Annotated[int, Field(description="Total number")]
    groups: Annotated[tuple[GroupProgress, ...], Field(description="At most eight")]
    all_groups: Annotated[int, Field(description="Total number")]
    due_units: Annotated[int, Field(description="Units with items due by this date")]
    punctual_units: Annotated[int, Field(description="Those without any late item")]
    overdue: LateUnits
    returned: LateUnits
    late_done: LateUnits
    ledger: Annotated[int, Field(description="Entries of the ledger")]
    ledger_closed: int
    dates: Annotated[tuple[NextDate, ...], Field(description="At most four days, in order")]
    note: Annotated[str, Field(description="What is provisional or not verified")]
