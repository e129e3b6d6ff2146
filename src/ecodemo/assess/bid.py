"""A bid as a whole: its rows, its vetoes, the pass rule of its standard.

The bid counts two numbers and shows both: rows met by their figures, and rows met with all required proof
there and nothing returned.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cached_property
from types import MappingProxyType

from ecodemo.assess import owed
from ecodemo.assess.figures import Figure, Figures
from ecodemo.assess.ledger_standing import LedgerEntry, ledger_on
from ecodemo.assess.not_involved import Recognitions
from ecodemo.assess.owed import Item
from ecodemo.assess.requested_figures import RequestedFigures
from ecodemo.assess.review import ReviewState
from ecodemo.assess.shelf import Shelf
from ecodemo.assess.target_judgement import asks, judge
from ecodemo.assess.timeliness import RETURNED, ItemTiming, Light, UnitStanding, stand_units, time_items
from ecodemo.assess.veto import VetoJudgement, judge_veto
from ecodemo.model.county import Bid
from ecodemo.model.evidence import EvidenceFile
from ecodemo.model.indicator import Indicator, Measure
from ecodemo.model.message import Message, message
from ecodemo.model.standard import Attribute, PassRule, Row, Standard
from ecodemo.model.target import Target
from ecodemo.model.verdict import Judgement, Lack, LackKind, Remedy, Verdict, worst
from ecodemo.model.workspace import Workspace


@dataclass(frozen=True, slots=True)
class MeasureJudgement:
    """What a row asks of one measure, and what became of it."""

    measure_id: str
    target: Target
    asks: Message
    judgement: Judgement
    measure: Measure | None
    """`None` where the standard asks for a measure that no indicator has."""
    figures: tuple[Figure, ...] = ()
    """The years of the bid, oldest first; the last is the assessed one."""

    @property
    def verdict(self) -> Verdict:
        return self.judgement.verdict


@dataclass(frozen=True, slots=True)
class Proof:
    """The documents of a row: years owed and there, reviewed, returned, and how they stand in time."""

    timings: tuple[ItemTiming, ...]

    @property
    def items(self) -> tuple[Item, ...]:
        return tuple(timing.item for timing in self.timings)

    @property
    def owed(self) -> int:
        return sum(len(item.slots) for item in self.items if item.is_required)

    @property
    def there(self) -> int:
        return self.owed - self.waived - sum(len(item.lacking) for item in self.items if item.is_required)

    @property
    def waived(self) -> int:
        """Years that a waiver accepts as never there."""
        return sum(len(item.waived) for item in self.items if item.is_required)

    @property
    def accepted(self) -> int:
        """Years whose review was an acceptance of the bytes that lie there."""
        required = (timing for timing in self.timings if timing.item.is_required)
        return sum(slot.review is ReviewState.ACCEPTED for timing in required for slot in timing.slots)

    @property
    def returned(self) -> tuple[Item, ...]:
        required = (timing for timing in self.timings if timing.item.is_required)
        return tuple(t.item for t in required if any(slot.standing in RETURNED for slot in t.slots))

    @property
    def light(self) -> Light:
        lights = [timing.light for timing in self.timings if timing.item.is_required]
        return max(lights, key=lambda light: light.rank, default=Light.GREEN)

    @property
    def is_complete(self) -> bool:
        """Whether nothing lacks, but for what is waived."""
        return self.there + self.waived == self.owed


@dataclass(frozen=True, slots=True)
class RowJudgement:
    """A row of the standard: 达标 and 佐证, kept apart."""

    row: Row
    verdict: Verdict
    parts: tuple[MeasureJudgement, ...]
    indicators: tuple[Indicator, ...]
    proof: Proof
    remedy: Remedy | None

    @property
    def applies(self) -> bool:
        return self.verdict is not Verdict.NOT_APPLICABLE

    @property
    def counts(self) -> bool:
        """Met, proven but for what is waived, and nothing returned."""
        return self.verdict is Verdict.MET and self.proof.is_complete and not self.proof.returned

    @property
    def counts_unwaived(self) -> bool:
        """The same without any waiver."""
        return self.counts and not self.proof.waived

    @property
    def lacks(self) -> tuple[Lack, ...]:
        return tuple(dict.fromkeys(lack for part in self.parts for lack in part.judgement.lacks))


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of some rows apply, and what became of them."""

    applicable: int
    met: int
    not_met: int
    undecided: int
    counted: int
    unwaived: int
    """Of those counted, the ones that count without any waiver."""


@dataclass(frozen=True, slots=True)
class BidVerdict:
    """Whether the bid passes, counting one of the two ways."""

    verdict: Verdict
    reasons: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class ShareResult:
    """A share of the reference rows: how many it needs, and how many there are."""

    share: str
    needed: int
    of: int
    met: int
    counted: int


@dataclass(frozen=True)
class Assessment:
    """Everything that judging one bid on one day came to."""

    workspace: Workspace
    bid: Bid
    today: date
    standard: Standard
    text: Standard
    """The standard whose rows are used: `standard` itself, or the one it borrows from."""
    figures: Figures
    timings: tuple[ItemTiming, ...]
    units: tuple[UnitStanding, ...]
    rows: tuple[RowJudgement, ...]
    vetoes: tuple[VetoJudgement, ...]
    ledger: tuple[LedgerEntry, ...]
    by_figures: BidVerdict
    with_proof: BidVerdict
    show_also: tuple[ShareResult, ...]

    @property
    def items(self) -> tuple[Item, ...]:
        return tuple(timing.item for timing in self.timings)

    @cached_property
    def requested_figures(self) -> RequestedFigures:
        """The figures that the bid asks of each unit."""
        return RequestedFigures(self.figures)

    @cached_property
    def measures_needed(self) -> tuple[Measure, ...]:
        """The measures that somebody enters and that an applicable row rests on."""
        workspace = self.workspace
        needed = workspace.made_of(part.measure_id for row in self.rows if row.applies for part in row.parts)
        return tuple(m for m in workspace.measures.values() if m.id in needed and not m.is_computed)

    @property
    def rule(self) -> PassRule:
        return self.text.pass_rule or PassRule()

    @property
    def year_is_over(self) -> bool:
        return self.today.year > self.bid.assessed

    def tally(self, attribute: Attribute | None = None) -> Tally:
        return tally(row for row in self.rows if attribute in (None, counted_as(row.row)))


def assess(
    workspace: Workspace,
    bid: Bid,
    today: date,
    files: Iterable[EvidenceFile],
    hashes: Mapping[str, str] = MappingProxyType({}),
) -> Assessment:
    """Judge a bid by the data and by what lies below evidence/; `hashes` are those of the reviewed files."""
    files, workspace = tuple(files), workspace.as_known_on(today)
    standard = workspace.standard_of(bid)
    text = workspace.text_of(standard)
    shelf = Shelf(workspace, files)
    figures = Figures(workspace, bid, today, Recognitions(workspace, today, shelf))
    timings = time_items(workspace, owed.items(workspace, bid, today, files), today, hashes)
    rows = tuple(_judge_row(row, figures, timings) for row in text.rows)
    vetoes = tuple(
        _prove(judge_veto(veto, workspace, bid, today), timings, shelf, today)
        for veto in workspace.vetoes_of(bid)
    )
    rule = text.pass_rule or PassRule()
    is_partial = standard.partial or text.partial
    return Assessment(
        workspace=workspace,
        bid=bid,
        today=today,
        standard=standard,
        text=text,
        figures=figures,
        timings=timings,
        units=stand_units(workspace, timings, today),
        rows=rows,
        vetoes=vetoes,
        ledger=tuple(ledger_on(workspace, today, (timing.item for timing in timings), shelf)),
        by_figures=_outcome(rows, vetoes, rule, is_partial=is_partial, proven=False),
        with_proof=_outcome(rows, vetoes, rule, is_partial=is_partial, proven=True),
        show_also=tuple(_share_result(share, rows) for share in rule.show_also),
    )


def counted_as(row: Row) -> Attribute:
    """How a row counts: one that does not say is binding, so that none is forgotten."""
    return row.attribute or Attribute.BINDING


def tally(rows: Iterable[RowJudgement]) -> Tally:
    """Counts over rows that apply."""
    applicable = [row for row in rows if row.applies]
    verdicts = [row.verdict for row in applicable]
    return Tally(
        applicable=len(applicable),
        met=verdicts.count(Verdict.MET),
        not_met=verdicts.count(Verdict.NOT_MET),
        undecided=verdicts.count(Verdict.UNDECIDED),
        counted=sum(row.counts for row in applicable),
        unwaived=sum(row.counts_unwaived for row in applicable),
    )


def _judge_row(row: Row, figures: Figures, timings: tuple[ItemTiming, ...]) -> RowJudgement:
    workspace = figures.workspace
    owners = {
        workspace.indicator_of_measure[m].id for m in row.targets if m in workspace.indicator_of_measure
    }
    indicators = tuple(indicator for indicator in workspace.indicators if indicator.id in owners)
    proof = Proof(
        tuple(t for t in timings if isinstance(t.item.holder, Indicator) and t.item.holder.id in owners)
    )
    applies = workspace.county.fits(row.applies_if)
    parts = tuple(
        _judge_part(measure_id, target, figures, applies=applies)
        for measure_id, target in row.targets.items()
    )
    verdict = worst(tuple(part.verdict for part in parts))
    return RowJudgement(row, verdict, parts, indicators, proof, _remedy(verdict, parts, proof, figures))


def _judge_part(
    measure_id: str, target: Target, figures: Figures, *, applies: bool | None
) -> MeasureJudgement:
    measure = figures.workspace.measures.get(measure_id)
    year = figures.bid.assessed
    if measure is None:
        asked = message("{text}", text=target.text) if target.text else message("as the standard says")
        shown: tuple[Figure, ...] = ()
    else:
        asked = asks(target, measure, figures)
        shown = tuple(figures.of(measure_id, shown_year) for shown_year in figures.bid.span)
    if applies is False:
        judgement = Judgement(Verdict.NOT_APPLICABLE, message("Does not apply to this county."))
    elif measure is None:
        text = message(
            "No indicator has the measure “{measure}”, so nobody answers for it.", measure=measure_id
        )
        judgement = _undecided(Lack(LackKind.DATA, measure_id, year, (), text))
    elif applies is None:
        text = message("The profile in county.yaml does not say whether this applies.")
        judgement = _undecided(Lack(LackKind.PROFILE, measure_id, year, (), text))
    else:
        judgement = judge(target, measure, figures)
    return MeasureJudgement(measure_id, target, asked, judgement, measure, shown)


def _undecided(lack: Lack) -> Judgement:
    return Judgement(Verdict.UNDECIDED, lack.message, (lack,))


def _remedy(
    verdict: Verdict, parts: tuple[MeasureJudgement, ...], proof: Proof, figures: Figures
) -> Remedy | None:
    """Whether a shortfall can still change; a closed year is never worked on, only corrected."""
    if verdict is Verdict.NOT_MET:
        return Remedy.CORRECT_ONLY if figures.today.year > figures.bid.assessed else Remedy.WORK_ON
    if verdict is Verdict.UNDECIDED:
        kinds = {lack.kind for part in parts for lack in part.judgement.lacks}
        return Remedy.AWAIT_UPPER_LEVEL if kinds == {LackKind.ASSIGNMENT} else Remedy.ADD_PROOF
    if verdict is Verdict.MET and not (proof.is_complete and not proof.returned):
        return Remedy.ADD_PROOF
    return None


def needed(share: str, of: int) -> int:
    """How many rows a share asks for: 80 % of 13 rows are 11 (10.4 rounded up)."""
    return of if share == "all" else math.ceil(Fraction(int(share.rstrip("%")), 100) * of)


def _share_result(share: str, rows: tuple[RowJudgement, ...]) -> ShareResult:
    counted = tally(row for row in rows if counted_as(row.row) is Attribute.REFERENCE)
    return ShareResult(
        share, needed(share, counted.applicable), counted.applicable, counted.met, counted.counted
    )


def _outcome(
    rows: tuple[RowJudgement, ...],
    vetoes: tuple[VetoJudgement, ...],
    rule: PassRule,
    *,
    is_partial: bool,
    proven: bool,
) -> BidVerdict:
    """Vetoes first, then the shares of the pass rule; a list that is not whole never passes."""
    verdicts: list[Verdict] = []
    reasons: list[Message] = []
    for judged in vetoes:
        verdicts.append(judged.verdict)
        if judged.verdict in (Verdict.NOT_MET, Verdict.UNDECIDED):
            reasons.append(message("Veto {no}: {reason}", no=judged.veto.no, reason=judged.reason))
        elif proven and not judged.is_proven:
            verdicts.append(Verdict.UNDECIDED)
            reasons.append(message("Veto {no}: the proof that it names is not there.", no=judged.veto.no))
    for share, attribute, what in _shares(rule):
        counted = tally(row for row in rows if attribute in (None, counted_as(row.row)))
        verdict = _share_verdict(share, counted, proven=proven)
        verdicts.append(verdict)
        if verdict is not Verdict.MET and counted.applicable:
            reasons.append(_shortfall(what, share, counted, proven=proven))
    if rule.points is not None:
        verdicts.append(Verdict.UNDECIDED)
        reasons.append(
            message("The score that the pass rule asks for is not evaluated: {score}.", score=rule.score)
        )
    outcome = worst(tuple(verdicts))
    if is_partial:
        reasons.append(message("The list that it is judged by is incomplete."))
        outcome = Verdict.UNDECIDED if outcome is Verdict.MET else outcome
    return BidVerdict(outcome, tuple(reasons))


def _prove(
    judged: VetoJudgement, timings: tuple[ItemTiming, ...], shelf: Shelf, today: date
) -> VetoJudgement:
    """With whether the document that the answer names lies there."""
    if judged.answer is None or judged.answer.document is None or judged.unit is None:
        return judged
    items = (timing.item for timing in timings)
    return replace(judged, is_proven=owed.is_there(judged.answer.document, judged.unit, items, shelf, today))


def _shortfall(what: Message, share: str, counted: Tally, *, proven: bool) -> Message:
    of, want = counted.applicable, needed(share, counted.applicable)
    if proven:
        return message(
            "{what}: {enough} of {of} rows are met with full proof, {needed} are needed.",
            what=what,
            enough=counted.counted,
            of=of,
            needed=want,
        )
    return message(
        "{what}: {enough} of {of} rows are met, {needed} are needed.",
        what=what,
        enough=counted.met,
        of=of,
        needed=want,
    )


def _shares(rule: PassRule) -> list[tuple[str, Attribute | None, Message]]:
    if rule.every_row:
        return [("all", None, message("All rows"))]
    binding: tuple[str, Attribute | None, Message] = (
        rule.binding,
        Attribute.BINDING,
        message("Binding rows"),
    )
    if rule.points is not None and "reference" not in rule.model_fields_set:
        return [binding]  # what is not met of the others only costs points
    return [binding, (rule.reference, Attribute.REFERENCE, message("Reference rows"))]


def _share_verdict(share: str, counted: Tally, *, proven: bool) -> Verdict:
    """Not met only when even everything undecided (or unproven) could not reach the share."""
    enough = counted.counted if proven else counted.met
    want = needed(share, counted.applicable)
    if enough >= want:
        return Verdict.MET
    open_rows = counted.undecided + (counted.met - counted.counted if proven else 0)
    return Verdict.UNDECIDED if enough + open_rows >= want else Verdict.NOT_MET
