"""A Target against the figures of its Measure: a verdict, the reason, and what is missing to decide."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from itertools import count
from typing import assert_never

from ecodemo.assess.comparison import only_rounded
from ecodemo.assess.figures import Figure, Figures, no_base_year, other_basis
from ecodemo.model.indicator import Better, Measure
from ecodemo.model.message import Message, Number, message, sentences
from ecodemo.model.number import rounded
from ecodemo.model.progress import Assignment
from ecodemo.model.target import (
    AllOf,
    AnyOf,
    Assigned,
    AtLeast,
    AtMost,
    ByProfile,
    Improving,
    LessThan,
    MoreThan,
    NotWorse,
    ProfileKey,
    ReachState,
    Target,
)
from ecodemo.model.verdict import Judgement, Lack, LackKind, Verdict, worst


@dataclass(frozen=True, slots=True)
class Limit:
    """A comparison with a number."""

    key: str
    """As data write it."""
    sign: str
    opposite: str
    holds: Callable[[Fraction, Fraction], bool]
    value: Decimal

    def margin(self, value: Fraction) -> Fraction:
        """How far a value is on the good side; below 0 on the other."""
        distance = value - Fraction(self.value)
        return distance if self.holds(Fraction(1), Fraction(0)) else -distance


def limits_of(target: Target | Assignment) -> list[Limit]:
    """The numbers that a target or an assignment itself names."""
    named = {
        "at_least": ("≥", "<", operator.ge),
        "at_most": ("≤", ">", operator.le),
        "more_than": (">", "≤", operator.gt),
        "less_than": ("<", "≥", operator.lt),
    }
    return [
        Limit(key, sign, opposite, holds, getattr(target, key))
        for key, (sign, opposite, holds) in named.items()
        if getattr(target, key, None) is not None
    ]


def judge(target: Target, measure: Measure, figures: Figures) -> Judgement:
    """The verdict on `measure` in the year that is judged."""
    now = figures.of(measure.id, figures.assessed)
    if now.not_involved:
        return Judgement(Verdict.NOT_APPLICABLE, message("Recognised as not applicable (不涉及)."))
    return _judge(target, now, figures)


def _judge(target: Target, now: Figure, figures: Figures) -> Judgement:
    match target:
        case AtLeast() | AtMost() | MoreThan() | LessThan():
            return _against_limit(now, limits_of(target)[0], figures)
        case ReachState():
            return _against_state(now, target.state)
        case Assigned():
            return _against_assignments(now, figures)
        case NotWorse():
            return _against_earlier(
                now, figures.base_year(now.year, target.not_worse), figures, strictly=False
            )
        case Improving():
            return _against_earlier(now, now.year - 1, figures, strictly=True)
        case AllOf():
            return _all_of([_judge(part, now, figures) for part in target.all_of])
        case AnyOf():
            return _any_of([_judge(part, now, figures) for part in target.any_of])
        case ByProfile():
            return _by_profile(target, now, figures)
    assert_never(target)


def _undecided(*lacks: Lack) -> Judgement:
    return Judgement(
        Verdict.UNDECIDED, message("{lacks}", lacks=sentences(*(lack.message for lack in lacks))), lacks
    )


def _against_limit(now: Figure, limit: Limit, figures: Figures) -> Judgement:
    if now.value is None:
        return _undecided(*now.lacks)
    wanted = Fraction(limit.value)
    shown, asked = now.shown, Number(limit.value, None, now.measure.unit)
    if limit.holds(now.value, wanted):
        built = figures.built(now.measure.id, now.year)
        if built.value is not None and not limit.holds(built.value, wanted) and only_rounded(now, built):
            text = message(
                "{value} {sign} {target}, but only because the stamped figure is rounded: its parts give {exact}.",
                value=shown,
                sign=limit.sign,
                target=asked,
                exact=_telling(built, built.value, limit),
            )
            return Judgement(Verdict.MET, text, rounds_only=True)
        text = message("{value} {sign} {target}.", value=shown, sign=limit.sign, target=asked)
        return Judgement(Verdict.MET, text)
    decimals = now.measure.decimals
    if decimals is not None and limit.holds(Fraction(rounded(now.value, decimals)), wanted):
        text = message(
            "{value} {sign} {target}; the target is reached only by rounding.",
            value=_telling(now, now.value, limit),
            sign=limit.opposite,
            target=asked,
        )
        return Judgement(Verdict.NOT_MET, text, rounds_only=True)
    return Judgement(
        Verdict.NOT_MET, message("{value} {sign} {target}.", value=shown, sign=limit.opposite, target=asked)
    )


def _telling(figure: Figure, value: Fraction, limit: Limit) -> Number:
    """A figure short of the limit as it was typed, or with the fewest decimals that do not make it look as if it held."""
    if figure.written is not None:
        return Number(figure.written, None, figure.measure.unit)
    decimals = next(
        d
        for d in count(figure.measure.decimals or 0)
        if not limit.holds(Fraction(rounded(value, d)), Fraction(limit.value))
    )
    return Number(value, decimals, figure.measure.unit)


def _against_state(now: Figure, wanted: str) -> Judgement:
    if now.state is None:
        return _undecided(*now.lacks)
    order = now.measure.states
    if order.index(now.state) >= order.index(wanted):
        return Judgement(Verdict.MET, message("“{state}”, as required.", state=now.state))
    return Judgement(
        Verdict.NOT_MET, message("“{state}”; required: “{wanted}”.", state=now.state, wanted=wanted)
    )


def assignments_on(measure: Measure, figures: Figures) -> Iterator[tuple[Measure, Assignment]]:
    """What was assigned for the assessed year on a measure, or on one that is computed from it."""
    workspace = figures.workspace
    for subject in (measure, *(m for m in workspace.measures.values() if measure.id in m.made_from)):
        for assignment in workspace.assignments(subject.id, figures.assessed):
            yield subject, assignment


def _against_assignments(now: Figure, figures: Figures) -> Judgement:
    """Assignments on the measure itself or on one computed from it; all that there are must be fulfilled."""
    judged = [
        _against_assignment(figures.of(subject.id, now.year), assignment, figures)
        for subject, assignment in assignments_on(now.measure, figures)
    ]
    if judged:
        return _all_of(judged)
    lead = figures.workspace.lead_of(now.measure.id)
    text = message(
        "The higher authority has not assigned a target for {measure} in {year}.",
        measure=now.measure.label,
        year=str(now.year),
    )
    return _undecided(Lack(LackKind.ASSIGNMENT, now.measure.id, now.year, (lead,) if lead else (), text))


def against_numbers(now: Figure, assignment: Assignment, figures: Figures) -> Judgement:
    """The verdict by the numbers of an assignment, whatever the upper level concluded."""
    return _all_of([_against_limit(now, limit, figures) for limit in limits_of(assignment)])


def _against_assignment(now: Figure, assignment: Assignment, figures: Figures) -> Judgement:
    """By the conclusion of the upper level; where it gave none, by its numbers."""
    by = assignment.by or message("the higher authority")
    if assignment.fulfilled is not None:
        text = (
            message("Fulfilled, according to {by}.", by=by)
            if assignment.fulfilled
            else message("Not fulfilled, according to {by}.", by=by)
        )
        return Judgement(Verdict.MET if assignment.fulfilled else Verdict.NOT_MET, text)
    numbered = against_numbers(now, assignment, figures)
    if numbered.verdict is not Verdict.UNDECIDED:
        return replace(numbered, reason=message("Assigned by {by}: {reason}", by=by, reason=numbered.reason))
    return numbered


def _against_earlier(now: Figure, year: int | None, figures: Figures, *, strictly: bool) -> Judgement:
    if year is None:
        return _undecided(no_base_year(figures.workspace, figures.bid, now.measure, now.year))
    earlier = figures.of(now.measure.id, year)
    if earlier.not_involved:
        return Judgement(
            Verdict.NOT_APPLICABLE,
            message("Recognised as not applicable (不涉及) in {year}.", year=str(year)),
        )
    if lacks := (*now.lacks, *earlier.lacks):
        return _undecided(*lacks)
    if lack := other_basis(figures.workspace, now, earlier):
        return _undecided(lack)
    gained = gain(now, earlier)
    values = {"value": now.shown, "earlier": earlier.shown, "year": str(year)}
    if gained > 0:
        return Judgement(Verdict.MET, message("{value}, better than {earlier} in {year}.", **values))
    if gained == 0:
        verdict = Verdict.NOT_MET if strictly else Verdict.MET
        return Judgement(verdict, message("{value}, the same as in {year}.", **values))
    return Judgement(Verdict.NOT_MET, message("{value}, worse than {earlier} in {year}.", **values))


def gain(now: Figure, earlier: Figure) -> Fraction:
    """How much better it has become, in units of the measure or steps of its states."""
    order = now.measure.states
    if now.state is not None and earlier.state is not None:
        return Fraction(order.index(now.state) - order.index(earlier.state))
    difference = (now.value or Fraction(0)) - (earlier.value or Fraction(0))
    return -difference if now.measure.better is Better.LOWER else difference


_PROFILE: Mapping[ProfileKey, Message] = {
    "terrain": message("the terrain"),
    "arid": message("whether it is arid or semi-arid"),
    "coastal": message("whether it is coastal"),
    "key_function_zone": message("whether it is a national key ecological function zone"),
    "lake_region": message("whether it is in a lake region"),
}


def _by_profile(target: ByProfile, now: Figure, figures: Figures) -> Judgement:
    case = profile_case(target, figures)
    if case is not None:
        return _judge(case, now, figures)
    text = message(
        "The target depends on “{key}” in county.yaml, but the standard has no value for this setting.",
        key=_PROFILE[target.by],
    )
    return _undecided(Lack(LackKind.PROFILE, now.measure.id, now.year, (), text))


def profile_case(target: ByProfile, figures: Figures) -> Target | None:
    """The target for this county's answer, if the profile gives one that the standard knows."""
    answer = getattr(figures.workspace.county, target.by)
    return target.cases.get(str(answer).lower() if isinstance(answer, bool) else str(answer))


def _all_of(parts: list[Judgement]) -> Judgement:
    return _together(parts, worst(tuple(part.verdict for part in parts)), rounds=any)


def _any_of(parts: list[Judgement]) -> Judgement:
    left = [part.verdict for part in parts if part.verdict is not Verdict.NOT_APPLICABLE]
    if not left:
        return _together(parts, Verdict.NOT_APPLICABLE, rounds=all)
    verdict = next((v for v in (Verdict.MET, Verdict.UNDECIDED) if v in left), Verdict.NOT_MET)
    return _together(parts, verdict, rounds=all)


def _together(
    parts: list[Judgement], verdict: Verdict, *, rounds: Callable[[Iterable[bool]], bool]
) -> Judgement:
    """The reasons of those parts that made the verdict; `rounds`: how many of the met ones must be so by rounding."""
    deciding = [part for part in parts if part.verdict is verdict]
    if len(deciding) == 1:
        return deciding[0]
    if verdict is Verdict.UNDECIDED:
        return _undecided(*dict.fromkeys(lack for part in deciding for lack in part.lacks))
    seen = dict.fromkeys(part.reason for part in deciding)
    rounded_ones = (part.rounds_only for part in deciding)
    only = rounds(rounded_ones) if verdict is Verdict.MET else all(rounded_ones)
    return Judgement(verdict, message("{reasons}", reasons=sentences(*seen)), rounds_only=only)


def asks(target: Target, measure: Measure, figures: Figures) -> Message:
    """The target in words, as it applies to this county."""
    match target:
        case AtLeast() | AtMost() | MoreThan() | LessThan():
            limit = limits_of(target)[0]
            return message("{sign}{value}", sign=limit.sign, value=Number(limit.value))
        case ReachState():
            return message("{state}", state=target.state)
        case Assigned():
            return message("as assigned by the higher authority")
        case NotWorse():
            if target.not_worse == "base":
                return message("not worse than {year}", year=str(figures.bid.base or "?"))
            return message("not worse than the year before")
        case Improving():
            return message("better than the year before")
        case AllOf():
            return message(
                "{parts}",
                parts=_joined([asks(part, measure, figures) for part in target.all_of], message("; ")),
            )
        case AnyOf():
            return message(
                "{parts}",
                parts=_joined([asks(part, measure, figures) for part in target.any_of], message(" or ")),
            )
        case ByProfile():
            case = profile_case(target, figures)
            return (
                asks(case, measure, figures)
                if case is not None
                else message("depends on the county's profile")
            )
    assert_never(target)


def _joined(parts: list[Message], between: Message) -> Message:
    joined = parts[0]
    for part in parts[1:]:
        joined = message("{first}{between}{second}", first=joined, between=between, second=part)
    return joined
