"""Every place that is named is where an editor jumps to: LF, CRLF and CR end a line, and nothing else does."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecodemo.language import Language, Speaker
from ecodemo.load.document import read
from ecodemo.load.lines import Lines

ODD = ("\x85", "\u2028", "\u2029")


def complaint(text: str) -> tuple[tuple[int, int], str]:
    first = read(text.encode()).complaints[0]
    return first.place, first.code


def found_by_an_editor(text: str, offset: int) -> tuple[int, int]:
    lines = re.split("\r\n|\r|\n", text[:offset])
    return len(lines), len(lines[-1]) + 1


@pytest.mark.parametrize("odd", ODD, ids=ascii)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=ascii)
@pytest.mark.parametrize(
    "text",
    [
        "甲: '一{odd}二'{end}乙: &c 1{end}",
        "甲: 1 # 一{odd}乙: &c 1{end}",
        "甲: '一{odd}二'{end}乙: %c{end}",
        "甲: '一{odd}二'{end}乙: {{c: 1，d: 2}}{end}",
        "甲: '一{odd}二'{end}{end}乙：c{end}丙: [",
    ],
)
def test_what_only_yaml_takes_for_the_end_of_a_line_moves_no_place(odd: str, end: str, text: str) -> None:
    written = text.format(odd=odd, end=end)
    wrong = next(written.index(sign) for sign in "&%，：[" if sign in written)
    if "乙：" in written:
        wrong = written.index("：")
    assert complaint(written)[0] == found_by_an_editor(written, wrong)


@pytest.mark.parametrize("odd", ODD, ids=ascii)
def test_values_are_found_where_they_are_written(odd: str) -> None:
    text = f"甲: '{odd}'\n乙:\n- 丙: 1\n"
    assert read(text.encode()).place(("乙", 0, "丙")) == (3, 3)


@pytest.mark.parametrize("sign", ["\x0c", "\x0b", "\x07", "\ufffe"], ids=ascii)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=ascii)
def test_a_control_character_is_placed_also_after_chinese(sign: str, end: str) -> None:
    text = f"名称: 甲乙丙{end}名字: 丁{sign}{end}"
    assert complaint(text) == (found_by_an_editor(text, text.index(sign)), "SC101")


def test_bytes_that_are_no_utf8_are_placed_in_a_file_of_an_old_mac() -> None:
    content = "甲: 1\r乙: ".encode() + "安化".encode("gbk")
    assert read(content).complaints[0].place == (2, 4)


@given(st.text("a甲\n\r\x85\u2028\u2029\x0b\x0c"), st.data())
def test_a_place_is_that_of_an_editor(text: str, data: st.DataObject) -> None:
    # Between CR and LF no character begins.
    offsets = [offset for offset in range(len(text) + 1) if text[offset - 1 : offset + 1] != "\r\n"]
    offset = data.draw(st.sampled_from(offsets))
    assert Lines(text).place(offset) == found_by_an_editor(text, offset)


OURS, BOTH, BASE, THEIRS = "<<<<<<< HEAD", "=======", "||||||| 0123456", ">>>>>>> other"
LEFT_BY_GIT = {
    "both sides": (["a: 1", OURS, "b: 2", BOTH, "b: 3", THEIRS], "2, 4, 6"),
    "with the base": (["a: 1", OURS, "b: 2", BASE, "b: 0", BOTH, "b: 3", THEIRS], "2, 4, 6, 8"),
    "twice": ([OURS, "a: 1", BOTH, THEIRS, "b: 1", OURS, BOTH, "c: 1", THEIRS], "1, 3, 4, 6, 7, 9"),
    "in brackets": (["a: [x,", OURS, " y", BOTH, " z", THEIRS, "]"], "2, 4, 6"),
    "in quotes": (["a: 'x", OURS, "  y", BOTH, "  z", THEIRS, "  '"], "2, 4, 6"),
    "only the middle": (["a: 1", BOTH, "b: 1"], "2"),
    "only the end": (["- a", THEIRS, "- b"], "2"),
}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=ascii)
@pytest.mark.parametrize("case", LEFT_BY_GIT)
def test_what_git_left_is_named_with_the_lines_to_delete(case: str, end: str) -> None:
    lines, named = LEFT_BY_GIT[case]
    (found,) = read(end.join(lines).encode()).complaints
    assert (found.code, found.place) == ("SC102", (int(named.split(",")[0]), 1))
    assert found.hint
    assert f"delete the conflict markers in lines {named}." in Speaker(Language.EN).say(found.hint)


@pytest.mark.parametrize(
    "text", ["# =======\na: 1\n", "a: =======\n", "a: |\n  <<<<<<< HEAD\n", "a: '>>>>>>> x'\n"]
)
def test_what_only_resembles_its_marks_is_text(text: str) -> None:
    assert read(text.encode()).complaints == ()
