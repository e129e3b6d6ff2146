"""A blank ledger as an xlsx file: rows to fill in, and below them the sums, in cells that are found by their names."""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from ecodemo.forms import words
from ecodemo.forms.contract import BLANK_ROWS, BLANK_SHEET, FIGURE_CELL
from ecodemo.forms.export.blank_base import (
    FIGURE,
    HEAD,
    NUMBER,
    SIGNATURE,
    SUBJECT,
    TEXT,
    TITLE,
    TOTAL,
    BlankBase,
    BlankBases,
    BlankColumn,
)
from ecodemo.forms.export.page_setup import set_up_page
from ecodemo.forms.export.workbook_writer import styles
from ecodemo.forms.sheets.blank_ledger import BlankLedger
from ecodemo.spreadsheet import Reprint, Styles, height_of, put_text, save

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_UNIT = "ecodemo-the-unit"
"""Stands in the workbook that is made once, where each unit's own has its name."""
_OWN_STYLES = {
    TITLE: "title",
    SUBJECT: "note",
    HEAD: "head",
    TEXT: "unit text",
    NUMBER: "unit number",
    TOTAL: "label",
    FIGURE: "office number",
    SIGNATURE: "foot",
}
_TITLE_ROW, _SUBJECT_ROW, _HEAD_ROW, _YEAR_ROW, _FIRST_ROW = 1, 2, 3, 4, 5
_PAGE_WIDTH = 132
"""Characters that a landscape page is wide without being made smaller."""
_WIDEST = 200
"""Characters of a page that is made smaller and can still be read."""
_NARROWEST = 8
_ROW_HEIGHT = 18.0
_LARGEST = 10**12


class BlankWriter:
    """Makes the blank ledgers of all units; each kind is put together once."""

    def __init__(self, templates: Path, day: date) -> None:
        """Prepare.

        Args:
            templates: the workspace's own templates.
            day: what the files bear, so that they do not depend on the clock.
        """
        self._bases = BlankBases(templates)
        self._day = day.isoformat()
        self._made: dict[BlankLedger, Reprint] = {}

    def content(self, ledger: BlankLedger, unit: str) -> bytes:
        """The bytes of a unit's blank ledger, the same for the same contents and day.

        Raises:
            EcodemoError: the office's own look cannot be used.
        """
        if ledger not in self._made:
            sheet = _BlankSheet(ledger, self._bases.of(ledger.no))
            self._made[ledger] = Reprint(save(sheet.workbook, self._day), _UNIT, self._day)
        return self._made[ledger].with_text(unit)


@dataclass
class _BlankSheet:
    """The one sheet of a blank ledger, written when it is made."""

    ledger: BlankLedger
    base: BlankBase
    workbook: Workbook = field(default_factory=Workbook)

    def __post_init__(self) -> None:
        self.sheet = cast("Worksheet", self.workbook.active)
        self.sheet.title = BLANK_SHEET
        self._looks = _looks(self.workbook, self.base)
        self._figures = [(c, year) for c in self.ledger.columns for year in c.years]
        self._left = len(self.base.leading) + 1
        self._right = self._left + len(self._figures) - 1
        self._wide = self._right + len(self.base.trailing)
        self._total = _FIRST_ROW + self.base.rows
        self._columns()
        self._heads()
        self._rows()
        self._sums()
        self._page()

    def _columns(self) -> None:
        """Widths; where there is room, what is written in words gets more of it."""
        others = sum(column.width for column in (*self.base.leading, *self.base.trailing))
        figure = self.base.figure_width
        figure = min(figure, max((_WIDEST - others) / len(self._figures), _NARROWEST))
        spare = _PAGE_WIDTH - others - figure * len(self._figures)
        spare = max(0.0, spare) if not self.base.cells else 0.0
        self._widths = [
            *_widened(self.base.leading, spare * 0.25),
            *(figure + min(spare * 0.5 / len(self._figures), figure) for _ in self._figures),
            *_widened(self.base.trailing, spare * 0.25),
        ]
        for number, width in enumerate(self._widths, 1):
            self.sheet.column_dimensions[get_column_letter(number)].width = width

    def _heads(self) -> None:
        whole = sum(self._widths)
        self._line(
            _TITLE_ROW, self.ledger.title, TITLE, height_of([self.ledger.title], [int(whole / 1.4)]) * 1.4
        )
        self._line(_SUBJECT_ROW, words.BLANK_SUBJECT.format(unit=_UNIT), SUBJECT, _ROW_HEIGHT)
        for number in range(1, self._wide + 1):
            for row in (_HEAD_ROW, _YEAR_ROW):
                self._put(row, number, None, HEAD)
        for number, other in self._others():
            self._put(_HEAD_ROW, number, other.head, HEAD)
            self._merge(_HEAD_ROW, number, _YEAR_ROW, number)
        texts, widths = [], []
        place = self._left
        for column in self.ledger.columns:
            last = place + len(column.years) - 1
            text = words.BLANK_FIGURE.format(no=column.no, name=column.name, unit=column.unit)
            self._put(_HEAD_ROW, place, text, HEAD)
            self._merge(_HEAD_ROW, place, _HEAD_ROW, last)
            texts.append(text)
            widths.append(int(sum(self._widths[place - 1 : last])))
            place = last + 1
        for number, (_, year) in enumerate(self._figures, self._left):
            self._put(_YEAR_ROW, number, words.BLANK_YEAR.format(year=year), HEAD)
        self._height(_HEAD_ROW, HEAD, height_of(texts, widths))
        self._height(_YEAR_ROW, HEAD, _ROW_HEIGHT)

    def _rows(self) -> None:
        for row in range(_FIRST_ROW, self._total):
            for number in range(1, self._wide + 1):
                is_figure = self._left <= number <= self._right
                self._put(row, number, None, NUMBER if is_figure else TEXT)
            if self.base.leading:
                self.sheet.cell(row, 1).value = row - _FIRST_ROW + 1
            self._height(row, NUMBER, _ROW_HEIGHT)
        check = DataValidation(
            type="decimal",
            operator="between",
            formula1=str(-_LARGEST),
            formula2=str(_LARGEST),
            allow_blank=True,
            errorStyle="warning",
            error=words.BLANK_NUMBERS_ONLY,
            errorTitle=words.FILL_IN_A_NUMBER,
            showErrorMessage=True,
        )
        check.add(f"{self._name(_FIRST_ROW, self._left)}:{self._name(self._total - 1, self._right)}")
        self.sheet.add_data_validation(check)
        filled = f"{self._absolute(_FIRST_ROW, 2)}:{self._absolute(self._total - 1, self._wide)}"
        self._call(BLANK_ROWS, filled)

    def _sums(self) -> None:
        for number in range(1, self._wide + 1):
            self._put(self._total, number, words.BLANK_TOTAL if number == 1 else None, TOTAL)
        for number, (column, year) in enumerate(self._figures, self._left):
            area = f"{self._name(_FIRST_ROW, number)}:{self._name(self._total - 1, number)}"
            not_numbers = f'IF(COUNTA({area})>COUNT({area}),"{words.BLANK_NOT_A_NUMBER}",SUM({area}))'
            cell = cast("Cell", self.sheet.cell(self._total, number))
            cell.value = f'=IF(COUNTA({area})=0,"",{not_numbers})'
            self._put_look(cell, FIGURE)
            self._call(FIGURE_CELL.format(no=column.no, year=year), self._absolute(self._total, number))
        self._height(self._total, TOTAL, _ROW_HEIGHT)
        self._line(self._total + 2, "            ".join(words.SIGNATURES), SIGNATURE, 30)

    def _page(self) -> None:
        sheet: Any = self.sheet
        set_up_page(self.sheet, landscape=True)
        sheet.print_title_rows = f"{_TITLE_ROW}:{_YEAR_ROW}"
        sheet.freeze_panes = f"{get_column_letter(self._left)}{_FIRST_ROW}"
        base: Any = self.base.sheet
        if base is not None:
            sheet.page_setup.orientation = base.page_setup.orientation or "landscape"
            sheet.page_margins = copy(base.page_margins)
            for name in ("oddHeader", "oddFooter"):
                for part in ("left", "center", "right"):
                    if getattr(getattr(base, name), part).text:
                        setattr(getattr(sheet, name), part, copy(getattr(getattr(base, name), part)))

    def _others(self) -> Iterator[tuple[int, BlankColumn]]:
        yield from enumerate(self.base.leading, 1)
        yield from enumerate(self.base.trailing, self._right + 1)

    def _line(self, row: int, text: str, kind: str, height: float) -> None:
        """A text over the whole width."""
        self._put(row, 1, text, kind)
        self._merge(row, 1, row, self._wide)
        self._height(row, kind, height)

    def _put(self, row: int, number: int, text: str | None, kind: str) -> None:
        cell = cast("Cell", self.sheet.cell(row, number))
        if text is not None:
            put_text(cell, text)
        self._put_look(cell, kind)

    def _put_look(self, cell: Cell, kind: str) -> None:
        setattr(cell, "_style", copy(self._looks[kind]))  # noqa: B010 - openpyxl's documented way to copy a style

    def _height(self, row: int, kind: str, height: float) -> None:
        self.sheet.row_dimensions[row].height = self.base.heights.get(kind, height)

    def _merge(self, top: int, left: int, bottom: int, right: int) -> None:
        if (top, left) != (bottom, right):
            self.sheet.merged_cells.add(f"{self._name(top, left)}:{self._name(bottom, right)}")

    def _call(self, name: str, place: str) -> None:
        self.workbook.defined_names[name] = DefinedName(name, attr_text=f"{BLANK_SHEET}!{place}")

    @staticmethod
    def _name(row: int, number: int) -> str:
        return f"{get_column_letter(number)}{row}"

    @staticmethod
    def _absolute(row: int, number: int) -> str:
        return f"${get_column_letter(number)}${row}"


def _widened(columns: tuple[BlankColumn, ...], spare: float) -> Iterator[float]:
    """The widths, the last of them with what is spare."""
    for column in columns:
        yield column.width + (spare if column is columns[-1] else 0)


def _looks(workbook: Workbook, base: BlankBase) -> dict[str, Any]:
    """What a cell of each kind looks like, as the workbook keeps it."""
    sheet: Any = workbook.active
    cell = sheet.cell(1, 1)
    if not base.cells:
        own = Styles(workbook, styles)
        found = {}
        for kind, name in _OWN_STYLES.items():
            own.put_on(cell, name)
            found[kind] = copy(cell._style)  # noqa: SLF001 - openpyxl's documented way to copy a style
        return found
    found = {}
    for kind, source in base.cells.items():
        for part in ("font", "fill", "border", "alignment", "number_format"):
            setattr(cell, part, copy(getattr(source, part)))
        found[kind] = copy(cell._style)  # noqa: SLF001
    return found
