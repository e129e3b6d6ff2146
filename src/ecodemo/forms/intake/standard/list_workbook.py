"""A workbook that is handed in, recognised as that of a list of indicators."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ecodemo.forms.reading.recognition import ExportRecord, SheetMatch, is_plainly, record_in, sheet_in
from ecodemo.forms.reading.tables import CellTable
from ecodemo.forms.standard import standard_sheets as sheets


@dataclass(frozen=True, slots=True)
class ListWorkbook:
    """A workbook that holds a list of indicators."""

    found: Mapping[str, SheetMatch]
    record: ExportRecord | None


def list_workbook(tables: Iterable[CellTable]) -> ListWorkbook | None:
    """The sheets of a list in a workbook; `None` where it is another."""
    tables = tuple(tables)
    records = [record for table in tables if table.name.startswith("_") and (record := record_in(table))]
    if records and records[0].kind != "standard":
        return None
    found: dict[str, SheetMatch] = {}
    for table in tables:
        match = None if table.name.startswith("_") else sheet_in(table, sheets.LIST_SHEETS)
        if match is not None and not table.is_hidden and (records or is_plainly(match)):
            found.setdefault(match.sheet.name, match)
    is_list = bool(records) or {sheets.BASIC, sheets.ROWS} <= found.keys()
    return ListWorkbook(found, records[0] if records else None) if is_list else None
