"""`check --from-lock`: a county is judged by its data, lock and table of facts, wherever its evidence is."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acceptance.mutated_counties import County, mutated, rejudged
from cli.running import invoke
from ecodemo.assess.bid import assess
from ecodemo.check import session
from ecodemo.check.session import CheckOptions, CheckResult, reviewed_hashes
from ecodemo.errors import UnusableDataError
from ecodemo.evidence.facts_table import ContentRecord, table_content
from ecodemo.evidence.lock_file import lock_content
from ecodemo.evidence.lock_survey import survey_from_lock
from ecodemo.load.workspace import load
from ecodemo.model.evidence import EvidenceFile
from ecodemo.model.finding import Finding
from ecodemo.report.build_state import state_of
from ecodemo.report.state import State
from support import CASES, Case, check, workspace

FULL = CheckOptions(phase="self-inspection")
BY_LOCK = replace(FULL, from_lock=True)
OF_THE_FOLDER = {"FX101", "FX102", "FX103", "FX204", "FX205"}
"""Rules that look at the present evidence/; by the lock alone they do not run."""
OF_WHAT_IS_ABSENT = {"FX106"}
"""Says of what is known only by name that its content is not checked."""
DAY = ("--today", "2021-09-20", "--lang", "en")
NOTHING = sha256(b"").hexdigest()


def judged(state: State) -> object:
    """What must be the same: all but the basis itself, the counted findings and the gate that follows from them."""
    return state.model_dump(exclude={"basis", "gate", "findings"})


def told(result: CheckResult, besides: set[str]) -> set[tuple[str, str]]:
    return {
        (finding.code, digits)
        for finding in (*result.findings, *result.waived)
        if finding.code not in besides and not _is_of_their_waivers(finding)
        for digits in finding.problem_fingerprints
    }


def _is_of_their_waivers(finding: Finding) -> bool:
    """WV101 says that a waiver matches nothing only of rules that ran."""
    return finding.code == "WV101" and finding.message.values["rule"] in OF_THE_FOLDER


def assert_same(full: CheckResult, by_lock: CheckResult) -> None:
    assert judged(state_of(by_lock)) == judged(state_of(full))
    unlike = OF_THE_FOLDER | OF_WHAT_IS_ABSENT
    assert told(by_lock, unlike) == told(full, unlike)
    assert full.codes - by_lock.codes == full.codes & OF_THE_FOLDER
    assert (
        not told(by_lock, set())
        - told(full, OF_WHAT_IS_ABSENT)
        - {mark for mark in told(by_lock, set()) if mark[0] in OF_WHAT_IS_ABSENT}
    )


def lock_now(root: Path, today: str | None = None) -> None:
    """A current lock and table, also where `evidence lock` refuses to forget what was handed in."""
    survey = check(root, FULL, today).survey
    readable = [file for file in survey.files if file.sha256]
    (root / "evidence.sha256").write_bytes(lock_content({file.path: file.sha256 for file in readable}))
    records = {
        file.sha256: ContentRecord(
            file.facts, file.readings, survey.recorded.get(file.sha256), file.recognised
        )
        for file in readable
        if file.facts
    }
    (root / "evidence.facts.csv").write_bytes(table_content(records))


def without_evidence(root: Path, to: Path) -> Path:
    """What a county commits whose evidence is too large to travel."""
    return Path(shutil.copytree(root, to, ignore=shutil.ignore_patterns("evidence")))


@pytest.fixture
def locked(county: Path) -> Path:
    lock_now(county)
    return county


@pytest.fixture
def sent(locked: Path, tmp_path: Path) -> Path:
    return without_evidence(locked, tmp_path / "sent")


def test_the_state_is_that_of_a_full_check_without_any_file(locked: Path, sent: Path) -> None:
    assert_same(check(locked, FULL), check(sent, BY_LOCK))


@pytest.mark.long
def test_the_example_comes_to_the_same(own_example: Path, tmp_path: Path) -> None:
    lock_now(own_example)
    full = check(own_example)
    assert_same(full, check(own_example, CheckOptions(from_lock=True)))
    assert_same(full, check(without_evidence(own_example, tmp_path / "sent"), CheckOptions(from_lock=True)))


ON_FILES = ("EV", "FX", "WV")
"""Families that rest on files: of the other rules one case each is enough."""


@pytest.mark.long
@pytest.mark.parametrize(
    "path",
    sorted(
        path
        for path in CASES.glob("[A-Z]*/bad*.yaml")
        if path.stem == "bad" or path.parent.name.startswith(ON_FILES)
    ),
    ids=lambda path: f"{path.parent.name}-{path.stem}",
)
def test_a_case_of_the_rules_comes_to_the_same(path: Path, tmp_path: Path) -> None:
    case = Case.read(path)
    root = workspace(tmp_path / "county", case)
    try:
        lock_now(root, case.option("today"))
        full = check(root, replace(FULL, bid=case.option("bid")), case.option("today"))
    except UnusableDataError:
        return
    by_lock = check(root, replace(BY_LOCK, bid=case.option("bid")), case.option("today"))
    assert_same(full, by_lock)


def as_it_could_be(files: Iterable[EvidenceFile]) -> tuple[EvidenceFile, ...]:
    """Mutated files with one size and one set of facts for a hash, as bytes have them."""
    known: dict[str, EvidenceFile] = {}
    found = []
    for file in files:
        alike = known.setdefault(file.sha256 if file.size else NOTHING, file)
        facts = alike.facts and alike.facts._replace(size=alike.size)
        digits = file.sha256 if file.size else NOTHING
        found.append(file._replace(sha256=digits, size=alike.size, facts=facts, readings=alike.readings))
    return tuple(found)


@pytest.mark.long
@settings(max_examples=60)
@given(seed=st.integers(0, 2**32))
def test_mutated_counties_come_to_the_same(
    small_workspace: Path, tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    result = mutated(check(small_workspace, FULL), seed)
    was = result.assessment
    county = County(was.workspace, was.bid, was.today, as_it_could_be(result.survey.files))
    full = rejudged(result, county)
    folder = tmp_path_factory.mktemp("locked")
    files = full.survey.files
    (folder / "evidence.sha256").write_bytes(lock_content({file.path: file.sha256 for file in files}))
    records = {file.sha256: ContentRecord(file.facts, file.readings) for file in files if file.facts}
    (folder / "evidence.facts.csv").write_bytes(table_content(records))
    survey = survey_from_lock(folder, county.workspace)
    hashes = reviewed_hashes(county.workspace, survey)
    again = assess(county.workspace, county.bid, county.today, survey.files, hashes)
    assert judged(state_of(replace(full, assessment=again, survey=survey))) == judged(state_of(full))


def test_a_file_changed_since_is_not_seen_and_that_is_said(locked: Path) -> None:
    next((locked / "evidence").rglob("25-1*")).write_text("changed after it was locked")
    ran = invoke(
        "-C", locked, "--today", "2021-09-20", "--lang", "en", "check", "--from-lock", "--phase", "sound"
    )
    assert "FX101" not in ran.stdout.replace("FX101, FX102", "")
    assert "changes since the last lock are not seen" in " ".join(ran.stdout.split())


@pytest.mark.parametrize("format_", ["text", "json", "markdown", "sarif"])
def test_every_output_says_on_what_it_rests(sent: Path, format_: str) -> None:
    ran = invoke("-C", sent, "--lang", "en", "check", "--from-lock", "-f", format_)
    files = len((sent / "evidence.sha256").read_text().splitlines())
    said = " ".join(ran.stdout.split())
    assert f"alone: {files} files. No file was opened" in said
    assert "5 rules not run, because the files are needed: FX101, FX102, FX103, FX204, FX205." in said


def test_the_state_names_its_basis(sent: Path, locked: Path) -> None:
    by_lock = json.loads(invoke("-C", sent, "check", "--from-lock", "-f", "state").stdout)
    full = json.loads(invoke("-C", locked, "check", "-f", "state").stdout)
    assert (by_lock["basis"], full["basis"]) == ("lock", "evidence")


def test_rules_that_did_not_run_are_not_listed_as_passed(sent: Path) -> None:
    ran = invoke("-C", sent, "check", "--from-lock", "-f", "junit")
    assert not any(code in ran.stdout for code in OF_THE_FOLDER)


def test_contents_that_nobody_recorded_are_counted_and_are_not_empty(sent: Path, locked: Path) -> None:
    (sent / "evidence.facts.csv").unlink()
    ran = invoke("-C", sent, "--lang", "en", "check", "--from-lock", "--phase", "sound")
    files = len((sent / "evidence.sha256").read_text().splitlines())
    said = " ".join(ran.stdout.split())
    assert f"File metadata missing for {files} files: their content was not judged." in said
    full, by_lock = check(locked, FULL), check(sent, BY_LOCK)
    assert state_of(by_lock).items == state_of(full).items


def test_present_files_are_counted_and_not_opened(locked: Path) -> None:
    (locked / "evidence/new.txt").write_text("not locked")
    there = sum(path.is_file() for path in (locked / "evidence").rglob("*"))
    ran = invoke("-C", locked, "--lang", "en", "check", "--from-lock")
    assert f"{there} files in evidence/ ignored." in ran.stdout
    assert "new.txt" not in ran.stdout


def test_a_line_that_names_no_file_of_the_evidence_makes_none(sent: Path) -> None:
    lock = sent / "evidence.sha256"
    lock.write_text(f"{lock.read_text()}{'a' * 64}  evidence/Thumbs.db\n{'a' * 64}  evidence/.gitkeep\n")
    names = {file.name for file in check(sent, BY_LOCK).survey.files}
    assert not names & {"Thumbs.db", ".gitkeep"}


def test_without_a_lock_there_is_nothing_to_judge_by(sent: Path) -> None:
    (sent / "evidence.sha256").unlink()
    ran = invoke("-C", sent, "--lang", "en", "check", "--from-lock")
    assert (ran.exit_code, ran.stdout, ran.clean) == (3, "", True)
    assert "evidence.sha256 is missing" in ran.stderr


def test_it_excludes_hashing_anew(sent: Path) -> None:
    ran = invoke("-C", sent, "--lang", "en", "check", "--from-lock", "--no-cache")
    assert (ran.exit_code, ran.stdout) == (2, "")
    assert "--from-lock cannot be used with --no-cache" in ran.stderr


def test_rules_that_need_the_files_cannot_be_selected(sent: Path) -> None:
    ran = invoke("-C", sent, "--lang", "en", "check", "--from-lock", "--select", "FX101")
    assert (ran.exit_code, "No checks match the filters" in ran.stderr) == (3, True)


PATHS = st.text(
    st.sampled_from("25-1 台账/2020.v\u202e\t\\~$") | st.characters(codec="utf-8"), min_size=0, max_size=30
)


@settings(max_examples=40)
@given(paths=st.lists(PATHS, max_size=6))
def test_whatever_a_lock_names_is_judged_or_said(paths: list[str], small_workspace: Path) -> None:
    loaded = load(small_workspace)
    lines = "".join(f"{number:064x}  evidence/{path}\n" for number, path in enumerate(paths))
    with TemporaryDirectory() as folder:
        Path(folder, "evidence.sha256").write_bytes(lines.encode())
        survey = survey_from_lock(Path(folder), loaded.workspace)
    assert len(survey.files) + len(survey.bad_lines) <= lines.count("\n")
    result = session.check(loaded, BY_LOCK, date(2021, 9, 20), surveyed=survey)
    assert not result.crashes


def git(folder: Path, *arguments: str) -> None:
    name = ("-c", "user.name=office", "-c", "user.email=office@example.org")
    subprocess.run(["git", *name, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_what_a_commit_brought_is_known_by_its_lock(sent: Path) -> None:
    """The evidence is in no commit; what was locked then is known all the same."""
    git(sent, "init", "-q")
    git(sent, "add", "-A")
    git(sent, "commit", "-q", "-m", "locked")
    lock = sent / "evidence.sha256"
    lines = lock.read_text(encoding="utf-8").splitlines(keepends=True)
    lock.write_text("".join(line for line in lines if "16-1" not in line), encoding="utf-8")
    ran = invoke("-C", sent, *DAY, "check", "--from-lock", "--changed-since", "HEAD", "-f", "csv")
    assert (ran.exit_code, ran.clean) == (1, True), ran.stderr
    rows = csv.DictReader(io.StringIO(ran.stdout.removeprefix("\ufeff")))
    new = {(row["Rule code"], row["Responsible unit"]) for row in rows if not row["Reason not counted"]}
    assert new == {("EV103", "县林业局"), ("EV104", "县林业局")}


def test_a_report_says_at_its_head_on_what_it_rests(sent: Path, tmp_path: Path) -> None:
    for kinds, format_ in (("phase,leader", "md"), ("board", "html")):
        call = ("report", "--from-lock", "--kind", kinds, "--format", format_, "--out", tmp_path)
        assert invoke("-C", sent, *DAY, *call).exit_code == 0
    written = [path for path in tmp_path.iterdir() if path.suffix in (".md", ".html")]
    assert len(written) == 3
    for path in written:
        assert "the evidence was not opened" in path.read_text(encoding="utf-8"), path.name
    ran = invoke("-C", sent, *DAY, "status", "--from-lock")
    assert "the evidence was not opened" in " ".join(ran.stdout.split())
