"""evidence.facts.csv: what the bytes of each hash are, so that a clone without the files can still be checked.

One line a hash, sorted; the columns are those of `HEAD`, and those of `RECOGNISED` as soon as scanned pages of anything were
read. Lines are only ever added, or completed by what a figure newly points at and by what is recognised; a line that cannot
be understood is reported and left out.
"""

from __future__ import annotations

import csv
import io
import json
import re
from codecs import BOM_UTF8
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ecodemo import conflict
from ecodemo.files import LARGEST_RECORD, read_control_file
from ecodemo.model.evidence import BadLine, Condition, Facts, LineFault, Searchable
from ecodemo.model.imprint import Imprint
from ecodemo.model.recognised import Box, Candidate, HeadKind, PageFault, RecognisedFacts, fuller

NAME = "evidence.facts.csv"
HEAD = (
    "sha256",
    "size",
    "kind",
    "condition",
    "pages",
    "blank_pages",
    "searchable",
    "macros",
    "width",
    "height",
    "taken",
    "likeness",
    "personal",
    "numbers",
    "readings",
    "recorded",
    "number",
    "issued",
    "issuer",
)
_IMPRINT = 3
"""The last columns, which tables that were written before them do not have."""
RECOGNISED = (
    "pages_recognised",
    "recognised_heads",
    "recognised_personal",
    "red_seals",
    "grey_pages",
    "page_faults",
    "recognised_figures",
)
"""What follows from recognised words; empty where no page was read."""
_HASH_DIGITS = 64
_LONGEST_FIELD = 16 << 20
"""Characters: the numbers on all pages of a yearbook that figures point at."""
_NO_UTF8 = re.compile(r"[\udc80-\udcff]")
_LIKENESS = re.compile(r"(?:[0-9a-f]{16})?")


@dataclass(frozen=True, slots=True)
class ContentRecord:
    """A line of the table: facts, what figures point at, and the day on which these bytes were first locked."""

    facts: Facts
    readings: Mapping[str, str] = field(default_factory=dict)
    recorded: date | None = None
    recognised: RecognisedFacts | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """The whole table, by hash."""

    records: Mapping[str, ContentRecord] = field(default_factory=dict)
    bad_lines: tuple[BadLine, ...] = ()


def read_table(path: Path, known: Mapping[str, ContentRecord] = MappingProxyType({})) -> Table:
    """The table in a file, with known lines taken as they are; an empty one where there is none.

    Raises:
        OSError: the file is there and cannot be read.
    """
    try:
        content = read_control_file(path, path.parent, LARGEST_RECORD)
    except FileNotFoundError:
        return Table()
    return parse_table(content, path.name, known)


def parse_table(
    content: bytes, name: str = NAME, known: Mapping[str, ContentRecord] = MappingProxyType({})
) -> Table:
    """A table from its bytes; of lines that git could not merge, those of both sides.

    Of a file in another encoding the lines are used that are the same in both.
    """
    text = content.removeprefix(BOM_UTF8).decode("utf-8", "surrogateescape")
    lines = [line.removesuffix("\r") for line in text.split("\n")]
    marks = conflict.marks(lines)
    passed_over = {*marks, *conflict.base_lines(lines, marks)}
    faults = dict.fromkeys(marks, LineFault.MARK)
    records: dict[str, ContentRecord] = {}
    before = csv.field_size_limit(_LONGEST_FIELD)
    try:
        for number, line in enumerate(lines, 1):
            is_head = (number == 1 or marks) and line.startswith(HEAD[0])
            if number in passed_over or not line.strip() or is_head:
                continue
            if not line.isascii() and _NO_UTF8.search(line):
                faults[number] = LineFault.NOT_UTF8
                continue
            if (record := known.get(line[:_HASH_DIGITS])) is not None:
                records[line[:_HASH_DIGITS]] = record
                continue
            try:
                (row,) = csv.reader([line], strict=True)
                sha256, record = _hash(row[0]), _record(row)
            except (ValueError, IndexError, TypeError, RecursionError, csv.Error):
                faults[number] = LineFault.UNKNOWN
            else:
                records[sha256] = _of_both(records[sha256], record) if sha256 in records else record
    finally:
        csv.field_size_limit(before)
    return Table(records, tuple(BadLine(name, *fault) for fault in _said(faults)))


def _said(faults: Mapping[int, LineFault]) -> list[tuple[int, LineFault]]:
    """All of them; of a file in another encoding only the first line that is."""
    others = sorted(number for number, fault in faults.items() if fault is LineFault.NOT_UTF8)
    return [(others[0], LineFault.NOT_UTF8)] if others else sorted(faults.items())


def _of_both(one: ContentRecord, other: ContentRecord) -> ContentRecord:
    """One line for two of the same bytes: what either side read, since the earlier day."""
    days = [record.recorded for record in (one, other) if record.recorded]
    return ContentRecord(
        one.facts,
        {**one.readings, **other.readings},
        min(days, default=None),
        fuller(one.recognised, other.recognised),
    )


def table_content(records: Mapping[str, ContentRecord]) -> bytes:
    """The bytes of a table."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    is_any_recognised = any(record.recognised for record in records.values())
    writer.writerow((*HEAD, *RECOGNISED) if is_any_recognised else HEAD)
    for sha256 in sorted(records):
        record = records[sha256]
        writer.writerow(
            (*_row(sha256, record), *(recognised_cells(record.recognised) if is_any_recognised else ()))
        )
    return stream.getvalue().encode("utf-8", "replace")


def joined(
    records: Mapping[str, ContentRecord], more: Iterable[tuple[str, ContentRecord]]
) -> dict[str, ContentRecord]:
    """A table with more lines; of a hash that it has, the facts and the day stay and the readings add up."""
    found = dict(records)
    for sha256, record in more:
        known = found.get(sha256)
        found[sha256] = (
            replace(
                known,
                readings={**known.readings, **record.readings},
                recognised=fuller(known.recognised, record.recognised),
            )
            if known
            else record
        )
    return found


def _hash(written: str) -> str:
    if len(written) != _HASH_DIGITS or int(written, 16) < 0:
        raise ValueError(written)
    return written


def _row(sha256: str, record: ContentRecord) -> list[str | int | None]:
    facts = record.facts
    return [
        sha256,
        facts.size,
        facts.kind,
        facts.condition.value,
        facts.pages,
        " ".join(map(str, facts.blank_pages)),
        facts.searchable.value if facts.searchable else "",
        "yes" if facts.macros else "",
        facts.width,
        facts.height,
        facts.taken.isoformat() if facts.taken else "",
        facts.likeness,
        " ".join(f"{kind}={count}" for kind, count in sorted(facts.personal.items())),
        " ".join(facts.numbers),
        json.dumps(dict(sorted(record.readings.items())), ensure_ascii=False) if record.readings else "",
        record.recorded.isoformat() if record.recorded else "",
        facts.imprint.number,
        facts.imprint.issued.isoformat() if facts.imprint.issued else "",
        facts.imprint.issuer,
    ]


def _record(row: list[str]) -> ContentRecord:
    if len(row) == len(HEAD) - _IMPRINT:
        row = [*row, *[""] * _IMPRINT]
    cell = dict(zip(HEAD, row[: len(HEAD)], strict=True))
    personal = (part.split("=") for part in cell["personal"].split())
    facts = Facts(
        size=_count(cell["size"]),
        kind=cell["kind"],
        condition=Condition(cell["condition"]),
        pages=_number(cell["pages"]),
        blank_pages=tuple(_count(page) for page in cell["blank_pages"].split()),
        searchable=Searchable(cell["searchable"]) if cell["searchable"] else None,
        macros=cell["macros"] == "yes",
        width=_number(cell["width"]),
        height=_number(cell["height"]),
        taken=_day(cell["taken"]),
        likeness=cell["likeness"],
        personal={kind: _count(count) for kind, count in personal},
        numbers=tuple(cell["numbers"].split()),
        imprint=Imprint(cell["number"], _day(cell["issued"]), cell["issuer"]),
    )
    readings = json.loads(cell["readings"]) if cell["readings"] else {}
    if not isinstance(readings, dict) or not _LIKENESS.fullmatch(cell["likeness"]):
        raise ValueError(cell["readings"])
    return ContentRecord(
        facts,
        {str(place): str(text) for place, text in readings.items()},
        _day(cell["recorded"]),
        recognised_facts(row[len(HEAD) :] or [""] * len(RECOGNISED)),
    )


def recognised_cells(recognised: RecognisedFacts | None) -> list[str]:
    """The cells of `RECOGNISED`."""
    if recognised is None:
        return [""] * len(RECOGNISED)
    heads = {
        kind.value: [[one.text, one.page, one.confidence, one.box] for one in found]
        for kind, found in sorted(recognised.heads.items())
        if found
    }
    figures = {place: dict(sorted(asked.items())) for place, asked in sorted(recognised.figures.items())}
    return [
        f"{recognised.read}/{recognised.of}",
        json.dumps(heads, ensure_ascii=False) if heads else "",
        " ".join(
            f"{kind}={count}@{','.join(map(str, recognised.personal_pages.get(kind, ())))}".rstrip("@")
            for kind, count in sorted(recognised.personal.items())
        ),
        " ".join(map(str, recognised.seals)),
        " ".join(map(str, recognised.grey)),
        json.dumps({str(page): fault.value for page, fault in sorted(recognised.faults.items())})
        if recognised.faults
        else "",
        json.dumps(figures, ensure_ascii=False) if figures else "",
    ]


def recognised_facts(cells: Sequence[str]) -> RecognisedFacts | None:
    """What `recognised_cells` says.

    Raises:
        ValueError, TypeError: it does not say anything.
    """
    cell = dict(zip(RECOGNISED, cells, strict=True))
    if not cell["pages_recognised"]:
        return None
    read, _, of = cell["pages_recognised"].partition("/")
    heads, faults, figures = (
        _mapping(cell[name]) for name in ("recognised_heads", "page_faults", "recognised_figures")
    )
    personal = [re.split("[=@]", f"{part}@", maxsplit=2) for part in cell["recognised_personal"].split()]
    return RecognisedFacts(
        read=_count(read),
        of=_count(of),
        heads={
            HeadKind(kind): tuple(_candidate(kind, one) for one in found) for kind, found in heads.items()
        },
        personal={kind: _count(count) for kind, count, _ in personal},
        personal_pages={
            kind: tuple(map(_count, pages.strip("@").split(",")))
            for kind, _, pages in personal
            if pages.strip("@")
        },
        seals=tuple(map(_count, cell["red_seals"].split())),
        grey=tuple(map(_count, cell["grey_pages"].split())),
        faults={_count(page): PageFault(fault) for page, fault in faults.items()},
        figures={
            place: {str(figure): str(found) for figure, found in dict(asked).items()}
            for place, asked in figures.items()
        },
    )


def _candidate(kind: str, written: list[Any]) -> Candidate:
    text, page, confidence, (left, top, right, bottom) = written
    if kind == HeadKind.ISSUED:
        date.fromisoformat(text)
    box: Box = (int(left), int(top), int(right), int(bottom))
    return Candidate(str(text), int(page), float(confidence), box)


def _mapping(written: str) -> Mapping[str, Any]:
    found = json.loads(written) if written else {}
    if not isinstance(found, dict):
        raise TypeError(written)
    return found


def _number(written: str) -> int | None:
    return _count(written) if written else None


def _count(written: str) -> int:
    if not written.isdecimal():
        raise ValueError(written)
    return int(written)


def _day(written: str) -> date | None:
    return date.fromisoformat(written) if written else None
