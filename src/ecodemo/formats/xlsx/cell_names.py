"""Names of cells: `G5` is the fifth row and the seventh column."""

from __future__ import annotations

import re
from functools import lru_cache

CellPosition = tuple[int, int]
"""Row and column, from 0."""

_NAME = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})")


def position_of(name: str) -> CellPosition | None:
    """Where a cell is; `None` for what is no name of one."""
    found = _NAME.fullmatch(name)
    return (int(found[2]) - 1, _column(found[1])) if found else None


@lru_cache
def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


@lru_cache
def letters_of(column: int) -> str:
    """The name of a column from 0: A, B, … AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
