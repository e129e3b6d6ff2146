"""The sheet on which assessors write what they think of each row; it is part of the package and comes back by import."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ecodemo.assess.bid import Assessment
from ecodemo.assess.row import RowJudgement
from ecodemo.forms import words
from ecodemo.forms.contract import OPINIONS_BY, OPINIONS_ON, WORKBOOK_NAME, FormKind
from ecodemo.forms.export.letterhead import Letterhead
from ecodemo.forms.export.workbook_writer import workbook_content
from ecodemo.forms.sheets.sheet_table import FormBook, SheetRow, SheetTable
from ecodemo.forms.sheets_for_assessors import NUMBERS_OF_DATA, OPINION_SHEET, OPINIONS_NOTE
from ecodemo.model.reference import Reference

OPINION_FORM_NAME = f"{WORKBOOK_NAME[FormKind.OPINIONS]}.xlsx"


def opinion_form(
    assessment: Assessment,
    letterhead: Letterhead | None = None,
    *,
    package: str = "",
    numbers: Mapping[str, Reference] = MappingProxyType({}),
    is_draft: bool = False,
) -> bytes:
    """The bytes of the sheet, the same for the same data and day.

    Args:
        assessment: of the bid whose rows are assessed.
        letterhead: the office's own headers and footers.
        package: the SHA-256 of the manifest of its package; opinions on one package are of one round.
        numbers: by the number that a document has in the package (档号), what the data call it: assessors write that number.
        is_draft: it is part of a draft, which its title says.
    """
    workspace, bid = assessment.workspace, assessment.bid
    title = OPINION_SHEET.title.format(
        unit=words.OPINIONS_OF.format(county=workspace.county.name, bid=bid.name)
    )
    title += (words.DRAFT if is_draft else "") + (words.EXAMPLE if workspace.example else "")
    remembered = {"county": workspace.county.code} | ({"package": package} if package else {})
    remembered |= {f"number {number}": str(reference) for number, reference in numbers.items()}
    table = SheetTable(
        OPINION_SHEET,
        tuple(map(_row, assessment.rows)),
        title,
        OPINION_SHEET.note if package else OPINIONS_NOTE.format(documents=NUMBERS_OF_DATA),
        labels=(OPINIONS_BY, OPINIONS_ON),
        remembered=remembered,
    )
    return workbook_content(
        FormBook(
            kind=FormKind.OPINIONS,
            unit=workspace.office or "",
            bid=bid.id,
            exported=assessment.today,
            name=WORKBOOK_NAME[FormKind.OPINIONS],
            tables=(table,),
        ),
        letterhead,
    )


def _row(judged: RowJudgement) -> SheetRow:
    row = judged.row
    name = row.name if judged.applies else f"{row.name}{words.DOES_NOT_APPLY}"
    return SheetRow(row.no, {"no": row.no, "indicator": name}, is_owed=False)
