"""Why documents were returned, counted by kind of reason and by round."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from ecodemo.assess.bid import Assessment
from ecodemo.assess.return_rounds import SentBack, returns_of_units
from ecodemo.language import Speaker
from ecodemo.model.message import Message, message
from ecodemo.model.progress import ReturnKind
from ecodemo.report.contents.delivery_view import ReturnCount, UnitReturns
from ecodemo.report.state import UnitState


def unit_returns(
    assessment: Assessment, units: Iterable[UnitState], speaker: Speaker
) -> Iterator[UnitReturns]:
    """The units of which anything was returned, in the order of the ranking."""
    returns = tuple(returns_of_units(assessment.units, assessment.today))
    for unit in units:
        if own := [each for each in returns if each.unit == unit.id]:
            yield UnitReturns(
                unit=unit.id,
                name=speaker.say(assessment.workspace.label(unit.id)),
                count=len(own),
                reasons=return_counts(own, speaker),
            )


def return_counts(returns: Iterable[SentBack], speaker: Speaker) -> tuple[ReturnCount, ...]:
    """By kind of reason, the commonest first; a return with two kinds of reason counts for both."""
    rounds: dict[ReturnKind | None, Counter[int]] = {}
    for each in returns:
        for kind in dict.fromkeys(each.review.kind or (None,)):
            rounds.setdefault(kind, Counter())[each.round] += 1
    order = [*ReturnKind, None]
    kinds = sorted(rounds, key=lambda kind: (-rounds[kind].total(), order.index(kind)))
    return tuple(
        ReturnCount(
            kind=kind.value if kind else "",
            label=speaker.say(Message(kind.meaning) if kind else message("kind not recorded")),
            count=rounds[kind].total(),
            rounds=tuple(rounds[kind][number] for number in range(1, max(rounds[kind]) + 1)),
        )
        for kind in kinds
    )
