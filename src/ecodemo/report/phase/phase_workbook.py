"""The annexes of the phase report as a workbook, with the figures of each indicator as numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ecodemo.language import Language, Speaker
from ecodemo.paper.parts import Paragraph, Part, Points
from ecodemo.report.contents.report_view import Report
from ecodemo.report.contents.written_days import with_written_days
from ecodemo.report.papers.composition import on_one_line
from ecodemo.report.phase.annex_tables import annex_table
from ecodemo.report.phase.phase_paper import annexes_of, blocks_of
from ecodemo.report.writers.workbook import Book
from ecodemo.table import Cell, Column, R

_SAID_BY_THEIR_ROWS = frozenset({"sources", "properties", "findings"})
"""Annexes whose text is what their table holds."""


def render(report: Report, template_folder: str | None = None) -> bytes:
    """The workbook as bytes; the same report gives the same bytes.

    Raises:
        EcodemoError: a block of the workspace's own is not right.
    """
    report = on_one_line(report)
    speaker = Speaker(Language(report.language))
    book = Book(
        (report.example_note, report.county, report.bid.name, report.phase.name, report.today_words),
        report.example_note,
        name=speaker.text("Annexes"),
        language=report.language,
    )
    for annex in annexes_of(report, blocks_of(report, template_folder)):
        table = annex_table(annex.name, report, speaker)
        notes = () if annex.name in _SAID_BY_THEIR_ROWS else _texts(annex.said)
        columns = [_with_written_days(column, report.language) for column in table.columns]
        book.add(replace(table, title=annex.heading, columns=columns, notes=(*notes, *table.notes)))
    return book.content(report.today)


def _texts(said: Sequence[Part]) -> Iterator[str]:
    """The text of an annex, a line for each paragraph and entry."""
    for part in said:
        if isinstance(part, Paragraph):
            yield part.text
        elif isinstance(part, Points):
            yield from (entry.text for entry in part.entries)


def _with_written_days(column: Column[R], language: str) -> Column[R]:
    """The column with days as papers write them; numbers stay numbers."""

    def value(row: R) -> Cell:
        shown = column.value(row)
        return with_written_days(shown, language) if isinstance(shown, str) else shown

    return replace(column, value=value, leads_to=None)
