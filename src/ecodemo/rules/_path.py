"""Paths below evidence/ as rules need them: every name once, and whose it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ecodemo.model.evidence import EvidenceFile
from ecodemo.model.finding import Subject
from ecodemo.model.workspace import Workspace


def named(files: Iterable[EvidenceFile]) -> Mapping[str, EvidenceFile | None]:
    """Every file, and every folder above one (`None`), by path."""
    found: dict[str, EvidenceFile | None] = {}
    for file in files:
        folder = file.path.rpartition("/")[0]
        while folder and folder not in found:
            found[folder] = None
            folder = folder.rpartition("/")[0]
        found[file.path] = file
    return found


def about(path: str, file: EvidenceFile | None, workspace: Workspace) -> Subject:
    """What a problem with a file or a folder is about."""
    return workspace.subject_of(file) if file else Subject(unit=unit_above(path, workspace))


def unit_above(path: str, workspace: Workspace) -> str | None:
    """The unit that a folder on the way is called by."""
    called = (workspace.lookup.unit(folder) for folder in path.split("/"))
    return next((unit for unit in called if unit in workspace.units), None)
