"""Papers as PDF files with the embedded font, the same bytes every time."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

from fpdf import FPDF
from fpdf.enums import EncryptionMethod, XPos, YPos
from scripts.build_example.content import MARK, Page, Paper, Table

_RED, _GREY, _BLACK = (190, 30, 30), (185, 185, 185), (20, 20, 20)
_MARGIN, _WIDTH = 24, 162
_INDENT = "　　"
_CLOSING = "，。；：、！？）〕》”％"
_PIECE = re.compile(rf"(?:[!-~]+|.)[{_CLOSING}]*")


class _Sheet(FPDF):
    """A4 with the mark on every page but the backs of sheets."""

    back = 0
    """The number of the page that is one, if there is."""

    def header(self) -> None:
        if self.page_no() == self.back:
            return
        self.set_font("example", size=19)
        self.set_text_color(*_GREY)
        self.set_xy(_MARGIN, 9)
        self.cell(_WIDTH, 9, MARK, align="C")
        self.set_text_color(*_BLACK)
        self.set_y(24)

    def footer(self) -> None:
        if self.page_no() == self.back:
            return
        self.set_font("example", size=9)
        self.set_xy(_MARGIN, 283)
        self.cell(_WIDTH, 6, f"第{self.page_no()}页", align="C")


def pdf_bytes(paper: Paper, font: Path) -> bytes:
    sheet = _Sheet()
    sheet.set_creation_date(datetime(paper.day.year, paper.day.month, paper.day.day, 9, tzinfo=UTC))
    sheet.set_title(paper.title)
    sheet.set_author(paper.issuer)
    sheet.set_producer("scripts/build_example")
    sheet.add_font("example", fname=font)
    sheet.set_margins(_MARGIN, 20, _MARGIN)
    sheet.set_auto_page_break(auto=False)
    for index, page in enumerate(paper.pages):
        sheet.add_page()
        if index == 0:
            _head(sheet, paper)
        _body(sheet, page)
    _signature(sheet, paper)
    if paper.has_blank_back:
        sheet.back = sheet.page_no() + 1
        sheet.add_page()
    if paper.password:
        # The old cipher: the others begin with chance bytes, and the file would be another one every time.
        sheet.set_encryption(paper.password, paper.password, EncryptionMethod.RC4)
    return bytes(sheet.output())


def _line(sheet: FPDF, text: str, size: int, height: float, align: str = "L") -> None:
    sheet.set_font("example", size=size)
    for line in _wrapped(sheet, text, _WIDTH - 2):
        sheet.cell(_WIDTH, height, line, align=align, new_x=XPos.LMARGIN, new_y=YPos.NEXT)


def _wrapped(sheet: FPDF, text: str, width: float) -> list[str]:
    """Lines as Chinese is set: broken anywhere but inside a number or before a closing sign.

    fpdf2 breaks at spaces, the wide one of the indent too, and knows no closing signs.
    """
    lines = [""]
    for piece in _PIECE.findall(text):
        if lines[-1] and sheet.get_string_width(lines[-1] + piece.rstrip(_CLOSING)) > width:
            lines.append("")
        lines[-1] += piece
    return lines


def _head(sheet: FPDF, paper: Paper) -> None:
    if paper.number:
        sheet.set_text_color(*_RED)
        _line(sheet, f"{paper.issuer}文件", 22, 12, "C")
        sheet.set_text_color(*_BLACK)
        _line(sheet, paper.number, 11, 8, "C")
        sheet.set_draw_color(*_RED)
        sheet.set_line_width(0.8)
        sheet.line(_MARGIN, sheet.get_y() + 1, _MARGIN + _WIDTH, sheet.get_y() + 1)
        sheet.ln(7)
    _line(sheet, paper.title, 17, 10, "C")
    sheet.ln(4)


def _body(sheet: FPDF, page: Page) -> None:
    for paragraph in page.paragraphs:
        _line(sheet, _INDENT + paragraph, 12, 7.5)
    if page.table:
        sheet.ln(3)
        _table(sheet, page.table)


def _table(sheet: FPDF, table: Table) -> None:
    """The first column of text is the wide one; numbers are aligned to the right."""
    size = 9 if len(table.rows) > 12 else 10
    sheet.set_font("example", size=size)
    sheet.set_draw_color(120, 120, 120)
    sheet.set_line_width(0.2)
    longest = [
        max(sheet.get_string_width(row[column]) for row in (table.heads, *table.rows)) + 4
        for column in range(len(table.heads))
    ]
    widths = [width * _WIDTH / sum(longest) for width in longest]
    height = 7 if size == 9 else 8
    for number, row in enumerate((table.heads, *table.rows)):
        sheet.set_fill_color(232, 236, 240)
        for text, width in zip(row, widths, strict=True):
            align = "R" if number and text[:1].isdigit() and text[-1:].isdigit() else "C"
            sheet.cell(width, height, text, border=1, align=align, fill=not number)
        sheet.ln(height)


def _signature(sheet: FPDF, paper: Paper) -> None:
    """Issuer, day and a seal that nobody takes for a real one."""
    sheet.ln(12)
    top = sheet.get_y()
    _line(sheet, f"{paper.issuer}（盖章）", 12, 8, "R")
    _line(sheet, f"{paper.day.year}年{paper.day.month}月{paper.day.day}日", 12, 8, "R")
    sheet.set_draw_color(*_RED)
    sheet.set_text_color(*_RED)
    sheet.set_line_width(0.7)
    sheet.circle(_MARGIN + _WIDTH - 24, top + 8, 15)
    sheet.set_font("example", size=11)
    sheet.set_xy(_MARGIN + _WIDTH - 39, top + 13)
    sheet.cell(30, 6, "示例章", align="C")
    sheet.set_text_color(*_BLACK)
