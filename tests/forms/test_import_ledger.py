"""The rectification ledger comes back: entries that are new, changed or closed, into data/rectification.yaml."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from cli.running import Result, invoke
from forms.packs import changed, column_of, export, import_, opened, state_of

LEDGER = """\
# 台账（示例）
rectification:
- no: ZG-001
  found: 2021-06-18
  by: 自查
  indicator: air
  problem: 2019年监测数据只有网页截图
  unit: ecology
  due: 2021-07-15
  closed: {on: 2021-07-12, by: inspectors, proof: 07-1/2019}   # 已销号
- {no: ZG-002, found: 2021-07-05, by: 市预审, indicator: farm-waste, measure: film-rate, problem: 农膜回收率偏低, action: 核对台账, unit: agriculture, with: [dongshan], person: 分管副局长, due: 2021-08-31}
- no: ZG-003
  found: 2021-07-06
  by: 督查
  problem: 台账缺签字      # 还要看
  unit: xihe
  due: 2021-09-30
"""
CLOSED = {"销号日期": "2021-09-10", "销号人": "县委督查室", "销号依据": "25-1/2020@西河乡"}
NEW = {"问题": "新问题", "提出": "督查", "发现日期": "2021-09-01", "单位": "东山镇", "时限": "2021-10-15"}


@pytest.fixture
def book(county: Path, tmp_path: Path) -> Path:
    """The ledger as the office is sent it."""
    (county / "data" / "rectification.yaml").write_text(LEDGER, encoding="utf-8")
    folder = opened(export(county, "创建办", tmp_path / "out"), tmp_path / "创建办")
    return folder / "整改台账.xlsx"


def _row(sheet: Worksheet, no: str) -> int:
    """Of a number, else the first empty one."""
    rows = range(4, sheet.max_row + 2)
    empty = next(row for row in rows if sheet.cell(row, 4).value is None)
    return next((row for row in rows if no and sheet.cell(row, 1).value == no), empty)


def _write(book: Path, no: str, values: Mapping[str, Any]) -> None:
    def change(workbook: openpyxl.Workbook) -> None:
        sheet = workbook["整改台账"]
        row = _row(sheet, no)
        for head, value in values.items():
            sheet.cell(row, column_of(sheet, head)).value = value

    changed(book, change)


def _import(county: Path, book: Path, received: str = "2021-09-18") -> Result:
    return import_(county, book, received=received)


def _text(county: Path) -> str:
    return (county / "data" / "rectification.yaml").read_text(encoding="utf-8")


def _changed_lines(county: Path) -> tuple[list[str], list[str]]:
    """The lines of the ledger that went, and those that came."""
    old, new = LEDGER.splitlines(), _text(county).splitlines()
    return [line for line in old if line not in new], [line for line in new if line not in old]


def test_untouched_nothing_changes(county: Path, book: Path) -> None:
    before = state_of(county)
    ran = _import(county, book)
    assert ran.exit_code == 0, ran.stdout
    assert "0 new, 0 changed" in ran.stdout
    assert state_of(county) == before


def test_a_new_entry_without_a_number_is_given_the_next(county: Path, book: Path) -> None:
    _write(book, "", NEW)
    ran = _import(county, book)
    assert ran.exit_code == 0, ran.stdout
    assert "Assigned the number ZG-004" in ran.stdout
    line = "- {'no': ZG-004, found: 2021-09-01, by: 督查, problem: 新问题, unit: dongshan, due: 2021-10-15}"
    assert _text(county) == f"{LEDGER}{line}\n"
    before = state_of(county)
    ran = _import(county, book, received="2021-09-19")
    assert "0 new, 0 changed" in ran.stdout
    assert state_of(county) == before


def test_the_first_entry_of_a_county_without_a_ledger(county: Path, book: Path) -> None:
    (county / "data" / "rectification.yaml").unlink()
    changed(book, lambda workbook: workbook["整改台账"].delete_rows(4, 3))
    changed(book, lambda workbook: workbook.remove(workbook["_ecodemo"]))
    _write(book, "", NEW)
    ran = _import(county, book)
    assert ran.exit_code == 0, ran.stdout
    assert _text(county) == (
        "# yaml-language-server: $schema=.schema/rectification.json\n"
        "rectification:\n"
        "- {'no': ZG-001, found: 2021-09-01, by: 督查, problem: 新问题, unit: dongshan, due: 2021-10-15}\n"
    )


def test_a_whole_new_entry_names_things_as_people_do(county: Path, book: Path) -> None:
    values = {
        **NEW,
        "编号": "zg－009",
        "指标": 7,
        "数据项": "PM2.5年均浓度",
        "单位": "清溪县环境保护局",
        "配合单位": "县农业农村局，东山镇",
        "措施": "先核对\n再更正",
        "发现日期": 44440,
        "时限": "10月15日前",
    }
    _write(book, "", values)
    ran = _import(county, book)
    assert ran.exit_code == 0, ran.stdout
    assert _text(county).splitlines()[-1] == (
        "- {'no': ZG-009, found: 2021-09-01, by: 督查, indicator: air, measure: pm25, problem: 新问题,"
        " action: 先核对；再更正, unit: ecology, with: [agriculture, dongshan], due: 2021-10-15}"
    )
    assert invoke("-C", county, "check", "--phase", "sound", "--select", "SC").exit_code == 0


def test_changed_fields_and_only_they(county: Path, book: Path) -> None:
    _write(
        book, "ZG-002", {"措施": "重新核对", "配合单位": "东山镇、西河乡", "责任人": "无", "请领导": "请协调"}
    )
    _write(book, "ZG-003", {"时限": "2021-10-08", "问题": None, "提出": None})
    ran = _import(county, book)
    assert ran.exit_code == 0, ran.stdout
    gone, came = _changed_lines(county)
    assert gone == [
        next(line for line in LEDGER.splitlines() if "ZG-002" in line),
        "  due: 2021-09-30",
    ]
    entry = (
        "- {no: ZG-002, found: 2021-07-05, by: 市预审, indicator: farm-waste, measure: film-rate, problem: 农膜回收率偏低,"
        " action: 重新核对, unit: agriculture, with: [dongshan, xihe], ask: 请协调, due: 2021-08-31}"
    )
    assert came == [entry, "  due: 2021-10-08"]


def test_a_closing(county: Path, book: Path) -> None:
    _write(book, "ZG-003", CLOSED)
    ran = _import(county, book)
    assert ran.exit_code == 0, ran.stdout
    assert _text(county) == f"{LEDGER}  closed: {{'on': 2021-09-10, by: inspectors, proof: 25-1/2020@xihe}}\n"


def test_a_closing_whose_proof_comes_in_the_same_pack(county: Path, book: Path) -> None:
    register = county / "data" / "progress" / "office.yaml"
    lines = register.read_text(encoding="utf-8").splitlines(keepends=True)
    others = [line for line in lines if "requirement: 00-1," not in line]
    assert len(others) < len(lines)
    register.write_text("".join(others), encoding="utf-8")
    _write(book, "ZG-003", CLOSED | {"销号依据": "00-1@创建办"})
    event = book.parent / "佐证" / "00-1 会议" / "2021-09-01 推进会"
    event.mkdir(parents=True)
    (event / "通知.pdf").write_bytes(b"notice")
    ran = _import(county, book.parent)
    assert ran.exit_code == 0, ran.stdout
    assert "proof: 00-1@office" in _text(county)


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"销号人": "西河乡"}, "A unit other than the responsible one"),
        ({"销号人": None}, "Missing: 销号人"),
        ({"销号依据": None}, "Missing: 销号依据"),
        ({"销号日期": None}, "Missing: 销号日期"),
        ({"销号依据": "25-1/2017@西河乡"}, "25-1/2017@西河乡 is not in the register"),
        ({"销号依据": "99-1/2020"}, "Not a document"),
        ({"销号依据": "25-1/2020@西河镇"}, "Did you mean “西河乡”?"),
        ({"销号日期": "2021-07-01"}, "earlier than 2021-07-06, when"),
        ({"销号日期": "2021-09-20"}, "is in the future"),
        ({"销号日期": "过几天"}, "Not a date"),
    ],
)
def test_what_is_no_closing_is_refused_once_and_nothing_changes(
    values: Mapping[str, Any], says: str, county: Path, book: Path
) -> None:
    _write(book, "ZG-003", {**CLOSED, **values})
    before = state_of(county)
    ran = _import(county, book)
    assert ran.exit_code == 1
    assert says in ran.stdout
    assert ran.stdout.count("[rejected]") == 1, ran.stdout
    assert state_of(county) == before


@pytest.mark.parametrize(
    ("no", "values", "says"),
    [
        ("", {**NEW, "单位": None, "时限": None}, "A new entry also requires: 单位, 时限"),
        ("", {**NEW, "单位": "东山乡"}, "Did you mean “东山镇”?"),
        ("", {**NEW, "指标": "99"}, "No indicator has this number or name"),
        ("", {**NEW, "数据项": "没有的数"}, "Unknown name “没有的数”"),
        ("", {**NEW, "时限": "2021-08-01"}, "when the problem was found"),
        ("", {**NEW, "发现日期": "2021-10-01"}, "is in the future"),
        ("", {**NEW, "编号": "第四条"}, "Use a number such as ZG-012"),
        ("", {**NEW, "编号": "ZG-003"}, "several rows with different entries"),
        ("ZG-002", {"单位": "没有的单位"}, "Unknown name “没有的单位”"),
        ("ZG-002", {"时限": "无"}, "by hand"),
        ("ZG-002", {"问题": "长" * 301}, "301 characters"),
    ],
)
def test_what_cannot_be_taken_is_refused(
    no: str, values: Mapping[str, Any], says: str, county: Path, book: Path
) -> None:
    _write(book, no, values)
    ran = _import(county, book)
    assert ran.exit_code == 1
    assert says in ran.stdout
    assert "[rejected]  整改台账!" in ran.stdout
    assert all(line in _text(county) for line in LEDGER.splitlines())


def test_both_sides_changed_is_a_conflict(county: Path, book: Path) -> None:
    path = county / "data" / "rectification.yaml"
    _write(book, "ZG-002", {"措施": "他们的办法", "单位": "县林业局"})
    path.write_text(LEDGER.replace("action: 核对台账", "action: 我们的办法"), encoding="utf-8")
    ran = _import(county, book)
    assert ran.exit_code == 1
    assert "current 我们的办法, workbook 他们的办法, exported 核对台账; current value kept" in ran.stdout
    assert "To use the one in the workbook instead, enter it in data/." in ran.stdout
    assert "action: 我们的办法, unit: forestry" in _text(county)


def test_changed_only_here_stays(county: Path, book: Path) -> None:
    path = county / "data" / "rectification.yaml"
    ours = LEDGER.replace("action: 核对台账", "action: 我们的办法").replace(
        "due: 2021-09-30", "due: 2021-11-30"
    )
    path.write_text(ours, encoding="utf-8")
    ran = _import(county, book)
    assert ran.exit_code == 0, ran.stdout
    assert _text(county) == ours


def _deleted(sheet: Worksheet) -> None:
    sheet.delete_rows(_row(sheet, "ZG-002"))


def _emptied(sheet: Worksheet) -> None:
    for column in range(2, 18):
        sheet.cell(_row(sheet, "ZG-002"), column).value = None


def _sorted(sheet: Worksheet) -> None:
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4, max_row=6)]
    for number, row in enumerate(reversed(rows), 4):
        for column, value in enumerate(row, 1):
            sheet.cell(number, column).value = value


def _grey(sheet: Worksheet) -> None:
    sheet.cell(_row(sheet, "ZG-002"), column_of(sheet, "情况")).value = "已销号"


@pytest.mark.parametrize(
    "change", [_deleted, _emptied, _sorted, _grey], ids=lambda change: change.__name__[1:]
)
def test_what_says_nothing_changes_nothing(
    change: Callable[[Worksheet], None], county: Path, book: Path
) -> None:
    changed(book, lambda workbook: change(workbook["整改台账"]))
    before = state_of(county)
    ran = _import(county, book)
    assert ran.exit_code == 0, ran.stdout
    assert ("Grey cells are read-only" in ran.stdout) == (change is _grey)
    assert state_of(county) == before


def test_without_its_record_what_differs_is_a_conflict(county: Path, book: Path) -> None:
    _write(book, "ZG-002", {"措施": "他们的办法", "请领导": "请协调"})
    changed(book, lambda workbook: workbook.remove(workbook["_ecodemo"]))
    ran = _import(county, book)
    assert ran.exit_code == 1
    assert ran.stdout.count("[conflict]") == 1, ran.stdout
    assert "ask: 请协调" in _text(county)
    assert "action: 核对台账" in _text(county)


def test_only_the_office_keeps_the_ledger(county: Path, book: Path, tmp_path: Path) -> None:
    _write(book, "ZG-003", {"时限": "2021-12-31"})
    changed(book, lambda workbook: workbook.remove(workbook["_ecodemo"]))
    theirs = tmp_path / "东山镇整改台账.xlsx"
    book.rename(theirs)
    before = state_of(county)
    ran = _import(county, theirs)
    assert ran.exit_code == 1
    assert "maintained by the bid office" in ran.stdout
    assert state_of(county) == before


def test_an_entry_that_was_taken_does_not_go_back_beside_those_that_were_not(
    county: Path, book: Path, tmp_path: Path
) -> None:
    _write(book, "", NEW)
    _write(book, "", {"问题": "另一个问题", "提出": "督查"})
    back = tmp_path / "back"
    import_(county, book, more=("--return", str(back)))
    [returned] = back.glob("整改台账_退回_*.xlsx")
    problems = [row[3].value for row in openpyxl.load_workbook(returned)["整改台账"].iter_rows(min_row=4)]
    assert problems.count("新问题") == problems.count("另一个问题") == 1


def test_the_text_says_of_which_new_entry_a_cell_was_not_taken(
    county: Path, book: Path, tmp_path: Path
) -> None:
    _write(book, "", NEW | {"单位": "不知镇"})
    import_(county, book, more=("--return", str(tmp_path)))
    text = next(tmp_path.glob("*_回复.txt")).read_text(encoding="utf-8-sig")
    assert "“新问题：单位”未采纳" in text


def test_untouched_with_days_as_such_nothing_changes(county: Path, book: Path) -> None:
    def change(workbook: openpyxl.Workbook) -> None:
        workbook.iso_dates = True

    before = state_of(county)
    changed(book, change)
    ran = _import(county, book)
    assert (ran.exit_code, ran.stdout.count("\n  [")) == (0, 0), ran.stdout
    assert state_of(county) == before


@pytest.mark.parametrize(
    ("head", "value", "says"),
    [
        ("发现日期", "2021-02-30", "No such date"),
        ("时限", "月底", "Not a date"),
        ("单位", "某某镇", "整改台账!H7"),
    ],
)
def test_a_new_entry_that_is_not_taken_is_said_to_be_so(
    head: str, value: str, says: str, county: Path, book: Path
) -> None:
    _write(book, "", {**NEW, head: value})
    ran = _import(county, book)
    assert ran.exit_code == 1
    assert says in ran.stdout
    assert f"The entry was not imported. Missing or unreadable: {head}" in ran.stdout
    assert _text(county) == LEDGER
