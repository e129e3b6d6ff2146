"""Figures that are probably not what was meant: asked back by cell, and taken once the unit says why they are right."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from forms.packs import changed, column_of, export, fill, import_, opened, row_of, workbook_of


@pytest.fixture
def county(county: Path) -> Path:
    """With figures of three years under 25.1 of 东山镇."""
    progress = county / "data/progress/dongshan.yaml"
    text = progress.read_text(encoding="utf-8")
    entry = "- {measure: straw-used, year: 2020"
    earlier = "".join(
        f"- {{measure: straw-used, year: {year}, value: {value}, proof: 25-1/2020}}\n"
        for year, value in ((2018, 20100), (2019, 20900))
    )
    progress.write_text(text.replace(entry, earlier + entry), encoding="utf-8")
    return county


@pytest.fixture
def book(county: Path, tmp_path: Path) -> Path:
    """The workbook of 东山镇, as it was sent out."""
    return workbook_of(opened(export(county, "东山镇", tmp_path / "out"), tmp_path / "东山镇"))


def _line(county: Path, measure: str, year: int) -> str:
    text = (county / "data/progress/dongshan.yaml").read_text(encoding="utf-8")
    found = re.search(rf"^- \{{measure: {measure}, year: {year}.*$", text, re.MULTILINE)
    return found[0] if found else ""


def _as_share(county: Path) -> None:
    """25.1 is asked for as a percentage, and 96, 97 and 98 were reported."""
    indicators = county / "data/indicators.yaml"
    text = indicators.read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if "id: straw-used" in line)
    indicators.write_text(text.replace(line, re.sub(r"unit: [^,}]+", "unit: '%'", line)), encoding="utf-8")
    progress = county / "data/progress/dongshan.yaml"
    text = progress.read_text(encoding="utf-8")
    for year, value in ((2018, 96), (2019, 97), (2020, 98)):
        text = re.sub(rf"(measure: straw-used, year: {year}, value: )[\d.]+", rf"\g<1>{value}", text)
    progress.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("value", [86_120_000, 86, "21430万", "86.12吨"])
def test_a_jump_against_all_other_years_is_asked_back(value: Any, county: Path, book: Path) -> None:
    before = _line(county, "straw-used", 2020)
    changed(book, lambda book: fill(book["数据"], "25.1", {"2020": value, "2018": 20121}))
    ran = import_(county, book)
    assert ran.exit_code == 1
    assert re.search(
        r"\[rejected\]  数据!G4  25\.1 秸秆综合利用量 2020 .*At least ten times the other years",
        ran.stdout,
    )
    assert "Read as" not in ran.stdout
    assert _line(county, "straw-used", 2020) == before
    assert "value: 20121" in _line(county, "straw-used", 2018)


@pytest.mark.parametrize("value", [0.98, "0.98", "０.98", "0.98%"])
def test_a_share_for_a_percentage_is_asked_back(value: Any, county: Path, tmp_path: Path) -> None:
    _as_share(county)
    book = workbook_of(opened(export(county, "东山镇", tmp_path / "out"), tmp_path / "东山镇"))
    before = _line(county, "straw-used", 2020)
    changed(book, lambda book: fill(book["数据"], "25.1", {"2020": value}))
    ran = import_(county, book)
    assert ran.exit_code == 1
    assert "Enter 98 for 98%, not 0.98" in ran.stdout
    assert _line(county, "straw-used", 2020) == before


@pytest.mark.parametrize(
    ("typed", "number"), [(86_120_000, 86_120_000), ("21500（含机收）", 21_500), ("约21500", 21_500)]
)
def test_what_was_asked_back_is_taken_with_a_remark(
    typed: Any, number: int, county: Path, book: Path
) -> None:
    changed(book, lambda book: fill(book["数据"], "25.1", {"2020": typed}))
    assert import_(county, book).exit_code == 1
    changed(book, lambda book: fill(book["数据"], "25.1", {"说明": "核过，含机收"}))
    ran = import_(county, book)
    assert ran.exit_code == 0, ran.stdout
    line = _line(county, "straw-used", 2020)
    assert f"value: {number}" in line
    assert "note: 核过，含机收" in line
    again = import_(county, book)
    assert again.exit_code == 0
    assert _line(county, "straw-used", 2020) == line


@pytest.mark.parametrize("remark", ["（含机收）", "(2020年底数)", "吨（含机收）"])
def test_a_remark_behind_a_number_belongs_elsewhere(remark: str, county: Path, book: Path) -> None:
    before = _line(county, "straw-used", 2020)
    changed(book, lambda book: fill(book["数据"], "25.1", {"2020": f"21500{remark}"}))
    ran = import_(county, book)
    assert ran.exit_code == 1
    assert "Enter 21500" in ran.stdout
    assert "goes in the column 说明" in ran.stdout
    assert _line(county, "straw-used", 2020) == before


@pytest.mark.parametrize(("typed", "value"), [("21500（吨）", 21_500), ("2.15（万吨）", 21_500)])
def test_a_unit_in_brackets_is_one(typed: str, value: int, county: Path, book: Path) -> None:
    changed(book, lambda book: fill(book["数据"], "25.1", {"2020": typed}))
    assert import_(county, book).exit_code == 0
    assert f"value: {value}" in _line(county, "straw-used", 2020)


@pytest.mark.parametrize("value", [True, False])
def test_true_is_neither_a_number_nor_a_day(value: bool, county: Path, book: Path) -> None:  # noqa: FBT001
    changed(book, lambda book: fill(book["数据"], "25.1", {"2020": value}))
    ran = import_(county, book)
    assert ran.exit_code == 1
    assert f"{str(value).upper()}  Not a number" in ran.stdout


def test_nought_is_a_value_that_was_sent_out(county: Path, tmp_path: Path) -> None:
    """A figure of nought comes back changed; and untouched, after the office changed it."""
    progress = county / "data/progress/dongshan.yaml"
    text = progress.read_text(encoding="utf-8")
    with_nought = re.sub(r"(measure: straw-used, year: 2020, value: )[\d.]+", r"\g<1>0", text)
    progress.write_text(with_nought, encoding="utf-8")
    book = workbook_of(opened(export(county, "东山镇", tmp_path / "out"), tmp_path / "东山镇"))
    progress.write_text(with_nought.replace("year: 2020, value: 0", "year: 2020, value: 7"), encoding="utf-8")
    ran = import_(county, book)
    assert (ran.exit_code, ran.stdout.count("\n  [")) == (0, 0), ran.stdout
    progress.write_text(with_nought, encoding="utf-8")
    changed(book, lambda book: fill(book["数据"], "25.1", {"2020": 20800}))
    ran = import_(county, book)
    assert ran.exit_code == 0, ran.stdout
    assert "0 → 20800" in ran.stdout


@pytest.mark.parametrize(
    ("typed", "taken"),
    [
        ("汇总！C22，E22，G22", ("汇总!C22", "汇总!E22", "汇总!G22")),
        ("汇总！Ｃ２２", ("汇总!C22",) * 3),
        ("汇总：C22；附表!E22；G22", ("汇总!C22", "附表!E22", "附表!G22")),
    ],
)
def test_places_in_full_width(typed: str, taken: tuple[str, ...], county: Path, book: Path) -> None:
    changed(book, lambda book: fill(book["数据"], "25.1", {"页码": typed}))
    ran = import_(county, book)
    assert ran.exit_code == 0, ran.stdout
    for year, place in zip((2018, 2019, 2020), taken, strict=True):
        assert f"cell: {place}" in _line(county, "straw-used", year)


def test_a_refused_year_refuses_neither_the_places_nor_the_proofs_of_others(county: Path, book: Path) -> None:
    def change(book: openpyxl.Workbook) -> None:
        fill(book["数据"], "25.1", {"2019": "不详", "页码": "汇总!B5、C5、D5"})

    before = _line(county, "straw-used", 2019)
    changed(book, change)
    ran = import_(county, book)
    assert ran.exit_code == 1
    assert ran.stdout.count("[rejected]") == 1
    assert "cell: 汇总!B5" in _line(county, "straw-used", 2018)
    assert "cell: 汇总!D5" in _line(county, "straw-used", 2020)
    assert _line(county, "straw-used", 2019) == before


@pytest.mark.parametrize(("head", "column"), [("页码", "I"), ("依据", "H")])
def test_a_code_that_the_spreadsheet_made_a_date_of(head: str, column: str, county: Path, book: Path) -> None:
    def change(book: openpyxl.Workbook) -> None:
        from datetime import datetime

        sheet = book["数据"]
        cell = sheet.cell(row_of(sheet, "25.1"), column_of(sheet, head))
        cell.value, cell.number_format = datetime(2021, 3, 5), 'm"月"d"日"'  # noqa: DTZ001

    before = _line(county, "straw-used", 2020)
    changed(book, change)
    ran = import_(county, book)
    assert ran.exit_code == 1
    assert f"数据!{column}4" in ran.stdout
    assert "converted this into a date" in ran.stdout
    assert _line(county, "straw-used", 2020) == before
