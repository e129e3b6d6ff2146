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
    is_narrow = console.width < _NARROW
    kept = [column for column in columns if not (is_narrow and column.is_spared)]
    lines = [[_cell(column, row) for column in kept] for row in rows]
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    for place, column in enumerate(kept):
        widest = max((cell_len(line[place].plain) for line in lines), default=0)
        table.add_column(
            Text(column.head.replace(" ", "\n") if is_narrow and keeps_heads else column.head),
            justify="right" if column.is_right else "left",
            overflow="fold",
            min_width=_least_width(column, widest, keeps_head=keeps_heads),
        )
    for line in lines:
        table.add_row(*line)
    console.print(table)


def _least_width(column: Column[R], widest: int, *, keeps_head: bool) -> int | None:
    if not keeps_head:
        return None if column.wraps else max(widest, _NARROWEST_HEAD)
    widest = max(widest, *map(cell_len, column.head.split()))
    return min(widest, column.width) if column.wraps else widest


def _cell(column: Column[R], row: R) -> Text:
    if column.look != "bar":
        return Text(column.text(row), style=COLOUR[column.marked(row)])
    bar = Text(column.text(row), style="green")
    bar.highlight_regex("▒+", "yellow")
    bar.highlight_regex("░+", "dim")
    return bar
