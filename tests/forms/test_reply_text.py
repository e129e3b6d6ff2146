"""The text to paste: what it says first, and that it always fits."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecodemo.forms.reply.reply_text import OwedDocument, ReplyFacts, is_return, reply_text
from ecodemo.forms.sheets.unit_problems import Grounds, UnitProblem
from ecodemo.forms.words import LONGEST_TEXT

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
        "figures_due": None,
        "documents": (),
        "problems": (),
        "left_over": 0,
        "answers": 0,
        "has_workbook": bool(changes.get("problems")),
    }
    return ReplyFacts(**{**values, **changes})  # type: ignore[arg-type] # any of its fields


def _owed(no: str, due: date | None, name: str = "巡河记录", years: tuple[int, ...] = ()) -> OwedDocument:
    return OwedDocument(no, name, years, bool(years), due)


def test_owed_returned_and_partly_there_in_one_line() -> None:
    returned = _problem(
        Grounds.RETURNED, "25-1秸秆台账", "缺村级签字、合计与C40不符", due=date(2021, 6, 10), years=(2020,)
    )
    answer = _answer(
        figures_owed=48,
        figures_due=date(2021, 6, 1),
        documents=(_owed("04-3", date(2021, 6, 1), years=(2018,)),),
        problems=(returned,),
    )
    assert reply_text(answer) == (
        "龙塘镇：5月19日的任务包已收到。数据尚缺48个，6月1日前交；"
        "“25-1秸秆台账”（2020年）退回（缺村级签字、合计与C40不符），6月10日前重交；"
        "“04-3巡河记录”缺2018年，6月1日前交。表已标红，见附件。"
    )


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({}, "龙塘镇：5月19日的任务包已收到。已收齐，谢谢！"),
        ({"answers": 3}, "龙塘镇：5月19日的任务包已收到。“问题”表里的3条答复已登记。已收齐，谢谢！"),
        (
            {"figures_owed": 3, "figures_due": date(2021, 5, 31)},
            "龙塘镇：5月19日的任务包已收到。谢谢！数据尚缺3个，5月31日前交。",
        ),
        (
            {
                "documents": (
                    _owed("25-1", date(2021, 6, 1), "秸秆台账"),
                    _owed("04-3", date(2021, 5, 20)),
                    _owed("29-2", date(2021, 6, 1), "污水台账"),
                )
            },
            (
                "龙塘镇：5月19日的任务包已收到。谢谢！“04-3巡河记录”未收到，应于5月20日前交，已逾期6天；"
                "“25-1秸秆台账”、“29-2污水台账”未收到，6月1日前交。"
            ),
        ),
    ],
    ids=["all there", "answers", "figures still owed", "documents overdue and due"],
)
def test_thanks_where_nothing_is_to_be_put_right(changes: dict[str, object], says: str) -> None:
    assert reply_text(_answer(**changes)) == says


def test_the_longest_overdue_then_what_was_returned_then_what_is_due_next() -> None:
    owed = [_owed(f"04-{day}", date(2021, 5, day)) for day in (31, 20, 28, 10)]
    returned = [
        _problem(Grounds.RETURNED, f"25-{day}", "看不清", due=date(2021, day // 10 or 6, day % 10 + 1))
        for day in (52, 62)
    ]
    refused = _problem(Grounds.REFUSED, "25.1", "不是数字")
    answer = _answer(documents=tuple(owed), problems=(refused, *returned))
    text = reply_text(answer)
    order = ("25-52", "04-10", "04-20", "25-62", "25.1", "04-28", "04-31")
    assert sorted(order, key=text.index) == list(order)


def test_a_day_that_is_over_is_said_to_be() -> None:
    returned = _problem(Grounds.RETURNED, "25-1秸秆台账", "看不清", due=date(2021, 5, 20))
    text = reply_text(_answer(problems=(returned,)))
    assert "退回（看不清），应于5月20日前重交，已逾期6天。" in text


def test_years_of_the_same_problem_are_one() -> None:
    problems = tuple(
        _problem(Grounds.REFUSED, "25.1", "不是数字", years=(year,)) for year in (2018, 2019, 2020)
    )
    assert "“25.1”（2018—2020年）未采纳（不是数字）。" in reply_text(_answer(problems=problems))


def test_what_does_not_fit_is_counted() -> None:
    problems = tuple(
        _problem(Grounds.REFUSED, f"25.{number}", f"不是数字{number}" * 5) for number in range(1, 30)
    )
    text = reply_text(_answer(problems=problems))
    shown = text.count("未采纳")
    assert 1 <= shown < 29
    assert f"另有{29 - shown}项见附件。表已标红" in text


def test_a_figure_that_differs_is_said_however_much_is_overdue() -> None:
    owed = tuple(
        _owed(f"{number:02}-1", date(2021, 5, 1 + number % 20), f"第{number}项" * 7) for number in range(40)
    )
    figure = _problem(
        Grounds.FOUND,
        "25.1秸秆综合利用量",
        "长" * 90,
        brief="所报为13007吨，汇总!B2里是12307",
        is_of_figure=True,
        years=(2020,),
    )
    text = reply_text(_answer(documents=owed, problems=(figure,)))
    assert "“25.1秸秆综合利用量”（2020年）有疑问（所报为13007吨，汇总!B2里是12307）" in text


def test_a_long_reason_ends_with_a_whole_clause() -> None:
    reason = "缺村级负责人签字；" + "第三页扫描件看不清" * 12
    returned = _problem(Grounds.RETURNED, "25-1秸秆台账", reason)
    assert "退回（缺村级负责人签字等）。" in reply_text(_answer(problems=(returned,)))
    returned = _problem(Grounds.RETURNED, "25-1秸秆台账", "看不清" * 40)
    assert "退回（原因见附件）。" in reply_text(_answer(problems=(returned,)))


def test_only_the_ledger_is_no_return() -> None:
    entry = _problem(Grounds.LEDGER, "ZG-012", "农膜回收率低", due=date(2021, 8, 31))
    assert not is_return([entry])
    text = reply_text(_answer(problems=(entry,)))
    assert text.endswith("“ZG-012”整改未销号（农膜回收率低），8月31日前办结。见附件“问题”表。")


TEXTS = st.text(st.characters(exclude_characters="…"), max_size=120)
NAMES = st.text("某县乡镇台账记录（）、“”a1 ", min_size=1, max_size=40)
DAYS = st.dates(date(2021, 3, 1), date(2021, 9, 30))
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
    brief=TEXTS,
    is_of_figure=st.booleans(),
)
OWED = st.builds(
    OwedDocument, no=TEXTS, name=TEXTS, years=YEARS, has_come=st.booleans(), due=st.none() | DAYS
)
FACTS = st.builds(
    ReplyFacts,
    unit=TEXTS,
    days=st.lists(DAYS, max_size=9, unique=True).map(lambda days: tuple(sorted(days))),
    today=DAYS,
    figures_owed=st.integers(0, 10**6),
    figures_due=st.none() | DAYS,
    documents=st.lists(OWED, max_size=10).map(tuple),
    problems=st.lists(PROBLEMS, max_size=30).map(tuple),
    left_over=st.integers(0, 99),
    answers=st.integers(0, 99),
    has_workbook=st.booleans(),
)


@given(FACTS)
def test_never_longer_than_a_chat_message_and_always_one_line(answer: ReplyFacts) -> None:
    text = reply_text(answer)
    assert len(text) <= LONGEST_TEXT
    assert len(text.splitlines()) == 1
    assert "…" not in text
    assert text.endswith(("。", "！"))


@given(st.lists(st.tuples(NAMES, st.sampled_from(["owed", "returned"]), DAYS), max_size=40), NAMES)
def test_every_item_is_named_whole_or_counted(items: list[tuple[str, str, date]], unit: str) -> None:
    things = [(f"{number:02}-1", name, kind, due) for number, (name, kind, due) in enumerate(items)]
    documents = tuple(_owed(no, due, name) for no, name, kind, due in things if kind == "owed")
    problems = tuple(
        _problem(Grounds.RETURNED, f"{no}{name}", "看不清", no=no, due=due)
        for no, name, kind, due in things
        if kind == "returned"
    )
    text = reply_text(_answer(unit=unit, documents=documents, problems=problems))
    named = [
        no for no, name, _, _ in things if f"“{' '.join(f'{no}{name}'.split())}”" in text or f"“{no}”" in text
    ]
    counted = re.findall(r"(?:另有|共)(\d+)项", text.removeprefix(unit))
    assert len(named) + sum(map(int, counted)) == len(things)
    assert len(text) <= LONGEST_TEXT


def test_missing_figures_are_named_while_there_is_room() -> None:
    names = tuple(f"{number}.1一个相当长的指标名称" for number in range(40))
    text = reply_text(
        _answer(figures_owed=40, figures_due=date(2021, 6, 1), figure_names=names, is_reminder=True)
    )
    assert len(text) <= LONGEST_TEXT
    assert "数据尚缺40个（0.1一个相当长的指标名称、1.1" in text
    assert "等），6月1日前交。" in text


def test_names_of_figures_crowd_out_nothing() -> None:
    documents = tuple(_owed(f"{number}-1", date(2021, 6, 1), "某材料" * 4) for number in range(10, 26))
    facts = _answer(figures_owed=1, figures_due=date(2021, 6, 1), documents=documents, is_reminder=True)
    named = replace(facts, figure_names=("38.1参训人数" * 4,))
    for number in range(10, 26):
        assert (f"“{number}-1" in reply_text(named)) == (f"“{number}-1" in reply_text(facts))
