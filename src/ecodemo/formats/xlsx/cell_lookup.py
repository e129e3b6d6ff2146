"""Cells of a workbook (xlsx) as they were saved, read straight from the sheet up to the last row that is wanted.

Not by openpyxl: it takes numbers of one kind of cells for days, reads all texts of the workbook before any
cell, does not tell a formula without a value from an empty cell, and does not know the strict form of the format.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from posixpath import join, normpath
from typing import BinaryIO
from unicodedata import normalize

from ecodemo.formats import limits
from ecodemo.formats.bounded_zip import BoundedZip
from ecodemo.formats.content_error import ContentError
from ecodemo.formats.ooxml import main_part
from ecodemo.formats.xml_events import Event, happenings
from ecodemo.model.evidence import Condition
from ecodemo.model.reading import EMPTY, ERROR, NO_SUCH_PLACE, NOT_COMPUTED

_PLACE = re.compile(r"(?:(?P<sheet>.+)!)?\$?(?P<column>[A-Za-z]{1,3})\$?(?P<row>[1-9][0-9]{0,6})")
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_SHOWN_FIGURES = 15
"""A workbook's program shows no more: what comes behind is left over from binary fractions."""

Cell = tuple[int, int]
"""Row and column, from 1."""


@dataclass(slots=True)
class _Saved:
    """One cell while it is read."""

    kind: str = "n"
    value: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    has_value: bool = False
    has_formula: bool = False


@dataclass(frozen=True, slots=True)
class _Workbook:
    """Where the parts are."""

    sheets: Mapping[str, str]
    """By the names of the sheets, in their order."""
    strings: str


def cells_of(stream: BinaryIO, size: int, places: list[str]) -> dict[str, str]:
    """What stands in the cells.

    Raises:
        ContentError: the workbook cannot be opened.
    """
    package = BoundedZip(stream, size)
    if package.is_too_large:
        raise ContentError(Condition.TOO_LARGE)
    workbook = _workbook(package)
    readings = dict.fromkeys(places, NO_SUCH_PLACE)
    wanted: dict[str, dict[str, Cell]] = {}
    for place in places:
        found = _PLACE.fullmatch(place.strip())
        sheet = _named(workbook.sheets, found["sheet"]) if found else None
        cell = _cell(found["column"], found["row"]) if found else None
        if sheet is not None and cell is not None:
            wanted.setdefault(sheet, {})[place] = cell
    saved = {sheet: _saved(package, sheet, frozenset(cells.values())) for sheet, cells in wanted.items()}
    indexes = {_index(cell) for cells in saved.values() for cell in cells.values()}
    strings = _strings(package, workbook.strings, indexes)
    for sheet, cells in wanted.items():
        for place, cell in cells.items():
            readings[place] = _reading(saved[sheet].get(cell), strings)
    return readings


def _cell(letters: str, row: str) -> Cell | None:
    """A cell by its name, unless it lies outside of any sheet."""
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return (int(row), column) if column <= _LAST_COLUMN and int(row) <= _LAST_ROW else None


def _workbook(package: BoundedZip) -> _Workbook:
    main = main_part(package)
    folder, _, name = main.rpartition("/")
    targets: dict[str, str] = {}
    strings = ""
    with package.open(join(folder, "_rels", f"{name}.rels")) as content:
        for event, element, attributes in happenings(content, limits.TEXT_BYTES):
            if event is Event.START and element == "Relationship":
                target = attributes.get("Target", "")
                part = normpath(target.lstrip("/") if target.startswith("/") else join(folder, target))
                targets[attributes.get("Id", "")] = part
                if attributes.get("Type", "").endswith("/sharedStrings"):
                    strings = part
    sheets: dict[str, str] = {}
    with package.open(main) as content:
        for event, element, attributes in happenings(content, limits.PART_BYTES):
            if event is Event.START and element == "sheet":
                sheets[attributes.get("name", "")] = targets.get(attributes.get("id", ""), "")
    return _Workbook(sheets, strings)


def _named(sheets: Mapping[str, str], written: str | None) -> str | None:
    """The part of a sheet: the first where none is named; the very name, else one that differs in blanks or width."""
    if written is None:
        return next(iter(sheets.values()), None)
    name = (
        written[1:-1].replace("''", "'") if len(written) > 1 and written[0] == written[-1] == "'" else written
    )
    if name in sheets:
        return sheets[name]
    return {_plain(one): part for one, part in reversed(list(sheets.items()))}.get(_plain(name))


def _plain(name: str) -> str:
    return "".join(normalize("NFKC", name).split()).casefold()


def _saved(package: BoundedZip, sheet: str, wanted: frozenset[Cell]) -> dict[Cell, _Saved]:
    """The wanted cells of a sheet that are in the file; the rows below the last of them are not read."""
    last = max(row for row, _ in wanted)
    found: dict[Cell, _Saved] = {}
    row = column = 0
    cell: _Saved | None = None
    inside: list[str] = []
    with package.open(sheet) as content:
        for event, name, attributes in happenings(content, limits.PART_BYTES):
            if event is Event.TEXT:
                if cell is not None and inside:
                    _take(cell, inside, name)
            elif event is Event.END:
                if name == "c":
                    cell = None
                elif cell is not None and inside:
                    inside.pop()
            elif name == "row":
                row, column = _row(attributes.get("r"), row), 0
                if row > last:
                    return found
            elif name == "c":
                row, column = _position(attributes.get("r"), row, column)
                inside.clear()
                if (row, column) in wanted:
                    cell = found[row, column] = _Saved(attributes.get("t", "n"))
            elif cell is not None:
                inside.append(name)
                cell.has_value = cell.has_value or name == "v"
                cell.has_formula = cell.has_formula or name == "f"
    return found


def _take(cell: _Saved, inside: list[str], text: str) -> None:
    """Keep a text of a cell by where it stands; how a word is read aloud (rPh) is not what is written."""
    if inside[-1] == "v":
        cell.value.append(text)
    elif inside[-1] == "t" and "rPh" not in inside:
        cell.text.append(text)


def _row(written: str | None, before: int) -> int:
    return int(written) if written and written.isascii() and written.isdigit() else before + 1


def _position(written: str | None, row: int, column: int) -> Cell:
    """Where a cell is: cells without a name follow one another."""
    found = _PLACE.fullmatch(written or "")
    return (found and _cell(found["column"], found["row"])) or (row, column + 1)


def _index(cell: _Saved) -> int | None:
    """Which of the workbook's shared texts stands in a cell."""
    written = "".join(cell.value).strip()
    return int(written) if cell.kind == "s" and written.isascii() and written.isdigit() else None


def _strings(package: BoundedZip, part: str, wanted: set[int | None]) -> dict[int, str]:
    """The shared texts that are wanted."""
    last = max((index for index in wanted if index is not None), default=-1)
    found: dict[int, str] = {}
    if last < 0 or part not in package:
        return found
    number = 0
    inside: list[str] = []
    pieces: list[str] = []
    with package.open(part) as content:
        for event, name, _ in happenings(content, limits.PART_BYTES):
            if event is Event.START:
                inside.append(name)
            elif event is Event.END:
                inside.pop()
                if name == "si":
                    if number in wanted:
                        found[number] = "".join(pieces)
                    pieces.clear()
                    number += 1
                    if number > last:
                        break
            elif inside[-1] == "t" and "rPh" not in inside:
                pieces.append(name)
    return found


def _reading(cell: _Saved | None, strings: Mapping[int, str]) -> str:
    if cell is None:
        return EMPTY
    value = "".join(cell.value)
    match cell.kind:
        case "e":
            return ERROR
        case "s":
            text = strings.get(_index(cell) or 0, "")
        case "inlineStr":
            text = "".join(cell.text)
        case "b":
            text = {"1": "TRUE", "0": "FALSE"}.get(value.strip(), value)
        case "str" if cell.has_value:
            text = value
        case _:
            text = _number(value.strip())
    if text.strip():
        return text.strip()[: limits.READ_CHARACTERS]
    is_computed = not cell.has_formula or (cell.kind == "str" and cell.has_value)
    return EMPTY if is_computed else NOT_COMPUTED


def _number(written: str) -> str:
    """A number without an exponent, and with as many figures as workbooks show (184.79999999999998 is 184.8)."""
    if written.lstrip("-").isdecimal() and written.isascii():
        return written
    try:
        number = Decimal(f"{float(written):.{_SHOWN_FIGURES}g}")
    except ValueError:
        return written
    if not number.is_finite() or abs(number.adjusted()) > 2 * _SHOWN_FIGURES:
        return written
    return format(number.normalize(), "f")
