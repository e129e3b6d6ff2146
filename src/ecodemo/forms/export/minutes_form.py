"""The form of the minutes of a dispatch meeting, which comes back by import."""

from __future__ import annotations

from ecodemo.assess.bid import Assessment
from ecodemo.forms import words
from ecodemo.forms.contract import WORKBOOK_NAME, FormKind
from ecodemo.forms.export.letterhead import Letterhead
from ecodemo.forms.export.workbook_writer import workbook_content
from ecodemo.forms.sheets.sheet_table import FormBook, SheetTable
from ecodemo.forms.sheets_for_office import MINUTES_SHEET


def minutes_form(assessment: Assessment, letterhead: Letterhead | None = None) -> bytes:
    """An empty sheet of minutes, of the office, on the day of judging."""
    workspace = assessment.workspace
    title = MINUTES_SHEET.title + (words.EXAMPLE if workspace.example else "")
    book = FormBook(
        kind=FormKind.MINUTES,
        unit=workspace.office or "",
        bid=assessment.bid.id,
        exported=assessment.today,
        name=WORKBOOK_NAME[FormKind.MINUTES],
        tables=(SheetTable(MINUTES_SHEET, (), title, MINUTES_SHEET.note),),
    )
    return workbook_content(book, letterhead)
