"""One spelling for every 文号, whatever brackets and digits it was typed with."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecodemo.model.official import canonical_number, official_numbers

BRACKETS = (
    *("〔〕", "[]", "［］", "()", "（）", "【】", "﹝﹞", "❲❳", "〈〉", "《》", "{}", "｛｝", "「」"),
    *("〖〗", "<>", "＜＞", "﹙﹚", "〘〙", "︹︺"),
)
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
issuers = st.sampled_from(
    ["安政办发", "湘环发", "环办生态函", "益政函", "安办", "国发", "安生态创建办发", "同政发", "经开管发"]
)
blanks = st.sampled_from(["", " ", "　", "\t"])


@st.composite
def spellings(draw: st.DrawFn) -> tuple[str, str]:
    """A 文号 as somebody may type it, and as the standard has it."""
    issuer, year, serial = draw(issuers), draw(st.integers(1949, 2099)), draw(st.integers(1, 9999))
    brackets = draw(st.sampled_from(BRACKETS))
    number = f"{serial:0{draw(st.integers(1, 5))}}"
    digits = FULL_WIDTH if draw(st.booleans()) else {}
    typed = (
        issuer,
        brackets[0],
        str(year).translate(digits),
        draw(st.sampled_from(["", "年"])),
        brackets[1],
        draw(st.sampled_from(["", "第"])),
        number.translate(digits),
        "号",
    )
    return draw(blanks).join(typed), f"{issuer}〔{year}〕{serial}号"


@given(spellings())
def test_every_spelling_becomes_the_one_of_the_standard(spelling: tuple[str, str]) -> None:
    typed, proper = spelling
    assert canonical_number(typed) == proper


@given(spellings())
def test_a_text_has_the_number_whatever_surrounds_it(spelling: tuple[str, str]) -> None:
    typed, proper = spelling
    assert official_numbers(f"文件\n（{typed}）\n{proper}，见{typed}。") == (proper,)


@given(st.text() | spellings().map(lambda pair: pair[0]) | st.text("安政办发〔〕[]（）2021第5号 根据"))
def test_spelling_twice_changes_nothing(written: str) -> None:
    once = canonical_number(written)
    assert canonical_number(once) == once


@pytest.mark.parametrize(
    "written", ["", "2021年第5号", "安政办发2021年5号", "〔2021〕5号", "安政办发〔21〕5号", " 未编号 "]
)
def test_what_is_no_number_stays_as_it_is(written: str) -> None:
    assert canonical_number(written) == written.strip()
    assert official_numbers(written) == ()


@pytest.mark.parametrize("before", ["根据", "按照", "依据", "见", "以", "的", "按照的"])
def test_the_word_before_it_is_not_the_issuer(before: str) -> None:
    assert official_numbers(f"{before}安政办发〔2021〕5号文件") == ("安政办发〔2021〕5号",)
