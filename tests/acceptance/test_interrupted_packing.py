"""A package that is handed in, killed at every kind of step: there is never a half one, nor a record of one that is not there."""

from __future__ import annotations

import os
import shutil
import signal
from pathlib import Path

import pytest

from acceptance.conftest import DAY
from cli.running import invoke, scripted
from cli.test_interrupted_writes import STEPPED
from ecodemo.journal.manifest import FOLDER

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="as the other tests of killed commands"),
]


@pytest.mark.parametrize("inside", [True, False], ids=["in the workspace", "outside"])
@pytest.mark.parametrize("step", range(0, 14, 2))
def test_killed_before_a_step_the_next_call_makes_the_same_package(
    step: int, small_workspace: Path, handed_in: Path, tmp_path: Path, *, inside: bool
) -> None:
    root = Path(shutil.copytree(small_workspace, tmp_path / "county"))
    out = (root if inside else tmp_path) / "package.zip"
    call = ("-C", root, *DAY, "pack", "--out", out)
    ran = scripted(STEPPED, str(tmp_path), str(step), "killed", *call)
    assert ran.exit_code in (0, -signal.SIGKILL), ran.stderr
    record = root / "history" / "packs.jsonl"
    if out.exists():
        assert invoke("unpack", "--verify", out).exit_code == 0
    assert out.exists() or not record.exists()
    assert invoke(*call).exit_code == 0
    assert out.read_bytes() == (handed_in / "package.zip").read_bytes()
    assert record.read_bytes() == (handed_in / "county" / "history" / "packs.jsonl").read_bytes()
    assert not list(tmp_path.rglob("*.part"))
    assert not (root / FOLDER).exists()
