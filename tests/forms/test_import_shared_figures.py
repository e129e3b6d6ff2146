"""A figure that is reported once is used wherever it belongs; who disagrees is named; what was changed is remembered."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from cli.running import invoke
from forms.packs import changed, export, fill, import_, opened, row_of, workbook_of
from support import edit


def _filled(county: Path, tmp_path: Path, unit: str, no: str, values: dict[str, Any]) -> Path:
    pack = opened(export(county, unit, tmp_path / f"{unit} out"), tmp_path / unit)
    changed(workbook_of(pack), lambda book: fill(book["数据"], no, values))
    return workbook_of(pack)


def _found(county: Path, code: str) -> list[str]:
    ran = invoke("-C", county, "--lang", "en", "check", "-f", "json", "--select", code)
    return [finding["message"] for finding in json.loads(ran.stdout)["findings"] if finding["code"] == code]


def _line(county: Path, unit: str, measure: str, year: int) -> str:
    text = (county / "data" / "progress" / f"{unit}.yaml").read_text(encoding="utf-8")
    found = re.search(rf"^- \{{measure: {measure}, year: {year}.*$", text, re.MULTILINE)
    return found[0] if found else ""


def _forest_cover(county: Path) -> str:
    return invoke("-C", county, "--lang", "en", "status", "--indicator", "forest").stdout


def test_a_shared_figure_is_reported_once_and_reckoned_with_by_others(county: Path, tmp_path: Path) -> None:
    """The area of the county comes from the statistics bureau; the forestry bureau's rate is a share of it."""
    before = _forest_cover(county)
    book = _filled(county, tmp_path, "县统计局", "00.1", {"2020年": 5000, "说明": "按三调数更正"})
    ran = import_(county, book)
    assert ran.exit_code == 0, ran.stdout
    line = _line(county, "statistics", "land-area", 2020)
    assert "value: 5000" in line
    assert re.search(r"revised: \[\{'on': 2021-09-18, was: '[\d.]+', reason: 按三调数更正\}\]", line)
    after = _forest_cover(county)
    assert "5000" in after
    assert after != before


def test_a_figure_that_somebody_else_answers_for_is_not_taken_and_both_are_named(
    county: Path, tmp_path: Path
) -> None:
    """A row pasted from another unit's workbook: the sentence says whose figure it is."""

    def paste(book: Any) -> None:
        sheet = book["数据"]
        row = sheet.max_row + 2
        sheet.cell(row, 1).value = "00.1"
        for column in range(5, 8):
            sheet.cell(row, column).value = 5000
        assert row_of(sheet, "00.1") == row

    pack = opened(export(county, "县林业局", tmp_path / "out"), tmp_path / "pack")
    changed(workbook_of(pack), paste)
    ran = import_(county, workbook_of(pack))
    assert ran.exit_code == 1
    (line,) = [line for line in ran.stdout.splitlines() if "[rejected]" in line]
    assert "00.1" in line
    assert "县统计局" in line
    assert _line(county, "forestry", "land-area", 2020) == ""


def test_two_units_that_disagree_are_both_named_until_one_of_them_gives_way(
    county: Path, tmp_path: Path
) -> None:
    """The forestry bureau answers for the area, the lead of the indicator reports it too."""
    edit(
        county / "data" / "indicators.yaml",
        "name: 生态保护红线面积, unit: 平方千米, decimals: 2, better: higher}",
        "name: 生态保护红线面积, unit: 平方千米, decimals: 2, better: higher, from: forestry}",
    )
    forestry = _filled(county, tmp_path, "县林业局", "17.1", {"2020年": 1893.1})
    lead = _filled(county, tmp_path, "县自然资源局", "17.1", {"2020年": 1905.32})
    ran = import_(county, forestry, lead)
    assert ran.exit_code == 0, ran.stdout
    (said,) = _found(county, "DC107")
    assert "县林业局" in said
    assert "县自然资源局" in said
    assert "1893.1" in said
    assert "1905.32" in said
    again = {"2020年": 1893.1, "说明": "以林业局数为准"}
    mended = _filled(county, tmp_path / "again", "县自然资源局", "17.1", again)
    ran = import_(county, mended, received="2021-09-19")
    assert ran.exit_code == 0, ran.stdout
    line = _line(county, "resources", "redline-area", 2020)
    assert "value: 1893.1" in line
    assert "reason: 以林业局数为准" in line
    assert _found(county, "DC107") == []
