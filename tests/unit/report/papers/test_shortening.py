"""Texts cut to a width."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecodemo.report.papers.shortening import shortened, width_of


@pytest.mark.parametrize(
    ("text", "most", "short"),
    [
        ("县农业农村局", 12, "县农业农村局"),
        ("县农业农村局办公室", 12, "县农业农村…"),
        ("Health bureau of the county", 20, "Health bureau of…"),
        ("达到99.96%", 9, "达到…"),
        ("一、二、三", 8, "一、二…"),
        ("abcdefghij", 6, "abcd…"),
        ("甲\n乙", 9, "甲 乙"),
    ],
)
def test_a_text_is_cut_after_a_whole_word(text: str, most: int, short: str) -> None:
    assert shortened(text, most) == short


@given(st.text(), st.integers(4, 60))
def test_no_text_is_wider_than_asked(text: str, most: int) -> None:
    assert width_of(shortened(text, most)) <= most
