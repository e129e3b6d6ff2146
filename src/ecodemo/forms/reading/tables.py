"""Workbooks and csv files as plain tables: every cell with its place, as it was saved and with its formula's value."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ecodemo.formats.content_error import ContentError
from ecodemo.formats.file_facts import facts_of
from ecodemo.formats.xlsx.cell_names import letters_of
from ecodemo.formats.xlsx.saved_workbook import SavedComment
from ecodemo.formats.xlsx.whole_sheets import SavedSheet, saved_sheets
from ecodemo.formats.xlsx.written import Written
from ecodemo.model.evidence import Condition
from ecodemo.model.message import Message, message

_MOST_ROWS = 5_000
_MOST_COLUMNS = 60
"""Of a csv file."""
_LARGEST_CSV = 4 << 20


@dataclass(frozen=True, slots=True)
class CellTable:
    """A sheet: its rows from the first, cells from column A."""

    name: str
    rows: tuple[tuple[Written, ...], ...]
    is_hidden: bool = False
    merged: Mapping[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    """For every cell in a merged range but its first: where the first is. Row and column, from 0."""
    comments: Mapping[tuple[int, int], SavedComment] = field(default_factory=dict)
    """What is written beside cells."""

    def cell(self, row: int, column: int) -> Written:
        """The cell, by row and column from 0; an empty one where nothing was saved."""
        if row < len(self.rows) and column < len(self.rows[row]):
            return self.rows[row][column]
        return _blank(self.name, row, column)


class NotATableError(Exception):
    """The file is no workbook that can be read; `words` say why and what to do."""

    def __init__(self, words: Message) -> None:
        super().__init__(words.text)
        self.words = words


def tables_of(path: Path, name: str) -> tuple[CellTable, ...]:
    """The sheets of a workbook, or the one table of a csv file.

    Args:
        path: where the bytes are.
        name: what the file is called; its suffix shows that it is csv.

    Raises:
        NotATableError: it is neither.
    """
    if name.lower().endswith(".csv"):
        return (_csv(path, name),)
    try:
        with path.open("rb") as stream:
            return tuple(_table(sheet) for sheet in saved_sheets(stream, path.stat().st_size))
    except ContentError as error:
        is_too_large = error.condition is Condition.TOO_LARGE
        raise NotATableError(_TOO_LARGE if is_too_large else _why_not(path)) from error


_OTHER_WORKBOOKS = frozenset({"xls", "xlsb", "ods", "html"})
_DAMAGED = message(
    "The workbook is damaged. Open it in WPS, save it as xlsx under a new name, and submit that."
)
_TOO_LARGE = message("The workbook is far larger than a form. Copy the entries into the exported form.")


def _why_not(path: Path) -> Message:
    """What a file is that could not be opened as a workbook."""
    facts = facts_of(path)
    if facts.condition is Condition.ENCRYPTED:
        return message("The workbook is password-protected. Ask for it without a password.")
    if facts.condition is Condition.TRUNCATED:
        return message("The workbook is truncated. Submit it again.")
    if facts.kind in ("xlsx", "xlsm", "zip"):
        return _DAMAGED
    if facts.kind in _OTHER_WORKBOOKS:
        return message(
            "The extension is that of a workbook (xlsx), but the content is {kind}. Open it in WPS, save it as xlsx (另存为xlsx), and submit that.",
            kind=facts.kind,
        )
    return message("Not a workbook (xlsx).")


def _table(sheet: SavedSheet) -> CellTable:
    rows: list[list[Written]] = [[] for _ in range(1 + max((row for row, _ in sheet.cells), default=-1))]
    for (row, column), written in sorted(sheet.cells.items()):
        cells = rows[row]
        cells.extend(_blank(sheet.name, row, place) for place in range(len(cells), column))
        cells.append(written)
    return CellTable(sheet.name, tuple(map(tuple, rows)), sheet.is_hidden, sheet.merged, sheet.comments)


def _blank(sheet: str, row: int, column: int) -> Written:
    return Written(f"{sheet}!{letters_of(column)}{row + 1}")


def _csv(path: Path, name: str) -> CellTable:
    if path.stat().st_size > _LARGEST_CSV:
        raise NotATableError(message("The csv file is far larger than a form."))
    content = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        break
    else:
        raise NotATableError(message("The csv file is neither UTF-8 nor GBK. Submit the workbook instead."))
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
                    Written(f"{title}!{letters_of(column)}{number + 1}", value or None)
                    for column, value in enumerate(values[:_MOST_COLUMNS])
                )
            )
    except csv.Error as error:
        raise NotATableError(message("The csv file is damaged. Submit the workbook instead.")) from error
    return CellTable(title, tuple(rows))
