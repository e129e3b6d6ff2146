"""A table, said once: for each column its head, what of a row it shows, how wide it is and how it looks.

Sheets, terminal tables, Markdown, CSV and documents are all written from the same columns.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Generic, Literal, TypeAlias, TypeVar

R = TypeVar("R")

Cell: TypeAlias = str | int | Decimal | date | None
"""What a column shows of a row; `None` is an empty cell."""
Look: TypeAlias = Literal["text", "centred", "figure", "number"]
"""How cells look: left, centred, a figure (right, as written), or a whole number (right)."""


@dataclass(frozen=True, slots=True)
class Column(Generic[R]):
    """A column of a table over rows of type `R`."""

    head: str
    """In the reader's language."""
    value: Callable[[R], Cell]
    width: int = 12
    """In characters, a Chinese one being two; in a document its share of the page."""
    look: Look = "text"
    mark: Callable[[R], str] | None = None
    """The name of the style of a cell that tells something by its colour, such as a verdict or a light."""
    is_spared: bool = False
    """Left out where there is little room, as on a narrow terminal."""
