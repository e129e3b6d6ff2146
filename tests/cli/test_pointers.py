"""A clone whose Git LFS content was not fetched: what can be checked is checked, and the rest is reported."""

from __future__ import annotations

import shutil
import subprocess
from hashlib import sha256
from pathlib import Path

import pytest

from cli.running import invoke

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


def git(folder: Path, *arguments: str) -> None:
    name = ("-c", "user.name=office", "-c", "user.email=office@example.org")
    subprocess.run(["git", *name, *arguments], cwd=folder, check=True, capture_output=True)


def as_pointer(file: Path) -> None:
    """What Git LFS commits in place of a file."""
    content = file.read_bytes()
    file.write_text(
        f"version https://git-lfs.github.com/spec/v1\noid sha256:{sha256(content).hexdigest()}\n"
        f"size {len(content)}\n",
        newline="\n",
    )


@pytest.fixture
def clone(county: Path, tmp_path: Path) -> Path:
    """A clone of the small county without any content; one document came after the last locking."""
    assert invoke("-C", county, "--today", "2021-09-20", "evidence", "lock").exit_code == 0
    new = next((county / "evidence").rglob("25-1*")).with_name("25-1 补充材料.txt")
    new.write_text("came later")
    for file in (county / "evidence").rglob("*"):
        if file.is_file():
            as_pointer(file)
    git(county, "init", "-q")
    git(county, "add", "-A")
    git(county, "commit", "-q", "-m", "evidence")
    git(tmp_path, "clone", "-q", str(county), "clone")
    return tmp_path / "clone"


def test_completeness_and_fixity_are_checked_and_the_new_file_is_named(clone: Path, county: Path) -> None:
    ran = invoke("-C", clone, "--today", "2021-09-20", "--lang", "en", "check", "--phase", "sound")
    assert (ran.exit_code, ran.clean) == (0, True), ran.stdout
    assert "FX106" in ran.stdout
    total = sum(path.is_file() for path in (clone / "evidence").rglob("*"))
    said = ran.stderr
    assert f"Hashes: 0 computed, 0 reused, {total} from pointers" in said
    assert f"file metadata: 0 read, {total - 1} reused, 1 unknown" in said


def test_the_verdicts_are_those_of_the_office_that_has_the_files(clone: Path, small_workspace: Path) -> None:
    options = ("--today", "2021-09-20", "--lang", "en", "check", "-q", "--phase", "self-inspection")
    here = invoke("-C", clone, *options).stdout.splitlines()
    there = invoke("-C", small_workspace, *options).stdout.splitlines()
    assert [line for line in here if line.startswith("Rows")] == [
        line for line in there if line.startswith("Rows")
    ]


def test_the_lock_is_verified_by_what_the_pointers_state(clone: Path) -> None:
    ran = invoke("-C", clone, "--lang", "en", "evidence", "verify")
    assert (ran.exit_code, "1 file not locked." in ran.stdout) == (0, True), ran.stdout
    file = next((clone / "evidence").rglob("25-1*台账*"))

    text = file.read_text()
    file.write_text(text.replace(text.split("sha256:")[1][:64], "0" * 64))
    assert invoke("-C", clone, "evidence", "verify").exit_code == 1


def test_a_missing_document_is_missing_in_the_clone_too(clone: Path) -> None:
    next((clone / "evidence").rglob("25-1*台账*")).unlink()
    ran = invoke("-C", clone, "--today", "2021-09-20", "--lang", "en", "check", "--phase", "self-inspection")
    assert "FX102" in ran.stdout
    assert "EV104" in ran.stdout or "EV103" in ran.stdout
