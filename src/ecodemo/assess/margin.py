"""How far a measure that is met is from falling short, and its target in the words of the data."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from fractions import Fraction
from itertools import count, pairwise

from ecodemo.assess.figures import Figure, Figures
from ecodemo.assess.row import MeasureJudgement
from ecodemo.assess.target_judgement import Limit, assignments_on, gain, limits_of, profile_case
from ecodemo.model.indicator import Measure
from ecodemo.model.number import plain, rounded
from ecodemo.model.target import (
    AllOf,
    AnyOf,
    Assigned,
    ByProfile,
    Improving,
    NotWorse,
    ReachState,
    Target,
)
from ecodemo.model.verdict import Verdict

NEAR = Fraction(2, 100)
"""Of its target, within which a measure that is met is close to it."""


class Near(StrEnum):
    """Why a measure that is met has to be watched (余量小, 连续变差)."""

    CLOSE = "close"
    FALLING = "falling"


def margin_of(part: MeasureJudgement, figures: Figures) -> str | None:
    """The least distance from a number that must be kept; below 0 where it is not; `None` where none decides.

    It has no more decimals than its figure and its number have, but for a shortfall that rounding would hide.
    """
    now = part.figures[-1] if part.figures else None
    if now is None or now.value is None or part.verdict is Verdict.NOT_APPLICABLE:
        return None
    value = now.value
    least = min(
        _limits_kept(part.target, now.measure, figures), key=lambda limit: limit.margin(value), default=None
    )
    if least is None:
        return None
    hides_shortfall = part.judgement.rounds_only and part.verdict is Verdict.NOT_MET
    decimals = None if hides_shortfall else max(_decimals(now.text), _decimals(plain(least.value)))
    return _telling(least.margin(value), decimals)


def telling_decimals(part: MeasureJudgement) -> int | None:
    """The fewest with which a computed figure that falls short before it is rounded is seen to; else none."""
    if not part.judgement.rounds_only or part.verdict is not Verdict.NOT_MET:
        return None
    now = part.figures[-1]
    if now.value is None or now.written is not None or now.measure.decimals is None:
        return None
    usual = rounded(now.value, now.measure.decimals)
    return next(d for d in count(now.measure.decimals) if rounded(now.value, d) != usual)


def nearness(part: MeasureJudgement, figures: Figures) -> Near | None:
    """Whether a measure that is met is close to its target, or was worse in each of the last two years."""
    if part.verdict is not Verdict.MET or part.measure is None:
        return None
    now = part.figures[-1]
    if now.value is not None and any(
        not _is_utmost(limit, part.measure) and limit.margin(now.value) <= _nearest(part.measure, limit)
        for limit in _limits_kept(part.target, part.measure, figures)
    ):
        return Near.CLOSE
    years = [figures.of(part.measure.id, now.year - ago) for ago in range(3)]
    return Near.FALLING if all(_is_worse(*both) for both in pairwise(years)) else None


def _is_utmost(limit: Limit, measure: Measure) -> bool:
    """Whether no share can be better: all of a whole, or none of it."""
    utmost = {"at_least": 100, "at_most": 0}.get(limit.key)
    return measure.unit == "%" and utmost is not None and limit.value == utmost


def _nearest(measure: Measure, limit: Limit) -> Fraction:
    """The distance from a number up to which a measure is close to it."""
    return abs(Fraction(limit.value)) * NEAR if measure.near is None else Fraction(measure.near)


def _is_worse(now: Figure, earlier: Figure) -> bool:
    """Whether that is known, and so."""
    has_direction = now.measure.better is not None or now.measure.states
    can_compare = now.is_known and earlier.is_known and now.bases == earlier.bases
    return bool(has_direction) and can_compare and gain(now, earlier) < 0


def _limits_kept(target: Target, measure: Measure, figures: Figures) -> Iterator[Limit]:
    """The numbers that the measure itself must keep, whatever else is asked; none of those that are one of several."""
    match target:
        case Assigned():
            for subject, assignment in assignments_on(measure, figures):
                if subject is measure:
                    yield from limits_of(assignment)
        case AllOf():
            for part in target.all_of:
                yield from _limits_kept(part, measure, figures)
        case ByProfile():
            if case := profile_case(target, figures):
                yield from _limits_kept(case, measure, figures)
        case _:
            yield from limits_of(target)


def target_words(target: Target, measure: Measure | None, figures: Figures) -> str:
    """The target as it applies to this county, in the keys of the data: `at_least 95.0 and not_worse previous`."""
    match target:
        case ReachState():
            return f"state {target.state}"
        case Assigned():
            assigned = assignments_on(measure, figures) if measure else ()
            return (
                " and ".join(
                    limit if subject is measure else f"{subject.id} {limit}"
                    for subject, assignment in assigned
                    for limit in map(_limit_words, limits_of(assignment))
                )
                or "assigned"
            )
        case NotWorse():
            return f"not_worse {target.not_worse}"
        case Improving():
            return "improving"
        case AllOf():
            return " and ".join(_nested(part, measure, figures) for part in target.all_of)
        case AnyOf():
            return " or ".join(_nested(part, measure, figures) for part in target.any_of)
        case ByProfile():
            case = profile_case(target, figures)
            return target_words(case, measure, figures) if case else f"by {target.by}"
        case _:
            return _limit_words(limits_of(target)[0])


def _nested(target: Target, measure: Measure | None, figures: Figures) -> str:
    words = target_words(target, measure, figures)
    return f"({words})" if isinstance(target, AllOf | AnyOf) else words


def _limit_words(limit: Limit) -> str:
    return f"{limit.key} {plain(limit.value)}"


def _decimals(text: str) -> int:
    return len(text.partition(".")[2])


def _telling(value: Fraction, decimals: int | None) -> str:
    """A number to these decimals, by default four, or to as many more as keep it from looking like 0."""
    least = 4 if decimals is None else decimals
    texts = (plain(value, d) for d in range(least, 200))
    text = next((text for text in texts if text.strip("-0.")), "0")
    return text.rstrip("0").rstrip(".") if "." in text else text
