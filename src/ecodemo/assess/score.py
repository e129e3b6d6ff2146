"""The points of a list that has them: which are sure, and which can still come."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from ecodemo.assess.row import RowJudgement, counted_as
from ecodemo.model.message import Message, Number, listing, message, sentences
from ecodemo.model.standard import Attribute, PassRule
from ecodemo.model.verdict import Verdict


@dataclass(frozen=True, slots=True)
class RowPoints:
    """What a row gives at least, and at most once all that is open is settled in its favour."""

    judged: RowJudgement
    sure: Decimal
    possible: Decimal
    is_forced: bool = False
    """The bid cannot pass without it: a binding row that does not count yet, where all of them have to."""

    @property
    def is_open(self) -> bool:
        return self.sure != self.possible


@dataclass(frozen=True, slots=True)
class Score:
    """The points of a bid against those that its pass rule asks for."""

    needed: Decimal
    of: Decimal
    rows: tuple[RowPoints, ...]

    @property
    def sure(self) -> Decimal:
        return sum((row.sure for row in self.rows), Decimal(0))

    @property
    def possible(self) -> Decimal:
        return sum((row.possible for row in self.rows), Decimal(0))

    @property
    def verdict(self) -> Verdict:
        if self.sure >= self.needed:
            return Verdict.MET
        return Verdict.UNDECIDED if self.possible >= self.needed else Verdict.NOT_MET

    @property
    def fewest(self) -> tuple[RowJudgement, ...]:
        """The fewest rows that, met and proven, would bring the points that are missing; none where all together do not.

        Rows without which the bid cannot pass come first: they have to be met anyway.
        """
        missing = self.missing
        chosen: list[RowJudgement] = []
        for row in sorted(self.rows, key=lambda row: (row.is_forced, _to_gain(row)), reverse=True):
            if not _to_gain(row) or (missing <= 0 and not row.is_forced):
                continue
            chosen.append(row.judged)
            missing -= _to_gain(row)
        return tuple(chosen) if missing <= 0 < self.missing else ()

    @property
    def to_gain(self) -> Mapping[str, Decimal]:
        """By the number of a row, what it gives more once it is met and proven."""
        return {row.judged.row.no: gain for row in self.rows if (gain := _to_gain(row))}

    @property
    def missing(self) -> Decimal:
        """How many points are missing."""
        return max(self.needed - self.sure, Decimal(0))


def _to_gain(row: RowPoints) -> Decimal:
    """What a row gives more once it is met and proven."""
    return (row.judged.row.points or Decimal(0)) - row.sure if row.judged.applies else Decimal(0)


def score(rows: Iterable[RowJudgement], rule: PassRule, *, proven: bool) -> Score | None:
    """The score of some rows; `None` where the pass rule asks for none. `proven` counts what is proven only."""
    if rule.points is None:
        return None
    given = tuple(_points_of(row, rule, proven=proven) for row in rows if row.row.points is not None)
    all_points = sum((row.judged.row.points or Decimal(0) for row in given), Decimal(0))
    return Score(rule.points, rule.of or all_points, given)


def _points_of(judged: RowJudgement, rule: PassRule, *, proven: bool) -> RowPoints:
    """All for a row that is met, else what its scale gives. Whether a row that does not apply gives any, no list says."""
    points = judged.row.points or Decimal(0)
    match judged.verdict:
        case Verdict.MET:
            reached = possible = points
        case Verdict.NOT_MET:
            reached = possible = _by_scale(judged)
        case _:
            reached, possible = Decimal(0), points
    is_proven = judged.proof.is_complete and not judged.proof.returned
    has_to_be_met = rule.binding == "all" and counted_as(judged.row) is Attribute.BINDING
    counts = judged.verdict is Verdict.MET and (is_proven or not proven)
    sure = Decimal(0) if proven and not is_proven else reached
    return RowPoints(judged, sure, possible, is_forced=has_to_be_met and judged.applies and not counts)


def _by_scale(judged: RowJudgement) -> Decimal:
    figures = judged.parts[0].figures
    value = figures[-1].value if figures else None
    measure = judged.parts[0].measure
    if value is None or measure is None:
        return Decimal(0)
    sign = -1 if measure.better == "lower" else 1
    reached = (points for limit, points in judged.row.scale if sign * value >= sign * Fraction(limit))
    return next(reached, Decimal(0))


def enough(score: Score) -> Message | None:
    """How many points are missing, and the fewest rows that would bring them; `None` where none are."""
    if not score.missing:
        return None
    rows = [
        message(
            "{no} {name} ({points})",
            no=row.row.no,
            name=row.row.label,
            points=Number(row.row.points or Decimal(0)),
        )
        for row in score.fewest
    ]
    if not rows:
        return message("Points missing: {missing}.", missing=Number(score.missing))
    return message(
        "Points missing: {missing}; fewest rows that would reach the required points: {rows}.",
        missing=Number(score.missing),
        rows=listing(*rows, most=5),
    )


def reached(score: Score) -> Message:
    """How many points there are, of how many, and how many are needed."""
    return message(
        "Points: {sure} of {of}; {needed} required.",
        sure=Number(score.sure),
        of=Number(score.of),
        needed=Number(score.needed),
    )


def shortfall(score: Score) -> Message:
    """What is missing to the score, and the fewest rows that would bring it."""
    fewest = [
        message("{no} ({points})", no=row.row.no, points=Number(row.row.points or Decimal(0)))
        for row in score.fewest
    ]
    said = reached(score)
    if score.possible != score.sure:
        said = message(
            "Points: {sure} of {of}; {needed} required, {open} undecided.",
            sure=Number(score.sure),
            of=Number(score.of),
            needed=Number(score.needed),
            open=Number(score.possible - score.sure),
        )
    away = [row.judged.row.no for row in score.rows if not row.judged.applies]
    return message(
        "{parts}",
        parts=sentences(
            said,
            *(
                [
                    message(
                        "The fewest rows that would reach the required points: {rows}.", rows=listing(*fewest)
                    )
                ]
                if fewest
                else []
            ),
            *(
                [
                    message(
                        "Rows that do not apply; the standard does not say how they are scored: {rows}.",
                        rows=listing(*away),
                    )
                ]
                if away
                else []
            ),
        ),
    )
