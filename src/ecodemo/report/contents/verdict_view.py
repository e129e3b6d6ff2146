"""The bid, its phase and gate, and the verdict of every row of its list."""

from typing import Annotated, Literal

from pydantic import Field

from ecodemo.report.state import WaitsFor
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
