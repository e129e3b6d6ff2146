"""A table, defined once: for each column its head, what of a row it shows, how wide it is and how it looks.

Sheets, terminal tables, Markdown, CSV and documents are all written from the same columns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Generic, Literal, TypeAlias, TypeVar

R = TypeVar("R")
S = TypeVar("S")

Cell: TypeAlias = str | int | tuple[str, ...] | None
"""What a column shows of a row; `None` is an empty cell, a tuple one text below the other."""
Look: TypeAlias = Literal["text", "centred", "share", "figure", "number", "bar"]
"""How cells look: left, centred, a share such as 3/4 (right, in a sheet centred), a figure (right, as written),
a whole number (right), or a bar drawn with block characters."""
Mark: TypeAlias = Literal["", "good", "bad", "open", "soon", "grey"]
"""What a cell's colour means, such as a verdict or a light; each format has its own colours."""


@dataclass(frozen=True, slots=True)
class ToFile:
    """Where a cell leads: a file or folder of evidence, its path with forward slashes."""

    path: str


@dataclass(frozen=True, slots=True)
class ToRow:
    """Where a cell leads: the first row of a table that is known by a key."""

    table: str
    row: str


@dataclass(frozen=True, slots=True)
class Column(Generic[R]):
    """A column of a table over rows of type `R`."""

    key: str
    """Names the column in every language."""
    head: str
    """In the reader's language."""
    value: Callable[[R], Cell]
    width: int = 12
    """In characters, a Chinese one being two; in a document its share of the page."""
    look: Look = "text"
    mark: Callable[[R], Mark] | None = None
    wraps: bool = False
    """May be narrower than its widest cell where there is little room."""
    is_spared: bool = False
    """Left out where there is little room, as on a narrow terminal."""
    leads_to: Callable[[R], ToFile | ToRow | None] | None = None
    """Where a format has links."""

    @property
    def is_right(self) -> bool:
        return self.look in {"share", "figure", "number"}

    def text(self, row: R) -> str:
        """The cell as text."""
        value = self.value(row)
        if isinstance(value, tuple):
            return "\n".join(value)
        return "" if value is None else str(value)

    def marked(self, row: R) -> Mark:
        """What the cell's colour means."""
        return self.mark(row) if self.mark else ""

    def link(self, row: R) -> ToFile | ToRow | None:
        """Where the cell leads."""
        return self.leads_to(row) if self.leads_to else None

    def over(self, row_of: Callable[[S], R]) -> Column[S]:
        """The same column of a table whose rows hold those of this one."""
        value, mark, leads_to = self.value, self.mark, self.leads_to
        return Column(
            self.key,
            self.head,
            lambda row: value(row_of(row)),
            self.width,
            self.look,
            None if mark is None else lambda row: mark(row_of(row)),
            self.wraps,
            self.is_spared,
            None if leads_to is None else lambda row: leads_to(row_of(row)),
        )


def pick(columns: Iterable[Column[R]], *keys: str, **heads: str) -> tuple[Column[R], ...]:
    """The columns of these keys, in this order; `heads` gives some of them another head.

    Raises:
        KeyError: there is no column of this key.
    """
    by_key = {column.key: column for column in columns}
    by_key |= {key: replace(by_key[key], head=head) for key, head in heads.items()}
    return tuple(by_key[key] for key in keys)


def _nothing(_: object) -> tuple[str, ...]:
    return ()


@dataclass(frozen=True, slots=True)
class TitledTable(Generic[R]):
    """A table with its rows, as a workbook has it in a sheet."""

    title: str
    columns: Sequence[Column[R]]
    rows: Iterable[R] = ()
    bands: Iterable[tuple[str, Iterable[R]]] = ()
    """Instead of rows: those that have something in common, which is above them."""
    keep: int = 0
    """So many columns stay in view, and are repeated where a page is not wide enough for all."""
    notes: Sequence[str] = ()
    """What is below it."""
    key: str = ""
    """By which links name it, in every language."""
    known_by: Callable[[R], Iterable[str]] = _nothing
    """The keys of a row; a link leads to the first row that has its key."""

    @property
    def sections(self) -> tuple[tuple[str, Iterable[R]], ...]:
        """Its bands, or all rows without one."""
        return tuple(self.bands) or (("", self.rows),)
