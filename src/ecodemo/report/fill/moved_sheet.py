"""A sheet whose rows are repeated or left out, with all that hangs on its rows."""

from __future__ import annotations

import re
from collections import defaultdict
from copy import copy
from typing import Any

from openpyxl.cell.cell import Cell
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.worksheet.cell_range import MultiCellRange
from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.worksheet.pagebreak import RowBreak
from openpyxl.worksheet.worksheet import Worksheet

from ecodemo.report.fill.row_moves import RowMoves, moved_area

_SHEET = re.compile(r"(?:'(?:[^']|'')+'|[^'!,]+)!")


def cells_of(sheet: Worksheet) -> list[Any]:
    """The cells that a sheet has; asking it for them would make those that are missing."""
    cells: Any = sheet._cells  # noqa: SLF001 - no public way
    return list(cells.values())


def move_rows(sheet: Worksheet, moves: RowMoves) -> None:
    """Put every row where it belongs."""
    _move_cells(sheet, moves)
    _move_heights(sheet, moves)
    _move_areas(sheet, moves)
    _move_pictures(sheet, moves)


def _move_cells(sheet: Any, moves: RowMoves) -> None:  # noqa: ANN401 - of a sheet that openpyxl's types do not know
    moved: dict[tuple[int, int], Any] = {}
    by_row: dict[int, list[Any]] = defaultdict(list)
    for cell in cells_of(sheet):
        if moves.start <= cell.row <= moves.end:
            by_row[cell.row].append(cell)
            continue
        if cell.row > moves.end:
            cell.row += moves.moved
            if link := getattr(cell, "hyperlink", None):
                link.ref = cell.coordinate
        moved[cell.row, cell.column] = cell
    for row, old in enumerate(moves.copied, moves.start):
        for cell in by_row[old]:
            moved[row, cell.column] = _copied(sheet, cell, row)
    sheet._cells = moved  # noqa: SLF001


def _copied(sheet: Any, cell: Any, row: int) -> Any:  # noqa: ANN401
    copied: Any = Cell(sheet, row=row, column=cell.column)
    copied._style = copy(cell._style)  # noqa: SLF001 - openpyxl's documented way to copy a style
    if isinstance(cell, Cell):
        copied._value, copied.data_type = copy(cell.value), cell.data_type  # noqa: SLF001 - else `=` in a text is read
        if cell.hyperlink:
            copied._hyperlink = copy(cell.hyperlink)  # noqa: SLF001 - else the look of links is put on
            copied._hyperlink.ref = copied.coordinate  # noqa: SLF001
        if cell.comment:
            copied.comment = copy(cell.comment)
    return copied


def _move_heights(sheet: Any, moves: RowMoves) -> None:  # noqa: ANN401
    olds = dict(sheet.row_dimensions)
    sheet.row_dimensions.clear()
    for row, old in olds.items():
        for new in moves.news_of(row):
            sheet.row_dimensions[new] = RowDimension(
                sheet,
                index=new,
                ht=old.ht,
                hidden=old.hidden,
                outlineLevel=old.outlineLevel,
                collapsed=old.collapsed,
                thickBot=old.thickBot,
                thickTop=old.thickTop,
            )
            sheet.row_dimensions[new]._style = copy(old._style)  # noqa: SLF001
    breaks = RowBreak()
    for each in sheet.row_breaks.brk:
        for new in moves.news_of(each.id)[-1:]:
            copied = copy(each)
            copied.id = new
            breaks.append(copied)
    sheet.row_breaks = breaks


def _move_areas(sheet: Any, moves: RowMoves) -> None:  # noqa: ANN401
    merged = MultiCellRange()
    for area in sheet.merged_cells.ranges:
        for first, last in moves.ranges_of(area.min_row, area.max_row):
            new = copy(area)
            new.min_row, new.max_row = first, last
            if new.size["rows"] * new.size["columns"] > 1:
                merged.add(new.coord)
    sheet.merged_cells = merged
    for table in sheet.tables.values():
        table.ref = moved_area(table.ref, moves) or table.ref
        if table.autoFilter:
            table.autoFilter.ref = table.ref
    _move_printed(sheet, moves)
    _move_rules(sheet, moves)


def _move_printed(sheet: Any, moves: RowMoves) -> None:  # noqa: ANN401
    if sheet.print_area:
        sheet.print_area = moved_area(_SHEET.sub("", sheet.print_area), moves) or None
    if sheet.print_title_rows:
        sheet.print_title_rows = moved_area(_SHEET.sub("", sheet.print_title_rows), moves) or None
    if sheet.auto_filter.ref:
        sheet.auto_filter.ref = moved_area(sheet.auto_filter.ref, moves) or None


def _move_rules(sheet: Any, moves: RowMoves) -> None:  # noqa: ANN401
    for validation in list(sheet.data_validations.dataValidation):
        if area := moved_area(str(validation.sqref), moves):
            validation.sqref = MultiCellRange(area)
        else:
            sheet.data_validations.dataValidation.remove(validation)
    formats = ConditionalFormattingList()
    for each in sheet.conditional_formatting:
        if area := moved_area(str(each.sqref), moves):
            for rule in each.rules:
                formats.add(area, rule)
    sheet.conditional_formatting = formats


def _move_pictures(sheet: Any, moves: RowMoves) -> None:  # noqa: ANN401
    for drawn in (*sheet._images, *sheet._charts):  # noqa: SLF001 - no public way
        for corner in (getattr(drawn.anchor, "_from", None), getattr(drawn.anchor, "to", None)):
            if corner is not None and (news := moves.news_of(corner.row + 1)):
                corner.row = news[0] - 1
