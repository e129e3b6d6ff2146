"""A workbook that is handed in, recognised as that of a list of indicators."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ecodemo.forms.reading.recognition import ExportRecord, SheetMatch, is_plainly, sheet_in
from ecodemo.forms.reading.tables import CellTable
from ecodemo.forms.standard import standard_sheets as sheets


@dataclass(frozen=True, slots=True)
class ListWorkbook:
    """A workbook that holds a list of indicators."""

    found: Mapping[str, SheetMatch]
    record: ExportRecord | None


def list_workbook(tables: Iterable[CellTable], record: ExportRecord | None) -> ListWorkbook | None:
    """The sheets of a list in a workbook; `None` where it is another."""
    if record and record.kind != "standard":
        return None
    found: dict[str, SheetMatch] = {}
    for table in tables:
        match = None if table.name.startswith("_") else sheet_in(table, sheets.LIST_SHEETS)
        if match is not None and not table.is_hidden and (record or is_plainly(match)):
            found.setdefault(match.sheet.name, match)
    is_list = record is not None or {sheets.BASIC, sheets.ROWS} <= found.keys()
    return ListWorkbook(found, record) if is_list else None
