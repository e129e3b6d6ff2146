"""What is a running number in a name, and what is not."""

from __future__ import annotations

import pytest

from ecodemo.rules.series import missing, numbered


@pytest.mark.parametrize(
    ("stem", "number"),
    [
        ("25-1 台账（一）", 1),
        ("25-1 台账(12)", 12),
        ("简报第3期", 3),
        ("简报第十二期", 12),
        ("简报第二十期", 20),
        ("2021年简报第二十一期", 21),
        ("00-1-4 会场照片2", 2),
        ("会场照片 ２", 2),
        ("附件三", 3),
        ("2020年台账-2", 2),
    ],
)
def test_running_numbers(stem: str, number: int) -> None:
    found = numbered(stem)
    assert found is not None
    assert found[1] == number


@pytest.mark.parametrize(
    "stem",
    [
        "简报2021-04-12",
        "简报2021.4",
        "简报20210412",
        "简报2018-2020",
        "简报2018年至2020",
        "统计年鉴2020",
        "对应25-1",
        "00-1-2",
        "证明V3",
        "浓度PM2.5",
        "微信图片_20210519103045",
        "IMG_0012",
        "户数104",
        "照片0",
        "照片(2020)",
        "台账",
    ],
)
def test_other_numbers(stem: str) -> None:
    assert numbered(stem) is None


@pytest.mark.parametrize(
    ("stems", "lacking"),
    [
        (["台账（一）", "台账（三）"], {"台账(…)": (2,)}),
        (["台账(1)", "台账（三）"], {"台账(…)": (2,)}),
        (["简报第2期", "简报第5期", "简报第4期"], {"简报第…期": (1, 3)}),
        (["照片1", "照片4", "照片4"], {"照片…": (2, 3)}),
        (["报告", "报告(2)", "报告(4)"], {"报告(…)": (3,)}),
        (["照片1", "照片3", "台账1", "台账2"], {"照片…": (2,)}),
    ],
)
def test_what_is_missing_is_named(stems: list[str], lacking: dict[str, tuple[int, ...]]) -> None:
    assert missing(stems) == lacking


@pytest.mark.parametrize(
    "stems",
    [
        [],
        ["台账（三）"],
        ["报告", "报告(2)", "报告(3)"],
        ["台账（一）", "台账（二）"],
        ["监测点57", "监测点58"],
        ["台账1", "汇总3"],
    ],
)
def test_nothing_is_missing(stems: list[str]) -> None:
    assert missing(stems) == {}
