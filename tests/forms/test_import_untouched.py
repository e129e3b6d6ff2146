"""Everything that is sent out comes back: untouched, all packs of the example together change no byte, but for what was
read in documents and is confirmed by that. Blank ledgers are reported in one line a pack.
"""

from __future__ import annotations

import subprocess
import zipfile
from pathlib import Path

import pytest

from cli.running import invoke
from ecodemo.load.workspace import load
from ecodemo.model.progress import Document
from forms.packs import import_, state_of

pytestmark = pytest.mark.long

IMPRINTS = {"文号", "成文日期", "责任者"}


def _git(folder: Path, *words: str) -> str:
    who = ("-c", "user.name=example", "-c", "user.email=example@example.invalid", "-c", "core.autocrlf=false")
    ran = subprocess.run(["git", "-C", folder, *who, *words], check=True, capture_output=True, text=True)
    return ran.stdout


def _registers(folder: Path) -> list[Document]:
    """What the units' registers say but for what documents say of themselves."""
    bare = {"number": "", "issued": None, "issuer": ""}
    return [document.model_copy(update=bare) for _, _, document in load(folder).workspace.documents()]


def test_the_packs_of_all_units_of_the_example(own_example: Path, tmp_path: Path) -> None:
    out = tmp_path / "发出"
    assert invoke("-C", own_example, "form", "export", "--out", out).exit_code == 0
    packs = sorted(out.glob("*.zip"))
    books = [
        name
        for pack in packs
        for name in zipfile.ZipFile(pack).namelist()
        if name.endswith(".xlsx") and "/" not in name
    ]
    kinds = {kind: sum(kind in name for name in books) for kind in ("填报表", "审核表", "整改台账")}
    assert kinds["填报表"] == len(packs) > 40
    assert kinds["审核表"] > 5
    assert kinds["整改台账"] == 1
    _git(own_example, "init", "--quiet")
    _git(own_example, "add", "data")
    before, registers = state_of(own_example), _registers(own_example)

    ran = import_(own_example, out, received=None)

    assert ran.exit_code == 0, ran.stdout
    said = [line for line in ran.stdout.splitlines() if line.startswith("  [")]
    blanks = [line for line in said if "returned without entries. Not filed: " in line]
    assert all(line.startswith("  [note]  ") for line in blanks)
    assert 0 < len(blanks) <= len(packs)
    taken = [line for line in said if line not in blanks]
    assert all(line.startswith("  [new]  佐证!") and set(line.split()) & IMPRINTS for line in taken)
    assert (
        f"{len(taken)} new, 0 changed, 0 cleared. Files: 0 filed, 0 replaced, 0 not recognised" in ran.stdout
    )
    assert state_of(own_example, "evidence") == {k: v for k, v in before.items() if k.startswith("evidence/")}
    assert _registers(own_example) == registers
    changed = _git(own_example, "diff", "--name-only").split()
    assert all(name.startswith("data/progress/") for name in changed)
    kept = {path.name for path in (own_example / "inbox").rglob("*.zip")}
    assert kept == {pack.name for pack in packs}
