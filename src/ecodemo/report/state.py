"""The result of a check, without a language: history, comparisons and other programs rest on it.

`ecodemo schema state` prints its JSON Schema. Within one `state_version` fields are only added. Words are those of the
data and of the report's verdicts; numbers are text, as written; days are ISO days; what there is none of is empty, and what
is not known is `null`.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from typing import Annotated, Literal, NamedTuple, TypeAlias

from pydantic import Field, JsonValue

from ecodemo.report.view_base import View

VerdictWord: TypeAlias = Literal["met", "not met", "undecided", "not applicable"]
LightWord: TypeAlias = Literal["green", "blue", "yellow", "red"]
SeverityWord: TypeAlias = Literal["error", "warning", "info"]
RemedyWord: TypeAlias = Literal["none", "proof", "work", "closed-year", "upper-level"]
LedgerWord: TypeAlias = Literal["open", "overdue", "closed", "closed late"]
_SETTLED = frozenset(("closed", "closed late"))
_MOST_LISTED = 150
"""Entries of each list in the slim form: a province holds a hundred of them, and reads all at once."""
Said: TypeAlias = str | int | tuple[str | int, ...]


class WaitsFor(View):
    """A missing document that the gate requires: not yet due, or only a warning in this phase."""

    no: str
    unit: str
    year: Annotated[str, Field(description="Empty if it is not by year")]
    due: str


class GateState(View):
    """The gate of the phase, and the counts."""

    state: Annotated[
        Literal["open", "waiting", "closed"] | None,
        Field(description="`null` if filters or a baseline exclude something"),
    ]
    errors: int
    warnings: int
    waived: int
    known: int
    waits_for: tuple[WaitsFor, ...]


class ProofCount(View):
    """Years of required documents, over all required units."""

    there: int
    waived: Annotated[int, Field(description="Waived; not counted in `there`")]
    owed: int


class MeasureState(View):
    """The target of a row on a measure, and the measure's values by year."""

    id: str
    verdict: VerdictWord
    values: Annotated[dict[str, str], Field(description="By year: as judged; unknown years are omitted")]
    computed: Annotated[
        dict[str, str],
        Field(description="By year: computed from its parts, if it has parts and all are known"),
    ]
    target: Annotated[
        str, Field(description="As it applies to this county, in the keys of a standard: `at_least 95.0`")
    ]
    margin: Annotated[
        str | None,
        Field(
            description="Distance from the target; negative if the target is missed, `null` without a number to keep"
        ),
    ]
    near: Annotated[
        Literal["close", "falling"] | None,
        Field(
            description="Met, but close to the target (`near` of the measure, or 2 %), or worse in each of the last two years"
        ),
    ]


class RowState(View):
    """A row of the standard."""

    no: Annotated[str, Field(description="Number in the standard, as written")]
    points: Annotated[str | None, Field(description="Its points, in a standard with points")]
    indicator: Annotated[str, Field(description="The first of its indicators")]
    verdict: VerdictWord
    counts: Annotated[bool, Field(description="Met, all required proof present or waived, nothing returned")]
    proof: ProofCount
    accepted: int
    returned: int
    light: LightWord
    remedy: RemedyWord
    measures: tuple[MeasureState, ...]


class VetoState(View):
    """A veto and its answer; `answer` and `through` are empty without one."""

    id: str
    answer: str
    verdict: VerdictWord
    through: str
    proven: Annotated[bool, Field(description="The document cited by the answer is present")]


class UnitState(View):
    """A unit's rank, based on the items that were due."""

    id: str
    kind: Literal["departments", "townships"]
    rank: int | None
    due: int
    on_time: int
    late_done: int
    overdue: int
    returned: int
    longest: int
    light: LightWord


class ItemState(NamedTuple):
    """One number, unit and year. `state` is that of the review; before one, or where something lacks, what is there."""

    no: str
    unit: str
    year: str
    due: str
    received: str
    state: Literal[
        "accepted",
        "returned",
        "to review",
        "void",
        "present",
        "incomplete",
        "empty",
        "unusable",
        "missing",
        "waived",
    ]
    light: LightWord


class FigureState(NamedTuple):
    """A figure as a unit reported it: a number, a state, or `不涉及：` and why."""

    measure: str
    unit: str
    year: str
    value: str


class CorrectionState(View):
    """A correction of a reported figure."""

    measure: str
    unit: str
    year: str
    on: str
    was: str
    reason: str
    document: Annotated[str, Field(description="The document behind it; empty if none is cited")]


class FindingState(View):
    """A finding by code and object; `values` are the language-independent values of its sentence."""

    code: str
    severity: SeverityWord
    unit: str
    requirement: str
    indicator: str
    measure: str
    years: tuple[int, ...]
    fingerprint: str
    values: dict[str, Said]


class FindingCounts(View):
    """The number of findings, by severity."""

    by_code: tuple[tuple[str, SeverityWord, int], ...]
    by_unit: Annotated[
        tuple[tuple[str, SeverityWord, int], ...], Field(description="Those of the county have an empty unit")
    ]


class LedgerState(View):
    """An entry of the rectification ledger; counts as open if closed by the responsible unit itself or without proof."""

    no: str
    state: LedgerWord
    due: str
    closed: str


class ProjectState(View):
    """A key project: how many of its stages are done or overdue."""

    no: str
    unit: Annotated[str, Field(description="The lead unit; empty if it has none")]
    stages: int
    done: int
    late: Annotated[int, Field(description="Stages that are overdue")]


class UploadItemState(View):
    """An item of the higher authority's system: files that belong to it, and what became of them."""

    no: str
    files: int
    uploaded: int
    again: Annotated[int, Field(description="Uploaded, and replaced since")]
    failed: int


class UploadState(View):
    """What is uploaded of what the higher authority's system asks for."""

    opens: Annotated[str, Field(description="The first day of the window; empty if not given")]
    closes: Annotated[str, Field(description="The last day of the window; empty if not given")]
    days_left: Annotated[
        int | None, Field(description="Days until the last one; negative after it, `null` if not given")
    ]
    files: int
    uploaded: int
    again: int
    failed: int
    items: tuple[UploadItemState, ...]


class ExceptionState(View):
    """A waiver, an extension or a 不涉及, as granted."""

    kind: Literal["waiver", "extension", "not involved"]
    about: Annotated[str, Field(description="Number, measure, or rule and scope of a waiver")]
    unit: str
    granted: str
    until: str


class ExpiringState(View):
    """A waiver, an extension or the validity of a document that expires within thirty days."""

    until: Annotated[str, Field(description="The last day")]
    kind: Literal["waiver", "extension", "validity"]
    about: Annotated[str, Field(description="Number, or rule and scope of a waiver")]
    unit: Annotated[str, Field(description="The unit; empty if it names none")]


class _Common(View):
    state_version: Literal[1] = 1
    tool: str
    data: Annotated[str, Field(description="Twelve digits that change when any data file does")]
    county: Annotated[str, Field(description="Code of the administrative division")]
    example: bool
    basis: Annotated[
        Literal["evidence", "lock"],
        Field(description="`lock`: judged by the lock and the file metadata alone, without the files"),
    ] = "evidence"
    day: str
    bid: str
    standard: str
    judged_year: Annotated[
        int | None,
        Field(
            description="The year whose figures every row is judged on: the assessed one, or while it has none the latest that has; `null` in states of before"
        ),
    ] = None
    phase: str
    gate: GateState
    verdict: Annotated[VerdictWord, Field(description="Of the bid, with proof")]
    by_figures: Annotated[VerdictWord, Field(description="Of the bid, by its figures alone")]
    rows: tuple[RowState, ...]
    vetoes: tuple[VetoState, ...]
    units: Annotated[tuple[UnitState, ...], Field(description="Departments, then townships, by rank")]
    rectification: tuple[LedgerState, ...]
    projects: tuple[ProjectState, ...] = ()
    upload: Annotated[UploadState | None, Field(description="`null` if the bid has no items to upload")] = (
        None
    )
    exceptions: tuple[ExceptionState, ...]
    expiring: Annotated[tuple[ExpiringState, ...], Field(description="Earliest first")] = ()
    unverified: Annotated[tuple[str, ...], Field(description="Parts not found in a published text")]

    def canonical(self) -> bytes:
        """JSON with sorted keys, one element of a list a line: the same state is the same bytes."""
        lines = [
            f"{_dumped(key)}: {_lines(value)}" for key, value in sorted(self.model_dump(mode="json").items())
        ]
        return ("{\n" + ",\n".join(lines) + "\n}\n").encode()


class SlimState(_Common):
    """The state without items, with findings counted and long lists cut: its size is independent of the register."""

    findings: FindingCounts
    left_out: Annotated[
        dict[str, int],
        Field(
            default_factory=dict,
            description="How many entries of `waits_for`, `rectification`, `projects`, `exceptions` and `expiring` are not listed: at most 150 of each are, of the ledger the unsettled ones first",
        ),
    ]


class State(_Common):
    """The whole state."""

    items: Annotated[
        tuple[ItemState, ...], Field(description="[no, unit, year, due, received, state, light] each")
    ]
    findings: tuple[FindingState, ...]
    figures: Annotated[tuple[FigureState, ...], Field(description="[measure, unit, year, value] each")] = ()
    corrections: tuple[CorrectionState, ...] = ()
    baseline: Annotated[
        tuple[str, ...], Field(description="The workspace's own baseline: rule and fingerprint of each line")
    ] = ()
    note: Annotated[str, Field(description="Of a snapshot, what was noted with it")] = ""

    def slim(self) -> SlimState:
        """The same without items, findings counted, of long lists the beginning."""
        common = {name: getattr(self, name) for name in _Common.model_fields}
        ledger = sorted(self.rectification, key=lambda entry: entry.state in _SETTLED)
        lists: dict[str, tuple[View, ...]] = {
            "waits_for": self.gate.waits_for,
            "rectification": tuple(ledger),
            **{name: common[name] for name in ("projects", "exceptions", "expiring")},
        }
        long = {name: entries for name, entries in lists.items() if len(entries) > _MOST_LISTED}
        common |= {name: entries[:_MOST_LISTED] for name, entries in long.items()}
        if waits_for := common.pop("waits_for", ()):
            common["gate"] = self.gate.model_copy(update={"waits_for": waits_for})
        counts = FindingCounts(
            by_code=_counted((finding.code, finding.severity) for finding in self.findings),
            by_unit=_counted((finding.unit, finding.severity) for finding in self.findings),
        )
        left_out = {name: len(entries) - _MOST_LISTED for name, entries in long.items()}
        return SlimState(**common, findings=counts, left_out=left_out)


def _counted(keys: Iterable[tuple[str, SeverityWord]]) -> tuple[tuple[str, SeverityWord, int], ...]:
    return tuple((key, severity, count) for (key, severity), count in sorted(Counter(keys).items()))


def _lines(value: JsonValue) -> str:
    if not isinstance(value, list) or not value:
        return _dumped(value)
    return "[\n" + ",\n".join(map(_dumped, value)) + "\n]"


def _dumped(value: JsonValue) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
