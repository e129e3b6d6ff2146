"""Makes a county whose evidence is as large as asked for, in the layout of the real one, with its lock and a bag.

python benchmarks/evidence_set.py FOLDER FILES BYTES      BYTES is the mean size of a file
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
from itertools import cycle, islice
from pathlib import Path

from ecodemo.assess.owed import owed_requirements, years_of
from ecodemo.load.workspace import load

_POOL = 8 << 20
"""Bytes that the files are cut from: no two begin alike, and making them is quick."""


def slots(folder: Path) -> list[str]:
    """The folders and numbers of everything owed to the first bid, by unit and year."""
    workspace = load(folder).workspace
    assert workspace is not None  # noqa: S101 - the starter loads
    bid = workspace.bids[0]
    return [
        f"evidence/{requirement.box} {workspace.holders[requirement.no].name}/{workspace.units[unit].name}/"
        f"{year or bid.assessed}/{requirement.no} {requirement.name}"
        for requirement in owed_requirements(workspace, bid)
        for unit in workspace.owing(requirement)
        for year in years_of(requirement, bid)
    ]


def make(folder: Path, files: int, size: int) -> None:
    """A workspace with that many files of that mean size, between half and one and a half of it."""
    subprocess.run(
        [sys.executable, "-m", "ecodemo", "init", str(folder), "--starter", "anhua", "-q"],
        check=True,
        capture_output=True,
    )
    pool = random.Random(7).randbytes(_POOL)  # noqa: S311 - nothing is kept secret by it
    chance = random.Random(11)  # noqa: S311
    for number, slot in enumerate(islice(cycle(slots(folder)), files)):
        path = folder / f"{slot}（{number}）.pdf"
        path.parent.mkdir(parents=True, exist_ok=True)
        length = chance.randint(size // 2, size * 3 // 2)
        start = chance.randrange(_POOL - length)
        path.write_bytes(f"{number}\n".encode() + pool[start : start + length])
    subprocess.run(
        [sys.executable, "-m", "ecodemo", "-C", str(folder), "evidence", "lock", "-q"],
        check=True,
        capture_output=True,
    )


def make_bag(folder: Path) -> None:
    """A BagIt bag beside the county, of the very same files, for bagit to validate."""
    bag = folder.with_name(f"{folder.name}-bag")
    lines = (folder / "evidence.sha256").read_text(encoding="utf-8").splitlines()
    for line in lines:
        path = line[66:]
        target = bag / "data" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        os.link(folder / path, target)
    (bag / "bagit.txt").write_text("BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n")
    manifest = "".join(f"{line[:64]}  data/{line[66:]}\n" for line in lines)
    (bag / "manifest-sha256.txt").write_text(manifest, encoding="utf-8")


if __name__ == "__main__":
    make(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
    make_bag(Path(sys.argv[1]))
