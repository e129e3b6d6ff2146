"""The gauges below the conclusion: how much of how much."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from ecodemo.assess.bid import Assessment
from ecodemo.assess.score import Score, shortfall
from ecodemo.assess.veto import VetoStanding
from ecodemo.language import Speaker
from ecodemo.model.message import message
from ecodemo.model.number import plain
from ecodemo.report.contents.board_view import Gauge, ScoreView
from ecodemo.report.state import UnitState


def gauges(assessment: Assessment, units: Sequence[UnitState], speaker: Speaker) -> Iterator[Gauge]:
    """Rows met, with full proof too, vetoes cleared, and units with nothing overdue."""
    say, whole = speaker.say, assessment.tally()
    yield _gauge(say(message("met")), whole.met, whole.applicable)
    yield _gauge(say(message("met with full proof")), whole.counted, whole.applicable)
    vetoes = [veto.standing for veto in assessment.vetoes]
    applicable = len(vetoes) - vetoes.count(VetoStanding.NOT_APPLICABLE)
    clear = vetoes.count(VetoStanding.CLEAR)
    yield _gauge(say(message("vetoes cleared with proof")), clear, applicable)
    due = [unit for unit in units if unit.due]
    yield _gauge(say(message("units with nothing overdue")), sum(u.light != "red" for u in due), len(due))


def score_view(assessment: Assessment, speaker: Speaker) -> ScoreView | None:
    """The points of a list that has points."""
    if assessment.scores is None:
        return None
    by_figures, proven = assessment.scores
    say = speaker.say
    return ScoreView(
        sentence=say(shortfall(proven)),
        by_figures=_points(say(message("Points by the figures")), by_figures, speaker),
        proven=_points(say(message("Points with full proof")), proven, speaker),
    )


def _points(label: str, score: Score, speaker: Speaker) -> Gauge:
    share = Fraction(score.sure) / Fraction(score.of) if score.of else Fraction(0)
    return Gauge(
        label=speaker.say(message("{label}, {needed} required", label=label, needed=score.needed)),
        count=plain(score.sure),
        of=plain(score.of),
        percent=str(max(0, min(100, round(share * 100)))),
        is_good=score.sure >= score.needed,
    )


def _gauge(label: str, count: int, of: int) -> Gauge:
    return Gauge(
        label=label,
        count=str(count),
        of=str(of),
        percent=str(100 * count // of if of else 0),
        is_good=count == of,
    )
