"""A figure that is not what its own cell holds: the unit and the reviewer learn of it in every phase."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from cli.running import invoke
from forms.packs import changed, export, fill, opened, workbook_of

DAY = "2021-04-20"


def _ledger(path: Path, value: int | str) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "汇总"
    sheet["A2"], sheet["B2"] = "总计", value
    book.save(path)


@pytest.mark.parametrize(
    ("value", "said"), [(12307, "12307"), ("", "为空"), ("一万三千", "一万三千"), (13007, None)]
)
def test_a_figure_against_its_own_cell_is_reported_at_once(
    county: Path, tmp_path: Path, value: int | str, said: str | None
) -> None:
    pack = opened(export(county, "西河乡", tmp_path / "out"), tmp_path / "西河乡")
    folder = next(path for path in (pack / "佐证").iterdir() if path.name.startswith("25-1 "))
    for kept in (county / "evidence").rglob("西河乡/*/25-1 *"):
        kept.unlink()
    _ledger(folder / "2020年.xlsx", value)
    figure = {"2020年": 13007, "依据材料": "25-1", "页码或": "汇总!B2"}
    changed(workbook_of(pack), lambda book: fill(book["数据"], "25.1", figure))
    options = ("-C", county, "--lang", "en", "--today", DAY, "form")
    ran = invoke(*options, "import", pack, "--received", DAY, "--return", tmp_path / "replies")
    text = (tmp_path / "replies" / "西河乡_回复.txt").read_text(encoding="utf-8-sig")
    assert invoke(*options, "export", "--unit", "agriculture", "--out", tmp_path / "lead").exit_code == 0
    lead = opened(next((tmp_path / "lead").glob("*.zip")), tmp_path / "opened")
    sheet = openpyxl.load_workbook(next(lead.rglob("*审核表.xlsx")))["审核"]
    rows = [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)]
    (row,) = [row for row in rows if row[:2] == ["西河乡", "25-1"] and "2020" in row[3]]
    for told in (text, row[6]):
        assert ("汇总!B2" in told) is (said is not None), ran.stdout
        assert said is None or said in told
