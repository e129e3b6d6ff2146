"""What must hold of every verdict, whatever the figures."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ecodemo.assess.pass_rule import needed
from ecodemo.assess.target_judgement import judge
from ecodemo.model.indicator import Measure
from ecodemo.model.message import Number
from ecodemo.model.number import rounded
from ecodemo.model.verdict import Verdict
from property.counties import BASE, RANK, YEAR, figures, judged, measure, observation, target

STATES = ("差", "中", "良", "优")
values = st.decimals(min_value=-50, max_value=50, places=1)
states = st.sampled_from(STATES)


def limits(better: str) -> st.SearchStrategy[Any]:
    """Targets on a number whose sense is the measure's own."""
    kinds = ("at_least", "more_than") if better == "higher" else ("at_most", "less_than")
    return st.builds(lambda kind, value: {kind: value}, st.sampled_from(kinds), values)


def nested(leaves: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Targets made of others: all, any, and by the county's profile."""

    def above(parts: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
        several = st.lists(parts, min_size=1, max_size=3)
        return st.one_of(
            several.map(lambda listed: {"all_of": listed}),
            several.map(lambda listed: {"any_of": listed}),
            parts.map(lambda part: {"by": "terrain", "山区": part, "平原": {"state": "无"}}),
            parts.map(lambda part: {"by": "terrain", "平原": part}),
        )

    return st.recursive(leaves, above, max_leaves=6)


COMPARED = st.sampled_from(["not_worse", {"not_worse": "base"}, "improving"])
ASSIGNED = st.just("assigned")


@st.composite
def situations(
    draw: st.DrawFn,
) -> tuple[Any, Measure, dict[int, Any], dict[int, str], dict[str, Any] | None, Any, Any]:
    """A target, its measure, earlier years, bases, an assignment, and two values, the second no worse."""
    kind = draw(st.sampled_from(["higher", "lower", "states"]))
    value: st.SearchStrategy[Any]
    worse: Any
    better: Any
    if kind == "states":
        subject, value = measure(states=STATES), states
        leaves = st.one_of(states.map(lambda state: {"state": state}), COMPARED)
        assigned = draw(st.one_of(st.none(), st.booleans().map(lambda done: {"fulfilled": done})))
        worse, better = sorted((draw(states), draw(states)), key=STATES.index)
    else:
        subject, value = measure(better=kind, decimals=draw(st.sampled_from([None, 0, 1])), unit="%"), values
        leaves = st.one_of(limits(kind), COMPARED)
        assigned = draw(st.one_of(st.none(), limits(kind), st.just({"fulfilled": True})))
        worse, better = sorted((draw(value), draw(value)), reverse=kind == "lower")
    earlier = draw(st.dictionaries(st.sampled_from([BASE, YEAR - 1]), value))
    bases = draw(st.dictionaries(st.sampled_from([BASE, YEAR - 1]), st.just("旧口径"), max_size=1))
    written = draw(nested(st.one_of(leaves, ASSIGNED)))
    return written, subject, earlier, bases, assigned, worse, better


@given(situations())
@settings(max_examples=100)
def test_a_better_value_never_worsens_a_verdict(situation: tuple[Any, ...]) -> None:
    written, subject, earlier, bases, assigned, worse, better = situation
    wanted = target(written)
    ranks = [
        RANK[judged(wanted, subject, {**earlier, YEAR: value}, bases=bases, assigned=assigned).verdict]
        for value in (worse, better)
    ]
    assert ranks[0] <= ranks[1]


@given(situations())
@settings(max_examples=100)
def test_undecided_always_says_what_is_missing_and_decided_lacks_nothing(situation: tuple[Any, ...]) -> None:
    written, subject, earlier, bases, assigned, value, _ = situation
    judgement = judged(target(written), subject, {**earlier, YEAR: value}, bases=bases, assigned=assigned)
    assert bool(judgement.lacks) == (judgement.verdict is Verdict.UNDECIDED)
    assert judgement.reason.text


@given(situations())
@settings(max_examples=100)
def test_without_a_figure_nothing_is_met_or_failed_but_by_a_conclusion(situation: tuple[Any, ...]) -> None:
    written, subject, earlier, bases, _, _, _ = situation
    assert judged(target(written), subject, earlier, bases=bases).verdict is Verdict.UNDECIDED


@given(situations(), st.lists(situations(), max_size=2))
@settings(max_examples=100)
def test_any_of_is_its_best_part_and_all_of_its_worst(
    situation: tuple[Any, ...], others: list[tuple[Any, ...]]
) -> None:
    written, subject, earlier, bases, assigned, value, _ = situation
    same_kind = [other[0] for other in others if bool(other[1].states) == bool(subject.states)]
    parts = [written, *same_kind, "improving"]
    now = {**earlier, YEAR: value}

    def rank(asked: object) -> int:
        return RANK[judged(target(asked), subject, now, bases=bases, assigned=assigned).verdict]

    ranks = [rank(part) for part in parts]
    assert rank({"any_of": parts}) == max(ranks)
    assert rank({"all_of": parts}) == min(ranks)


@given(
    st.one_of(st.tuples(st.sampled_from(["higher", "lower"]), values), st.tuples(st.just("states"), states))
)
def test_an_equal_value_is_not_worse_and_not_improving(kind_and_value: tuple[str, Any]) -> None:
    kind, value = kind_and_value
    subject = measure(states=STATES) if kind == "states" else measure(better=kind, unit="吨")
    same = {BASE: value, YEAR - 1: value, YEAR: value}
    assert judged(target("not_worse"), subject, same).verdict is Verdict.MET
    assert judged(target({"not_worse": "base"}), subject, same).verdict is Verdict.MET
    assert judged(target("improving"), subject, same).verdict is Verdict.NOT_MET


@given(values, values, st.sampled_from(["higher", "lower"]))
def test_exactly_one_of_not_worse_and_worse_holds(now: Decimal, before: Decimal, better: str) -> None:
    subject = measure(better=better, unit="吨")
    verdict = judged(target("not_worse"), subject, {YEAR - 1: before, YEAR: now}).verdict
    holds = now >= before if better == "higher" else now <= before
    assert verdict is (Verdict.MET if holds else Verdict.NOT_MET)


@pytest.mark.parametrize("kind", ["not_worse", "improving"])
@given(before=values, now=values)
@settings(max_examples=30)
def test_another_basis_is_undecided_whatever_the_values(kind: str, before: Decimal, now: Decimal) -> None:
    subject = measure(better="higher", unit="吨")
    judgement = judged(target(kind), subject, {YEAR - 1: before, YEAR: now}, bases={YEAR: "新口径"})
    assert judgement.verdict is Verdict.UNDECIDED


parts = st.decimals(min_value=0, max_value=10**6, places=3)
share = st.decimals(min_value=0, max_value=120, places=1)


@given(parts, parts.filter(bool), share, st.sampled_from([None, 0, 1, 2]), st.sampled_from(["%", "吨/人"]))
@settings(max_examples=120)
def test_a_ratio_is_compared_exactly(
    above: Decimal, below: Decimal, limit: Decimal, decimals: int | None, unit: str
) -> None:
    exact = Fraction(above) / Fraction(below) * (100 if unit == "%" else 1)
    judgement = _of_ratio({"at_least": limit}, above, below, decimals, unit)
    assert judgement.verdict is (Verdict.MET if exact >= Fraction(limit) else Verdict.NOT_MET)
    rounds = decimals is not None and exact < Fraction(limit) <= Fraction(rounded(exact, decimals))
    assert judgement.rounds_only == rounds
    if rounds:
        shown = judgement.reason.values["value"]
        assert isinstance(shown, Number)
        assert shown.decimals is not None
        assert rounded(exact, shown.decimals) < limit <= rounded(exact, shown.decimals - 1)


@given(parts.filter(bool), st.integers(1, 10**6), share)
@settings(max_examples=100)
def test_a_ratio_does_not_depend_on_the_scale_of_its_parts(
    below: Decimal, factor: int, limit: Decimal
) -> None:
    above = below / 3  # not exact: rounded to 28 digits by Decimal, which Fraction then keeps
    assume(len(str(above * factor).replace(".", "").lstrip("0")) <= 28)
    one, other = (
        _of_ratio({"at_least": limit}, above * scale, below * scale, None, "%").verdict
        for scale in (1, factor)
    )
    exact = [Fraction(above * scale) / Fraction(below * scale) for scale in (1, factor)]
    assume(exact[0] == exact[1])
    assert one is other


@given(parts, parts.filter(bool), st.integers(0, 120), st.decimals(min_value=0, max_value=120, places=1))
@settings(max_examples=120)
def test_a_stamped_rate_is_judged_and_what_only_its_rounding_reaches_is_said(
    above: Decimal, below: Decimal, limit: int, typed: Decimal
) -> None:
    exact = Fraction(above) / Fraction(below) * 100
    for stamped in (typed, rounded(exact, 1)):
        judgement = _of_ratio({"at_least": limit}, above, below, 1, "%", stamped)
        assert judgement.verdict is (Verdict.MET if stamped >= limit else Verdict.NOT_MET)
        assert judgement.rounds_only == (exact < limit <= stamped == rounded(exact, 1))


@given(limits("higher"), values, st.booleans())
def test_a_conclusion_decides_whatever_the_number_says(
    number: dict[str, Any],
    value: Decimal,
    fulfilled: bool,  # noqa: FBT001
) -> None:
    assigned = {**number, "fulfilled": fulfilled}
    judgement = judged(target("assigned"), measure(unit="%"), {YEAR: value}, assigned=assigned)
    assert judgement.verdict is (Verdict.MET if fulfilled else Verdict.NOT_MET)
    assert "{reason}" not in judgement.reason.text


def _of_ratio(
    asked: object,
    above: Decimal,
    below: Decimal,
    decimals: int | None,
    unit: str,
    stamped: Decimal | None = None,
) -> Any:
    ratio = measure(id="ratio", no=None, unit=unit, decimals=decimals, ratio=["above", "below"])
    sides = [measure(id=name, no=f"01.{n}", name=name) for n, name in enumerate(("above", "below"), 2)]
    reported = [observation("above", YEAR, above), observation("below", YEAR, below)]
    if stamped is not None:
        reported.append(observation("ratio", YEAR, stamped))
    return judge(target(asked), ratio, figures(ratio, *sides, observations=tuple(reported)))


@given(st.integers(0, 100), st.integers(0, 60))
def test_a_share_of_rows_is_rounded_up(percent: int, rows: int) -> None:
    assert needed(f"{percent}%", rows) == -(-percent * rows // 100)
    assert needed(f"{percent}%", rows) == math.ceil(Fraction(percent * rows, 100))


@given(st.integers(0, 60))
def test_all_rows_are_all_rows(rows: int) -> None:
    assert needed("all", rows) == needed("100%", rows) == rows


@given(st.decimals(min_value=-(10**6), max_value=10**6, places=5), st.integers(0, 4))
def test_rounding_is_half_up_and_never_off_by_more_than_half(value: Decimal, decimals: int) -> None:
    result = rounded(value, decimals)
    step = Fraction(1, 10**decimals)
    assert abs(Fraction(result) - Fraction(value)) * 2 <= step
    assert abs(Fraction(result)) >= abs(Fraction(value)) or abs(Fraction(value) - Fraction(result)) * 2 < step
    assert rounded(-value, decimals) == -result
