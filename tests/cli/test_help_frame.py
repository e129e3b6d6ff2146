"""What typer writes around the help is in the reader's language too."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.running import invoke

ENGLISH = ("Usage", "Options", "Arguments", "Commands", "Show ", "Install ", "[default", "[required")


@pytest.mark.parametrize("command", ["", "form", "form import", "explain", "check"])
def test_help_in_chinese_has_no_english_frame(command: str, tmp_path: Path) -> None:
    shown = invoke("--lang", "zh", *command.split(), "--help", cwd=tmp_path).stdout

    assert shown.startswith("用法：ecodemo")
    assert not [word for word in ENGLISH if word in shown]


def test_help_in_english_keeps_the_frame_of_typer(tmp_path: Path) -> None:
    shown = invoke("--lang", "en", "explain", "--help", cwd=tmp_path).stdout

    assert shown.startswith("Usage: ecodemo explain [OPTIONS] CODE\n")
    assert all(words in shown for words in ("\nArguments:\n", "[required]", "\nOptions:\n"))


def test_default_is_named_in_chinese(tmp_path: Path) -> None:
    assert "[默认：.]" in invoke("--lang", "zh", "--help", cwd=tmp_path).stdout
