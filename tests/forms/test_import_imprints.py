"""文号, 成文日期 and 责任者: read in documents, proposed in the workbook, taken once a unit sent it back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from cli.running import invoke
from forms.packs import changed, column_of, export, fill, import_, opened, row_of, workbook_of

COLUMNS = ("文号", "成文日期", "责任者")
SPANS = "07-3"
"""A requirement for each of three years."""
PAPER = "西河乡人民政府文件\n\n西政发〔{year}〕3号\n\n台账\n\n{issuer}\n{year}年12月5日\n"


@pytest.fixture
def pack(county: Path, tmp_path: Path) -> Path:
    """The unpacked pack of 西河乡."""
    return opened(export(county, "西河乡", tmp_path / "out"), tmp_path / "西河乡")


def _put(pack: Path, year: str, issuer: str = "西河乡人民政府") -> None:
    folder = next(path for path in (pack / "佐证").iterdir() if path.name.startswith(SPANS))
    text = PAPER.format(year=year[-4:], issuer=issuer)
    (folder / f"{year}.txt").write_text(text, encoding="utf-8")


def _row(workbook: Path) -> tuple[Any, ...]:
    sheet = openpyxl.load_workbook(workbook)["佐证"]
    return tuple(_value(sheet, head) for head in COLUMNS)


def _value(sheet: Worksheet, head: str) -> Any:
    value = sheet.cell(row_of(sheet, SPANS), column_of(sheet, head)).value
    return value.date().isoformat() if isinstance(value, datetime) else value


def _send(county: Path, workbook: Path, values: Mapping[str, Any], received: str = "2021-09-19") -> Any:
    changed(workbook, lambda book: fill(book["佐证"], SPANS, values))
    return import_(county, workbook, received=received)


def _register(county: Path) -> str:
    return (county / "data" / "progress" / "xihe.yaml").read_text(encoding="utf-8")


def _again(county: Path, tmp_path: Path, name: str = "again") -> Path:
    return workbook_of(opened(export(county, "西河乡", tmp_path / name), tmp_path / f"{name}-open"))


def test_what_was_read_goes_out_in_the_reply_comes_back_and_is_in_the_catalogue(
    county: Path, pack: Path, tmp_path: Path
) -> None:
    assert _row(workbook_of(pack)) == (None, None, None)
    _put(pack, "2018-2020")
    changed(workbook_of(pack), lambda book: fill(book["数据"], "25.1", {"2020年": "不少"}))
    import_(county, pack, more=("--return", str(tmp_path / "back")))
    assert "西政发" not in _register(county)
    [reply] = (tmp_path / "back").glob("*填报表_退回_*.xlsx")
    assert _row(reply) == ("西政发〔2020〕3号", "2020-12-05", "西河乡人民政府")
    sheet = openpyxl.load_workbook(reply)["佐证"]
    column = column_of(sheet, "文号")
    assert sheet.cell(row_of(sheet, SPANS), column).font.i
    comment = sheet.cell(3, column).comment
    assert comment
    assert "请核对" in comment.text
    ran = _send(county, reply, {"责任者": "西河乡农业综合服务中心"})
    assert "西政发〔2020〕3号" in ran.stdout
    for written in ("number: 西政发〔2020〕3号", "issued: 2020-12-05", "issuer: 西河乡农业综合服务中心"):
        assert written in _register(county)
    later = _again(county, tmp_path)
    assert _row(later) == ("西政发〔2020〕3号", "2020-12-05", "西河乡农业综合服务中心")
    before = _register(county)
    assert import_(county, later, received="2021-09-20").exit_code == 0
    assert _register(county) == before
    invoke("-C", county, "evidence", "catalogue", "-f", "md", "--out", tmp_path)
    [catalogue] = tmp_path.glob("catalogue-*.md")
    line = next(line for line in catalogue.read_text(encoding="utf-8").splitlines() if SPANS in line)
    for shown in ("西政发〔2020〕3号", "西河乡农业综合服务中心", "20201205"):
        assert shown in line


def test_an_old_workbook_with_a_proposal_does_not_undo_what_was_said_since(
    county: Path, pack: Path, tmp_path: Path
) -> None:
    _put(pack, "2018-2020")
    import_(county, pack)
    old, new = _again(county, tmp_path, "one"), _again(county, tmp_path, "two")
    _send(county, new, {"文号": "西政发〔2020〕4号"})
    ran = import_(county, old, received="2021-09-20")
    assert ran.exit_code == 0, ran.stdout
    assert "number: 西政发〔2020〕4号" in _register(county)


def test_documents_of_several_years_are_written_and_read_by_their_years(
    county: Path, pack: Path, tmp_path: Path
) -> None:
    _put(pack, "2018")
    _put(pack, "2019", issuer="张三")
    import_(county, pack)
    workbook = _again(county, tmp_path)
    assert _row(workbook)[0] == "2018：西政发〔2018〕3号\n2019：西政发〔2019〕3号"
    ran = _send(county, workbook, {"文号": "2019: 西政发[2019]第8号", "成文日期": "2018：2018.12.6"})
    assert ran.exit_code == 0, ran.stdout
    lines = [line for line in _register(county).splitlines() if SPANS in line]
    assert ["西政发〔2019〕8号" in line for line in lines] == [
        f"/{SPANS}" in line and "/2019/" in line for line in lines
    ]
    assert "issued: 2018-12-06" in next(line for line in lines if "/2018/" in line)
    assert "2018: 西政发" not in _register(county)


@pytest.mark.parametrize(
    ("head", "typed", "said"),
    [
        ("成文日期", "2020年2月30日", "No such date"),
        ("成文日期", "2021-12-31", "is in the future"),
        ("成文日期", "去年", "Not a date"),
        ("文号", "西政发〔2031〕3号", "is in the future"),
        ("文号", "号" * 80, "at most 60"),
        ("文号", "2018：甲；2020：乙", "Put the year before each entry"),
    ],
)
def test_what_cannot_be_right_is_asked_back(
    county: Path, pack: Path, tmp_path: Path, head: str, typed: str, said: str
) -> None:
    _put(pack, "2018")
    import_(county, pack)
    before = _register(county)
    empty = dict.fromkeys(COLUMNS)
    ran = _send(county, _again(county, tmp_path), {**empty, head: typed})
    assert (ran.exit_code, _register(county)) == (1, before)
    assert said in ran.stdout


def test_an_empty_cell_clears_nothing_and_none_does(county: Path, pack: Path, tmp_path: Path) -> None:
    _put(pack, "2018-2020")
    import_(county, pack)
    import_(county, _again(county, tmp_path, "one"), received="2021-09-19")
    workbook = _again(county, tmp_path, "two")
    ran = _send(county, workbook, {"文号": None, "成文日期": None, "责任者": "无"}, "2021-09-20")
    assert ran.exit_code == 0, ran.stdout
    assert "number: 西政发〔2020〕3号" in _register(county)
    assert "issued: 2020-12-05" in _register(county)
    assert "issuer" not in _register(county)


def test_a_paper_without_a_number_is_said_to_have_none_and_none_is_proposed_again(
    county: Path, pack: Path, tmp_path: Path
) -> None:
    _put(pack, "2018-2020")
    import_(county, pack)
    ran = _send(county, _again(county, tmp_path, "one"), {"文号": "无"})
    assert ran.exit_code == 0, ran.stdout
    assert "number: 无" in _register(county)
    again = _again(county, tmp_path, "two")
    assert _row(again)[0] == "无"
    _send(county, again, {"文号": "西政发〔2020〕3号"}, "2021-09-20")
    assert "number: 西政发〔2020〕3号" in _register(county)


def test_both_sides_changed_is_a_conflict(county: Path, pack: Path, tmp_path: Path) -> None:
    _put(pack, "2018-2020")
    import_(county, pack)
    import_(county, _again(county, tmp_path, "one"), received="2021-09-19")
    workbook = _again(county, tmp_path, "two")
    path = county / "data" / "progress" / "xihe.yaml"
    path.write_text(_register(county).replace("〕3号", "〕9号"), encoding="utf-8")
    ran = _send(county, workbook, {"文号": "西政发〔2020〕7号"}, "2021-09-20")
    assert ran.exit_code == 1
    assert "西政发〔2020〕9号" in _register(county)


def test_an_entry_without_a_document_is_kept_in_view(county: Path, pack: Path, tmp_path: Path) -> None:
    ran = _send(county, workbook_of(pack), {"文号": "西政发〔2020〕3号"})
    assert "No document was received under this number" in ran.stdout
    assert "西政发" not in _register(county)


def test_a_form_of_before_without_the_columns_is_taken_without_a_word(county: Path, pack: Path) -> None:
    def without(book: openpyxl.Workbook) -> None:
        sheet, record = book["佐证"], book["_ecodemo"]
        sheet.delete_cols(column_of(sheet, "文号"), 3)
        for row in range(record.max_row, 6, -1):
            if (
                record.cell(row, 3).value in ("number", "issued", "issuer")
                and record.cell(row, 1).value == "佐证"
            ):
                record.delete_rows(row)
        fill(sheet, SPANS, {"说明": "两片分开记"})

    _put(pack, "2018-2020")
    changed(workbook_of(pack), without)
    ran = import_(county, pack)
    assert ran.exit_code == 0, ran.stdout
    assert "is missing" not in ran.stdout
    assert "note: 两片分开记" in _register(county)
