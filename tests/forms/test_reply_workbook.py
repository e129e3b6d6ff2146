"""`form import --return`: the workbook that goes back, marked, and that it comes back clean."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell import Cell
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from cli.running import Result, invoke
from forms.packs import (
    changed,
    column_of,
    export,
    fill,
    import_,
    opened,
    replaced_since,
    row_of,
    state_of,
    workbook_of,
    zipped,
)

RED, YELLOW = "F8CBAD", "FFFBE6"


@pytest.fixture
def pack(county: Path, tmp_path: Path) -> Path:
    """The unpacked pack of 东山镇."""
    return opened(export(county, "东山镇", tmp_path / "out"), tmp_path / "东山镇")


def _sent_back(
    county: Path, pack: Path, change: Callable[[Workbook], object], back: Path
) -> tuple[Result, Workbook]:
    changed(workbook_of(pack), change)
    ran = import_(county, workbook_of(pack), more=("--return", str(back)))
    return ran, openpyxl.load_workbook(_book(back))


def _book(back: Path) -> Path:
    return next(back.glob("*填报表_退回_*.xlsx"))


def _text(back: Path) -> str:
    return next(back.glob("*_回复.txt")).read_bytes().decode("utf-8-sig").strip()


def _cell(sheet: Worksheet, no: str, head: str) -> Cell:
    cell = sheet.cell(row_of(sheet, no), column_of(sheet, head))
    assert isinstance(cell, Cell)
    return cell


def _is_red(cell: Cell) -> bool:
    return bool(cell.fill.fill_type) and str(cell.fill.fgColor.rgb).endswith(RED)


def _marks(book: Workbook) -> list[str]:
    return [
        f"{sheet.title}!{cell.coordinate}"
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell, Cell) and sheet.title != "首页" and (_is_red(cell) or cell.comment)
    ]


def _wrong(book: Workbook) -> None:
    fill(book["数据"], "25.1", {"2019年": "约2万", "2020年": 21500})


def test_a_refused_figure_is_red_with_its_reason_and_stays_as_it_was_typed(
    county: Path, pack: Path, tmp_path: Path
) -> None:
    _, book = _sent_back(county, pack, _wrong, tmp_path / "back")
    refused, taken = (_cell(book["数据"], "25.1", head) for head in ("2019年", "2020年"))
    assert refused.value == "约2万"
    assert _is_red(refused)
    assert refused.comment is not None
    assert "不是数字" in refused.comment.text
    assert "整改办法：请仅填数字" in refused.comment.text
    assert taken.value == 21500
    remark = _cell(book["数据"], "25.1", "县里核对")
    assert "2019年：不是数字" in str(remark.value)
    assert _is_red(remark)


def test_the_sheet_of_problems_is_on_top_and_lists_what_was_not_taken(
    county: Path, pack: Path, tmp_path: Path
) -> None:
    _, book = _sent_back(county, pack, _wrong, tmp_path / "back")
    assert book.worksheets[0].title == "问题"
    assert book.active is book.worksheets[0]
    problem = _cell(book["问题"], "1", "问题")
    assert problem.value == "“数据”表25.1秸秆综合利用量（2019年）所填为“约2万”，未采纳：不是数字"
    assert _text(tmp_path / "back").endswith("表已标红，见附件。")


def test_golden_text(county: Path, pack: Path, tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        _wrong(book)
        fill(book["佐证"], "25-3", {"情况": "不涉及"})

    (pack / "照片.jpg").write_bytes(b"\xff\xd8\xff")
    changed(workbook_of(pack), change)
    back = tmp_path / "back"
    import_(county, zipped(pack, tmp_path / "东山镇.zip"), more=("--return", str(back)))
    assert _text(back) == (
        "东山镇：9月18日的任务包已收到。数据尚缺8个，应于5月20日前交，已逾期165天；"
        "“照片.jpg”未归档（无法识别所属材料）；"
        "“25.1秸秆综合利用量”（2019年）未采纳（不是数字）；"
        "“25-3农膜回收台账”未采纳（选择“不涉及”的，请在“说明”栏写明原因）。表已标红，见附件。"
    )


def test_mended_and_sent_again_it_is_taken_and_no_mark_is_left(
    county: Path, pack: Path, tmp_path: Path
) -> None:
    _sent_back(county, pack, _wrong, tmp_path / "back")
    mended = tmp_path / "东山镇填报表_改.xlsx"
    _book(tmp_path / "back").rename(mended)
    changed(mended, lambda book: fill(book["数据"], "25.1", {"2019年": 20000}))
    ran = import_(county, mended, more=("--return", str(tmp_path / "again")))
    assert ran.exit_code == 0, ran.stdout
    assert "1 new, 0 changed, 0 cleared" in ran.stdout
    assert [path.name for path in (tmp_path / "again").iterdir()] == ["东山镇_回复.txt"]
    folder = opened(export(county, "东山镇", tmp_path / "out"), tmp_path / "fresh")
    assert _marks(openpyxl.load_workbook(workbook_of(folder))) == []


def test_sent_again_untouched_it_says_the_same(county: Path, pack: Path, tmp_path: Path) -> None:
    _sent_back(county, pack, _wrong, tmp_path / "back")
    before = state_of(county)
    ran = import_(county, _book(tmp_path / "back"), more=("--return", str(tmp_path / "again")))
    assert ran.exit_code == 1
    assert state_of(county) == before
    assert _marks(openpyxl.load_workbook(_book(tmp_path / "again"))) == _marks(
        openpyxl.load_workbook(_book(tmp_path / "back"))
    )


def test_a_conflict_shows_both_sides_and_the_unit_settles_it(
    county: Path, pack: Path, tmp_path: Path
) -> None:
    path = county / "data" / "progress" / "dongshan.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("value: 21430", "value: 21444"), encoding="utf-8")
    _, book = _sent_back(county, pack, _wrong, tmp_path / "back")
    cell = _cell(book["数据"], "25.1", "2020年")
    assert cell.value == 21500
    assert _is_red(cell)
    assert cell.comment is not None
    assert "县级现为“21444”，所填为“21500”" in cell.comment.text
    assert "value: 21444" in path.read_text(encoding="utf-8")
    settled = tmp_path / "东山镇填报表_改.xlsx"
    _book(tmp_path / "back").rename(settled)
    changed(
        settled, lambda book: fill(book["数据"], "25.1", {"2019年": None, "2020年": 21460, "说明": "已核对"})
    )
    ran = import_(county, settled)
    assert ran.exit_code == 0, ran.stdout
    assert "value: 21460" in path.read_text(encoding="utf-8")
    assert "was: '21444', reason: 已核对" in path.read_text(encoding="utf-8")


def test_what_nobody_asked_for_is_not_lost(county: Path, pack: Path, tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        sheet = book["数据"]
        last = sheet.max_row + 2
        for column, value in ((1, "99.9"), (3, "多报的一项"), (7, 12)):
            sheet.cell(last, column).value = value
        sheet.cell(last + 1, 1).value = "说明：数据由农技站提供"
        fill(book["佐证"], "25-1", {"说明": "原件在县档案馆"})
        fill(book["佐证"], "00-2", {"情况": "暂时没有"})

    _, book = _sent_back(county, pack, change, tmp_path / "back")
    sheet = book["数据"]
    assert _is_red(_cell(sheet, "99.9", "编号"))
    assert _cell(sheet, "99.9", "填报项目").value == "多报的一项"
    assert _cell(sheet, "99.9", "2020年").value == 12
    assert row_of(sheet, "说明：数据由农技站提供")
    assert _cell(book["佐证"], "25-1", "说明").value == "原件在县档案馆"


def test_what_was_typed_on_the_first_sheet_is_there_again(county: Path, pack: Path, tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        _wrong(book)
        front = book["首页"]
        front.cell(row_of(front, "信息员"), 2).value = "张三"

    _, book = _sent_back(county, pack, change, tmp_path / "back")
    assert book["首页"].cell(row_of(book["首页"], "信息员"), 2).value == "张三"


def test_a_document_that_was_sent_back_is_marked_though_the_workbook_is_clean(
    county: Path, pack: Path, tmp_path: Path
) -> None:
    path = county / "data" / "progress" / "dongshan.yaml"
    text = path.read_text(encoding="utf-8")
    accepted = "result: accepted, hash: d4681acbea84"
    assert accepted in text
    returned = "result: returned, reason: 缺村级签字, due: 2021-11-20, hash: d4681acbea84"
    path.write_text(text.replace(accepted, returned), encoding="utf-8")
    ran, book = _sent_back(county, pack, lambda _: None, tmp_path / "back")
    assert ran.exit_code == 0, ran.stdout
    cell = _cell(book["佐证"], "25-1", "审核意见")
    assert _is_red(cell)
    assert cell.comment is not None
    assert "缺村级签字" in cell.comment.text
    assert "存入“25-1 秸秆综合利用台账”文件夹" in cell.comment.text
    assert "“25-1秸秆综合利用台账”（2018年）退回（缺村级签字），11月20日前重交" in _text(tmp_path / "back")


def test_a_unit_with_nothing_to_put_right_gets_thanks_and_no_workbook(
    county: Path, pack: Path, tmp_path: Path
) -> None:
    back = tmp_path / "back"
    ran = import_(county, workbook_of(pack), more=("--return", str(back)))
    assert ran.exit_code == 0
    assert "Reply to 东山镇:" in ran.stdout
    assert "Return to" not in ran.stdout
    assert [path.name for path in back.iterdir()] == ["东山镇_回复.txt"]
    assert _text(back).startswith("东山镇：9月18日的任务包已收到。谢谢！")


def test_a_pack_that_cannot_be_opened_is_answered_by_its_name(county: Path, tmp_path: Path) -> None:
    pack = tmp_path / "东山镇.rar"
    pack.write_bytes(b"Rar!\x1a\x07\x00" + bytes(100))
    back = tmp_path / "back"
    assert import_(county, pack, more=("--return", str(back))).exit_code == 1
    assert "“东山镇.rar”未采纳" in _text(back)


def test_a_dry_run_sends_nothing_back(county: Path, pack: Path, tmp_path: Path) -> None:
    changed(workbook_of(pack), _wrong)
    back = tmp_path / "back"
    ran = import_(county, workbook_of(pack), more=("--dry-run", "--return", str(back)))
    assert "Nothing was written" in ran.stdout
    assert not back.exists()


def test_again_into_the_same_folder_replaces_and_says_so(county: Path, pack: Path, tmp_path: Path) -> None:
    back = tmp_path / "back"
    _sent_back(county, pack, _wrong, back)
    first = _book(back).read_bytes()
    ran = import_(county, workbook_of(pack), more=("--return", str(back)))
    assert _book(back).read_bytes() == first
    assert "[replaced]" not in ran.stdout
    changed(workbook_of(pack), lambda book: fill(book["数据"], "25.2", {"2018年": "很多"}))
    ran = import_(county, workbook_of(pack), more=("--return", str(back)))
    assert ran.stdout.count("[replaced]") == 2
    assert "很多" in {cell.value for row in openpyxl.load_workbook(_book(back))["数据"] for cell in row}


def test_a_folder_that_cannot_be_written_to_is_said(county: Path, pack: Path, tmp_path: Path) -> None:
    changed(workbook_of(pack), _wrong)
    back = tmp_path / "back"
    back.write_text("a file", encoding="utf-8")
    before = state_of(county)
    ran = import_(county, workbook_of(pack), more=("--return", str(back)))
    assert ran.exit_code == 2
    assert "is not a folder; nothing was imported" in ran.stderr
    assert state_of(county) == before


def test_a_workbook_that_cannot_be_replaced_is_said_after_the_import(
    county: Path, pack: Path, tmp_path: Path
) -> None:
    back = tmp_path / "back"
    _sent_back(county, pack, _wrong, back)
    book = _book(back)
    book.unlink()
    book.mkdir()
    ran = import_(county, workbook_of(pack), more=("--return", str(back)))
    assert ran.exit_code == 2
    assert "Everything was imported" in ran.stderr


def test_the_text_is_chinese_in_an_english_terminal(county: Path, pack: Path, tmp_path: Path) -> None:
    changed(workbook_of(pack), _wrong)
    ran = invoke(
        "-C", county, "--lang", "en", "form", "import", workbook_of(pack), "--return", tmp_path / "back"
    )
    assert "Return to 东山镇:" in ran.stdout
    assert "东山镇：11月1日的任务包已收到。" in ran.stdout


def test_a_later_pack_of_the_same_import_answers_the_former(county: Path, pack: Path, tmp_path: Path) -> None:
    changed(workbook_of(pack), _wrong)
    first = zipped(pack, tmp_path / "东山镇1.zip")
    changed(workbook_of(pack), lambda book: fill(book["数据"], "25.1", {"2019年": 20000}))
    second = zipped(pack, tmp_path / "东山镇2.zip")
    import_(county, first, second, more=("--return", str(tmp_path / "back")))
    assert [path.name for path in (tmp_path / "back").iterdir()] == ["东山镇_回复.txt"]


def test_other_workbooks_of_a_unit_go_back_too(county: Path, tmp_path: Path) -> None:
    replaced_since(county, "dongshan")
    folder = opened(export(county, "县农业农村局", tmp_path / "out"), tmp_path / "县农业农村局")
    review = next(folder.glob("*审核表.xlsx"))
    changed(review, lambda book: book["审核"].cell(4, 9, "看不懂"))
    back = tmp_path / "back"
    assert import_(county, review, more=("--return", str(back))).exit_code == 1
    marked = openpyxl.load_workbook(next(back.glob("县农业农村局审核表_退回_*.xlsx")))["审核"].cell(4, 9)
    assert isinstance(marked, Cell)
    assert marked.value == "看不懂"
    assert _is_red(marked)
    assert marked.comment


def test_nothing_that_was_typed_is_lost(county: Path, pack: Path, tmp_path: Path) -> None:
    typed: list[str] = []

    def fill_everything(book: Workbook) -> None:
        for sheet in (book["数据"], book["佐证"]):
            for row in sheet.iter_rows(min_row=4):
                for cell in row:
                    if (
                        isinstance(cell, Cell)
                        and cell.fill.fill_type
                        and str(cell.fill.fgColor.rgb).endswith(YELLOW)
                    ):
                        typed.append(f"乱填{len(typed)}号")
                        cell.value = typed[-1]

    ran, book = _sent_back(county, pack, fill_everything, tmp_path / "back")
    assert ran.exit_code == 1
    assert len(typed) > 30
    there = " ".join(
        str(cell.value)
        for sheet in (book["数据"], book["佐证"])
        for row in sheet.iter_rows(min_row=4)
        for cell in row
        if cell.value
    )
    assert [text for text in typed if text not in there] == []


def test_a_conflict_sent_again_as_it_is_has_been_seen_by_the_unit(
    county: Path, pack: Path, tmp_path: Path
) -> None:
    path = county / "data" / "progress" / "dongshan.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("value: 21430", "value: 21444"), encoding="utf-8")
    _sent_back(county, pack, lambda book: fill(book["数据"], "25.1", {"2020年": 21500}), tmp_path / "back")
    assert "value: 21444" in path.read_text(encoding="utf-8")
    assert import_(county, _book(tmp_path / "back")).exit_code == 0
    after = path.read_text(encoding="utf-8")
    assert "value: 21500" in after
    assert "was: '21444'" in after
