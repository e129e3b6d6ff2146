"""The content of a place in a file that a figure names, as text that can be kept in a table.

A reading is the content of a cell (a number as written, or a text), the numbers on a page with spaces between
them, or one of the words below.
"""

from __future__ import annotations

EMPTY = "?empty"
"""The place is empty."""
NO_SUCH_PLACE = "?no such place"
"""The sheet, the cell or the page does not exist."""
NOT_COMPUTED = "?not computed"
"""A formula whose value was never saved."""
ERROR = "?error"
"""The program's own error value, such as #REF!."""
NOT_SEARCHABLE = "?not searchable"
"""The page is a scan, or the kind of file has no such places: it cannot be compared."""


def page_place(page: int) -> str:
    """How a page is named as a place."""
    return f"p{page}"
