"""The sheets of a workbook (xlsx) as they were saved: every value, a day as a day, beside whether a formula made it."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import time
from typing import BinaryIO

from ecodemo.formats import limits
from ecodemo.formats.content_error import ContentError, known_as
from ecodemo.formats.xlsx.cell_names import CellPosition, letters_of, position_of
from ecodemo.formats.xlsx.number_formats import GENERAL, day_of_serial, day_of_text, is_day
from ecodemo.formats.xlsx.saved_workbook import (
    SavedCell,
    SavedComment,
    SavedWorkbook,
    SheetPart,
    unescaped,
)
from ecodemo.formats.xlsx.written import Written
from ecodemo.model.evidence import Condition, Facts


@dataclass(slots=True)
class SavedSheet:
    """A sheet while it is read."""

    name: str
    is_hidden: bool
    cells: dict[CellPosition, Written] = field(default_factory=dict)
    """Those with something in them, or with a formula."""
    merged: dict[CellPosition, CellPosition] = field(default_factory=dict)
    """For every cell in a merged range but its first: where the first is."""
    comments: Mapping[CellPosition, SavedComment] = field(default_factory=dict)


def saved_sheets(stream: BinaryIO, size: int) -> list[SavedSheet]:
    """All sheets with cells, in their order, hidden ones too.

    Raises:
        ContentError: it is no workbook, it is damaged, or there is more in it than in any form.
    """
    with known_as(Facts(size)):
        return _SheetReader(SavedWorkbook(stream, size)).sheets()


def named_places(stream: BinaryIO, size: int) -> Mapping[str, tuple[str, str]]:
    """What the defined names of a workbook stand for: sheet and cell, or two cells with a colon between, without `$`.

    Raises:
        ContentError: it is no workbook, or it is damaged.
    """
    with known_as(Facts(size)):
        names = SavedWorkbook(stream, size).names
    places: dict[str, tuple[str, str]] = {}
    for name, written in names.items():
        sheet, mark, cells = written.strip().rpartition("!")
        if sheet[:1] == sheet[-1:] == "'" and len(sheet) > 1:
            sheet = sheet[1:-1].replace("''", "'")
        if mark:
            places[name] = sheet, cells.replace("$", "")
    return places


class _SheetReader:
    """What the sheets have in common, and how many cells they may still have."""

    def __init__(self, workbook: SavedWorkbook) -> None:
        if len(workbook.sheets) > limits.SHEETS:
            raise ContentError(Condition.TOO_LARGE)
        self._workbook = workbook
        self._formats = workbook.formats()
        self._texts: list[str] = []
        self._left = limits.FILLED_CELLS
        characters = 0
        for text in workbook.texts():
            self._texts.append(text)
            characters += len(text)
            if characters > limits.SHARED_CHARACTERS:
                raise ContentError(Condition.TOO_LARGE)

    def sheets(self) -> list[SavedSheet]:
        return [self._sheet(sheet) for sheet in self._workbook.sheets if sheet.part in self._workbook.package]

    def _sheet(self, part: SheetPart) -> SavedSheet:
        sheet = SavedSheet(part.name, part.is_hidden)
        ranges: list[str] = []
        for cell in self._workbook.cells(part.part, merged=ranges):
            if cell.has_formula or cell.text:
                sheet.cells[cell.position] = self._written(sheet.name, cell)
                if len(sheet.cells) > self._left:
                    raise ContentError(Condition.TOO_LARGE)
        self._left -= len(sheet.cells)
        for name in ranges:
            _merge(sheet, name)
        with suppress(ContentError):  # what is beside the cells never costs the cells
            sheet.comments = self._workbook.comments(part.part)
        return sheet

    def _written(self, sheet: str, cell: SavedCell) -> Written:
        row, column = cell.position
        if row > limits.FILLED_ROWS or column > limits.FILLED_COLUMNS:
            raise ContentError(Condition.TOO_LARGE)
        style = int(cell.style) if cell.style.isascii() and cell.style.isdigit() else 0
        form = self._formats[style] if style < len(self._formats) else GENERAL
        place = f"{sheet}!{letters_of(column)}{row + 1}"
        counts_from_1904 = self._workbook.counts_from_1904
        return Written(place, self._value(cell, form), form, cell.has_formula, counts_from_1904)

    def _value(self, cell: SavedCell, form: str) -> object:
        """The content of a cell; `None` where a formula has no result."""
        match cell.kind:
            case "s":
                if cell.shared is None or cell.shared >= len(self._texts):
                    raise ContentError(Condition.DAMAGED)
                return self._texts[cell.shared]
            case "inlineStr":
                return unescaped(cell.text)
            case "str":
                return unescaped(cell.text) if cell.has_value else None
            case "b":
                return cell.text.strip() in ("1", "true")
            case "e":
                return cell.text
            case "d":
                return _iso_day(cell.text.strip())
            case _:
                return self._number(cell.text.strip(), form)

    def _number(self, written: str, form: str) -> object:
        if not written:
            return None
        try:
            number = float(written) if set(written) & set(".eE") else int(written)
        except ValueError:
            return written
        if is_day(form):
            return day_of_serial(number, form, counts_from_1904=self._workbook.counts_from_1904)
        return number


def _iso_day(written: str) -> object:
    """A day or a time written in the file as such; the text where there is none of that name."""
    try:
        return day_of_text(written) or time.fromisoformat(written).replace(tzinfo=None)
    except ValueError:
        return written


def _merge(sheet: SavedSheet, area: str) -> None:
    first, last = (position_of(name) for name in (*area.split(":"), "", "")[:2])
    if first is None or last is None:
        return
    for row in range(first[0], last[0] + 1):
        for column in range(first[1], last[1] + 1):
            if len(sheet.merged) >= limits.MERGED_CELLS:
                return
            if (row, column) != first:
                sheet.merged[row, column] = first
