"""The four properties (四性) in a workbook: a sheet of the status workbook, and a workbook of its own."""

from __future__ import annotations

from ecodemo.language import Language, Speaker
from ecodemo.report.contents.evidence_view import Properties
from ecodemo.report.contents.view import Report
from ecodemo.report.properties.property_table import property_columns
from ecodemo.report.writers.workbook import Book


def render(report: Report, template_folder: str | None = None) -> bytes:
    """The workbook as bytes; the same report gives the same bytes."""
    del template_folder
    heading = (
        report.example_note,
        report.county,
        report.bid.name,
        report.phase.name,
        report.today_words,
    )
    book = Book(heading, report.example_note)
    write(book, report.properties, Speaker(Language(report.language)))
    return book.content(report.today)


def write(book: Book, properties: Properties, speaker: Speaker) -> None:
    """The sheet: the conclusion of each property above its items."""
    sections = ((f"{section.name}  {section.conclusion}", section.checks) for section in properties.sections)
    foot = (*properties.head, *properties.notes)
    book.sections(speaker.text("Four properties"), property_columns(speaker), sections, foot=foot)
