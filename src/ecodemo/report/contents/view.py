"""The report: plain data in one language, finished to the last word. The contract of every format.

`ecodemo schema report` prints its JSON Schema. Within one `schema_version` fields are only added.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import ConfigDict, Field
from pydantic.dataclasses import dataclass

from ecodemo.report.contents.evidence_view import Properties
from ecodemo.report.contents.paper_view import PaperView
from ecodemo.report.state import State, WaitsFor
from ecodemo.report.view_base import View


class PhaseView(View):
    """The phase, or the profile, that was checked."""

    id: str
    name: str
    begins: Annotated[str, Field(description="ISO date, empty for a profile without dates")]
    ends: str
    days_left: int | None


class BidView(View):
    """The bid and its standard."""

    id: str
    name: str
    standard: str
    standard_note: Annotated[str, Field(description="What is provisional or not verified about the standard")]
    standard_title: Annotated[str, Field(description="The standard as a title in a paper")]
    stand_in_title: Annotated[
        str, Field(description="The standard whose text is used instead, as a title; usually empty")
    ]
    further_note: Annotated[str, Field(description="`standard_note` without what the two titles say")]
    assessed: int
    years: tuple[int, ...]
    base: int | None
    apply: str
    unverified: tuple[str, ...]


class GateRow(View):
    """A document that the gate requires, and the units that have not submitted it."""

    no: str
    name: str
    owed: int
    there: int
    waived: Annotated[int, Field(description="Units for which it is waived")]
    missing: Annotated[str, Field(description="The units that have not submitted it")]
    due: Annotated[str, Field(description="The earliest due date of the missing documents")]
    overdue: bool


class GateView(View):
    """Whether the gate of the phase is open: no errors, and nothing it requires is missing."""

    open: Annotated[bool | None, Field(description="`null` if filters exclude something")]
    state: Annotated[
        Literal["open", "waiting", "closed"] | None,
        Field(description="`waiting`: no error, but something is still missing; `null` as in `open`"),
    ]
    waits_for: Annotated[tuple[WaitsFor, ...], Field(description="Missing documents that are not yet errors")]
    errors: int
    warnings: int
    waived: int
    sentence: str
    documents: tuple[GateRow, ...] = ()
    pending: Annotated[str, Field(description="Missing documents that are not yet due, as text")] = ""
    known: Annotated[int, Field(description="Findings that are not new; neither listed nor counted")] = 0
    remarks: Annotated[tuple[str, ...], Field(description="What is not counted, and why, as sentences")] = ()


class TallyRow(View):
    """The number of applicable rows, by verdict."""

    label: str
    applicable: int
    met: int
    not_met: int
    undecided: int
    counted: Annotated[int, Field(description="Met, all required proof present or waived, nothing returned")]
    unwaived: Annotated[int, Field(description="The same without waivers")]


class PassRuleView(View):
    """The pass rule in words, its source, and the results of other rules."""

    text: str
    source: str
    unverified: bool
    also: tuple[str, ...]


class MeasureRow(View):
    """One measure of a row, with the years under assessment."""

    measure: str
    name: str
    unit: str
    asks: Annotated[str, Field(description="The target as it applies to this county")]
    text: Annotated[
        str,
        Field(
            description="The wording of the standard; if it is that of the whole row, only for the first measure"
        ),
    ]
    values: Annotated[tuple[str, ...], Field(description="One for each year of the bid, empty if unknown")]
    verdict: str
    verdict_label: str
    margin: Annotated[
        str, Field(description="Distance from the target, negative if it is missed; empty if there is none")
    ] = ""
    near: Literal["", "close", "falling"] = ""
    near_label: Annotated[str, Field(description="The same in words; only of what is met")] = ""
    reason: str


class IndicatorRow(View):
    """A row of the standard. 达标 and 佐证 are two columns, never one."""

    no: Annotated[
        int | str,
        Field(description="Number in the standard; text if it is not an integer, such as 3.1"),
    ]
    box: Annotated[str, Field(description="档号 of its indicators")]
    domain: str
    name: str
    attribute: str
    text: Annotated[str, Field(description="The target as worded in the standard")]
    verdict: str
    verdict_label: str
    points: Annotated[str, Field(description="For a standard with points: points reached / possible")]
    counts: bool
    proof: Annotated[str, Field(description="Documents present / required, by year and unit")]
    waived: Annotated[int, Field(description="Waived; not counted as present in `proof`")]
    proof_complete: bool
    reviewed: Annotated[str, Field(description="Documents accepted / required, by year and unit")]
    returned: int
    light: Literal["green", "blue", "yellow", "red"]
    light_label: str
    lacks: Annotated[str, Field(description="What is missing to decide, or to prove")]
    shortcomings: Annotated[str, Field(description="The same, with the names of documents for their numbers")]
    remedy: str
    lead: str
    group: str
    unverified: Annotated[str, Field(description="Parts of the row not found in a published text")]
    parts: tuple[MeasureRow, ...]
    definition: str
    formula: str
    source: str


class DomainSection(View):
    """The rows of one field of the standard, with the texts of their lead units."""

    name: str
    paragraph: str
    rows: tuple[IndicatorRow, ...]
    done: tuple[str, ...]
    problems: tuple[str, ...]
    next: tuple[str, ...]


class GroupRow(View):
    """A working group and the rows it is responsible for."""

    id: str
    name: str
    lead: str
    duties: str
    applicable: int
    met: int
    counted: int
    light: Literal["green", "blue", "yellow", "red"]
    light_label: str


class VetoRow(View):
    """A veto and its answer."""

    no: str
    text: str
    verdict: str
    verdict_label: str
    answer_label: Annotated[str, Field(description="What the responsible unit answered, in words")]
    proven: Annotated[bool, Field(description="The document cited by the answer is present")]
    period: str
    reason: str
    note: str
    document: str
    document_title: Annotated[str, Field(description="Title and official number of the document")]
    unit: str
    unverified: bool


@dataclass(frozen=True, slots=True, config=ConfigDict(extra="forbid"))
class PlaceRow:
    """A place in a file of the workspace."""

    file: str
    line: Annotated[int, Field(description="From 1; 0 is the whole file")]
    column: int


class FindingRow(View):
    """A finding with its place, responsible unit, fix and due date."""

    code: str
    name: str
    severity: Literal["error", "warning", "info"]
    severity_label: str
    message: str
    in_words: Annotated[
        str, Field(description="The message for official documents, without codes and paths")
    ] = ""
    file: str
    line: Annotated[int, Field(description="From 1; 0 is the whole file")]
    column: int
    unit: str
    unit_name: str
    requirement: str
    indicator: str
    measure: str
    years: tuple[int, ...]
    hint: str
    due: Annotated[str, Field(description="ISO date, or empty")]
    overdue_days: int
    related: tuple[str, ...]
    related_places: Annotated[tuple[PlaceRow, ...], Field(description="The same as `related`")]
    waived_by: Annotated[str, Field(description="Reason, approver and number of the waiver, or empty")]
    fingerprint: Annotated[
        str,
        Field(description="Derived from rule and object; stable when lines move; two findings may share one"),
    ]


class ChangedRow(View):
    """A known finding, in one of its years, whose figures changed without improving."""

    finding: FindingRow
    before: Annotated[tuple[str, ...], Field(description="The known figures")]
    now: Annotated[tuple[str, ...], Field(description="The current figures")]


class UnitCount(View):
    """The number of findings of one unit."""

    unit: str
    name: str
    errors: int
    warnings: int


class UnitRow(View):
    """A unit's row in the ranking; the definition is printed under the table."""

    unit: str
    name: str
    kind: Literal["departments", "townships"]
    kind_label: str
    rank: int | None
    due: int
    on_time: int
    late_done: int
    overdue: int
    returned: int
    share: str
    longest: int
    light: Literal["green", "blue", "yellow", "red"]
    light_label: str
    figures_missing: Annotated[int, Field(description="Unreported figures of the assessed years")]
    undated: Annotated[int, Field(description="Items that were due and came, but with no date received")]


class DocumentRow(View):
    """One year of one document required from one unit: with number, due date and date received."""

    no: str
    name: str
    unit: str
    unit_name: str
    indicator: str
    year: str
    need: str
    required: bool
    due: str
    received: str
    files: str
    pages: Annotated[
        int | None, Field(description="Of all its files; `null` unless each of them has a page count")
    ]
    trouble: str
    lacking: Annotated[bool, Field(description="Missing, empty, or incomplete")]
    review: str
    review_state: Literal["", "accepted", "returned", "to review", "void"]
    awaits_review: Annotated[
        bool, Field(description="Submitted by another unit, awaiting review by the lead unit")
    ]
    returns: int
    standing: str
    days_late: int
    light: Literal["green", "blue", "yellow", "red"]
    light_label: str


class DeliveryDay(View):
    """How many required documents, by year and unit, were due and received by the end of a day."""

    day: Annotated[str, Field(description="ISO date")]
    due: int
    received: Annotated[int, Field(description="Those whose date received is known")]


class DeliveryPace(View):
    """When the documents of the phase are complete at the pace of the last weeks; counted by number, unit and year."""

    left: Annotated[int, Field(description="Missing or returned")]
    received: Annotated[int, Field(description="Received, or received again, in the last `days` days")]
    days: int
    ready: Annotated[
        str, Field(description="ISO date; empty if nothing is left or no date can be calculated")
    ]
    sentence: str


class CoursePoint(View):
    """The numbers of a day, as a snapshot has them."""

    day: str
    applicable: int
    met: int
    counted: Annotated[int, Field(description="Met with full proof")]
    overdue: Annotated[int, Field(description="Documents that are overdue, over all units")]
    errors: int


class ReturnCount(View):
    """How often documents were returned for a kind of reason."""

    kind: Annotated[str, Field(description="As in the data; empty where the review names none")]
    label: str
    count: int
    rounds: Annotated[
        tuple[int, ...],
        Field(
            description="How many of them were the first, the second, … return of the same number, unit and year"
        ),
    ]


class UnitReturns(View):
    """Why documents of a unit were returned."""

    unit: str
    name: str
    count: Annotated[int, Field(description="Returns until the day, answered or not")]
    reasons: Annotated[
        tuple[ReturnCount, ...],
        Field(description="The commonest first; a return with two kinds of reason counts for both"),
    ]


class RequirementRow(View):
    """One document number, over all units and years for which it is required."""

    no: str
    name: str
    form: str
    need: str
    owed: int
    there: int
    waived: Annotated[int, Field(description="Waived; not counted in `there`")]
    accepted: int
    returned: int
    overdue: int
    required: Annotated[int, Field(description="Of `owed` those that must be there")]
    required_there: Annotated[int, Field(description="Of `there` those that must be there")]
    supporting: Annotated[int, Field(description="Of `there` those that only support others")]


class DifferenceRow(View):
    """Two conflicting figures for the same quantity (数据不一致)."""

    what: str
    first: str
    second: str
    gap: str
    unit: str


class CorrectionRow(View):
    """A corrected figure (`revised`), as known on the day."""

    what: str
    measured_in: Annotated[str, Field(description="Unit of measurement; may be empty")]
    unit: str
    day: str
    was: str
    is_now: Annotated[str, Field(description="The figure after all corrections")]
    reason: str
    document: Annotated[str, Field(description="The document behind the correction; may be empty")]
    document_title: Annotated[str, Field(description="Title and official number of the document")]


class Step(View):
    """A next step, with its command."""

    text: str
    command: str


class TownshipLine(View):
    """One quantity in one year, by township."""

    no: str
    name: str
    unit: str
    year: int
    values: Annotated[
        tuple[str, ...],
        Field(description="In the order of `townships`; 不涉及 if not involved, empty if unknown"),
    ]
    others: Annotated[str, Field(description="Figures of departments, with their names")]
    sum: str
    stamped: str
    difference: str


class RectificationRow(View):
    """An entry of the rectification ledger."""

    no: str
    problem: str
    found: str
    by: str
    action: str
    unit: str
    person: str
    due: str
    state: str
    closed: str
    closed_by: str
    counts: Annotated[bool, Field(description="Closed by a unit other than the responsible one")]
    late: bool
    ask: str


class ProjectRow(View):
    """A key project and its progress; amounts in 万元 (10,000 yuan)."""

    no: str
    name: str
    group: str
    unit: str
    person: str
    indicators: Annotated[str, Field(description="Numbers of the indicators it contributes to")]
    stage: Annotated[str, Field(description="The first incomplete stage; empty if all are completed")]
    due: Annotated[str, Field(description="Due date of that stage")]
    days_late: int
    done: int
    stages: int
    invest: str
    budget: Annotated[str, Field(description="Budget of this year")]
    paid: Annotated[str, Field(description="Total paid by the end of this year")]
    document: str
    remark: str


class ExceptionRow(View):
    """A waiver, an extension or a 不涉及, as granted; among additions, also a baseline entry."""

    kind: str
    what: str
    title: Annotated[str, Field(description="The same as `what`, with names for numbers and codes")]
    unit: str
    reason: str
    granted: str
    by: str
    until: str
    number: str
    document_title: Annotated[str, Field(description="The document or official number it is based on")]
    counts: bool
    state_label: Annotated[str, Field(description="In force, expired, not recognised or without effect")] = ""


class ExpiringRow(View):
    """Something that expires within thirty days."""

    until: Annotated[str, Field(description="ISO date, the last day")]
    kind: str
    what: str
    unit: str


class PreparationRow(View):
    """A document of the general box: how many of the required units have submitted it."""

    no: str
    name: str
    there: int
    waived: Annotated[int, Field(description="Waived; not counted in `there`")]
    owed: int
    not_due: Annotated[int, Field(description="Of `owed`, those missing whose due date has not passed")]

    @property
    def owed_by_now(self) -> int:
        """Without what is not due."""
        return self.owed - self.not_due


class SourceRow(View):
    """The source of a text."""

    id: str
    title: str
    url: str
    retrieved: str


class OpinionRow(View):
    """An opinion of the last round that asks for something, and what was done since."""

    no: Annotated[str, Field(description="The number of the row")]
    name: str
    opinion: str
    by: str
    documents: str
    note: str
    ledger: Annotated[str, Field(description="The number of its ledger entry; may be empty")]
    closed: Annotated[bool, Field(description="Its ledger entry is closed")]
    done: Annotated[str, Field(description="Documents submitted since, and the state of its ledger entry")]


class OpinionsView(View):
    """The last round of assessors' opinions."""

    round: int
    accepted: int
    doubted: int
    asked: int
    closed: Annotated[
        int, Field(description="Of those in doubt or with more asked for, closed in the ledger")
    ]
    sentence: str
    rows: tuple[OpinionRow, ...]


class UploadRow(View):
    """An item of the higher authority's system."""

    no: str
    title: str
    files: Annotated[int, Field(description="Documents that belong to it")]
    uploaded: int
    done: Annotated[bool, Field(description="Everything is there and uploaded")]
    trouble: Annotated[
        str, Field(description="What failed, is to be uploaded again, or is missing; may be empty")
    ]


class UploadView(View):
    """What is uploaded into the higher authority's system."""

    system: Annotated[str, Field(description="What the system is called; may be empty")]
    begun: Annotated[bool, Field(description="The window is open or over")]
    sentence: str
    rows: tuple[UploadRow, ...]


class SampleView(View):
    """The last drawn re-check of documents."""

    day: Annotated[str, Field(description="ISO date")]
    drawn: int
    of: int
    wrong: int
    rate: Annotated[str, Field(description="Per cent of those drawn")]
    bound: Annotated[
        str, Field(description="Per cent of all; the one-sided 95 % bound of the hypergeometric distribution")
    ]
    sentence: str


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


class Complaints(View):
    """The output when the data cannot be loaded."""

    schema_version: Literal[1] = 1
    tool: str
    language: Literal["zh", "en"]
    findings: tuple[FindingRow, ...]
    sentence: str
