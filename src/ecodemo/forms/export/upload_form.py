"""The sheet on which is ticked what was uploaded; it is part of the upload kit and comes back by import."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ecodemo.assess.bid import Assessment
from ecodemo.forms import words
from ecodemo.forms.contract import UPLOAD_RESULTS, WORKBOOK_NAME, FormKind
from ecodemo.forms.export.letterhead import Letterhead
from ecodemo.forms.export.workbook_writer import workbook_content
from ecodemo.forms.sheets.sheet_table import FormBook, SheetRow, SheetTable
from ecodemo.forms.sheets_for_office import NOT_UPLOADABLE_SHEET, UPLOAD_SHEET
from ecodemo.model.upload import HASH_DIGITS, UploadedFile

UPLOAD_FORM_NAME = f"{WORKBOOK_NAME[FormKind.UPLOADS]}.xlsx"


@dataclass(frozen=True, slots=True)
class UploadLine:
    """A file of the kit."""

    no: str
    item: str
    file: str
    size: str
    source: str
    """The path of its document below evidence/."""
    sha256: str
    """Of the document."""
    entry: UploadedFile | None
    """What the data say of its upload."""
    remark: str = ""
    """Beside the name of the document: what it was before it was fitted."""


@dataclass(frozen=True, slots=True)
class NotUploadableLine:
    """What an item lacks in the kit, why, and what to do."""

    no: str
    item: str
    what: str
    reason: str
    action: str


def upload_form(
    assessment: Assessment,
    lines: Sequence[UploadLine],
    others: Sequence[NotUploadableLine],
    letterhead: Letterhead | None = None,
    *,
    is_draft: bool = False,
) -> bytes:
    """The bytes of the sheet, the same for the same kit and day.

    Args:
        assessment: of the bid.
        lines: the files of the kit, in its order.
        others: what is not in it and should be.
        letterhead: the office's own headers and footers.
        is_draft: it is part of a draft, which its title says.
    """
    workspace, bid = assessment.workspace, assessment.bid
    unit = words.OPINIONS_OF.format(county=workspace.county.name, bid=bid.name)
    marks = (words.DRAFT if is_draft else "") + (words.EXAMPLE if workspace.example else "")
    tables = [
        SheetTable(
            UPLOAD_SHEET,
            tuple(map(_row, lines)),
            UPLOAD_SHEET.title.format(unit=unit) + marks,
            UPLOAD_SHEET.note,
            remembered={"county": workspace.county.code},
        )
    ]
    if others:
        rows = tuple(
            SheetRow(
                one.what,
                {
                    "no": one.no,
                    "item": one.item,
                    "what": one.what,
                    "reason": one.reason,
                    "action": one.action,
                },
                is_owed=False,
            )
            for one in others
        )
        tables.append(
            SheetTable(NOT_UPLOADABLE_SHEET, rows, NOT_UPLOADABLE_SHEET.title.format(unit=unit) + marks)
        )
    return workbook_content(
        FormBook(
            kind=FormKind.UPLOADS,
            unit=workspace.office or "",
            bid=bid.id,
            exported=assessment.today,
            name=WORKBOOK_NAME[FormKind.UPLOADS],
            tables=tuple(tables),
        ),
        letterhead,
    )


def _row(line: UploadLine) -> SheetRow:
    entry = line.entry
    return SheetRow(
        f"{line.no}/{line.file}",
        {
            "no": line.no,
            "item": line.item,
            "file": line.file,
            "size": line.size,
            "source": f"{line.source}{line.remark}",
            "result": UPLOAD_RESULTS[entry.result] if entry else None,
            "on": entry.on if entry else None,
            "receipt": (entry.receipt or None) if entry else None,
            "note": (entry.note or None) if entry else None,
        },
        is_owed=False,
        recorded={"sha256": line.sha256[:HASH_DIGITS], "document": line.source},
    )
