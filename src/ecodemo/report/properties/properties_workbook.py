"""The four properties (四性) as a workbook of its own."""

from __future__ import annotations

from ecodemo.language import Language, Speaker
from ecodemo.report.contents.report_view import Report
from ecodemo.report.properties.property_table import property_table
from ecodemo.report.writers.workbook import Book


def render(report: Report, template_folder: str | None = None) -> bytes:
    """The workbook as bytes; the same report gives the same bytes."""
    del template_folder
    speaker = Speaker(Language(report.language))
    heading = (
        report.example_note,
        report.county,
        report.bid.name,
        report.phase.name,
        report.today_words,
    )
    table = property_table(report.properties, speaker)
    book = Book(heading, report.example_note, name=table.title, language=report.language)
    book.add(table)
    return book.content(report.today)
