"""What differs between two states, without a language: `ecodemo diff -f json`, whose schema is `ecodemo schema diff`.

Within one `diff_version` fields are only added. Words are those of the state; what was not there, or is not any more, is empty.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from ecodemo.report.state import ExceptionState, FindingState
from ecodemo.report.view_base import View


class StateName(View):
    """What a state is called on the command line."""

    kind: Literal["snapshot", "revision", "now"]
    name: Annotated[str, Field(description="Day of the snapshot, revision as written, or `now`")]
    commit: Annotated[str, Field(description="Of a revision, the first digits of its commit; else empty")] = (
        ""
    )


class DiffSide(StateName):
    """One of the two states."""

    day: str
    bid: str
    standard: str
    phase: str
    data: Annotated[str, Field(description="Twelve digits that change when any data file does")]
    note: Annotated[str, Field(description="What was noted with the snapshot")]


class WordChange(View):
    """A word that is another one now."""

    was: str
    now: Annotated[str, Field(alias="is")]


class VerdictChange(WordChange):
    """The verdict of a row, or of one of its measures."""

    row: Annotated[
        str, Field(description="Number in the standard; empty for a measure under another standard")
    ]
    measure: Annotated[str, Field(description="Empty for the row as a whole")]


class VetoChange(WordChange):
    """The verdict of a veto."""

    id: str


class FigureChange(WordChange):
    """A reported figure, with the last correction of it that the earlier state did not have."""

    measure: str
    unit: str
    year: str
    reason: str
    document: str


class ItemChange(View):
    """What became of one year of an item; `slipped`: it has become overdue."""

    no: str
    unit: str
    year: str
    change: Literal["delivered", "replaced", "returned", "accepted", "slipped"]


class FindingChanges(View):
    """Findings by their fingerprints."""

    new: tuple[FindingState, ...]
    gone: tuple[FindingState, ...]


class LostItem(View):
    """What one year of an item has lost; `not required`: the later state does not have it at all."""

    no: str
    unit: str
    year: str
    change: Literal["removed", "not accepted", "not required"]


class ExceptionChange(View):
    """A waiver, an extension, a 不涉及 or a line of the baseline that only one of the two states has."""

    kind: Literal["waiver", "extension", "not involved", "baseline"]
    about: str
    unit: str
    granted: str
    until: str

    @classmethod
    def of(cls, state: ExceptionState) -> ExceptionChange:
        return cls(**state.model_dump())


class LedgerChange(WordChange):
    """An entry of the rectification ledger; one that is new was nothing, one that is gone is nothing."""

    no: str


class RankChange(View):
    """The place of a unit; `null` if it is not ranked."""

    unit: str
    was: int | None
    now: Annotated[int | None, Field(alias="is")]


class Gone(View):
    """What the earlier state had, in its order."""

    items: tuple[LostItem, ...]
    exceptions: Annotated[
        tuple[ExceptionChange, ...],
        Field(description="One that was changed is here as it was, and in the added ones as it is"),
    ]


class Diff(View):
    """What differs between two states; everything in the order of the later one, then what only the earlier one has."""

    diff_version: Literal[1] = 1
    before: Annotated[DiffSide, Field(alias="from")]
    after: Annotated[DiffSide, Field(alias="to")]
    conclusion: WordChange
    gate: WordChange
    verdicts: tuple[VerdictChange, ...]
    vetoes: tuple[VetoChange, ...]
    figures: tuple[FigureChange, ...]
    items: tuple[ItemChange, ...]
    findings: FindingChanges
    exceptions: Annotated[tuple[ExceptionChange, ...], Field(description="Those added")]
    gone: Gone
    rectification: tuple[LedgerChange, ...]
    ranks: tuple[RankChange, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs but the days."""
        parts = (self.verdicts, self.vetoes, self.figures, self.items, self.exceptions, self.rectification)
        findings = (self.findings.new, self.findings.gone, self.gone.items, self.gone.exceptions, self.ranks)
        words = (self.conclusion, self.gate)
        return not any(parts) and not any(findings) and all(word.was == word.now for word in words)
