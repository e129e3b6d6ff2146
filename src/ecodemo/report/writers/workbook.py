"""A workbook while its sheets are written: titles, tables and lines of text, ready to print.

Every sheet has its title (and, for an example, that it is made up) above a frozen head with a filter, and prints in
landscape on pages one sheet wide.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, cast

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from ecodemo.report.writers.workbook_styles import styles
from ecodemo.spreadsheet import Styles, height_of, plain_text, put_text, save
from ecodemo.table import Column, R

_Value = str | int | Decimal | None

_TITLE_SHRINKS = 0.7
"""The title is 14 points where the text is 10."""
_WIDEST_ON_A4 = 180
"""Characters; beyond that the print on A4 falls under 7 points."""
_STYLE = {"share": "centred"}
"""Of cells that do not look as their style is called."""


class Book:
    """The workbook; `heading` begins the title of each sheet, `footer` stands below each printed page."""

    def __init__(self, heading: Sequence[str], footer: str) -> None:
        self._workbook = Workbook()
        self._heading = heading
        self._footer = footer
        self._styles = Styles(self._workbook, styles())
        self._is_empty = True

    def content(self, day: str) -> bytes:
        """The workbook as bytes, dated by `day` (ISO)."""
        return save(self._workbook, day)

    def sheet(self, title: str, widths: Sequence[int], what: str = "") -> Worksheet:
        """A new sheet with columns of these widths below its title."""
        sheet = cast(
            "Worksheet", self._workbook.active if self._is_empty else self._workbook.create_sheet(title)
        )
        self._is_empty = False
        sheet.title = title
        for column, width in enumerate(widths, 1):
            sheet.column_dimensions[get_column_letter(column)].width = width
        self._page(sheet, sum(widths))
        text = "  ".join(part for part in (*self._heading, what) if part)
        self._put(sheet, 1, 1, text, "title")
        _merge(sheet, 1, len(widths))
        sheet.row_dimensions[1].height = height_of([text], [int(sum(widths) * _TITLE_SHRINKS)]) * 1.4
        return sheet

    def table(
        self,
        title: str,
        columns: Sequence[Column[R]],
        rows: Iterable[R],
        *,
        keep: int = 0,
        foot: Sequence[str] = (),
    ) -> None:
        """A sheet with a head, a filter and one line a row; `keep` columns stay in view, `foot` stands below."""
        self.sections(title, columns, [("", rows)], keep=keep, foot=foot)

    def sections(
        self,
        title: str,
        columns: Sequence[Column[R]],
        sections: Iterable[tuple[str, Iterable[R]]],
        *,
        keep: int = 0,
        foot: Sequence[str] = (),
    ) -> None:
        """A table whose rows have above them, over its whole width, what they have in common."""
        widths = [column.width for column in columns]
        sheet = self.sheet(title, widths, title)
        self.head(sheet, 2, columns)
        sheet.row_dimensions[2].height = height_of([column.head for column in columns], widths)
        last = 2
        for band, rows in sections:
            if band:
                last += 1
                self.wide(sheet, last, band, "band", widths)
            for row in rows:
                last += 1
                self.line(sheet, last, columns, row, widths)
        sheet.freeze_panes = f"{get_column_letter(keep + 1)}3"
        sheet.auto_filter.ref = f"A2:{get_column_letter(len(columns))}{last}"
        sheet.print_title_rows = "1:2"
        for place, text in enumerate(foot, last + 2):
            self.wide(sheet, place, text, "note", widths)

    def wide(self, sheet: Worksheet, row: int, text: str, style: str, widths: Sequence[int]) -> None:
        """A line of text over the whole width."""
        self._put(sheet, row, 1, text, style)
        _merge(sheet, row, len(widths))
        sheet.row_dimensions[row].height = height_of([text], [sum(widths)])

    def head(self, sheet: Worksheet, place: int, columns: Sequence[Column[R]]) -> None:
        """The heads of a table."""
        for number, column in enumerate(columns, 1):
            self._put(sheet, place, number, column.head, "head")

    def line(
        self, sheet: Worksheet, place: int, columns: Sequence[Column[R]], row: R, widths: Sequence[int]
    ) -> None:
        """A row of a table, as high as its texts need where they wrap at these widths."""
        values = [_value(column, row) for column in columns]
        for number, (column, value) in enumerate(zip(columns, values, strict=True), 1):
            self._put(sheet, place, number, value, column.marked(row) or _STYLE.get(column.look, column.look))
        sheet.row_dimensions[place].height = height_of(values, widths)

    def _page(self, sheet: Worksheet, width: int) -> None:
        """One sheet wide in landscape; on A3 where A4 would make it too small to read."""
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.paperSize = sheet.PAPERSIZE_A3 if width > _WIDEST_ON_A4 else sheet.PAPERSIZE_A4
        sheet.page_setup.fitToWidth = 1
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.page_margins.left = sheet.page_margins.right = 0.4
        sheet.page_margins.top, sheet.page_margins.bottom = 0.5, 0.8
        footer: Any = sheet.oddFooter
        footer.left.text = plain_text(self._footer).replace("&", "&&")
        footer.center.text = "&P / &N"
        sheet.sheet_view.showGridLines = False

    def _put(self, sheet: Worksheet, row: int, column: int, value: _Value, style: str) -> None:
        """One cell; text that begins like a formula stays text."""
        cell = cast("Cell", sheet.cell(row, column))
        self._styles.put_on(cell, style)
        if isinstance(value, str):
            put_text(cell, value)
        else:
            cell.value = value
        if isinstance(value, Decimal) and (decimals := -int(value.as_tuple().exponent)) > 0:
            cell.number_format = f"0.{'0' * decimals}"


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
        try:
            return Decimal(text)
        except InvalidOperation:
            return text or None
    return text
