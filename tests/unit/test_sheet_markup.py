"""Rows as text say what openpyxl itself would write."""

from __future__ import annotations

import io
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from xml.etree.ElementTree import canonicalize
from zipfile import ZipFile

from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.worksheet.formula import ArrayFormula

from ecodemo.spreadsheet import save

_SHEET = "xl/worksheets/sheet1.xml"


def _workbook() -> Workbook:
    workbook = Workbook()
    sheet: Any = workbook.active
    values = [
        "文字 & <标记>",
        " 前后有空格 ",
        "两\n行",
        "#N/A",
        "=SUM(A1:B1)",
        ArrayFormula("A6", "=SUM(B1:B2*C1:C2)"),
        1,
        -0.1,
        Decimal("12.50"),
        True,
        date(2021, 9, 20),
        datetime(2021, 9, 20, 12, 30),  # noqa: DTZ001
        CellRichText("粗", TextBlock(InlineFont(b=True), "体")),
        None,
        "",
    ]
    for row, value in enumerate(values, 1):
        sheet.cell(row, 1).value = value
        styled = sheet.cell(row, 2)
        styled.value, styled.font = value, Font(bold=True)
    sheet["A1"].comment = Comment("批注", "甲")
    sheet["C1"].comment = Comment("空单元格的批注", "甲")
    sheet["A7"].hyperlink = "https://example.invalid/?a=1&b=2"
    sheet.merge_cells("D1:E2")
    sheet.row_dimensions[2].height = 30
    sheet.row_dimensions[40].hidden = True
    return workbook


def _part(content: bytes, name: str) -> str:
    with ZipFile(io.BytesIO(content)) as archive:
        return canonicalize(archive.read(name).decode())


def test_every_kind_of_cell_is_written_as_by_openpyxl() -> None:
    theirs = io.BytesIO()
    _workbook().save(theirs)
    ours = save(_workbook(), "2021-09-20")
    for name in (_SHEET, "xl/styles.xml", "xl/worksheets/_rels/sheet1.xml.rels", "xl/comments/comment1.xml"):
        assert _part(ours, name) == _part(theirs.getvalue(), name)


def test_plain_rows_are_written_as_cells_would_be() -> None:
    rows: list[list[str | int]] = [["项", "值"], [1, " 空格 "], ["", "只有第二列"], ["a & b", ""]]
    filled, empty = Workbook(), Workbook()
    sheet: Any = filled.active
    for row in rows:
        sheet.append([value if value != "" else None for value in row])
    plain = save(empty, "2021-09-20", plain={"Sheet": rows})
    assert _part(plain, _SHEET) == _part(save(filled, "2021-09-20"), _SHEET)
