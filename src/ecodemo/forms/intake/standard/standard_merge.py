"""The workbook of a list of indicators, merged into data/standards/: a list that is there, or a new one."""

from __future__ import annotations

import re
from datetime import date

from ecodemo.forms.intake.import_line import Effect, ImportLine
from ecodemo.forms.intake.plan.plan_data import PlanData
from ecodemo.forms.intake.standard.list_basics import basic_edits
from ecodemo.forms.intake.standard.list_reading import ListReading
from ecodemo.forms.intake.standard.list_rows import row_edits
from ecodemo.forms.intake.standard.list_vetoes import take_vetoes
from ecodemo.forms.intake.standard.list_workbook import ListWorkbook
from ecodemo.forms.intake.standard.new_list import make_list
from ecodemo.forms.reading.entry_text import plain_text
from ecodemo.forms.reading.recognition import SheetMatch
from ecodemo.forms.standard import standard_sheets as sheets
from ecodemo.model.message import message

_ID = re.compile(r"[a-z][a-z0-9-]*")


def take_list(book: ListWorkbook, name: str, data: PlanData, today: date) -> list[ImportLine]:
    """Merge a workbook, and say what becomes of its cells."""
    basic = book.found.get(sheets.BASIC)
    id_ = _content(basic, "代号") if basic else ""
    if not _ID.fullmatch(id_):
        words = message(
            "The standard requires an id (代号) of lower-case letters, digits and hyphens, such as yunnan-2021."
        )
        return [ImportLine(Effect.REFUSED, name, words=words)]
    reading = ListReading(book, name, data, id_, today)
    standard = data.workspace.standards.get(id_)
    if standard is None:
        make_list(reading)
    elif standard.rows_of:
        words = message(
            "{id} uses the rows of {other}. Enter a new id (代号).",
            id=id_,
            other=standard.rows_of,
        )
        reading.refuse(name, "", words)
    else:
        reading.lines += data.apply(basic_edits(reading, standard))
        reading.lines += data.apply(row_edits(reading, standard))
        take_vetoes(reading, standard)
    return reading.lines


def _content(match: SheetMatch, item: str) -> str:
    rows = (row for row in match.row_numbers if plain_text(match.cell(row, "item")) == item)
    return next((plain_text(match.cell(row, "content")) for row in rows), "")
