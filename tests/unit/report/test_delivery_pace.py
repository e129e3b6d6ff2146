"""When the documents of a phase are complete: documents left ÷ documents received a day, counted by hand."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecodemo.assess.owed import Item, Presence, Slot
from ecodemo.assess.pace import LONG, pace_of
from ecodemo.assess.timeliness import ItemTiming
from ecodemo.check.session import CheckOptions, check
from ecodemo.language import Language, Speaker
from ecodemo.load.workspace import load
from ecodemo.model.progress import Document
from ecodemo.model.requirement import Box, Need, Requirement
from ecodemo.report.contents.delivery_pace import delivery_pace
from ecodemo.report.contents.delivery_view import DeliveryPace
from walk.county import write


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("pace") / "county")


def pace_on(root: Path, day: str, language: Language = Language.ZH) -> DeliveryPace:
    return delivery_pace(check(load(root), CheckOptions(), date.fromisoformat(day)), Speaker(language))


def test_documents_left_and_received_give_the_day(root: Path) -> None:
    """31 May. Left: 西坪 25-1 and 25-2, 南溪 25-2, 北山 00-3, 中湾 00-2, 00-3, 04-1/2020, 25-1 and 25-2, two departments'
    00-3; not 南溪 04-2, which was extended beyond the phase. Received since 4 May: 11 of 东河, 8, 7, 12, 3, 11, and 10 of
    departments. 21 × 28 ÷ 62 is 9.5 days.
    """
    pace = pace_on(root, "2021-05-31")
    assert (pace.left, pace.received, pace.days) == (6 + 3 + 1 + 9 + 2, 62, LONG)
    assert pace.ready == "2021-06-10"
    assert pace.sentence == (
        "本阶段应交材料尚缺或待重交21件（按年度计），近四周收到62件；按近四周进度，预计2021年6月10日交齐，比阶段结束晚10天。"
    )


def test_while_documents_have_come_for_less_than_four_weeks_two_are_looked_at(root: Path) -> None:
    pace = pace_on(root, "2021-04-21")
    assert (pace.days, pace.received) == (14, 9)
    assert "近两周收到9件" in pace.sentence


def test_where_nothing_comes_any_more_no_day_is_named(root: Path) -> None:
    pace = pace_on(root, "2021-12-20")
    assert (pace.left > 0, pace.received, pace.ready) == (True, 0, "")
    assert pace.sentence.endswith("近四周收到0件；按目前进度无法交齐。")
    assert pace_on(root, "2021-12-20", Language.EN).sentence.endswith("; at this pace never complete.")


def test_where_nothing_is_left_it_says_so(small_workspace: Path) -> None:
    pace = pace_on(small_workspace, "2021-10-20")
    assert (pace.left, pace.ready, pace.sentence) == (0, "", "本阶段应交材料已交齐。")


def test_a_day_too_far_away_is_not_named() -> None:
    assert pace_of([], 1, date(9999, 12, 30)).ready is None


@given(left=st.integers(1, 500), more=st.integers(0, 500), days=st.lists(st.integers(0, 60), max_size=40))
def test_more_that_is_left_is_never_ready_earlier_and_the_pace_reaches_it(
    left: int, more: int, days: list[int]
) -> None:
    """At the pace, so many come by the day; a day before, not yet all."""
    today = date(2021, 9, 20)
    timings = [timing_of(today - timedelta(days=ago)) for ago in days]
    one, other = pace_of(timings, left, today), pace_of(timings, left + more, today)
    assert one.received == sum(ago < one.days for ago in days)
    if one.ready and other.ready:
        assert one.ready <= other.ready
        ahead = (one.ready - today).days
        assert one.received * ahead >= left * one.days > one.received * (ahead - 1)


def timing_of(day: date) -> ItemTiming:
    """An item of one document that came on a day."""
    requirement = Requirement.model_validate({"no": "25-1", "name": "台账", "from": "xi", "years": "once"})
    document = Document(requirement="25-1", received=day)
    box = Box(no="25", name="卷", requirements=(requirement,))
    slot = Slot(None, Presence.PRESENT, documents=(document,))
    return ItemTiming(Item(requirement, box, "xi", Need.REQUIRED, None, (slot,)), ())
