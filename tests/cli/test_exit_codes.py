"""Exit codes of design.md section 9, each once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cli.running import invoke, scripted

BROKEN_RULE = """
import sys
from dataclasses import replace
from ecodemo.check import engine
def crash(subject, context):
    raise RuntimeError("broken on purpose")
    yield
engine.CHECKS = tuple(replace(rule, check=crash) if rule.code == "TG101" else rule for rule in engine.CHECKS)
from ecodemo.__main__ import main
main()
"""
FAULT = """
from ecodemo.check import session
def crash(*arguments, **options):
    raise RuntimeError("broken on purpose")
session.survey = crash
from ecodemo.__main__ import main
main()
"""
INTERRUPTED = """
import os, signal
from ecodemo.check import session
def interrupt(*arguments, **options):
    os.kill(os.getpid(), signal.SIGINT)
    raise AssertionError("not interrupted")
session.survey = interrupt
from ecodemo.__main__ import main
main()
"""


def test_0_when_the_repository_is_in_order(example: Path) -> None:
    ran = invoke("-C", example, "check", "--phase", "sound")
    assert ran.exit_code == 0, ran.stdout
    assert "错误0处" in ran.stdout


def test_1_when_the_gate_is_closed(example: Path) -> None:
    ran = invoke("-C", example, "check")
    assert ran.exit_code == 1
    assert "条件尚未满足" in ran.stdout


def test_0_when_a_report_was_written_although_the_gate_is_closed(example: Path, tmp_path: Path) -> None:
    ran = invoke("-C", example, "report", "--out", tmp_path, "--format", "md")
    assert ran.exit_code == 0
    assert list(tmp_path.glob("phase-*.md"))


def test_2_with_file_line_and_column_when_a_key_is_misspelt(county: Path) -> None:
    file = county / "data" / "groups.yaml"
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    number = next(index for index, line in enumerate(lines) if "lead:" in line)
    column = lines[number].index("lead:") + 1
    lines[number] = lines[number].replace("lead:", "laed:", 1)
    file.write_text("".join(lines), encoding="utf-8")
    ran = invoke("-C", county, "check")
    assert ran.exit_code == 2
    assert f"data/groups.yaml:{number + 1}:{column} SC201" in ran.stdout
    assert "“laed”" in ran.stdout
    assert "“lead”" in ran.stdout, "no did-you-mean"
    assert ran.clean


@pytest.mark.parametrize(
    "command", [("status",), ("report",), ("status", "--indicator", "air")], ids=" ".join
)
def test_2_and_complaints_on_stderr_when_a_product_cannot_be_made(
    county: Path, command: tuple[str, ...]
) -> None:
    (county / "data" / "county.yaml").write_text("county: 安化\n", encoding="utf-8")
    ran = invoke("-C", county, *command)
    assert ran.exit_code == 2
    assert ran.stdout == ""
    assert "data/county.yaml:1:1" in ran.stderr
    assert not (county / "reports").exists()


@pytest.mark.parametrize("command", [("check",), ("status",), ("report",)], ids=" ".join)
def test_2_and_what_to_do_when_there_is_no_workspace(tmp_path: Path, command: tuple[str, ...]) -> None:
    ran = invoke(*command, cwd=tmp_path)
    assert ran.exit_code == 2
    assert "ecodemo init DIR" in ran.stderr
    assert ran.stdout == ""


def test_0_and_what_to_do_for_ecodemo_alone_without_a_workspace(tmp_path: Path) -> None:
    ran = invoke(cwd=tmp_path)
    assert ran.exit_code == 0
    assert "ecodemo init DIR" in ran.stdout


@pytest.mark.parametrize(
    ("arguments", "meant"),
    [
        (("check", "--phase", "acceptnce"), "acceptance"),
        (("check", "--bid", "provincial-2012"), "provincial-2021"),
        (("check", "--unit", "ecolgy"), "ecology"),
        (("check", "--group", "environmnt"), "environment"),
        (("check", "--indicator", "farm-wast"), "farm-waste"),
        (("check", "--select", "PH3O1"), "PH301"),
        (("check", "--ignore", "TG999"), "TG"),
        (("check", "--format", "jsn"), "json"),
        (("check", "--fail-on", "warnings"), "warning"),
        (("check", "--also", "jsn:x"), "json"),
        (("report", "--phase", "acceptnce"), "acceptance"),
        (("report", "--format", "xslx"), "xlsx"),
        (("report", "--kind", "phas"), "phase"),
        (("status", "--indicator", "ari"), "air"),
        (("status", "--bid", "provincial"), "provincial-2021"),
        (("explain", "TG1O1"), "TG101"),
        (("schema", "countys"), "county"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else value,
)
def test_2_and_the_nearest_name_when_an_option_names_what_is_not_there(
    small_workspace: Path, arguments: tuple[str, ...], meant: str
) -> None:
    ran = invoke("-C", small_workspace, *arguments)
    assert ran.exit_code == 2
    assert meant in ran.stderr
    assert ran.stdout == ""
    assert ran.clean


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "--nonsense"),
        ("checkk",),
        ("check", "--today", "2021-02-30"),
        ("--lang", "fr", "check"),
        ("init",),
    ],
    ids=" ".join,
)
def test_2_for_wrong_usage(county: Path, arguments: tuple[str, ...]) -> None:
    ran = invoke("-C", county, *arguments)
    assert ran.exit_code == 2
    assert ran.stderr
    assert ran.clean


@pytest.mark.parametrize(
    "arguments",
    [
        ("--phase", "sound", "--select", "TG"),
        ("--select", "TG101", "--ignore", "TG"),
        ("--select", "EV", "--ignore", "EV", "-f", "json"),
    ],
    ids=" ".join,
)
def test_3_when_the_filters_leave_nothing(county: Path, arguments: tuple[str, ...]) -> None:
    ran = invoke("-C", county, "check", *arguments)
    assert ran.exit_code == 3
    assert ran.stderr.strip()
    assert ran.stdout == ""


def test_3_when_no_row_of_the_bid_rests_on_the_chosen_indicator(county: Path) -> None:
    standard = county / "data" / "standards" / "sample-2019.yaml"
    text = standard.read_text(encoding="utf-8")
    shortened = re.sub(r"(?ms)^- no: 25\n.*?(?=^- |\Z)", "", text)
    assert shortened != text
    standard.write_text(shortened, encoding="utf-8")
    assert invoke("-C", county, "check", "--indicator", "farm-waste").exit_code == 3


@pytest.mark.parametrize("format_", ["text", "json"])
def test_70_and_a_finding_when_a_rule_crashes(county: Path, format_: str) -> None:
    ran = scripted(BROKEN_RULE, "-C", county, "check", "-f", format_)
    assert ran.exit_code == 70
    assert "SC900" in ran.stdout
    assert "TG101" in ran.stdout
    assert "broken on purpose" in ran.stdout


def test_70_for_a_crashed_rule_even_if_nothing_may_fail(county: Path) -> None:
    assert scripted(BROKEN_RULE, "-C", county, "check", "--fail-on", "never").exit_code == 70


def test_70_for_a_crashed_rule_although_the_report_was_written(county: Path) -> None:
    ran = scripted(BROKEN_RULE, "-C", county, "report")
    assert ran.exit_code == 70
    assert list((county / "reports").glob("*.xlsx"))


def test_a_crashed_rule_shows_its_traceback_only_for_debug(county: Path) -> None:
    assert scripted(BROKEN_RULE, "-C", county, "check").clean
    assert "RuntimeError: broken on purpose" in scripted(BROKEN_RULE, "-C", county, "check", "--debug").stderr


def test_70_with_a_traceback_when_the_program_itself_is_at_fault(county: Path) -> None:
    ran = scripted(FAULT, "-C", county, "check")
    assert ran.exit_code == 70
    assert "RuntimeError: broken on purpose" in ran.stderr
    assert ran.stdout == ""


def test_70_for_a_fault_with_debug_too(county: Path) -> None:
    ran = scripted(FAULT, "-C", county, "check", "--debug")
    assert ran.exit_code == 70
    assert "RuntimeError: broken on purpose" in ran.stderr


def test_130_when_interrupted(county: Path) -> None:
    ran = scripted(INTERRUPTED, "-C", county, "check")
    assert ran.exit_code == 130
    assert ran.clean


def test_the_exit_code_does_not_depend_on_the_format(example: Path, county: Path) -> None:
    assert invoke("-C", example, "check", "-f", "json").exit_code == 1
    assert invoke("-C", county, "check", "-f", "json").exit_code == 0
    (county / "data" / "townships.yaml").unlink()
    assert invoke("-C", county, "check", "-f", "json").exit_code == 2
