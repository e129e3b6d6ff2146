"""A workbook while its sheets are written: titles, tables and lines of text, ready to print.

Every sheet has its title (and, for an example, that it is made up) above a frozen head with a filter, and prints on A4
in landscape: on pages one sheet wide, or divided where its columns would be too small to read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import accumulate
from math import ceil
from typing import Any, cast

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from ecodemo.report.writers.long_rows import BAND, LongRows
from ecodemo.report.writers.sheet_titles import SheetTitles
from ecodemo.report.writers.word_colours import WordColours
from ecodemo.report.writers.workbook_links import LINKED, WorkbookLinks
from ecodemo.report.writers.workbook_styles import styles
from ecodemo.spreadsheet import Styles, height_of, plain_text, put_text, save
from ecodemo.table import Column, Mark, R, TitledTable, ToFile, ToRow

_Value = str | int | Decimal | None

_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_MOST_DIGITS = 15
"""A program keeps no more of a number."""
_WIDEST = 204
"""Characters across A4 in landscape; beyond that the print falls under 7 points."""
_TITLE_SHRINKS = 0.7
"""The title is 14 points where the text is 10."""
_STYLE = {"share": "centred"}
"""Of cells that do not look as their style is called."""
_HEADS = 2
"""The row of the heads of a table."""
OVERVIEW = "overview"
TOP = "top"
"""By which links know the place where a sheet begins, of the table that it has."""


class Book:
    """The workbook."""

    def __init__(
        self,
        heading: Sequence[str],
        footer: str,
        *,
        name: str,
        language: str,
        evidence: str = "",
        back: str = "",
    ) -> None:
        """Begin it.

        Args:
            heading: begins the title of each sheet.
            footer: at the foot of each printed page.
            name: what it is called in its properties.
            language: the one it is written in.
            evidence: the address of the folder of files.
            back: what sheets have that leads back to the first one, known as `overview`; none without it.
        """
        self.workbook = Workbook()
        self._heading = heading
        self._footer = footer
        self._styles = Styles(self.workbook, styles())
        self._titles = SheetTitles()
        self._back = back
        self.links = WorkbookLinks(self._styles, evidence)
        self._evidence = evidence
        self._long: dict[str, LongRows[Any]] = {}
        properties = self.workbook.properties
        said = [plain_text(part) for part in heading if part]
        properties.title = " ".join([plain_text(name), *said[:1]])
        properties.subject = " ".join(said)
        properties.language = "zh-CN" if language == "zh" else language

    def content(self, day: str) -> bytes:
        """The workbook as bytes, dated by `day` (ISO)."""
        self.links.settle()
        members = {
            f"xl/worksheets/sheet{number}.xml": self._long[sheet.title]
            for number, sheet in enumerate(self.workbook.worksheets, 1)
            if sheet.title in self._long
        }
        return save(self.workbook, day, members)

    def sheet(
        self,
        title: str,
        widths: Sequence[int],
        what: str = "",
        *,
        keep: int = 0,
        is_one_page: bool = False,
    ) -> Worksheet:
        """A new sheet with columns of these widths below its title; `keep` of them are repeated on every page."""
        is_first = not self._titles
        sheet = cast("Worksheet", self.workbook.active if is_first else self.workbook.create_sheet())
        sheet.title = self._titles.new(title)
        for column, width in enumerate(widths, 1):
            sheet.column_dimensions[get_column_letter(column)].width = width
        pages = 1 if is_one_page else _pages_across(widths, keep)
        _set_page(sheet, pages, 1 if is_one_page else 0)
        if pages > 1 and keep:
            sheet.print_title_cols = f"A:{get_column_letter(keep)}"
        footer: Any = sheet.oddFooter
        footer.left.text = plain_text(self._footer).replace("&", "&&")
        footer.center.text = "&P / &N"
        shown = _columns_within(widths, sum(widths) // pages)
        text = "  ".join(part for part in (*self._heading, what) if part)
        back = ToRow(OVERVIEW, TOP) if self._back and not is_first else None
        has_room = widths[shown - 1] * 2 < sum(widths[:shown])
        if back and has_room:
            self.put(sheet, 1, shown, self._back, "note", back)
            shown -= 1
        self.put(sheet, 1, 1, text, "title", None if has_room else back)
        _merge(sheet, 1, shown)
        room = int(sum(widths[:shown]) * _TITLE_SHRINKS)
        sheet.row_dimensions[1].height = height_of([text], [room]) * 1.4
        return sheet

    def add(self, table: TitledTable[R]) -> Worksheet:
        """A sheet with a head, a filter and one line a row; its notes are below.

        What the rows of a band have in common is above them over the whole width.
        """
        columns = table.columns
        widths = [column.width for column in columns]
        sheet = self._headed(table, widths)
        last, colours = _HEADS, WordColours()
        for band, rows in table.sections:
            if band:
                last += 1
                self.wide(sheet, last, band, "band", widths)
            for row in rows:
                last += 1
                self.line(sheet, last, columns, row, widths, colours)
                for known in table.known_by(row):
                    self.links.note(table.key, known, cast("Cell", sheet.cell(last, 1)))
        colours.put_on(sheet, _HEADS + 1, last)
        self._close(sheet, table, last, widths)
        return sheet

    def add_long(self, table: TitledTable[R]) -> Worksheet:
        """The same of tens of thousands of rows, which are made while the workbook is saved.

        Cells are texts and whole numbers without colours, and lead only to files; no link leads to a row. The bands are gone
        through several times.
        """
        widths = [column.width for column in table.columns]
        sheet = self._headed(table, widths)
        looks = {
            look for column in table.columns for look in (column.look, LINKED.get(column.look, column.look))
        }
        numbers = {look: self._styles.number(look) for look in (*sorted(looks), BAND)}
        rows = self._long[sheet.title] = LongRows(table, _HEADS + 1, numbers, self._evidence)
        self.put(sheet, rows.first, 1, "", "text")
        for place in rows.bands():
            _merge(sheet, place, len(widths))
        self._close(sheet, table, rows.last(), widths)
        return sheet

    def _headed(self, table: TitledTable[R], widths: Sequence[int]) -> Worksheet:
        """A sheet with its title and the heads of a table."""
        sheet = self.sheet(table.title, widths, table.title, keep=table.keep)
        self.links.note(table.key or table.title, TOP, sheet["A1"])
        self.head(sheet, _HEADS, table.columns)
        sheet.row_dimensions[_HEADS].height = height_of([column.head for column in table.columns], widths)
        return sheet

    def _close(self, sheet: Worksheet, table: TitledTable[R], last: int, widths: Sequence[int]) -> None:
        """What a sheet has around the rows of a table, which end in `last`."""
        sheet.freeze_panes = f"{get_column_letter(table.keep + 1)}{_HEADS + 1}"
        sheet.auto_filter.ref = f"A{_HEADS}:{get_column_letter(len(widths))}{last}"
        sheet.print_title_rows = f"1:{_HEADS}"
        for place, text in enumerate(table.notes, last + 2):
            self.wide(sheet, place, text, "note", widths)

    def wide(self, sheet: Worksheet, row: int, text: str, style: str, widths: Sequence[int]) -> None:
        """A line of text over the whole width."""
        self.put(sheet, row, 1, text, style)
        _merge(sheet, row, len(widths))
        sheet.row_dimensions[row].height = height_of([text], [sum(widths)])

    def head(self, sheet: Worksheet, place: int, columns: Sequence[Column[R]]) -> None:
        """The heads of a table."""
        for number, column in enumerate(columns, 1):
            self.put(sheet, place, number, column.head, "head")

    def line(
        self,
        sheet: Worksheet,
        place: int,
        columns: Sequence[Column[R]],
        row: R,
        widths: Sequence[int],
        colours: WordColours | None = None,
    ) -> None:
        """A row of a table, as high as its texts need where they wrap at these widths."""
        values = [_value(column, row) for column in columns]
        for number, (column, value) in enumerate(zip(columns, values, strict=True), 1):
            mark: Mark = column.marked(row)
            style = mark or _STYLE.get(column.look, column.look)
            self.put(sheet, place, number, value, style, column.link(row))
            if colours and column.mark:
                colours.note(number, value, mark)
        sheet.row_dimensions[place].height = height_of(values, widths)

    def put(
        self,
        sheet: Worksheet,
        row: int,
        column: int,
        value: _Value,
        style: str,
        target: ToFile | ToRow | None = None,
    ) -> None:
        """One cell, and where it leads; text that begins like a formula stays text."""
        cell = cast("Cell", sheet.cell(row, column))
        self._styles.put_on(cell, style)
        if isinstance(value, str):
            put_text(cell, value)
        else:
            cell.value = value
        if isinstance(value, Decimal) and (decimals := -int(value.as_tuple().exponent)) > 0:
            cell.number_format = f"0.{'0' * decimals}"
        if target:
            self.links.add(cell, target)


def _set_page(sheet: Worksheet, across: int, down: int) -> None:
    """A4 in landscape, fitted to so many pages across and down; 0: as many as it takes.

    Fitting leaves no column alone on a last page: it takes the largest scale at which all columns fit on their pages.
    """
    page = sheet.page_setup
    page.orientation = "landscape"
    page.paperSize = sheet.PAPERSIZE_A4
    page.fitToWidth, page.fitToHeight = across, down
    if across > 1:
        page.pageOrder = "overThenDown"
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top, sheet.page_margins.bottom = 0.5, 0.8
    sheet.sheet_view.showGridLines = False


def _pages_across(widths: Sequence[int], keep: int) -> int:
    """How many pages side by side are wide enough; the first `keep` columns are on each of them."""
    repeated = min(sum(widths[:keep]), _WIDEST // 2)
    return max(1, ceil((sum(widths) - repeated) / (_WIDEST - repeated)))


def _columns_within(widths: Sequence[int], room: int) -> int:
    """How many of the first columns a room takes, at least one."""
    return max(1, sum(end <= room for end in accumulate(widths)))


def _merge(sheet: Worksheet, row: int, columns: int) -> None:
    """Merge a row's cells; openpyxl's own method would make and format each of them."""
    sheet.merged_cells.add(f"A{row}:{get_column_letter(columns)}{row}")


def _value(column: Column[R], row: R) -> _Value:
    """What a cell holds: a figure as a number where it is one, so that a sheet can sort and chart it."""
    value = column.value(row)
    if not isinstance(value, str | tuple):
        return value
    text = column.text(row)
    if column.look == "figure":
        digits = sum(map(str.isdigit, text))
        return Decimal(text) if _NUMBER.fullmatch(text) and digits <= _MOST_DIGITS else text or None
    return text
