"""The checklist of an upload kit, and what comes back from it into uploaded.yaml."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml

from cli.running import Result
from forms.packs import changed, import_, resaved, state_of
from support import lock
from upload_kit.conftest import UPLOAD, pack_upload

RECEIVED = "2021-11-01"
Cells = Mapping[str, Any]
RECEIPT: Cells = {"F4": "是", "G4": "2021-10-25", "H4": "HN-000123"}


@pytest.fixture
def uploading(county: Path) -> Path:
    text = UPLOAD.partition("- {'no': '16.1'")[0]
    (county / "data" / "upload.yaml").write_text(text, encoding="utf-8")
    return county


@pytest.fixture
def sheet(uploading: Path, tmp_path: Path) -> Path:
    return checklist(uploading, tmp_path / "kit")


def checklist(county: Path, kit: Path) -> Path:
    assert pack_upload(county, "--draft", "--out", kit).exit_code == 0
    return kit / "上传清单.xlsx"


def sent(county: Path, sheet: Path, cells: Cells, received: str = RECEIVED) -> Result:
    def fill(book: openpyxl.Workbook) -> None:
        for cell, value in cells.items():
            book["上传清单"][cell] = value

    changed(sheet, fill)
    return import_(county, sheet, received=received)


def uploaded(county: Path) -> Any:
    path = county / "data" / "uploaded.yaml"
    return yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else []


def test_the_checklist_has_a_row_for_each_file_of_the_kit(sheet: Path) -> None:
    table = openpyxl.load_workbook(sheet)["上传清单"]
    heads = ["项目编号", "项目", "文件", "大小", "原件", "已上传（是）", "上传日期", "回执号", "说明"]
    assert [cell.value for cell in table[3]] == heads
    rows = list(table.iter_rows(min_row=4, max_col=9, values_only=True))
    assert [row[0] for row in rows] == ["1.1"] + ["25.1"] * 5
    assert all((sheet.parent / f"{row[0]} {row[1]}" / str(row[2])).is_file() for row in rows)
    assert {row[5:] for row in rows} == {(None, None, None, None)}


def test_a_receipt_comes_into_the_data(uploading: Path, sheet: Path) -> None:
    ran = sent(uploading, sheet, RECEIPT)
    assert ran.exit_code == 0, ran.stdout
    (entry,) = uploaded(uploading)
    source = "01 生态文明建设规划/创建办/2021/01-1 规划文本.txt"
    assert (entry["item"], entry["file"], entry["source"]) == ("1.1", "1.1_1_规划文本.txt", source)
    assert (str(entry["on"]), entry["receipt"]) == ("2021-10-25", "HN-000123")
    assert len(entry["sha256"]) == 12


def test_an_untouched_checklist_writes_no_byte(uploading: Path, sheet: Path) -> None:
    before = state_of(uploading)
    ran = import_(uploading, sheet, received=RECEIVED)
    assert ran.exit_code == 0
    assert "Nothing new is entered" in ran.stdout
    assert state_of(uploading) == before


def test_the_same_checklist_again_writes_no_byte(uploading: Path, sheet: Path) -> None:
    sent(uploading, sheet, RECEIPT)
    before = state_of(uploading)
    assert import_(uploading, sheet, received=RECEIVED).exit_code == 0
    assert state_of(uploading) == before


def test_a_checklist_that_is_filled_in_bit_by_bit_adds_what_is_new(uploading: Path, sheet: Path) -> None:
    sent(uploading, sheet, RECEIPT)
    ran = sent(uploading, sheet, {"F5": "是", "G5": "2021-10-26", "H5": "HN-000124"})
    assert [entry["receipt"] for entry in uploaded(uploading)] == ["HN-000123", "HN-000124"]
    assert "HN-000123" not in ran.stdout


def test_a_changed_entry_is_shown_with_what_was_before(uploading: Path, sheet: Path) -> None:
    sent(uploading, sheet, RECEIPT)
    again = checklist(uploading, sheet.parents[1] / "again")
    assert openpyxl.load_workbook(again)["上传清单"]["H4"].value == "HN-000123"
    ran = sent(uploading, again, {"H4": "HN-000999"})
    assert "[changed]" in ran.stdout
    assert "HN-000123 → 是；2021-10-25；HN-000999" in ran.stdout
    assert [entry["receipt"] for entry in uploaded(uploading)] == ["HN-000999"]


def test_what_both_sides_changed_is_not_replaced(uploading: Path, sheet: Path, tmp_path: Path) -> None:
    other = Path(shutil.copy(sheet, tmp_path / "other.xlsx"))
    sent(uploading, sheet, RECEIPT)
    before = uploaded(uploading)
    ran = sent(uploading, other, {**RECEIPT, "H4": "HN-000555"})
    assert ran.exit_code == 1
    assert "[conflict]" in ran.stdout
    assert "H4" in ran.stdout
    assert uploaded(uploading) == before


def test_a_failure_is_kept_with_its_reason(uploading: Path, sheet: Path) -> None:
    ran = sent(uploading, sheet, {"F4": "失败", "G4": "2021-10-25", "I4": "系统提示格式不符"})
    assert ran.exit_code == 0, ran.stdout
    (entry,) = uploaded(uploading)
    assert (entry["result"], entry["note"]) == ("failed", "系统提示格式不符")


@pytest.mark.parametrize("day", ["2021-10-25", "2021-10-28"], ids=["same day", "later"])
def test_a_failed_upload_is_tried_again_and_ticked_in_the_same_checklist(
    uploading: Path, sheet: Path, day: str
) -> None:
    sent(uploading, sheet, {"F4": "失败", "G4": "2021-10-25", "I4": "系统提示格式不符"})
    ran = sent(uploading, sheet, {"F4": "是", "G4": day, "H4": "HN-1"})
    assert ran.exit_code == 0, ran.stdout
    assert "失败；2021-10-25；系统提示格式不符 → 是" in ran.stdout
    (entry,) = uploaded(uploading)
    assert ("result" in entry, str(entry["on"]), entry["receipt"]) == (False, day, "HN-1")


@pytest.mark.parametrize(
    ("cells", "place", "said"),
    [
        ({"F4": "好像传了"}, "F4", "Choose one of: 是、失败"),
        ({"H4": "HN-1"}, "F4", "Choose one of: 是、失败"),
        ({"F4": "失败"}, "I4", "why the system did not take the file"),
        ({"F4": "是", "G4": "昨天"}, "G4", "Not a date"),
        ({"F4": "是", "G4": "2021-12-31"}, "G4", "in the future"),
        ({"F4": "是", "H4": "9" * 101}, "H4", "at most 100"),
        ({"F4": "是", "C4": "别的.txt"}, "C4", "No such file in the kit"),
        ({"F5": "是", "F6": "是", "C6": "25.1_1_东山镇2018年秸秆综合利.txt"}, "C6", "occurs twice"),
    ],
)
def test_a_wrong_cell_is_asked_back(
    uploading: Path, sheet: Path, cells: Cells, place: str, said: str
) -> None:
    ran = sent(uploading, sheet, cells)
    assert ran.exit_code == 1
    assert at_cell(place) in ran.stdout
    assert said in ran.stdout


def at_cell(cell: str) -> str:
    return f"上传清单!{cell}"


def test_wrong_cells_are_asked_back_all_at_once_and_the_rest_is_taken(uploading: Path, sheet: Path) -> None:
    cells = {**RECEIPT, "F5": "是", "G5": "2021-13-01", "F6": "是", "G6": "2030-01-01", "F7": "是"}
    ran = sent(uploading, sheet, cells)
    assert ran.exit_code == 1
    assert all(at_cell(cell) in ran.stdout for cell in ("G5", "G6"))
    assert [entry["file"] for entry in uploaded(uploading)] == [
        "1.1_1_规划文本.txt",
        "25.1_3_东山镇2020年秸秆综合利.txt",
    ]
    assert "the date received was used" in ran.stdout


def test_a_receipt_number_that_the_spreadsheet_rounded_is_asked_back(uploading: Path, sheet: Path) -> None:
    ran = sent(uploading, sheet, {**RECEIPT, "H4": 1.23456789012346e18})
    assert ran.exit_code == 1
    assert "上传清单!H4" in ran.stdout
    assert "more than fifteen digits" in ran.stdout
    assert uploaded(uploading) == []


def test_one_receipt_for_several_files_may_be_in_a_merged_cell(uploading: Path, sheet: Path) -> None:
    def merge(book: openpyxl.Workbook) -> None:
        table = book["上传清单"]
        for row in range(5, 10):
            table[f"F{row}"] = "是"
        table["G5"], table["H5"] = "2021年10月26日", "HN-7"
        table.merge_cells("G5:G9")
        table.merge_cells("H5:H9")

    changed(sheet, merge)
    assert import_(uploading, sheet, received=RECEIVED).exit_code == 0
    assert [(str(one["on"]), one["receipt"]) for one in uploaded(uploading)] == [("2021-10-26", "HN-7")] * 5


def test_a_document_that_was_replaced_is_ticked_no_more_and_its_receipt_stays(
    uploading: Path, sheet: Path
) -> None:
    sent(uploading, sheet, RECEIPT)
    min((uploading / "evidence").rglob("01-1*")).write_text("修订后的规划", encoding="utf-8")
    lock(uploading)
    again = checklist(uploading, sheet.parents[1] / "again")
    assert openpyxl.load_workbook(again)["上传清单"]["F4"].value is None
    sent(uploading, again, {**RECEIPT, "G4": "2021-10-30", "H4": "HN-2"})
    assert [entry["receipt"] for entry in uploaded(uploading)] == ["HN-000123", "HN-2"]


def test_a_document_that_comes_in_between_renumbers_the_others_and_changes_nothing(
    uploading: Path, sheet: Path
) -> None:
    sent(uploading, sheet, {"F6": "是", "G6": "2021-10-26", "H6": "HN-7"})
    new = uploading / "evidence/25 农业废弃物综合利用率/东山镇/2018/25-1 补充台账.txt"
    new.write_text("补充", encoding="utf-8")
    lock(uploading)
    text = (uploading / "data" / "upload.yaml").read_text(encoding="utf-8").replace("count: 5", "count: 9")
    (uploading / "data" / "upload.yaml").write_text(text, encoding="utf-8")
    table = openpyxl.load_workbook(checklist(uploading, sheet.parents[1] / "again"))["上传清单"]
    (ticked,) = [row for row in table.iter_rows(min_row=4, values_only=True) if row[5] == "是"]
    assert ticked[2] == "25.1_3_东山镇2019年秸秆综合利.txt"
    assert ticked[7] == "HN-7"


def test_a_renamed_column_is_named_and_the_receipts_in_it_are_not_lost_silently(
    uploading: Path, sheet: Path
) -> None:
    ran = sent(uploading, sheet, {"H3": "回执", **RECEIPT})
    assert ran.exit_code == 1
    assert "The column “回执号” on the “上传清单” sheet is missing" in ran.stdout


def test_without_its_record_it_is_refused(uploading: Path, sheet: Path) -> None:
    def lose(book: openpyxl.Workbook) -> None:
        del book["_ecodemo"]

    changed(sheet, lose)
    ran = sent(uploading, sheet, RECEIPT)
    assert ran.exit_code == 1
    assert "lost its record of the kit" in ran.stdout


@pytest.mark.long
def test_it_may_be_saved_by_another_program(uploading: Path, sheet: Path, tmp_path: Path) -> None:
    def fill(book: openpyxl.Workbook) -> None:
        for cell, value in RECEIPT.items():
            book["上传清单"][cell] = value

    changed(sheet, fill)
    saved = resaved(sheet, "xlsx", tmp_path / "saved")
    if saved is None:
        pytest.skip("LibreOffice is not installed")
    assert import_(uploading, saved, received=RECEIVED).exit_code == 0
    assert [entry["receipt"] for entry in uploaded(uploading)] == ["HN-000123"]


def test_a_sheet_of_another_county_is_not_taken(uploading: Path, sheet: Path) -> None:
    path = uploading / "data" / "county.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("430990", "430991"), encoding="utf-8")
    before = state_of(uploading)
    ran = sent(uploading, sheet, RECEIPT)
    assert ran.exit_code == 1
    assert "was made for another county (430990)" in ran.stdout
    assert state_of(uploading) == before
