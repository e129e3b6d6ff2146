"""How a sheet is printed: A4, one page wide, its page number at the foot."""

from __future__ import annotations

from typing import Any

from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from ecodemo.forms import words

_A4 = (595.0, 842.0)
"""Points; an inch has 72, a character of a column's width 5.25, a row that nobody set 15."""
_INCH, _CHARACTER_POINTS, _ROW_POINTS = 72, 5.25, 15.0


def set_up_page(sheet: Worksheet, *, landscape: bool) -> None:
    """Print a sheet one page wide, and as many pages high as it takes."""
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins.left = sheet.page_margins.right = 0.5
    sheet.page_margins.top = sheet.page_margins.bottom = 0.7
    sheet.page_margins.header = sheet.page_margins.footer = 0.3
    sheet.print_options.horizontalCentered = True
    footer: Any = sheet.oddFooter
    footer.center.text = words.PAGE


def pages_high(sheet: Worksheet) -> float:
    """How many pages high a sheet is when it is one page wide."""
    paper = _A4 if sheet.page_setup.orientation == "portrait" else _A4[::-1]
    margins = sheet.page_margins
    wide = paper[0] - _INCH * (margins.left + margins.right)
    high = paper[1] - _INCH * (margins.top + margins.bottom)
    widths = sum(column.width for column in sheet.column_dimensions.values()) * _CHARACTER_POINTS
    heights = sum(row.height or _ROW_POINTS for row in sheet.row_dimensions.values())
    return heights * min(1.0, wide / widths) / high
