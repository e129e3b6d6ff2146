"""Bare `ecodemo` on a terminal offers its steps by number; the .bat files of a workspace need no typing either."""

from __future__ import annotations

import os
import select
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from cli.running import command, environment, invoke


def on_terminal(county: Path, typed: str, *options: str) -> tuple[int, str]:
    """The exit status and what is shown when somebody types at the question."""
    pty = pytest.importorskip("pty", reason="no pseudo-terminals on this system")
    ours, theirs = pty.openpty()
    run = subprocess.Popen(
        command("-C", county, "--lang", "en", "--today", "2026-12-01", *options),
        stdin=theirs,
        stdout=theirs,
        stderr=subprocess.DEVNULL,
        env=environment(TERM="dumb"),
        start_new_session=True,
    )
    os.close(theirs)
    os.write(ours, typed.encode())
    shown = b""
    while select.select([ours], [], [], 60)[0]:
        try:
            part = os.read(ours, 4096)
        except OSError:  # the other side is closed
            break
        if not part:
            break
        shown += part
    os.close(ours)
    return run.wait(60), shown.decode()


@pytest.fixture
def county(tmp_path: Path) -> Path:
    made = invoke(
        "--today", "2026-11-29", "init", tmp_path / "county", "--county", "桃江县", "--code", "430922"
    )
    assert made.exit_code == 0
    return tmp_path / "county"


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals on this system")
def test_the_number_of_a_step_runs_it(county: Path) -> None:
    status, shown = on_terminal(county, "9\n3\n")
    assert status == 0
    asked, _, ran = shown.rpartition("Number of the step")
    assert "Number of the step" in asked
    assert "00-1" in ran


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals on this system")
@pytest.mark.parametrize("typed", ["\n", "\x04"])
def test_enter_and_the_end_of_input_leave(county: Path, typed: str) -> None:
    status, shown = on_terminal(county, typed)
    assert (status, shown.count("Number of the step")) == (0, 1)
    assert not (county / "发出").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals on this system")
def test_quiet_asks_nothing(county: Path) -> None:
    status, shown = on_terminal(county, "1\n", "-q")
    assert (status, "Number of the step" in shown) == (0, False)
    assert not (county / "发出").exists()


def test_without_a_terminal_nothing_is_asked(county: Path) -> None:
    ran = invoke("-C", county, "--lang", "en")
    assert ran.exit_code == 0
    assert "Number of the step" not in ran.stdout


def test_the_bat_files_are_read_by_any_code_page_and_name_commands_that_work(county: Path) -> None:
    assert {file.stem for file in county.glob("*.bat")} == {"发包", "收包", "检查", "出报告"}
    for name in ("发包", "收包", "检查", "出报告"):
        first, folder, named, *_ = (county / f"{name}.bat").read_bytes().decode("ascii").split("\r\n")
        assert (first, folder) == ("@echo off", 'cd /d "%~dp0"')
        dropped = next((county / "发出").rglob("*.zip"), county)
        arguments = [str(dropped) if word == "%*" else word for word in shlex.split(named)[1:]]
        assert invoke("--today", "2026-12-01", *arguments, cwd=county).exit_code == 0, named


def test_replies_go_to_the_workspace_where_no_folder_is_named(county: Path) -> None:
    invoke("-C", county, "--today", "2026-12-01", "form", "export", "--unit", "office")
    (pack,) = (county / "发出").rglob("*.zip")
    ran = invoke("-C", county, "--today", "2026-12-02", "form", "import", pack, "--return", cwd=county.parent)
    assert ran.exit_code == 0, ran.stderr
    assert list((county / "回复").iterdir())
