"""The review workbook comes back: reviews are added to the registers of the units that handed the documents in."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from cli.running import Result, invoke
from forms.packs import changed, column_of, export, import_, opened, replaced_since, state_of

FOLDER = "25 农业废弃物综合利用率"
STRAW_2018 = f"{FOLDER}/东山镇/2018/25-1 秸秆综合利用台账.txt"
STRAW_2019 = f"{FOLDER}/东山镇/2019/25-1 秸秆综合利用台账.txt"
FILM = f"{FOLDER}/东山镇/2020/25-3 农膜回收台账.txt"
XIHE = f"{FOLDER}/西河乡/2018-2020/25-1 秸秆综合利用台账.txt"
RETURNED = {"结论": "退回", "理由": "缺签字", "重交期限": "2021-09-30"}


@pytest.fixture
def book(county: Path, tmp_path: Path) -> Path:
    """The review workbook of 县农业农村局: it accepted other bytes of everything before, so that all of it waits."""
    replaced_since(county, "dongshan", "nanping", "xihe")
    folder = opened(export(county, "县农业农村局", tmp_path / "out"), tmp_path / "县农业农村局")
    return folder / "县农业农村局审核表.xlsx"


def _row(sheet: Worksheet, file: str) -> int:
    column = column_of(sheet, "文件")
    return next(row for row in range(4, sheet.max_row + 1) if sheet.cell(row, column).value == file)


def _write(book: Path, file: str, values: Mapping[str, Any]) -> None:
    def change(workbook: openpyxl.Workbook) -> None:
        sheet = workbook["审核"]
        row = _row(sheet, file)
        for head, value in values.items():
            sheet.cell(row, column_of(sheet, head)).value = value

    changed(book, change)


def _import(county: Path, book: Path, received: str = "2021-09-18") -> Result:
    return import_(county, book, received=received)


def _text(county: Path, unit: str = "dongshan") -> str:
    return (county / "data" / "progress" / f"{unit}.yaml").read_text(encoding="utf-8")


def _hash(county: Path, file: str) -> str:
    return sha256((county / "evidence" / file).read_bytes()).hexdigest()


def _added(before: str, after: str) -> str:
    """The one piece of text that came in; everything else is as it was."""
    start = next((i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), len(before))
    length = len(after) - len(before)
    assert after[:start] + after[start + length :] == before
    return after[start : start + length]


def test_what_was_changed_becomes_a_review_and_every_other_byte_stays(county: Path, book: Path) -> None:
    _write(book, STRAW_2018, RETURNED)
    before = _text(county)
    others = state_of(county)
    ran = _import(county, book)
    assert ran.exit_code == 0, ran.stdout
    assert _added(before, _text(county)) == (
        ", {'on': 2021-09-18, by: agriculture, result: returned, reason: 缺签字, due: 2021-09-30,"
        f" hash: {_hash(county, STRAW_2018)}}}"
    )
    after = state_of(county)
    assert [name for name in others if others[name] != after[name]] == ["data/progress/dongshan.yaml"]
    assert "[changed]  审核!" in ran.stdout
    assert invoke("-C", county, "check", "--phase", "sound", "--select", "SC").exit_code == 0


@pytest.mark.parametrize("values", [RETURNED, {}], ids=["filled in", "untouched"])
def test_the_same_workbook_again_changes_nothing(values: Mapping[str, Any], county: Path, book: Path) -> None:
    _write(book, STRAW_2018, values)
    _import(county, book)
    before = state_of(county)
    ran = _import(county, book, received="2021-09-19")
    assert ran.exit_code == 0, ran.stdout
    assert "0 new, 0 changed" in ran.stdout
    assert state_of(county) == before


def test_a_changed_mind_is_a_second_review(county: Path, book: Path) -> None:
    _write(book, STRAW_2018, RETURNED)
    _import(county, book)
    _write(book, STRAW_2018, {"结论": "通过", "理由": None, "重交期限": None})
    ran = _import(county, book, received="2021-09-19")
    assert "not imported" not in ran.stdout
    _write(book, STRAW_2018, {"结论": "退回", "理由": "还缺公章", "重交期限": "2021-10-08"})
    _import(county, book, received="2021-09-20")
    reviews = [piece for piece in _text(county).split("{'on': ") if "by: agriculture" in piece]
    assert [piece.split(",")[0] for piece in reviews if "2021-09" in piece] == [
        "2021-09-18",
        "2021-09-19",
        "2021-09-20",
    ]


def test_changed_back_in_a_workbook_that_was_sent_out_anew(county: Path, book: Path, tmp_path: Path) -> None:
    _write(book, STRAW_2018, RETURNED)
    _import(county, book)
    with (county / "data" / "progress" / "dongshan.yaml").open("a", encoding="utf-8") as register:
        register.write("answers:\n- {to: 25-1, state: impossible, 'on': 2021-09-18, note: 原件没有了}\n")
    folder = opened(export(county, "县农业农村局", tmp_path / "again"), tmp_path / "again" / "县农业农村局")
    anew = folder / "县农业农村局审核表.xlsx"
    _write(anew, STRAW_2018, {"结论": "通过"})
    ran = _import(county, anew, received="2021-09-19")
    assert "退回：缺签字。9月30日前重交 → 通过" in ran.stdout
    assert _text(county).count("{'on': 2021-09-19, by: agriculture, result: accepted, hash:") == 1


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("2021-9-30", "2021-09-30"),
        ("2021年9月30日", "2021-09-30"),
        ("2021.9.30", "2021-09-30"),
        ("２０２１／９／３０", "2021-09-30"),
        ("20210930", "2021-09-30"),
        ("9月30日前", "2021-09-30"),
        ("1月5日", "2022-01-05"),
        (44469, "2021-09-30"),
        ("44469", "2021-09-30"),
        (date(2021, 9, 30), "2021-09-30"),
        (datetime.fromisoformat("2021-09-30 17:30"), "2021-09-30"),
    ],
    ids=lambda value: str(value).replace("/", "-"),
)
def test_days_as_people_write_them(written: Any, kept: str, county: Path, book: Path) -> None:
    _write(book, STRAW_2018, {**RETURNED, "重交期限": written})
    ran = _import(county, book)
    assert ran.exit_code == 0, ran.stdout
    assert f"due: {kept}" in _text(county)
    assert ("include the year" in ran.stdout) == ("月" in str(written) and "年" not in str(written))


@pytest.mark.parametrize(
    ("values", "says", "column"),
    [
        ({"结论": "退回"}, "Choose a reason for the return (退回原因) or enter one", "J"),
        ({"结论": "退回", "理由": "缺签字"}, "the due date of the resubmission", "L"),
        (
            {"结论": "退回", "重交期限": "2021-09-30"},
            "Choose a reason for the return (退回原因) or enter one",
            "J",
        ),
        ({**RETURNED, "重交期限": "下周一"}, "Not a date", "L"),
        ({**RETURNED, "重交期限": "2月30日"}, "No such date. The review in this row was not imported", "L"),
        ({**RETURNED, "重交期限": "2020-09-30"}, "Check the year", "L"),
        ({**RETURNED, "重交期限": "2031-09-30"}, "Check the year", "L"),
        ({"结论": "差不多"}, "Choose 通过 or 退回", "I"),
    ],
)
def test_what_is_not_whole_is_refused_at_its_cell(
    values: Mapping[str, Any], says: str, column: str, county: Path, book: Path
) -> None:
    _write(book, STRAW_2018, values)
    _write(book, FILM, RETURNED)
    before = _text(county)
    ran = _import(county, book)
    assert ran.exit_code == 1
    line = next(line for line in ran.stdout.splitlines() if "[rejected]" in line)
    assert says in line
    assert f"审核!{column}" in line
    assert _added(before, _text(county)).count("by: agriculture") == 1


@pytest.mark.parametrize(
    ("file", "says"),
    [
        (f"{FOLDER}/没有的.pdf", "The register has no such file"),
        (f"{FOLDER}/县农业农村局/2018-2020/25-4 全县汇总证明.txt", "Submitted by this unit itself"),
        (
            "07 环境空气质量/生态环境分局/2018-2020/07-1 空气质量监测数据.txt",
            "07-1 is reviewed by 市生态环境局清溪分局",
        ),
    ],
    ids=["unknown", "own", "not theirs"],
)
def test_what_a_unit_may_not_review(file: str, says: str, county: Path, book: Path) -> None:
    _write(book, STRAW_2018, {"文件": file, "结论": "通过", "理由": "看过"})
    before = state_of(county)
    ran = _import(county, book)
    assert ran.exit_code == 1
    assert says in ran.stdout
    assert state_of(county) == before


def _sorted(sheet: Worksheet) -> None:
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]
    for number, row in enumerate(reversed(rows), 4):
        for column, value in enumerate(row, 1):
            sheet.cell(number, column).value = value


def _hidden(sheet: Worksheet) -> None:
    for row in range(4, sheet.max_row + 1):
        sheet.row_dimensions[row].hidden = True


def _moved(sheet: Worksheet) -> None:
    sheet.insert_cols(1)
    sheet.insert_rows(4)


def _deleted(sheet: Worksheet) -> None:
    sheet.delete_rows(_row(sheet, XIHE))


@pytest.mark.parametrize(
    "change", [_sorted, _hidden, _moved, _deleted], ids=lambda change: change.__name__[1:]
)
def test_rows_in_another_order_hidden_moved_or_gone(
    change: Callable[[Worksheet], None], county: Path, book: Path
) -> None:
    _write(book, STRAW_2018, RETURNED)
    changed(book, lambda workbook: change(workbook["审核"]))
    ran = _import(county, book)
    assert ran.exit_code == 0, ran.stdout
    assert _text(county).count("reason: 缺签字") == 1
    assert "2021-09-18" not in _text(county, "xihe")


def test_the_same_file_in_two_rows_that_differ(county: Path, book: Path) -> None:
    _write(book, STRAW_2018, RETURNED)
    _write(book, STRAW_2019, {**RETURNED, "文件": STRAW_2018, "理由": "别的毛病"})
    before = state_of(county)
    ran = _import(county, book)
    assert "several rows with different results" in ran.stdout
    assert state_of(county) == before


def test_other_bytes_have_come_meanwhile(county: Path, book: Path) -> None:
    _write(book, STRAW_2018, RETURNED)
    seen = _hash(county, STRAW_2018)
    (county / "evidence" / STRAW_2018).write_text("新的台账", encoding="utf-8")
    ran = _import(county, book)
    assert ran.exit_code == 0, ran.stdout
    assert "待复核" in ran.stdout
    assert f"due: 2021-09-30, hash: {seen}" in _text(county)
    assert f"redelivered: [{{'on': 2021-09-18, hash: {_hash(county, STRAW_2018)}}}]" in _text(county)
    pack = export(county, "东山镇", county.parent / "again")
    workbook = openpyxl.load_workbook(opened(pack, county.parent / "东山镇") / "东山镇填报表.xlsx")
    assert "缺签字" not in str([cell.value for row in workbook["问题"].iter_rows() for cell in row])


def test_mended_in_the_workbook_that_went_back_it_is_of_the_bytes_that_were_looked_at(
    county: Path, book: Path, tmp_path: Path
) -> None:
    _write(book, STRAW_2018, {**RETURNED, "重交期限": None})
    seen = _hash(county, STRAW_2018)
    (county / "evidence" / STRAW_2018).write_text("新的台账", encoding="utf-8")
    back = tmp_path / "back"
    ran = import_(county, book, more=("--return", str(back)))
    assert "Enter the due date of the resubmission" in ran.stdout
    marked = next(back.glob("*审核表_退回_*.xlsx"))
    _write(marked, STRAW_2018, {"重交期限": "2021-09-30"})
    ran = _import(county, marked, received="2021-09-19")
    assert ran.exit_code == 0, ran.stdout
    assert "待复核" in ran.stdout
    assert f"due: 2021-09-30, hash: {seen}" in _text(county)


def test_mended_in_a_workbook_that_went_back_without_knowing_the_bytes_it_is_refused_again(
    county: Path, book: Path, tmp_path: Path
) -> None:
    _write(book, XIHE, RETURNED)
    _without_record(book)
    import_(county, book, more=("--return", str(tmp_path / "back")))
    before = state_of(county)
    ran = _import(county, next((tmp_path / "back").glob("*审核表_退回_*.xlsx")), received="2021-09-19")
    assert "Cannot determine which version was reviewed" in ran.stdout
    assert state_of(county) == before


def _without_record(book: Path) -> None:
    changed(book, lambda workbook: workbook.remove(workbook["_ecodemo"]))


def test_a_lost_record_where_the_bytes_never_changed(county: Path, small_workspace: Path, book: Path) -> None:
    shutil.copytree(small_workspace / "data", county / "data", dirs_exist_ok=True)
    _write(book, STRAW_2018, RETURNED)
    _without_record(book)
    ran = _import(county, book)
    assert ran.exit_code == 0, ran.stdout
    assert f"due: 2021-09-30, hash: {_hash(county, STRAW_2018)}" in _text(county)
    assert _text(county, "nanping").count("by: agriculture") == 2
    before = state_of(county)
    _import(county, book, received="2021-09-19")
    assert state_of(county) == before


def test_a_lost_record_where_the_file_came_twice(county: Path, book: Path) -> None:
    _write(book, XIHE, RETURNED)
    _without_record(book)
    before = state_of(county)
    ran = _import(county, book)
    assert ran.exit_code == 1
    assert "Cannot determine which version was reviewed" in ran.stdout
    assert state_of(county) == before


def test_without_its_record_the_title_says_whose_workbook_it_is(
    county: Path, small_workspace: Path, book: Path, tmp_path: Path
) -> None:
    shutil.copytree(small_workspace / "data", county / "data", dirs_exist_ok=True)
    _write(book, STRAW_2018, RETURNED)
    _without_record(book)
    named = tmp_path / "表1.xlsx"
    book.rename(named)
    ran = _import(county, named)
    assert "by: agriculture, result: returned, reason: 缺签字" in _text(county), ran.stdout


def test_what_belongs_to_no_indicator_is_reviewed_by_the_office(county: Path, tmp_path: Path) -> None:
    unit = opened(export(county, "创建办", tmp_path / "out"), tmp_path / "创建办")
    book = unit / "创建办审核表.xlsx"
    file = "V 一票否决/生态环境分局/2021/V1 督察整改情况证明.txt"
    _write(book, file, {"结论": "通过"})
    ran = _import(county, book)
    assert ran.exit_code == 0, ran.stdout
    assert f"{{'on': 2021-09-18, by: office, result: accepted, hash: {_hash(county, file)}}}" in _text(
        county, "ecology"
    )


def test_the_text_that_goes_back_names_the_unit_and_the_document_and_no_path(
    county: Path, book: Path, tmp_path: Path
) -> None:
    _write(book, XIHE, RETURNED | {"重交期限": "下周"})
    import_(county, book, more=("--return", str(tmp_path)))
    text = next(tmp_path.glob("*_回复.txt")).read_text(encoding="utf-8-sig")
    assert "“西河乡25-1秸秆综合利用台账”未采纳（不是日期）" in text


def test_a_unit_whose_document_was_sent_back_gets_a_reply_though_nothing_came_from_it(
    county: Path, book: Path, tmp_path: Path
) -> None:
    _write(book, STRAW_2019, {"结论": "退回", "理由": "缺村级签字", "重交期限": "2021-11-20"})
    back = tmp_path / "back"
    ran = import_(county, book, more=("--return", str(back)))
    assert ran.exit_code == 0, ran.stdout + ran.stderr
    text = (back / "东山镇_回复.txt").read_bytes().decode("utf-8-sig")
    assert "“25-1秸秆综合利用台账”（2019年）退回（缺村级签字），11月20日前重交" in text
    [marked] = back.glob("东山镇填报表_退回_*.xlsx")
    assert openpyxl.load_workbook(marked)["佐证"].sheet_state == "visible"
    assert not list(back.glob("西河乡*"))


def test_what_is_referred_to_can_be_reviewed_where_it_is_used(county: Path, tmp_path: Path) -> None:
    """V1 of the bureau also serves as 南坪镇's 25-1; the reviewer of 25-1 finds it, and the one review counts for both."""
    register = county / "data" / "progress" / "nanping.yaml"
    register.write_text(
        "unit: nanping\ndocuments:\n- {requirement: 25-1, years: [2018, 2019, 2020], see: V1@ecology, received: 2021-05-18}\n",
        encoding="utf-8",
    )
    file = "V 一票否决/生态环境分局/2021/V1 督察整改情况证明.txt"
    folder = opened(export(county, "县农业农村局", tmp_path / "out"), tmp_path / "县农业农村局")
    book = folder / "县农业农村局审核表.xlsx"
    sheet = openpyxl.load_workbook(book)["审核"]
    row = _row(sheet, file)
    assert [sheet.cell(row, column_of(sheet, head)).value for head in ("单位", "编号")] == ["南坪镇", "25-1"]
    _write(book, file, {"结论": "通过"})
    ran = _import(county, book)
    assert ran.exit_code == 0, ran.stdout
    assert f"by: agriculture, result: accepted, hash: {_hash(county, file)}" in _text(county, "ecology")
    checked = invoke("-C", county, "check", "--select", "PH201", "-v")
    assert "25 " not in checked.stdout
