"""Whatever a command makes is not written among the documents of the evidence."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.running import invoke

COMMANDS = {
    "report": ("report",),
    "sample": ("evidence", "sample", "--seed", "1"),
    "catalogue": ("evidence", "catalogue"),
    "export": ("form", "export"),
    "slips": ("supervise", "slips"),
    "circular": ("supervise", "circular"),
    "meeting": ("supervise", "meeting"),
    "duties": ("supervise", "duties"),
    "messages": ("supervise", "messages"),
    "standard": ("standards", "form"),
}


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_nothing_is_written_among_the_evidence(county: Path, command: tuple[str, ...]) -> None:
    before = sorted(county.rglob("*"))
    ran = invoke("-C", county, "--lang", "en", *command, "--out", county / "evidence" / "新建文件夹")
    assert ran.exit_code == 2
    assert "Choose a folder outside evidence/." in ran.stderr
    assert sorted(county.rglob("*")) == before
