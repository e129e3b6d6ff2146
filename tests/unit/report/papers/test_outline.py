"""Headings are numbered as papers in each language do."""

from __future__ import annotations

import pytest

from ecodemo.language import Language
from ecodemo.paper.parts import Paragraph, Style
from ecodemo.report.papers.outline import numbered

LEVELS = {"1": Style.HEADING, "2": Style.SUBHEADING, "3": Style.MINOR_HEADING, "-": Style.BODY}


def outline(levels: str, language: Language, depth: int = 3) -> list[str]:
    parts = numbered((Paragraph("甲", LEVELS[level]) for level in levels), language, depth)
    return [part.text for part in parts if isinstance(part, Paragraph)]


def test_chinese_headings_begin_anew_below_each_other() -> None:
    assert outline("12-23312", Language.ZH) == [
        *("一、甲", "（一）甲", "甲", "（二）甲", "1. 甲", "2. 甲", "二、甲", "（一）甲")
    ]


def test_english_papers_number_their_sections_alone() -> None:
    assert outline("1231", Language.EN) == ["1. 甲", "甲", "甲", "2. 甲"]


def test_below_the_depth_nothing_is_numbered() -> None:
    assert outline("12", Language.ZH, depth=1) == ["一、甲", "甲"]


@pytest.mark.parametrize(
    ("number", "chinese"), [(9, "九"), (10, "十"), (11, "十一"), (20, "二十"), (21, "二十一"), (99, "九十九")]
)
def test_there_may_be_more_than_ten_sections(number: int, chinese: str) -> None:
    assert outline("1" * number, Language.ZH)[-1] == f"{chinese}、甲"
