"""What is generated is fresh, and what the documents say of the commands is true."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
READMES = ("README.md", "README.zh-CN.md")


def _run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.mark.long
def test_schemas_reference_and_screens_are_those_of_the_code() -> None:
    ended = _run(sys.executable, "scripts/generate.py", "check")
    assert ended.returncode == 0, ended.stdout + ended.stderr


def test_catalogue_is_complete_and_compiled() -> None:
    pytest.importorskip("babel", reason="babel comes with the dev extra")
    ended = _run(sys.executable, "scripts/catalogue.py", "check")
    assert ended.returncode == 0, ended.stdout + ended.stderr


@pytest.mark.parametrize("readme", READMES)
def test_every_link_of_a_readme_leads_to_a_file(readme: str) -> None:
    links = re.findall(r"\]\(([^)#]+)\)", (ROOT / readme).read_text(encoding="utf-8"))
    assert links
    for link in links:
        assert (ROOT / link).exists(), link


def test_both_readmes_begin_with_the_same_two_commands() -> None:
    blocks = [
        re.findall(r"```sh\n(.*?)```", (ROOT / readme).read_text(encoding="utf-8"), re.DOTALL)
        for readme in READMES
    ]
    assert blocks[0] == blocks[1]
    assert len(blocks[0]) == 2
    assert (
        blocks[0][0]
        == "pip install . && ecodemo init demo --example && ecodemo -C demo report --phase self-inspection\n"
    )


def test_ci_runs_the_test_command_of_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    command = re.findall(r"```sh\n(.*?)\n```", readme, re.DOTALL)[1]
    assert command in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_papers_with_names_and_telephones_are_put_where_git_does_not_look() -> None:
    ignored = (ROOT / "templates" / "workspace" / "dot-gitignore").read_text(encoding="utf-8").splitlines()
    folders = [
        folder
        for page in (ROOT / "docs").glob("*/*.md")
        for line in page.read_text(encoding="utf-8").splitlines()
        if "ecodemo province" not in line  # which is not called in a workspace
        for folder in re.findall(r"--(?:out|return) ([^\s`]+)", line)
    ]
    assert folders
    assert {f"{folder.split('/')[0]}/" for folder in folders} <= {*ignored}


def test_every_page_of_a_rule_names_its_code_and_the_index_links_it() -> None:
    index = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    for page in (ROOT / "src" / "ecodemo" / "rules" / "pages").rglob("*.md"):
        assert page.read_text(encoding="utf-8").startswith(f"# {page.stem} ")
        assert f"{page.parent.name}/{page.name}" in index
