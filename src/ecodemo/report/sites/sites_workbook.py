"""The sites as a workbook."""

from __future__ import annotations

from ecodemo.language import Language, Speaker
from ecodemo.report.contents.site_view import SiteRoute
from ecodemo.report.sites.site_table import site_columns
from ecodemo.report.writers.workbook import Book
from ecodemo.table import TitledTable


def render(route: SiteRoute, template_folder: str | None = None) -> bytes:
    """The workbook as bytes; the same route gives the same bytes."""
    del template_folder
    speaker = Speaker(Language(route.language))
    heading = (route.example_note, route.county, route.bid_name, route.today_words)
    book = Book(heading, route.example_note, name=speaker.text("Sites"), language=route.language)
    book.add(TitledTable(speaker.text("Sites"), site_columns(speaker), route.sites, keep=3))
    return book.content(route.today)
