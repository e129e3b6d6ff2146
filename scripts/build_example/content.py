"""What a document says, apart from the format it is written in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

Key = tuple[str, int]
"""A measure and a year."""
Cell = Decimal | str | None

MARK = "示例 数值为编造"
"""On every page, sheet and picture."""


@dataclass(frozen=True)
class Table:
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Page:
    paragraphs: tuple[str, ...] = ()
    table: Table | None = None
    holds: frozenset[Key] = frozenset()
    """The figures that can be read on it."""


@dataclass(frozen=True)
class Paper:
    """A text of one page or two: a PDF or a Word file."""

    title: str
    issuer: str
    day: date
    pages: tuple[Page, ...]
    number: str = ""
    """The 文号; with one, the paper has a red head."""

    def place_of(self, key: Key) -> dict[str, str]:
        return next(({"page": str(n)} for n, page in enumerate(self.pages, 1) if key in page.holds), {})


@dataclass(frozen=True)
class Sheet:
    """A table with one sheet, 汇总."""

    title: str
    issuer: str
    day: date
    lines: tuple[str, ...]
    """What stands above the table."""
    heads: tuple[tuple[str, ...], ...]
    rows: tuple[tuple[Cell, ...], ...]
    foot: tuple[Cell, ...] = ()
    holds: Mapping[Key, str] = field(default_factory=dict)
    """The cells of the figures, such as `C40`."""

    def place_of(self, key: Key) -> dict[str, str]:
        return {"cell": f"汇总!{self.holds[key]}"} if key in self.holds else {}


@dataclass(frozen=True)
class Picture:
    """A drawn scene with its caption: a photo, a screenshot or a map."""

    title: str
    place: str
    day: date
    scene: str
    sign: str = ""
    """What is written on the board, banner or page in it."""
    seed: int = 0

    def place_of(self, key: Key) -> dict[str, str]:  # noqa: ARG002 - no figure is read from a picture
        return {}


@dataclass(frozen=True)
class Nothing:
    """A file of 0 bytes."""

    def place_of(self, key: Key) -> dict[str, str]:  # noqa: ARG002
        return {}


Content = Paper | Sheet | Picture | Nothing
HEAD_ROWS = 7
"""Where a table begins in a sheet: the rows above it are the same everywhere."""
