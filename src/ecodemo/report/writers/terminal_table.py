"""A table on a terminal: columns that say less are left out where it is narrow, and only names are folded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import Generic

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.segment import Segment, Segments
from rich.table import Table
from rich.text import Text

from ecodemo.report.writers.folding import fold
from ecodemo.table import Column, Mark, R

COLOUR: dict[Mark, str] = {
    "": "",
    "good": "green",
    "bad": "bold red",
    "open": "yellow",
    "soon": "blue",
    "grey": "dim",
}
_BLANK = Segment(" ")
_NARROW = 100
_NARROWEST, _NARROWEST_NAME = 4, 8
"""Cells; heads wrap, so that what counts things does not push the names out."""


def write_table(
    console: Console,
    columns: Sequence[Column[R]],
    rows: Iterable[R],
    *,
    keeps_heads: bool = False,
    spares_at_need: bool = False,
) -> tuple[str, ...]:
    """Print the table, as wide as it needs and the console allows; nothing of a column that is shown is cut off.

    Args:
        console: where to.
        columns: those that can be spared are left out on a narrow console.
        rows: what they show.
        keeps_heads: breaks no word of a head; where the console is narrow, each has its own line.
        spares_at_need: leaves out what can be spared only where words would be broken otherwise.

    Returns:
        The heads of the columns that were left out.
    """
    rows = tuple(rows)
    shown = [_Shown(column, rows, keeps_head=keeps_heads) for column in columns]
    least = sum(each.unbroken if spares_at_need else each.least for each in shown)
    gap = 1 if spares_at_need and console.width < least + 2 * len(shown) else 2
    is_narrow = console.width < least + gap * len(shown) + (gap == 1)
    if not spares_at_need:
        is_narrow = is_narrow or console.width < _NARROW
    kept = [each for each in shown if not (is_narrow and each.column.is_spared)]
    if sum(each.unbroken for each in kept) > console.width - gap * len(kept):
        gap = 1  # rather than break a word
    room = console.width - gap * len(kept) - (gap == 1)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, gap - 1, 0, 0))
    widths = _widths(kept, room)
    for each, width in zip(kept, widths, strict=True):
        head = each.column.head
        table.add_column(
            Text(head.replace(" ", "\n") if is_narrow and keeps_heads else head),
            justify="right" if each.column.is_right else "left",
            overflow="fold",
            width=width,
        )
    cells = ([_cell(each.column, row) for each in kept] for row in rows)
    folded = ([fold(cell, width) for cell, width in zip(of_row, widths, strict=True)] for of_row in cells)
    if min(widths, default=0) > 1 and sum(widths) <= room:
        *top, end = console.render_lines(table, pad=False)
        body = (line for of_row in folded for line in _row_lines(of_row, widths, kept, " " * gap, console))
        printed = (segment for line in (*top, *body, end) for segment in (*line, Segment.line()))
        console.print(Segments(printed), crop=False)
    else:  # where there is no room for columns, or nothing in one
        for of_row in folded:
            table.add_row(*map(Text("\n").join, of_row))
        console.print(table)
    return tuple(each.column.head for each in shown if each not in kept)


def _row_lines(
    cells: Sequence[Sequence[Text]],
    widths: Sequence[int],
    columns: Sequence[_Shown[R]],
    between: str,
    console: Console,
) -> Iterator[list[Segment]]:
    """The lines of a row, as rich lays them out; it does so cell by cell, which takes ten times as long."""
    for parts in zip_longest(*cells):
        line = [_BLANK]
        for place, (part, width, each) in enumerate(zip(parts, widths, columns, strict=True)):
            if place:
                line.append(Segment(between))
            written = _segments(part, console) if part else []
            blanks = Segment(" " * (width - (part.cell_len if part else 0)))
            line.extend((blanks, *written) if each.column.is_right else (*written, blanks))
        line.append(_BLANK)
        yield line


def _segments(text: Text, console: Console) -> list[Segment]:
    return list(text.render(console)) if text.spans else [Segment(text.plain, console.get_style(text.style))]


class _Shown(Generic[R]):
    """A column with the widths that it may have."""

    def __init__(self, column: Column[R], rows: Sequence[R], *, keeps_head: bool) -> None:
        self.column = column
        lines = [line for row in rows for line in column.text(row).splitlines()]
        cells = max(map(cell_len, lines), default=0)
        words = _widest_word(lines)
        head = max(map(cell_len, column.head.split()), default=0)
        wrapped = min(cells, max(words, _NARROWEST_NAME))
        if keeps_head:
            self.least = min(max(cells, head), column.width) if column.wraps else max(cells, head)
        else:
            self.least = wrapped if column.wraps else max(cells, _NARROWEST)
        self.natural = max(self.least, cells, cell_len(column.head))
        self.crowded = (
            max(cells, head)
            if column.is_right
            else max(self.least, cells, head if keeps_head else cell_len(column.head))
        )
        latin = _widest_word([column.head])
        self.unbroken = max(wrapped, latin) if column.wraps else max(self.least, latin)
        self.folded = max(min(wrapped, _NARROWEST_NAME), latin) if column.wraps else self.unbroken


def _widest_word(lines: Iterable[str]) -> int:
    """Where names are folded, no word of Latin letters is."""
    words = (word for line in lines for word in line.split() if word.isascii())
    return max(map(cell_len, words), default=0)


def _widths(columns: Sequence[_Shown[R]], room: int) -> list[int]:
    """The widest columns give first, as long as no word is broken; then names do, and then every one."""
    widths = [each.natural for each in columns]
    if sum(widths) > room:
        widths = [each.crowded for each in columns]
    for least in (
        [each.unbroken for each in columns],
        [each.folded for each in columns],  # a name is known by half of it, a head is not
        [each.least for each in columns],
        [min(each.least, _NARROWEST) for each in columns],
        [1 for _ in columns],
    ):
        while sum(widths) > room:
            wide = [place for place, width in enumerate(widths) if width > least[place]]
            if not wide:
                break
            widths[max(wide, key=widths.__getitem__)] -= 1
    return widths


def _cell(column: Column[R], row: R) -> Text:
    if column.look != "bar":
        return Text(column.text(row), style=COLOUR[column.marked(row)])
    bar = Text(column.text(row), style="green")
    bar.highlight_regex("▒+", "yellow")
    bar.highlight_regex("░+", "dim")
    return bar
