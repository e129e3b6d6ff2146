"""The contents of the cells of a workbook (xlsx) that figures name, up to the last row that is wanted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import BinaryIO
from unicodedata import normalize

from ecodemo.formats import limits
from ecodemo.formats.xlsx.cell_names import CellPosition, position_of
from ecodemo.formats.xlsx.saved_workbook import SavedCell, SavedWorkbook, SheetPart, unescaped
from ecodemo.model.reading import EMPTY, ERROR, NO_SUCH_PLACE, NOT_COMPUTED

_ROWS, _COLUMNS = 1_048_576, 16_384
_SHOWN_FIGURES = 15
"""A workbook's program shows no more: what comes behind is left over from binary fractions."""


def cells_of(stream: BinaryIO, size: int, places: Sequence[str]) -> dict[str, str]:
    """The contents of the cells.

    Raises:
        ContentError: the workbook cannot be opened.
    """
    workbook = SavedWorkbook(stream, size)
    readings = dict.fromkeys(places, NO_SUCH_PLACE)
    wanted: dict[str, dict[str, CellPosition]] = {}
    for place in places:
        *sheet, name = place.strip().rsplit("!", 1)
        part = _named(workbook.sheets, *sheet)
        position = position_of(name)
        if part is not None and position is not None and position[0] < _ROWS and position[1] < _COLUMNS:
            wanted.setdefault(part, {})[place] = position
    saved = {part: _saved(workbook, part, set(cells.values())) for part, cells in wanted.items()}
    shared = {cell.shared for cells in saved.values() for cell in cells.values()}
    last = max((index for index in shared if index is not None), default=-1)
    texts = {
        index: text for index, text in zip(range(last + 1), workbook.texts(), strict=False) if index in shared
    }
    for part, cells in wanted.items():
        readings |= {place: _reading(saved[part].get(position), texts) for place, position in cells.items()}
    return readings


def _named(sheets: Sequence[SheetPart], written: str | None = None) -> str | None:
    """The part of a sheet: the first where none is named; the very name, else one that differs in blanks or width."""
    if written is None:
        return sheets[0].part if sheets else None
    name = (
        written[1:-1].replace("''", "'") if len(written) > 1 and written[0] == written[-1] == "'" else written
    )
    alike = [sheet for sheet in sheets if _plain(sheet.name) == _plain(name)]
    return next((sheet.part for sheet in alike if sheet.name == name), alike[0].part if alike else None)


def _plain(name: str) -> str:
    return "".join(normalize("NFKC", name).split()).casefold()


def _saved(workbook: SavedWorkbook, part: str, wanted: set[CellPosition]) -> dict[CellPosition, SavedCell]:
    """The wanted cells of a sheet that are in the file."""
    last_row = max(row for row, _ in wanted)
    return {
        cell.position: cell for cell in workbook.cells(part, last_row=last_row) if cell.position in wanted
    }


def _reading(cell: SavedCell | None, texts: Mapping[int, str]) -> str:
    if cell is None:
        return EMPTY
    match cell.kind:
        case "e":
            return ERROR
        case "s":
            text = texts.get(cell.shared, "") if cell.shared is not None else ""
        case "b":
            text = {"1": "TRUE", "0": "FALSE"}.get(cell.text.strip(), cell.text)
        case "inlineStr" | "str":
            text = unescaped(cell.text)
        case _:
            text = _number(cell.text.strip())
    if text.strip():
        return text.strip()[: limits.READ_CHARACTERS]
    is_computed = not cell.has_formula or (cell.kind == "str" and cell.has_value)
    return EMPTY if is_computed else NOT_COMPUTED


def _number(written: str) -> str:
    """A number without an exponent, and with as many figures as workbooks show (184.79999999999998 is 184.8)."""
    if written.lstrip("-").isdecimal() and written.isascii():
        return written
    try:
        number = Decimal(f"{float(written):.{_SHOWN_FIGURES}g}")
    except ValueError:
        return written
    if not number.is_finite() or abs(number.adjusted()) > 2 * _SHOWN_FIGURES:
        return written
    return format(number.normalize(), "f")
