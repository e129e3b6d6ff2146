"""The plan workbook as tables in memory, and cells of it typed over as an office does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from ecodemo.formats.xlsx.written import Written
from ecodemo.forms.contract import HEAD_ROW
from ecodemo.forms.intake.import_line import ImportLine
from ecodemo.forms.intake.plan.plan_data import PlanData
from ecodemo.forms.intake.plan.plan_merge import plan_workbook, take_plan
from ecodemo.forms.plan.write_plan import plan_content
from ecodemo.forms.reading.recognition import record_of
from ecodemo.forms.reading.tables import CellTable, tables_of
from ecodemo.load.workspace import load

TODAY = date(2026, 11, 29)
Tables = Mapping[str, CellTable]


def plan_tables(root: Path, work: Path) -> dict[str, CellTable]:
    """The sheets of the workbook that a workspace exports, by name."""
    workspace = load(root).workspace
    path = work / "方案表.xlsx"
    path.write_bytes(plan_content(workspace, workspace.bids[0], TODAY))
    return {table.name: table for table in tables_of(path, path.name)}


def column_of(table: CellTable, head: str) -> int:
    heads = [str(cell.value) for cell in table.rows[HEAD_ROW - 1]]
    return next(place for place, text in enumerate(heads) if text.startswith(head))


def row_of(table: CellTable, name: str) -> int:
    """The row whose first cell says so; for an empty name the first empty row."""
    rows = range(HEAD_ROW, len(table.rows) + 1)
    return next(row for row in rows if str(table.cell(row, 0).value or "") == name)


def typed(table: CellTable, row: int, values: Mapping[str, object], *, formula: bool = False) -> CellTable:
    """The table with cells of a row typed over, by the beginnings of their heads."""
    rows = [list(cells) for cells in table.rows]
    rows += [[] for _ in range(row + 1 - len(rows))]
    for head, value in values.items():
        place = column_of(table, head)
        rows[row] += [table.cell(row, at) for at in range(len(rows[row]), place + 1)]
        rows[row][place] = Written(table.cell(row, place).place, value, is_formula=formula)
    return replace(table, rows=tuple(map(tuple, rows)))


def taken(root: Path, tables: Tables) -> tuple[PlanData, list[ImportLine]]:
    """The result of importing the tables; nothing is written."""
    data = PlanData(root)
    book = plan_workbook(tables.values(), record_of(tables.values()))
    assert book is not None
    workspace = data.workspace
    return data, take_plan(book, "方案表.xlsx", data, workspace.bids[0], TODAY)


def texts(data: PlanData) -> dict[str, str]:
    """The data files that would be written, by name."""
    return {path.stem: content.decode() for path, (_, content) in data.contents().items()}
