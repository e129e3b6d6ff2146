"""A survey as it is remembered: when nothing below evidence/ was touched since, nothing of it is read, filed or compared again.

A line of JSON for some hundred files, in the order of their paths; the paths themselves come from the walk.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from itertools import islice
from typing import Any, TypeVar

from ecodemo.evidence.facts_table import recognised_cells, recognised_facts
from ecodemo.evidence.inventory import FolderListing
from ecodemo.model.evidence import Condition, Counts, EvidenceFile, Facts, Searchable, Survey
from ecodemo.model.imprint import Imprint

Same = TypeVar("Same", bound=Hashable)

_AT_ONCE = 500
"""Files to a line: all in one would take their memory twice."""
_LEFT_OUT = 6
"""Cells at the end of a row that may be left out."""
_DEFAULTS: tuple[Any, ...] = tuple(Facts(0))
_NOTHING: Mapping[str, Any] = {}
"""What most files have, as one object."""


def can_be_stored(survey: Survey) -> bool:
    """Whether the next survey of the same files would have the same result.

    What could not be read once may be readable a moment later, and what differs from its lock is always read again.
    """
    lock = survey.lock or {}
    return not (survey.unreadable or survey.doubtful or survey.bad_lines) and all(
        lock.get(file.path, file.sha256) == file.sha256 for file in survey.files
    )


def is_repeatable(survey: Survey) -> bool:
    """Whether the next survey of the same files would also say the same of what was read and what was trusted."""
    return not (survey.counts.computed or survey.counts.facts_read) and can_be_stored(survey)


def survey_lines(survey: Survey) -> Iterator[bytes]:
    """What a survey knows beyond a walk."""
    here = {file.sha256 for file in survey.files}
    recorded: dict[str, list[str]] = {}
    for sha256, day in survey.recorded.items():
        if sha256 not in here:
            recorded.setdefault(day.isoformat(), []).append(sha256)
    counts = survey.counts
    yield _line(
        {
            "is_locked": survey.lock is not None,
            "lost": [[file.path, *_row(file, survey)] for file in survey.lost],
            "recorded": recorded,
            "trusted": counts.computed + counts.trusted,
            "pointers": counts.pointers,
            "facts_trusted": counts.facts_read + counts.facts_trusted,
            "facts_unknown": counts.facts_unknown,
        }
    )
    files = iter(survey.files)
    while some := list(islice(files, _AT_ONCE)):
        yield _line([_row(file, survey) for file in some])


def survey_from(lines: Iterable[bytes], listing: FolderListing) -> Survey | None:
    """The survey of the files that were walked; `None` where the lines are not of them.

    It takes what the listing has: a county of many files has no room for its stamps beside them.
    """
    try:
        return _survey(iter(lines), listing)
    except (AttributeError, IndexError, KeyError, TypeError, ValueError, RecursionError, StopIteration):
        return None


def _survey(lines: Iterator[bytes], listing: FolderListing) -> Survey | None:
    head = json.loads(next(lines))
    reader = _SurveyReader()
    paths = sorted(listing.files)
    listing.files.clear()
    rows = (row for line in lines for row in json.loads(line))
    files = tuple(reader.file(path, row) for path, row in zip(paths, rows, strict=True))
    lost = tuple(reader.file(path, row) for path, *row in head["lost"])
    for day, hashes in head["recorded"].items():
        reader.recorded.update(dict.fromkeys(hashes, date.fromisoformat(day)))
    return Survey(
        files=files,
        leftovers=tuple(sorted(listing.leftovers)),
        links=tuple(sorted(listing.links, key=lambda link: link.path)),
        lock=reader.locked if head["is_locked"] else None,
        recorded=reader.recorded,
        lost=lost,
        counts=Counts(
            trusted=int(head["trusted"]),
            pointers=int(head["pointers"]),
            facts_trusted=int(head["facts_trusted"]),
            facts_unknown=int(head["facts_unknown"]),
        ),
    )


def _line(content: object) -> bytes:
    return json.dumps(content, separators=(",", ":")).encode() + b"\n"


def _row(file: EvidenceFile, survey: Survey) -> list[object]:
    """A file without its path; what is usual at its end is left out."""
    day = survey.recorded.get(file.sha256)
    row = [
        file.sha256,
        file.size,
        file.requirement,
        file.unit,
        file.years,
        None if file.event is None else len(file.event),
        survey.lock is not None and file.path in survey.lock,
        day.isoformat() if day else None,
        _facts_row(file.facts) if file.facts else None,
        file.part,
        dict(file.readings) or None,
        file.is_pointer or None,
        recognised_cells(file.recognised) if file.recognised else None,
    ]
    while row[-1] is None:
        row.pop()
    return row


def _facts_row(facts: Facts) -> list[object]:
    row: list[object] = list(facts)
    while len(row) > 1 and row[-1] == _DEFAULTS[len(row) - 1]:
        row.pop()
    return [_plain(value) for value in row]


def _plain(value: object) -> object:
    match value:
        case date():
            return value.isoformat()
        case Imprint():
            return [value.number, value.issued and value.issued.isoformat(), value.issuer]
        case Mapping():
            return dict(value)
        case _:
            return value


@cache
def _day(written: str) -> date:
    return date.fromisoformat(written)


class _SurveyReader:
    """Rows to files; what many of them have is one object."""

    def __init__(self) -> None:
        self.locked: dict[str, str] = {}
        self.recorded: dict[str, date] = {}
        self._known: dict[Any, Any] = {}
        conditions = {condition.value: condition for condition in Condition}
        searchable: Mapping[str | None, Searchable | None] = {
            None: None,
            **{one.value: one for one in Searchable},
        }
        meanings: Mapping[str, Callable[[Any], Any]] = {
            "kind": self._one,
            "condition": conditions.__getitem__,
            "blank_pages": tuple,
            "searchable": searchable.__getitem__,
            "taken": lambda written: written and _day(written),
            "personal": lambda said: said or _NOTHING,
            "numbers": tuple,
            "imprint": self._imprint,
        }
        self._meanings = tuple(map(meanings.get, Facts._fields))

    def file(self, path: str, row: Sequence[Any]) -> EvidenceFile:
        sha256, size, requirement, unit, years, event, is_locked, *rest = row
        rest += [None] * (_LEFT_OUT - len(rest))
        recorded, cells, part, readings, is_pointer, recognised = rest
        if is_locked:
            self.locked[path] = sha256
        if recorded:
            self.recorded[sha256] = _day(recorded)
        read = zip(self._meanings, cells or (), strict=False)  # what is usual at their end is left out
        facts = Facts(*[cell if meant is None else meant(cell) for meant, cell in read]) if cells else None
        return EvidenceFile(
            path,
            facts.size if facts and facts.size == size else size,
            self._one(requirement),
            self._one(unit),
            self._one(tuple(years)),
            None if event is None else self._one(path[:event]),
            part,
            sha256,
            facts,
            bool(is_pointer),
            readings or _NOTHING,
            recognised_facts(recognised) if recognised else None,
        )

    def _imprint(self, cells: Sequence[Any]) -> Imprint:
        number, issued, issuer = cells
        return Imprint(number, issued and _day(issued), self._one(issuer))

    def _one(self, value: Same) -> Same:
        same: Same = self._known.setdefault(value, value)
        return same
