from __future__ import annotations

from typing import NamedTuple

import pytest

from ecodemo.table import Column, pick


class Unit(NamedTuple):
    name: str
    owed: int | None = None
    remarks: tuple[str, ...] = ()


class Office(NamedTuple):
    unit: Unit


COLUMNS: tuple[Column[Unit], ...] = (
    Column("name", "Unit", lambda unit: unit.name),
    Column(
        "owed", "Owed", lambda unit: unit.owed, look="number", mark=lambda unit: "bad" if unit.owed else ""
    ),
    Column("remarks", "Remarks", lambda unit: unit.remarks),
)


def test_columns_are_picked_in_the_order_of_their_keys() -> None:
    assert [column.head for column in pick(COLUMNS, "owed", "name")] == ["Owed", "Unit"]


def test_a_picked_column_can_be_headed_otherwise() -> None:
    assert [column.head for column in pick(COLUMNS, "name", "owed", owed="欠交")] == ["Unit", "欠交"]


@pytest.mark.parametrize("keys", [["light"], ["name", "light"]])
def test_an_unknown_column_cannot_be_picked(keys: list[str]) -> None:
    with pytest.raises(KeyError, match="light"):
        pick(COLUMNS, *keys)


def test_an_unknown_column_cannot_be_headed() -> None:
    with pytest.raises(KeyError, match="light"):
        pick(COLUMNS, "name", light="Light")


@pytest.mark.parametrize(
    ("unit", "texts"),
    [
        (Unit("Water bureau", 3, ("late", "twice")), ["Water bureau", "3", "late\ntwice"]),
        (Unit("Water bureau", 0), ["Water bureau", "0", ""]),
        (Unit("Water bureau"), ["Water bureau", "", ""]),
    ],
)
def test_a_cell_as_text(unit: Unit, texts: list[str]) -> None:
    assert [column.text(unit) for column in COLUMNS] == texts


def test_a_column_shows_and_marks_the_same_over_rows_that_hold_its_rows() -> None:
    owed = COLUMNS[1].over(_unit)
    office = Office(Unit("Water bureau", 3))
    assert (owed.key, owed.head, owed.look, owed.text(office), owed.marked(office)) == (
        "owed",
        "Owed",
        "number",
        "3",
        "bad",
    )


def _unit(office: Office) -> Unit:
    return office.unit
