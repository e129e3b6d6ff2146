"""The results of many counties put together, without a language: numbers, names and words of the data.

Nothing here is weighted. Counts are of counties that could be judged, unless they are called otherwise.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Literal, TypeAlias

from ecodemo.report.state import RemedyWord, SeverityWord, VerdictWord
from ecodemo.report.view_base import View

RunWord: TypeAlias = Literal["ok", "unusable", "fault", "timeout", "memory"]
GateWord: TypeAlias = Literal["open", "waiting", "closed", ""]


class CountyLine(View):
    """A county that was judged, in its rank."""

    code: str
    name: str
    city: str
    standard: str
    rank: int
    """Among those judged by the same standard; equal ones share it."""
    verdict: VerdictWord
    gate: GateWord
    applicable: int
    met: int
    counted: int
    """Rows met, with complete proof and nothing returned."""
    there: int
    owed: int
    """Required documents, those waived left out."""
    returned: int
    overdue: int
    obstacles: int
    """Rows that do not count and vetoes that are not ruled out."""
    errors: int
    warnings: int
    packed: str
    """The day on which it made its report file; empty where it was not judged by one."""
    board: str
    """The path of its board from where the summary is; empty where there is none."""


class UnjudgedLine(View):
    """A county that could not be judged."""

    code: str
    name: str
    city: str
    state: RunWord
    why: str


class ObstacleLine(View):
    """The one row or veto that keeps a county from passing."""

    code: str
    name: str
    city: str
    standard: str
    no: str
    """The row's number; empty for a veto."""
    subject: str
    """The row's name in the standard, or the veto's text."""
    verdict: VerdictWord
    answer: str
    """Of a veto, as the data has it."""
    there: int
    owed: int
    returned: int
    remedy: RemedyWord
    """`none` for a veto."""
    board: str


class RowLine(View):
    """A row of a standard over all counties that it applies to."""

    standard: str
    no: str
    name: str
    """As in the standard."""
    applicable: int
    met: int
    not_met: int
    undecided: int
    counted: int
    unproven: int
    """Counties that lack a required document of it."""
    returned: int
    """Documents returned."""
    returning: int
    """Counties with documents returned."""


class CodeLine(View):
    """A rule over all counties."""

    code: str
    severity: SeverityWord
    counties: int
    findings: int


class CityLine(View):
    """The counties of a city, and how timely their units were."""

    province: str
    """The first two digits of the codes."""
    city: str
    counties: int
    judged: int
    passing: int
    open: int
    due: int
    on_time: int
    late_done: int
    overdue: int
    returned: int
    longest: int
    """Days that the item longest overdue is late."""

    @property
    def share(self) -> Fraction | None:
        """On time of those due."""
        return Fraction(self.on_time, self.due) if self.due else None


class StandardLine(View):
    """A list of indicators, how many counties were judged by it, and what in it is not verified."""

    id: str
    counties: int
    unverified: tuple[str, ...] | None
    """Its parts, as states have them; `None` where no state says."""


class RunLine(View):
    """Counties judged by one day and one version of the tool."""

    day: str
    tool: str
    counties: int


class Summary(View):
    """All figures on many counties."""

    counties: int
    judged: int
    passing: int
    """Bids that would pass."""
    open: int
    """Gates that are open."""
    examples: int
    """Counties whose values are made up."""
    runs: tuple[RunLine, ...]
    standards: tuple[StandardLine, ...]
    ranking: tuple[CountyLine, ...]
    near: tuple[ObstacleLine, ...]
    rows: tuple[RowLine, ...]
    """The weakest first."""
    most_returned: tuple[RowLine, ...]
    """Of these, those with returned documents, most first."""
    codes: tuple[CodeLine, ...]
    """The most widespread first."""
    cities: tuple[CityLine, ...]
    unjudged: tuple[UnjudgedLine, ...]
    replaced: int
    """Results that were left out, as there is a later one of the same county."""

    @property
    def last_day(self) -> str:
        """The latest day by which any of them was judged; empty where none was."""
        return max((run.day for run in self.runs), default="")
