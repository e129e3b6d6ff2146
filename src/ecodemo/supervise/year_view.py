"""The facts of a year by unit and by leader, for an assessment (考核). Within one `schema_version` fields are only added.

What is counted is what fell due in the year. No field is a score.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ecodemo.report.contents.paper_view import OfficePaperView
from ecodemo.report.view_base import View


class YearCounts(View):
    """What fell due in a year, and what became of it."""

    due: Annotated[int, Field(description="Documents due, as the ranking counts them")]
    on_time: int
    late_done: Annotated[int, Field(description="Submitted late")]
    overdue: Annotated[int, Field(description="Not submitted")]
    returned: Annotated[int, Field(description="Returned and not resubmitted")]
    returns: Annotated[int, Field(description="Returns in the year, answered or not")]
    to_close: Annotated[int, Field(description="Entries of the rectification ledger due in the year")]
    closed_on_time: int
    closed_late: int
    objections_granted: Annotated[int, Field(description="Objections granted in the year")]


class UnitYear(View):
    """A unit's line."""

    unit: Annotated[str, Field(description="Its id")]
    name: str
    leaders: Annotated[
        tuple[str, ...], Field(description="By office and not by name, as the ledger has them")
    ]
    leads: Annotated[tuple[str, ...], Field(description="The indicators that it leads")]
    counts: YearCounts
    exceptions: Annotated[
        tuple[str, ...], Field(description="Extensions, waivers and 不涉及: what, by whom, until when")
    ]


class LeaderYear(View):
    """A leader's line: the sums over the units for which the leader answers."""

    leader: Annotated[str, Field(description="The office")]
    units: tuple[str, ...]
    leads: Annotated[int, Field(description="Indicators that the units lead")]
    counts: YearCounts
    exceptions: int


class YearFacts(OfficePaperView):
    """All units, or some, and their leaders."""

    year: int
    units: tuple[UnitYear, ...]
    totals: YearCounts
    leaders: tuple[LeaderYear, ...]
    without_leader: Annotated[int, Field(description="Units for which no leader is recorded")]

    @property
    def is_empty(self) -> bool:
        """Whether nothing fell due, was returned or was granted in the year."""
        has_counts = any(getattr(self.totals, name) for name in YearCounts.model_fields)
        return not has_counts and not any(unit.exceptions for unit in self.units)
