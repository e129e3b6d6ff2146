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


class _WithoutFigures:
    """What no figure is read from."""

    def place_of(self, key: Key) -> dict[str, str]:  # noqa: ARG002
        return {}


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
    password: str = ""
    """What a PDF asks for before it opens."""
    has_blank_back: bool = False
    """The back of the last sheet was scanned too, and nothing is on it."""

    def place_of(self, key: Key) -> dict[str, str]:
        return next(({"page": str(n)} for n, page in enumerate(self.pages, 1) if key in page.holds), {})


@dataclass(frozen=True)
class Scan:
    """A paper of one page as it came from a scanner: a picture."""

    paper: Paper
    is_sealed: bool = True

    def place_of(self, key: Key) -> dict[str, str]:
        return self.paper.place_of(key)


@dataclass(frozen=True)
class Sheet:
    """A table with one sheet, 汇总."""

    title: str
    issuer: str
    day: date
    lines: tuple[str, ...]
    """The lines above the table."""
    heads: tuple[tuple[str, ...], ...]
    rows: tuple[tuple[Cell, ...], ...]
    foot: tuple[Cell, ...] = ()
    holds: Mapping[Key, str] = field(default_factory=dict)
    """The cells of the figures, such as `C40`."""

    def place_of(self, key: Key) -> dict[str, str]:
        return {"cell": f"汇总!{self.holds[key]}"} if key in self.holds else {}


@dataclass(frozen=True)
class Picture(_WithoutFigures):
    """A drawn scene with its caption: a photo, a screenshot or a map."""

    title: str
    place: str
    day: date
    scene: str
    sign: str = ""
    """What is written on the board, banner or page in it."""
    seed: int = 0
    is_resent: bool = False
    """A chat program compressed it once more and left out what the camera had noted."""
    is_preview: bool = False
    """Only the small picture that a chat program shows first."""


@dataclass(frozen=True)
class Nothing(_WithoutFigures):
    """A file of 0 bytes."""


@dataclass(frozen=True)
class CutOff(_WithoutFigures):
    """The beginning of a file: the rest did not arrive."""

    whole: Picture


@dataclass(frozen=True)
class Misnamed(_WithoutFigures):
    """A file of another kind than its name says."""

    picture: Picture
    suffix: str
    """The right one, with its dot."""


@dataclass(frozen=True)
class Pack(_WithoutFigures):
    """Several pictures in one zip file."""

    day: date
    pictures: Mapping[str, Picture]
    """By their names in it."""


Content = Paper | Scan | Sheet | Picture | Nothing | CutOff | Misnamed | Pack
HEAD_ROWS = 7
"""Where a table begins in a sheet: the rows above it are the same everywhere."""
