"""How high the parts of a form are, so that each of its sheets stays one page whatever the data hold.

Computed with the widest of the substitute fonts, not measured: it is some twentieth more than what programs
need, so a sheet ends above the foot of its page.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import ceil

from ecodemo.paper.parts import Colophon, Fields, FormTable, Grid, PageBreak, Paragraph, Part, Points, Style

PAGE = 800.0
"""How high a form may be: there are 763 points between its margins."""
_WIDTH, _MARGINS, _SIZE, _LINE, _AROUND = 470.0, 12.0, 9.0, 12.0, 3.0
_LATIN = 0.64
"""Ems of a Latin character in the widest font."""
_SIGNED, _LABEL = 44.0, 75.0
_HEADINGS = {Style.TITLE: 28.0, Style.FORM_SUBTITLE: 18.0, Style.HEADING: 20.0}


def height_of(parts: Iterable[Part]) -> float:
    """The points that some parts of a form take."""
    return sum(map(_height, parts))


def _height(part: Part) -> float:
    match part:
        case Paragraph(text=text, style=style):
            return _HEADINGS.get(style, _lines(text, _WIDTH) * 15.0 + 2)
        case Points(entries=entries):
            return sum(map(_height, entries))
        case Grid(columns=columns, rows=rows):
            shares = [column.share for column in columns]
            widths = [_WIDTH * share / sum(shares) - _MARGINS for share in shares]
            return sum(_row(row, widths) for row in ([column.head for column in columns], *rows))
        case Fields(rows=rows):
            return sum(max(_field_row(row), _SIGNED if part.is_signed else 0) for row in rows)
        case PageBreak() | FormTable() | Colophon():  # no sheet of an indicator has the others
            return 0


def _field_row(row: Sequence[tuple[str, str]]) -> float:
    width = _WIDTH / len(row) - _LABEL - _MARGINS
    return _row([text for _, text in row], [width] * len(row))


def _row(cells: Sequence[str], widths: Sequence[float]) -> float:
    return _AROUND + _LINE * max(
        (
            sum(_lines(line, width) for line in cell.split("\n"))
            for cell, width in zip(cells, widths, strict=True)
        ),
        default=1,
    )


def _lines(text: str, width: float) -> int:
    ems = sum(_LATIN if character.isascii() else 1.0 for character in text)
    return max(1, ceil(ems * _SIZE / width + 0.1))
