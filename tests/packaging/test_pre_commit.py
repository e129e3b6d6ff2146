"""The hooks that this repository offers, and those of a new workspace, run by pre-commit itself."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cli.running import Result, environment
from repository import OWN_SETTINGS, begin, git

pytest.importorskip("pre_commit", reason="pre-commit comes with the dev extra")

pytestmark = [pytest.mark.long, pytest.mark.packaging]
ROOT = Path(__file__).resolve().parents[2]
SOURCES = ("src", "data", "templates", "examples", "docs/schema")
PROOF = "evidence/30 城镇生活垃圾无害化处理率/田庄乡/2019/30-1 垃圾清运与处理量台账.xlsx"
NO_NETWORK = ("No matching distribution", "Could not find a version", "ConnectionError", "Max retries")


@pytest.fixture
def tools(tmp_path: Path) -> Path:
    """A folder with `ecodemo`, for hooks that use what is installed."""
    folder = tmp_path / "bin"
    folder.mkdir()
    program = folder / "ecodemo"
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m ecodemo "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    return folder


@pytest.fixture
def workspace(example: Path, tmp_path: Path) -> Path:
    """What `init --example` makes, in a repository."""
    return begin(Path(shutil.copytree(example, tmp_path / "demo")))


def run(folder: Path, tools: Path, *command: str) -> Result:
    path = f"{tools}:{Path(sys.executable).parent}:{environment()['PATH']}"
    home = str(tools.parent / "pre-commit")
    ended = subprocess.run(
        command,
        cwd=folder,
        env=environment(**OWN_SETTINGS, PATH=path, PRE_COMMIT_HOME=home),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return Result(ended.returncode, ended.stdout, ended.stderr)


def pre_commit(folder: Path, tools: Path, *arguments: str) -> Result:
    return run(folder, tools, sys.executable, "-m", "pre_commit", *arguments)


def test_both_files_are_valid(workspace: Path, tools: Path) -> None:
    hooks, config = ROOT / ".pre-commit-hooks.yaml", workspace / ".pre-commit-config.yaml"
    assert pre_commit(workspace, tools, "validate-manifest", str(hooks)).exit_code == 0
    assert pre_commit(workspace, tools, "validate-config", str(config)).exit_code == 0


def test_the_hooks_of_a_new_workspace_let_it_pass_and_stop_a_broken_commit(
    workspace: Path, tools: Path
) -> None:
    ran = pre_commit(workspace, tools, "run", "--all-files")
    assert ran.exit_code == 0, ran.stdout
    assert ran.stdout.count("Passed") == 2
    pre_commit(workspace, tools, "install")
    git(workspace, "rm", "--quiet", PROOF)
    ran = run(workspace, tools, "git", "commit", "-m", "one fewer")
    assert ran.exit_code == 1
    assert "FX102" in ran.stderr
    assert PROOF in ran.stderr
    git(workspace, "reset", "--quiet", "--hard")
    (workspace / "data" / "waivers.yaml").write_text("waivers: [", encoding="utf-8")
    ran = run(workspace, tools, "git", "commit", "-a", "-m", "half a list")
    assert ran.exit_code == 1
    assert "data/waivers.yaml:1:11" in ran.stderr


def test_the_hooks_of_this_repository_run_in_an_environment_of_their_own(
    workspace: Path, tools: Path, tmp_path: Path
) -> None:
    """From a local copy of this repository, as `repo:` and `rev:` would take it from a server."""
    tool = tmp_path / "tool"
    for name in SOURCES:
        shutil.copytree(ROOT / name, tool / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    for name in (".pre-commit-hooks.yaml", "pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, tool / name)
    begin(tool)
    revision = git(tool, "rev-parse", "HEAD")
    (workspace / ".pre-commit-config.yaml").write_text(
        f"repos:\n- repo: {tool}\n  rev: {revision}\n  hooks: [{{id: ecodemo-schema}}, {{id: ecodemo-check}}]\n",
        encoding="utf-8",
    )
    git(workspace, "add", "--all")
    ran = pre_commit(workspace, tools, "run", "--all-files")
    if any(words in ran.stdout for words in NO_NETWORK):
        pytest.skip("pip cannot reach a package index to build the hooks' environment")
    assert ran.exit_code == 0, ran.stdout
    assert ran.stdout.count("Passed") == 2
    git(workspace, "rm", "--quiet", PROOF)
    ran = pre_commit(workspace, tools, "run", "ecodemo-check")
    assert ran.exit_code == 1
    assert PROOF in ran.stdout
