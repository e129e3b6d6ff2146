"""git and Git LFS: whether they are installed and switched on."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from ecodemo.check.git import git, lfs_version, refused_for_owner
from ecodemo.errors import EcodemoError
from ecodemo.evidence.inventory import FOLDER
from ecodemo.model.message import message
from ecodemo.setup.doctor.diagnosis import Diagnosis, Health


def repository(folder: Path) -> Iterator[Diagnosis]:
    what = message("git")
    there = folder if folder.is_dir() else Path()
    try:
        version = git(there, "version")
    except EcodemoError as error:
        yield Diagnosis("git", what, Health.NOTE, error.message, message("Install it from git-scm.com."))
        return
    number = os.fsdecode(version.stdout).strip().removeprefix("git version ")
    places = git(there, "rev-parse", "--git-common-dir", "--show-cdup")
    if refused := refused_for_owner(folder, places.stderr):
        said, remedy = refused
        yield Diagnosis("git", what, Health.NOTE, said, remedy)
        return
    if places.returncode:
        yield Diagnosis(
            "git",
            what,
            Health.NOTE,
            message(
                "{version}; {folder} is not in a repository that git can read.",
                version=number,
                folder=str(folder),
            ),
            message("Run “git init” to create one: it records who changed what, and changes can be undone."),
        )
        return
    common, _, top = os.fsdecode(places.stdout).removesuffix("\n").rpartition("\n")
    # The last value is the one by which hooks are switched off here.
    named = os.fsdecode(git(there, "config", "--path", "--null", "--get-all", "core.hooksPath").stdout)
    *_, hooks, _off = ["", *named.removesuffix("\0").split("\0")]
    yield _hooks(number, there / top / hooks if hooks else there / common / "hooks")
    yield _lfs(there)


def _hooks(version: str, hooks: Path) -> Diagnosis:
    what = message("git")
    if (hooks / "pre-commit").is_file():
        return Diagnosis(
            "git", what, Health.OK, message("{version}; pre-commit hook installed.", version=version)
        )
    return Diagnosis(
        "git",
        what,
        Health.NOTE,
        message("{version}; no pre-commit hook.", version=version),
        message("Run “pip install pre-commit”, then “pre-commit install” in the workspace."),
    )


def _lfs(folder: Path) -> Diagnosis:
    what = message("Git LFS")
    wanted = b"filter: lfs" in git(folder, "check-attr", "filter", "--", f"{FOLDER}/x.pdf").stdout
    version = lfs_version()
    if version is not None:
        used = git(folder, "config", "--get", "filter.lfs.clean").returncode == 0
        if wanted and not used:
            return Diagnosis(
                "lfs",
                what,
                Health.NOTE,
                message("{version}, not enabled: files would be committed whole.", version=version),
                message("Run “git lfs install” once."),
            )
        return Diagnosis("lfs", what, Health.OK, message("{version}", version=version))
    if wanted:
        return Diagnosis(
            "lfs",
            what,
            Health.NOTE,
            message(
                "Not installed, but .gitattributes tracks evidence/ with it: files would be committed whole."
            ),
            message("Install it from git-lfs.com and run “git lfs install” once."),
        )
    return Diagnosis("lfs", what, Health.OK, message("Not installed, and not needed."))
