"""From a path to requirement, unit, years, event and part: by numbers and names, and by the folders."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath

from ecodemo.model.evidence import EvidenceFile
from ecodemo.model.requirement import Form, Requirement
from ecodemo.model.workspace import Workspace

_YEARS = re.compile(r"(?P<first>(?:19|20)\d\d)年?(?:\s*[-—–~至]\s*(?P<last>(?:19|20)\d\d)年?)?")
_PICTURES = frozenset((".jpg", ".jpeg", ".png", ".bmp", ".webp", ".tif", ".tiff"))
_PLACE = 2
"""Characters that say what a photograph shows: 会场 of 会场照片."""
_NUMBER = re.compile(r"(\d{2,3}-\d{1,2}|[A-Z]\d{1,2})(?!\d)")


class Filing:
    """Reads paths by the numbers, names and former names of one workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self._requirements: Mapping[str, Requirement] = workspace.requirements
        self._units: Mapping[str, str] = workspace.lookup.units_by_any_name

    def file(self, path: str, size: int, sha256: str = "", *, is_pointer: bool = False) -> EvidenceFile:
        """What `path`, relative to evidence/, says of itself; the other parameters are handed on."""
        parts = PurePosixPath(path).parts
        folders, name = parts[:-1], parts[-1]
        depth = next((d for d in range(len(folders), 0, -1) if self._number(folders[d - 1])), None)
        number = self._number(name) or (self._number(folders[depth - 1]) if depth else None)
        is_event = depth is not None and number == self._number(folders[depth - 1])
        requirement = self._requirements.get(number or "")
        return EvidenceFile(
            path=path,
            size=size,
            requirement=number,
            unit=next((self._units[folder] for folder in folders if folder in self._units), None),
            years=years_in(folders) or _years_of_name(name),
            event="/".join(folders[:depth]) if is_event else None,
            part=part_of(name, requirement) if requirement else None,
            sha256=sha256,
            is_pointer=is_pointer,
        )

    def _number(self, name: str) -> str | None:
        """The requirement number that a name begins with."""
        found = _NUMBER.match(name)
        return found[1] if found and found[1] in self._requirements else None


def part_of(name: str, requirement: Requirement) -> int | None:
    """Which part a file is: by its number (`00-1-2 …`), else by the part's name in its name, else by its place: 会场1.jpg."""
    numbered = re.match(rf"{re.escape(requirement.no)}-(\d{{1,2}})(?!\d)", name)
    if numbered and int(numbered[1]) in {part.no for part in requirement.parts}:
        return int(numbered[1])
    named = [part for part in requirement.parts if part.name in name or _core(part.name) in name]
    if not named and PurePosixPath(name).suffix.lower() in _PICTURES:
        pictures = [part for part in requirement.parts if part.form is Form.PHOTO]
        named = [part for part in pictures if len(part.name) > _PLACE and part.name[:_PLACE] in name]
    return named[0].no if len(named) == 1 else None


def _core(name: str) -> str:
    """The telling half of a part's name: 签到 of 签到表, 通知 of 会议通知, 照片 of 会场照片."""
    trimmed = re.sub(r"(表|材料|文件|单|册)$", "", name)
    return trimmed[-2:] if len(trimmed) > 2 else trimmed


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
