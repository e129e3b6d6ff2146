"""A small county's package that was handed in, and drafts of it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from cli.running import Result, invoke
from golden.test_golden import Matcher
from once import made_once

DAY = ("--today", "2021-11-01")
"""Its gate is open on this day."""


def pack(root: Path, *arguments: str | Path, lang: str = "en") -> Result:
    return invoke("-C", root, *DAY, "--lang", lang, "pack", *arguments)


@pytest.fixture(scope="session")
def handed_in(small_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the county and its package. Never write into it."""

    def make(folder: Path) -> None:
        root = Path(shutil.copytree(small_workspace, folder / "county"))
        ran = pack(root, "--out", folder / "package.zip")
        assert ran.exit_code == 0, ran.stderr

    return made_once(tmp_path_factory, "handed in", make)


@pytest.fixture(scope="session")
def package(handed_in: Path) -> Path:
    """The package. Never write into it."""
    return handed_in / "package.zip"


@pytest.fixture
def sealed(handed_in: Path, tmp_path: Path) -> Path:
    """A copy of the county after its package was handed in."""
    return Path(shutil.copytree(handed_in / "county", tmp_path / "sealed"))


@pytest.fixture
def matches(request: pytest.FixtureRequest) -> Matcher:
    return Matcher(update=bool(request.config.getoption("--update-golden")))
