"""A rule that raises is reported as SC900 and ends the command with 70: never a pass, and nothing else is lost."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ecodemo.assess.bid import Assessment
from ecodemo.check import engine
from ecodemo.check.session import CheckOptions
from ecodemo.language import Language, Speaker
from ecodemo.model.finding import Problem, Ref, Severity
from ecodemo.model.message import message
from ecodemo.report.check.build_check import build_check
from ecodemo.report.check.check_formats import CheckFormat, render
from ecodemo.report.check.finding_words import place
from ecodemo.report.contents.build import build
from ecodemo.rules import CHECKS, Context, Rule
from support import check, say, workspace


def _crash(assessment: Assessment, context: Context) -> Iterator[Problem]:
    yield Problem(Ref("county"), message("Found before the crash."))
    raise ZeroDivisionError("nought")


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The clean county with an empty file, where the first rule of all crashes."""
    crashing = Rule("DC999", "crashing", Severity.WARNING, Assessment, _crash)
    monkeypatch.setattr(engine, "CHECKS", (crashing, *CHECKS))
    folder = workspace(tmp_path)
    (folder / "evidence/00 综合材料/东山镇/2021/00-2 数据确认表.txt").write_bytes(b"")
    return folder


def test_the_crash_is_an_error_that_names_rule_and_cause(root: Path) -> None:
    (crash,) = [finding for finding in check(root).findings if finding.code == "SC900"]
    assert crash.severity is Severity.ERROR
    assert say(crash) == "Rule DC999 crashed: ZeroDivisionError: nought."


def test_the_crash_blames_no_file(root: Path) -> None:
    result = check(root)
    (crash,) = [finding for finding in result.findings if finding.code == "SC900"]
    assert str(crash.position) == ""
    speaker, crashed = Speaker(Language.EN), replace(result, findings=(crash,))
    report = build(crashed, speaker)
    assert place(report.findings[0], speaker) == "(unknown location)"
    checked = build_check(crashed, report, CheckOptions(), Severity.ERROR, "", speaker)
    sarif = json.loads(render(CheckFormat.SARIF, checked, speaker))
    assert sarif["runs"][0]["results"][0]["locations"] == []
    for format_ in set(CheckFormat) - {
        CheckFormat.TEXT,
        CheckFormat.JSON,
        CheckFormat.STATE,
        CheckFormat.SARIF,
    }:
        written = render(format_, checked, speaker).decode("utf-8-sig")
        assert "SC900" in written
        assert "county.yaml" not in written


def test_the_command_ends_with_70_whatever_closes_the_gate(root: Path) -> None:
    result = check(root)
    assert {result.exit_code(fail_on) for fail_on in (None, *Severity)} == {70}


def test_other_findings_are_kept_and_so_are_those_before_the_crash(root: Path) -> None:
    assert [finding.code for finding in check(root).findings] == ["DC999", "EV101", "FX101", "SC900"]


def test_the_traceback_is_kept_for_debug(root: Path) -> None:
    (traceback,) = check(root).crashes
    assert "in _crash" in traceback
    assert "ZeroDivisionError: nought" in traceback


def test_a_crash_is_said_even_when_only_other_families_and_units_are_asked_for(root: Path) -> None:
    result = check(root, CheckOptions(phase="self-inspection", select=("DC",), units=("xihe",)))
    assert [finding.code for finding in result.findings] == ["SC900"]


def test_a_rule_that_does_not_run_does_not_crash(root: Path) -> None:
    result = check(root, CheckOptions(phase="self-inspection", ignore=("DC",)))
    assert result.exit_code(Severity.ERROR) == 1
    assert result.crashes == ()
