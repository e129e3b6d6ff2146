"""The sheets of a workbook (xlsx) as they were saved: values beside formulas, in one pass over bounded parts.

Not by openpyxl: it builds every formatted cell of a sheet in memory before the first can be looked at, shows values
and formulas only in two readings, takes a formula with an empty result for one that was never computed, and does not
know the days of Chinese spreadsheets (formats 27 to 58).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import IO, BinaryIO

from ecodemo.formats.bounded_zip import BoundedZip
from ecodemo.formats.xlsx.number_formats import GENERAL, day_of_serial, is_day
from ecodemo.formats.xlsx.workbook_parts import (
    TooLargeError,
    bounded,
    cell_formats,
    shared_strings,
    unescaped,
    workbook_parts,
)
from ecodemo.formats.xlsx.written import Written
from ecodemo.formats.xml_events import Event

_MOST_CELLS = 200_000
"""With something in them, of all sheets; a large review workbook with its record has fifty thousand."""
_MOST_SHEETS = 200
_LAST_ROW, _LAST_COLUMN = 100_000, 1_000
_MOST_MERGED = 100_000
_LONGEST_TEXT = 100_000
"""Characters of one cell; a spreadsheet holds a third of that."""
_PLACE = re.compile(r"([A-Za-z]{1,3})([1-9]\d{0,6})")
_AREA = re.compile(r"([A-Za-z]{1,3})([1-9]\d{0,6}):([A-Za-z]{1,3})([1-9]\d{0,6})")

Position = tuple[int, int]
"""Row and column, from 0."""


@dataclass(slots=True)
class SavedSheet:
    """A sheet while it is read."""

    name: str
    is_hidden: bool
    cells: dict[Position, Written] = field(default_factory=dict)
    """Those with something in them, or with a formula."""
    merged: dict[Position, Position] = field(default_factory=dict)
    """For every cell in a merged range but its first: where the first is."""


@dataclass(frozen=True, slots=True)
class _Shared:
    """What the sheets have in common."""

    strings: list[str]
    formats: list[str]
    counts_from_1904: bool


@dataclass(slots=True)
class _Cell:
    """A cell while it is read."""

    position: Position
    kind: str
    style: str
    text: str = ""
    """Of the value, or of the text that stands in the cell itself."""
    has_value: bool = False
    has_formula: bool = False


def saved_sheets(stream: BinaryIO, size: int) -> list[SavedSheet]:
    """All sheets with cells, in their order, hidden ones too.

    Raises:
        ContentError: a part that a workbook must have is missing or is no right XML.
        zipfile.BadZipFile: the package is damaged.
        TooLargeError: there is more in it than in any form.
    """
    package = BoundedZip(stream, size)
    if package.is_too_large:
        raise TooLargeError
    workbook = workbook_parts(package)
    if len(workbook.sheets) > _MOST_SHEETS:
        raise TooLargeError
    shared = _Shared(
        shared_strings(package, workbook.strings),
        cell_formats(package, workbook.styles),
        workbook.counts_from_1904,
    )
    sheets = []
    left = _MOST_CELLS
    for name, part, is_hidden in workbook.sheets:
        if part in package:
            sheet = SavedSheet(name, is_hidden)
            with package.open(part) as content:
                _read_sheet(sheet, content, shared, left)
            left -= len(sheet.cells)
            sheets.append(sheet)
    return sheets


def _read_sheet(sheet: SavedSheet, content: IO[bytes], shared: _Shared, most: int) -> None:
    row, column = -1, -1
    cell: _Cell | None = None
    inside: list[str] = []
    for event, name, attributes in bounded(content):
        if event is Event.TEXT:
            if cell is not None and _is_content(inside):
                cell.text += name
                if len(cell.text) > _LONGEST_TEXT:
                    raise TooLargeError
        elif event is Event.END:
            if name == "c" and cell is not None:
                _keep(sheet, cell, shared, most)
                cell = None
            elif cell is not None and inside:
                inside.pop()
        elif name == "c":
            row, column = _position(attributes.get("r", ""), row, column + 1)
            cell = _Cell((row, column), attributes.get("t", "n"), attributes.get("s", "0"))
            inside.clear()
        elif cell is not None:
            inside.append(name)
            cell.has_value = cell.has_value or name == "v"
            cell.has_formula = cell.has_formula or name == "f"
        elif name == "row":
            row, column = _row(attributes.get("r", ""), row + 1), -1
        elif name == "mergeCell":
            _merge(sheet, attributes.get("ref", ""))


def _is_content(inside: list[str]) -> bool:
    return bool(inside) and (inside[-1] == "v" or (inside[-1] == "t" and "rPh" not in inside))


def _row(written: str, following: int) -> int:
    return int(written) - 1 if written.isascii() and written.isdigit() and written != "0" else following


def _position(written: str, row: int, following: int) -> Position:
    """Where a cell is: cells without a name follow one another."""
    found = _PLACE.fullmatch(written)
    return (int(found[2]) - 1, _column(found[1])) if found else (max(row, 0), following)


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def letters_of(column: int) -> str:
    """The name of a column from 0: A, B, … AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _merge(sheet: SavedSheet, area: str) -> None:
    found = _AREA.fullmatch(area)
    if found is None:
        return
    first = (int(found[2]) - 1, _column(found[1]))
    last = (int(found[4]) - 1, _column(found[3]))
    for row in range(first[0], last[0] + 1):
        for column in range(first[1], last[1] + 1):
            if len(sheet.merged) >= _MOST_MERGED:
                return
            if (row, column) != first:
                sheet.merged[row, column] = first


def _keep(sheet: SavedSheet, cell: _Cell, shared: _Shared, most: int) -> None:
    if not cell.has_formula and not cell.text:
        return
    row, column = cell.position
    if len(sheet.cells) >= most or row > _LAST_ROW or column > _LAST_COLUMN:
        raise TooLargeError
    style = int(cell.style) if cell.style.isascii() and cell.style.isdigit() else 0
    form = shared.formats[style] if style < len(shared.formats) else GENERAL
    sheet.cells[cell.position] = Written(
        f"{sheet.name}!{letters_of(column)}{row + 1}", _value(cell, form, shared), form, cell.has_formula
    )


def _value(cell: _Cell, form: str, shared: _Shared) -> object:
    """What stands in a cell; `None` where a formula has no result."""
    match cell.kind:
        case "s":
            index = int(cell.text) if cell.text.isascii() and cell.text.isdigit() else -1
            if not 0 <= index < len(shared.strings):
                raise ValueError(cell.text)
            return shared.strings[index]
        case "inlineStr":
            return unescaped(cell.text)
        case "str":
            return unescaped(cell.text) if cell.has_value else None
        case "b":
            return cell.text.strip() in ("1", "true")
        case "e" | "d":
            return cell.text
        case _:
            return _number(cell.text.strip(), form, counts_from_1904=shared.counts_from_1904)


def _number(written: str, form: str, *, counts_from_1904: bool) -> object:
    if not written:
        return None
    try:
        number = float(written) if set(written) & set(".eE") else int(written)
    except ValueError:
        return written
    if is_day(form):
        return day_of_serial(number, form, counts_from_1904=counts_from_1904)
    return number
