"""Filters, formats and files of `ecodemo check`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest

from cli.running import invoke, process


def findings(folder: Path, *arguments: str) -> list[dict[str, Any]]:
    ran = invoke("-C", folder, "check", "-f", "json", *arguments)
    assert ran.exit_code in (0, 1), ran.stderr
    listed: list[dict[str, Any]] = json.loads(ran.stdout)["findings"]
    return listed


def codes(folder: Path, *arguments: str) -> set[str]:
    return {finding["code"] for finding in findings(folder, *arguments)}


@pytest.fixture(scope="module")
def everything(example: Path) -> list[dict[str, Any]]:
    return findings(example)


def test_the_example_has_faults_of_several_families(everything: list[dict[str, Any]]) -> None:
    assert len({finding["code"][:2] for finding in everything}) >= 3


def test_select_takes_the_beginning_of_codes(example: Path, everything: list[dict[str, Any]]) -> None:
    all_codes = {finding["code"] for finding in everything}
    assert codes(example, "--select", "EV") == {code for code in all_codes if code.startswith("EV")}
    assert codes(example, "--select", "EV104,TG") == {
        code for code in all_codes if code.startswith(("EV104", "TG"))
    }


def test_select_takes_lower_case_full_width_commas_and_repetition(example: Path) -> None:
    assert codes(example, "--select", "ev，tg") == codes(example, "--select", "EV", "--select", "TG")


def test_ignore_wins_over_select(example: Path, everything: list[dict[str, Any]]) -> None:
    left = {finding["code"] for finding in everything if finding["code"].startswith("EV")} - {"EV104"}
    assert codes(example, "--select", "EV", "--ignore", "EV104") == left


def test_unit_leaves_what_that_unit_has_to_do(example: Path, everything: list[dict[str, Any]]) -> None:
    unit = next(finding["unit"] for finding in everything if finding["unit"])
    kept = findings(example, "--unit", unit)
    assert kept == [finding for finding in everything if finding["unit"] == unit]


def test_indicator_leaves_what_is_about_it(example: Path, everything: list[dict[str, Any]]) -> None:
    kept = findings(example, "--indicator", "farm-waste")
    assert kept
    assert kept == [finding for finding in everything if finding["indicator"] == "farm-waste"]


def test_group_leaves_what_is_about_its_indicators(example: Path, everything: list[dict[str, Any]]) -> None:
    report = json.loads(invoke("-C", example, "check", "-f", "json").stdout)
    sizes = {group["id"]: len(findings(example, "--group", group["id"])) for group in report["groups"][:3]}
    assert any(sizes.values())
    assert all(size < len(everything) for size in sizes.values())


@pytest.mark.parametrize(("fail_on", "code"), [("error", 0), ("warning", 1), ("never", 0)])
def test_fail_on_says_which_weight_closes_the_gate(county: Path, fail_on: str, code: int) -> None:
    (county / "data" / "notes.yaml").write_text("a: 1\n", encoding="utf-8")  # SC106, a warning
    assert invoke("-C", county, "check", "--fail-on", fail_on).exit_code == code


@pytest.mark.parametrize(("fail_on", "code"), [("error", 1), ("warning", 1), ("never", 0)])
def test_fail_on_never_lets_a_closed_gate_pass(example: Path, fail_on: str, code: int) -> None:
    assert invoke("-C", example, "check", "--fail-on", fail_on).exit_code == code


@pytest.mark.parametrize(
    ("phase", "lang"), [("sound", "zh"), ("self-inspection", "en"), ("consolidation", "zh")]
)
def test_json_fits_the_schema_of_the_report(example: Path, phase: str, lang: str) -> None:
    schema = json.loads(invoke("schema", "report").stdout)
    report = json.loads(invoke("-C", example, "--lang", lang, "check", "--phase", phase, "-f", "json").stdout)
    jsonschema.Draft202012Validator(schema).validate(report)
    assert report["language"] == lang
    assert report["schema_version"] == 1


def test_json_says_what_prevents_loading(county: Path) -> None:
    (county / "data" / "groups.yaml").write_bytes("groups: 组".encode("gbk"))
    ran = invoke("-C", county, "check", "-f", "json")
    assert ran.exit_code == 2
    complaints = json.loads(ran.stdout)
    assert complaints["schema_version"] == 1
    assert [(f["file"], f["line"], f["column"], f["code"]) for f in complaints["findings"]] == [
        ("data/groups.yaml", 1, 9, "SC101")
    ]


def test_output_file_takes_what_stdout_would_have_had(example: Path, tmp_path: Path) -> None:
    shown = invoke("-C", example, "check", "-f", "json")
    kept = invoke("-C", example, "check", "-f", "json", "-o", tmp_path / "check.json")
    assert (kept.exit_code, kept.stdout) == (1, "")
    assert (tmp_path / "check.json").read_text(encoding="utf-8") == shown.stdout


def test_text_in_a_file_is_the_text_of_the_screen(example: Path, tmp_path: Path) -> None:
    shown = invoke("-C", example, "check")
    kept = invoke("-C", example, "check", "--output-file", tmp_path / "deep" / "check.txt")
    assert kept.stdout == ""
    assert (tmp_path / "deep" / "check.txt").read_text(encoding="utf-8") == shown.stdout


def test_also_writes_other_formats_beside_the_one_on_screen(example: Path, tmp_path: Path) -> None:
    ran = invoke(
        "-C",
        example,
        "check",
        "--also",
        f"json:{tmp_path / 'a.json'}",
        "--also",
        f"text:{tmp_path / 'a.txt'}",
    )
    assert ran.exit_code == 1
    assert ran.stdout == (tmp_path / "a.txt").read_text(encoding="utf-8")
    assert json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))["gate"]["open"] is False


def test_also_takes_paths_with_colons(county: Path, tmp_path: Path) -> None:
    assert invoke("-C", county, "check", "--also", f"json:{tmp_path / 'a:b.json'}").exit_code == 0
    assert (tmp_path / "a:b.json").is_file()


def test_a_file_that_cannot_be_written_is_2_and_says_so(county: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    ran = invoke("-C", county, "check", "-o", tmp_path / "file" / "check.txt")
    assert ran.exit_code == 2
    assert str(tmp_path / "file") in ran.stderr
    assert ran.clean


def test_quiet_leaves_counts_and_the_last_lines(example: Path) -> None:
    loud, quiet = invoke("-C", example, "check"), invoke("-C", example, "check", "-q")
    assert quiet.exit_code == loud.exit_code == 1
    assert quiet.stdout.splitlines()[-1] == loud.stdout.splitlines()[-1]
    assert "→" in loud.stdout
    assert "→" not in quiet.stdout
    assert len(quiet.stdout) < len(loud.stdout) / 2


def test_verbose_shows_waived_findings_with_their_reason(example: Path) -> None:
    report = json.loads(invoke("-C", example, "check", "-f", "json").stdout)
    assert report["waived"], "the example has a waived finding"
    ran = invoke("-C", example, "check", "-v")
    reason = report["waived"][0]["waived_by"][:10]
    assert reason in ran.stdout.replace("\n", "")
    assert reason not in invoke("-C", example, "check").stdout.replace("\n", "")


@pytest.mark.long
def test_two_runs_print_the_same(example: Path) -> None:
    first = process("-C", example, "check", "-f", "json", env={"PYTHONHASHSEED": "1"})
    assert first.stdout == process("-C", example, "check", "-f", "json", env={"PYTHONHASHSEED": "2"}).stdout


@pytest.mark.parametrize(("code", "lang"), [("TG101", "zh"), ("tg101", "en")])
def test_explain_prints_the_page_of_a_rule(code: str, lang: str) -> None:
    ran = invoke("--lang", lang, "explain", code)
    assert ran.exit_code == 0
    assert ran.stdout.startswith("# TG101")


def test_rules_lists_every_rule_once() -> None:
    lines = invoke("rules").stdout.splitlines()
    listed = [line.split()[0] for line in lines]
    assert len(listed) == len(set(listed)) > 30
    assert {"SC101", "TG101", "EV104", "WV101"} <= set(listed)
