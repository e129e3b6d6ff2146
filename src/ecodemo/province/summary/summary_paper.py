"""A summary as a paper, for Markdown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ecodemo.language import Language, Speaker
from ecodemo.paper.parts import Paper, Paragraph, Part, Style
from ecodemo.province.summary.summary_words import SummaryContents
from ecodemo.report.papers.composition import grid, points
from ecodemo.table import TitledTable


def summary_paper(contents: SummaryContents) -> Paper:
    """The paper, every table whole."""
    return Paper(contents.name, contents.title, tuple(_parts(contents)))


def _parts(contents: SummaryContents) -> Iterator[Part]:
    yield _paragraph(contents.title, Style.TITLE)
    if contents.example_note:
        yield _paragraph(contents.example_note, Style.EXAMPLE)
    if contents.day_words:
        yield _paragraph(contents.day_words)
    yield Paragraph(contents.conclusion, emphasised=((0, len(contents.conclusion)),))
    yield points(contents.sentences)
    none = Speaker(Language(contents.language)).text("None.")
    for table in contents.tables:
        yield from _table(table, none)
    yield _paragraph(contents.tool, Style.NOTE)


def _table(table: TitledTable[Any], none: str) -> Iterator[Part]:
    yield _paragraph(table.title, Style.HEADING)
    yield from (_paragraph(note) for note in table.notes)
    rows = tuple(table.rows)
    yield grid(table.columns, rows) if rows else _paragraph(none)


def _paragraph(text: str, style: Style = Style.BODY) -> Paragraph:
    """On one line: a new line or space at the beginning would mean something."""
    return Paragraph(" ".join(text.split()), style)
