"""`check --write-baseline` and `--baseline`: known findings set aside, new ones counted, and it only shrinks."""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from cli.running import Result, invoke
from support import edit

CHECK = ("check", "--phase", "self-inspection")


@pytest.fixture
def workspace(faulty: Path, tmp_path: Path) -> Path:
    """The small county with its faults, to be changed."""
    return Path(shutil.copytree(faulty, tmp_path / "county"))


def check(folder: Path, *options: str | Path) -> Result:
    ran = invoke("-C", folder, "--lang", "en", *CHECK, *options)
    assert ran.clean
    return ran


def as_json(folder: Path, *options: str | Path) -> dict[str, Any]:
    ran = check(folder, "-f", "json", *options)
    report: dict[str, Any] = json.loads(ran.stdout)
    return report


def entries(folder: Path) -> list[dict[str, str]]:
    listed: list[dict[str, str]] = yaml.safe_load((folder / "baseline.yaml").read_text(encoding="utf-8"))[
        "known"
    ]
    return listed


def codes(report: dict[str, Any]) -> set[str]:
    return {finding["code"] for finding in report["findings"]}


def test_what_was_put_down_does_not_count_any_more(workspace: Path) -> None:
    assert check(workspace).exit_code == 1
    written = check(workspace, "--write-baseline", "--fail-on", "never")
    assert written.exit_code == 0
    report = as_json(workspace, "--baseline")
    assert codes(report) <= {"FX206"}
    assert report["gate"]["known"] > 3
    assert (
        f"{report['gate']['known']} known findings in the baseline not shown."
        in check(workspace, "--baseline").stdout
    )


def test_with_known_findings_nothing_is_said_of_the_gate(workspace: Path) -> None:
    check(workspace, "--write-baseline")
    report = as_json(workspace, "--baseline")
    assert report["gate"]["open"] is None
    assert "0 new errors. Run “ecodemo check” without these options" in report["gate"]["sentence"]


def test_a_new_fault_counts(workspace: Path) -> None:
    check(workspace, "--write-baseline")
    (workspace / "evidence" / "别的.docx").write_bytes(b"x")
    ran = check(workspace, "--baseline", "--select", "EV", "--fail-on", "warning")
    assert ran.exit_code == 1
    assert "别的.docx" in ran.stdout
    assert "临时文件.docx" not in ran.stdout


def test_a_year_that_comes_to_be_missing_later_is_not_hidden_by_the_known_one(workspace: Path) -> None:
    folder = workspace / "evidence" / "25 农业废弃物综合利用率" / "东山镇"
    (folder / "2018" / "25-1 秸秆综合利用台账.txt").unlink()
    check(workspace, "--write-baseline")
    (folder / "2019" / "25-1 秸秆综合利用台账.txt").unlink()
    missing = [f for f in as_json(workspace, "--baseline")["findings"] if f["code"] == "EV104"]
    assert [finding["years"] for finding in missing] == [[2019]]
    assert "2019" in missing[0]["message"]
    assert "2018" not in missing[0]["message"]


def test_the_file_is_one_entry_a_line_sorted_and_the_same_every_time(workspace: Path) -> None:
    check(workspace, "--write-baseline")
    text = (workspace / "baseline.yaml").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.startswith("- ")]
    assert len(lines) == len(entries(workspace)) > 3
    assert lines == sorted(lines)
    assert all(
        re.fullmatch(
            r"- \{rule: \w+, object: .+, fingerprint: [\"']?[0-9a-f]{16}[\"']?, bid: [\w-]+, "
            r"phase: self-inspection(, figures: \[.+\])?\}",
            line,
        )
        for line in lines
    )
    (workspace / "baseline.yaml").unlink()
    invoke("-C", workspace, "--lang", "zh", *CHECK, "--write-baseline")
    assert (workspace / "baseline.yaml").read_text(encoding="utf-8") == text


def test_names_in_it_are_those_of_the_data(workspace: Path) -> None:
    check(workspace, "--write-baseline")
    objects = {entry["object"] for entry in entries(workspace)}
    assert "evidence/临时文件.docx" in objects
    assert any(name.startswith("县林业局 16-1 ") for name in objects)


def test_moved_lines_and_another_language_change_nothing(workspace: Path) -> None:
    check(workspace, "--write-baseline")
    for file in (workspace / "data" / "progress").glob("*.yaml"):
        file.write_text("# 一行\n" + file.read_text(encoding="utf-8"), encoding="utf-8")
    ran = invoke("-C", workspace, "--lang", "zh", *CHECK, "--baseline", "-f", "json")
    assert codes(json.loads(ran.stdout)) <= {"FX206"}


def test_data_fixity_and_privacy_are_never_put_down(workspace: Path) -> None:
    (workspace / "evidence" / "16 林草覆盖率" / "县林业局" / "x.txt.part").write_bytes(b"")
    locked = next((workspace / "evidence").rglob("17-1*.txt"))
    locked.write_bytes(b"other bytes")
    ran = check(workspace, "--write-baseline")
    assert ran.exit_code == 1
    assert "they always count" in ran.stdout
    assert {entry["rule"][:2] for entry in entries(workspace)}.isdisjoint({"SC", "FX", "PV"})
    assert check(workspace, "--baseline").exit_code == 1


@pytest.fixture
def shrinking(workspace: Path) -> Path:
    """A baseline of which one entry is mended and beside which there is one new fault."""
    check(workspace, "--write-baseline")
    (workspace / "evidence" / "临时文件.docx").unlink()
    (workspace / "evidence" / "别的.docx").write_bytes(b"x")
    return workspace


def test_it_says_what_is_mended(shrinking: Path) -> None:
    said = " ".join(check(shrinking, "--baseline").stdout.split())
    assert re.search(
        r"fixed entr(y|ies) in the baseline\. .* to remove: EV\d+ evidence/临时 ?文件.docx", said
    )


def test_written_again_it_drops_what_is_mended_and_adds_nothing(shrinking: Path) -> None:
    file = shrinking / "baseline.yaml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("known:\n", "known:\n# 局长说了\n"), encoding="utf-8"
    )
    before = file.read_text(encoding="utf-8").splitlines()
    ran = check(shrinking, "--write-baseline")
    after = file.read_text(encoding="utf-8").splitlines()
    assert after == [line for line in before if "临时文件" not in line]
    assert len(after) < len(before)
    assert "# 局长说了" in after
    assert ran.exit_code == 1
    said = " ".join(ran.stdout.split())
    assert re.search(r"Not added, because a baseline only shrinks: EV\d+ evidence/别的.docx", said)


def test_written_again_without_changes_it_stays_byte_for_byte(workspace: Path) -> None:
    check(workspace, "--write-baseline")
    before = (workspace / "baseline.yaml").read_bytes()
    check(workspace, "--write-baseline")
    assert (workspace / "baseline.yaml").read_bytes() == before


def test_rules_that_do_not_run_in_a_phase_are_not_taken_for_mended(workspace: Path) -> None:
    check(workspace, "--write-baseline")
    before = entries(workspace)
    ran = invoke("-C", workspace, "--lang", "en", "check", "--phase", "sound", "--write-baseline")
    assert entries(workspace) == before
    assert "baseline.yaml: 0 fixed findings removed" in ran.stdout


def test_entries_of_a_rule_that_there_is_no_more_are_dropped(workspace: Path) -> None:
    check(workspace, "--write-baseline")
    file = workspace / "baseline.yaml"
    before = file.read_text(encoding="utf-8")
    file.write_text(
        f"{before}- {{rule: ZZ101, object: 旧, fingerprint: 0123456789abcdef}}\n", encoding="utf-8"
    )
    assert "ZZ101 旧" in check(workspace, "--baseline").stdout
    check(workspace, "--write-baseline")
    assert file.read_text(encoding="utf-8") == before


def test_what_is_known_of_another_bid_is_not_taken_for_mended(workspace: Path) -> None:
    check(workspace, "--write-baseline")
    file = workspace / "baseline.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("bid: ", "bid: earlier-"), encoding="utf-8")
    before = file.read_bytes()
    shutil.rmtree(workspace / "evidence" / "16 林草覆盖率", ignore_errors=True)
    (workspace / "evidence" / "临时文件.docx").unlink()
    assert "Fixed entries" not in check(workspace, "--baseline").stdout
    check(workspace, "--write-baseline")
    assert file.read_bytes() == before


def test_a_baseline_without_bid_and_phase_is_read_as_before(shrinking: Path) -> None:
    file = shrinking / "baseline.yaml"
    text = re.sub(r", bid: [^}]*\}", "}", file.read_text(encoding="utf-8"))
    file.write_text(text, encoding="utf-8")
    assert "临时文件.docx" in check(shrinking, "--baseline").stdout
    check(shrinking, "--write-baseline")
    assert "临时文件" not in file.read_text(encoding="utf-8")
    assert "bid:" not in file.read_text(encoding="utf-8")


def test_a_known_gate_of_another_phase_is_not_taken_for_mended(workspace: Path) -> None:
    invoke("-C", workspace, "check", "--phase", "self-inspection", "--write-baseline")
    gates = [entry for entry in entries(workspace) if entry["rule"].startswith("PH")]
    assert gates
    invoke("-C", workspace, "check", "--phase", "consolidation", "--write-baseline")
    assert [entry for entry in entries(workspace) if entry["rule"].startswith("PH")] == gates


@pytest.mark.parametrize("beside", ["--bid", "--today"])
def test_a_baseline_beside_another_bid_or_day_is_2(workspace: Path, beside: str) -> None:
    check(workspace, "--write-baseline")
    bid = entries(workspace)[0]["bid"]
    common = ("--today", "2021-09-20") if beside == "--today" else ()
    named = ("--bid", bid) if beside == "--bid" else ()
    ran = invoke("-C", workspace, "--lang", "en", *common, *CHECK, "--baseline", *named)
    assert ran.exit_code == 2
    assert beside in ran.stderr


def test_a_known_figure_that_grew_worse_is_named(workspace: Path) -> None:
    check(workspace, "--write-baseline")
    file = workspace / "baseline.yaml"
    text = file.read_text(encoding="utf-8")
    known = re.search(r"rule: (\w+),.*figures: \[['\"]?([\d.]+)['\"]?, ['\"]?([\d.]+)", text)
    assert known
    file.write_text(text.replace(known[0], known[0].replace(f"{known[2]}", known[3], 1), 1), encoding="utf-8")
    report = as_json(workspace, "--baseline")
    assert [changed["finding"]["code"] for changed in report["changed"]] == [known[1]]


def test_entries_that_share_a_line_are_left_to_a_person(shrinking: Path) -> None:
    file = shrinking / "baseline.yaml"
    listed = entries(shrinking)
    file.write_text(f"known: {json.dumps(listed, ensure_ascii=False)}\n", encoding="utf-8")
    before = file.read_bytes()
    ran = check(shrinking, "--write-baseline")
    assert ran.exit_code == 2
    assert "by hand" in ran.stderr
    assert file.read_bytes() == before


def test_another_file_may_be_named(workspace: Path, tmp_path: Path) -> None:
    file = tmp_path / "known.yaml"
    check(workspace, "--write-baseline", file)
    assert file.is_file()
    assert not (workspace / "baseline.yaml").exists()
    assert codes(as_json(workspace, "--baseline", file)) <= {"FX206"}


def test_a_baseline_that_is_not_there_is_2_and_says_how_to_make_one(workspace: Path) -> None:
    ran = check(workspace, "--baseline")
    assert ran.exit_code == 2
    assert "--write-baseline" in ran.stderr


BROKEN = {
    "conflict": (
        "known:\n<<<<<<< HEAD\n- {rule: EV101}\n=======\n- {rule: EV102}\n>>>>>>> other\n",
        r"baseline\.yaml:2:1: Unresolved git conflict",
    ),
    "key": (
        "known:\n- {rule: EV101, objekt: x, fingerprint: 0123456789abcdef}\n",
        r"baseline\.yaml:2:\d+: .*objekt",
    ),
    "fingerprint": ("known:\n- {rule: EV101, fingerprint: xyz}\n", r"baseline\.yaml:2:\d+: .*xyz"),
    "missing": (
        "known:\n- {rule: EV101}\n- {rule: EV102}\n",
        r"baseline\.yaml:2:\d+: .*fingerprint.* 1 more error below it",
    ),
    "list": ("- x\n", r"baseline\.yaml:1:\d+: "),
    "tag": ("known: !!python/object {}\n", r"baseline\.yaml:1:\d+: "),
    "always": (
        "known:\n- {rule: FX101, object: 某文件, fingerprint: 0123456789abcdef}\n",
        r"baseline\.yaml:2:\d+: FX101 某文件 cannot be in a baseline",
    ),
}


@pytest.mark.parametrize("case", sorted(BROKEN))
def test_a_broken_baseline_is_2_with_its_line(workspace: Path, case: str) -> None:
    text, words = BROKEN[case]
    (workspace / "baseline.yaml").write_text(text, encoding="utf-8")
    for option in ("--baseline", "--write-baseline"):
        ran = check(workspace, option)
        assert ran.exit_code == 2
        assert re.search(words, ran.stderr), ran.stderr
    assert (workspace / "baseline.yaml").read_text(encoding="utf-8") == text


@pytest.mark.parametrize("options", [("--select", "EV"), ("--unit", "dongshan"), ("--indicator", "air")])
def test_a_part_of_a_check_writes_no_baseline(workspace: Path, options: tuple[str, ...]) -> None:
    ran = check(workspace, "--write-baseline", *options)
    assert ran.exit_code in (2, 3)
    assert not (workspace / "baseline.yaml").exists()


def test_data_that_cannot_be_loaded_write_no_baseline(workspace: Path) -> None:
    edit(workspace / "data" / "waivers.yaml", "waivers:", "waivers: [")
    ran = check(workspace, "--write-baseline")
    assert ran.exit_code == 2
    assert "not written" in ran.stderr
    assert not (workspace / "baseline.yaml").exists()


def test_options_that_exclude_each_other_are_2(workspace: Path) -> None:
    assert check(workspace, "--baseline", "--write-baseline").exit_code == 2
    assert check(workspace, "--write-baseline", "--changed-since", "HEAD").exit_code == 2


def test_a_file_whose_name_is_no_utf_8_can_be_known_too(workspace: Path) -> None:
    (workspace / "evidence" / os.fsdecode("临时.docx".encode("gbk"))).write_bytes(b"x")
    ran = check(workspace, "--write-baseline", "--fail-on", "never")
    assert ran.exit_code == 0
    assert any(re.fullmatch(r"evidence/\\x.*\.docx", entry["object"]) for entry in entries(workspace))
    known = as_json(workspace, "--baseline", "--select", "EV")
    assert codes(known) == set()


def test_an_empty_baseline_holds_nothing(workspace: Path) -> None:
    (workspace / "baseline.yaml").write_text("known: []\n", encoding="utf-8")
    assert len(as_json(workspace, "--baseline")["findings"]) == len(as_json(workspace)["findings"])
