"""The board, finished to the last word. Within one `schema_version` fields are only added."""

from typing import Annotated, Literal

from pydantic import Field

from ecodemo.report.contents.delivery_view import UnitReturns, UnitRow
from ecodemo.report.contents.feedback_view import OpinionsView, SampleView, UploadView
from ecodemo.report.contents.finding_view import FindingRow
from ecodemo.report.contents.indicator_sheet_view import BoardLink, FindingLink, IndicatorSheet, YearDocuments
from ecodemo.report.contents.leader_view import Blocker
from ecodemo.report.contents.ledger_view import ProjectRow, RectificationRow
from ecodemo.report.contents.migration_view import Migration
from ecodemo.report.contents.paper_view import OfficePaperView
from ecodemo.report.contents.report_view import CoursePoint, SourceRow
from ecodemo.report.contents.verdict_view import PassRuleView, VetoRow
from ecodemo.report.state import LightWord, VerdictWord
from ecodemo.report.view_base import View


class PhaseStep(View):
    """A phase of the plan."""

    name: str
    period: Annotated[str, Field(description="Its months")]
    place: Annotated[
        Literal["past", "now", "ahead"],
        Field(description="Whether the phase is over, current or still to come"),
    ]


class Gauge(View):
    """So many of so many."""

    label: str
    count: str
    of: str
    percent: Annotated[str, Field(description="The share as a whole number from 0 to 100")]
    is_good: Annotated[bool, Field(description="Whether none is missing")]


class ScoreView(View):
    """The points of a list that has them."""

    sentence: Annotated[str, Field(description="The points, those needed, and the fewest rows to reach them")]
    by_figures: Gauge
    proven: Gauge


class TileFilter(View):
    """A choice of tiles, with how many it leaves."""

    key: str
    label: str
    count: int


class BoardDomain(View):
    """The indicators of one field of the standard."""

    name: str
    share: Annotated[str, Field(description="How many of them are met")]
    sheets: tuple[IndicatorSheet, ...]


class BoardVeto(View):
    """A veto, and the files that its answer rests on."""

    row: VetoRow
    documents: tuple[BoardLink, ...]


class HeatCell(View):
    """What is required from one unit under one box."""

    there: int
    owed: Annotated[int, Field(description="0: nothing is required")]
    light: LightWord
    label: Annotated[str, Field(description="The light in a word, unless green")]
    href: str


class HeatRow(View):
    """A unit over all boxes."""

    unit: BoardLink
    light: LightWord
    light_label: str
    cells: tuple[HeatCell, ...]


class HeatMap(View):
    """The units of one kind over the boxes that require something from any of them."""

    kind: str
    label: str
    boxes: Annotated[tuple[BoardLink, ...], Field(description="Number, and the address of its indicator")]
    names: Annotated[tuple[str, ...], Field(description="The names of the boxes")]
    rows: tuple[HeatRow, ...]


class RankingRow(View):
    """A unit in the ranking."""

    unit: BoardLink
    row: UnitRow
    percent: Annotated[
        str, Field(description="The share on time as a whole number; empty if nothing was due")
    ]


class RankingTable(View):
    """The units of one kind in order."""

    kind: str
    label: str
    rows: tuple[RankingRow, ...]


class BoardFinding(View):
    """A finding with its address."""

    address: str
    finding: FindingRow
    unit: Annotated[BoardLink | None, Field(description="`null` if it is the county's")]
    about: Annotated[tuple[BoardLink, ...], Field(description="The indicator that it is about")]


class UnitItem(View):
    """A document required from a unit; years in the same state together."""

    no: str
    name: str
    need: str
    years: tuple[YearDocuments, ...]
    due: str
    received: str
    review: str
    reviewed: Annotated[str, Field(description="By whom and when")]
    trouble: str
    standing: str
    days_late: int
    light: LightWord
    light_label: str


class UnitBox(View):
    """What is required from a unit under one box."""

    address: str
    no: str
    name: str
    items: tuple[UnitItem, ...]


class UnitSheet(View):
    """A unit with all that is required from it."""

    address: str
    unit: str
    name: str
    kind: str
    kind_label: str
    row: Annotated[UnitRow | None, Field(description="`null` if nothing is required from it")]
    leads: Annotated[tuple[BoardLink, ...], Field(description="The indicators that it leads")]
    figures_missing: tuple[str, ...]
    boxes: tuple[UnitBox, ...]
    findings: tuple[FindingLink, ...]
    ledger: tuple[RectificationRow, ...]


class CourseLine(View):
    """One number over the days."""

    label: str
    last: str
    points: Annotated[str, Field(description="As SVG writes them")]
    y: Annotated[int, Field(description="The vertical position of its label")]


class CourseChart(View):
    """Numbers over the days, in one drawing."""

    title: str
    most: str
    lines: tuple[CourseLine, ...]
    description: Annotated[str, Field(description="The same in words")]


class Board(OfficePaperView):
    """One page on a bid for everybody in the office and for assessors."""

    phase: str
    deadline: Annotated[str, Field(description="The days left in the phase; empty without dates")]
    phases: tuple[PhaseStep, ...]
    conclusion: str
    conclusion_verdict: VerdictWord
    summary: str
    veto_summary: str
    gate: str
    gate_pending: str
    gauges: tuple[Gauge, ...]
    score: Annotated[ScoreView | None, Field(description="`null` for a list without points")]
    blockers: Annotated[tuple[Blocker, ...], Field(description="Those of the leader's page")]
    blocker_links: Annotated[tuple[str, ...], Field(description="The address of each; may be empty")]
    all_blockers: int
    years: tuple[str, ...]
    has_points: bool
    filters: tuple[TileFilter, ...]
    domains: tuple[BoardDomain, ...]
    not_applicable: tuple[IndicatorSheet, ...]
    vetoes: tuple[BoardVeto, ...]
    heat: tuple[HeatMap, ...]
    ranking: tuple[RankingTable, ...]
    lateness: Annotated[str, Field(description="The definition printed under the ranking")]
    returns: Annotated[
        tuple[UnitReturns, ...], Field(description="The units of which anything was returned, by rank")
    ]
    errors: int
    warnings: int
    findings: tuple[BoardFinding, ...]
    finding_units: Annotated[tuple[BoardLink, ...], Field(description="The units to filter findings by")]
    rectification: tuple[RectificationRow, ...]
    course: Annotated[
        tuple[CoursePoint, ...], Field(description="The snapshots and this day, earliest first")
    ]
    curves: tuple[CourseChart, ...]
    history: Annotated[str, Field(description="What the curves rest on, or why there are none")]
    pace: Annotated[
        str, Field(description="When the documents of the phase are complete at the present pace")
    ]
    projects: tuple[ProjectRow, ...]
    opinions: Annotated[OpinionsView | None, Field(description="The last round of assessors' opinions")] = (
        None
    )
    sample: Annotated[SampleView | None, Field(description="The last drawn re-check of documents")] = None
    upload: Annotated[UploadView | None, Field(description="What is uploaded; `null` without items")] = None
    migration: Annotated[
        Migration | None,
        Field(
            description="What the list costs; `null` for the first bid, and where the list is the one before"
        ),
    ] = None
    pass_rule: PassRuleView
    standard: str
    standard_note: str
    unverified: tuple[str, ...]
    sources: tuple[SourceRow, ...]
    units: tuple[UnitSheet, ...]

    @property
    def sheets(self) -> tuple[IndicatorSheet, ...]:
        """The indicators that apply, in the order of the standard's fields."""
        return tuple(sheet for domain in self.domains for sheet in domain.sheets)
