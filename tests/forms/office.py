"""LibreOffice at a workbook as a clerk is: typing, sorting, filtering, merging, moving, saving as something else.

All that is wanted is done in one start of it, driven by a script under a Python that has its bridge (UNO).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from libreoffice import drive

XLSX = "Calc MS Excel 2007 XML"
XLS = "MS Excel 97"
ODS = "calc8"
CSV_IN_GBK = "Text - txt - csv (StarCalc)|44,34,GBK,1"
CSV_IN_UTF_8 = "Text - txt - csv (StarCalc)|44,34,76,1"

Step = Sequence[str | int]
"""What is done and to what, as `_SCRIPT` says; cells and ranges by their names, rows and columns from 0."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """A workbook is opened, changed, and saved; `saved` may be the file that was opened."""

    opened: Path
    saved: Path
    steps: Sequence[Step] = ()
    kind: str = XLSX
    """LibreOffice's name of the format, and its options behind a bar."""


_SCRIPT = """
from com.sun.star.table import TableSortField

def typed(sheet, cell, text): sheet.getCellRangeByName(cell).setFormula(text)
def text(sheet, cell, text): sheet.getCellRangeByName(cell).setString(text)
def shown(sheet, cell, form):
    known, english = book.NumberFormats, uno.createUnoStruct("com.sun.star.lang.Locale")
    key = known.queryKey(form, english, False)
    sheet.getCellRangeByName(cell).NumberFormat = key if key >= 0 else known.addNew(form, english)
def merge(sheet, area): sheet.getCellRangeByName(area).merge(True)
def insert_columns(sheet, at, count): sheet.Columns.insertByIndex(at, count)
def insert_rows(sheet, at, count): sheet.Rows.insertByIndex(at, count)
def remove_columns(sheet, at, count): sheet.Columns.removeByIndex(at, count)
def hide_row(sheet, row): sheet.Rows.getByIndex(row).IsVisible = False
def move(sheet, area, to):
    sheet.moveRange(sheet.getCellRangeByName(to).CellAddress, sheet.getCellRangeByName(area).RangeAddress)
def copy(sheet, area, to):
    sheet.copyRange(sheet.getCellRangeByName(to).CellAddress, sheet.getCellRangeByName(area).RangeAddress)
def sort(sheet, area, column):
    field = TableSortField(); field.Field = column; field.IsAscending = False
    fields = uno.Any("[]com.sun.star.table.TableSortField", (field,))
    sheet.getCellRangeByName(area).sort((prop("SortFields", fields), prop("ContainsHeader", False)))
def filter_(sheet, area, column, value):
    from com.sun.star.sheet import TableFilterField
    from com.sun.star.sheet.FilterOperator import EQUAL
    area = sheet.getCellRangeByName(area)
    wanted = area.createFilterDescriptor(True)
    field = TableFilterField(); field.Field = column; field.Operator = EQUAL
    field.IsNumeric = False; field.StringValue = value
    wanted.ContainsHeader = True
    wanted.setFilterFields((field,))
    area.filter(wanted)

STEPS = {"filter": filter_, **{one.__name__: one for one in (typed, text, shown, merge, insert_columns,
    insert_rows, remove_columns, hide_row, move, copy, sort)}}

def work(desktop, wanted):
    global book
    for sitting in wanted:
        url = uno.systemPathToFileUrl(sitting["opened"])
        book = desktop.loadComponentFromURL(url, "_blank", 0, (prop("Hidden", True),))
        for step in sitting["steps"]:
            if step[0] == "remove_sheet":
                book.Sheets.removeByName(step[1])
            elif step[0] == "rename_sheet":
                book.Sheets.getByName(step[1]).Name = step[2]
            elif step[0] == "copy_into_new_book":
                other = desktop.loadComponentFromURL("private:factory/scalc", "_blank", 0, (prop("Hidden", True),))
                other.Sheets.importSheet(book, step[1], 0)
                book.close(True)
                book = other
            else:
                STEPS[step[0]](book.Sheets.getByName(step[1]), *step[2:])
        book.calculateAll()
        kind, _, options = sitting["kind"].partition("|")
        said = (prop("FilterName", kind), *((prop("FilterOptions", options),) if options else ()))
        book.storeToURL(uno.systemPathToFileUrl(sitting["saved"]), said)
        book.close(True)

drive(work)
"""


def sit(sittings: Sequence[Sitting], home: Path) -> None:
    """Do all of it; `home` is an empty folder for what the program keeps of its own."""
    wanted = [{**asdict(s), "opened": str(s.opened), "saved": str(s.saved)} for s in sittings]
    drive(_SCRIPT, wanted, home)
