"""The order in which the lines of a page are read."""

from __future__ import annotations

from ecodemo.recognition.page_words import WordLine, in_reading_order


def test_rows_of_a_tilted_table_are_read_row_by_row() -> None:
    slope = 0.05
    cells = [
        WordLine(f"{row}{column}", 1, (left, top, left + 80, top + 18))
        for column, left in enumerate((100, 400, 700))
        for row, top in ((row, round(100 + 25 * row + slope * left)) for row in range(4))
    ]
    heading = WordLine("heading", 1, (100, 60, 900, 60 + 14 + round(slope * 800)))
    rows = [f"{row}{column}" for row in range(4) for column in range(3)]
    assert [line.text for line in in_reading_order([*cells, heading], slope)] == ["heading", *rows]
    assert [line.text for line in in_reading_order([*cells, heading])] != ["heading", *rows]
