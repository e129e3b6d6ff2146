"""A list of another province: numbers of rows as text, and points beside the binding rows."""

from __future__ import annotations

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


def judged(rule: PassRule, workspace_folder: Path, *rows: Row) -> Assessment:
    """The small county's bid, all of whose own rows are met, by a pass rule."""
    workspace = load(workspace_folder).workspace
    bid = workspace.bids[0]
    text = workspace.text_of(workspace.standard_of(bid))
    standards = {
        **workspace.standards,
        text.id: text.model_copy(update={"pass_rule": rule, "rows": (*text.rows, *rows)}),
    }
    return assess(replace(workspace, standards=standards), bid, date(2021, 9, 20), ())


def test_the_number_of_a_row_is_the_text_that_is_written(standard: Standard) -> None:
    assert [row.no for row in standard.rows] == ["3.10", "3.2", "7"]


def test_a_number_of_a_row_that_went_through_a_float_is_refused() -> None:
    with pytest.raises(ValidationError):
        Row.model_validate({"no": 3.1, "name": "空气质量", "targets": {"good-days": "assigned"}})


def test_points_are_loaded_exactly(standard: Standard) -> None:
    assert [row.points for row in standard.rows] == [Decimal("4.5"), None, None]
    assert standard.pass_rule == PassRule(points=Decimal(85), of=Decimal(100))


@pytest.mark.parametrize("counting", ["by_figures", "with_proof"])
def test_a_score_that_nobody_evaluates_never_passes(counting: str, small_workspace: Path) -> None:
    without, asked = (
        judged(PassRule.model_validate({"binding": "0%", **score}), small_workspace)
        for score in ({"reference": "0%"}, {"points": 85, "of": 100})
    )
    free, held = (getattr(assessment, counting) for assessment in (without, asked))
    added = [reason for reason in held.reasons if reason not in free.reasons]
    assert held.verdict is Verdict.UNDECIDED
    assert [Speaker(Language.EN).say(reason) for reason in added] == [
        "The score that the pass rule asks for is not evaluated: 85/100."
    ]


def test_a_binding_row_that_is_not_met_fails_whatever_the_score(small_workspace: Path) -> None:
    assessment = judged(PassRule.model_validate({"points": 1}), small_workspace, OUT_OF_REACH)
    assert assessment.by_figures.verdict is Verdict.NOT_MET
