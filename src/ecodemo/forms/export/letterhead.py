"""The office's own letterhead: `templates/form.xlsx` of the workspace.

The content of the first rows of its first sheet (texts, fonts, fills, heights, merged cells, pictures) is put above the
first sheet of every unit's workbook; its headers and footers are printed on every page. Nothing else of it is used.
"""

from __future__ import annotations

import io
from copy import copy
from dataclasses import dataclass
from os.path import lexists
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.drawing.image import Image
from openpyxl.worksheet.worksheet import Worksheet

from ecodemo.errors import EcodemoError
from ecodemo.files import read_control_file
from ecodemo.model.message import message

NAME = "form.xlsx"
MOST_ROWS, MOST_COLUMNS = 10, 4
_MOST_BYTES = 5 << 20
_PARTS = ("left", "center", "right")


@dataclass(frozen=True)
class Letterhead:
    """The first sheet of the office's own workbook."""

    sheet: Worksheet
    pictures: tuple[tuple[bytes, Any], ...]
    """The bytes of each picture and where it is anchored."""

    @property
    def rows(self) -> int:
        """How many of its rows are used: to the last one with something in it."""
        filled = [
            cell.row
            for row in self.sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS)
            for cell in row
            if cell.value is not None
        ]
        return max(filled, default=0)

    def put_on(self, sheet: Worksheet) -> int:
        """Put the rows on top of a sheet; returns how many there are, with an empty one below them."""
        rows = self.rows
        for row in range(1, rows + 1):
            sheet.row_dimensions[row].height = self.sheet.row_dimensions[row].height
            for column in range(1, MOST_COLUMNS + 1):
                self._copy(sheet, row, column)
        for merged in self.sheet.merged_cells.ranges:
            if merged.max_row <= rows and merged.max_col <= MOST_COLUMNS:
                sheet.merged_cells.add(merged.coord)
        for content, anchor in self.pictures:
            picture = Image(io.BytesIO(content))
            picture.anchor = copy(anchor)
            sheet.add_image(picture)
        return rows + 1 if rows else 0

    def _copy(self, sheet: Worksheet, row: int, column: int) -> None:
        source: Any = self.sheet.cell(row, column)
        cell: Any = sheet.cell(row, column)
        if source.data_type == "f" or source.value is None:
            cell.value = None
        else:
            cell.value = source.value
            cell.data_type = source.data_type
        for part in ("font", "fill", "border", "alignment", "number_format"):
            setattr(cell, part, copy(getattr(source, part)))

    def put_on_pages(self, sheet: Worksheet) -> None:
        """Print its header and footer on the pages of a sheet, each part that it has."""
        for name in ("oddHeader", "oddFooter"):
            source: Any = getattr(self.sheet, name)
            target: Any = getattr(sheet, name)
            for part in _PARTS:
                if getattr(source, part).text:
                    setattr(target, part, copy(getattr(source, part)))


def letterhead_of(folder: Path) -> Letterhead | None:
    """The letterhead in a folder of templates; `None` where there is none.

    Raises:
        EcodemoError: the file is there and cannot be used.
    """
    path = folder / NAME
    if not lexists(path):
        return None
    unusable = EcodemoError(
        message(
            "Cannot use {path} as a letterhead. Save it as an .xlsx file of at most 5 MB, with the letterhead on the first sheet.",
            path=str(path),
        )
    )
    try:
        content = read_control_file(path, folder, _MOST_BYTES)
        sheet: Any = load_workbook(io.BytesIO(content)).worksheets[0]
        pictures = tuple((image._data(), image.anchor) for image in sheet._images)  # noqa: SLF001 - no public way
    except (OSError, ValueError, KeyError, IndexError, TypeError, BadZipFile) as error:
        raise unusable from error
    return Letterhead(sheet, pictures)
