"""For which years each unit is asked what."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from cli.running import invoke
from ecodemo.check.session import CheckOptions, check
from ecodemo.load.workspace import load
from forms.packs import export, opened, row_of, workbook_of
from support import edit
from walk.county import COUNTY, write

BY_YEAR = {"each": "E F G", "latest": "G", "[2018, latest]": "E G"}


@pytest.mark.parametrize("years", BY_YEAR)
def test_a_figure_is_asked_for_the_years_of_its_measure(years: str, county: Path, tmp_path: Path) -> None:
    measure = "{id: good-days, no: '07.1',"
    edit(county / "data" / "indicators.yaml", measure, f"{measure} years: {years},")
    progress = county / "data" / "progress" / "ecology.yaml"
    lines = progress.read_text(encoding="utf-8").splitlines(keepends=True)
    progress.write_text("".join(line for line in lines if "good-days, year" not in line), encoding="utf-8")
    pack = export(county, "市生态环境局清溪分局", tmp_path / "out")
    sheet = openpyxl.load_workbook(workbook_of(opened(pack, tmp_path / "pack")))["数据"]
    row = row_of(sheet, "07.1")
    yellow = [c for c in "EFG" if str(sheet[f"{c}{row}"].fill.fgColor.rgb).endswith("FFFBE6")]
    assert " ".join(yellow) == BY_YEAR[years]


def test_a_figure_is_always_of_a_year(county: Path) -> None:
    measure = "{id: good-days, no: '07.1',"
    edit(county / "data" / "indicators.yaml", measure, f"{measure} years: once,")
    ran = invoke("-C", county, "check", "--lang", "en")
    assert ran.exit_code == 2
    assert "Figures are by year." in ran.stdout + ran.stderr


@pytest.mark.parametrize("coastal", [False, True])
def test_what_only_a_row_for_the_coast_judges_is_asked_only_there(*, coastal: bool, tmp_path: Path) -> None:
    place = {**COUNTY["county"], "coastal": coastal}
    loaded = load(write(tmp_path / "county", county={**COUNTY, "county": place}))
    assessment = check(loaded, CheckOptions(), date(2021, 6, 2)).assessment
    owed = {measure.id for measure, _ in assessment.requested_figures.owed_by("water")}
    assert owed == ({"clean-rate", "coast"} if coastal else {"clean-rate"})
