"""The sheet of key projects: out to the unit that leads them, and their progress back into projects.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from cli.running import Result
from forms.packs import changed, column_of, export, import_, opened, state_of, workbook_of

UNIT = "市生态环境局清溪分局"
HEADS = [
    *("编号", "工程", "阶段", "计划完成", "实际完成", "总投资", "本年预算", "累计支付"),
    *("依据材料", "说明", "县里核对（不用填）"),
]
PROJECTS = """\
# 本县的工程
projects:
- {no: GC-03, name: 空气自动站, unit: ecology, person: 分管副局长,   # 市里批的
   stages: [{name: 开工, due: 2021-06-30, done: 2021-07-12, document: 07-1/2020}, {name: 验收, due: 2021-08-31}],
   invest: 3200, budget: {2021: 800}, paid: {2020: 100, 2021: 650}}   # 万元
- no: GC-04
  name: 河道清淤   # 没有分阶段
  unit: ecology
- {no: GC-05, name: 秸秆收储中心, unit: agriculture}
"""
SECOND = 5
"""The row of the second stage of GC-03."""


@pytest.fixture
def book(county: Path, tmp_path: Path) -> Path:
    """The workbook of the unit that leads two projects."""
    (county / "data" / "projects.yaml").write_text(PROJECTS, encoding="utf-8")
    return workbook_of(opened(export(county, UNIT, tmp_path / "out"), tmp_path / "pack"))


def sent(county: Path, book: Path, cells: Mapping[tuple[int, str], Any]) -> Result:
    """Import the workbook with cells filled in, by row and head."""

    def fill(workbook: openpyxl.Workbook) -> None:
        sheet = workbook["工程"]
        for (row, head), value in cells.items():
            sheet.cell(row, column_of(sheet, head)).value = value

    changed(book, fill)
    return import_(county, book)


def projects(county: Path) -> str:
    return (county / "data" / "projects.yaml").read_text(encoding="utf-8")


def test_the_unit_gets_a_row_for_each_stage_of_its_projects(book: Path, county: Path, tmp_path: Path) -> None:
    workbook = openpyxl.load_workbook(book)
    first, second, third = workbook["工程"].iter_rows(min_row=4, values_only=True)
    assert [cell.value for cell in workbook["工程"][3]] == HEADS
    assert first[:3] == ("GC-03", "空气自动站", "开工")
    assert first[5:9] == (3200, 800, 750, "07-1/2020")
    assert second[2:8] == ("验收", second[3], None, None, None, None)
    assert third[:3] == ("GC-04", "河道清淤", None)
    other = workbook_of(opened(export(county, "县林业局", tmp_path / "other"), tmp_path / "other pack"))
    assert "工程" not in openpyxl.load_workbook(other).sheetnames


def test_progress_comes_into_the_data_and_every_other_byte_stays(book: Path, county: Path) -> None:
    cells = {
        (4, "累计支付"): "8000000元",
        (SECOND, "实际完成"): date(2021, 9, 10),
        (SECOND, "依据材料"): "07-1/2020",
        (6, "说明"): "已立项",
    }
    ran = sent(county, book, cells)
    assert ran.exit_code == 0, ran.stdout
    assert projects(county) == PROJECTS.replace(
        "due: 2021-08-31}", "due: 2021-08-31, done: 2021-09-10, document: 07-1/2020}"
    ).replace("2021: 650", "2021: 700").replace("  unit: ecology\n", "  unit: ecology\n  note: 已立项\n")
    before = state_of(county)
    again = import_(county, book)
    assert again.exit_code == 0
    assert state_of(county) == before


def test_what_cannot_be_so_is_refused_and_nothing_of_it_taken(book: Path, county: Path) -> None:
    cells = {
        (4, "累计支付"): 7500,
        (4, "依据材料"): "99-1",
        (SECOND, "实际完成"): date(2022, 9, 10),
        (SECOND, "累计支付"): 800,
        (6, "编号"): "GC-05",
        (6, "说明"): "别的单位的",
    }
    ran = sent(county, book, cells)
    assert ran.exit_code == 1
    assert ran.stdout.count("[rejected]") == 5
    assert "More than the total investment, 3200" in ran.stdout
    assert projects(county) == PROJECTS


def test_what_both_sides_changed_is_a_conflict(book: Path, county: Path) -> None:
    ours = PROJECTS.replace("due: 2021-08-31}", "due: 2021-08-31, done: 2021-09-01}")
    (county / "data" / "projects.yaml").write_text(ours, encoding="utf-8")
    ran = sent(county, book, {(SECOND, "实际完成"): date(2021, 9, 10)})
    assert ran.exit_code == 1
    assert "GC-03 验收 实际完成" in ran.stdout
    assert projects(county) == ours


def test_what_is_cleared_is_taken_away(book: Path, county: Path) -> None:
    ran = sent(county, book, {(4, "实际完成"): "无", (4, "依据材料"): "无"})
    assert ran.exit_code == 0, ran.stdout
    assert projects(county) == PROJECTS.replace(", done: 2021-07-12, document: 07-1/2020", "")
