"""The figures of a ledger that came back: in the cells that its defined names name, wherever the rows went meanwhile."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from ecodemo.formats.content_error import ContentError
from ecodemo.formats.xlsx.cell_names import CellPosition, letters_of, position_of
from ecodemo.formats.xlsx.whole_sheets import SavedSheet, named_places, saved_sheets
from ecodemo.formats.xlsx.written import Written
from ecodemo.forms.contract import BLANK_ROWS, FIGURE_CELL

_FIGURE = re.compile(
    re.escape(FIGURE_CELL).replace(r"\{no\}", r"(\d{1,3}\.\d{1,3})").replace(r"\{year\}", r"((?:19|20)\d\d)"),
    re.IGNORECASE,
)
_SUFFIXES = (".xlsx", ".xlsm")
_Area = tuple[CellPosition, CellPosition]


@dataclass(frozen=True, slots=True)
class NamedFigure:
    """A cell that is named for the figure of a measure and a year."""

    no: str
    """The number of the measure."""
    year: int
    cell: Written
    is_filled: bool
    """Somebody wrote into the rows that it sums up, or over it."""


@dataclass(frozen=True, slots=True)
class NamedFigures:
    """What a ledger says by its named cells."""

    figures: tuple[NamedFigure, ...]
    is_unfilled: bool
    """It is a blank ledger as it was sent: nothing was written into its rows."""

    @property
    def filled_years(self) -> frozenset[int]:
        return frozenset(figure.year for figure in self.figures if figure.is_filled)

    @property
    def empty_years(self) -> frozenset[int]:
        """The years that it has columns for and nothing in them."""
        return frozenset(figure.year for figure in self.figures) - self.filled_years


def named_figures(path: Path) -> NamedFigures | None:
    """The figures of a workbook; `None` where no cell is named for one, or it cannot be read.

    Args:
        path: the file, whatever its kind.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as stream:
            places = {name.lower(): place for name, place in named_places(stream, size).items()}
            named = {found: places[name] for name in places if (found := _FIGURE.fullmatch(name))}
            if not named:
                return None
            sheets = {sheet.name: sheet for sheet in saved_sheets(stream, size)}
    except (ContentError, OSError):
        return None
    name, cells = places.get(BLANK_ROWS, ("", ""))
    rows = _area(cells) if name in sheets else None
    columns = _filled_columns(sheets[name], rows) if rows else frozenset()
    figures = [
        _figure(found[1], int(found[2]), sheets[sheet], position, columns if rows and sheet == name else None)
        for found, (sheet, cell) in named.items()
        if sheet in sheets and (position := position_of(cell)) is not None
    ]
    if not figures:
        return None
    is_unfilled = rows is not None and not columns and not any(figure.is_filled for figure in figures)
    return NamedFigures(tuple(figures), is_unfilled)


def is_workbook(name: str) -> bool:
    """Whether a file is called as one that can have named cells."""
    return name.lower().endswith(_SUFFIXES)


def _figure(
    no: str, year: int, sheet: SavedSheet, at: CellPosition, filled: frozenset[int] | None
) -> NamedFigure:
    """A named cell; `filled` are the columns of its rows with something in them, where the ledger says its rows."""
    row, column = at
    written = sheet.cells.get(at) or Written(f"{sheet.name}!{letters_of(column)}{row + 1}")
    is_sum = filled is not None and written.is_formula
    is_typed = not written.is_empty and not is_sum
    return NamedFigure(no, year, written, is_typed or (filled is not None and column in filled))


def _filled_columns(sheet: SavedSheet, area: _Area) -> frozenset[int]:
    """The columns of an area that have something in one of its rows."""
    (top, left), (bottom, right) = area
    return frozenset(
        column
        for (row, column), written in sheet.cells.items()
        if top <= row <= bottom and left <= column <= right and not written.is_empty
    )


def _area(cells: str) -> _Area | None:
    first, _, last = cells.partition(":")
    start, end = position_of(first), position_of(last or first)
    return (start, end) if start is not None and end is not None else None
