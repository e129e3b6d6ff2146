"""How wide the columns of a table in a docx are, by what their cells hold."""

from __future__ import annotations

import re
from collections.abc import Collection

from ecodemo.paper.parts import Grid

CELL_MARGINS = 230
"""On both sides together, in twentieths of a point."""
_LATIN_WIDTH = 0.56
"""Of a Latin character in ems: a little more than a digit's."""
_KEPT_TOGETHER = 3
"""Chinese characters of a cell that are never on different lines."""
_UNBROKEN = re.compile(r"[0-9A-Za-z.,%/()-]+[、，]?")


def column_widths(grid: Grid, width: int, size: float) -> list[int]:
    """The widths of columns by their shares, none so narrow that a figure or a short Chinese word breaks.

    Args:
        grid: the table.
        width: of all, in twentieths of a point, as are the results.
        size: of the characters, in points.
    """
    texts = ([column.head, *(row[place] for row in grid.rows)] for place, column in enumerate(grid.columns))
    least = [_least_width(cells, size) for cells in texts]
    if sum(least) > width:
        return [width * each // sum(least) for each in least]
    widths, open_, left = least.copy(), set(range(len(least))), width
    while open_:
        shares = sum(grid.columns[place].share for place in open_)
        wanted = {place: left * grid.columns[place].share // shares for place in open_}
        narrow = {place for place, its in wanted.items() if its < least[place]}
        if not narrow:
            widths = [wanted.get(place, its) for place, its in enumerate(widths)]
            break
        left -= sum(least[place] for place in narrow)
        open_ -= narrow
    return widths


def ems(text: str) -> float:
    """How wide a text is on one line."""
    return sum(_LATIN_WIDTH if character.isascii() else 1.02 for character in text)


def _least_width(cells: Collection[str], size: float) -> int:
    """The width of the longest figure or Latin word of a column, and of three Chinese characters where it has them."""
    latin = max(
        (len(word) + (not word.isascii()) for cell in cells for word in _UNBROKEN.findall(cell)), default=0
    )
    chinese = min(_KEPT_TOGETHER, max((len(cell) for cell in cells if not cell.isascii()), default=0))
    return int(max(latin * _LATIN_WIDTH, chinese * 1.02) * size * 20) + CELL_MARGINS
