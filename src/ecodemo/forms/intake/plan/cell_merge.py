"""A cell of a workbook of the office, merged three ways: what was sent out, what came back, what the data say now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from ecodemo.formats.xlsx.written import Written
from ecodemo.forms.contract import SheetColumn, written
from ecodemo.forms.intake.import_line import Effect, ImportLine
from ecodemo.forms.intake.plan.plan_rows import CLEARED, PlanRow
from ecodemo.forms.intake.plan.plan_values import A_DAY
from ecodemo.forms.reading.cells import CellError, read_text
from ecodemo.forms.reading.entry_text import normal
from ecodemo.forms.reading.recognition import SheetMatch
from ecodemo.load.flow import YamlValue
from ecodemo.model.message import message

NOT_FILLED_IN = message("This grey cell is not to be filled in.")


@dataclass(frozen=True, slots=True)
class CellReader:
    read: Callable[[Written], YamlValue]
    """What the cell says, as the data write it; raises `CellError`. A cell without a place holds what the data say."""
    may_clear: bool = True
    about: str = ""
    """What the cell is called; else the row and the column's head."""

    def value(self, row: PlanRow, key: str, cell: Written, text: str) -> YamlValue | None:
        """What the data shall say; `None` takes it away.

        Raises:
            CellError: that cannot be.
        """
        if row.entry is not None and key in row.entry.closed:
            raise CellError(NOT_FILLED_IN)
        if text != CLEARED:
            return self.read(cell)
        if not self.may_clear:
            raise CellError(message("This cell cannot be cleared; an entry is required."))
        return None

    def held(self, ours: str) -> YamlValue | None:
        """What the data say, as it would be read from a cell."""
        try:
            return self.read(Written("", ours)) if ours else None
        except CellError:
            return None


def merge_cell(
    match: SheetMatch, row: PlanRow, column: SheetColumn, base: str | None, reader: CellReader
) -> None:
    """Put into the row what a cell changes, and what is reported of it; nothing for one that is as the data are.

    Args:
        match: the sheet.
        row: the row, with the entry that it is about.
        column: the column.
        base: what was sent out; `None` where that is not known.
        reader: what reads it.
    """
    cell = match.spread_cell(row.number, column.key)
    if cell.is_empty:
        return
    key = column.key
    about = reader.about or f"{row.name} {column.head}"
    ours = normal(written(row.entry.contents.get(key))) if row.entry else ""
    effect = Effect.CHANGED if ours else Effect.NEW
    row.lines[key] = ImportLine(effect, cell.place, about, before=ours, after=cell.text)
    try:
        text = _shown(cell, column)
        is_untouched = text in (base, ours)
        value = None if is_untouched else reader.value(row, key, cell, text)
    except CellError as error:
        row.refuse(key, error.words)
        return
    if is_untouched or value == reader.held(ours) or (value is None and not ours):
        del row.lines[key]
    elif ours and base != ours:
        row.lines[key] = ImportLine(Effect.CONFLICT, cell.place, about, ours, text, base or "")
    else:
        row.said[key] = value
        if value is None:
            row.lines[key] = ImportLine(Effect.CLEARED, cell.place, about, before=ours, after=text)


def _shown(cell: Written, column: SheetColumn) -> str:
    """The text of a cell as the record keeps it.

    Raises:
        CellError: a formula, or what cannot be read.
    """
    if cell.is_formula:
        raise CellError(message("The cell contains a formula. Enter its result instead."))
    text = read_text(cell)
    if isinstance(cell.value, date) and column.holds == "code":
        raise CellError(A_DAY)
    return text
