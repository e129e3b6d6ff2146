"""The sheet of problems comes back: what a unit answers is kept in its file, shown again, and closes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from cli.running import Result, invoke
from forms.packs import changed, column_of, export, import_, opened, state_of, workbook_of

LEDGER = "rectification:\n- {no: ZG-003, found: 2021-07-06, by: 督查, problem: 台账缺签字, unit: dongshan, due: 2021-09-30}\n"
SENT_BACK = "秸秆综合利用台账（2018年）退回：缺签字"
ANSWER = {"办理情况": "已改", "完成日期": "2021-09-10", "说明": "补签了"}


@pytest.fixture
def book(county: Path, tmp_path: Path) -> Path:
    """The workbook of 东山镇, with a document sent back and an entry of the ledger."""
    (county / "data" / "rectification.yaml").write_text(LEDGER, encoding="utf-8")
    path = _file(county)
    text = path.read_text(encoding="utf-8")
    accepted = "result: accepted, hash: d4681acbea84"
    assert accepted in text
    returned = accepted.replace("accepted", "returned, reason: 缺签字, due: 2021-06-10")
    path.write_text(text.replace(accepted, returned), encoding="utf-8")
    return workbook_of(opened(export(county, "东山镇", tmp_path / "out"), tmp_path / "东山镇"))


def _file(county: Path) -> Path:
    return county / "data" / "progress" / "dongshan.yaml"


def _row(sheet: Worksheet, no: str) -> int:
    column = column_of(sheet, "编号")
    return next(row for row in range(4, sheet.max_row + 2) if sheet.cell(row, column).value in (no, None))


def _write(book: Path, no: str, values: Mapping[str, Any]) -> None:
    def change(workbook: openpyxl.Workbook) -> None:
        sheet = workbook["问题"]
        row = _row(sheet, no)
        for head, value in values.items():
            sheet.cell(row, column_of(sheet, head)).value = value

    changed(book, change)


def _import(county: Path, book: Path, received: str = "2021-09-18") -> Result:
    return import_(county, book, received=received)


def _answers(county: Path) -> list[str]:
    return [line for line in _file(county).read_text(encoding="utf-8").splitlines() if "- {to: " in line]


def test_answers_are_kept_one_a_line_and_every_other_byte_stays(county: Path, book: Path) -> None:
    _write(book, "25-1", ANSWER)
    _write(book, "ZG-003", {"办理情况": "改不了", "说明": "原件没有了"})
    before = _file(county).read_text(encoding="utf-8")
    ran = _import(county, book)
    assert ran.exit_code == 0, ran.stdout
    assert _file(county).read_text(encoding="utf-8") == (
        f"{before}answers:\n"
        f"- {{to: 25-1, problem: {SENT_BACK}, state: fixed, 'on': 2021-09-18, done: 2021-09-10, note: 补签了}}\n"
        "- {to: ZG-003, state: impossible, 'on': 2021-09-18, note: 原件没有了}\n"
    )
    assert invoke("-C", county, "check", "--phase", "sound", "--select", "SC").exit_code == 0


def test_the_same_again_changes_nothing(county: Path, book: Path) -> None:
    _write(book, "25-1", ANSWER)
    _import(county, book)
    before = state_of(county)
    ran = _import(county, book, received="2021-09-19")
    assert ran.exit_code == 0, ran.stdout
    assert state_of(county) == before


def test_an_answer_is_shown_at_the_next_export_to_the_unit_and_to_whoever_waits_for_it(
    county: Path, book: Path, tmp_path: Path
) -> None:
    _write(book, "25-1", ANSWER)
    _write(book, "ZG-003", {"办理情况": "改不了", "说明": "原件没有了"})
    _import(county, book)
    before = state_of(county)
    shown = {}
    for unit, name, sheet in (
        ("东山镇", "东山镇填报表", "问题"),
        ("创建办", "整改台账", "整改台账"),
        ("县农业农村局", "县农业农村局审核表", "审核"),
    ):
        folder = opened(export(county, unit, tmp_path / "again"), tmp_path / "again" / unit)
        rows = openpyxl.load_workbook(folder / f"{name}.xlsx")[sheet].iter_rows(values_only=True)
        shown[sheet] = [[str(value) for value in row] for row in rows]
        assert _import(county, folder / f"{name}.xlsx", received="2021-09-19").exit_code == 0
    assert ["已改", "2021-09-10 00:00:00", "补签了"] in [row[-3:] for row in shown["问题"]]
    assert any(
        "未销号；东山镇答复：改不了（原件没有了）" in text for row in shown["整改台账"] for text in row
    )
    assert any("已改，9月10日完成（补签了）" in row for row in shown["审核"])
    assert state_of(county) == before


def test_a_changed_answer_takes_the_place_of_the_former(county: Path, book: Path, tmp_path: Path) -> None:
    _write(book, "ZG-003", {"办理情况": "改不了", "说明": "原件没有了"})
    _import(county, book)
    folder = opened(export(county, "东山镇", tmp_path / "again"), tmp_path / "again" / "东山镇")
    again = workbook_of(folder)
    _write(again, "ZG-003", {"办理情况": "整改中", "说明": "无"})
    ran = _import(county, again, received="2021-09-19")
    assert "改不了 → 正在改" in ran.stdout
    assert _answers(county) == ["- {to: ZG-003, state: working, 'on': 2021-09-19}"]


def test_both_sides_changed_is_a_conflict(county: Path, book: Path) -> None:
    _write(book, "ZG-003", {"办理情况": "改不了"})
    _import(county, book)
    text = _file(county).read_text(encoding="utf-8")
    _file(county).write_text(text.replace("state: impossible", "state: working"), encoding="utf-8")
    _write(book, "ZG-003", {"办理情况": "已改"})
    ran = _import(county, book, received="2021-09-19")
    assert ran.exit_code == 1
    assert "[conflict]" in ran.stdout
    assert "state: working" in _answers(county)[0]


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"办理情况": "快了"}, "Choose one of: 已改、正在改、改不了"),
        ({"完成日期": "月底"}, "Not a date"),
        ({"说明": "长" * 301}, "301 characters"),
    ],
)
def test_what_is_no_answer_is_refused(values: Mapping[str, Any], says: str, county: Path, book: Path) -> None:
    _write(book, "ZG-003", values)
    before = state_of(county)
    ran = _import(county, book)
    assert ran.exit_code == 1
    assert says in ran.stdout
    assert state_of(county) == before


def test_a_row_that_was_not_sent_is_reported(county: Path, book: Path) -> None:
    _write(book, "新的", {"编号": "新的", "问题": "没有电", "办理情况": "已改"})
    before = state_of(county)
    ran = _import(county, book)
    assert "No such problem was sent to this unit" in ran.stdout
    assert state_of(county) == before


def test_without_the_record_an_answer_is_taken_by_its_number(county: Path, book: Path) -> None:
    _write(book, "ZG-003", {"办理情况": "正在改"})
    changed(book, lambda workbook: workbook.remove(workbook["_ecodemo"]))
    ran = _import(county, book)
    assert ran.exit_code == 0, ran.stdout
    assert _answers(county) == ["- {to: ZG-003, state: working, 'on': 2021-09-18}"]


def test_an_answer_to_nothing_is_a_mistake_of_the_data(county: Path) -> None:
    path = _file(county)
    path.write_text(
        path.read_text(encoding="utf-8") + "answers:\n- {state: fixed, on: 2021-09-18}\n", encoding="utf-8"
    )
    ran = invoke("-C", county, "--lang", "en", "check", "--phase", "sound", "--select", "SC")
    assert ran.exit_code == 2
    assert "An answer must refer to a problem" in ran.stdout + ran.stderr


def test_the_reply_says_how_many_answers_were_taken(county: Path, book: Path, tmp_path: Path) -> None:
    _write(book, "25-1", ANSWER)
    _write(book, "ZG-003", {"办理情况": "正在改"})
    back = tmp_path / "back"
    ran = import_(county, book, more=("--return", str(back)))
    assert ran.exit_code == 0, ran.stdout
    text = (back / "东山镇_回复.txt").read_text(encoding="utf-8-sig")
    assert text.startswith("东山镇：9月18日的任务包已收到。“问题”表里的2条答复已登记。")


def test_only_an_entry_of_the_ledger_is_no_return(county: Path, book: Path, tmp_path: Path) -> None:
    path = _file(county)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("returned, reason: 缺签字, due: 2021-06-10", "accepted"), encoding="utf-8")
    back = tmp_path / "back"
    ran = import_(county, book, more=("--return", str(back)))
    assert "Reply to 东山镇:" in ran.stdout
    names = sorted(path.name for path in back.iterdir())
    assert names == ["东山镇_回复.txt", "东山镇填报表_待办_20211101.xlsx"]
    text = (back / names[0]).read_text(encoding="utf-8-sig")
    assert text.strip().endswith(
        "“ZG-003”整改未销号（台账缺签字），应于9月30日前办结，已逾期32天。见附件“问题”表。"
    )
