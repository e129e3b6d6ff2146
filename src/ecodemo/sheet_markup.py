"""The markup of a sheet as openpyxl writes it, its rows as one text: an element for every cell takes five times as long."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZipFile

from openpyxl import Workbook
from openpyxl.cell._writer import etree_write_cell
from openpyxl.comments.comment_sheet import CommentRecord
from openpyxl.compat import safe_string
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.dimensions import SheetDimension
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter
from openpyxl.xml.functions import Element, tostring

_AnyCell = Any
"""A Cell or MergedCell of openpyxl, with what its stubs leave out."""
_NO_ROWS = re.compile(rb"<sheetData(?:\s*/>|></sheetData>)")


PlainRows = Sequence[Sequence[str | int]]
"""Plain texts and whole numbers from the first row and column on; an empty text is no cell."""


class SheetWriter(ExcelWriter):
    """Writes the parts of a workbook, without files on disk between."""

    def __init__(self, workbook: Workbook, archive: ZipFile, plain: Mapping[str, PlainRows]) -> None:
        """`plain` are the rows of sheets without cells of their own, by name."""
        super().__init__(workbook, archive)
        self._plain = plain

    def write_worksheet(self, ws: Worksheet) -> None:
        """As ExcelWriter's."""
        sheet: Any = ws
        drawing = sheet._drawing = SpreadsheetDrawing()  # noqa: SLF001 - what ExcelWriter's own does
        drawing.charts, drawing.images = sheet._charts, sheet._images  # noqa: SLF001
        rows = self._plain.get(ws.title)
        writer: Any = _CellsWriter(ws) if rows is None else _PlainWriter(ws, rows)
        content = writer.markup()
        sheet._rels = writer._rels  # noqa: SLF001
        archive: Any = self._archive  # type: ignore[attr-defined]
        archive.write_sheet(sheet.path[1:], content)
        self.manifest.append(ws)


class _MarkupWriter(WorksheetWriter):
    """Puts the markup of rows where openpyxl would write them element by element."""

    def __init__(self, sheet: Worksheet) -> None:
        super().__init__(sheet, io.BytesIO())
        self._made = ""

    def markup(self) -> bytes:
        """The whole sheet."""
        self.write()
        rows = f"<sheetData>{self._made}</sheetData>".encode(errors="xmlcharrefreplace")
        before, after = _NO_ROWS.split(self.read(), maxsplit=1)
        return before + rows + after

    def write_rows(self) -> None:
        """Make the rows, which may have links and comments for what follows, and leave their place empty."""
        self._made = "".join(self.pieces())
        self.xf.send(Element("sheetData"))

    def pieces(self) -> Iterator[str]:
        """The markup of the rows."""
        raise NotImplementedError


class _PlainWriter(_MarkupWriter):
    def __init__(self, sheet: Worksheet, rows: PlainRows) -> None:
        self._rows = rows
        super().__init__(sheet)

    def write_dimensions(self) -> None:
        """Where the cells are."""
        last = get_column_letter(max(map(len, self._rows), default=1))
        self.xf.send(SheetDimension(f"A1:{last}{len(self._rows)}").to_tree())

    def pieces(self) -> Iterator[str]:
        for number, row in enumerate(self._rows, 1):
            yield f'<row r="{number}">'
            for column, value in enumerate(row, 1):
                reference = f"{get_column_letter(column)}{number}"
                if isinstance(value, int):
                    yield f'<c r="{reference}" t="n"><v>{value}</v></c>'
                elif value:
                    yield f'<c r="{reference}" t="inlineStr">{_text(value)}</c>'
            yield "</row>"


class _CellsWriter(_MarkupWriter):
    def __init__(self, sheet: Worksheet) -> None:
        super().__init__(sheet)
        self._sheet: Any = sheet
        self._styles: dict[bytes, str] = {}

    def pieces(self) -> Iterator[str]:
        for number, cells in self.rows():
            yield self._row(number, cells)

    def _row(self, number: int, cells: Iterable[_AnyCell]) -> str:
        said = dict(self._sheet.row_dimensions[number]) if number in self._sheet.row_dimensions else {}
        attributes = "".join(f' {name}="{value}"' for name, value in said.items() if name != "r")
        return f'<row r="{number}"{attributes}>{"".join([self._cell(number, cell) for cell in cells])}</row>'

    def _cell(self, row: int, cell: _AnyCell) -> str:
        value, kind, style = cell.value, cell.data_type, self._style(cell)
        if cell.comment is not None:
            self._sheet._comments.append(CommentRecord.from_cell(cell))  # noqa: SLF001
        elif value is None and not style:
            return ""
        if kind not in ("s", "n") or (kind == "s" and value.__class__ is not str):
            return _rarer(cell, is_styled=bool(style))
        if cell.hyperlink:
            self._sheet._hyperlinks.append(cell.hyperlink)  # noqa: SLF001
        opened = (
            f'<c r="{get_column_letter(cell.column)}{row}"{style} t="{"inlineStr" if kind == "s" else kind}"'
        )
        if value is None or value == "":
            return f"{opened} />"
        if kind == "n":
            return f"{opened}><v>{safe_string(value)}</v></c>"
        return f"{opened}>{_text(value)}</c>"

    def _style(self, cell: _AnyCell) -> str:
        """The attribute that names the style of a cell; none of one without."""
        style = cell._style  # noqa: SLF001
        if style is None:
            return ""
        known = style.tobytes()
        if known not in self._styles:
            self._styles[known] = f' s="{cell.style_id}"' if any(style) else ""
        return self._styles[known]


def _text(text: str) -> str:
    stripped = text.strip()
    space = ' xml:space="preserve"' if stripped and stripped != text else ""
    return f"<is><t{space}>{escape(text)}</t></is>"


class _Elements(list[Any]):
    """Takes what openpyxl writes."""

    write = list.append


def _rarer(cell: _AnyCell, *, is_styled: bool) -> str:
    """A formula, a day, or a text of several looks."""
    elements = _Elements()
    etree_write_cell(elements, None, cell, is_styled)
    return "".join(tostring(element).decode() for element in elements)
