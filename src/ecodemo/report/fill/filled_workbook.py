"""An xlsx form: its cells as a tree of texts, and the form with other texts and with repeated rows, everything else as it was."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from zipfile import ZipFile

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from ecodemo.model.message import Message, message
from ecodemo.report.fill.moved_sheet import cells_of, move_rows
from ecodemo.report.fill.placeholders import TAG, Filled, Node, PlaceholderProblem, Text, TextGroup, holds_tag
from ecodemo.report.fill.row_moves import RowMoves, moved_formula
from ecodemo.spreadsheet import put_text, save

_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,14})(?:\.([0-9]{1,10}))?")
_MOST_DIGITS = 15
_AS_TEXT, _GENERAL = "@", "General"
_LOST = {
    r"xl/charts/": message("charts are regenerated and may look different"),
    r"xl/diagrams/|xl/ctrlProps/|xl/slicers?/": message("diagrams, controls and slicers are lost"),
    r"xl/media/.*\.(?:emf|wmf|svg)$": message("pictures of the kinds EMF, WMF and SVG are lost"),
    r"xl/pivot": message("pivot tables may be lost"),
    r"xl/threadedComments/": message("threaded comments become plain ones"),
}
_LOST_IN = {
    r"xl/drawings/[^/]+\.xml$": (re.compile(rb"<xdr:(?:sp|cxnSp|grpSp)\b"), message("shapes and text boxes are lost")),
    r"xl/worksheets/[^/]+\.xml$": (re.compile(rb"<(?:\w+:)?ext\b"), message("sparklines and newer conditional formats may be lost")),
}  # fmt: skip
_PARTS = ("left", "center", "right")


def lost_parts(content: bytes) -> list[Message]:
    """What a form has that is lost when it is rewritten."""
    with ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        lost = [said for pattern, said in _LOST.items() if any(re.match(pattern, name) for name in names)]
        for pattern, (sign, said) in _LOST_IN.items():
            if any(re.match(pattern, name) and sign.search(archive.read(name)) for name in names):
                lost.append(said)
    return lost


class WorkbookForm:
    """An xlsx that is filled."""

    def __init__(self, content: bytes) -> None:
        self._workbook = load_workbook(io.BytesIO(content), rich_text=True)
        self._sheets: list[Worksheet] = list(self._workbook.worksheets)
        self.problems = [problem for sheet in self._sheets for problem in _in_formulas(sheet)]
        groups = (group for sheet in self._sheets for group in (_group(sheet), _margins(sheet)))
        self.root = TextGroup(None, [group for group in groups if group is not None])

    def filled(self, nodes: list[Node], filled: list[Filled], day: str) -> bytes:
        """The bytes with what became of its texts; times in it are those of the day (ISO)."""
        moves: dict[str, RowMoves] = {}
        root = filled[0].inside if filled else []
        for part in root:
            node = nodes[part.number]
            if isinstance(node, TextGroup) and isinstance(node.key, Worksheet):
                rows = _rows_of(part, nodes)
                places = [child.key for child in node.children if isinstance(child, TextGroup)]
                numbers = [number for number in places if isinstance(number, int)]
                moved = RowMoves(min(numbers), tuple(row for row, _ in rows), max(numbers))
                moves[node.key.title] = moved
                if not moved.is_same:
                    move_rows(node.key, moved)
                _put_texts(node.key, moved.start, [cells for _, cells in rows])
            elif isinstance(node, TextGroup):
                for text in part.inside:
                    margin: Any = nodes[text.number]
                    margin.key.text = text.text
        if any(not each.is_same for each in moves.values()):
            self._move_formulas(moves)
        return save(self._workbook, day)

    def _move_formulas(self, moves: dict[str, RowMoves]) -> None:
        for sheet in self._sheets:
            own = moves.get(sheet.title)
            for cell in cells_of(sheet):
                if cell.data_type == "f" and isinstance(cell.value, str):
                    old = own.copied[cell.row - own.start] if own and _is_within(own, cell.row) else 0
                    cell.value = moved_formula(cell.value, sheet.title, moves, (old, cell.row))
        names = [self._workbook.defined_names, *(sheet.defined_names for sheet in self._sheets)]
        for defined in (each for group in names for each in group.values()):
            if defined.value:
                defined.value = moved_formula(f"={defined.value}", "", moves, (0, 0))[1:]


def _is_within(moves: RowMoves, row: int) -> bool:
    return moves.start <= row < moves.start + len(moves.copied)


def _in_formulas(sheet: Worksheet) -> Iterator[PlaceholderProblem]:
    for cell in cells_of(sheet):
        if cell.data_type == "f" and holds_tag(str(getattr(cell.value, "text", cell.value))):
            yield PlaceholderProblem(
                f"{sheet.title}!{cell.coordinate}", message("a formula cannot hold a placeholder")
            )


def _group(sheet: Worksheet) -> TextGroup | None:
    """The rows of a sheet from the first placeholder to the last one."""
    texts = {
        (cell.row, cell.column): str(cell.value)
        for cell in cells_of(sheet)
        if cell.value is not None and cell.data_type != "f"
    }
    others = {cell.row for cell in cells_of(sheet) if cell.data_type == "f"}
    rows = [row for (row, _), text in texts.items() if holds_tag(text)]
    if not rows:
        return None
    by_row: dict[int, list[TextGroup | Any]] = {row: [] for row in range(min(rows), max(rows) + 1)}
    for (row, column), text in sorted(texts.items()):
        if row in by_row:
            place = f"{sheet.title}!{get_column_letter(column)}{row}"
            by_row[row].append(Text(column, place, text))
    for row in others & set(by_row):
        by_row[row].append(Text(None, "", "="))
    groups = [TextGroup(row, cells, keeps_together=True) for row, cells in by_row.items()]
    return TextGroup(sheet, [*groups], is_closed=True)


def _margins(sheet: Worksheet) -> TextGroup | None:
    """What is printed above and below the pages of a sheet, if there are placeholders in it."""
    margins: list[Any] = [
        getattr(getattr(sheet, f"{pages}{name}"), part)
        for pages in ("odd", "even", "first")
        for name in ("Header", "Footer")
        for part in _PARTS
    ]
    place = message("header or footer of {sheet}", sheet=sheet.title)
    texts = [Text(part, place, part.text) for part in margins if part.text and holds_tag(part.text)]
    return TextGroup(sheet.title, [*texts], is_closed=True) if texts else None


@dataclass(frozen=True, slots=True)
class _FilledCell:
    column: int
    text: str
    is_value: bool
    """Nothing is written around the placeholder, so that a number becomes one."""


def _rows_of(part: Filled, nodes: list[Node]) -> list[tuple[int, list[_FilledCell]]]:
    """The row of the form behind each new row, and its cells that have placeholders."""
    rows = []
    for row in part.inside:
        cells = []
        for cell in row.inside:
            node = nodes[cell.number]
            if isinstance(node, Text) and isinstance(node.key, int) and holds_tag(node.text):
                cells.append(_FilledCell(node.key, cell.text, not TAG.sub("", node.text).strip()))
        key = nodes[row.number].key
        rows.append((key if isinstance(key, int) else 0, cells))
    return rows


def _put_texts(sheet: Worksheet, start: int, rows: list[list[_FilledCell]]) -> None:
    for row, cells in enumerate(rows, start):
        for each in cells:
            cell: Any = sheet.cell(row, each.column)
            number = _NUMBER.fullmatch(each.text.strip()) if each.is_value else None
            is_number = number and cell.number_format != _AS_TEXT
            if number is None or not is_number or sum(map(str.isdigit, number[0])) > _MOST_DIGITS:
                put_text(cell, each.text)
                continue
            cell.value = float(number[0]) if number[1] else int(number[0])
            if number[1] and cell.number_format == _GENERAL:
                cell.number_format = f"0.{'0' * len(number[1])}"
