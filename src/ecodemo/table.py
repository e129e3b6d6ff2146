"""A table, said once: for each column its head, what of a row it shows, how wide it is and how it looks.

Sheets, terminal tables, Markdown, CSV and documents are all written from the same columns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
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
"""What a cell tells by its colour, such as a verdict or a light; each format has its own colours."""


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
        """What the cell tells by its colour."""
        return self.mark(row) if self.mark else ""

    def over(self, row_of: Callable[[S], R]) -> Column[S]:
        """The same column of a table whose rows hold those of this one."""
        value, mark = self.value, self.mark
        return Column(
            self.key,
            self.head,
            lambda row: value(row_of(row)),
            self.width,
            self.look,
            None if mark is None else lambda row: mark(row_of(row)),
            self.wraps,
            self.is_spared,
        )


def pick(columns: Iterable[Column[R]], *keys: str, **heads: str) -> tuple[Column[R], ...]:
    """The columns of these keys, in this order; `heads` gives some of them another head.

    Raises:
        KeyError: there is no column of this key.
    """
    by_key = {column.key: column for column in columns}
    by_key |= {key: replace(by_key[key], head=head) for key, head in heads.items()}
    return tuple(by_key[key] for key in keys)
