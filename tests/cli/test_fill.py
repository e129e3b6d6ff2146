"""`ecodemo fill` on the example: figures, exit codes, and that neither the form nor anything else is touched."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest

from cli.running import Result, invoke


def form(folder: Path, cells: Mapping[str, str]) -> Path:
    book = openpyxl.Workbook()
    for place, text in cells.items():
        book.worksheets[0][place] = text
    book.save(folder / "上级表.xlsx")
    return folder / "上级表.xlsx"


def filled(root: Path, path: Path, *more: str | Path) -> Result:
    return invoke("-C", root, "--today", "2021-09-20", "--lang", "zh", "fill", path, *more)


def test_the_fields_of_the_report_and_the_short_ways_into_it(example: Path, tmp_path: Path) -> None:
    cells = {
        "A1": "{{ report.county }}", "A2": '{{ value["good-days"]["2020"] }}', "A3": '{{ row["7"].name }}',
        "A4": "{% for r in rows if r.verdict == 'not met' %}{{ r.name }}；{% endfor %}",
        "A5": '{{ value["07.1"]["2020"] }}', "A6": "{{ leader.all_blockers > 0 }}", "A7": "{{ tasks.units | length }}",
    }  # fmt: skip
    out = tmp_path / "out.xlsx"
    result = filled(example, form(tmp_path, cells), "--out", out)
    assert (result.exit_code, result.stdout, result.stderr) == (0, f"{out}\n", "")
    sheet = openpyxl.load_workbook(out).worksheets[0]
    values = [sheet[f"A{row}"].value for row in range(1, 8)]
    assert values[:3] == ["安化县", 97.3, "环境空气质量"]
    assert values[3] == "农业废弃物综合利用率；村镇饮用水卫生合格率；"
    assert values[4:] == [97.3, "True", 46]


def test_mistakes_end_with_2_and_write_nothing(small_workspace: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    result = filled(small_workspace, form(tmp_path, {"B2": "{{ report.cuonty }}"}), "--out", out)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Sheet!B2" in result.stderr
    assert "county" in result.stderr
    assert not out.exists()


@pytest.mark.parametrize("way", ["same", "link", "other kind", "missing"])
def test_the_form_is_never_written_over(small_workspace: Path, tmp_path: Path, way: str) -> None:
    path = form(tmp_path, {"A1": "{{ report.county }}"})
    before, out = path.read_bytes(), path
    if way == "link":
        out = tmp_path / "link.xlsx"
        out.hardlink_to(path)
    elif way == "other kind":
        out = tmp_path / "county.yaml"
    elif way == "missing":
        path, out = tmp_path / "nothing.xlsx", tmp_path / "out.xlsx"
    result = filled(small_workspace, path, "--out", out)
    assert (result.exit_code, result.clean) == (2, True)
    assert (tmp_path / "上级表.xlsx").read_bytes() == before


def test_without_a_name_it_goes_to_the_reports(county: Path, tmp_path: Path) -> None:
    result = filled(county, form(tmp_path, {"A1": "{{ report.county }}"}))
    assert result.exit_code == 0
    assert [path.name for path in (county / "reports").iterdir()] == ["上级表-2021-09-20.xlsx"]
    shutil.rmtree(county / "reports")
