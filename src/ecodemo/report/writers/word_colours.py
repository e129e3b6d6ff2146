"""Conditional colours of a sheet: a cell has the colour of its word, also when somebody enters another one."""

from __future__ import annotations

from collections import defaultdict

from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from ecodemo.report.writers.workbook_styles import FILLS
from ecodemo.table import Mark

_MOST_WORDS = 8
_LONGEST = 40


class WordColours:
    """Notes what the colours of each column's words mean while its cells are written."""

    def __init__(self) -> None:
        self._seen: dict[int, dict[str, set[Mark]]] = defaultdict(lambda: defaultdict(set))

    def note(self, column: int, text: object, mark: Mark) -> None:
        """A cell of a column (from 1) has this text and this mark."""
        if isinstance(text, str) and text:
            self._seen[column][text].add(mark)

    def put_on(self, sheet: Worksheet, first: int, last: int) -> None:
        """Rules for the columns each of whose words has one colour; numbers and days are no words."""
        for column, words in self._seen.items():
            marked = {text: mark for text, marks in words.items() for mark in marks if mark}
            is_said_in_words = all(
                len(marks) == 1 and len(text) <= _LONGEST and not any(map(str.isdigit, text))
                for text, marks in words.items()
            )
            if marked and is_said_in_words and len(words) <= _MOST_WORDS:
                letter = get_column_letter(column)
                for text, mark in sorted(marked.items()):
                    sheet.conditional_formatting.add(f"{letter}{first}:{letter}{last}", _rule(text, mark))


def _rule(text: str, mark: Mark) -> Rule:
    quoted = text.replace('"', '""')
    look = DifferentialStyle(font=Font(bold=mark == "bad"), fill=PatternFill(bgColor=FILLS[mark]))
    return Rule(type="cellIs", operator="equal", formula=[f'"{quoted}"'], dxf=look)
