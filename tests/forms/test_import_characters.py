"""Characters that stand for nothing in cells: the cell is named, everything else is taken, and nothing is written with them."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest

from forms.packs import changed, export, fill, import_, opened, state_of, workbook_of, zipped

ESCAPED = ["_x0001_", "_x001B_[31m", "_xFFFF_", "_xFFFE_", "_xFDD0_"]
"""As a workbook's XML spells them."""


@pytest.fixture
def folder(county: Path, tmp_path: Path) -> Path:
    """The unpacked pack of 东山镇."""
    return opened(export(county, "东山镇", tmp_path / "out"), tmp_path / "东山镇")


def _data(county: Path, unit: str) -> str:
    return (county / f"data/progress/{unit}.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("character", ESCAPED)
@pytest.mark.parametrize(
    ("head", "text"), [("2020", "215{}00"), ("说明", "核{}过"), ("页码", "汇总!C{}9"), ("依据", "25-{}1")]
)
def test_the_cell_is_named_and_the_rest_is_taken(
    head: str, text: str, character: str, county: Path, folder: Path
) -> None:
    def change(sheet: object) -> None:
        fill(sheet["数据"], "25.1", {head: text.format(character)})  # type: ignore[index]
        fill(sheet["数据"], "25.2", {"2020": 23500})  # type: ignore[index]

    changed(workbook_of(folder), change)
    ran = import_(county, workbook_of(folder))
    assert ran.exit_code == 1
    assert re.search(r"\[rejected\]  数据![A-Z]4 .*control character", ran.stdout), ran.stdout
    assert "value: 23500" in _data(county, "dongshan")
    assert "value: 21430" in _data(county, "dongshan")


def test_other_packs_are_taken_and_what_goes_back_is_whole(
    county: Path, folder: Path, tmp_path: Path
) -> None:
    other = opened(export(county, "西河乡", tmp_path / "out2"), tmp_path / "西河乡")
    changed(workbook_of(folder), lambda book: fill(book["数据"], "25.1", {"说明": "核_xFFFF_过_x0002_"}))
    changed(workbook_of(folder), lambda book: fill(book["佐证"], "25-1", {"说明": "_x0003_"}))
    changed(workbook_of(other), lambda book: fill(book["数据"], "25.1", {"2019": 18000}))
    packs = [zipped(each, tmp_path / f"{each.name}.zip") for each in (folder, other)]
    out = tmp_path / "退回"
    ran = import_(county, *packs, more=("--return", str(out)))
    assert ran.exit_code == 1
    assert ran.stdout.count("control character") >= 2
    assert "value: 18000" in _data(county, "xihe")
    with zipfile.ZipFile(next(out.glob("东山镇*.xlsx"))) as book:
        sheets = b"".join(book.read(name) for name in book.namelist() if name.endswith(".xml"))
    assert "核过" in sheets.decode("utf-8")
    assert not re.search("[\x01-\x08\ufffe\uffff]", sheets.decode("utf-8"))


@pytest.mark.parametrize("kept", [0.3, 0.6, 0.95])
def test_a_workbook_that_was_not_sent_to_the_end(kept: float, county: Path, folder: Path) -> None:
    book = workbook_of(folder)
    content = book.read_bytes()
    book.write_bytes(content[: int(len(content) * kept)])
    before = state_of(county)
    ran = import_(county, book)
    assert ran.exit_code == 1
    assert "The workbook is truncated" in ran.stdout
    assert state_of(county) == before
