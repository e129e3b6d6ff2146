"""Texts and numbers as people write them into cells, in the one writing in which they are compared."""

from __future__ import annotations

import re

from ecodemo.formats.xlsx.written import Written
from ecodemo.forms.reading.cells import CellError, read_text
from ecodemo.language import UNWRITABLE
from ecodemo.model.message import Message, message

_NUMBER = re.compile(r"(\d{1,3}[.\-]\d{1,2}|[A-Z]\d{1,2})(?!\d)")
DASHES = str.maketrans({"—": "-", "–": "-", "－": "-", "‐": "-", "‑": "-", "．": ".", "。": "."})
"""What people type for the dash and the point of a number."""


def within(text: str, most: int) -> str:
    """The text, where it is not too long.

    Raises:
        CellError: it has more characters than `most`.
    """
    if words := too_long(text, most):
        raise CellError(words)
    return text


def too_long(text: str, most: int) -> Message | None:
    """What to say of a text of more characters than `most`."""
    if len(text) <= most:
        return None
    return message("{count} characters; at most {most} are allowed.", count=len(text), most=most)


def plain_text(cell: Written) -> str:
    """The text of a cell as the record keeps it; empty where it cannot be read."""
    try:
        return normal(read_text(cell))
    except CellError:
        return ""


def number_in(cell: Written) -> str | None:
    """The number that a row is found by: `25.1`, `25-1`; also as a number, in full width, or followed by words."""
    try:
        text = read_text(cell)
    except CellError:
        return None
    return number_text(text)


def number_text(text: str) -> str | None:
    """The number that a text begins with."""
    wide = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
    found = _NUMBER.match(text.translate(wide).translate(DASHES).strip().strip("'"))
    return padded(found[1]) if found else None


def padded(number: str) -> str:
    """Two digits before the point or dash: Excel makes 4.1 of 04.1."""
    return number if (len(number) > 1 and number[1].isdigit()) or number[:1].isalpha() else f"0{number}"


def normal(text: str) -> str:
    """Text as `read_text` gives it, without characters that no text has."""
    return read_text(Written("", UNWRITABLE.sub("", text)))
