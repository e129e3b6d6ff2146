"""git and Git LFS: whether they are installed and switched on."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from ecodemo.check.git import git
from ecodemo.errors import EcodemoError
from ecodemo.evidence.inventory import FOLDER
from ecodemo.model.message import message
from ecodemo.setup.doctor.diagnosis import Diagnosis, Health


def repository(folder: Path) -> Iterator[Diagnosis]:
    what = message("git")
    there = folder if folder.is_dir() else Path()
    try:
        version = git(there, "--version")
    except EcodemoError as error:
        yield Diagnosis("git", what, Health.NOTE, error.message, message("Install it from git-scm.com."))
        return
    number = os.fsdecode(version.stdout).strip().removeprefix("git version ")
    hooks = git(there, "rev-parse", "--git-path", "hooks")
    if hooks.returncode:
        yield Diagnosis(
            "git",
            what,
            Health.NOTE,
            message(
                "{version}; {folder} is in no repository that git reads.", version=number, folder=str(folder)
            ),
            message("“git init” begins one: who changed what, and a way back."),
        )
        return
    yield _hooks(number, there / os.fsdecode(hooks.stdout).strip())
    yield _lfs(there)


def _hooks(version: str, hooks: Path) -> Diagnosis:
    what = message("git")
    if (hooks / "pre-commit").is_file():
        return Diagnosis(
            "git", what, Health.OK, message("{version}; a hook checks before each commit.", version=version)
        )
    return Diagnosis(
        "git",
        what,
        Health.NOTE,
        message("{version}; no hook checks before a commit.", version=version),
        message("“pip install pre-commit”, then “pre-commit install” in the workspace."),
    )


def _lfs(folder: Path) -> Diagnosis:
    what = message("Git LFS")
    wanted = b"filter: lfs" in git(folder, "check-attr", "filter", "--", f"{FOLDER}/x.pdf").stdout
    version = git(folder, "lfs", "version")
    if version.returncode == 0:
        number = os.fsdecode(version.stdout).split()[0].removeprefix("git-lfs/")
        used = git(folder, "config", "filter.lfs.clean").returncode == 0
        if wanted and not used:
            return Diagnosis(
                "lfs",
                what,
                Health.NOTE,
                message("{version}, not switched on: files would be committed whole.", version=number),
                message("Type “git lfs install” once."),
            )
        return Diagnosis("lfs", what, Health.OK, message("{version}", version=number))
    if wanted:
        return Diagnosis(
            "lfs",
            what,
            Health.NOTE,
            message(
                "Not installed, but .gitattributes sends evidence/ to it: files would be committed whole."
            ),
            message("Install it from git-lfs.com and type “git lfs install” once."),
        )
    return Diagnosis("lfs", what, Health.OK, message("Not installed, and not asked for."))
