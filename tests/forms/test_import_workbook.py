"""Workbooks that came back: figures and texts into the data, three ways."""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from cli.running import command, environment, invoke, run
from forms.packs import (
    changed,
    column_of,
    export,
    fill,
    import_,
    members_of,
    opened,
    resaved,
    row_of,
    state_of,
    workbook_of,
    zipped,
    zipped_in_gbk,
)


@pytest.fixture
def pack(county: Path, tmp_path: Path) -> Path:
    """The unpacked pack of 东山镇."""
    return opened(export(county, "东山镇", tmp_path / "out"), tmp_path / "东山镇")


def _edit(pack: Path, change: Callable[[Workbook], object]) -> Path:
    changed(workbook_of(pack), change)
    return workbook_of(pack)


def _data(county: Path, unit: str = "dongshan") -> str:
    return (county / "data" / "progress" / f"{unit}.yaml").read_text(encoding="utf-8")


def _line(county: Path, measure: str, year: int, unit: str = "dongshan") -> str:
    found = re.search(rf"^- \{{measure: {measure}, year: {year}.*$", _data(county, unit), re.MULTILINE)
    return found[0] if found else ""


def test_untouched_packs_change_nothing(county: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert invoke("-C", county, "--lang", "en", "form", "export", "--out", out).exit_code == 0
    before = state_of(county)
    ran = import_(county, out)
    assert "0 new, 0 changed, 0 cleared" in ran.stdout
    assert state_of(county) == before


@pytest.mark.parametrize("saved", ["openpyxl", "xlsx:Calc MS Excel 2007 XML"])
def test_saved_by_another_program_and_untouched(saved: str, county: Path, pack: Path, tmp_path: Path) -> None:
    if saved == "openpyxl":
        book: Path | None = _edit(pack, lambda _: None)
    else:
        book = resaved(workbook_of(pack), saved, tmp_path / "resaved")
    if book is None:
        pytest.skip("soffice is not installed")
    before = state_of(county)
    ran = import_(county, book)
    assert ran.exit_code == 0, ran.stdout
    assert "0 new, 0 changed, 0 cleared" in ran.stdout
    assert state_of(county) == before


def test_new_changed_and_cleared_figures(county: Path, pack: Path) -> None:
    def change(book: Workbook) -> None:
        fill(
            book["数据"],
            "25.1",
            {"2018年": "８,1２0", "2019年": "1.2万", "2020年": 21500, "说明": "补报南村"},
        )
        fill(book["数据"], "25.3", {"2020年": "无"})

    before = _data(county)
    ran = import_(county, _edit(pack, change))
    assert ran.exit_code == 0, ran.stdout
    assert (
        _line(county, "straw-used", 2018)
        == "- {measure: straw-used, year: 2018, value: 8120, proof: 25-1/2018, cell: 汇总!C40,"
        " reported: 2021-09-18}"
    )
    assert "value: 12000" in _line(county, "straw-used", 2019)
    line = _line(county, "straw-used", 2020)
    assert line == (
        "- {measure: straw-used, year: 2020, value: 21500, proof: 25-1/2020, cell: 汇总!C40,"
        " revised: [{'on': 2021-09-18, was: '21430', reason: 补报南村}]}"
    )
    assert "not_involved: 填报单位填“无”, document: 25-3/2020" in _line(county, "film-back", 2020)
    untouched = [
        line
        for line in before.splitlines()
        if "straw-used, year: 2020" not in line and "film-back" not in line
    ]
    after = _data(county).splitlines()
    assert [line for line in after if line in untouched] == untouched
    assert "数据!G" in ran.stdout
    assert invoke("-C", county, "check", "--phase", "sound", "--select", "SC").exit_code == 0


def test_again_nothing_happens(county: Path, pack: Path) -> None:
    book = _edit(
        pack, lambda book: fill(book["数据"], "25.1", {"2020年": 21500, "2019年": 5, "说明": "更正"})
    )
    import_(county, book)
    before = state_of(county, "data", "evidence", "inbox")
    ran = import_(county, book)
    assert ran.exit_code == 0
    assert "0 new, 0 changed" in ran.stdout
    assert state_of(county, "data", "evidence", "inbox") == before


def test_a_dry_run_writes_nothing(county: Path, pack: Path) -> None:
    book = _edit(pack, lambda book: fill(book["数据"], "25.1", {"2020年": 21500}))
    before = state_of(county, ".")
    ran = import_(county, book, more=("--dry-run",))
    assert "21430 → 21500" in ran.stdout
    assert state_of(county, ".") == before


def test_conflicts_are_kept_as_here(county: Path, pack: Path) -> None:
    book = _edit(pack, lambda book: fill(book["数据"], "25.1", {"2020年": 21500}))
    path = county / "data" / "progress" / "dongshan.yaml"
    path.write_text(_data(county).replace("value: 21430", "value: 21444"), encoding="utf-8")
    before = _data(county)
    ran = import_(county, book)
    assert ran.exit_code == 1
    assert all(value in ran.stdout for value in ("21430", "21500", "21444"))
    assert _data(county) == before


def test_both_changed_alike(county: Path, pack: Path) -> None:
    book = _edit(pack, lambda book: fill(book["数据"], "25.1", {"2020年": 21500}))
    path = county / "data" / "progress" / "dongshan.yaml"
    path.write_text(_data(county).replace("value: 21430", "value: 21500.0"), encoding="utf-8")
    before = _data(county)
    assert import_(county, book).exit_code == 0
    assert _data(county) == before


def test_empty_never_clears(county: Path, pack: Path) -> None:
    keys = ("2020年", "依据", "页码", "说明")

    def change(book: Workbook) -> None:
        for no in ("25.1", "25.2", "25.3"):
            fill(book["数据"], no, dict.fromkeys(keys))

    book = _edit(pack, change)
    before = _data(county)
    assert import_(county, book).exit_code == 0
    assert _data(county) == before


def test_proof_and_place_travel(county: Path, pack: Path) -> None:
    def change(book: Workbook) -> None:
        fill(book["数据"], "25.1", {"2019年": 20000, "依据": "25-1", "页码": "汇总!C39、汇总!C41"})
        fill(book["数据"], "25.3", {"依据": "25-1", "页码": "第3页"})

    assert import_(county, _edit(pack, change)).exit_code == 0
    assert _line(county, "straw-used", 2019).endswith(
        "proof: 25-1/2019, cell: 汇总!C39, reported: 2021-09-18}"
    )
    assert "cell: 汇总!C41" in _line(county, "straw-used", 2020)
    assert "proof: 25-1/2020, page: 3" in _line(county, "film-back", 2020)


def test_not_involved_for_a_whole_row(county: Path, pack: Path) -> None:
    def change(book: Workbook) -> None:
        fill(book["数据"], "25.3", {"2020年": None, "不涉及": "是", "说明": "无覆膜种植", "依据": "25-3"})

    ran = import_(county, _edit(pack, change))
    assert ran.exit_code == 0, ran.stdout
    for year in (2018, 2019, 2020):
        assert "not_involved: 无覆膜种植" in _line(county, "film-back", year)
    assert "was: '31.4'" in _line(county, "film-back", 2020)


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("约2万", "Not a plain number"),
        ("85%", "percentage"),
        ("3亩", "not 亩"),
        ("#REF!", "Spreadsheet error"),
        ("=A1+1", "请用WPS打开保存一次"),
        ("/", "Leave the cell empty"),
    ],
)
def test_refused_cells_are_named(value: str, says: str, county: Path, pack: Path) -> None:
    book = _edit(pack, lambda book: fill(book["数据"], "25.1", {"2020年": value}))
    before = _data(county)
    ran = import_(county, book)
    assert ran.exit_code == 1
    assert says in ran.stdout
    assert re.search(r"数据!G\d", ran.stdout)
    assert _data(county) == before


def test_a_formula_with_its_value_is_taken(county: Path, pack: Path, tmp_path: Path) -> None:
    book = _edit(pack, lambda book: fill(book["数据"], "25.1", {"2020年": "=21000+500"}))
    saved = resaved(book, "xlsx:Calc MS Excel 2007 XML", tmp_path / "resaved")
    if saved is None:
        pytest.skip("soffice is not installed")
    ran = import_(county, saved)
    assert ran.exit_code == 0, ran.stdout
    assert "value: 21500" in _line(county, "straw-used", 2020)


def _insert_columns(book: Workbook) -> None:
    book["数据"].insert_cols(3, 2)


def _reorder(book: Workbook) -> None:
    sheet = book["数据"]
    one, other = column_of(sheet, "2018年"), column_of(sheet, "2020年")
    for row in range(3, sheet.max_row + 1):
        first, second = sheet.cell(row, one), sheet.cell(row, other)
        first.value, second.value = second.value, first.value


def _sort(book: Workbook) -> None:
    sheet = book["数据"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4, max_row=9)]
    for number, values in enumerate(reversed(rows)):
        for column, value in enumerate(values):
            sheet.cell(4 + number, 1 + column).value = value


def _hide(book: Workbook) -> None:
    sheet = book["数据"]
    sheet.row_dimensions[row_of(sheet, "25.1")].hidden = True
    sheet.auto_filter.ref = "A3:L9"


def _insert_rows(book: Workbook) -> None:
    book["数据"].insert_rows(1, 3)
    book["数据"].insert_rows(8)


def _rename(book: Workbook) -> None:
    book["数据"].title = "Sheet1"
    del book["佐证"]
    del book["问题"]


def _number_as_text(book: Workbook) -> None:
    sheet = book["数据"]
    for row in range(4, sheet.max_row + 1):
        if str(sheet.cell(row, 1).value or "").startswith("25."):
            sheet.cell(row, 1).value = float(str(sheet.cell(row, 1).value))


@pytest.mark.parametrize(
    "mess",
    [_insert_columns, _reorder, _sort, _hide, _insert_rows, _rename, _number_as_text],
    ids=lambda f: f.__name__,
)
def test_sheets_that_were_moved_about(mess: Callable[[Workbook], None], county: Path, pack: Path) -> None:
    def change(book: Workbook) -> None:
        fill(book["数据"], "25.1", {"2020年": 21500})
        mess(book)

    ran = import_(county, _edit(pack, change))
    assert ran.exit_code == 0, ran.stdout
    assert "1 changed" in ran.stdout, ran.stdout
    assert "value: 21500" in _line(county, "straw-used", 2020)
    if mess is _rename:
        assert "The “佐证” sheet is missing" in ran.stdout


def test_a_row_twice_with_other_figures(county: Path, pack: Path) -> None:
    def change(book: Workbook) -> None:
        sheet = book["数据"]
        last = sheet.max_row + 3
        for column in range(1, 12):
            sheet.cell(last, column).value = sheet.cell(row_of(sheet, "25.1"), column).value
        sheet.cell(last, column_of(sheet, "2020年")).value = 1

    before = _data(county)
    ran = import_(county, _edit(pack, change))
    assert ran.exit_code == 1
    assert "several rows" in ran.stdout
    assert _data(county) == before


def test_added_rows_are_reported(county: Path, pack: Path) -> None:
    def change(book: Workbook) -> None:
        sheet = book["数据"]
        sheet.cell(20, 1).value = "99.1"
        sheet.cell(20, column_of(sheet, "2020年")).value = 5
        sheet.cell(21, 3).value = "另外的数"
        sheet.cell(21, column_of(sheet, "2020年")).value = 6

    ran = import_(county, _edit(pack, change))
    assert ran.exit_code == 1
    assert "99.1" in ran.stdout
    assert "no number" in ran.stdout


def test_merged_cells_are_refused(county: Path, pack: Path) -> None:
    def change(book: Workbook) -> None:
        sheet = book["数据"]
        row, first = row_of(sheet, "25.1"), column_of(sheet, "2018年")
        sheet.cell(row, first).value = 5
        sheet.merge_cells(start_row=row, end_row=row, start_column=first, end_column=first + 2)

    ran = import_(county, _edit(pack, change))
    assert ran.exit_code == 1
    assert "Merged" in ran.stdout
    assert _line(county, "straw-used", 2018) == ""


def test_without_its_record_only_what_is_new_is_taken(county: Path, pack: Path) -> None:
    def change(book: Workbook) -> None:
        fill(book["数据"], "25.1", {"2019年": 20000, "2020年": 1})
        del book["_ecodemo"]

    ran = import_(county, _edit(pack, change))
    assert ran.exit_code == 1
    assert "has lost its record" in ran.stdout
    assert "value: 20000" in _line(county, "straw-used", 2019)
    assert "value: 21430" in _line(county, "straw-used", 2020)


def test_a_sheet_copied_into_a_new_file(county: Path, pack: Path, tmp_path: Path) -> None:
    source = openpyxl.load_workbook(workbook_of(pack))["数据"]
    fill(source, "25.1", {"2019年": 20000})
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in source.iter_rows():
        for cell in row:
            sheet[cell.coordinate] = cell.value
    book.save(tmp_path / "新建.xlsx")
    ran = import_(county, tmp_path / "新建.xlsx")
    assert ran.exit_code == 0, ran.stdout
    assert "value: 20000" in _line(county, "straw-used", 2019)


def test_csv_in_gbk(county: Path, pack: Path, tmp_path: Path) -> None:
    source = openpyxl.load_workbook(workbook_of(pack))["数据"]
    fill(source, "25.1", {"2019年": 20000})
    stream = io.StringIO()
    csv.writer(stream).writerows([[cell.value for cell in row] for row in source.iter_rows()])
    path = tmp_path / "数据.csv"
    path.write_bytes(stream.getvalue().encode("gbk"))
    ran = import_(county, path)
    assert ran.exit_code == 0, ran.stdout
    assert "value: 20000" in _line(county, "straw-used", 2019)


@pytest.mark.parametrize(
    ("key", "value", "says"),
    [
        ("form", 99, "newer version"),
        ("bid", "other", "which is not in th"),
        ("unit", "nowhere", "which is not in th"),
    ],
)
def test_the_wrong_form(key: str, value: Any, says: str, county: Path, pack: Path) -> None:
    def change(book: Workbook) -> None:
        fill(book["数据"], "25.1", {"2020年": 1})
        fill(book["_ecodemo"], key, {})
        book["_ecodemo"].cell(row_of(book["_ecodemo"], key), 2).value = value

    before = _data(county)
    ran = import_(county, _edit(pack, change))
    assert ran.exit_code == 1
    assert says in ran.stdout
    assert _data(county) == before


def test_another_bid_that_is_known_is_said(county: Path, pack: Path) -> None:
    def change(book: Workbook) -> None:
        book["_ecodemo"].cell(row_of(book["_ecodemo"], "bid"), 2).value = "rehearsal-2022"

    assert "another bid" in import_(county, _edit(pack, change)).stdout


def test_the_pack_of_one_unit_with_the_workbook_of_another(county: Path, pack: Path, tmp_path: Path) -> None:
    _edit(pack, lambda book: fill(book["数据"], "25.1", {"2020年": 1}))
    wrong = zipped(pack, tmp_path / "西河乡_填报包.zip")
    before = state_of(county, "data", "evidence")
    ran = import_(county, wrong)
    assert ran.exit_code == 1
    assert "Find out which is right" in ran.stdout
    assert state_of(county, "data", "evidence") == before


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("东山镇填报表.xls", b"\xd0\xcf\x11\xe0", "另存为xlsx"),
        ("东山镇填报表.et", b"\xd0\xcf\x11\xe0", "另存为xlsx"),
        ("东山镇.rar", b"Rar!\x1a\x07\x00", "rar"),
        ("东山镇.7z", b"7z\xbc\xaf", "rar"),
        ("东山镇填报表.xlsx", b"no workbook", "Not a workbook"),
        ("东山镇.zip", b"PK\3\4 broken", "damaged"),
    ],
)
def test_other_formats_get_one_clear_sentence(
    name: str, content: bytes, says: str, county: Path, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(content)
    ran = import_(county, tmp_path / name)
    assert ran.exit_code == 1
    assert says in ran.stdout


def test_of_many_files_that_programs_left_behind_all_are_counted(county: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "东山镇.zip", "w") as archive:
        for number in range(8):
            archive.writestr(f"a/~${number}.xlsx", b"x")
    ran = import_(county, tmp_path / "东山镇.zip")
    assert "a/~$4.xlsx and 3 more." in ran.stdout


def test_a_workbook_that_is_still_open_is_said_to_be(county: Path, pack: Path, tmp_path: Path) -> None:
    folder = tmp_path / "收到"
    folder.mkdir()
    shutil.copy(workbook_of(pack), folder)
    (folder / "~$填报表.xlsx").write_bytes(b"\x05admin" + bytes(159))
    ran = import_(county, folder)
    assert ran.exit_code == 0, ran.stdout
    assert "A file is open in Office or WPS. Save and close it" in ran.stdout
    assert not list((county / "inbox").rglob("*$*"))


def test_a_zip_with_gbk_names_and_a_folder_inside(county: Path, pack: Path, tmp_path: Path) -> None:
    _edit(pack, lambda book: fill(book["数据"], "25.1", {"2020年": 21500}))
    members = {f"东山镇_填报包/{name}": content for name, content in members_of(pack).items()}
    members["东山镇_填报包/Thumbs.db"] = b"x"
    ran = import_(county, zipped_in_gbk(members, tmp_path / "回复(1).zip"))
    assert ran.exit_code == 0, ran.stdout
    assert "Thumbs.db" in ran.stdout
    assert "value: 21500" in _line(county, "straw-used", 2020)
    assert (county / "inbox" / "2021-09-18" / "回复(1).zip").exists()


def test_two_workbooks_of_one_unit_that_differ(county: Path, pack: Path, tmp_path: Path) -> None:
    first = _edit(pack, lambda book: fill(book["数据"], "25.1", {"2020年": 21500}))
    second = tmp_path / "东山镇填报表(1).xlsx"
    second.write_bytes(first.read_bytes())
    changed(second, lambda book: fill(book["数据"], "25.1", {"2020年": 21600}))
    ran = import_(county, first, second)
    assert ran.exit_code == 1
    assert "value: 21500" in _line(county, "straw-used", 2020)
    assert "21600" in ran.stdout


def test_assignments_and_statements_of_a_lead(county: Path, tmp_path: Path) -> None:
    pack = opened(export(county, "市生态环境局清溪分局", tmp_path / "out"), tmp_path / "x")

    def change(book: Workbook) -> None:
        sheet = book["上级下达"]
        row = next(r for r in range(4, 20) if str(sheet.cell(r, 2).value).startswith("优良天数"))
        sheet.cell(row, column_of(sheet, "目标值")).value = "≥96"
        sheet.cell(row, column_of(sheet, "考核结论")).value = "完成"
        fill(book["文字"], "07", {"下一步": "加密\n巡查。", "存在问题": "长" * 301})

    ran = import_(county, _edit(pack, change))
    assert ran.exit_code == 1
    assert "301 characters" in ran.stdout
    text = _data(county, "ecology")
    assert (
        "{measure: good-days, year: 2020, at_least: 96, by: 市人民政府, document: 07-2/2020, fulfilled: true}"
        in text
    )
    assert "next: 加密；巡查。" in text


def test_a_number_and_the_document_that_bears_it_come_in_one_pack(county: Path, tmp_path: Path) -> None:
    pack = opened(export(county, "市生态环境局清溪分局", tmp_path / "out"), tmp_path / "市生态环境局清溪分局")
    for kept in (county / "evidence").rglob("07-2 *"):
        kept.unlink()
    register = county / "data" / "progress" / "ecology.yaml"
    lines = register.read_text(encoding="utf-8").splitlines(keepends=True)
    register.write_text("".join(line for line in lines if "requirement: 07-2," not in line), encoding="utf-8")
    folder = next(path for path in (pack / "佐证").iterdir() if path.name.startswith("07-2 "))
    (folder / "2020年目标.pdf").write_bytes(b"paper")

    def change(book: Workbook) -> None:
        sheet = book["上级下达"]
        row = next(r for r in range(4, 20) if str(sheet.cell(r, 2).value).startswith("优良天数"))
        sheet.cell(row, column_of(sheet, "文号")).value = "环发〔2020〕77号"

    changed(workbook_of(pack), change)
    ran = import_(county, pack)
    assert ran.exit_code == 0, ran.stdout
    (entry,) = [line for line in _data(county, "ecology").splitlines() if "requirement: 07-2," in line]
    assert "number: 环发〔2020〕77号" in entry


def test_the_received_day(county: Path, pack: Path, tmp_path: Path) -> None:
    book = _edit(pack, lambda book: fill(book["数据"], "25.1", {"2020年": 21500}))
    folder = county / "inbox" / "2021-05-19"
    folder.mkdir(parents=True)
    (folder / "东山镇填报表.xlsx").write_bytes(book.read_bytes())
    ran = import_(county, folder, received=None)
    assert ran.exit_code == 0, ran.stdout
    assert "'on': 2021-05-19" in _line(county, "straw-used", 2020)
    assert [path.name for path in (county / "inbox").rglob("*.xlsx")] == ["东山镇填报表.xlsx"]
    assert import_(county, book, received="2031-01-01").exit_code == 2


def test_nothing_to_import(county: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert import_(county, tmp_path / "empty").exit_code == 3
    assert import_(county, tmp_path / "missing.zip").exit_code == 2
    assert invoke("-C", county, "form", "import").exit_code == 2


@pytest.mark.long
def test_killed_at_any_moment_and_finished_by_importing_again(
    county: Path, pack: Path, tmp_path: Path
) -> None:
    import shutil
    import signal
    import time

    _edit(pack, lambda book: fill(book["数据"], "25.1", {"2018年": 1, "2020年": 21500}))
    folder = next(path for path in (pack / "佐证").iterdir() if path.name.startswith("25-1"))
    for number in range(12):
        (folder / f"2020 台账{number}.pdf").write_bytes(os.urandom(200_000))
    (folder / "看不懂.pdf").write_bytes(b"?")
    whole = zipped(pack, tmp_path / "东山镇.zip")
    undisturbed = Path(shutil.copytree(county, tmp_path / "undisturbed"))
    began = time.monotonic()
    whole_run = run(command("-C", undisturbed, "form", "import", whole, "--received", "2021-09-18"))
    assert whole_run.exit_code == 1, whole_run.stderr  # a file of it is not understood
    took = time.monotonic() - began
    expected = {
        name: content for name, (content, _) in state_of(undisturbed, "data", "evidence", "inbox").items()
    }
    for step in range(4):
        own = Path(shutil.copytree(county, tmp_path / f"killed{step}"))
        process = subprocess.Popen(
            command("-C", own, "form", "import", whole, "--received", "2021-09-18"),
            env=environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(took * (0.6 + 0.1 * step))
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert invoke("-C", own, "check", "--phase", "sound", "--select", "SC").exit_code in (0, 1)
        import_(own, whole)
        left = {name: content for name, (content, _) in state_of(own, "data", "evidence", "inbox").items()}
        parts = {name for name in left if name.endswith(".part")}
        assert {name: left[name] for name in left.keys() - parts} == expected


def test_the_zip_is_read_however_it_is_named(county: Path, pack: Path, tmp_path: Path) -> None:
    plain = zipped(pack, tmp_path / "东山镇.zip")
    with zipfile.ZipFile(plain) as archive:
        assert archive.namelist()
    renamed = plain.rename(tmp_path / "东山镇.zip.1")
    assert import_(county, renamed).exit_code == 0


def test_grey_cells_are_only_reported(county: Path, pack: Path) -> None:
    def change(book: Workbook) -> None:
        fill(book["数据"], "25.1", {"填报项目": "秸秆量", "县里": "已核"})

    before = state_of(county)
    ran = import_(county, _edit(pack, change))
    assert ran.exit_code == 0, ran.stdout
    assert "秸秆量" in ran.stdout
    assert state_of(county) == before


@pytest.mark.parametrize(
    ("edits", "value", "is_taken"),
    [
        ({}, -5, False),
        (
            {
                "unit: 吨, decimals: 1, from: townships}": "unit: 吨, decimals: 1, from: townships, range: any}"
            },
            -5,
            True,
        ),
        ({"unit: 吨, decimals: 1, from: townships}": "unit: '%', decimals: 1, from: townships}"}, 101, False),
        ({"unit: 吨, decimals: 1, from: townships}": "unit: '%', decimals: 1, from: townships}"}, 99, True),
    ],
)
def test_a_figure_that_is_not_possible_is_asked_back(
    edits: dict[str, str], value: int, county: Path, tmp_path: Path, *, is_taken: bool
) -> None:
    indicators = county / "data/indicators.yaml"
    text = indicators.read_text(encoding="utf-8")
    for old, new in edits.items():
        assert old in text
        text = text.replace(old, new)
    indicators.write_text(text, encoding="utf-8")
    book = workbook_of(opened(export(county, "东山镇", tmp_path / "out"), tmp_path / "东山镇"))
    before = _line(county, "film-back", 2020)
    changed(book, lambda workbook: fill(workbook["数据"], "25.3", {"2020": value}))
    ran = import_(county, book)
    if is_taken:
        assert f"value: {value}" in _line(county, "film-back", 2020)
    else:
        assert ran.exit_code == 1
        assert _line(county, "film-back", 2020) == before
        assert re.search(r"数据!G\d+.*is out of range", ran.stdout.replace("\n", " "))
