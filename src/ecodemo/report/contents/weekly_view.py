"""The weekly report, finished to the last word. Within one `schema_version` fields are only added."""

from typing import Annotated

from pydantic import Field

from ecodemo.report.contents.paper_view import OfficePaperView
from ecodemo.report.view_base import View


class CountLine(View):
    """The numbers of one week, each with what it is a part of; or how much they changed."""

    label: str
    met: str
    not_met: str
    undecided: str
    counted: Annotated[str, Field(description="Met, all required proof present or waived, nothing returned")]
    cleared: Annotated[str, Field(description="Vetoes cleared with proof")]
    uncleared: Annotated[str, Field(description="Vetoes neither cleared nor triggered")]
    closed: Annotated[str, Field(description="Closed entries of the rectification ledger")]


class WeekChange(View):
    """What changed in one way; listed even if nothing did."""

    kind: str
    count: int
    what: str


class LateItem(View):
    """What a unit has not submitted, or not submitted again."""

    unit: str
    what: str
    due: str
    late: Annotated[str, Field(description="Days overdue, and whether it was returned")]


class DueItem(View):
    """What is due on a day of the coming week."""

    day: str
    units: str
    what: str


class Weekly(OfficePaperView):
    """One A4 page on a bid's last week."""

    begins: Annotated[str, Field(description="First day of the week")]
    ends: Annotated[str, Field(description="Its last day, before the day of the report")]
    phase: Annotated[str, Field(description="Empty for a profile without dates")]
    phase_ends: str
    days_left: Annotated[int | None, Field(description="`null` for a profile without dates")]
    conclusion: str
    summary: str
    veto_summary: str
    since: Annotated[
        str, Field(description="The day of the earlier numbers; empty if they are those of last week")
    ]
    basis: Annotated[str, Field(description="Where the earlier numbers come from")]
    counts: Annotated[tuple[CountLine, ...], Field(description="Last week, this week, and the difference")]
    pace: Annotated[
        str, Field(description="When the documents of the phase are complete at the present pace")
    ]
    course: Annotated[
        str, Field(description="The rows met with full proof on the days of the last snapshots")
    ]
    changes: Annotated[tuple[WeekChange, ...], Field(description="Every kind of change")]
    late: Annotated[tuple[LateItem, ...], Field(description="The longest delay first")]
    late_more: Annotated[int, Field(description="How many others there are")]
    late_units_more: Annotated[int, Field(description="The units that only the others name")]
    due_begins: str
    due_ends: Annotated[str, Field(description="The last day of the coming week")]
    due: Annotated[tuple[DueItem, ...], Field(description="In order of days")]
    due_more: Annotated[int, Field(description="How many others there are")]
    next_ledger: Annotated[
        str, Field(description="The entries of the ledger that are due after that; may be empty")
    ]
    asks: Annotated[tuple[str, ...], Field(description="What the ledger asks of leaders; at most three")]
    all_asks: Annotated[int, Field(description="How many there are")]
    note: Annotated[str, Field(description="What is provisional or not verified")]
