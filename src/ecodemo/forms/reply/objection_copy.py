"""The form for objections that goes back to a unit: as it was sent out, whatever is counted by now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ecodemo.assess.bid import Assessment
from ecodemo.forms import words
from ecodemo.forms.contract import OBJECTIONS, WORKBOOK_NAME, FormKind
from ecodemo.forms.intake.import_plan import Receipt
from ecodemo.forms.sheets.objection_sheet import table_as_sent
from ecodemo.forms.sheets.sheet_table import FormBook
from ecodemo.forms.sheets_for_units import OBJECTION_SHEET


def objection_copy(assessment: Assessment, unit: str, receipts: Iterable[Receipt]) -> FormBook | None:
    """The last form for objections among what came from a unit; `None` where there is none that remembers its export."""
    records = [
        merge.book.record
        for receipt in receipts
        for merge in receipt.merges
        if merge.book.record and any(found.sheet is OBJECTION_SHEET for found in merge.book.found)
    ]
    if not records:
        return None
    rows: dict[str, dict[str, str]] = {}
    base: Mapping[tuple[str, str, str], str] = records[-1].base
    for (sheet, key, column), value in base.items():
        if sheet == OBJECTIONS:
            rows.setdefault(key, {})[column] = value
    name = assessment.workspace.units[unit].name
    mark = words.EXAMPLE if assessment.workspace.example else ""
    return FormBook(
        kind=FormKind.OBJECTIONS,
        unit=unit,
        bid=records[-1].bid,
        exported=assessment.today,
        name=WORKBOOK_NAME[FormKind.OBJECTIONS].format(unit=name),
        tables=(table_as_sent(rows.values(), name, mark),),
    )
