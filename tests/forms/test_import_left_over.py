"""What is in a workbook beside its cells to fill in: taken, or named with its words; and never “all received” over it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.workbook import Workbook

from forms.packs import changed, column_of, export, fill, import_, opened, row_of, state_of, workbook_of


def _book(county: Path, unit: str, tmp_path: Path) -> Path:
    return workbook_of(opened(export(county, unit, tmp_path / f"out {unit}"), tmp_path / unit))


@pytest.fixture
def book(county: Path, tmp_path: Path) -> Path:
    """The workbook of 东山镇, as it was sent out."""
    return _book(county, "东山镇", tmp_path)


def _value(county: Path, year: int) -> str:
    text = (county / "data/progress/dongshan.yaml").read_text(encoding="utf-8")
    found = re.search(rf"measure: straw-used, year: {year}, value: ([\d.]+)", text)
    return found[1] if found else ""


def _copy(book: Workbook, sheet: str = "数据") -> None:
    copied = book.copy_worksheet(book[sheet])
    copied.title = f"{sheet} (2)"


# one of our sheets twice


def test_a_copy_that_says_the_same_is_not_mentioned(county: Path, book: Path) -> None:
    changed(book, _copy)
    ran = import_(county, book)
    assert (ran.exit_code, ran.stdout.count("\n  [")) == (0, 0), ran.stdout


@pytest.mark.parametrize("edited", ["数据", "数据 (2)"])
def test_a_copy_that_says_something_else_is_asked_back(edited: str, county: Path, book: Path) -> None:
    def change(book: Workbook) -> None:
        _copy(book)
        fill(book[edited], "25.1", {"2020": 21500})

    before = state_of(county)
    changed(book, change)
    ran = import_(county, book)
    assert ran.exit_code == 1
    assert re.search(r"\[rejected\]  数据!G4 .*数据!G4 has \d+, 数据 \(2\)!G4 has \d+", ran.stdout)
    assert state_of(county) == before


def test_what_only_the_copy_says_is_taken(county: Path, book: Path) -> None:
    def change(book: Workbook) -> None:
        _copy(book)
        fill(book["数据 (2)"], "25.1", {"2019": 21000})

    changed(book, change)
    ran = import_(county, book)
    assert ran.exit_code == 0, ran.stdout
    assert "“数据” and “数据 (2)”" in ran.stdout
    assert _value(county, 2019) == "21000"


def test_documents_twice(county: Path, book: Path) -> None:
    def change(book: Workbook) -> None:
        _copy(book, "佐证")
        fill(book["佐证"], "25-1", {"说明": "一"})
        fill(book["佐证 (2)"], "25-1", {"说明": "二"})

    changed(book, change)
    ran = import_(county, book)
    assert ran.exit_code == 1
    assert "佐证 (2)" in ran.stdout


@pytest.mark.parametrize("place", [0, 9], ids=["before its own", "behind its own"])
def test_the_sheet_of_another_unit(place: int, county: Path, book: Path, tmp_path: Path) -> None:
    source = openpyxl.load_workbook(_book(county, "西河乡", tmp_path))["数据"]

    def change(book: Workbook) -> None:
        fill(book["数据"], "25.1", {"2020": 21500})
        sheet = book.create_sheet("西河乡", place)
        for row in source.iter_rows():
            for cell in row:
                sheet.cell(cell.row, cell.column).value = cell.value

    changed(book, change)
    ran = import_(county, book)
    assert ran.exit_code == 1
    assert re.search(r"\[rejected\]  西河乡  This sheet belongs to 西河乡", ran.stdout), ran.stdout
    assert _value(county, 2020) == "21500"


# years in the heads


@pytest.mark.parametrize(
    "head",
    ["２０２０年", "2020 年度", "2020年数据", "二〇二〇年", "'2020", datetime(2020, 1, 1)],  # noqa: DTZ001
)
def test_a_year_in_any_writing(head: str | datetime, county: Path, book: Path) -> None:
    def change(book: Workbook) -> None:
        sheet = book["数据"]
        fill(sheet, "25.1", {"2020": 21500})
        cell = sheet.cell(3, column_of(sheet, "2020"))
        cell.value = head
        cell.number_format = 'yyyy"年"'

    changed(book, change)
    ran = import_(county, book)
    assert ran.exit_code == 0, ran.stdout
    assert _value(county, 2020) == "21500"


@pytest.mark.parametrize("head", ["今年", None, datetime(2020, 3, 1)])  # noqa: DTZ001
def test_a_year_that_is_gone_is_said(head: str | datetime | None, county: Path, book: Path) -> None:
    def change(book: Workbook) -> None:
        sheet = book["数据"]
        cell = sheet.cell(3, column_of(sheet, "2020"))
        cell.value = head
        cell.number_format = "yyyy-mm-dd"
        fill(sheet, "25.1", {"2018": 20900})

    changed(book, change)
    ran = import_(county, book)
    assert "The column “2020年” on the “数据” sheet is missing" in ran.stdout
    assert re.search(r"\[note\]  数据!G4  21430  Outside the table", ran.stdout), ran.stdout


# words beside the cells to fill in


def _comment(book: Workbook) -> None:
    sheet = book["数据"]
    cell = sheet.cell(row_of(sheet, "25.1"), column_of(sheet, "2020"))
    cell.comment = Comment("以核定为准", "张三")


def _comment_on_the_front(book: Workbook) -> None:
    book["首页"]["B3"].comment = Comment("以核定为准", "张三")


def _row_below(book: Workbook) -> None:
    sheet = book["数据"]
    sheet.cell(sheet.max_row + 2, 1).value = "备注：以核定为准"


def _row_below_the_documents(book: Workbook) -> None:
    sheet = book["佐证"]
    sheet.cell(sheet.max_row + 1, 3).value = "以核定为准"


def _column_beside(book: Workbook) -> None:
    sheet = book["数据"]
    sheet.cell(3, sheet.max_column + 1).value = "备注"
    sheet.cell(row_of(sheet, "25.1"), sheet.max_column).value = "以核定为准"


def _another_sheet(book: Workbook) -> None:
    book.create_sheet("情况说明")["B2"] = "以核定为准"


@pytest.mark.parametrize(
    "write",
    [
        _comment,
        _comment_on_the_front,
        _row_below,
        _row_below_the_documents,
        _column_beside,
        _another_sheet,
    ],
    ids=lambda write: write.__name__,
)
def test_words_where_nothing_is_asked_are_shown(
    write: Callable[[Workbook], None], county: Path, book: Path, tmp_path: Path
) -> None:
    before = state_of(county)
    changed(book, write)
    ran = import_(county, book, more=("--return", str(tmp_path / "退回")))
    assert ran.exit_code == 0, ran.stdout
    shown = [line for line in ran.stdout.splitlines() if line.startswith("  [")]
    assert len(shown) == 1, ran.stdout
    assert shown[0].startswith("  [note]")
    assert "以核定为准" in shown[0]
    assert state_of(county) == before
    assert "有1处未录入" in ran.stdout
    assert "已收齐" not in ran.stdout


def test_a_hidden_sheet_of_a_program_is_not_mentioned(county: Path, book: Path) -> None:
    def change(book: Workbook) -> None:
        sheet = book.create_sheet("WpsReserved_CellImgList")
        sheet["A1"], sheet.sheet_state = "1", "hidden"

    changed(book, change)
    ran = import_(county, book)
    assert (ran.exit_code, ran.stdout.count("\n  [")) == (0, 0), ran.stdout


def test_the_notes_of_the_tool_itself_are_not_shown(county: Path, book: Path, tmp_path: Path) -> None:
    changed(book, lambda book: fill(book["数据"], "25.1", {"2020": "不详"}))
    folder = tmp_path / "退回"
    assert import_(county, book, more=("--return", str(folder))).exit_code == 1
    returned = next(folder.glob("*填报表*.xlsx"))
    assert any(cell.comment for row in openpyxl.load_workbook(returned)["数据"] for cell in row)
    changed(returned, lambda book: fill(book["数据"], "25.1", {"2020": 21500}))
    ran = import_(county, returned)
    assert ran.exit_code == 0, ran.stdout
    assert "Comment" not in ran.stdout
