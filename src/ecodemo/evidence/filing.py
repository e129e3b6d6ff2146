"""From a path to requirement, unit and years: by the number a name begins with, and by its folders."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath

from ecodemo.model.evidence import EvidenceFile
from ecodemo.model.workspace import Workspace

_YEARS = re.compile(r"(?P<first>(?:19|20)\d\d)年?(?:\s*[-—–~至]\s*(?P<last>(?:19|20)\d\d)年?)?")
_NUMBER = re.compile(r"(\d{2,3}-\d{1,2}|[A-Z]\d{1,2})(?!\d)")


class Filing:
    """Reads paths by the numbers, names and former names of one workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self._requirements = frozenset(workspace.requirements)
        self._units: Mapping[str, str] = {
            name: unit.id for unit in workspace.units.values() for name in (*unit.names, unit.id)
        }

    def file(self, path: str, size: int) -> EvidenceFile:
        """What `path`, relative to evidence/, says of itself."""
        parts = PurePosixPath(path).parts
        folders, name = parts[:-1], parts[-1]
        return EvidenceFile(
            path,
            size,
            self._requirement((name, *reversed(folders))),
            next((self._units[folder] for folder in folders if folder in self._units), None),
            years_in(folders) or _years_of_name(name),
        )

    def _requirement(self, names: Iterable[str]) -> str | None:
        """The number that the file's name begins with, or else the nearest folder's (an event is a folder)."""
        for name in names:
            found = _NUMBER.match(name)
            if found and found[1] in self._requirements:
                return found[1]
        return None


def years_in(folders: Iterable[str]) -> tuple[int, ...]:
    """The years of the innermost folder that is called by years: `2020`, `2018-2020`."""
    for folder in reversed(tuple(folders)):
        found = _YEARS.fullmatch(folder)
        if found:
            return _span(found)
    return ()


def _years_of_name(name: str) -> tuple[int, ...]:
    """The years in a name, when its folders say none; never those that are part of a number."""
    found = re.search(rf"(?<!\d){_YEARS.pattern}(?!\d)", name)
    return _span(found) if found else ()


def _span(found: re.Match[str]) -> tuple[int, ...]:
    first = int(found["first"])
    last = int(found["last"] or first)
    return tuple(range(first, last + 1)) if first <= last <= first + 20 else ()
