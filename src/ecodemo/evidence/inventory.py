"""One pass over evidence/."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from ecodemo.evidence.filing import Filing
from ecodemo.model.evidence import EvidenceFile
from ecodemo.model.workspace import Workspace

FOLDER = "evidence"


def take_inventory(root: Path, workspace: Workspace) -> tuple[EvidenceFile, ...]:
    """Every file below evidence/ in the order of paths; hidden ones and links are left aside."""
    filing = Filing(workspace)
    found = (filing.file(path, size) for path, size in _walk(root / FOLDER))
    return tuple(sorted(found, key=lambda file: file.path))


def _walk(top: Path) -> Iterator[tuple[str, int]]:
    if not top.is_dir():
        return
    pending = [(str(top), "")]
    while pending:
        folder, prefix = pending.pop()
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.startswith("."):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    pending.append((entry.path, f"{prefix}{entry.name}/"))
                elif entry.is_file(follow_symlinks=False):
                    yield f"{prefix}{entry.name}", entry.stat(follow_symlinks=False).st_size
