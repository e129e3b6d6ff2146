"""What is installed: lower bounds without known holes, and the versions that CI installs by hash."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
DEPENDENCIES = [Requirement(text) for text in PROJECT["project"]["dependencies"]]
EXTRAS = [
    Requirement(text)
    for extra in ("ocr", "notify", "province", "upload")
    for text in PROJECT["project"]["optional-dependencies"][extra]
]
FLOORED = [*DEPENDENCIES, *EXTRAS]
FLOORS = tomllib.loads((ROOT / "scripts" / "safe_versions.toml").read_text(encoding="utf-8"))["library"]
LOCKED = ROOT / "src" / "ecodemo" / "setup" / "requirements.txt"
TOOLS = ROOT / ".github" / "release-requirements.txt"
_PIN = re.compile(r"^([\w.-]+)==(\S+)( ; .+?)? \\$", re.MULTILINE)


def lower_bound(requirement: Requirement) -> Version:
    [bound] = [clause.version for clause in requirement.specifier if clause.operator == ">="]
    return Version(bound)


def locked(file: Path) -> dict[str, list[Version]]:
    found: dict[str, list[Version]] = {}
    for name, version, _ in _PIN.findall(file.read_text(encoding="utf-8")):
        found.setdefault(canonicalize_name(name), []).append(Version(version))
    return found


@pytest.mark.parametrize("requirement", FLOORED, ids=[each.name for each in FLOORED])
def test_the_lowest_version_has_no_known_hole(requirement: Requirement) -> None:
    floor = FLOORS[requirement.name]
    assert lower_bound(requirement) >= Version(floor["safe_from"])
    assert isinstance(floor["looked"], date)
    assert all(source.startswith("https://") for source in floor["sources"])
    assert floor["holes"] or floor["safe_from"] == "0"


def test_every_floor_is_of_a_dependency() -> None:
    assert FLOORS.keys() == {each.name for each in FLOORED}


@pytest.mark.parametrize("requirement", DEPENDENCIES, ids=[each.name for each in DEPENDENCIES])
def test_what_ci_installs_is_what_the_project_allows(requirement: Requirement) -> None:
    """Where this fails: python scripts/lock.py."""
    versions = locked(LOCKED)[canonicalize_name(requirement.name)]
    assert [version for version in versions if version not in requirement.specifier] == []


@pytest.mark.parametrize("file", [LOCKED, TOOLS], ids=["libraries", "tools"])
def test_everything_that_is_locked_has_hashes(file: Path) -> None:
    entries = re.split(r"\n(?=\w)", file.read_text(encoding="utf-8").strip())
    assert len(entries) > 20
    for entry in entries:
        first, *hashes = entry.splitlines()
        assert _PIN.match(first), first
        assert hashes, first
        assert all(re.fullmatch(r"    --hash=sha256:[0-9a-f]{64}( \\)?", line) for line in hashes)


def test_the_tools_of_a_release_are_locked() -> None:
    wanted = {canonicalize_name(Requirement(text).name) for text in PROJECT["dependency-groups"]["release"]}
    assert wanted <= locked(TOOLS).keys()
