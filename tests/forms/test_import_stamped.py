"""What a lead reports under its stamp of a measure that is computed from others' figures."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from cli.running import Result
from forms.packs import changed, column_of, export, import_, opened, state_of, workbook_of

STRAW = "秸秆综合利用率（全县盖章数）"
FILM = "农膜回收利用率（全县盖章数）"


@pytest.fixture
def book(county: Path, tmp_path: Path) -> Path:
    return workbook_of(opened(export(county, "县农业农村局", tmp_path / "out"), tmp_path / "县农业农村局"))


def _row(sheet: Worksheet, name: str) -> int:
    column = column_of(sheet, "填报项目")
    return next(row for row in range(4, sheet.max_row + 1) if sheet.cell(row, column).value == name)


def _write(book: Path, name: str, values: Mapping[str, Any]) -> None:
    def change(workbook: openpyxl.Workbook) -> None:
        sheet = workbook["数据"]
        row = _row(sheet, name)
        for head, value in values.items():
            sheet.cell(row, column_of(sheet, head)).value = value

    changed(book, change)


def _import(county: Path, book: Path, received: str = "2021-09-18") -> Result:
    return import_(county, book, received=received)


def _lines(county: Path, unit: str, measure: str) -> list[str]:
    text = (county / "data" / "progress" / f"{unit}.yaml").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if f"measure: {measure}," in line]


def test_former_values_are_filled_in_under_the_number_of_the_first_part(book: Path) -> None:
    sheet = openpyxl.load_workbook(book)["数据"]
    row = [cell.value for cell in sheet[_row(sheet, STRAW)]]
    assert row[0] == "25.1"
    assert row[3:9] == ["%", 90.5, 91.3, 92.8, "25-4", "—、—、汇总!D8"]


def test_a_changed_figure_leaves_its_trace_and_a_new_one_is_added(county: Path, book: Path) -> None:
    _write(book, STRAW, {"2020年": 92.6, "说明": "复核后更正"})
    _write(book, FILM, {"2020年": "81.5%", "依据材料": "25-4"})
    ran = _import(county, book)
    assert ran.exit_code == 0, ran.stdout
    assert _lines(county, "agriculture", "straw-rate")[-1] == (
        "- {measure: straw-rate, year: 2020, value: 92.6, proof: 25-4/2020, cell: 汇总!D8,"
        " revised: [{'on': 2021-09-18, was: '92.8', reason: 复核后更正}]}      # 33932÷36580"
    )
    assert (
        _lines(county, "agriculture", "film-rate")[-1]
        == "- {measure: film-rate, year: 2020, value: 81.5, proof: 25-4/2020, reported: 2021-09-18}"
    )
    before = state_of(county)
    assert _import(county, book, received="2021-09-19").exit_code == 0
    assert state_of(county) == before


def test_without_its_number_the_name_decides(county: Path, book: Path) -> None:
    _write(book, STRAW, {"编号": None, "2020年": 92.6})
    ran = _import(county, book)
    assert ran.exit_code == 0, ran.stdout
    assert "value: 92.6" in _lines(county, "agriculture", "straw-rate")[-1]


def test_both_sides_changed_is_a_conflict(county: Path, book: Path) -> None:
    path = county / "data" / "progress" / "agriculture.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("value: 92.8", "value: 92.7"), encoding="utf-8")
    _write(book, STRAW, {"2020年": 92.6})
    ran = _import(county, book)
    assert ran.exit_code == 1
    assert "current 92.7, workbook 92.6, exported 92.8" in ran.stdout
    assert "25.1 秸秆综合利用率（全县盖章数） 2020" in ran.stdout


def test_only_the_lead_may(county: Path, tmp_path: Path) -> None:
    theirs = workbook_of(opened(export(county, "东山镇", tmp_path / "out"), tmp_path / "东山镇"))
    sheet = openpyxl.load_workbook(theirs)["数据"]
    names = [sheet.cell(row, 3).value for row in range(4, sheet.max_row + 1)]
    assert not [name for name in names if name and "盖章" in str(name) and "签字" not in str(name)]

    def add(workbook: openpyxl.Workbook) -> None:
        row = workbook["数据"].max_row + 1
        for column, value in enumerate(("25.1", None, STRAW, "%", None, None, 99), 1):
            workbook["数据"].cell(row, column).value = value

    changed(theirs, add)
    before = state_of(county)
    ran = _import(county, theirs)
    assert ran.exit_code == 1
    assert "not required from this unit" in ran.stdout or "is not required from this unit" in ran.stdout
    assert state_of(county) == before
