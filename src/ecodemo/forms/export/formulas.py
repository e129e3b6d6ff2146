"""Computed rows as formulas of a spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from openpyxl.utils import get_column_letter

from ecodemo.forms.contract import SheetColumn
from ecodemo.forms.sheets.sheet_table import Formula


def formula_text(
    formula: Formula, column: int, own: int, columns: Sequence[SheetColumn], places: Mapping[str, int]
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


def _sum(cells: Sequence[str]) -> str:
    return cells[0] if len(cells) == 1 else f"({'+'.join(cells)})"
