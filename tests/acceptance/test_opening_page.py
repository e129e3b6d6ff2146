"""The page that is opened first: what it carries, and what it must not."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

from acceptance.node_scripts import NODE, script
from acceptance.pages import page_of
from ecodemo.acceptance.proof_data import proof_data, shortened
from ecodemo.report.board.board_page import PROOF_SCRIPTS, SCRIPT
from support import check

MOST_ADDED = 350_000
"""Bytes that verifying adds to the example's board."""
TEMPLATES = Path(__file__).parents[2] / "templates"
PARSED_AS_2018 = (
    "const acorn = require('internal/deps/acorn/acorn/dist/acorn');"
    "process.argv.slice(1).forEach((file) => acorn.parse(require('fs').readFileSync(file, 'utf8'), {ecmaVersion: 2018}));"
)


def carried(page: bytes) -> str:
    found = re.search(r'id="again-data">(.*?)</script>', page.decode())
    assert found
    return found[1]


def test_the_same_check_gives_the_same_bytes(small_workspace: Path) -> None:
    assert page_of(check(small_workspace)) == page_of(check(small_workspace))


@pytest.mark.long
def test_verifying_adds_little_to_the_board(example: Path) -> None:
    page = page_of(check(example))
    added = len(carried(page).encode()) + sum((TEMPLATES / name).stat().st_size for name in PROOF_SCRIPTS)
    assert added < MOST_ADDED


@pytest.mark.long
def test_nobody_is_named_in_the_data(example: Path) -> None:
    """Neither who is called, nor who reviewed, nor what somebody remarked."""
    data = carried(page_of(check(example)))
    for key in ("note", "person", "telephone", "phone", "reason", "source"):
        assert f'"{key}"' not in data
    assert not re.search(r"1[3-9]\d{9}(?!\d|[0-9a-f])", re.sub(r"[0-9a-f]{12,64}", "", data))


def test_only_the_page_s_own_scripts_and_styles_are_allowed(small_workspace: Path) -> None:
    page = page_of(check(small_workspace)).decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy
    assert "default-src &#39;none&#39;" in policy[1] or "default-src 'none'" in policy[1]
    assert "unsafe" not in policy[1]
    assert policy[1].count("sha256-") == 4
    assert not re.search(r"\sstyle=|\son\w+=", re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL))


PATHS = ["a/b/c.pdf", "a/b/d.pdf", "a/e.pdf", "f.pdf", "", "f/g.pdf", "f/g/h.pdf", "f/g/h.pdf", "a/b/c.pdf"]


def test_shortened_paths_say_only_what_is_new() -> None:
    assert list(shortened(PATHS))[:3] == [(0, "a/b/c.pdf"), (2, "d.pdf"), (1, "e.pdf")]


@pytest.mark.skipif(NODE is None, reason="not installed: node")
def test_what_was_shortened_is_read_as_it_was(small_workspace: Path) -> None:
    result = check(small_workspace)
    data = proof_data(result)
    data["files"] = [[short, "0", 0, 0, short] for short in shortened(filter(None, PATHS))]
    data["progress"] = {}
    with script("unpackProof", "proof_unpack") as unpack:
        assert [file[0] for file in unpack(data)["files"]] == [path for path in PATHS if path]
        assert [file[4] for file in unpack(data)["files"]] == [path for path in PATHS if path]
        registered = unpack(proof_data(result))["progress"]
    for unit, progress in result.assessment.workspace.progress.items():
        assert [entry.get("file", "") for entry in registered[unit]["documents"]] == [
            document.file for document in progress.documents
        ]


@pytest.mark.skipif(NODE is None, reason="not installed: node")
def test_its_scripts_are_no_newer_than_2018() -> None:
    assert NODE
    files = [str(TEMPLATES / name) for name in (SCRIPT, *PROOF_SCRIPTS)]
    command = [NODE, "--expose-internals", "-e", PARSED_AS_2018, *files]
    ran = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert ran.returncode == 0, ran.stderr
    newer = [*command[:3], "process.argv.push('/dev/stdin');" + PARSED_AS_2018]
    ran = subprocess.run(newer, input="a?.b", capture_output=True, encoding="utf-8", check=False)
    assert "Unexpected token" in ran.stderr


def test_the_data_are_json_that_ends_no_script(small_workspace: Path) -> None:
    data = carried(page_of(check(small_workspace)))
    assert "<" not in data
    assert json.loads(data)["proof_version"] == 1
