"""What counts as the same word, and when a number is by itself."""

from __future__ import annotations

import pytest

from ecodemo.recognition.plain_words import first_whole, joined, plain_words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("９２．４％", "92.4%"),
        ("（2021）", "(2021)"),
        ("安政发〔2021〕12号", "安政发[2021]12号"),
        ("秸 秆 利用率", "秸秆利用率"),
        ("1，234.5 吨", "1234.5吨"),
        ("PM2.5", "pm2.5"),
    ],
)
def test_width_case_signs_and_blanks_make_no_difference(one: str, other: str) -> None:
    assert plain_words(one) == plain_words(other)


@pytest.mark.parametrize(
    ("text", "is_whole"),
    [
        ("92.4", True),
        ("利用率92.4%。", True),
        ("192.4", False),
        ("92.45", False),
        ("3.92.4", False),
        ("92.4.1", False),
        ("共92.4.", True),
        ("192.45吨，92.4%", True),
    ],
)
def test_a_number_within_another_is_not_whole(text: str, *, is_whole: bool) -> None:
    assert (first_whole(plain_words(text), "92.4") >= 0) is is_whole


def test_latin_words_are_whole_and_chinese_ones_always() -> None:
    assert first_whole("scod", "cod") < 0
    assert first_whole("cod达标", "cod") == 0
    assert first_whole("农作物秸秆利用", "秸秆") == 3


def test_a_sentence_goes_on_in_the_next_line() -> None:
    text, starts = joined(["生态文明建设示", "范县 92.4", "7"])
    assert text == "生态文明建设示范县92.4\n7"
    assert starts == [0, 7, 14]
