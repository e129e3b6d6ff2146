"""What is counted against a unit, as a form for objections that comes back by import."""

from __future__ import annotations

from collections.abc import Iterable

from ecodemo.assess.bid import Assessment
from ecodemo.forms import words
from ecodemo.forms.contract import WORKBOOK_NAME, FormKind
from ecodemo.forms.export.letterhead import Letterhead
from ecodemo.forms.export.workbook_writer import workbook_content
from ecodemo.forms.sheets.objection_sheet import MarkToCheck, objection_table
from ecodemo.forms.sheets.sheet_table import FormBook


def objection_form(
    assessment: Assessment, unit: str, marks: Iterable[MarkToCheck], letterhead: Letterhead | None = None
) -> bytes:
    """The workbook of a unit, on the day of judging."""
    workspace = assessment.workspace
    name = workspace.units[unit].name
    table = objection_table(marks, name, words.EXAMPLE if workspace.example else "")
    book = FormBook(
        kind=FormKind.OBJECTIONS,
        unit=unit,
        bid=assessment.bid.id,
        exported=assessment.today,
        name=WORKBOOK_NAME[FormKind.OBJECTIONS].format(unit=name),
        tables=(table,),
    )
    return workbook_content(book, letterhead)
