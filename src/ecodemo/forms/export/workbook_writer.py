"""A Book as an xlsx file: first sheet, tables, and the two sheets that nobody sees."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, cast

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from ecodemo.forms import words
from ecodemo.forms.contract import DATA, FRONT, LISTS, RECORD, TITLE_ROW, Colour, Content, SheetColumn
from ecodemo.forms.export.export_record import record_lines
from ecodemo.forms.export.formulas import formula_text
from ecodemo.forms.export.offers import Offers
from ecodemo.forms.export.page_setup import pages_high, set_up_page
from ecodemo.forms.sheets.sheet_table import FormBook, Front, SheetRow, SheetTable
from ecodemo.forms.sheets_for_units import FRONT_LINES
from ecodemo.spreadsheet import Styles, height_of, plain_text, put_text, save, style

if TYPE_CHECKING:
    from openpyxl.styles import NamedStyle

    from ecodemo.forms.export.letterhead import Letterhead

_FORMATS = {"text": "General", "code": "@", "number": "General", "day": 'yyyy"年"m"月"d"日"'}
_FILLS = {"unit": Colour.UNIT, "proposed": Colour.UNIT, "office": Colour.OFFICE, "wrong": Colour.WRONG}
_LINK = "0563C1"
_FRONT_WIDTHS = (14, 26, 12, 26)
_FRONT_SHRINKS = 0.9
"""The lines of what to do are read by people who have never seen the form: they get room."""
_ONE_PAGE = 45
"""Rows up to which the sheet of figures is printed on one page, to be signed."""
_HARDLY_MORE = 1.4
"""Pages up to which a sheet is made a little smaller rather than leave a few rows for a second page."""
_ROWS_BEYOND = 20
"""Lists and checks also hold for rows that somebody adds below."""
_NOTE_WIDTH = 260
"""Pixels."""
_CHARACTER = 8
"""Pixels of a Latin character in a note."""


def styles() -> Iterable[NamedStyle]:
    """A style for each fill and each kind of content."""
    for name, fill in _FILLS.items():
        for holds, number in _FORMATS.items():
            is_number = holds == "number"
            yield style(
                f"{name} {holds}",
                fill=fill,
                number=number,
                italic=name == "proposed",
                colour=Colour.READ_OUT if name == "proposed" else "000000",
                align="right" if is_number else "left",
                border=Colour.LINE,
                wrap=not is_number,  # LibreOffice forgets the indent of a number that may wrap
            )
    yield style("link", fill=Colour.OFFICE, colour=_LINK, border=Colour.LINE)
    yield style("head", fill=Colour.HEAD, bold=True, align="center", border=Colour.LINE)
    yield style("label", fill=Colour.HEAD, bold=True, border=Colour.LINE)
    yield style("line", border=Colour.LINE)
    yield style("title", bold=True, size=14, align="center", border="")
    yield style("note", border="")
    yield style("foot", border="", wrap=False)


def workbook_content(book: FormBook, letterhead: Letterhead | None = None) -> bytes:
    """The bytes of a workbook, the same for the same contents and day."""
    return _Writer(book, letterhead).content()


@dataclass
class _Writer:
    book: FormBook
    letterhead: Letterhead | None
    workbook: Workbook = field(default_factory=Workbook)
    offers: Offers = field(default_factory=Offers)

    def content(self) -> bytes:
        self.styles = Styles(self.workbook, styles())
        self.workbook.remove(cast("Worksheet", self.workbook.active))
        if self.book.front is not None:
            self._front(self.book.front)
        for table in self.book.tables:
            self._table(table)
        if self.book.opens_with:
            place = self.workbook.sheetnames.index(self.book.opens_with)
            self.workbook.move_sheet(self.book.opens_with, -place)
        self.offers.write_lists(self._hidden(LISTS))
        self._record()
        return save(self.workbook, self.book.exported.isoformat())

    # the first sheet

    def _front(self, front: Front) -> None:
        sheet = self._sheet(FRONT, _FRONT_WIDTHS, landscape=False)
        sheet.page_setup.fitToHeight = 1
        top = self.letterhead.put_on(sheet) if self.letterhead else 0
        row = top + TITLE_ROW
        self._wide(sheet, row, front.title, "title", size=1.4)
        row += 2
        for line in FRONT_LINES:
            self._put(sheet, row, 1, line.label, "label")
            owner = "unit code" if line.is_units else "office text"
            content = front.typed.get(line.key, front.contents.get(line.key))
            self._across(sheet, row, 2, content, owner)
            sheet.row_dimensions[row].height = 22
            row += 1
        row += 1
        self._put(sheet, row, 1, words.THREE_THINGS, "label")
        self._across(sheet, row, 2, words.COLOURS, "office text")
        sheet.row_dimensions[row].height = 22
        for text in front.to_do:
            row += 1
            self._across(sheet, row, 1, text, "line")
            width = int(sum(_FRONT_WIDTHS) * _FRONT_SHRINKS)
            sheet.row_dimensions[row].height = max(34.0, height_of([text], [width]) + 6)
        row += 2
        missing = "wrong text" if front.is_missing else "office text"
        problems = "wrong text" if front.has_problems else "office text"
        for pair in (
            (
                (words.LAST_RECEIVED, front.last_received, "office text"),
                (words.STILL_MISSING, front.missing, missing),
            ),
            ((words.TO_PUT_RIGHT, front.problems, problems), (words.ASK, front.contact, "office text")),
        ):
            for column, (label, text, owner) in zip((1, 3), pair, strict=True):
                self._put(sheet, row, column, label, "label")
                self._put(sheet, row, column + 1, text, owner)
            sheet.row_dimensions[row].height = 22
            row += 1

    # the tables

    def _table(self, table: SheetTable) -> None:
        columns, head, first = table.sheet.columns, table.head_row, table.first_row
        widths = [column.width for column in columns]
        sheet = self._sheet(table.sheet.name, widths, landscape=table.sheet.landscape)
        self._wide(sheet, TITLE_ROW, table.title, "title", size=1.4)
        if table.note:
            self._wide(sheet, TITLE_ROW + 1, table.note, "note")
        for place, label in enumerate(table.labels):
            self._put(sheet, head - 1, 2 * place + 1, label, "label")
            self._put(sheet, head - 1, 2 * place + 2, None, "unit text")
            sheet.row_dimensions[head - 1].height = 22
        for number, column in enumerate(columns, 1):
            self._put(sheet, head, number, column.head, "head")
            if any(column.key in row.proposed for row in table.rows):
                _put_note(cast("Cell", sheet.cell(head, number)), words.READ_OUT)
        sheet.row_dimensions[head].height = height_of([c.head for c in columns], widths)
        places = {row.about: first + index for index, row in enumerate(table.rows)}
        for number, row in enumerate(table.rows, first):
            self._row(sheet, number, row, columns, places)
        last = first + len(table.rows) + table.sheet.spare_rows - 1
        for number in range(last - table.sheet.spare_rows + 1, last + 1):
            self._row(sheet, number, SheetRow("", {}), columns, places)
        sheet.freeze_panes = table.sheet.frozen
        sheet.print_title_rows = f"1:{head}"
        if last >= first:
            sheet.auto_filter.ref = f"A{head}:{get_column_letter(len(columns))}{last}"
            self.offers.put_on(sheet, table, self.book.proofs, last + _ROWS_BEYOND)
        is_signed = table.sheet.name == DATA and bool(table.rows)
        if is_signed:
            for place, text in zip((1, 4, 7, 10), words.SIGNATURES, strict=True):
                self._put(sheet, last + 2, place, text, "foot")
            sheet.row_dimensions[last + 2].height = 30
        may_shrink = len(table.rows) <= _ONE_PAGE if is_signed else not table.sheet.spare_rows
        if may_shrink and (is_signed or pages_high(sheet) <= _HARDLY_MORE):
            sheet.page_setup.fitToHeight = 1

    def _row(
        self,
        sheet: Worksheet,
        number: int,
        row: SheetRow,
        columns: Sequence[SheetColumn],
        places: Mapping[str, int],
    ) -> None:
        contents = [row.shown(column.key) for column in columns]
        for place, (column, content) in enumerate(zip(columns, contents, strict=True), 1):
            owner = "unit" if column.is_units and column.key not in row.closed else "office"
            if column.key in row.proposed and column.key not in row.typed:
                owner = "proposed"
            holds = "text" if column.holds == "number" and isinstance(content, str) else column.holds
            name = f"{'wrong' if column.key in row.wrong else owner} {holds}"
            formula = row.formulas.get(column.key)
            if column.key in row.notes:
                _put_note(cast("Cell", sheet.cell(number, place)), row.notes[column.key])
            if formula is None:
                self._put(sheet, number, place, content, name)
                if column.key in row.links:
                    cell = cast("Cell", sheet.cell(number, place))
                    cell.hyperlink = row.links[column.key]
                    self.styles.put_on(cell, "link")
                continue
            text = formula_text(formula, place, number, columns, places)
            cell = cast("Cell", sheet.cell(number, place))
            cell.value = text or None
            self.styles.put_on(cell, name)
            cell.number_format = _decimals(formula.decimals)
        shown = [content if isinstance(content, str) else "" for content in contents]
        sheet.row_dimensions[number].height = height_of(shown, [column.width for column in columns])

    # the sheets that nobody sees

    def _record(self) -> None:
        sheet = self._hidden(RECORD)
        for row, line in enumerate(record_lines(self.book), 1):
            for column, value in enumerate(line, 1):
                if value == "":
                    continue
                cell = cast("Cell", sheet.cell(row, column))
                if isinstance(value, str):
                    put_text(cell, value)
                else:
                    cell.value = value

    def _hidden(self, name: str) -> Worksheet:
        sheet = cast("Worksheet", self.workbook.create_sheet(name))
        sheet.sheet_state = "veryHidden"
        return sheet

    # cells and pages

    def _sheet(self, name: str, widths: Sequence[int], *, landscape: bool) -> Worksheet:
        sheet = cast("Worksheet", self.workbook.create_sheet(name))
        for column, width in enumerate(widths, 1):
            sheet.column_dimensions[get_column_letter(column)].width = width
        set_up_page(sheet, landscape=landscape)
        if self.letterhead:
            self.letterhead.put_on_pages(sheet)
        return sheet

    def _put(self, sheet: Worksheet, row: int, column: int, content: Content, name: str) -> None:
        cell = cast("Cell", sheet.cell(row, column))
        match content:
            case str():
                put_text(cell, content)
            case Decimal() | int() | date():
                cell.value = content
            case _:
                pass
        self.styles.put_on(cell, name)
        if isinstance(content, Decimal) and (decimals := -int(content.as_tuple().exponent)) > 0:
            cell.number_format = _decimals(decimals)

    def _wide(self, sheet: Worksheet, row: int, text: str, name: str, size: float = 1.0) -> None:
        """A text over the whole width."""
        widths = [dimension.width for dimension in sheet.column_dimensions.values()]
        self._put(sheet, row, 1, text, name)
        sheet.merged_cells.add(f"A{row}:{get_column_letter(len(widths))}{row}")
        sheet.row_dimensions[row].height = height_of([text], [int(sum(widths) / size)]) * size

    def _across(self, sheet: Worksheet, row: int, column: int, text: str | None, name: str) -> None:
        """A text from a column to the right edge of the first sheet, with its frame."""
        for place in range(column, len(_FRONT_WIDTHS) + 1):
            self._put(sheet, row, place, text if place == column else None, name)
        sheet.merged_cells.add(
            f"{get_column_letter(column)}{row}:{get_column_letter(len(_FRONT_WIDTHS))}{row}"
        )


def _put_note(cell: Cell, text: str) -> None:
    """A note beside a cell, large enough to be read without scrolling."""
    points = height_of([text], [_NOTE_WIDTH // _CHARACTER])
    cell.comment = Comment(plain_text(text), words.OFFICE, height=int(points * 1.4), width=_NOTE_WIDTH)


def _decimals(decimals: int) -> str:
    return f"0.{'0' * decimals}" if decimals else "0"
