"""What a delivery says, cell by cell, and which of it was not taken: for the workbook that goes back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from ecodemo.formats.xlsx.written import Written
from ecodemo.forms import contract, words
from ecodemo.forms.intake.import_line import NOT_TAKEN, Effect, ImportLine
from ecodemo.forms.intake.import_plan import Receipt
from ecodemo.forms.intake.merge.workbook_merge import WorkbookMerge, record_key
from ecodemo.forms.reading.entry_text import number_text, plain_text
from ecodemo.forms.sheets.unit_problems import Grounds, UnitProblem
from ecodemo.forms.sheets_for_units import FRONT_LINES
from ecodemo.model.message import Message

GROUNDS = {
    Effect.REFUSED: Grounds.REFUSED,
    Effect.CONFLICT: Grounds.CONFLICT,
    Effect.UNKNOWN: Grounds.UNKNOWN,
}
_TAKEN = frozenset({Effect.NEW, Effect.CHANGED, Effect.CLEARED})
_SENTENCE = re.compile(r"[^。？！]*[。？！]?")
_YEAR_BEHIND = re.compile(r"\s+((?:19|20)\d\d)$")


@dataclass(frozen=True, eq=False)
class WrittenRow:
    """A row of one of our sheets as it came."""

    sheet: str
    key: str
    """As `contract.row_key`; empty where the row bears none."""
    cells: Mapping[str, Written]
    """By the keys of the columns."""
    was_exported: bool | None
    """Whether it was in the workbook that was sent out; `None`: nobody knows any more."""
    exported: Mapping[str, str]
    """What its cells held then, as text."""
    lines: dict[str, list[ImportLine]] = field(default_factory=dict)
    """What the import says of each cell."""

    def has_fault(self, column: str) -> bool:
        return any(line.effect in NOT_TAKEN for line in self.lines.get(column, ()))

    @property
    def is_faulty(self) -> bool:
        """Whether something of it was not taken."""
        return any(map(self.has_fault, self.cells))

    @property
    def was_taken(self) -> bool:
        """Whether it was taken whole: the data have it now."""
        effects = {line.effect for lines in self.lines.values() for line in lines}
        return Effect.NEW in effects and not self.is_faulty

    def is_left(self, column: str) -> bool:
        """Whether the unit wrote something there that was not taken: what is written beside a fault is left, too."""
        was_taken = any(line.effect in _TAKEN for line in self.lines.get(column, ()))
        return not was_taken and plain_text(self.cells[column]) != self.exported.get(column, "")


@dataclass(frozen=True)
class Delivery:
    """All that came from a unit in one import."""

    receipts: tuple[Receipt, ...]
    rows: tuple[WrittenRow, ...]
    files: tuple[ImportLine, ...]
    """What was not taken of it besides cells: files, packs, workbooks as a whole."""
    front: Mapping[str, str] = field(default_factory=dict)
    """What the unit wrote of itself on the first sheet, by the keys of its lines."""

    @property
    def faults(self) -> tuple[UnitProblem, ...]:
        """What was not taken, as problems, the gravest first; the same of several years is one."""
        found = [fault for row in self.rows for fault in _faults_of(row)]
        found += [_fault_of_file(line) for line in self.files]
        return tuple(sorted(dict.fromkeys(found), key=lambda fault: fault.grounds))


def delivery_of(receipts: Iterable[Receipt]) -> Delivery:
    """What came from one unit, in the order in which it was taken."""
    receipts = tuple(receipts)
    rows: list[WrittenRow] = []
    files: list[ImportLine] = []
    for receipt in receipts:
        in_workbooks = {id(line) for merge in receipt.merges for line in merge.lines}
        files += [line for line in receipt.lines if id(line) not in in_workbooks]
        for merge in receipt.merges:
            own = list(_rows_of(merge))
            files += _shared_out(merge.lines, own)
            rows = [*_with_later(rows, own)]
    not_taken = tuple(line for line in files if line.effect in NOT_TAKEN)
    return Delivery(receipts, tuple(rows), not_taken, _front(receipts))


def _front(receipts: Iterable[Receipt]) -> Mapping[str, str]:
    own = [line.key for line in FRONT_LINES if line.is_units]
    books = [merge.book for receipt in receipts for merge in receipt.merges]
    return {
        key: text
        for book in books
        for key in own
        if key in book.front and (text := plain_text(book.front[key]))
    }


def _rows_of(merge: WorkbookMerge) -> Iterator[WrittenRow]:
    for found in merge.book.found:
        for number in found.row_numbers:
            cells = {key: found.cell(number, key) for key in found.columns}
            if all(cell.is_empty for cell in cells.values()):
                continue
            key = record_key(found, number)
            was_exported = merge.was_exported(found.sheet.name, key) if merge.has_base else None
            columns = (*cells, contract.HASH_COLUMN)
            exported = {column: merge.base(found.sheet.name, key, column) for column in columns}
            yield WrittenRow(found.sheet.name, key, cells, was_exported, exported)


def _with_later(rows: Iterable[WrittenRow], later: list[WrittenRow]) -> Iterator[WrittenRow]:
    """Rows of former workbooks and of a later one; what the later one says of a cell holds for the former, too."""
    keyed = {(row.sheet, row.key): row for row in reversed(later) if row.key}
    for row in rows:
        newer = keyed.pop((row.sheet, row.key), None)
        if newer is None:
            yield row
        else:
            later.remove(newer)
            cells = {**row.cells, **{key: cell for key, cell in newer.cells.items() if not cell.is_empty}}
            lines = {
                key: (newer if cells[key] is newer.cells.get(key) else row).lines.get(key, [])
                for key in cells
            }
            yield replace(newer, cells=cells, lines=lines)
    yield from later


def _shared_out(lines: Iterable[ImportLine], rows: Iterable[WrittenRow]) -> list[ImportLine]:
    """Give each line to its cell; returns those that are about no cell."""
    cells = {cell.place: (row, column) for row in rows for column, cell in row.cells.items() if cell.place}
    rest = []
    for line in lines:
        if line.place in cells:
            row, column = cells[line.place]
            row.lines.setdefault(column, []).append(line)
        else:
            rest.append(line)
    return rest


def _faults_of(row: WrittenRow) -> Iterator[UnitProblem]:
    gathered: dict[tuple[Grounds, str, str], list[tuple[str, ImportLine]]] = {}
    for column, lines in row.lines.items():
        for line in lines:
            if line.effect in NOT_TAKEN:
                reason, action = reason_of(line, column)
                gathered.setdefault((GROUNDS[line.effect], reason, action), []).append((column, line))
    for (grounds, reason, action), entries in gathered.items():
        named = [_named(row, line) for _, line in entries]
        about = named[0][0]
        years = {year for _, year in named if year} | {int(c) for c, _ in entries if c.isdigit()}
        typed = "、".join(dict.fromkeys(f"“{line.after}”" for _, line in entries if line.after))
        pattern = words.CELL_CONFLICT if grounds is Grounds.CONFLICT else words.CELL_REFUSED
        what = words.IN_SHEET.format(sheet=row.sheet, about=about, years=words.of_years(sorted(years)))
        yield UnitProblem(
            grounds,
            number_text(about) or text_in(row, "no") or None,
            about,
            tuple(sorted(years)),
            reason,
            (pattern if typed else words.ROW_REFUSED).format(what=what, typed=typed, reason=reason),
            action,
            words.CHECKED_BY_TOOL,
        )


def _fault_of_file(line: ImportLine) -> UnitProblem:
    name = PurePosixPath(line.place).name or line.place or line.about
    reason, action = reason_of(line)
    no = number_text(line.about) or number_of_folder(line)
    pattern = words.FILE_UNKNOWN if line.effect is Effect.UNKNOWN else words.FILE_REFUSED
    problem = pattern.format(name=name, reason=reason)
    return UnitProblem(GROUNDS[line.effect], no, name, (), reason, problem, action, words.CHECKED_BY_TOOL)


def number_of_folder(line: ImportLine) -> str | None:
    """The number of the document whose folder a file was in."""
    parts = PurePosixPath(line.place).parts
    return next((no for part in reversed(parts) if (no := number_text(part)) and "-" in no), None)


def reason_of(line: ImportLine, column: str = "") -> tuple[str, str]:
    """What is wrong with a cell of a column or with a file, and what to do about it, in Chinese."""
    if line.effect is Effect.CONFLICT and line.words is None:
        ours, theirs = line.before or words.EMPTY_CELL, line.after or words.EMPTY_CELL
        return words.CONFLICTS.format(ours=ours, theirs=theirs), words.SETTLE
    said = words.CHINESE.say(line.words) if isinstance(line.words, Message) else ""
    first = _SENTENCE.match(said)
    reason = first[0] if first else ""
    usual = words.MEND_ROW if column == "no" else words.MEND
    return reason.rstrip("。"), said[len(reason) :].rstrip("。") or usual


def _named(row: WrittenRow, line: ImportLine) -> tuple[str, int | None]:
    """What a line is about, without the space behind the number, and the year that it names.

    In a review workbook it is a document of another unit, in the ledger perhaps an entry that has no number yet.
    """
    problem = text_in(row, "problem")
    if row.sheet == contract.REVIEWS:
        return "".join(text_in(row, column) for column in ("unit", "no", "name")), None
    if row.sheet == contract.LEDGER and not row.key and line.about != problem:
        return words.OF_NEW_ENTRY.format(problem=problem, about=line.about), None
    found = _YEAR_BEHIND.search(line.about)
    about = line.about[: found.start()] if found else line.about
    no = number_text(about)
    if no and about.startswith(f"{no} "):
        about = f"{no}{about[len(no) + 1 :]}"
    return about, int(found[1]) if found else None


def text_in(row: WrittenRow, column: str) -> str:
    """The content of a cell; empty where the row has no such column."""
    return plain_text(row.cells[column]) if column in row.cells else ""
