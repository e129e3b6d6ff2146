"""The report: plain data in one language, finished to the last word. The contract of every format.

`ecodemo schema report` prints its JSON Schema. Within one `schema_version` fields are only added.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field


class View(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PhaseView(View):
    """The phase, or the profile, that was checked."""

    id: str
    name: str
    begins: Annotated[str, Field(description="ISO date, empty for a profile without dates")]
    ends: str
    days_left: int | None


class BidView(View):
    """The bid and the standard it is judged by."""

    id: str
    name: str
    standard: str
    standard_note: Annotated[str, Field(description="What is provisional or not verified about the standard")]
    assessed: int
    years: tuple[int, ...]
    base: int | None
    apply: str
    unverified: tuple[str, ...]


class GateView(View):
    """Whether the gate of the phase is open: no error was found."""

    open: bool
    errors: int
    warnings: int
    waived: int
    sentence: str


class TallyRow(View):
    """How many rows apply, and what became of them."""

    label: str
    applicable: int
    met: int
    not_met: int
    undecided: int
    counted: Annotated[int, Field(description="Met, all required proof there, nothing returned")]


class PassRuleView(View):
    """The pass rule in words, where it comes from, and what other rules would give."""

    text: str
    source: str
    unverified: bool
    also: tuple[str, ...]


class MeasureRow(View):
    """One measure of a row, with the years under assessment."""

    measure: str
    name: str
    unit: str
    asks: str
    values: Annotated[tuple[str, ...], Field(description="One for each year of the bid, empty where unknown")]
    verdict: str
    verdict_label: str
    reason: str


class IndicatorRow(View):
    """A row of the standard. 达标 and 佐证 are two columns, never one."""

    no: Annotated[int, Field(description="Number in the standard")]
    box: Annotated[str, Field(description="档号 of the indicators it rests on")]
    domain: str
    name: str
    attribute: str
    text: Annotated[str, Field(description="What the standard asks, in its own words")]
    verdict: str
    verdict_label: str
    counts: bool
    proof: Annotated[str, Field(description="Required documents there / owed, by year and unit")]
    proof_complete: bool
    returned: int
    lacks: Annotated[str, Field(description="What is missing to decide, or to prove")]
    remedy: str
    lead: str
    group: str
    unverified: Annotated[str, Field(description="What of the row was not seen in a published text")]
    parts: tuple[MeasureRow, ...]
    definition: str
    formula: str
    source: str


class DomainSection(View):
    """The rows of one field of the standard, with what their lead units say of them."""

    name: str
    paragraph: str
    rows: tuple[IndicatorRow, ...]
    done: tuple[str, ...]
    problems: tuple[str, ...]
    next: tuple[str, ...]


class GroupRow(View):
    """A working group and the rows it answers for."""

    id: str
    name: str
    lead: str
    duties: str
    applicable: int
    met: int
    counted: int


class VetoRow(View):
    """A veto and its answer."""

    no: str
    text: str
    verdict: str
    verdict_label: str
    period: str
    reason: str
    note: str
    document: str
    unit: str
    unverified: bool


class FindingRow(View):
    """A finding with its place and who has to do what by when."""

    code: str
    name: str
    severity: Literal["error", "warning", "info"]
    severity_label: str
    message: str
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
    waived_by: Annotated[str, Field(description="Reason, approver and number of the waiver, or empty")]


class UnitCount(View):
    """How much was found of one unit."""

    unit: str
    name: str
    errors: int
    warnings: int


class TownshipLine(View):
    """One quantity and year, township by township."""

    no: str
    name: str
    unit: str
    year: int
    values: Annotated[
        tuple[str, ...], Field(description="In the order of `townships`; 不涉及 as such, unknown empty")
    ]
    others: Annotated[str, Field(description="What named departments add")]
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
    late: bool
    ask: str


class ExceptionRow(View):
    """A waiver, an extension or a 不涉及, as granted."""

    kind: str
    what: str
    unit: str
    reason: str
    granted: str
    by: str
    until: str
    number: str
    counts: bool


class PreparationRow(View):
    """A document of the general box: how many of those who owe it have handed it in."""

    no: str
    name: str
    there: int
    owed: int


class SourceRow(View):
    """Where a text was seen."""

    id: str
    title: str
    url: str
    retrieved: str


class Report(View):
    """Everything that any format prints."""

    schema_version: Literal[1] = 1
    tool: str
    language: Literal["zh", "en"]
    example: bool
    example_note: str
    county: str
    today: Annotated[str, Field(description="ISO date")]
    today_words: str
    phase: PhaseView
    bid: BidView
    gate: GateView
    conclusion: str
    conclusion_by_figures: str
    summary: str
    reasons: tuple[str, ...]
    tallies: tuple[TallyRow, ...]
    groups: tuple[GroupRow, ...]
    pass_rule: PassRuleView
    vetoes: tuple[VetoRow, ...]
    veto_summary: str
    domains: tuple[DomainSection, ...]
    not_applicable: tuple[IndicatorRow, ...]
    units: tuple[UnitCount, ...]
    findings: tuple[FindingRow, ...]
    waived: tuple[FindingRow, ...]
    townships: tuple[str, ...]
    township_lines: tuple[TownshipLine, ...]
    preparation: tuple[PreparationRow, ...]
    rectification: tuple[RectificationRow, ...]
    exceptions: tuple[ExceptionRow, ...]
    unverified: tuple[str, ...]
    sources: tuple[SourceRow, ...]

    @property
    def rows(self) -> tuple[IndicatorRow, ...]:
        return tuple(row for section in self.domains for row in section.rows)


class Complaints(View):
    """What is said when the data cannot be loaded."""

    schema_version: Literal[1] = 1
    tool: str
    language: Literal["zh", "en"]
    findings: tuple[FindingRow, ...]
    sentence: str
