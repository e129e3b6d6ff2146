"""A paper as Markdown. Every text is escaped: what comes from data never becomes a heading, a table cell or HTML."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ecodemo.language import UNWRITABLE
from ecodemo.paper.parts import (
    Colophon,
    Fields,
    FormTable,
    Grid,
    PageBreak,
    Paper,
    Paragraph,
    Part,
    Points,
    Style,
)
from ecodemo.report.writers.markdown_text import at_beginning, inline

_HEADINGS = {
    Style.TITLE: "# ",
    Style.HEADING: "## ",
    Style.ANNEX: "## ",
    Style.SUBHEADING: "### ",
    Style.MINOR_HEADING: "#### ",
}


_LINE_END = re.compile("\r\n|\r|\n")
"""What ends a line of Markdown."""


def markdown_content(paper: Paper) -> bytes:
    """The paper as UTF-8 Markdown, without characters that a file of text cannot hold."""
    text = ""
    for part, following in pairwise((*paper.parts, None)):
        if part is not None and (written := _part(part)):
            is_close = isinstance(part, Paragraph) and part.keeps_next and isinstance(following, Points)
            text += written + ("\n" if is_close else "\n\n")
    return (UNWRITABLE.sub("", text).rstrip("\n") + "\n").encode()


def _part(part: Part) -> str:
    match part:
        case Paragraph():
            return _paragraph(part)
        case Points():
            return "\n".join(_points(part))
        case Grid():
            return _grid(part)
        case Fields():
            return "\n".join(_field(*field) for row in part.rows for field in row)
        case FormTable():
            return _form_table(part)
        case Colophon():
            return "\n\n".join(
                at_beginning(inline(text)) for text in (part.copies, f"{part.issuer} {part.issued}")
            )
        case PageBreak():
            return "---"


def _points(points: Points) -> list[str]:
    """The entries of a list, which is a numbered one if they count from 1 themselves."""
    written = list(map(_paragraph, points.entries))
    counts = [f"- {no}\\. " for no, _ in enumerate(written, 1)]
    if not all(map(str.startswith, written, counts)):
        return written
    texts = map(str.removeprefix, written, counts)
    return [f"{no}. {at_beginning(text)}" for no, text in enumerate(texts, 1)]


def _paragraph(paragraph: Paragraph) -> str:
    pieces = ((inline(piece), is_emphasised) for piece, is_emphasised in paragraph.pieces() if piece)
    text = "".join(f"**{piece}**" if is_emphasised else piece for piece, is_emphasised in pieces)
    text = _LINE_END.sub("<br>", text)
    match paragraph.style:
        case Style.ENCLOSURE:
            return text
        case Style.EXAMPLE:
            return f"> **{text}**"
        case Style.NOTICE:
            return f"> {at_beginning(text)}"
        case Style.POINT:
            return f"- {at_beginning(text)}"
        case style if style in _HEADINGS:
            return _HEADINGS[style] + text
        case _:
            return at_beginning(text)


def _field(label: str, text: str) -> str:
    """A label and its content, which may be nothing yet."""
    return f"- **{inline(label)}** {_cell(text)}".rstrip()


def _grid(grid: Grid) -> str:
    rule = "".join("---:|" if column.is_figure else "---|" for column in grid.columns)
    rows = [_row([column.head for column in grid.columns], empty=""), f"|{rule}"]
    rows += [_row(row) for row in grid.rows]
    rows += [_row(grid.sums, empty="")] if grid.sums else []
    return "\n".join(rows)


def _form_table(table: FormTable) -> str:
    """Where lines are drawn, a table whose head is its first row; else its cells on one line."""
    if not table.is_ruled:
        return "\n\n".join(" ".join(inline(cell.text) for cell in row if cell.text) for row in table.rows)
    rows = [[text for cell in row for text in (cell.text, *[""] * (cell.span - 1))] for row in table.rows]
    return "\n".join([_row(rows[0]), "|" + "---|" * len(table.shares), *map(_row, rows[1:])])


def _row(cells: Sequence[str], empty: str = " ") -> str:
    return "|" + "".join(f" {_cell(cell)} |" if cell else f" {empty}|" for cell in cells)


def _cell(text: str) -> str:
    return "<br>".join(at_beginning(inline(line)) for line in _LINE_END.split(text))
