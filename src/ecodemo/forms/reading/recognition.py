"""Whether a file is one of our workbooks, and which: by its record, else by the heads of its columns.

Sheets are found by their heads, not their names, columns by heads, not letters; so a sheet that was renamed, copied
into a new file, or given more columns is still read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from unicodedata import normalize

from ecodemo.formats.xlsx.written import Written
from ecodemo.forms import contract
from ecodemo.forms.contract import Sheet, SheetColumn
from ecodemo.forms.reading.cells import CellError, read_text
from ecodemo.forms.reading.tables import CellTable
from ecodemo.forms.reading.unit_list import unit_list
from ecodemo.forms.sheets_for_office import LEDGER_SHEET, MINUTES_SHEET
from ecodemo.forms.sheets_for_units import (
    ASSIGNED_SHEET,
    DOCUMENT_SHEET,
    FRONT_LINES,
    OBJECTION_SHEET,
    PROBLEM_SHEET,
    PROJECT_SHEET,
    REVIEW_SHEET,
    STATEMENT_SHEET,
    VETO_SHEET,
    data_sheet,
)
from ecodemo.model.workspace import Workspace

_LOOKED_AT = 12
"""Rows from the top in which heads are looked for: somebody may have put lines above."""
_TOP = 4
"""Rows from the top, and cells of each, in which the name of a unit is looked for."""
_YEAR_HEAD = re.compile(r"((?:19|20)\d\d)(?:年|年度)?(?:数|数据|数值)?")
_CHINESE_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_SHEETS: tuple[Sheet, ...] = (
    data_sheet(()),
    DOCUMENT_SHEET,
    VETO_SHEET,
    PROJECT_SHEET,
    PROBLEM_SHEET,
    ASSIGNED_SHEET,
    STATEMENT_SHEET,
    REVIEW_SHEET,
    LEDGER_SHEET,
    MINUTES_SHEET,
    OBJECTION_SHEET,
)


@dataclass(frozen=True)
class ExportRecord:
    """What the very hidden sheet remembers of the export."""

    version: int
    kind: str
    unit: str
    bid: str
    base: Mapping[tuple[str, str, str], str] = field(repr=False)
    """What each cell held, by sheet, row key and column key."""

    @cached_property
    def rows(self) -> frozenset[tuple[str, str]]:
        """The rows that were sent out, by sheet and row key."""
        return frozenset(key[:2] for key in self.base)


@dataclass(frozen=True, slots=True)
class SheetMatch:
    """One of our sheets in a workbook: where its heads are."""

    sheet: Sheet
    table: CellTable
    head_row: int
    columns: Mapping[str, int]
    """The place of each column, from 0, by its key; years by `2020`."""
    missing: tuple[SheetColumn, ...]
    """Columns to fill in that are gone."""
    unit: str | None = None
    """Whose sheet it is by its title; `None` where that does not show it."""

    @property
    def row_numbers(self) -> range:
        """The rows under the heads, hidden and filtered ones too."""
        return range(self.head_row + 1, len(self.table.rows))

    def cell(self, row: int, key: str) -> Written:
        """The cell of a column, empty where the column is gone."""
        column = self.columns.get(key)
        return self.table.cell(row, column) if column is not None else Written("")

    def first_of_merged(self, row: int, key: str) -> tuple[int, int] | None:
        """Where the content of a merged cell is, if this is one and not the first of its range."""
        return self.table.merged.get((row, self.columns.get(key, -1)))

    def spread_cell(self, row: int, key: str) -> Written:
        """The cell of a column; of one merged with those above it, the first of them, which counts for all."""
        origin = self.first_of_merged(row, key)
        if origin is not None and origin[1] == self.columns.get(key):
            return self.table.cell(*origin)
        return self.cell(row, key)


@dataclass(frozen=True, slots=True)
class Recognised:
    """One of our workbooks."""

    found: tuple[SheetMatch, ...]
    record: ExportRecord | None
    unit: str | None
    """By its record, its first sheet or a title; `None` where none of them shows it."""
    front: Mapping[str, Written] = field(default_factory=dict)
    """The contents beside the labels of the first sheet, by the keys of its lines."""
    copies: tuple[SheetMatch, ...] = ()
    """Sheets of ours that are there more than once: all but the first."""
    others: tuple[CellTable, ...] = ()
    """Sheets with something in them that are none of ours."""
    tables: tuple[CellTable, ...] = ()
    """All sheets, without those that nobody is to see."""


def recognise(
    tables: Iterable[CellTable], record: ExportRecord | None, workspace: Workspace
) -> Recognised | None:
    """Our sheets in a workbook; `None` where there are none and no record either."""
    tables = tuple(table for table in tables if table.name not in (contract.RECORD, contract.LISTS))
    ours = [here for table in tables if (here := sheet_in(table)) is not None]
    if record is None and not ours:
        return None
    heads = {here.table.name: here.head_row for here in ours}
    unit = record.unit if record else _unit_by_words(tables, heads, workspace)
    ours = [replace(here, unit=_unit_of_title(here, unit, workspace)) for here in ours]
    ours.sort(key=lambda here: (here.unit not in (None, unit), here.table.is_hidden))
    found: dict[str, SheetMatch] = {}
    for here in ours:
        found.setdefault(here.sheet.name, here)
    return Recognised(
        tuple(here for here in sorted(found.values(), key=lambda here: tables.index(here.table))),
        record,
        unit,
        _front(tables, heads),
        tuple(here for here in ours if here not in found.values()),
        tuple(table for table in tables if table.name not in heads and _is_stranger(table)),
        tables,
    )


def _is_stranger(table: CellTable) -> bool:
    """Whether a sheet without our heads has something in it, is not the first one of a form, and can be seen: programs
    keep things of their own in hidden ones.
    """
    if table.is_hidden:
        return False
    labels = {line.label for line in FRONT_LINES}
    is_front = len(labels & {_words(table.cell(row, 0)) for row in range(len(table.rows))}) > 1
    return not is_front and any(not cell.is_empty for row in table.rows for cell in row)


def _unit_of_title(here: SheetMatch, own: str | None, workspace: Workspace) -> str | None:
    """The unit whose name a line above the heads begins with, its own before any other."""
    named = []
    for text in _first_words(here.table, here.head_row):
        unit = unit_named(text, workspace)
        if unit is not None and text.startswith(workspace.units[unit].names):
            named.append(unit)
    return own if own in named else next(iter(named), None)


def _front(tables: Iterable[CellTable], heads: Mapping[str, int]) -> Mapping[str, Written]:
    """The labelled cells of the first sheet, in whatever row; a sheet with our heads (`heads`) is none."""
    labels = {line.label: line.key for line in FRONT_LINES}
    return {
        labels[label]: table.cell(row, 1)
        for table in tables
        if table.name not in heads and not table.is_hidden
        for row in range(len(table.rows))
        if (label := _words(table.cell(row, 0))) in labels
    }


def record_of(tables: Iterable[CellTable]) -> ExportRecord | None:
    """What the very hidden sheet of a workbook remembers; `None` where it has none."""
    hidden = (table for table in tables if table.name.startswith("_"))
    return next((record for table in hidden if (record := _record_in(table))), None)


def _record_in(table: CellTable) -> ExportRecord | None:
    words = {
        _words(table.cell(row, 0)): _words(table.cell(row, 1)) for row in range(len(contract.RECORD_KEYS))
    }
    try:
        version = int(words.get("form", ""))
    except ValueError:
        return None
    head = len(contract.RECORD_KEYS)
    base = {
        (_words(table.cell(row, 0)), _words(table.cell(row, 1)), _words(table.cell(row, 2))): _words(
            table.cell(row, 3)
        )
        for row in range(head + 1, len(table.rows))
    }
    return ExportRecord(version, words.get("kind", ""), words.get("unit", ""), words.get("bid", ""), base)


def _words(cell: Written) -> str:
    try:
        return read_text(cell)
    except CellError:
        return ""


def head_of(text: str) -> str:
    """A head in plain width, without spaces, line breaks and the remark in brackets: `页码或单元格`, `收到`."""
    return re.sub(r"\s|[;；]|[（(].*?[)）]", "", normalize("NFKC", text))


def _head_words(cell: Written) -> str:
    """What a head says; a day that is shown as its year alone says the year."""
    value = cell.value
    if isinstance(value, datetime) and not set("mdhs") & set(
        re.sub(r'"[^"]*"|\[[^\]]*\]', "", cell.format.lower())
    ):
        return str(value.year)
    return _words(cell)


def _year_in(head: str) -> str | None:
    found = _YEAR_HEAD.fullmatch(head.translate(_CHINESE_DIGITS).strip("'’"))
    return found[1] if found else None


def sheet_in(table: CellTable, sheets: Iterable[Sheet] = _SHEETS) -> SheetMatch | None:
    """The sheet of ours that a table is, by the heads in one of its first rows."""
    best: SheetMatch | None = None
    for row in range(min(_LOOKED_AT, len(table.rows))):
        cells = reversed(list(enumerate(table.rows[row])))
        heads = {head_of(_head_words(cell)): column for column, cell in cells}
        heads.pop("", None)
        if len(heads) < 3:
            continue
        for sheet in sheets:
            found = _matched(sheet, table, row, heads)
            if found and (best is None or len(found.columns) > len(best.columns)):
                best = found
    return best


def is_plainly(match: SheetMatch) -> bool:
    """Whether a table without a record is a sheet for sure: all its heads but one are there, and no form fits better."""
    other = sheet_in(match.table)
    is_whole = len(match.columns) >= len(match.sheet.columns) - 1
    return is_whole and (other is None or len(other.columns) < len(match.columns))


def _matched(sheet: Sheet, table: CellTable, row: int, heads: Mapping[str, int]) -> SheetMatch | None:
    columns = {
        column.key: heads[head]
        for column in sheet.columns
        for head in (head_of(column.former), head_of(column.head))
        if head in heads
    }
    missing = tuple(column for column in sheet.columns if column.is_units and column.key not in columns)
    if sheet.name == contract.DATA:
        by_place = sorted(heads.items(), key=lambda item: -item[1])
        years = {year: place for head, place in by_place if (year := _year_in(head))}
        if not years:
            return None
        columns.update(years)
    keys = [key for key in sheet.keys if sheet.name != contract.PROBLEMS]
    has_keys = all(key in columns for key in keys)
    if not has_keys or len(columns) * 2 < len(sheet.columns):
        return None
    return SheetMatch(sheet, table, row, columns, missing)


def _unit_by_words(tables: Iterable[CellTable], heads: Mapping[str, int], workspace: Workspace) -> str | None:
    """The unit that the first rows name: the first sheet's line 单位, else a title that begins with a name.

    `heads` are the rows of the heads of our sheets: the rows below them may be about any unit.
    """
    for table in tables:
        for text in _first_words(table, heads.get(table.name, _TOP)):
            found = unit_named(text, workspace)
            if found is not None:
                return found
    return None


def _first_words(table: CellTable, head_row: int) -> Iterator[str]:
    for row in table.rows[: min(_TOP, head_row)]:
        for cell in row[:_TOP]:
            text = _words(cell)
            if 2 <= len(text) <= 60:
                yield text


def unit_named(text: str, workspace: Workspace) -> str | None:
    """The unit whose name is in a text, the longest if there are several; `None`: none, two alike, or a list of units."""
    found = {
        name: unit.id
        for unit in workspace.units.values()
        for name in unit.names
        if len(name) > 1 and name in text
    }
    if not found:
        return None
    longest = max(map(len, found))
    if len(set(found.values())) > 1 and unit_list(text, workspace) is not None:
        return None
    units = {unit for name, unit in found.items() if len(name) == longest}
    return units.pop() if len(units) == 1 else None
