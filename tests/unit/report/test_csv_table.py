from __future__ import annotations

import pytest

from ecodemo.report.writers.csv_table import csv_table
from ecodemo.table import Column

CELL: Column[str | int | None] = Column("cell", "格", lambda row: row)


@pytest.mark.parametrize(
    ("value", "line"),
    [
        ("水利局", "水利局"),
        ("first\n second", "first second"),
        ("=1+1", "'=1+1"),
        ("名称；=1", "名称；=1"),
        ("a;=1", "a;'=1"),
        (-3, "-3"),
        (0, "0"),
        (None, ""),
    ],
)
def test_a_text_is_on_one_line_and_no_formula(value: str | int | None, line: str) -> None:
    first = "x"
    columns: list[Column[str | int | None]] = [Column("first", "First", lambda _: first), CELL]
    assert csv_table(columns, [value]) == f"\ufeffFirst,格\r\nx,{line}\r\n".encode()
