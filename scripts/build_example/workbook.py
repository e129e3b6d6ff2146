"""Sheets as xlsx files."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from scripts.build_example.archive import zip_bytes
from scripts.build_example.content import HEAD_ROWS, MARK, Cell, Sheet

_THIN = Side(style="thin", color="999999")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_HEAD = PatternFill("solid", fgColor="E8ECF0")
_THEME = "xl/theme/theme1.xml"
"""7 kB of colours that nobody uses; a workbook does without."""


def xlsx_bytes(sheet: Sheet) -> bytes:
    book = Workbook()
    page = book.active
    assert page is not None  # noqa: S101 - a new workbook has one sheet
    page.title = "汇总"
    width = max(len(sheet.heads[-1]), 4)
    for row, text in enumerate((sheet.title, f"（{MARK}）", *sheet.lines), start=1):
        page.cell(row, 1, text)
        page.merge_cells(start_row=row, end_row=row, start_column=1, end_column=width)
    page["A1"].font = Font(name="宋体", size=14, bold=True)
    page["A1"].alignment = page["A2"].alignment = Alignment(horizontal="center")
    page["A2"].font = Font(name="宋体", size=12, color="999999")
    first_head = HEAD_ROWS + 1 - len(sheet.heads)
    for number, row_of_cells in enumerate((*sheet.heads, *sheet.rows, *([sheet.foot] if sheet.foot else []))):
        for column, value in enumerate(row_of_cells, start=1):
            cell = page.cell(first_head + number, column, _plain(value))
            cell.border = _BOX
            if number < len(sheet.heads):
                cell.fill = _HEAD
                cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    page.column_dimensions["A"].width = 6
    page.column_dimensions["B"].width = 26
    for column in range(3, width + 1):
        page.column_dimensions[get_column_letter(column)].width = 17
    page.row_dimensions[HEAD_ROWS].height = 32
    page.freeze_panes = f"A{HEAD_ROWS + 1}"
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = 9
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    return _settled(book, sheet)


def _plain(value: Cell) -> str | int | float | None:
    if not isinstance(value, Decimal):
        return value
    return int(value) if value == value.to_integral_value() else float(value)


def _settled(book: Workbook, sheet: Sheet) -> bytes:
    """The file with fixed times: openpyxl writes those of the clock."""
    moment = datetime(sheet.day.year, sheet.day.month, sheet.day.day, 9)  # noqa: DTZ001 - openpyxl wants it so
    book.properties.creator, book.properties.title = sheet.issuer, sheet.title
    book.properties.created = moment
    buffer = io.BytesIO()
    book.save(buffer)
    with zipfile.ZipFile(buffer) as written:
        members = {name: written.read(name) for name in written.namelist()}
    stamp = f"{moment:%Y-%m-%dT%H:%M:%SZ}".encode()
    core = "docProps/core.xml"
    members[core] = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + stamp, members[core])
    del members[_THEME]
    for name in ("[Content_Types].xml", "xl/_rels/workbook.xml.rels"):
        members[name] = re.sub(rb"<(Override|Relationship) [^>]*theme1\.xml[^>]*/>", b"", members[name])
    return zip_bytes(members, sheet.day)
