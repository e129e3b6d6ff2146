"""The office's own look of blank ledgers: a blank one restyled, in `templates/blanks` of the workspace.

`25-1.xlsx` is for one document, `default.xlsx` for all others. Of its first sheet are used: fonts, fills, borders and
number formats of title, heads, rows and sum; heights and widths; the columns before and behind those of the figures,
with their heads; how many rows there are to fill in; page, headers and footers. Its texts else, formulas and pictures
are not.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from os.path import lexists
from pathlib import Path
from typing import TYPE_CHECKING, Any

from openpyxl import load_workbook

from ecodemo.errors import EcodemoError
from ecodemo.files import read_control_file
from ecodemo.formats.xlsx.whole_sheets import saved_sheets
from ecodemo.forms import words
from ecodemo.model.message import message

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

FOLDER, DEFAULT = "blanks", "default.xlsx"
_MOST_BYTES = 5 << 20
_MOST_ROWS, _MOST_COLUMNS = 500, 60
TITLE, SUBJECT, HEAD, TEXT, NUMBER, TOTAL, FIGURE, SIGNATURE = (
    "title",
    "subject",
    "head",
    "text",
    "number",
    "total",
    "figure",
    "signature",
)
"""The kinds of cells of a blank ledger, by which its look is known."""


@dataclass(frozen=True, slots=True)
class BlankColumn:
    """A column that holds no figure."""

    head: str
    width: float


@dataclass(frozen=True)
class BlankBase:
    """A look of blank ledgers."""

    leading: tuple[BlankColumn, ...]
    trailing: tuple[BlankColumn, ...]
    rows: int
    figure_width: float
    heights: Mapping[str, float] = field(default_factory=dict)
    """Of rows by their kind, where they are given."""
    cells: Mapping[str, Any] = field(default_factory=dict)
    """A cell of each kind that looks as all of them are to; none: as the tool's own."""
    sheet: Worksheet | None = None


OWN = BlankBase(
    leading=(BlankColumn(words.BLANK_INDEX, 6), BlankColumn(words.BLANK_ITEM, 28)),
    trailing=(BlankColumn(words.BLANK_NOTE, 18),),
    rows=24,
    figure_width=11,
)


class BlankBases:
    """The looks in a folder of templates, each read once."""

    def __init__(self, templates: Path) -> None:
        self._templates = templates
        self._read: dict[str, BlankBase | None] = {}

    def of(self, requirement: str) -> BlankBase:
        """The look of a document's blank ledger: its own, else that of all, else the tool's.

        Raises:
            EcodemoError: a file is there and cannot be used.
        """
        return self._of(f"{requirement}.xlsx") or self._of(DEFAULT) or OWN

    def _of(self, name: str) -> BlankBase | None:
        if name not in self._read:
            path = self._templates / FOLDER / name
            self._read[name] = _base_of(path, self._templates) if lexists(path) else None
        return self._read[name]


def _base_of(path: Path, templates: Path) -> BlankBase:
    """The look that a file has.

    Raises:
        EcodemoError: it cannot be used.
    """
    try:
        content = read_control_file(path, templates, _MOST_BYTES)
        saved_sheets(io.BytesIO(content), len(content))  # refuses what grows without bounds
        return _looked_at(load_workbook(io.BytesIO(content)).worksheets[0])
    except Exception as error:  # openpyxl raises what it likes at a damaged file
        raise EcodemoError(
            message(
                "Cannot use {path} as a blank ledger. Restyle one taken from a pack: an .xlsx file of at most 5 MB that keeps the header row (starting with 序号) and the total row 合计.",
                path=str(path),
            )
        ) from error


def _looked_at(sheet: Worksheet) -> BlankBase:
    """The look of a sheet.

    Raises:
        ValueError, StopIteration: it is no blank ledger.
    """
    first = [sheet.cell(row, 1).value for row in range(1, min(sheet.max_row, _MOST_ROWS) + 1)]
    head, total = first.index(words.BLANK_INDEX) + 1, first.index(words.BLANK_TOTAL) + 1
    width = min(sheet.max_column, _MOST_COLUMNS)
    figures = [n for n in range(2, width + 1) if str(sheet.cell(total, n).value or "").startswith("=")]
    heads = [str(sheet.cell(head, n).value or "") for n in range(1, width + 1)]
    columns = [BlankColumn(text, _width(sheet, n)) for n, text in enumerate(heads, 1)]
    if not figures:
        raise ValueError
    while columns and not columns[-1].head and len(columns) > figures[-1]:
        columns.pop()
    left, right = figures[0], figures[-1]
    start = next(row for row in range(head + 1, total) if sheet.cell(row, left).value is None)
    signature = next((n for n in range(total + 1, total + 4) if sheet.cell(n, 1).value), total + 2)
    places = {
        TITLE: (1, 1),
        SUBJECT: (2, 1),
        HEAD: (head, left),
        TEXT: (start, max(left - 1, 1)),
        NUMBER: (start, left),
        TOTAL: (total, 1),
        FIGURE: (total, left),
        SIGNATURE: (signature, 1),
    }
    heights = {kind: sheet.row_dimensions[row].height for kind, (row, _) in places.items()}
    return BlankBase(
        leading=tuple(columns[: left - 1]),
        trailing=tuple(columns[right:]),
        rows=total - start,
        figure_width=columns[left - 1].width,
        heights={kind: height for kind, height in heights.items() if height},
        cells={kind: sheet.cell(*place) for kind, place in places.items()},
        sheet=sheet,
    )


def _width(sheet: Worksheet, number: int) -> float:
    """The width of a column; columns that are alike are kept as one."""
    dimensions: Iterable[Any] = sheet.column_dimensions.values()
    given = (d.width for d in dimensions if d.min and d.max and d.min <= number <= d.max)
    return float(next(given, OWN.figure_width))
