"""A summary as a workbook: its sentences on the first sheet, a sheet for each table."""

from __future__ import annotations

from ecodemo.language import Language, Speaker
from ecodemo.province.summary.summary_words import SummaryContents
from ecodemo.report.writers.workbook import OVERVIEW, TOP, Book
from ecodemo.table import ToRow

_WIDTHS = (26, 26, 26, 26, 26)


def summary_workbook(contents: SummaryContents) -> bytes:
    """The workbook as bytes; the same summary gives the same bytes."""
    text = Speaker(Language(contents.language)).text
    book = Book(
        (contents.example_note, contents.title, contents.day_words),
        contents.example_note,
        name=text("Summary of the counties"),
        language=contents.language,
        evidence="./",
        back=text("Overview"),
    )
    sheet = book.sheet(text("Overview"), _WIDTHS, is_one_page=True)
    book.links.note(OVERVIEW, TOP, sheet["A1"])
    row = 2
    for place, table in enumerate(contents.tables):
        row = 2 + place // len(_WIDTHS)
        target = ToRow(table.key or table.title, TOP)
        book.put(sheet, row, place % len(_WIDTHS) + 1, table.title, "note", target)
        sheet.row_dimensions[row].height = 18
    for style, said in (("title", contents.conclusion), *(("line", said) for said in contents.sentences)):
        row += 1
        book.wide(sheet, row, said, style, _WIDTHS)
    book.wide(sheet, row + 2, contents.tool, "note", _WIDTHS)
    for table in contents.tables:
        book.add(table)
    return book.content(contents.day)
