"""What papers are put together from: texts on one line, tables of the report, and what every paper has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from ecodemo.language import Language, Speaker
from ecodemo.paper import parts
from ecodemo.paper.parts import Fields, FormCell, FormTable, Grid, Paper, Paragraph, Part, Points, Style
from ecodemo.report.contents.paper_view import PaperView
from ecodemo.report.contents.written_days import with_written_days
from ecodemo.report.view_base import View
from ecodemo.table import Column, R

V = TypeVar("V", bound=View)


def on_one_line(view: V) -> V:
    """The view with every text on one line: a new line in the data is no end of a paragraph."""
    fields = type(view).model_fields
    return view.model_copy(update={name: _on_one_line(getattr(view, name)) for name in fields})


def _on_one_line(value: object) -> object:
    match value:
        case str():
            return " ".join(value.split())
        case tuple():
            return tuple(map(_on_one_line, value))
        case View():
            return on_one_line(value)
        case _:
            return value


def speaker_of(view: PaperView) -> Speaker:
    """Whoever speaks the language of the view."""
    return Speaker(Language(view.language))


def grid(columns: Sequence[Column[R]], rows: Iterable[R], sums: R | None = None) -> Grid:
    """A table of these columns."""
    return Grid(
        tuple(parts.GridColumn(column.head, column.width, is_figure=column.is_right) for column in columns),
        tuple(tuple(column.text(row) for column in columns) for row in rows),
        () if sums is None else tuple(column.text(sums) for column in columns),
    )


def headed(columns: Sequence[Column[R]], **heads: str) -> tuple[Column[R], ...]:
    """All of the columns, some of them with another head."""
    return tuple(replace(column, head=heads.get(column.key, column.head)) for column in columns)


def points(texts: Iterable[str]) -> Points:
    """A list of texts."""
    return Points(tuple(Paragraph(text, Style.POINT) for text in texts))


def example_notice(view: PaperView) -> Iterator[Paragraph]:
    """That all values are made up, where they are."""
    if view.example_note:
        yield Paragraph(view.example_note, Style.EXAMPLE)


def version(view: PaperView) -> Paragraph:
    """The data and the tool that a paper comes from."""
    pattern = speaker_of(view).text("Data {version}, {tool}")
    return Paragraph(pattern.format(version=view.data_version, tool=view.tool), Style.NOTE)


def paper_of(name: str, content: Iterable[Part], language: str) -> Paper:
    """A paper with its own title, and days as the language writes them."""
    listed = tuple(_with_written_days(part, language) for part in content)
    titles = (part.text for part in listed if isinstance(part, Paragraph) and part.style is Style.TITLE)
    return Paper(name, next(titles, name), listed)


def _with_written_days(part: Part, language: str) -> Part:
    match part:
        case Paragraph():
            return _paragraph_with_written_days(part, language)
        case Points(entries):
            return Points(tuple(_paragraph_with_written_days(entry, language) for entry in entries))
        case Grid(rows=rows):
            written = (tuple(with_written_days(cell, language) for cell in row) for row in rows)
            return replace(part, rows=tuple(written))
        case Fields(rows=fields):
            said = (
                tuple((label, with_written_days(text, language)) for label, text in row) for row in fields
            )
            return replace(part, rows=tuple(said))
        case FormTable():
            return replace(part, rows=tuple(_row_with_written_days(row, language) for row in part.rows))
        case _:
            return part


def _row_with_written_days(row: tuple[FormCell, ...], language: str) -> tuple[FormCell, ...]:
    return tuple(replace(cell, text=with_written_days(cell.text, language)) for cell in row)


def _paragraph_with_written_days(paragraph: Paragraph, language: str) -> Paragraph:
    """Emphasis stays on the same words."""
    text, emphasised = "", []
    for piece, is_emphasised in paragraph.pieces():
        written = with_written_days(piece, language)
        if is_emphasised:
            emphasised.append((len(text), len(text) + len(written)))
        text += written
    return replace(paragraph, text=text, emphasised=tuple(emphasised))
