"""The rows of a long sheet, made only while the workbook is saved: cells of tens of thousands of rows would fill the memory.

They are as `Book.line` writes them, and go where the sheet has a row that holds their place. Texts are in the rows
themselves, not among those that all sheets share.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar
from xml.sax.saxutils import escape, quoteattr

from openpyxl.utils import get_column_letter

from ecodemo.report.contents.file_address import spelt
from ecodemo.report.writers.workbook_links import LINKED, LONGEST_ADDRESS, MOST_LINKS
from ecodemo.spreadsheet import height_of, plain_text
from ecodemo.table import Column, TitledTable, ToFile

R = TypeVar("R")
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_PIECE = 500
"""Rows that are handed on together."""
BAND = "band"


@dataclass(slots=True)
class LongRows(Generic[R]):
    """The rows of a table whose cells are texts and whole numbers, and lead only to files."""

    table: TitledTable[R]
    """Its bands are gone through several times."""
    first: int
    """The row of the sheet in which they begin, whose place is held."""
    styles: Mapping[str, int]
    """The numbers of styles by their names."""
    evidence: str
    """The address in which links to files begin; none is linked without one."""
    links: list[tuple[int, int]] = field(default_factory=list)
    """Row and column of each cell that leads to a file, once the rows were made."""

    def bands(self) -> Sequence[int]:
        """The rows of the heads of bands."""
        return [place for place, band, _ in self._placed() if band]

    def last(self) -> int:
        """The row in which they end."""
        return max((place for place, _, _ in self._placed()), default=self.first - 1)

    def within(self, sheet: bytes) -> Iterator[bytes]:
        """The markup of the sheet with the rows in it, piece by piece."""
        place = sheet.index(b'<row r="%d"' % self.first)
        end = sheet.index(b"</row>", place) + len(b"</row>")
        links = next(at for name in (b"<printOptions", b"<pageMargins") if (at := sheet.find(name, end)) > 0)
        yield sheet[:place]
        yield from self._rows()
        yield sheet[end:links]
        if self.links:
            yield f'<hyperlinks xmlns:r="{_OFFICE}">'.encode()
            for number, (row, column) in enumerate(self.links, 1):
                yield f'<hyperlink ref="{get_column_letter(column)}{row}" r:id="rId{number}"/>'.encode()
            yield b"</hyperlinks>"
        yield sheet[links:]

    def addresses(self) -> Iterator[bytes]:
        """The markup of where its links lead; to be asked for after the rows."""
        if not self.links:
            return
        yield f'<Relationships xmlns="{_PACKAGE}">'.encode()
        number = 0
        for _, _, row in self._placed():
            if row is None:
                continue
            for column in self.table.columns:
                if number < len(self.links) and (address := self._address(column, row)):
                    number += 1
                    yield (
                        f'<Relationship Id="rId{number}" Type="{_OFFICE}/hyperlink"'
                        f' Target={quoteattr(address)} TargetMode="External"/>'
                    ).encode()
        yield b"</Relationships>"

    def _placed(self) -> Iterator[tuple[int, str, R | None]]:
        """Each row with its place: the head of a band, or a row of the table."""
        place = self.first - 1
        for band, rows in self.table.sections:
            if band:
                place += 1
                yield place, band, None
            for row in rows:
                place += 1
                yield place, "", row

    def _rows(self) -> Iterator[bytes]:
        self.links.clear()
        widths = [column.width for column in self.table.columns]
        letters = [get_column_letter(number) for number in range(1, len(widths) + 1)]
        piece: list[str] = []
        for place, band, row in self._placed():
            if row is None:
                height, cells = height_of([band], [sum(widths)]), self._cell(f"A{place}", BAND, band)
            else:
                values = [_plain(column, row) for column in self.table.columns]
                height = height_of(values, widths)
                cells = "".join(
                    self._cell(f"{letter}{place}", self._look(column, row, value, place, number), value)
                    for number, (letter, column, value) in enumerate(
                        zip(letters, self.table.columns, values, strict=True), 1
                    )
                )
            piece.append(f'<row r="{place}" ht="{height:g}" customHeight="1">{cells}</row>')
            if len(piece) == _PIECE:
                yield "".join(piece).encode()
                piece.clear()
        yield "".join(piece).encode()

    def _look(self, column: Column[R], row: R, value: str | int | None, place: int, number: int) -> str:
        """The style of a cell; that of a link is noted beside it."""
        if value is None or len(self.links) >= MOST_LINKS or not self._address(column, row):
            return column.look
        self.links.append((place, number))
        return LINKED.get(column.look, column.look)

    def _address(self, column: Column[R], row: R) -> str:
        target = column.link(row) if self.evidence else None
        address = self.evidence + spelt(target.path) if isinstance(target, ToFile) else ""
        return address if len(address) <= LONGEST_ADDRESS else ""

    def _cell(self, reference: str, look: str, value: str | int | None) -> str:
        opened = f'<c r="{reference}" s="{self.styles[look]}"'
        match value:
            case None:
                return f"{opened}/>"
            case int():
                return f"{opened}><v>{value}</v></c>"
        return f'{opened} t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'


def _plain(column: Column[R], row: R) -> str | int | None:
    value = column.value(row)
    return value if isinstance(value, int) else plain_text(column.text(row)) or None
