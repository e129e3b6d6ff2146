"""Real git repositories for tests, untouched by the settings of the user who runs them."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from cli.running import environment

OWN_SETTINGS = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "clerk",
    "GIT_AUTHOR_EMAIL": "clerk@example.org",
    "GIT_COMMITTER_NAME": "clerk",
    "GIT_COMMITTER_EMAIL": "clerk@example.org",
}


def git(folder: Path, *arguments: str, given: bytes | None = None) -> str:
    """What git prints, without the line's end."""
    ran = subprocess.run(
        ["git", "-C", str(folder), *arguments],
        env=environment(**OWN_SETTINGS),
        input=given,
        capture_output=True,
        check=False,
    )
    if ran.returncode:
        pytest.fail(f"git {arguments}: {ran.stderr.decode()}")
    return ran.stdout.decode("utf-8", "surrogateescape").removesuffix("\n")


def begin(folder: Path) -> Path:
    """Make a repository of a folder and commit all that is in it."""
    git(folder, "init", "--quiet", "--initial-branch=main")
    commit(folder, "begin")
    return folder


def commit(folder: Path, what: str) -> str:
    """Commit everything; returns the commit's name."""
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", what)
    return git(folder, "rev-parse", "HEAD")
