"""The report: plain data in one language, finished to the last word. The contract of every format.

`ecodemo schema report` prints its JSON Schema. Within one `schema_version` fields are only added.
"""

from typing import Annotated

from pydantic import Field

from ecodemo.report.contents.delivery_view import (
    DeliveryDay,
    DeliveryPace,
    DocumentRow,
    PreparationRow,
    RequirementRow,
    UnitReturns,
    UnitRow,
)
from ecodemo.report.contents.evidence_view import Properties
from ecodemo.report.contents.feedback_view import OpinionsView, SampleView, UploadView
from ecodemo.report.contents.figure_view import CorrectionRow, DifferenceRow, TownshipLine
from ecodemo.report.contents.finding_view import ChangedRow, FindingRow, UnitCount
from ecodemo.report.contents.ledger_view import ExceptionRow, ExpiringRow, ProjectRow, RectificationRow
from ecodemo.report.contents.paper_view import PaperView
from ecodemo.report.contents.verdict_view import (
    BidView,
    DomainSection,
    GateView,
    GroupRow,
    IndicatorRow,
    PassRuleView,
    PhaseView,
    TallyRow,
    VetoRow,
)
from ecodemo.report.state import State
from ecodemo.report.view_base import View


class CoursePoint(View):
    """The numbers of a day, as a snapshot has them."""

    day: str
    applicable: int
    met: int
    counted: Annotated[int, Field(description="Met with full proof")]
    overdue: Annotated[int, Field(description="Documents that are overdue, over all units")]
    errors: int


class Step(View):
    """A next step, with its command."""

    text: str
    command: str


class SourceRow(View):
    """The source of a text."""

    id: str
    title: str
    url: str
    retrieved: str


class Report(PaperView):
    """All content of every format."""

    today: Annotated[str, Field(description="ISO date")]
    today_words: str
    phase: PhaseView
    bid: BidView
    gate: GateView
    conclusion: str
    conclusion_verdict: str
    conclusion_by_figures: str
    conclusion_by_figures_verdict: str
    summary: str
    reasons: tuple[str, ...]
    tallies: tuple[TallyRow, ...]
    goals: Annotated[tuple[str, ...], Field(description="The goals of the plan, as worded there")]
    groups: tuple[GroupRow, ...]
    pass_rule: PassRuleView
    vetoes: tuple[VetoRow, ...]
    veto_summary: str
    domains: tuple[DomainSection, ...]
    not_applicable: tuple[IndicatorRow, ...]
    units: tuple[UnitCount, ...]
    ranking: tuple[UnitRow, ...]
    lateness: Annotated[str, Field(description="The definition printed under the ranking")]
    documents: tuple[DocumentRow, ...]
    delivery: Annotated[
        tuple[DeliveryDay, ...], Field(description="What was due and received, week by week")
    ] = ()
    pace: DeliveryPace
    returns: Annotated[
        tuple[UnitReturns, ...], Field(description="The units of which anything was returned, by rank")
    ]
    course: Annotated[
        tuple[CoursePoint, ...],
        Field(description="The snapshots and this day, earliest first; filled by `report` only"),
    ] = ()
    evidence: Annotated[
        str, Field(description="The folder of evidence, seen from where the paper is written; may be empty")
    ] = ""
    requirements: tuple[RequirementRow, ...]
    differences: tuple[DifferenceRow, ...]
    corrections: tuple[CorrectionRow, ...]
    next_steps: tuple[Step, ...]
    findings: tuple[FindingRow, ...]
    waived: tuple[FindingRow, ...]
    changed: Annotated[
        tuple[ChangedRow, ...],
        Field(description="Known findings whose figures changed without improving; they do not count"),
    ]
    added: Annotated[
        tuple[ExceptionRow, ...],
        Field(description="Exceptions and baseline entries added since the compared commit"),
    ]
    townships: tuple[str, ...]
    township_lines: tuple[TownshipLine, ...]
    preparation: tuple[PreparationRow, ...]
    rectification: tuple[RectificationRow, ...]
    projects: Annotated[tuple[ProjectRow, ...], Field(description="Key projects")] = ()
    opinions: Annotated[OpinionsView | None, Field(description="The last round of assessors' opinions")] = (
        None
    )
    sample: Annotated[SampleView | None, Field(description="The last drawn re-check of documents")] = None
    upload: Annotated[UploadView | None, Field(description="What is uploaded; `null` without items")] = None
    exceptions: tuple[ExceptionRow, ...]
    expiring: Annotated[
        tuple[ExpiringRow, ...], Field(description="Items that expire within thirty days, earliest first")
    ]
    properties: Annotated[Properties, Field(description="四性检测")]
    unverified: tuple[str, ...]
    provisos: Annotated[
        tuple[str, ...],
        Field(
            description="Of `unverified` what bears on the standard, without the notes of those who searched"
        ),
    ]
    sources: tuple[SourceRow, ...]
    state: Annotated[State, Field(description="The result of the check, without translated text")]

    @property
    def rows(self) -> tuple[IndicatorRow, ...]:
        return tuple(row for section in self.domains for row in section.rows)

    @property
    def external(self) -> tuple[str, ...]:
        """The results of assessors, a re-check and the upload, a sentence each."""
        return tuple(one.sentence for one in (self.opinions, self.sample, self.upload) if one)

    @property
    def has_points(self) -> bool:
        """Whether it is judged by a list with points."""
        return any(row.points for row in self.rows)
