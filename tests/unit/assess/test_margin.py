"""How far a measure that is met is from falling short."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from ecodemo.assess.figures import Figures
from ecodemo.assess.margin import margin_of, nearness, target_words
from ecodemo.assess.row import MeasureJudgement
from ecodemo.assess.target_judgement import asks, judge
from property.counties import BID, figures, measure, observation, target

HIGHER, LOWER = ({"unit": "%", "better": better} for better in ("higher", "lower"))
STATES = {"states": ["差", "中", "好"]}


def judged(
    written: Any,
    values: Mapping[int, Decimal | str | int],
    keys: Mapping[str, Any] = HIGHER,
    *,
    bases: Mapping[int, str] | None = None,
    assigned: Mapping[str, Any] | None = None,
) -> tuple[MeasureJudgement, Figures]:
    subject, wanted = measure(**keys), target(written)
    observations = tuple(
        observation(
            subject.id,
            year,
            value if isinstance(value, str) else Decimal(value),
            (bases or {}).get(year, ""),
        )
        for year, value in values.items()
    )
    all_figures = figures(subject, observations=observations, assigned=assigned)
    shown = tuple(all_figures.of(subject.id, year) for year in BID.span)
    judgement = judge(wanted, subject, all_figures)
    asked = asks(wanted, subject, all_figures)
    return MeasureJudgement(subject.id, wanted, asked, judgement, subject, shown), all_figures


def margin(*arguments: Any, **more: Any) -> str | None:
    return margin_of(*judged(*arguments, **more))


@pytest.mark.parametrize(
    ("written", "value", "expected"),
    [
        ({"at_least": 95}, "97.3", "2.3"),
        ({"at_least": 95}, "95", "0"),
        ({"more_than": 95}, "94.5", "-0.5"),
        ({"at_most": 5}, "4", "1"),
        ({"less_than": 5}, "7", "-2"),
        ({"all_of": [{"at_least": 90}, {"at_least": 80}, "improving"]}, "92", "2"),
        ({"by": "terrain", "山区": {"at_least": 60}, "丘陵地区": {"at_least": 40}}, "61", "1"),
        ({"by": "terrain", "丘陵地区": {"at_least": 40}}, "61", None),
        ({"any_of": [{"at_least": 90}, "improving"]}, "92", None),
        ("not_worse", "92", None),
        ("assigned", "92", None),
    ],
)
def test_the_margin_is_the_least_distance_on_the_good_side(
    written: Any, value: str, expected: str | None
) -> None:
    assert margin(written, {2020: Decimal(value)}) == expected


def test_an_assigned_number_must_be_kept_like_one_of_the_standard() -> None:
    assert margin("assigned", {2020: 97}, assigned={"at_least": 95}) == "2"


def test_a_value_that_nobody_reported_and_a_state_have_no_margin() -> None:
    assert margin({"at_least": 95}, {}) is None
    assert margin({"state": "中"}, {2020: "好"}, STATES) is None


def test_a_shortfall_never_looks_like_none() -> None:
    assert margin({"at_least": 95}, {2020: Decimal("94.9999999")}) == "-0.0000001"


@pytest.mark.parametrize(
    ("written", "value", "expected"),
    [
        ({"at_least": "95.0"}, "97.30", "2.3"),
        ({"at_least": "66.67"}, "70", "3.33"),
        ({"at_most": "0.5"}, "0.125", "0.375"),
        ({"less_than": "5"}, "4.9999999", "0.0000001"),
    ],
)
def test_a_margin_has_no_more_decimals_than_were_typed(written: Any, value: str, expected: str) -> None:
    assert margin(written, {2020: Decimal(value)}, {**HIGHER, "decimals": 1}) == expected


@pytest.mark.parametrize(
    ("near", "value", "expected"),
    [("5", "100", "close"), ("5", "100.1", None), ("0", "95", "close"), ("0", "95.1", None)],
)
def test_a_measure_says_itself_how_close_is_close(near: str, value: str, expected: str | None) -> None:
    keys = {**HIGHER, "near": near, "range": "any"}
    assert nearness(*judged({"at_least": 95}, {2020: Decimal(value)}, keys)) == expected


@pytest.mark.parametrize(
    ("written", "values", "keys", "expected"),
    [
        ({"at_least": 95}, {2020: "96.9"}, HIGHER, "close"),
        ({"at_least": 95}, {2020: "96.91"}, HIGHER, None),
        ({"at_most": 50}, {2020: 49}, LOWER, "close"),
        ({"at_most": 50}, {2020: "48.9"}, LOWER, None),
        ({"at_least": 95}, {2020: "94.9"}, HIGHER, None),
        ({"at_least": 50}, {2018: 72, 2019: 71, 2020: 70}, HIGHER, "falling"),
        ({"at_least": 50}, {2018: 72, 2019: 70, 2020: 70}, HIGHER, None),
        ({"at_least": 50}, {2019: 71, 2020: 70}, HIGHER, None),
        ({"at_most": 50}, {2018: 20, 2019: 21, 2020: 22}, LOWER, "falling"),
        ({"at_least": 50}, {2018: 72, 2019: 71, 2020: 70}, {"unit": "%"}, None),
        ({"state": "差"}, {2018: "好", 2019: "中", 2020: "差"}, STATES, "falling"),
        ({"state": "差"}, {2020: "差"}, STATES, None),
        ({"at_least": 69}, {2018: 72, 2019: 71, 2020: 70}, HIGHER, "close"),
    ],
)
def test_what_is_met_is_near_when_close_to_its_number_or_falling(
    written: Any, values: Mapping[int, Any], keys: Mapping[str, Any], expected: str | None
) -> None:
    read = {year: v if v in STATES["states"] else Decimal(v) for year, v in values.items()}
    assert nearness(*judged(written, read, keys)) == expected


def test_years_on_different_bases_do_not_fall() -> None:
    values = {2018: 72, 2019: 71, 2020: 70}
    assert nearness(*judged({"at_least": 50}, values, bases={2018: "新口径"})) is None


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ({"at_least": "95.0"}, "at_least 95.0"),
        ({"less_than": 5}, "less_than 5"),
        ({"not_worse": "base"}, "not_worse base"),
        ("improving", "improving"),
        ({"all_of": ["assigned", "not_worse"]}, "at_least 90 and not_worse previous"),
        (
            {"all_of": [{"any_of": [{"at_least": 80}, "improving"]}, "not_worse"]},
            "(at_least 80 or improving) and not_worse previous",
        ),
        ({"by": "terrain", "山区": {"at_least": 60}}, "at_least 60"),
        ({"by": "terrain", "平原": {"at_least": 60}}, "by terrain"),
    ],
)
def test_a_target_is_said_in_the_keys_of_the_data_as_it_applies_here(written: Any, expected: str) -> None:
    part, all_figures = judged(written, {2020: 92}, assigned={"at_least": 90})
    assert target_words(part.target, part.measure, all_figures) == expected


def test_an_assignment_that_is_a_conclusion_or_is_not_entered_has_no_number() -> None:
    for assigned in (None, {"fulfilled": True, "by": "市人民政府"}):
        part, all_figures = judged("assigned", {2020: 92}, assigned=assigned)
        assert target_words(part.target, part.measure, all_figures) == "assigned"


@pytest.mark.parametrize("written", [{"at_least": 100}, {"all_of": [{"at_least": 100}, "improving"]}])
def test_all_of_a_whole_is_not_close_to_its_target(written: Any) -> None:
    met, all_figures = judged(written, {2018: 98, 2019: 99, 2020: 100})
    assert nearness(met, all_figures) is None


def test_none_of_a_whole_is_not_close_to_its_target() -> None:
    assert nearness(*judged({"at_most": 0}, {2020: 0}, LOWER)) is None
    assert nearness(*judged({"at_most": 5}, {2020: 5}, LOWER)) == "close"
