"""The plan workbook: what it holds, and its bytes."""

from __future__ import annotations

from datetime import date

from ecodemo.forms.contract import WORKBOOK_NAME, FormKind, Sheet
from ecodemo.forms.export.letterhead import Letterhead
from ecodemo.forms.export.workbook_writer import workbook_content
from ecodemo.forms.plan import plan_sheets as sheets
from ecodemo.forms.plan.plan_entries import PlanEntry, plan_entries
from ecodemo.forms.sheets.sheet_table import FormBook, SheetRow, SheetTable
from ecodemo.model.county import Bid
from ecodemo.model.workspace import Workspace

NAME = f"{WORKBOOK_NAME[FormKind.PLAN]}.xlsx"


def plan_content(workspace: Workspace, bid: Bid, day: date, letterhead: Letterhead | None = None) -> bytes:
    """The bytes of the workbook, the same for the same data and day."""
    return workbook_content(plan_book(workspace, bid, day), letterhead)


def plan_book(workspace: Workspace, bid: Bid, day: date) -> FormBook:
    """The workbook's tables; `bid` is the one that the first sheet is about."""
    entries = plan_entries(workspace, bid)
    names = tuple(unit.name for unit in workspace.units.values())
    own = {
        sheets.GROUPS: {"lead": names},
        sheets.TASKS: {"lead": names},
        sheets.MATERIALS: {"from": names},
    }
    tables = tuple(
        _table(sheets.offering(sheet, own.get(sheet.name, {})), entries[sheet.name], workspace.county.name)
        for sheet in sheets.PLAN_SHEETS
    )
    office = workspace.office or ""
    return FormBook(FormKind.PLAN, office, bid.id, day, WORKBOOK_NAME[FormKind.PLAN], tables)


def _table(sheet: Sheet, entries: tuple[PlanEntry, ...], county: str) -> SheetTable:
    rows = tuple(
        SheetRow(
            entry.key,
            entry.contents,
            closed=entry.closed | frozenset({"no"} if sheet.name == sheets.MATERIALS else ()),
            offers={"content": entry.offers} if entry.offers else {},
            key=entry.key,
        )
        for entry in entries
    )
    return SheetTable(sheet, rows, sheet.title.format(unit=county), sheet.note)
