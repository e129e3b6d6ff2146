"""A table on a terminal: columns that tell less are left out where it is narrow, and only names are folded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ecodemo.table import Column, Mark, R

COLOUR: dict[Mark, str] = {
    "": "",
    "good": "green",
    "bad": "bold red",
    "open": "yellow",
    "soon": "blue",
    "grey": "dim",
}
_NARROW = 100
_NARROWEST_HEAD = 4
"""Cells; heads wrap, so that what counts things does not push the names out."""


def write_table(
    console: Console, columns: Sequence[Column[R]], rows: Iterable[R], *, keeps_heads: bool = False
) -> None:
    """Print the table, as wide as it needs and the console allows.

    `keeps_heads` breaks no word of a head; where the console is narrow, each has its own line.
    """
    rows = tuple(rows)
    is_narrow = console.width < _NARROW or console.width < sum(
        2 + (_least_width(column, [column.text(row) for row in rows], keeps_head=keeps_heads) or 0)
        for column in columns
    )
    kept = [column for column in columns if not (is_narrow and column.is_spared)]
    lines = [[_cell(column, row) for column in kept] for row in rows]
    cells = [[line[place].plain for line in lines] for place in range(len(kept))]
    is_crowded = console.width < sum(
        2 + max(map(cell_len, (column.head, *texts))) for column, texts in zip(kept, cells, strict=True)
    )
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    for column, texts in zip(kept, cells, strict=True):
        table.add_column(
            Text(column.head.replace(" ", "\n") if is_narrow and keeps_heads else column.head),
            justify="right" if column.is_right else "left",
            overflow="fold",
            min_width=_least_width(column, texts, keeps_head=keeps_heads),
            max_width=max(map(cell_len, (*column.head.split(), *texts)), default=None)
            if is_crowded and column.is_right
            else None,
        )
    for line in lines:
        table.add_row(*line)
    console.print(table)


def _least_width(column: Column[R], texts: Sequence[str], *, keeps_head: bool) -> int | None:
    """Where names are folded, no word of Latin letters is."""
    widest = max(map(cell_len, texts), default=0)
    if not keeps_head:
        words = (word for text in texts for word in text.split() if word.isascii())
        return max(map(cell_len, words), default=None) if column.wraps else max(widest, _NARROWEST_HEAD)
    widest = max(widest, *map(cell_len, column.head.split()))
    return min(widest, column.width) if column.wraps else widest


def _cell(column: Column[R], row: R) -> Text:
    if column.look != "bar":
        return Text(column.text(row), style=COLOUR[column.marked(row)])
    bar = Text(column.text(row), style="green")
    bar.highlight_regex("▒+", "yellow")
    bar.highlight_regex("░+", "dim")
    return bar
