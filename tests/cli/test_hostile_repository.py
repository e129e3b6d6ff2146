"""A folder that was handed over with its .git: reading it runs no program that it names or holds."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.running import invoke
from repository import begin, git

COMMANDS = {
    "doctor": ("doctor",),
    "check": ("check", "-q"),
    "since": ("check", "-q", "--changed-since", "HEAD"),
    "diff": ("diff", "HEAD"),
    "lock": ("evidence", "lock"),
    "verify": ("evidence", "verify"),
    "status": ("status",),
    "report": ("report", "--out", "../report"),
}
SETTINGS = """
[core]
    repositoryformatversion = 1
    fsmonitor = touch {ran}-fsmonitor
    pager = touch {ran}-pager
    sshCommand = "touch {ran}-ssh; false"
    askPass = touch {ran}-askpass
    hooksPath = {hooks}
[pager]
    config = touch {ran}-pager
[credential]
    helper = "!touch {ran}-credential"
[alias]
    lfs = "!touch {ran}-alias"
    rev-parse = "!touch {ran}-alias"
[diff]
    external = touch {ran}-diff
[diff "all"]
    textconv = touch {ran}-textconv
[filter "all"]
    clean = touch {ran}-clean; cat
    smudge = touch {ran}-smudge; cat
    required = true
[protocol]
    allow = always
[protocol "ext"]
    allow = always
[extensions]
    partialClone = origin
[remote "origin"]
    url = {url}
    promisor = true
    partialclonefilter = blob:none
"""
URLS = {"ssh": "ssh://x/y", "ext": "ext::touch {ran}-transport"}


@pytest.fixture
def ran(tmp_path: Path) -> Iterator[Path]:
    """The beginning of the names of files that show what was run; there must be none in the end."""
    (tmp_path / "ran").mkdir()
    yield tmp_path / "ran" / "it"
    assert [path.name for path in (tmp_path / "ran").iterdir()] == []


def shows(program: Path, ran: Path) -> None:
    """A program that leaves a file behind when it is run."""
    program.parent.mkdir(exist_ok=True)
    program.write_text(f"#!/bin/sh\ntouch {ran}-{program.name}\n", encoding="utf-8")
    program.chmod(0o755)


@pytest.mark.parametrize("url", URLS.values(), ids=URLS)
@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_what_its_settings_name_is_not_run(
    county: Path, ran: Path, command: tuple[str, ...], url: str
) -> None:
    (county / ".gitattributes").write_text("* diff=all filter=all\n", encoding="utf-8")
    begin(county)
    for hook in ("post-index-change", "post-checkout", "reference-transaction", "fsmonitor-watchman"):
        shows(county / "hooks" / hook, ran)
    settings = SETTINGS.format(ran=ran, hooks=county / "hooks", url=url.format(ran=ran))
    missing = git(county, "rev-parse", "HEAD:data/county.yaml")  # to be fetched, by the settings
    (county / ".git" / "objects" / missing[:2] / missing[2:]).unlink()
    with (county / ".git" / "config").open("a", encoding="utf-8") as config:
        config.write(settings)
    result = invoke(*command, cwd=county)
    assert result.clean
    assert result.exit_code in ((2,) if command in (COMMANDS["since"], COMMANDS["diff"]) else (0, 1))


@pytest.mark.parametrize("path", ["", ".", "bin"])
def test_programs_of_the_current_folder_are_not_run(county: Path, ran: Path, path: str) -> None:
    begin(county)
    for name in ("git", "git-lfs", "git.exe", "git-lfs.exe"):
        shows(county / path / name, ran)
    env = {"PATH": os.pathsep.join((path, os.environ["PATH"]))}
    assert invoke("doctor", cwd=county, env=env).exit_code == 0
    assert invoke("check", "--changed-since", "HEAD", cwd=county, env=env).exit_code == 0


def test_variables_that_name_programs_are_not_handed_on(county: Path, ran: Path) -> None:
    begin(county)
    names = ("GIT_SSH", "GIT_SSH_COMMAND", "GIT_ASKPASS", "GIT_PAGER", "GIT_EXTERNAL_DIFF", "GIT_EDITOR")
    shows(county / "program", ran)
    env = dict.fromkeys(names, str(county / "program")) | {"GIT_OBJECT_DIRECTORY": str(county / "objects")}
    assert invoke("check", "--changed-since", "HEAD", cwd=county, env=env).exit_code == 0
