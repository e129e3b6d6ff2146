"""Sealing: a line in history/packs.jsonl for each package that is handed in; what it names is settled from then on."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from ecodemo.acceptance.build_package import Package
from ecodemo.evidence.seals import PATH
from ecodemo.files import LARGEST_RECORD, read_own_file
from ecodemo.journal.changes import Change


def seal_change(root: Path, packages: Iterable[Package], layout: str, day: str, bid: str) -> Change | None:
    """The record with a line for each of the packages; `None` where it has them all.

    Raises:
        EcodemoError: the record cannot be read.
    """
    path = root / PATH
    before = read_own_file(path, root, LARGEST_RECORD) or b""
    known = set(before.decode("utf-8", "replace").splitlines())
    lines = [line for package in packages if (line := _line(package, layout, day, bid)) not in known]
    if not lines:
        return None
    if before and not before.endswith(b"\n"):
        before += b"\n"
    return Change(path, before + "".join(f"{line}\n" for line in lines).encode())


def _line(package: Package, layout: str, day: str, bid: str) -> str:
    return json.dumps(
        {
            "day": day,
            "bid": bid,
            "layout": layout,
            "draft": False,
            "files": len(package.files),
            "bytes": sum(file.size for file in package.files),
            "manifest": package.manifest,
            "lock": package.lock,
        }
    )
