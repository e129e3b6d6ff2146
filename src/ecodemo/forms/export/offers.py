"""What cells offer: lists of words that help and do not forbid, and a warning where a number is expected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import MultiCellRange
from openpyxl.worksheet.datavalidation import DataValidation

from ecodemo.forms import words
from ecodemo.forms.contract import LISTS, VETOES
from ecodemo.spreadsheet import put_text

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

    from ecodemo.forms.sheets.sheet_table import SheetTable

_LARGEST = 10**12


@dataclass
class Offers:
    """The lists of a workbook. They are on a hidden sheet: one that is written into a cell must be short."""

    _ranges: dict[tuple[str, ...], str] = field(default_factory=dict)

    def put_on(self, sheet: Worksheet, table: SheetTable, proofs: tuple[str, ...], last: int) -> None:
        """Give each column of a table its list, and figures their warning.

        Args:
            sheet: the sheet of the table.
            table: its rows.
            proofs: the numbers of documents that a figure may name.
            last: the row down to which lists are offered.
        """
        own = proofs if table.sheet.name != VETOES else tuple(row.about for row in table.rows)
        for place, column in enumerate(table.sheet.columns, 1):
            choices = own if column.key in ("proof", "document") else column.choices
            if choices and column.is_units:
                letter = get_column_letter(place)
                self._offer_words(sheet, choices, f"{letter}{table.first_row}:{letter}{last}")
            for number, row in enumerate(table.rows, table.first_row):
                if column.key in row.offers:
                    cell = f"{get_column_letter(place)}{number}"
                    self._offer_words(sheet, row.offers[column.key], cell)
        years = [n for n, column in enumerate(table.sheet.columns, 1) if column.holds == "number"]
        if years:
            self._offer_figures(sheet, table, get_column_letter(years[0]), get_column_letter(years[-1]))

    def write_lists(self, sheet: Worksheet) -> None:
        """Write the lists that were offered, a column each."""
        for column, choices in enumerate(self._ranges, 1):
            for row, word in enumerate(choices, 1):
                put_text(cast("Cell", sheet.cell(row, column)), word)

    def _offer_figures(self, sheet: Worksheet, table: SheetTable, first: str, last: str) -> None:
        """For the columns of the years: states to choose from, or the warning."""
        numbers: list[int] = []
        states: dict[tuple[str, ...], list[int]] = {}
        for number, row in enumerate(table.rows, table.first_row):
            if row.choices:
                states.setdefault(row.choices, []).append(number)
            elif not row.formulas:
                numbers.append(number)
        for choices, rows in states.items():
            self._offer_words(sheet, choices, _cells(first, last, rows))
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
            check.sqref = MultiCellRange(_cells(first, last, numbers))
            sheet.add_data_validation(check)

    def _offer_words(self, sheet: Worksheet, choices: tuple[str, ...], cells: str) -> None:
        check = DataValidation(
            type="list", formula1=self._range_of(choices), allow_blank=True, showErrorMessage=False
        )
        check.sqref = MultiCellRange(cells)
        sheet.add_data_validation(check)

    def _range_of(self, choices: tuple[str, ...]) -> str:
        if choices not in self._ranges:
            letter = get_column_letter(len(self._ranges) + 1)
            self._ranges[choices] = f"{LISTS}!${letter}$1:${letter}${len(choices)}"
        return self._ranges[choices]


def _cells(first: str, last: str, rows: Sequence[int]) -> str:
    """The cells of some columns in ascending rows, rows that follow one another as one range."""
    starts = [row for row in rows if row - 1 not in rows]
    ends = [row for row in rows if row + 1 not in rows]
    return " ".join(f"{first}{start}:{last}{end}" for start, end in zip(starts, ends, strict=True))
