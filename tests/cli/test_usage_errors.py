"""A wrong call is answered in the user's language: what is wrong, what was probably meant, and how to see the help."""

from __future__ import annotations

import pytest

from cli.running import invoke


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ("chekc", "没有命令chekc。是否为check？"),
        ("check --fase sound", "没有选项--fase。是否为--also、--baseline、--phase？"),
        ("check --phase", "选项--phase须填写内容。"),
        ("check -f nix", "--format、-f不能填“nix”，可填：text、json、"),
        ("evidence sample", "缺少选项--seed。"),
        ("evidence sample --n many --seed 1", "--n不能填“many”，须为整数。"),
        ("evidence sample --n 0 --seed 1", "--n不能填“0”，最小为1。"),
        ("explain", "缺少参数CODE。"),
        ("status one two", "多余的参数：one two。"),
        ("bid close", "缺少参数ID。"),
    ],
)
def test_a_wrong_call_is_answered_in_chinese(call: str, said: str) -> None:
    ran = invoke("--lang", "zh", *call.split())
    assert ran.exit_code == 2
    assert said in ran.stderr
    for english in ("Error", "No such", "Missing", "Invalid", "Try", "Usage"):
        assert english not in ran.stderr


def test_in_english_the_words_are_those_of_every_program() -> None:
    ran = invoke("--lang", "en", "chekc")
    assert "No such command 'chekc'. Did you mean 'check'?" in ran.stderr
