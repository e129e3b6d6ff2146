"""The county of the walk-through, judged line by line as the walk-through says."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest

from ecodemo.assess.bid import Assessment, assess
from ecodemo.assess.pass_rule import needed
from ecodemo.assess.row import MeasureJudgement, RowJudgement
from ecodemo.language import Language, Speaker
from ecodemo.load.workspace import load
from ecodemo.model.evidence import EvidenceFile
from ecodemo.model.verdict import LackKind, Remedy, Verdict

SAMPLE = Path(__file__).resolve().parents[2] / "sample"
TODAY = date(2021, 9, 20)
ZH = Speaker(Language.ZH)
STATEMENT = EvidenceFile(
    "25/龙塘乡/2020/25-3 不涉及说明.pdf", size=9, requirement="25-3", unit="longtang", years=(2020,)
)


@cache
def _assessed(bid: str = "provincial-2021", today: date = TODAY) -> Assessment:
    workspace = load(SAMPLE).workspace
    assert workspace is not None
    return assess(workspace, workspace.bid(bid), today, (STATEMENT,))


def _row(number: int, bid: str = "provincial-2021") -> RowJudgement:
    return next(row for row in _assessed(bid).rows if row.row.no == str(number))


def _part(number: int, measure: str, bid: str = "provincial-2021") -> MeasureJudgement:
    return next(part for part in _row(number, bid).parts if part.measure_id == measure)


def test_it_loads_as_it_is() -> None:
    loaded = load(SAMPLE)
    assert loaded.findings == ()


def test_good_days_are_met_by_the_assigned_number_and_by_not_being_worse() -> None:
    part = _part(7, "good-days")
    assert part.verdict is Verdict.MET
    assert "97.3%≥95.0%" in ZH.say(part.judgement.reason)
    assert "2019" in ZH.say(part.judgement.reason)


def test_a_conclusion_of_the_upper_level_decides_without_a_number() -> None:
    assert _part(7, "pm25").verdict is Verdict.MET
    assert "益阳市人民政府" in ZH.say(_part(7, "pm25").judgement.reason)


def test_the_stamped_straw_rate_is_judged_and_the_computed_one_kept_beside_it() -> None:
    figures = _assessed().figures
    assert _part(25, "straw-rate").verdict is Verdict.MET
    assert figures.of("straw-rate", 2020).value == Fraction("92.4")
    assert figures.built("straw-rate", 2020).value == Fraction(33932, 36580) * 100


def test_a_missing_township_makes_the_film_rate_unknown_and_is_named_once_a_figure() -> None:
    part = _part(25, "film-rate")
    assert part.verdict is Verdict.UNDECIDED
    assert {lack.units for lack in part.judgement.lacks} == {("nanjin",)}
    assert "南金乡" in ZH.say(part.judgement.reason)


def test_a_recognised_not_involved_township_leaves_the_sum() -> None:
    film = _assessed().figures.built("film-back", 2020)
    longtang = next(part for part in film.parts if part.reported and part.reported.unit == "longtang")
    assert longtang.not_involved


def test_not_involved_does_not_count_before_it_was_granted() -> None:
    film = _assessed(today=date(2021, 6, 3)).figures.built("film-back", 2020)
    assert LackKind.RECOGNITION in {lack.kind for lack in film.lacks}


def test_another_basis_is_undecided_and_says_both_bases() -> None:
    part = _part(17, "redline-area")
    assert part.verdict is Verdict.UNDECIDED
    assert [lack.kind for lack in part.judgement.lacks] == [LackKind.SAME_BASIS]
    assert "2018年划定" in ZH.say(part.judgement.reason)
    assert "2020年评估调整" in ZH.say(part.judgement.reason)


def test_equal_to_the_base_year_is_not_worse() -> None:
    assert _part(12, "fish-species").verdict is Verdict.MET
    assert _part(17, "reserve-area").verdict is Verdict.MET


def test_a_state_counts_in_the_order_of_its_measure() -> None:
    assert _part(12, "alien-species").verdict is Verdict.MET


def test_a_coastal_row_does_not_apply_inland_and_leaves_the_denominator() -> None:
    assert _row(13).verdict is Verdict.NOT_APPLICABLE
    assert _assessed().tally().applicable == 5


def test_vetoes_need_an_answer_that_reaches_the_day_of_application() -> None:
    verdicts = {judged.veto.id: judged.verdict for judged in _assessed().vetoes}
    assert verdicts == {
        "inspection": Verdict.MET,
        "incident": Verdict.MET,
        "function-zone": Verdict.UNDECIDED,
    }
    period = next(judged.period for judged in _assessed().vetoes if judged.veto.id == "incident")
    assert period == (date(2018, 10, 15), date(2021, 10, 15))


def test_the_bid_is_undecided_and_says_why() -> None:
    result = _assessed().by_figures
    assert result.verdict is Verdict.UNDECIDED
    assert any("V5" in ZH.say(reason) for reason in result.reasons)


def test_a_borrowed_standard_is_wholly_unverified() -> None:
    assessment = _assessed()
    assert assessment.standard.id == "hunan-2020"
    assert assessment.text.id == "national-2019"
    assert assessment.standard.unverified


def test_a_shortfall_of_missing_figures_can_still_be_handed_in() -> None:
    assert _row(25).remedy is Remedy.ADD_PROOF


def test_under_the_next_list_rows_regroup_the_same_measures() -> None:
    assert {part.measure_id for part in _row(7, "national-2025").parts} == {
        "eqi-change",
        "redline-function",
        "redline-kind",
    }
    assert {indicator.id for indicator in _row(7, "national-2025").indicators} == {"natural-space", "eqi"}


def test_a_list_that_is_not_whole_never_passes() -> None:
    assert _assessed("national-2025").by_figures.verdict is not Verdict.MET


def test_an_indicator_without_a_row_owes_nothing_to_that_bid() -> None:
    assert not [item for item in _assessed().items if item.requirement.no == "41-1"]
    assert [item for item in _assessed("national-2025").items if item.requirement.no == "41-1"]


def test_a_statement_of_non_involvement_is_owed_only_where_the_row_does_not_apply() -> None:
    assert [item.unit for item in _assessed().items if item.requirement.no == "13-0"] == ["resources"]


def test_an_extension_moves_the_due_date_of_its_unit_only() -> None:
    due = {item.unit: item.due for item in _assessed().items if item.requirement.no == "25-3"}
    assert due == {"meicheng": date(2021, 5, 20), "nanjin": date(2021, 6, 30)}


def test_an_extension_does_not_count_before_it_was_granted() -> None:
    items = _assessed(today=date(2021, 6, 4)).items
    assert {item.due for item in items if item.requirement.no == "25-3"} == {date(2021, 5, 20)}


@pytest.mark.parametrize(
    ("share", "of", "want"), [("80%", 13, 11), ("all", 19, 19), ("100%", 7, 7), ("50%", 0, 0)]
)
def test_eighty_per_cent_of_thirteen_rows_are_eleven(share: str, of: int, want: int) -> None:
    assert needed(share, of) == want
