"""Counted things, as each language words them."""

from __future__ import annotations

import pickle

import pytest
from scripts.catalogue import sentences_of

from ecodemo.language import Language, Speaker
from ecodemo.model.message import Counted, counted, message

CHINESE, ENGLISH = Speaker(Language.ZH), Speaker(Language.EN)


@pytest.mark.parametrize(
    ("number", "said"), [(0, "0 files"), (1, "1 file"), (2, "2 files"), (21, "21 files")]
)
def test_english_has_one_form_for_one_and_another_for_every_other_number(number: int, said: str) -> None:
    assert ENGLISH.say(counted(number, "{n} file", "{n} files")) == said


@pytest.mark.parametrize("number", [0, 1, 2])
def test_chinese_says_number_and_measure_word(number: int) -> None:
    errors = counted(number, "{n} error", "{n} errors")
    assert CHINESE.say(errors) == f"{number}处"
    assert CHINESE.say(message("The data has {errors}. Nothing was judged.", errors=errors)) == (
        f"数据暂无法使用，存在{number}处错误，未作判定。"
    )


def test_what_is_counted_fills_a_gap_of_a_sentence() -> None:
    text = message("{files} in {folder}.", files=counted(1, "{n} file", "{n} files"), folder="evidence")
    assert ENGLISH.say(text) == "1 file in evidence."


def test_sentences_that_count_the_same_are_the_same_also_from_another_process() -> None:
    text = message("{files}.", files=counted(2, "{n} file", "{n} files"))
    again = pickle.loads(pickle.dumps(text))  # noqa: S301  # what this test made
    assert again == text
    assert hash(again) == hash(text)
    assert text != message("{files}.", files=counted(3, "{n} file", "{n} files"))
    assert isinstance(again.values["files"], Counted)


def test_the_catalogue_takes_both_forms() -> None:
    source = 'say(message("{files}.", files=counted(len(names), "{n} file", "{n} files")))'
    assert set(sentences_of(source)) == {("{files}.", None), (("{n} file", "{n} files"), None)}
