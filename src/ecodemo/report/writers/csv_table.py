"""A table for Excel and WPS: UTF-8 with the mark by which they know it.

No text becomes a formula, also where a semicolon separates cells: https://owasp.org/www-community/attacks/CSV_Injection.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from ecodemo.table import Column, R

_BEFORE_FORMULA = re.compile(r"(^|;)([\s\"]*)(?=[=+\-@＝＋－＠])")


def csv_table(columns: Sequence[Column[R]], rows: Iterable[R]) -> bytes:
    """The heads, and a line for each row."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(column.head for column in columns)
    for row in rows:
        writer.writerow(_cell(column, row) for column in columns)
    return stream.getvalue().encode("utf-8-sig")


def _cell(column: Column[R], row: R) -> str | int:
    """A text on one line, with an apostrophe before what a spreadsheet would calculate."""
    value = column.value(row)
    if isinstance(value, int):
        return value
    return _BEFORE_FORMULA.sub(r"\1\2'", " ".join(column.text(row).split()))
