"""The board, finished to the last word. Within one `schema_version` fields are only added."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from ecodemo.report.contents.indicator_page_view import Calculation
from ecodemo.report.contents.leader_view import Blocker
from ecodemo.report.contents.migration_view import Migration
from ecodemo.report.contents.paper_view import OfficePaperView
from ecodemo.report.contents.view import (
    CoursePoint,
    FindingRow,
    IndicatorRow,
    OpinionsView,
    PassRuleView,
    ProjectRow,
    RectificationRow,
    RequirementRow,
    SampleView,
    SourceRow,
    UnitReturns,
    UnitRow,
    UploadView,
    VetoRow,
)
from ecodemo.report.state import LightWord, SeverityWord, VerdictWord
from ecodemo.report.view_base import View


class BoardLink(View):
    """A text that may lead somewhere."""

    text: str
    href: Annotated[
        str,
        Field(description="An address of the page (`#unit-nanjin`), a file beside it, or empty"),
    ] = ""


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


class ChartPoint(View):
    """A year's figure in a chart."""

    x: int
    y: int
    label: Annotated[str, Field(description="The figure as written")]
    year: str


class ChartTarget(View):
    """A line that has to be reached, or the value that was accepted with the title."""

    y: int
    label: str
    is_accepted: Annotated[bool, Field(description="The value accepted with the title")] = False


class Chart(View):
    """The years of a measure as a line, with its targets."""

    points: tuple[ChartPoint, ...]
    lines: Annotated[tuple[str, ...], Field(description="The points that are joined, as SVG writes them")]
    targets: tuple[ChartTarget, ...]
    description: Annotated[str, Field(description="The same in words")]


class YearFigure(View):
    """The figure of a year, as judged."""

    year: str
    value: Annotated[str, Field(description="Empty if unknown")]


class FigureSource(View):
    """Who reported a figure, and the document behind it."""

    figure: Annotated[str, Field(description="The figure with its name, year and unit of measurement")]
    unit: BoardLink
    place: Annotated[str, Field(description="The page or cell")]
    documents: tuple[BoardLink, ...]
    note: Annotated[str, Field(description="Basis, source, and corrections")]


class PartRow(View):
    """What one unit gave, quantity by quantity and year by year."""

    unit: BoardLink
    values: tuple[str, ...]
    documents: Annotated[
        tuple[BoardLink, ...], Field(description="The documents that it names for the last year")
    ]


class PartsTable(View):
    """The quantities of a measure that several units report."""

    names: tuple[str, ...]
    years: Annotated[tuple[str, ...], Field(description="The columns of each quantity")]
    rows: tuple[PartRow, ...]
    sums: tuple[str, ...]
    stamped: Annotated[tuple[str, ...], Field(description="As the answering unit reported the whole")]
    differences: tuple[str, ...]
    left_out: Annotated[
        tuple[str, ...], Field(description="Which units are left out of a quantity, and of which years")
    ]


class MeasureSheet(View):
    """One measure of an indicator, with all that its verdict rests on."""

    address: str
    measure: str
    name: str
    unit: str
    asks: Annotated[str, Field(description="What the target comes to in this county")]
    text: Annotated[str, Field(description="The standard's own words on this measure")]
    verdict: VerdictWord
    verdict_label: str
    reason: str
    figures: tuple[YearFigure, ...]
    margin: Annotated[str, Field(description="The distance from the target; empty if there is none")]
    near: Annotated[str, Field(description="That it is close to its target, or falling; else empty")]
    chart: Annotated[Chart | None, Field(description="`null` for states, and where no year is known")]
    calculation: Annotated[
        Calculation | None, Field(description="`null` if it is simply what one unit reported")
    ]
    sources: tuple[FigureSource, ...]
    parts: Annotated[PartsTable | None, Field(description="`null` if no unit reports a part")]


class YearDocuments(View):
    """What there is for a year, or for several that have the same files."""

    year: Annotated[str, Field(description="Such as 2018–2020; empty if it is not by year")]
    links: tuple[BoardLink, ...]
    more: Annotated[int, Field(description="How many files are not linked")]
    pages: Annotated[int | None, Field(description="`null` unless each file has a page count")]
    is_lacking: Annotated[bool, Field(description="Required, and missing, empty, or incomplete")]


class ProofEntry(View):
    """What one unit submitted under a number."""

    unit: BoardLink
    years: tuple[YearDocuments, ...]


class ProofSheet(View):
    """One number that an indicator asks for, over all units."""

    requirement: RequirementRow
    entries: tuple[ProofEntry, ...]


class ReviewLine(View):
    """A review that is shown in full: a return, or a review of other bytes."""

    document: str
    unit: BoardLink
    day: str
    by: str
    result: str
    reason: str


class FindingLink(View):
    """A finding, listed with what it is about."""

    href: str
    severity: SeverityWord
    severity_label: str
    message: str


class StatementView(View):
    """What a lead unit says of its indicator."""

    unit: str
    done: str
    problems: str
    next: str


class IndicatorSheet(View):
    """A row of the standard with everything below it."""

    address: str
    aliases: Annotated[tuple[str, ...], Field(description="Other addresses: the numbers of its boxes")]
    row: IndicatorRow
    keys: Annotated[tuple[str, ...], Field(description="The filters that it passes")]
    leads: tuple[BoardLink, ...]
    near: Annotated[str, Field(description="What is near the limit, in a word; else empty")]
    is_reviewed: Annotated[bool, Field(description="Whether every required document is accepted")]
    measures: tuple[MeasureSheet, ...]
    proofs: tuple[ProofSheet, ...]
    reviews: tuple[ReviewLine, ...]
    review_note: Annotated[str, Field(description="How many documents are accepted, by whom")]
    findings: tuple[FindingLink, ...]
    statements: tuple[StatementView, ...]


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
