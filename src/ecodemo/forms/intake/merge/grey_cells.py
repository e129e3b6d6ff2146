"""What a workbook says that does not count: grey cells that were changed. It is only reported."""

from __future__ import annotations

from ecodemo.formats.xlsx.written import Written
from ecodemo.forms.intake.import_line import Effect
from ecodemo.forms.intake.merge.workbook_merge import WorkbookMerge, record_key
from ecodemo.forms.reading.cells import CellError
from ecodemo.forms.reading.days import read_date
from ecodemo.forms.reading.entry_text import plain_text
from ecodemo.forms.reading.recognition import SheetMatch
from ecodemo.model.message import message

_MOST = 20


def report_grey_cells(merge: WorkbookMerge, found: SheetMatch) -> None:
    """Cells that are not the unit's and hold something else than was sent out."""
    columns = [
        column for column in found.sheet.columns if not column.is_units and column.key not in found.sheet.keys
    ]
    said = 0
    for row in found.row_numbers if merge.has_base else ():
        no = record_key(found, row)
        if not merge.was_exported(found.sheet.name, no):
            continue
        for column in columns:
            cell = found.cell(row, column.key)
            exported = merge.base(found.sheet.name, no, column.key)
            text = _day(merge, cell) if column.holds == "day" else plain_text(cell)
            if cell.is_formula or not text or text == exported or said >= _MOST:
                continue
            said += 1
            words = message("Grey cells are read-only: the change is ignored and reset at the next export.")
            merge.say(Effect.REMARK, cell.place, no, before=exported, after=text, words=words, is_left=True)


def _day(merge: WorkbookMerge, cell: Written) -> str:
    """What a cell for a day says, also as a number: programs that lose formats leave no more of a day."""
    try:
        found = read_date(cell, merge.day)
    except CellError:
        return plain_text(cell)
    return found.day.isoformat() if found else ""
