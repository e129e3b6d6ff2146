"""A list of another province: numbers of rows as text, and points beside the binding rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from pydantic import ValidationError

from ecodemo.assess.bid import Assessment, assess
from ecodemo.language import Language, Speaker
from ecodemo.load.document import read
from ecodemo.load.workspace import load
from ecodemo.model.county import County, Phase
from ecodemo.model.organisation import UnitKind
from ecodemo.model.standard import PassRule, Row, Standard
from ecodemo.model.verdict import Verdict

LIST = """\
id: points
title: 计分的清单
pass: {points: 85, of: 100, binding: all}
rows:
- {no: 3.10, name: 空气质量, attribute: binding, points: 4.5, targets: {good-days: assigned}}
- {no: '3.2', name: 水质, attribute: reference, targets: {surface-water: improving}}
- {no: 7, name: 森林, targets: {forest-cover: improving}}
"""


@pytest.fixture(scope="module")
def standard() -> Standard:
    return Standard.model_validate(read(LIST.encode()).data)


OUT_OF_REACH = Row.model_validate(
    {"no": "99", "name": "林草", "attribute": "binding", "targets": {"cover-rate": {"at_least": 99}}}
)


def judged(
    rule: PassRule, workspace_folder: Path, *rows: Row, profile: Mapping[str, str] | None = None
) -> Assessment:
    """The small county's bid, all of whose own rows are met, by a pass rule."""
    workspace = load(workspace_folder).workspace
    county = County.model_validate({**workspace.county.model_dump(), "profile": profile or {}})
    bid = workspace.bids[0]
    text = workspace.text_of(workspace.standard_of(bid))
    standards = {
        **workspace.standards,
        text.id: text.model_copy(update={"pass_rule": rule, "rows": (*text.rows, *rows)}),
    }
    return assess(replace(workspace, county=county, standards=standards), bid, date(2021, 9, 20), ())


def test_the_number_of_a_row_is_the_text_that_is_written(standard: Standard) -> None:
    assert [row.no for row in standard.rows] == ["3.10", "3.2", "7"]


def test_a_number_of_a_row_that_went_through_a_float_is_refused() -> None:
    with pytest.raises(ValidationError):
        Row.model_validate({"no": 3.1, "name": "空气质量", "targets": {"good-days": "assigned"}})


def test_points_are_loaded_exactly(standard: Standard) -> None:
    assert [row.points for row in standard.rows] == [Decimal("4.5"), None, None]
    assert standard.pass_rule == PassRule(points=Decimal(85), of=Decimal(100))


GREEN = {"no": "G", "name": "绿", "attribute": "reference", "targets": {"cover-rate": {"at_least": 1}}}
RED = {"no": "R", "name": "红", "attribute": "reference", "targets": {"cover-rate": {"at_least": 99}}}
OPEN = {
    "no": "O",
    "name": "待定",
    "attribute": "reference",
    "targets": {"nobody-reports-it": {"at_least": 1}},
}
AWAY = {**GREEN, "no": "A", "applies_if": {"profile": {"高原": True}}}


def row(entry: Mapping[str, object], points: object, **more: object) -> Row:
    return Row.model_validate({**entry, "points": points, **more})


@pytest.mark.parametrize(
    ("needed", "verdict", "said"),
    [
        (6, Verdict.MET, ""),
        (
            "6.5",
            Verdict.UNDECIDED,
            "Points: 6 of 100; 6.5 required, 3 undecided. The fewest rows that would reach the required points: R (4).",
        ),
        (
            9,
            Verdict.UNDECIDED,
            "Points: 6 of 100; 9 required, 3 undecided. The fewest rows that would reach the required points: R (4).",
        ),
        (
            10,
            Verdict.NOT_MET,
            "Points: 6 of 100; 10 required, 3 undecided. The fewest rows that would reach the required points: R (4).",
        ),
        (
            12,
            Verdict.NOT_MET,
            "Points: 6 of 100; 12 required, 3 undecided. The fewest rows that would reach the required points: R (4), O (3).",
        ),
        (14, Verdict.NOT_MET, "Points: 6 of 100; 14 required, 3 undecided."),
    ],
)
def test_the_score_is_sure_open_or_out_of_reach(
    needed: object, verdict: Verdict, said: str, small_workspace: Path
) -> None:
    rule = PassRule.model_validate({"binding": "0%", "points": needed, "of": 100})
    rows = (row(GREEN, 6), row(RED, 4), row(OPEN, 3))
    outcome = judged(rule, small_workspace, *rows).by_figures
    assert outcome.verdict is verdict
    assert [
        Speaker(Language.EN).say(reason) for reason in outcome.reasons if "Points" in reason.text or said
    ] == [said] * bool(said)


@pytest.mark.parametrize(
    ("scale", "reached"),
    [([[90, "3.5"], [50, 2]], "2"), ([[90, 1]], "0"), ([], "0"), ([[99, 4]], "0"), ([[1, 4], [0, 1]], "4")],
)
def test_a_row_that_is_not_met_gives_what_its_scale_says(
    scale: list[list[object]], reached: str, small_workspace: Path
) -> None:
    """The share of cover is 71.9 %."""
    rule = PassRule.model_validate({"binding": "0%", "points": 100})
    scores = judged(rule, small_workspace, row(RED, 4, scale=scale)).scores
    assert scores is not None
    assert scores[0].sure == Decimal(reached)


@pytest.mark.parametrize(
    "entry",
    [
        {"scale": [[90, 2]]},
        {"points": 4, "scale": [[90, 5]]},
        {"points": 4, "scale": [[90, 2], [80, 2]]},
        {"points": 4, "scale": [[90, 2]], "targets": {"a": "assigned", "b": "assigned"}},
    ],
)
def test_a_scale_that_does_not_fit_its_row_is_refused(entry: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Row.model_validate({**RED, **entry})


@pytest.mark.parametrize(
    ("profile", "verdict"),
    [
        ({}, Verdict.UNDECIDED),
        ({"高原": "true"}, Verdict.MET),
        ({"高原": "no"}, Verdict.UNDECIDED),  # no list says what a row that does not apply gives
    ],
)
def test_a_row_may_ask_for_any_fact_of_the_profile(
    profile: dict[str, str], verdict: Verdict, small_workspace: Path
) -> None:
    rule = PassRule.model_validate({"binding": "0%", "points": 4})
    assessment = judged(rule, small_workspace, row(AWAY, 4), profile=profile)
    assert assessment.by_figures.verdict is verdict


def test_with_proof_only_what_is_proven_counts(small_workspace: Path) -> None:
    rule = PassRule.model_validate({"binding": "0%", "points": 6})
    scores = judged(rule, small_workspace, row(GREEN, 6)).scores
    assert scores is not None
    by_figures, proven = scores
    assert [by_figures.sure, proven.sure, proven.possible] == [Decimal(6), Decimal(0), Decimal(6)]
    assert proven.verdict is Verdict.UNDECIDED


def test_a_binding_row_that_is_not_met_fails_whatever_the_score(small_workspace: Path) -> None:
    assessment = judged(PassRule.model_validate({"points": 1}), small_workspace, OUT_OF_REACH)
    assert assessment.by_figures.verdict is Verdict.NOT_MET


def test_a_phase_may_have_one_due_day_for_all() -> None:
    phase = Phase.model_validate(
        {"id": "a", "name": "甲", "bid": "b", "from": "2021-04-01", "to": "2021-05-31", "due": "2021-05-20"}
    )
    assert phase.due is not None
    assert {phase.due.of(kind) for kind in UnitKind} == {date(2021, 5, 20)}
