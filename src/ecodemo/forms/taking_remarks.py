"""What a workbook says that no data hold: grey cells that were changed, and answers to problems. It is only reported."""

from __future__ import annotations

from ecodemo.forms import sheets
from ecodemo.forms.cells import CellError, Written, read_text
from ecodemo.forms.merge import Effect
from ecodemo.forms.recognition import Found
from ecodemo.forms.taking import Taking, normal, number_in, rows_below
from ecodemo.model.message import message

_MOST = 20
_ANSWERS = ("progress", "done", "note")


def report_grey_cells(taking: Taking, found: Found) -> None:
    """Cells that are not the unit's and hold something else than was sent out."""
    columns = [
        column for column in found.sheet.columns if not column.is_units and column.key not in found.sheet.keys
    ]
    said = 0
    for row in rows_below(found) if taking.has_base else ():
        no = number_in(found.cell(row, "no"))
        if no is None or not taking.was_exported(found.sheet.name, no):
            continue
        for column in columns:
            cell = found.cell(row, column.key)
            exported = taking.base(found.sheet.name, no, column.key)
            text = _text(cell)
            if cell.is_formula or not text or text == exported or said >= _MOST:
                continue
            said += 1
            words = message(
                "A grey cell: what was changed here does not count, and is put back at the next export."
            )
            taking.say(Effect.REMARK, cell.place, no, before=exported, after=text, words=words)


def report_answers(taking: Taking, found: Found) -> None:
    """What the unit says of its problems, for the office to read."""
    for row in rows_below(found):
        no, problem = _text(found.cell(row, "no")), _text(found.cell(row, "problem"))
        key = sheets.row_key((no, problem))
        answers = [
            text
            for column in _ANSWERS
            if (text := _text(found.cell(row, column))) and text != taking.base(found.sheet.name, key, column)
        ]
        if answers:
            words = message(
                "An answer to a problem; it is not kept in the data, only in the workbook in inbox/."
            )
            taking.say(
                Effect.REMARK,
                found.cell(row, "progress").place,
                f"{no} {problem[:30]}",
                after="；".join(answers),
                words=words,
            )


def _text(cell: Written) -> str:
    try:
        return normal(read_text(cell))
    except CellError:
        return ""
