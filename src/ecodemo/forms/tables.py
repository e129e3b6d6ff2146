"""Workbooks and csv files as plain tables: every cell with its place, as it was saved and with its formula's value."""

from __future__ import annotations

import csv
import io
import re
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

from ecodemo.forms.cells import Written
from ecodemo.model.message import Message, message

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_MOST_ROWS = 5_000
_MOST_COLUMNS = 60
_LARGEST_PART = 16 << 20
"""Bytes of a sheet's own text, unpacked; that of a form is some fifty thousand."""
_LARGEST_CSV = 4 << 20
_BLANK = Written("")


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet: its rows from the first, cells from column A."""

    name: str
    rows: tuple[tuple[Written, ...], ...]
    is_hidden: bool = False
    merged: Mapping[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    """For every cell in a merged range but its first: where the first is. Row and column, from 0."""

    def cell(self, row: int, column: int) -> Written:
        """The cell, by row and column from 0; an empty one where nothing was saved."""
        if row < len(self.rows) and column < len(self.rows[row]):
            return self.rows[row][column]
        return _BLANK


class NotATableError(Exception):
    """The file is no workbook that can be read; `words` say why and what to do."""

    def __init__(self, words: Message) -> None:
        super().__init__(words.text)
        self.words = words


def tables_of(path: Path, name: str) -> tuple[Table, ...]:
    """The sheets of a workbook, or the one table of a csv file.

    Args:
        path: where the bytes are.
        name: what the file is called; its suffix tells csv.

    Raises:
        NotATableError: it is neither.
    """
    if name.lower().endswith(".csv"):
        return (_csv(path, name),)
    _refuse_large(path)
    try:
        with warnings.catch_warnings():
            # openpyxl warns of what it does not know and does not need, as WPS's own extensions.
            warnings.simplefilter("ignore")
            from openpyxl import load_workbook

            # By its bytes: openpyxl goes by a path's suffix, and unpacked members have none.
            with path.open("rb") as stream:
                shown, typed = load_workbook(stream, data_only=True), load_workbook(stream)
            return tuple(_tables(shown, typed))
    except NotATableError:
        raise
    except Exception as error:
        raise NotATableError(
            message(
                "The workbook is damaged. Open it with WPS, save it as xlsx under a new name, and send that."
            )
        ) from error


def _refuse_large(path: Path) -> None:
    try:
        with ZipFile(path) as package:
            sizes = [info.file_size for info in package.infolist()]
            encrypted = any(info.flag_bits & 1 for info in package.infolist())
    except (BadZipFile, OSError, ValueError) as error:
        raise NotATableError(message("It is not a workbook (xlsx).")) from error
    if encrypted:
        raise NotATableError(message("The workbook has a password. Ask for it without one."))
    if len(sizes) > 5_000 or max(sizes, default=0) > _LARGEST_PART or sum(sizes) > 4 * _LARGEST_PART:
        raise NotATableError(
            message(
                "The workbook is far larger than a form is. Copy what was filled in into the form that was sent out."
            )
        )


def _tables(shown: Workbook, typed: Workbook) -> Iterator[Table]:
    for sheet in shown.worksheets:
        formulas = typed[sheet.title]
        last_row, last_column = min(sheet.max_row, _MOST_ROWS), min(sheet.max_column, _MOST_COLUMNS)
        rows = []
        for values, written in zip(
            sheet.iter_rows(max_row=last_row, max_col=last_column),
            formulas.iter_rows(max_row=last_row, max_col=last_column),
            strict=True,
        ):
            cells = [
                _written(sheet.title, value, formula) for value, formula in zip(values, written, strict=True)
            ]
            while cells and cells[-1].value is None and not cells[-1].is_formula:
                cells.pop()
            rows.append(tuple(cells))
        while rows and not rows[-1]:
            rows.pop()
        yield Table(sheet.title, tuple(rows), sheet.sheet_state != "visible", _merged(sheet))


def _written(sheet: str, value: Cell | MergedCell, formula: Cell | MergedCell) -> Written:
    is_formula = getattr(formula, "data_type", "") == "f"
    return Written(
        f"{sheet}!{value.coordinate}",
        value.value,
        str(getattr(value, "number_format", "General")),
        is_formula,
    )


def _merged(sheet: Worksheet) -> dict[tuple[int, int], tuple[int, int]]:
    found: dict[tuple[int, int], tuple[int, int]] = {}
    for area in sheet.merged_cells.ranges:
        first = (area.min_row - 1, area.min_col - 1)
        last_row = min(area.max_row, area.min_row + _MOST_ROWS)
        last_column = min(area.max_col, area.min_col + _MOST_COLUMNS)
        for row in range(area.min_row - 1, last_row):
            for column in range(area.min_col - 1, last_column):
                if (row, column) != first and len(found) < 100_000:
                    found[row, column] = first
    return found


def _csv(path: Path, name: str) -> Table:
    if path.stat().st_size > _LARGEST_CSV:
        raise NotATableError(message("The csv file is far larger than a form is."))
    content = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        break
    else:
        raise NotATableError(message("The csv file is neither UTF-8 nor GBK. Send the workbook instead."))
    title = re.sub(r"\.csv$", "", name.rsplit("/", 1)[-1], flags=re.IGNORECASE)
    first_line = text.split("\n", 1)[0]
    delimiter = "\t" if "\t" in first_line and "," not in first_line else ","
    rows: list[tuple[Written, ...]] = []
    try:
        for number, values in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)):
            if number >= _MOST_ROWS:
                break
            rows.append(
                tuple(
                    Written(f"{title}!{_letters(column)}{number + 1}", value or None)
                    for column, value in enumerate(values[:_MOST_COLUMNS])
                )
            )
    except csv.Error as error:
        raise NotATableError(message("The csv file is damaged. Send the workbook instead.")) from error
    return Table(title, tuple(rows))


def _letters(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
