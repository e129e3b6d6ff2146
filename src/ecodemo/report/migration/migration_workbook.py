"""What another list costs, as a workbook: rows, documents, and what nobody reports yet."""

from __future__ import annotations

from ecodemo.language import Language, Speaker
from ecodemo.report.contents.migration_view import Migration
from ecodemo.report.migration.migration_table import (
    carried_columns,
    dropped_columns,
    row_columns,
    unreported_columns,
)
from ecodemo.report.writers.workbook import Book
from ecodemo.table import TitledTable


def render(migration: Migration, template_folder: str | None = None) -> bytes:
    """The workbook as bytes; the same view gives the same bytes."""
    del template_folder
    speaker = Speaker(Language(migration.language))
    text = speaker.text
    heading = (migration.example_note, migration.county, migration.bid_name, migration.today_words)
    book = Book(heading, migration.example_note, name=text("Migration"), language=migration.language)
    summary = (migration.summary, *migration.notes)
    book.add(TitledTable(text("Rows"), row_columns(speaker), migration.rows, notes=summary))
    book.add(TitledTable(text("Documents"), carried_columns(speaker), migration.documents))
    book.add(TitledTable(text("Not reported"), unreported_columns(speaker), migration.unreported))
    book.add(TitledTable(text("No longer required"), dropped_columns(speaker), migration.dropped))
    return book.content(migration.today)
