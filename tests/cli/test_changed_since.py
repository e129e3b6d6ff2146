"""`check --changed-since REV`: the whole workspace is judged, and only what came after a commit counts."""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from cli.running import Result, invoke
from repository import begin, commit, git
from support import edit

PROOF = "evidence/25 农业废弃物综合利用率/东山镇/2019/25-1 秸秆综合利用台账.txt"
NO_GIT = {"PATH": str(Path(os.sep, "nowhere"))}


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary files go in this test."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return folder


@pytest.fixture
def workspace(faulty: Path, tmp_path: Path, temporary: Path) -> Path:
    """The small county with faults, in a repository of its own."""
    return begin(Path(shutil.copytree(faulty, tmp_path / "county")))


def check(folder: Path, revision: str, *options: str, phase: str = "self-inspection", **env: str) -> Result:
    common = ("-C", folder, "--lang", "en")
    ran = invoke(*common, "check", "--phase", phase, *options, f"--changed-since={revision}", env=env)
    assert ran.clean
    return ran


def found(
    folder: Path, revision: str, phase: str = "self-inspection", *options: str
) -> list[tuple[str, str]]:
    """Code and file of what counts."""
    ran = check(folder, revision, "-f", "json", *options, phase=phase)
    assert ran.exit_code in (0, 1), ran.stderr
    report: dict[str, Any] = json.loads(ran.stdout)
    return [(finding["code"], finding["file"]) for finding in report["findings"]]


def test_nothing_changed_nothing_counts(workspace: Path) -> None:
    ran = check(workspace, "HEAD")
    assert ran.exit_code == 0
    assert " not shown." in ran.stdout
    assert found(workspace, "HEAD") == []


def test_a_removed_document_is_exactly_that_finding(workspace: Path) -> None:
    (workspace / PROOF).unlink()
    commit(workspace, "one fewer")
    assert found(workspace, "HEAD~1", "sound") == [("FX102", PROOF)]
    assert check(workspace, "HEAD~1", phase="sound").exit_code == 1
    assert found(workspace, "HEAD", "sound") == []


def test_in_its_phase_a_removed_document_is_missing_for_its_year_alone(workspace: Path) -> None:
    (workspace / PROOF).unlink()
    counted = {code for code, _ in found(workspace, "HEAD")}
    assert {"EV104", "FX102"} <= counted
    assert {"DC", "TG", "PH", "RS"}.isdisjoint(code[:2] for code in counted)


def test_what_is_not_committed_yet_counts_too(workspace: Path) -> None:
    (workspace / "evidence" / "别的.docx").write_bytes(b"x")
    assert ("EV102", "evidence/别的.docx") in found(workspace, "HEAD")


def test_a_year_more_of_a_known_finding_counts_alone(workspace: Path) -> None:
    (workspace / PROOF).unlink()
    commit(workspace, "2019 is missing")
    (workspace / PROOF.replace("2019", "2018")).unlink()
    ran = check(workspace, "HEAD", "-f", "json")
    missing = [f for f in json.loads(ran.stdout)["findings"] if f["code"] == "EV104"]
    assert [finding["years"] for finding in missing] == [[2018]]


def test_a_waiver_taken_away_brings_back_what_it_excused(workspace: Path) -> None:
    edit(workspace / "data" / "waivers.yaml", "rule: EV104", "rule: EV105")
    assert "EV104" in {code for code, _ in found(workspace, "HEAD")}


def test_lines_that_moved_are_nothing_new(workspace: Path) -> None:
    for file in (workspace / "data" / "progress").glob("*.yaml"):
        file.write_text("# 一行\n\n" + file.read_text(encoding="utf-8"), encoding="utf-8")
    assert found(workspace, "HEAD") == []


def test_a_branch_that_went_on_counts_from_where_it_was_left(workspace: Path) -> None:
    """What is mended there since is not new here, and what is broken there since is not known here."""
    left = git(workspace, "rev-parse", "HEAD")
    git(workspace, "checkout", "--quiet", "-b", "side")
    other = PROOF.replace("2019", "2018")
    (workspace / other).unlink()
    commit(workspace, "one fewer")
    git(workspace, "checkout", "--quiet", "main")
    (workspace / "evidence" / "临时文件.docx").unlink()
    (workspace / other).unlink()
    commit(workspace, "mended and broken")
    git(workspace, "checkout", "--quiet", "side")
    assert found(workspace, "main", "sound") == [("FX102", other)]
    said = " ".join(check(workspace, "main", phase="sound").stdout.split())
    assert f"Only findings new since {left[:12]} (merge base of HEAD and main) count." in said


def test_an_earlier_commit_of_the_same_branch_is_itself_compared_with(workspace: Path) -> None:
    (workspace / PROOF).unlink()
    commit(workspace, "one fewer")
    assert "Only findings new since HEAD~1 count." in check(workspace, "HEAD~1").stdout


def test_without_a_common_history_the_commit_itself_is_compared_with(workspace: Path) -> None:
    git(workspace, "checkout", "--quiet", "--orphan", "anew")
    (workspace / PROOF).unlink()
    commit(workspace, "anew")
    assert found(workspace, "main", "sound") == [("FX102", PROOF)]


def test_both_states_are_judged_by_the_same_day(workspace: Path) -> None:
    arguments = ("-C", workspace, "--today", "2021-12-20", "check", "--changed-since", "HEAD", "-f", "json")
    report = json.loads(invoke(*arguments).stdout)
    assert report["today"] == "2021-12-20"
    assert report["findings"] == []
    assert report["gate"]["known"] > 0


def test_a_workspace_may_be_below_the_top_of_its_repository(faulty: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(faulty, tmp_path / "library" / "counties" / "清溪"))
    begin(tmp_path / "library")
    (folder / PROOF).unlink()
    assert found(folder, "HEAD", "sound") == [("FX102", PROOF)]
    assert check(folder / "data", "HEAD", phase="sound").exit_code == 1


def test_pointers_of_lfs_stay_pointers_and_nothing_is_fetched(workspace: Path) -> None:
    """Whoever has the content compares with pointers: git must not run the filter, which would fetch."""
    content = (workspace / PROOF).read_bytes()
    pointer = (
        f"version https://git-lfs.github.com/spec/v1\noid sha256:{sha256(content).hexdigest()}\n"
        f"size {len(content)}\n"
    )
    (workspace / PROOF).write_text(pointer, encoding="utf-8")
    (workspace / ".gitattributes").write_text(
        "evidence/** filter=lfs -text export-ignore\n", encoding="utf-8"
    )
    commit(workspace, "to LFS")
    git(workspace, "config", "filter.lfs.smudge", "touch ../was-run; cat")
    (workspace / PROOF).write_bytes(content)
    assert found(workspace, "HEAD") == []
    assert not (workspace.parent / "was-run").exists()


def test_a_link_that_was_there_before_is_nothing_new(workspace: Path) -> None:
    (workspace / "evidence" / "连").symlink_to("..")
    assert found(workspace, "HEAD", "sound") == [("FX205", "evidence/连")]
    commit(workspace, "a link")
    assert found(workspace, "HEAD", "sound") == []


def test_a_name_that_is_no_utf_8_is_nothing_new_either(workspace: Path) -> None:
    (workspace / "evidence" / os.fsdecode("临时.docx".encode("gbk"))).write_bytes(b"x")
    assert {code for code, _ in found(workspace, "HEAD", "sound")} >= {"FX201"}
    commit(workspace, "from an old zip")
    assert found(workspace, "HEAD", "sound") == []


def test_a_submodule_is_passed_over(workspace: Path) -> None:
    head = git(workspace, "rev-parse", "HEAD")
    git(workspace, "update-index", "--add", "--cacheinfo", f"160000,{head},evidence/别的库")
    git(workspace, "commit", "--quiet", "-m", "a submodule")
    assert found(workspace, "HEAD") == []


def test_nothing_is_left_behind_and_git_knows_of_nothing(workspace: Path, temporary: Path) -> None:
    def state() -> list[str]:
        return sorted(str(path) for path in (workspace / ".git").rglob("*"))

    before = state()
    check(workspace, "HEAD")
    assert state() == before
    assert list(temporary.iterdir()) == []


def test_the_cache_remembers_nothing_of_the_earlier_state(workspace: Path, cache: Path) -> None:
    check(workspace, "HEAD")
    assert len(list((cache / "ecodemo").iterdir())) == 1


HOSTILE = ["--upload-pack=touch was-run", "--output=was-run", "-h", "--", "HEAD:data", "a..b", "", "^HEAD"]


@pytest.mark.parametrize("revision", HOSTILE, ids=[str(number) for number in range(len(HOSTILE))])
def test_what_is_no_commit_is_2_and_never_an_option(workspace: Path, revision: str) -> None:
    ran = check(workspace, revision)
    assert ran.exit_code == 2
    assert f"No commit “{revision}”" in ran.stderr
    assert not list(workspace.parent.rglob("was-run*"))


def test_names_that_lead_out_of_the_folder_are_not_followed(workspace: Path, temporary: Path) -> None:
    """Trees that no ordinary git makes: an entry called `..`, and a link with something below it."""
    blob = git(workspace, "hash-object", "-w", "--stdin", given=b"out")
    data, link = (
        git(workspace, "rev-parse", "HEAD:data"),
        git(workspace, "hash-object", "-w", "--stdin", given=b".."),
    )
    inner = make_tree(workspace, ("100644", "逃出.txt", blob))
    up = make_tree(workspace, ("40000", "..", inner))
    evidence = make_tree(workspace, ("40000", "上", up), ("120000", "连", link), ("40000", "连", inner))
    top = make_tree(workspace, ("40000", "data", data), ("40000", "evidence", evidence))
    hostile = git(workspace, "commit-tree", top, "-m", "hostile")
    ran = check(workspace, hostile)
    assert ran.exit_code in (1, 2)
    assert not list(temporary.parent.rglob("逃出.txt"))


def make_tree(folder: Path, *entries: tuple[str, str, str]) -> str:
    """A tree with any names; `git mktree` refuses some."""
    body = b"".join(f"{mode} {name}\0".encode() + bytes.fromhex(digits) for mode, name, digits in entries)
    return git(folder, "hash-object", "-w", "-t", "tree", "--literally", "--stdin", given=body)


def test_a_clone_without_history_says_how_to_fetch_it(workspace: Path, tmp_path: Path) -> None:
    first = git(workspace, "rev-parse", "HEAD")
    (workspace / PROOF).unlink()
    commit(workspace, "second")
    git(tmp_path, "clone", "--quiet", "--depth=1", workspace.as_uri(), "shallow")
    ran = check(tmp_path / "shallow", first)
    assert ran.exit_code == 2
    for words in ("fetch-depth: 0", "GIT_DEPTH", "--unshallow"):
        assert words in ran.stderr


def test_without_a_repository_it_is_2(faulty: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(faulty, tmp_path / "county"))
    ran = check(folder, "HEAD")
    assert ran.exit_code == 2
    assert "is not in a readable git repository" in ran.stderr


def test_without_git_it_is_2(workspace: Path) -> None:
    ran = check(workspace, "HEAD", **NO_GIT)
    assert ran.exit_code == 2
    assert "git is not installed" in ran.stderr


def test_a_repository_without_a_commit_is_2(faulty: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(faulty, tmp_path / "county"))
    git(folder, "init", "--quiet")
    assert check(folder, "HEAD").exit_code == 2


def test_where_the_earlier_data_cannot_be_loaded_everything_counts(workspace: Path) -> None:
    good = (workspace / "data" / "waivers.yaml").read_text(encoding="utf-8")
    (workspace / "data" / "waivers.yaml").write_text("waivers: [", encoding="utf-8")
    commit(workspace, "broken")
    (workspace / "data" / "waivers.yaml").write_text(good, encoding="utf-8")
    ran = check(workspace, "HEAD")
    assert ran.exit_code == 1
    assert "Cannot evaluate HEAD, so all findings count: its data cannot be loaded." in ran.stdout


def test_where_there_was_no_workspace_yet_everything_counts(faulty: Path, tmp_path: Path) -> None:
    folder = tmp_path / "county"
    folder.mkdir()
    (folder / "README").write_text("soon", encoding="utf-8")
    begin(folder)
    shutil.copytree(faulty, folder, dirs_exist_ok=True)
    ran = check(folder, "HEAD")
    assert ran.exit_code == 1
    assert "it contains no workspace." in ran.stdout


def test_a_phase_that_is_new_makes_everything_count(workspace: Path) -> None:
    edit(workspace / "data" / "county.yaml", "id: consolidation", "id: aftermath")
    ran = check(workspace, "HEAD", phase="aftermath")
    assert ran.exit_code == 1
    assert "Cannot evaluate HEAD, so all findings count: Unknown phase “aftermath”" in ran.stdout


def test_data_that_cannot_be_loaded_now_are_said_first(workspace: Path) -> None:
    (workspace / "data" / "waivers.yaml").write_text("waivers: [", encoding="utf-8")
    ran = check(workspace, "no-such-commit")
    assert ran.exit_code == 2
    assert "data/waivers.yaml:1:11" in ran.stdout


def test_in_a_hook_of_another_repository_git_asks_the_right_one(workspace: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    git(tmp_path / "other", "init", "--quiet")
    hook = {"GIT_DIR": str(tmp_path / "other" / ".git"), "GIT_INDEX_FILE": str(tmp_path / "other" / "index")}
    assert check(workspace, "HEAD", **hook).exit_code == 0


def test_with_a_baseline_only_what_neither_knows_counts(workspace: Path) -> None:
    invoke("-C", workspace, "check", "--phase", "self-inspection", "--write-baseline")
    commit(workspace, "baseline")
    (workspace / PROOF).unlink()
    assert {code for code, _ in found(workspace, "HEAD", "self-inspection", "--baseline")} == {
        code for code, _ in found(workspace, "HEAD")
    }


EMPTY = "evidence/25 农业废弃物综合利用率/东山镇/2019/25-1 秸秆台账（空）.txt"


def test_a_known_bad_file_under_another_name_is_nothing_new(workspace: Path) -> None:
    (workspace / "evidence" / "临时文件.docx").rename(workspace / "evidence" / "临时文件（旧）.docx")
    # The lock still names the former path.
    assert found(workspace, "HEAD") == [("FX102", "evidence/临时文件.docx")]


def test_a_known_empty_file_renamed_in_its_folder_is_nothing_new(workspace: Path) -> None:
    (workspace / EMPTY).write_bytes(b"")
    commit(workspace, "an empty file")
    (workspace / EMPTY).rename(workspace / EMPTY.replace("（空）", "（未改）"))
    assert "EV101" not in {code for code, _ in found(workspace, "HEAD")}


def test_an_empty_file_elsewhere_is_not_a_known_one_that_went_away(workspace: Path) -> None:
    (workspace / EMPTY).write_bytes(b"")
    commit(workspace, "an empty file")
    (workspace / EMPTY).unlink()
    other = workspace / EMPTY.replace("2019", "2018")
    other.write_bytes(b"")
    assert ("EV101", other.relative_to(workspace).as_posix()) in found(workspace, "HEAD")


def test_a_copy_of_a_known_bad_file_is_new(workspace: Path) -> None:
    shutil.copy(workspace / "evidence" / "临时文件.docx", workspace / "evidence" / "副本.docx")
    assert ("EV102", "evidence/副本.docx") in found(workspace, "HEAD")


def test_of_a_known_bad_file_that_became_two_one_is_new(workspace: Path) -> None:
    (workspace / EMPTY).write_bytes(b"")
    commit(workspace, "an empty file")
    for number in "12":
        (workspace / EMPTY.replace("（空）", number)).write_bytes(b"")
    (workspace / EMPTY).unlink()
    assert [code for code, _ in found(workspace, "HEAD")].count("EV101") == 1


def test_a_known_figure_that_grew_worse_is_named_in_every_format(workspace: Path) -> None:
    report_rate(workspace, "50.1")
    commit(workspace, "a figure that differs")
    report_rate(workspace, "60.2")
    ran = check(workspace, "HEAD", "-f", "json")
    report = json.loads(ran.stdout)
    assert ran.exit_code == 0
    [changed] = [row for row in report["changed"] if row["finding"]["code"] == "DC101"]
    assert (changed["before"][0], changed["now"][0]) == ("50.1", "60.2")
    for format_ in ("text", "markdown", "github", "gitlab", "csv", "junit"):
        shown = " ".join(check(workspace, "HEAD", "-f", format_).stdout.split())
        assert "50.1" in shown, format_
        assert "60.2" in shown, format_


def test_a_known_figure_that_came_nearer_is_not_named(workspace: Path) -> None:
    report_rate(workspace, "60.2")
    commit(workspace, "a figure that differs")
    report_rate(workspace, "50.1")
    report = json.loads(check(workspace, "HEAD", "-f", "json").stdout)
    assert "DC101" not in {row["finding"]["code"] for row in report["changed"]}
    assert report["gate"]["known"] > 0


def test_exceptions_that_came_with_it_are_listed(workspace: Path) -> None:
    file = workspace / "data" / "waivers.yaml"
    text = file.read_text(encoding="utf-8")
    granted = "granted: 2021-09-01, by: office, reason: 新批的"
    entry = f"- {{rule: EV105, scope: {{requirement: '25-1'}}, {granted}, until: 2021-12-31}}\n"
    file.write_text(f"{text.rstrip()}\n{entry}", encoding="utf-8")
    report = json.loads(check(workspace, "HEAD", "-f", "json").stdout)
    assert [(row["what"], row["reason"], row["until"]) for row in report["added"]] == [
        ("EV105 25-1", "新批的", "2021-12-31")
    ]
    for format_ in ("text", "markdown"):
        shown = check(workspace, "HEAD", "-f", format_).stdout
        assert "Exceptions added" in shown
        assert "新批的" in shown
    commit(workspace, "a waiver")
    assert json.loads(check(workspace, "HEAD", "-f", "json").stdout)["added"] == []


def test_lines_that_came_into_the_baseline_are_listed(workspace: Path) -> None:
    invoke("-C", workspace, "check", "--phase", "self-inspection", "--write-baseline")
    report = json.loads(check(workspace, "HEAD", "--baseline", "-f", "json").stdout)
    assert "EV102 evidence/临时文件.docx" in {row["what"] for row in report["added"]}
    commit(workspace, "a baseline")
    assert json.loads(check(workspace, "HEAD", "--baseline", "-f", "json").stdout)["added"] == []


def test_the_content_of_a_submodule_is_nothing_new(workspace: Path) -> None:
    head = git(workspace, "rev-parse", "HEAD")
    git(workspace, "update-index", "--add", "--cacheinfo", f"160000,{head},evidence/别的库")
    git(workspace, "commit", "--quiet", "-m", "a submodule")
    (workspace / "evidence" / "别的库").mkdir()
    (workspace / "evidence" / "别的库" / "旧.docx").write_bytes(b"x")
    (workspace / "evidence" / "别的库" / "Thumbs.db").write_bytes(b"x")
    assert found(workspace, "HEAD") == []


def test_data_in_a_submodule_are_taken_as_they_are_now(workspace: Path) -> None:
    head = git(workspace, "rev-parse", "HEAD")
    git(workspace, "rm", "--quiet", "-r", "--cached", "data/standards")
    git(workspace, "update-index", "--add", "--cacheinfo", f"160000,{head},data/standards")
    git(workspace, "commit", "--quiet", "-m", "a submodule")
    assert found(workspace, "HEAD") == []
    assert "Cannot evaluate" not in check(workspace, "HEAD").stdout


def test_without_a_lock_what_did_not_change_is_nothing_new(workspace: Path) -> None:
    (workspace / "evidence.sha256").unlink()
    (workspace / "evidence.facts.csv").unlink(missing_ok=True)
    commit(workspace, "no lock")
    (workspace / PROOF).write_bytes(b"")
    assert [file for code, file in found(workspace, "HEAD") if code == "EV101"] == [PROOF]
    git(workspace, "checkout", "--quiet", "--", PROOF)
    assert found(workspace, "HEAD") == []


def test_a_lock_that_came_before_its_file_does_not_make_the_file_known(workspace: Path) -> None:
    """The earlier commit locked the bytes that came later: what is wrong with them came later too."""
    good = (workspace / PROOF).read_bytes()
    lock = workspace / "evidence.sha256"
    edit(lock, sha256(good).hexdigest(), sha256(b"").hexdigest())
    commit(workspace, "only the lock")
    (workspace / PROOF).write_bytes(b"")
    commit(workspace, "the file")
    assert ("EV101", PROOF) in found(workspace, "HEAD~1")


def test_a_broken_line_of_the_facts_is_nothing_new(workspace: Path) -> None:
    with (workspace / "evidence.facts.csv").open("a", encoding="utf-8") as stream:
        stream.write(f"{sha256((workspace / PROOF).read_bytes()).hexdigest()},broken\n")
    assert "FX104" in {code for code, _ in found(workspace, "HEAD", "sound")}
    commit(workspace, "a broken line")
    assert found(workspace, "HEAD", "sound") == []


def test_a_link_out_of_the_folder_is_known_by_its_words(workspace: Path) -> None:
    (workspace / "evidence" / "外").symlink_to("../..")
    (workspace / "evidence" / "内").symlink_to("25 农业废弃物综合利用率")
    (workspace / "evidence" / "转").symlink_to("外")
    commit(workspace, "links")
    assert found(workspace, "HEAD", "sound") == []


def test_bytes_that_changed_in_the_workspace_alone_are_new(workspace: Path) -> None:
    """Of the same size, and with the times that git knows: only their hash shows it."""
    stat = (workspace / PROOF).stat()
    content = (workspace / PROOF).read_bytes()
    (workspace / PROOF).write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    os.utime(workspace / PROOF, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert found(workspace, "HEAD", "sound") == [("FX101", PROOF)]


def report_rate(workspace: Path, value: str) -> None:
    """Report for the lead that much, where the parts add up to 31.6 %."""
    file = workspace / "data" / "progress" / "agriculture.yaml"
    known = "- {measure: film-rate, year: 2019, value: 81.0, proof: 25-4/2019}\n"
    before, _, after = file.read_text(encoding="utf-8").partition(known)
    rest = re.sub(r"- \{measure: film-rate, year: 2020.*\n", "", after)
    new = f"- {{measure: film-rate, year: 2020, value: {value}, proof: 25-4/2020}}\n"
    file.write_text(f"{before}{known}{new}{rest}", encoding="utf-8")
