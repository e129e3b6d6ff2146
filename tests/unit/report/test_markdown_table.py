from __future__ import annotations

from ecodemo.report.writers.markdown_table import markdown_table
from ecodemo.table import Column

Row = tuple[str, int | None, tuple[str, ...]]
COLUMNS: tuple[Column[Row], ...] = (
    Column("name", "Name", lambda row: row[0]),
    Column("files", "Files", lambda row: row[1], look="number"),
    Column("remarks", "", lambda row: row[2]),
)


def test_numbers_are_aligned_on_the_right() -> None:
    assert markdown_table(COLUMNS, []) == ["| Name | Files | |", "|---|---:|---|"]


def test_what_a_cell_says_stays_in_it() -> None:
    rows: list[Row] = [("a|b\n<b>c</b>", None, ("late", "", "*twice*"))]
    assert markdown_table(COLUMNS, rows)[2:] == [r"| a\|b \<b\>c\</b\> |  | late<br>\*twice\* |"]


def test_heads_are_escaped() -> None:
    assert markdown_table([Column("name", "a|b", str)], ["x"]) == [r"| a\|b |", "|---|", "| x |"]
