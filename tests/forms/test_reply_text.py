"""The text to paste: what it says first, and that it always fits."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecodemo.forms.reply.reply_text import LONGEST, MissingYears, ReplyFacts, reply_text
from ecodemo.forms.sheets.unit_problems import Grounds, UnitProblem

TODAY = date(2021, 5, 26)


def _problem(grounds: Grounds, about: str, reason: str, **rest: object) -> UnitProblem:
    values: dict[str, object] = {
        "no": None,
        "years": (),
        "problem": reason,
        "action": "",
        "by": "",
        "due": None,
    }
    return UnitProblem(grounds=grounds, about=about, reason=reason, **{**values, **rest})  # type: ignore[arg-type] # any of its fields


def _answer(**changes: object) -> ReplyFacts:
    values: dict[str, object] = {
        "unit": "龙塘镇",
        "days": (date(2021, 5, 19),),
        "today": TODAY,
        "figures_owed": 0,
        "documents_owed": 0,
        "due": (),
        "problems": (),
        "missing_years": (),
        "left_over": 0,
        "has_workbook": bool(changes.get("problems")),
    }
    return ReplyFacts(**{**values, **changes})  # type: ignore[arg-type] # any of its fields


def test_owed_returned_and_partly_there_in_one_line() -> None:
    returned = _problem(
        Grounds.RETURNED, "25-1秸秆台账", "缺村级签字、合计与C40不符", due=date(2021, 6, 10), years=(2020,)
    )
    answer = _answer(
        figures_owed=48,
        documents_owed=1,
        due=(date(2021, 6, 1),),
        problems=(returned,),
        missing_years=(MissingYears("04-3巡河记录", (2018,)),),
    )
    assert reply_text(answer) == (
        "龙塘镇：5月19日的包已收。数据还差48个，材料还差1项，6月1日前交齐；"
        "“25-1秸秆台账”（2020年）退回（缺村级签字、合计与C40不符），6月10日前重交；"
        "“04-3巡河记录”缺2018年。表已标红，见附件。"
    )


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({}, "龙塘镇：5月19日的包已收。已收齐，谢谢！"),
        (
            {"figures_owed": 3, "due": (date(2021, 5, 31),)},
            "龙塘镇：5月19日的包已收。谢谢！数据还差3个，5月31日前交齐。",
        ),
        (
            {"documents_owed": 2, "due": (date(2021, 5, 20), date(2021, 6, 1))},
            "龙塘镇：5月19日的包已收。谢谢！材料还差2项，最长已过期6天。",
        ),
    ],
    ids=["all there", "figures still owed", "documents overdue"],
)
def test_thanks_where_nothing_is_to_be_put_right(changes: dict[str, object], says: str) -> None:
    assert reply_text(_answer(**changes)) == says


def test_a_day_that_is_over_is_said_to_be() -> None:
    returned = _problem(Grounds.RETURNED, "25-1秸秆台账", "看不清", due=date(2021, 5, 20))
    text = reply_text(_answer(problems=(returned,)))
    assert "退回（看不清），应于5月20日前重交，已过期6天。" in text


def test_years_of_the_same_problem_are_one() -> None:
    problems = tuple(
        _problem(Grounds.REFUSED, "25.1", "不是数字", years=(year,)) for year in (2018, 2019, 2020)
    )
    assert "“25.1”（2018—2020年）没收下（不是数字）。" in reply_text(_answer(problems=problems))


def test_what_does_not_fit_is_counted() -> None:
    problems = tuple(_problem(Grounds.REFUSED, f"25.{number}", "不是数字" * 5) for number in range(1, 30))
    text = reply_text(_answer(problems=problems))
    shown = text.count("没收下")
    assert 1 <= shown < 29
    assert f"另有{29 - shown}处见附件。表已标红" in text


TEXTS = st.text(max_size=120)
DAYS = st.dates(date(2018, 1, 1), date(2023, 12, 31))
YEARS = st.lists(st.integers(1990, 2030), max_size=12, unique=True).map(lambda years: tuple(sorted(years)))
PROBLEMS = st.builds(
    UnitProblem,
    grounds=st.sampled_from(Grounds),
    no=st.none() | TEXTS,
    about=TEXTS,
    years=YEARS,
    reason=TEXTS,
    problem=TEXTS,
    action=TEXTS,
    by=TEXTS,
    due=st.none() | DAYS,
)


@given(
    answer=st.builds(
        ReplyFacts,
        unit=TEXTS,
        days=st.lists(DAYS, min_size=1, max_size=9, unique=True).map(lambda days: tuple(sorted(days))),
        today=DAYS,
        figures_owed=st.integers(0, 10**6),
        documents_owed=st.integers(0, 10**6),
        due=st.lists(DAYS, max_size=5).map(tuple),
        problems=st.lists(PROBLEMS, max_size=40).map(tuple),
        missing_years=st.lists(st.builds(MissingYears, about=TEXTS, years=YEARS), max_size=10).map(tuple),
        has_workbook=st.booleans(),
    )
)
def test_never_longer_than_a_chat_message_and_always_one_line(answer: ReplyFacts) -> None:
    text = reply_text(answer)
    assert len(text) <= LONGEST
    assert len(text.splitlines()) == 1


@given(st.integers(0, 40))
def test_every_problem_is_shown_or_counted(count: int) -> None:
    problems = tuple(
        _problem(Grounds.RETURNED, f"25-{number}", "看不清" * (number % 9 + 1), due=TODAY + timedelta(number))
        for number in range(count)
    )
    text = reply_text(_answer(problems=problems))
    _, mark, rest = text.partition("另有")
    assert text.count("退回") + (int(rest.partition("处")[0]) if mark else 0) == count
