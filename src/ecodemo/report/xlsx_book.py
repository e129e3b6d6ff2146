"""A workbook while its sheets are written: titles, tables and lines of text, ready to print.

Every sheet has its title (and, for an example, that it is made up) above a frozen head with a filter, and prints in
landscape on pages one sheet wide.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, cast

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from ecodemo.report.xlsx_file import styles
from ecodemo.spreadsheet import Styles, height_of, plain_text, put_text, save

Value = str | int | Decimal | None

_TITLE_SHRINKS = 0.7
"""The title is 14 points where the text is 10."""
_WIDEST_ON_A4 = 180
"""Characters; beyond that the print on A4 falls under 7 points."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, its width in characters, and whether its cells are numbers."""

    head: str
    width: int
    style: str = "text"


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a sheet; `marks` names the style of a cell that is not its column's."""

    values: Sequence[Value]
    marks: dict[int, str]


@dataclass(frozen=True, slots=True)
class Band:
    """A line of text over the whole width of a table: what the rows below it have in common."""

    text: str


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
        columns: Sequence[Column],
        lines: Iterable[Line | Band],
        *,
        keep: int = 0,
        foot: Sequence[str] = (),
    ) -> None:
        """A sheet with a head, a filter and one line a row; `keep` columns stay in view, `foot` stands below."""
        widths = [column.width for column in columns]
        sheet = self.sheet(title, widths, title)
        heads = [column.head for column in columns]
        self.cells(sheet, 2, heads, ["head"] * len(columns))
        sheet.row_dimensions[2].height = height_of(heads, widths)
        last = 2
        for row, line in enumerate(lines, 3):
            last = row
            if isinstance(line, Band):
                self.wide(sheet, row, line.text, "band", widths)
            else:
                styles = [line.marks.get(index, column.style) for index, column in enumerate(columns)]
                self.cells(sheet, row, line.values, styles)
                sheet.row_dimensions[row].height = height_of(line.values, widths)
        sheet.freeze_panes = f"{get_column_letter(keep + 1)}3"
        sheet.auto_filter.ref = f"A2:{get_column_letter(len(columns))}{last}"
        sheet.print_title_rows = "1:2"
        for row, text in enumerate(foot, last + 2):
            self.wide(sheet, row, text, "note", widths)

    def wide(self, sheet: Worksheet, row: int, text: str, style: str, widths: Sequence[int]) -> None:
        """A line of text over the whole width."""
        self._put(sheet, row, 1, text, style)
        _merge(sheet, row, len(widths))
        sheet.row_dimensions[row].height = height_of([text], [sum(widths)])

    def cells(self, sheet: Worksheet, row: int, values: Sequence[Value], styles: Sequence[str]) -> None:
        """A row of cells, each in its style."""
        for column, (value, style) in enumerate(zip(values, styles, strict=True), 1):
            self._put(sheet, row, column, value, style)

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

    def _put(self, sheet: Worksheet, row: int, column: int, value: Value, style: str) -> None:
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
