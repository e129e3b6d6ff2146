"""The current folder, which language is spoken, what the terminal can show, which day it is."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from cli.running import command, environment, invoke, process

GATE = {"zh": "条件", "en": "gate"}
COLOURS = re.compile(r"\x1b\[[0-9;]*3[0-7]m")


def in_language(folder: Path, language: str) -> Path:
    file = folder / "data" / "county.yaml"
    text = file.read_text(encoding="utf-8")
    assert "language: zh" in text
    file.write_text(text.replace("language: zh", f"language: {language}"), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("option", "variable", "workspace", "locale", "spoken"),
    [
        ("en", "zh", "zh", "zh_CN.UTF-8", "en"),
        ("zh", "en", "en", "en_US.UTF-8", "zh"),
        (None, "en", "zh", "zh_CN.UTF-8", "en"),
        (None, "zh", "en", "en_US.UTF-8", "zh"),
        (None, "", "en", "zh_CN.UTF-8", "en"),
        (None, "", "zh", "en_US.UTF-8", "zh"),
    ],
)
def test_option_then_variable_then_workspace_then_locale(
    county: Path, option: str | None, variable: str, workspace: str, locale: str, spoken: str
) -> None:
    in_language(county, workspace)
    given = ["--lang", option] if option else []
    ran = invoke("check", *given, cwd=county, env={"ECODEMO_LANG": variable, "LC_ALL": locale})
    assert ran.exit_code == 0
    assert GATE[spoken] in ran.stdout.splitlines()[-1]


@pytest.mark.parametrize(
    ("locale", "spoken"), [("zh_CN.UTF-8", "zh"), ("zh_CN.GB18030", "zh"), ("de_DE.UTF-8", "en"), ("C", "en")]
)
def test_outside_a_workspace_the_locale_decides(tmp_path: Path, locale: str, spoken: str) -> None:
    ran = invoke("--help", cwd=tmp_path, env={"LC_ALL": locale})
    assert ("生态文明" in ran.stdout) == (spoken == "zh")


@pytest.mark.parametrize(
    "arguments",
    [
        ("-C", "{}", "--lang", "en", "-q", "check"),
        ("check", "-q", "--lang", "en", "-C", "{}"),
        ("check", "--directory={}", "--lang=en", "--quiet"),
        ("--directory", "{}", "check", "--lang", "en", "--phase", "acceptance", "-q"),
    ],
    ids=" ".join,
)
def test_common_options_before_and_after_the_command(county: Path, arguments: tuple[str, ...]) -> None:
    ran = invoke(*(argument.format(county) for argument in arguments))
    assert ran.exit_code == 0, ran.stderr
    assert ran.stdout == invoke("-C", county, "--lang", "en", "-q", "check").stdout


@pytest.mark.long
@pytest.mark.parametrize(
    "env",
    [{"PYTHONIOENCODING": "gbk"}, {"LC_ALL": "C"}, {"LC_ALL": "C", "PYTHONIOENCODING": "ascii"}],
    ids=lambda env: " ".join(f"{name}={value}" for name, value in env.items()),
)
def test_no_console_changes_what_is_said(example: Path, env: dict[str, str]) -> None:
    arguments = ("-C", example, "status")
    ran = process(*arguments, env=env)
    assert ran == invoke(*arguments)
    assert ran.clean


@pytest.mark.parametrize("columns", ["0", "000", "-5", "abc", "", "²"])
def test_a_width_that_no_terminal_has_counts_as_unknown(county: Path, columns: str) -> None:
    ran = invoke("-C", county, "doctor", env={"COLUMNS": columns})
    assert "100列" in ran.stdout
    assert ran == invoke("-C", county, "doctor")


@pytest.mark.parametrize("arguments", ["check -q", "status", ""])
def test_a_width_of_zero_hides_nothing(county: Path, arguments: str) -> None:
    ran = invoke("-C", county, *arguments.split(), env={"COLUMNS": "0"})
    assert ran == invoke("-C", county, *arguments.split())
    assert ran.stdout


def test_a_file_system_that_is_not_utf8_does_not_make_it_raise(example: Path) -> None:
    ran = process("-C", example, "check", env={"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"})
    assert ran.exit_code == 1
    assert ran.clean


@pytest.mark.parametrize(
    ("arguments", "reader"),
    [
        ("check -f json", "head -1"),
        ("check", "true"),
        ("status --indicator farm-waste", "head -1"),
        ("explain TG101", "true"),
        ("rules", "true"),
        ("--version", "true"),
        ("--help", "true"),
        ("check --phase none 2>&1", "true"),
    ],
)
def test_a_reader_that_stops_is_no_fault_and_no_closed_gate(
    example: Path, arguments: str, reader: str
) -> None:
    at = "" if arguments == "--version" else f"-C '{example}'"
    pipe = f"'{sys.executable}' -m ecodemo {at} {arguments} | {reader}; exit ${{PIPESTATUS[0]}}"
    ended = subprocess.run(["bash", "-c", pipe], env=environment(), capture_output=True, check=False)
    assert ended.returncode in {0, 141}
    assert ended.stderr == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("arguments", ["--version", "--help", "rules", "check", "check -f json"])
def test_a_full_disk_is_reported_and_no_fault_of_the_program(county: Path, arguments: str) -> None:
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(
            command("-C", county, *arguments.split()) if arguments != "--version" else command(arguments),
            env=environment(),
            stdout=full,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            check=False,
        )
    assert ended.returncode == 2
    assert "Cannot write" in ended.stderr or "未能写出" in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_a_stream_that_is_closed_changes_no_exit_code(county: Path, closed: str) -> None:
    line = f"'{sys.executable}' -m ecodemo -C '{county}' check --phase sound -f json {closed}"
    ended = subprocess.run(["bash", "-c", line], env=environment(), capture_output=True, check=False)
    assert ended.returncode == 0
    assert b"Traceback" not in ended.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="a folder that is in use cannot be deleted there")
@pytest.mark.parametrize(
    ("arguments", "code"),
    [("check", 2), ("status", 2), ("doctor", 0), ("-C {county} check --phase sound", 0)],
    ids=["check", "status", "doctor", "named"],
)
def test_in_a_folder_that_was_deleted_it_says_so(
    county: Path, tmp_path: Path, arguments: str, code: int
) -> None:
    (tmp_path / "gone").mkdir()
    called = f"'{sys.executable}' -m ecodemo --lang en {arguments.format(county=county)}"
    line = f"cd '{tmp_path / 'gone'}' && rmdir ../gone && {called}"
    ended = subprocess.run(
        ["bash", "-c", line], env=environment(), capture_output=True, encoding="utf-8", check=False
    )
    said = ended.stdout + ended.stderr
    assert ended.returncode == code
    assert "Traceback" not in said
    assert ("was deleted" in said) == ("-C" not in arguments)


def test_today_judges_by_that_day(county: Path) -> None:
    assert "2021-06-15" in invoke("-C", county, "--lang", "en", "--today", "2021-06-15", "check").stdout
    assert "2021-06-15" in invoke("-C", county, "--lang", "en", "--today", "2021年6月15日", "check").stdout


@pytest.mark.parametrize(
    ("today", "phase"),
    [
        ("2020-01-01", "准备阶段"),
        ("2021-05-31", "实施阶段"),
        ("2021-10-01", "验收阶段"),
        ("2099-01-01", "巩固阶段"),
    ],
)
def test_the_day_decides_the_phase(county: Path, today: str, phase: str) -> None:
    assert phase in invoke("-C", county, "--today", today).stdout
    assert phase in invoke("-C", county, "--today", today, "check").stdout


def test_output_to_a_pipe_has_no_colour(example: Path) -> None:
    assert "\x1b" not in invoke("-C", example, "check").stdout


def test_color_always_colours_a_pipe_and_never_does_not(example: Path) -> None:
    assert COLOURS.search(invoke("-C", example, "check", "--color", "always").stdout)
    assert not COLOURS.search(invoke("-C", example, "check", "--color=never").stdout)


def test_no_color_is_obeyed(example: Path) -> None:
    ran = invoke("-C", example, "check", "--color", "auto", env={"NO_COLOR": "1", "FORCE_COLOR": "1"})
    assert not COLOURS.search(ran.stdout)


def test_color_does_not_change_the_words(example: Path) -> None:
    coloured = invoke("-C", example, "check", "--color", "always").stdout
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == invoke("-C", example, "check").stdout


def test_the_workspace_is_found_from_a_folder_within(county: Path) -> None:
    below = county / "data" / "progress"
    assert invoke("check", cwd=below).stdout == invoke("check", cwd=county).stdout


def test_the_workspace_is_not_looked_for_above_a_git_root(county: Path) -> None:
    repository = county / "evidence" / "other"
    (repository / ".git").mkdir(parents=True)
    (repository / "deep").mkdir()
    ran = invoke("check", cwd=repository / "deep")
    assert ran.exit_code == 2
    assert "ecodemo init" in ran.stderr


def test_a_workspace_at_the_git_root_is_found(county: Path) -> None:
    (county / ".git").mkdir()
    assert invoke("check", cwd=county / "data").exit_code == 0


def test_reports_land_in_the_workspace_from_any_folder(county: Path) -> None:
    assert invoke("report", "-f", "md", cwd=county / "data").exit_code == 0
    assert [file.name for file in (county / "reports").iterdir()] == ["phase-provincial-2021-2021-11-01.md"]


def test_bare_ecodemo_names_commands_that_work(county: Path) -> None:
    ran = invoke("-C", county)
    assert ran.exit_code == 0
    named = re.findall(r"^   ecodemo (.+)$", ran.stdout, re.MULTILINE)
    assert len(named) == 3
    for arguments in named:
        assert invoke("-C", county, *arguments.split()).exit_code in (0, 1), arguments


def test_version_is_printed_alone() -> None:
    for ran in (process("--version"), process("-q", "--version")):
        assert ran.exit_code == 0
        assert re.fullmatch(r"ecodemo \d+\.\d+\S*\n", ran.stdout)


def test_asserts_are_not_relied_on(county: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-OO", *command("-C", county, "check")[1:]],
        env=environment(),
        capture_output=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr.decode()
