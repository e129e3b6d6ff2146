from __future__ import annotations

import io
import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from ecodemo.report.writers.terminal_table import write_table
from ecodemo.table import Column, Look

Row = tuple[str, int]
COLUMNS: tuple[Column[Row], ...] = (
    Column("name", "Responsible unit", lambda row: row[0], 8, wraps=True),
    Column("owed", "Documents owed", lambda row: row[1] or None, look="number"),
    Column("why", "Why", lambda row: f"{row[1]} owed", is_spared=True),
)
ROWS: list[Row] = [("Water bureau", 3), ("Bid office", 0)]


def _lines(width: int, *, keeps_heads: bool = False) -> list[str]:
    output = io.StringIO()
    write_table(Console(file=output, width=width), COLUMNS, ROWS, keeps_heads=keeps_heads)
    return [line.rstrip() for line in output.getvalue().splitlines() if line.strip(" ─")]


def test_a_wide_console_shows_every_column() -> None:
    assert _lines(100) == [
        " Responsible unit  Documents owed  Why",
        " Water bureau                   3  3 owed",
        " Bid office                        0 owed",
    ]


def test_a_narrow_console_leaves_out_what_can_be_spared() -> None:
    assert _lines(40) == [
        " Responsible unit  Documents owed",
        " Water bureau                   3",
        " Bid office",
    ]


def test_a_narrow_console_folds_names_and_heads_but_no_numbers() -> None:
    assert all(len(line) <= 16 for line in _lines(16))
    assert any(line.endswith(" 3") for line in _lines(16))


def test_heads_can_be_kept_whole_a_word_on_each_line() -> None:
    assert _lines(26, keeps_heads=True) == [
        " Responsible   Documents",
        " unit               owed",
        " Water bureau          3",
        " Bid office",
    ]


@pytest.mark.parametrize("width", range(26, 60))
def test_no_word_of_a_head_is_broken_while_there_is_room_for_a_part_of_each_name(width: int) -> None:
    columns: tuple[Column[str], ...] = (
        Column("no", "Number", lambda _: "1"),
        Column("name", "Unit", lambda row: row, 8, wraps=True),
        Column("seen", "Review", lambda row: row, 8, wraps=True),
    )
    output = io.StringIO()
    write_table(Console(file=output, width=width), columns, ["Biodiversity"])
    heads = output.getvalue().split("─")[0].split()
    assert sorted(heads) == ["Number", "Review", "Unit"]


@pytest.mark.parametrize(("look", "colour"), [("text", "\x1b[1;31m"), ("bar", "\x1b[32m")])
def test_a_mark_is_a_colour_and_a_bar_has_its_own(look: Look, colour: str) -> None:
    column: Column[Row] = Column("owed", "", lambda row: row[1], look=look, mark=lambda _: "bad")
    output = io.StringIO()
    write_table(Console(file=output, force_terminal=True, color_system="standard"), [column], ROWS[:1])
    assert f"{colour}3" in output.getvalue()


@pytest.mark.parametrize("width", range(16, 60))
@pytest.mark.parametrize("spares_at_need", [True, False])
def test_however_narrow_the_console_nothing_that_is_shown_is_cut_off(
    *, width: int, spares_at_need: bool
) -> None:
    columns: tuple[Column[Row], ...] = (
        *COLUMNS,
        Column("day", "Due on", lambda _: "2021-05-20"),
        Column("state", "Status", lambda row: f"not submitted, {row[1]} days 逾期未交", wraps=True),
    )
    output = io.StringIO()
    left_out = write_table(Console(file=output, width=width), columns, ROWS, spares_at_need=spares_at_need)
    text = output.getvalue()
    shown = [column for column in columns if column.head not in left_out]
    assert set(left_out) <= {"Why"}
    assert all(cell_len(line) <= width for line in text.splitlines())
    expected = "".join(column.head + "".join(map(column.text, ROWS)) for column in shown)
    assert Counter(re.sub(r"[\s─]", "", text)) == Counter(re.sub(r"\s", "", expected))


def test_at_need_a_column_is_spared_only_where_words_would_be_broken() -> None:
    for width, left_out in ((60, ()), (34, ()), (25, ("Why",))):
        console = Console(file=io.StringIO(), width=width)
        assert write_table(console, COLUMNS, ROWS, spares_at_need=True) == left_out


@pytest.mark.parametrize("width", range(14, 40))
def test_no_number_within_chinese_is_broken(width: int) -> None:
    columns: tuple[Column[str], ...] = (Column("what", "问题", lambda row: row, 24, wraps=True),)
    output = io.StringIO()
    write_table(Console(file=output, width=width), columns, ["南金乡未报2020年参训人数，占99.96%"])
    assert "2020" in output.getvalue()
    assert "99.96%" in output.getvalue()


_CELLS = st.sampled_from(("县", "林业局（河长办）", "a", "Long English words here", "12", "", "第一行\nx"))


@given(
    rows=st.lists(st.tuples(_CELLS, _CELLS, _CELLS), max_size=4),
    looks=st.tuples(*[st.sampled_from(("text", "bar", "number"))] * 3),
    width=st.sampled_from((80, 120)),
)
def test_every_line_is_as_wide_as_its_table_and_colour_changes_no_sign(
    rows: list[tuple[str, str, str]], looks: tuple[Look, Look, Look], width: int
) -> None:
    columns: list[Column[tuple[str, str, str]]] = [
        Column("a", "Name", lambda row: row[0], look=looks[0]),
        Column("b", "单位", lambda row: row[1], look=looks[1], wraps=True),
        Column("c", "Number", lambda row: row[2], look=looks[2], mark=lambda row: "bad" if row[0] else ""),
    ]
    plain, coloured = io.StringIO(), io.StringIO()
    write_table(Console(file=plain, width=width, color_system=None), columns, rows)
    write_table(
        Console(file=coloured, width=width, color_system="standard", force_terminal=True), columns, rows
    )
    lines = plain.getvalue().splitlines()
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured.getvalue()).splitlines() == lines
    assert len({cell_len(line) for line in lines}) == 1
    assert len(lines) == 4 + sum(max(len(cell.split("\n")) for cell in row) for row in rows)
    shown, written = (Counter("".join(signs)) for signs in (lines[3:], ("".join(row) for row in rows)))
    assert {sign: shown[sign] for sign in shown if sign not in " ─"} == {
        sign: written[sign] for sign in written if not sign.isspace()
    }
