"""A Book as an xlsx file: first sheet, tables, and the two sheets that nobody sees."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import MultiCellRange
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from ecodemo.forms import words
from ecodemo.forms.sheets import (
    DATA,
    FIRST_ROW,
    FRONT,
    FRONT_LINES,
    HEAD_ROW,
    LISTS,
    RECORD,
    TITLE_ROW,
    Colour,
    Column,
    Content,
)
from ecodemo.forms.workbook.record import record_lines
from ecodemo.forms.workbook.rows import Book, Formula, Front, Row, Table
from ecodemo.spreadsheet import Styles, height_of, plain_text, put_text, save, style

if TYPE_CHECKING:
    from openpyxl.styles import NamedStyle

    from ecodemo.forms.workbook.letterhead import Letterhead

_FORMATS = {"text": "General", "code": "@", "number": "General", "day": 'yyyy"年"m"月"d"日"'}
_FILLS = {"unit": Colour.UNIT, "office": Colour.OFFICE, "wrong": Colour.WRONG}
_FRONT_WIDTHS = (14, 26, 12, 26)
_FRONT_SHRINKS = 0.9
"""The lines of what to do are read by people who have never seen the form: they get room."""
_ONE_PAGE = 45
"""Rows up to which the sheet of figures is printed on one page, to be signed."""
_ROWS_BEYOND = 20
"""Lists and checks also hold for rows that somebody adds below."""
_LARGEST = 10**12
_NOTE_WIDTH = 260
"""Pixels."""
_CHARACTER = 8
"""Pixels of a Latin character in a note."""


def styles() -> Iterable[NamedStyle]:
    """A style for each fill and each kind of content."""
    for name, fill in _FILLS.items():
        for holds, number in _FORMATS.items():
            align = "general" if holds == "number" else "left"
            yield style(f"{name} {holds}", fill=fill, number=number, align=align, border=Colour.LINE)
    yield style("head", fill=Colour.HEAD, bold=True, align="center", border=Colour.LINE)
    yield style("label", fill=Colour.HEAD, bold=True, border=Colour.LINE)
    yield style("line", border=Colour.LINE)
    yield style("title", bold=True, size=14, align="center", border="")
    yield style("note", border="")
    yield style("foot", border="", wrap=False)


def workbook_content(book: Book, letterhead: Letterhead | None = None) -> bytes:
    """The bytes of a workbook, the same for the same contents and day."""
    return _Writer(book, letterhead).content()


@dataclass
class _Writer:
    book: Book
    letterhead: Letterhead | None
    workbook: Workbook = field(default_factory=Workbook)
    lists: dict[tuple[str, ...], str] = field(default_factory=dict)
    """The range of each list of words on the hidden sheet."""

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
        self._hidden_lists()
        self._record()
        return save(self.workbook, self.book.exported.isoformat())

    # the first sheet

    def _front(self, front: Front) -> None:
        sheet = self._sheet(FRONT, _FRONT_WIDTHS, landscape=False, pages_high=1)
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

    def _table(self, table: Table) -> None:
        columns = table.sheet.columns
        widths = [column.width for column in columns]
        is_signed = table.sheet.name == DATA and bool(table.rows)
        one_page = is_signed and len(table.rows) <= _ONE_PAGE
        sheet = self._sheet(
            table.sheet.name, widths, landscape=table.sheet.landscape, pages_high=1 if one_page else 0
        )
        self._wide(sheet, TITLE_ROW, table.title, "title", size=1.4)
        if table.note:
            self._wide(sheet, TITLE_ROW + 1, table.note, "note")
        for number, column in enumerate(columns, 1):
            self._put(sheet, HEAD_ROW, number, column.head, "head")
        sheet.row_dimensions[HEAD_ROW].height = height_of([c.head for c in columns], widths)
        places = {row.about: FIRST_ROW + index for index, row in enumerate(table.rows)}
        for number, row in enumerate(table.rows, FIRST_ROW):
            self._row(sheet, number, row, columns, places)
        last = FIRST_ROW + len(table.rows) + table.sheet.spare_rows - 1
        for number in range(last - table.sheet.spare_rows + 1, last + 1):
            self._row(sheet, number, Row("", {}), columns, places)
        sheet.freeze_panes = table.sheet.frozen
        sheet.print_title_rows = f"1:{HEAD_ROW}"
        if last >= FIRST_ROW:
            sheet.auto_filter.ref = f"A{HEAD_ROW}:{get_column_letter(len(columns))}{last}"
            self._offer(sheet, table, last + _ROWS_BEYOND)
        if is_signed:
            for place, text in zip((1, 4, 7, 10), words.SIGNATURES, strict=True):
                self._put(sheet, last + 2, place, text, "foot")
            sheet.row_dimensions[last + 2].height = 30

    def _row(
        self, sheet: Worksheet, number: int, row: Row, columns: Sequence[Column], places: Mapping[str, int]
    ) -> None:
        contents = [row.typed.get(column.key, row.contents.get(column.key)) for column in columns]
        for place, (column, content) in enumerate(zip(columns, contents, strict=True), 1):
            owner = "unit" if column.is_units and column.key not in row.closed else "office"
            name = f"{'wrong' if column.key in row.wrong else owner} {column.holds}"
            formula = row.formulas.get(column.key)
            if column.key in row.notes:
                _put_note(cast("Cell", sheet.cell(number, place)), row.notes[column.key])
            if formula is None:
                self._put(sheet, number, place, content, name)
                continue
            text = _formula(formula, place, number, columns, places)
            cell = cast("Cell", sheet.cell(number, place))
            cell.value = text or None
            self.styles.put_on(cell, name)
            cell.number_format = _decimals(formula.decimals)
        shown = [content if isinstance(content, str) else "" for content in contents]
        sheet.row_dimensions[number].height = height_of(shown, [column.width for column in columns])

    def _offer(self, sheet: Worksheet, table: Table, last: int) -> None:
        """The lists of each column, and for figures the warning that a number is expected."""
        for place, column in enumerate(table.sheet.columns, 1):
            choices = column.choices
            if column.key in ("proof", "document"):
                choices = self.book.proofs
            if choices and column.is_units:
                letter = get_column_letter(place)
                self._offer_words(sheet, choices, f"{letter}{FIRST_ROW}:{letter}{last}")
        years = [n for n, column in enumerate(table.sheet.columns, 1) if column.holds == "number"]
        if years:
            self._offer_figures(sheet, table, get_column_letter(years[0]), get_column_letter(years[-1]))

    def _offer_figures(self, sheet: Worksheet, table: Table, first: str, last: str) -> None:
        """For the columns of the years: states to choose from, or the warning."""
        numbers: list[int] = []
        states: dict[tuple[str, ...], list[int]] = {}
        for number, row in enumerate(table.rows, FIRST_ROW):
            if row.choices:
                states.setdefault(row.choices, []).append(number)
            elif not row.formulas:
                numbers.append(number)
        for choices, rows in states.items():
            self._offer_words(sheet, choices, _ranges(first, last, rows))
        if numbers:
            check = DataValidation(
                type="decimal",
                operator="between",
                formula1=str(-_LARGEST),
                formula2=str(_LARGEST),
                allow_blank=True,
                errorStyle="warning",
                error=words.NUMBERS_ONLY,
                errorTitle=words.FILL_IN_A_NUMBER,
                showErrorMessage=True,
            )
            check.sqref = MultiCellRange(_ranges(first, last, numbers))
            sheet.add_data_validation(check)

    def _offer_words(self, sheet: Worksheet, choices: tuple[str, ...], cells: str) -> None:
        """A list that helps and does not forbid."""
        check = DataValidation(
            type="list", formula1=self._range_of(choices), allow_blank=True, showErrorMessage=False
        )
        check.sqref = MultiCellRange(cells)
        sheet.add_data_validation(check)

    def _range_of(self, choices: tuple[str, ...]) -> str:
        if choices not in self.lists:
            letter = get_column_letter(len(self.lists) + 1)
            self.lists[choices] = f"{LISTS}!${letter}$1:${letter}${len(choices)}"
        return self.lists[choices]

    # the sheets that nobody sees

    def _hidden_lists(self) -> None:
        sheet = cast("Worksheet", self.workbook.create_sheet(LISTS))
        sheet.sheet_state = "veryHidden"
        for column, choices in enumerate(self.lists, 1):
            for row, word in enumerate(choices, 1):
                put_text(cast("Cell", sheet.cell(row, column)), word)

    def _record(self) -> None:
        sheet = cast("Worksheet", self.workbook.create_sheet(RECORD))
        sheet.sheet_state = "veryHidden"
        for row, line in enumerate(record_lines(self.book), 1):
            for column, value in enumerate(line, 1):
                if value == "":
                    continue
                cell = cast("Cell", sheet.cell(row, column))
                if isinstance(value, str):
                    put_text(cell, value)
                else:
                    cell.value = value

    # cells and pages

    def _sheet(self, name: str, widths: Sequence[int], *, landscape: bool, pages_high: int) -> Worksheet:
        sheet = cast("Worksheet", self.workbook.create_sheet(name))
        for column, width in enumerate(widths, 1):
            sheet.column_dimensions[get_column_letter(column)].width = width
        sheet.page_setup.orientation = "landscape" if landscape else "portrait"
        sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
        sheet.page_setup.fitToWidth = 1
        sheet.page_setup.fitToHeight = pages_high
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.page_margins.left = sheet.page_margins.right = 0.5
        sheet.page_margins.top = sheet.page_margins.bottom = 0.7
        sheet.page_margins.header = sheet.page_margins.footer = 0.3
        sheet.print_options.horizontalCentered = True
        footer: Any = sheet.oddFooter
        footer.center.text = words.PAGE
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


def _formula(
    formula: Formula, column: int, own: int, columns: Sequence[Column], places: Mapping[str, int]
) -> str:
    """The formula of a computed row in one year; empty where it cannot be worked out from this sheet.

    Nothing is shown until every part is a number: text numbers and empty cells are not counted as 0.
    """
    letter = get_column_letter(column)
    above = [f"{letter}{places[part]}" for part in formula.above]
    if formula.kind == "ratio":
        below = [f"{letter}{places[part]}" for part in formula.below]
        parts = list(dict.fromkeys([*above, *below]))
        value = f"{_sum(above)}/{_sum(below)}" + ("*100" if formula.in_percent else "")
        divisor = _sum(below)
    else:
        before = next(number for number, c in enumerate(columns, 1) if c.key == formula.earlier)
        earlier = f"{get_column_letter(before)}{places[formula.above[0]]}"
        parts = [above[0], earlier]
        value = f"({earlier}-{above[0]})/{earlier}*100" if formula.kind == "drop" else f"{above[0]}-{earlier}"
        divisor = earlier if formula.kind == "drop" else ""
    counted = f"COUNT({','.join(parts)})<{len(parts)}"
    result = f"ROUND({value},{formula.decimals})"
    if divisor:
        result = f'IF({divisor}=0,"",{result})'
    return f'=IF({counted},"",{result})'


def _decimals(decimals: int) -> str:
    return f"0.{'0' * decimals}" if decimals else "0"


def _sum(cells: Sequence[str]) -> str:
    return cells[0] if len(cells) == 1 else f"({'+'.join(cells)})"


def _ranges(first: str, last: str, rows: Sequence[int]) -> str:
    """The cells of some columns in ascending rows, rows that follow one another as one range."""
    starts = [row for row in rows if row - 1 not in rows]
    ends = [row for row in rows if row + 1 not in rows]
    return " ".join(f"{first}{start}:{last}{end}" for start, end in zip(starts, ends, strict=True))
