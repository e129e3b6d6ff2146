"""A row of the standard: 达标, 佐证, 审核 and 时限, kept apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ecodemo.assess.figures import Figure, Figures
from ecodemo.assess.owed import Item
from ecodemo.assess.review import ReviewState
from ecodemo.assess.target_judgement import asks, judge
from ecodemo.assess.timeliness import RETURNED, ItemTiming, Light
from ecodemo.model.indicator import Indicator, Measure
from ecodemo.model.message import Message, message
from ecodemo.model.standard import Attribute, Row
from ecodemo.model.target import Target
from ecodemo.model.verdict import Judgement, Lack, LackKind, Remedy, Verdict, worst


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
    """The documents of a row: years owed and there, reviewed, returned, and whether they are on time."""

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
        """Years whose review was an acceptance of the present bytes."""
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


def judge_row(row: Row, figures: Figures, timings: tuple[ItemTiming, ...]) -> RowJudgement:
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
        _judge_part(measure_id, target, figures, applies=applies, not_applying=_not_applying(row))
        for measure_id, target in row.targets.items()
    )
    verdict = worst(tuple(part.verdict for part in parts))
    return RowJudgement(row, verdict, parts, indicators, proof, _remedy(verdict, parts, proof, figures))


def _not_applying(row: Row) -> Message:
    """That a row does not apply, with why where its one condition has words."""
    if row.applies_if is not None and row.applies_if.coastal:
        return message("The county has no coast; does not apply.")
    if row.applies_if is not None and row.applies_if.key_function_zone:
        return message("The county is not in a national key ecological function zone; does not apply.")
    return message("Does not apply to this county.")


def _judge_part(
    measure_id: str, target: Target, figures: Figures, *, applies: bool | None, not_applying: Message
) -> MeasureJudgement:
    measure = figures.workspace.measures.get(measure_id)
    year = figures.assessed
    if measure is None:
        asked = message("{text}", text=target.text) if target.text else message("as stated in the standard")
        shown: tuple[Figure, ...] = ()
    else:
        asked = asks(target, measure, figures)
        shown = tuple(figures.of(measure_id, shown_year) for shown_year in figures.span)
    if applies is False:
        judgement = Judgement(Verdict.NOT_APPLICABLE, not_applying)
    elif measure is None:
        text = message(
            "No indicator has the measure “{measure}”, so no unit is responsible for it.", measure=measure_id
        )
        judgement = _undecided(Lack(LackKind.DATA, measure_id, year, (), text))
    elif applies is None:
        text = message("county.yaml does not specify whether this applies.")
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
