"""A unit corrects its own old workbook and sends it again, without waiting for anything."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from openpyxl.workbook import Workbook

from cli.running import Result
from forms.packs import changed, column_of, export, fill, import_, opened, state_of, workbook_of, zipped

Change = Callable[[Workbook], object]
LEDGER = "rectification:\n- {no: ZG-001, found: 2021-06-18, by: 自查, problem: 缺签字, unit: dongshan, due: 2021-09-30}\n"


@pytest.fixture
def book(county: Path, tmp_path: Path) -> Path:
    """The workbook of 东山镇; of straw in 2020 it says 21430."""
    return _exported(county, "东山镇", tmp_path / "out")


def _exported(county: Path, unit: str, out: Path) -> Path:
    return workbook_of(opened(export(county, unit, out), out / "opened"))


def _figure(value: object, no: str = "25.1") -> Change:
    return lambda book: fill(book["数据"], no, {"2020年": value})


def _copy(book: Path, name: str, change: Change) -> Path:
    """A copy of the workbook as it is now, with a change."""
    copy = Path(shutil.copy(book, book.with_name(f"{name}.xlsx")))
    changed(copy, change)
    return copy


def _send(county: Path, book: Path, change: Change, received: str = "2021-09-18") -> Result:
    changed(book, change)
    return import_(county, book, received=received)


def _straw(county: Path, unit: str = "dongshan") -> str:
    text = (county / "data" / "progress" / f"{unit}.yaml").read_text(encoding="utf-8")
    return next(line for line in text.splitlines() if "measure: straw-used, year: 2020" in line)


def _office(county: Path, old: str, new: str) -> None:
    path = county / "data" / "progress" / "dongshan.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_its_own_figure_is_corrected_with_a_trace(county: Path, book: Path) -> None:
    _send(county, book, _figure(21500))
    ran = _send(county, book, _figure(21600), received="2021-09-20")
    assert ran.exit_code == 0, ran.stdout
    assert "value: 21600" in _straw(county)
    assert "'on': 2021-09-20, was: '21500'" in _straw(county)


def test_corrected_three_times_on_one_day(county: Path, book: Path) -> None:
    for value in (21500, 21600, 21700):
        ran = _send(county, book, _figure(value))
        assert ran.exit_code == 0, ran.stdout
        assert f"value: {value}" in _straw(county)


def test_what_the_office_changed_since_is_a_conflict(county: Path, book: Path) -> None:
    _send(county, book, _figure(21500))
    _office(county, "value: 21500", "value: 21444")
    ran = _send(county, book, _figure(21600), received="2021-09-20")
    assert ran.exit_code == 1
    assert "current 21444, workbook 21600, exported 21430" in ran.stdout
    assert "value: 21444" in _straw(county)


def test_what_the_office_made_like_the_unit_had_it_is_the_units_again(county: Path, book: Path) -> None:
    _send(county, book, _figure(21500))
    _office(county, "value: 21500", "value: 21500.0")
    assert _send(county, book, _figure(21600), received="2021-09-20").exit_code == 0
    assert "value: 21600" in _straw(county)


def test_a_new_form_does_not_take_from_the_old_one_what_the_unit_said_in_it(
    county: Path, book: Path, tmp_path: Path
) -> None:
    _send(county, book, _figure(21500))
    new = _exported(county, "东山镇", tmp_path / "new")
    _send(county, new, _figure(9, "25.3"), received="2021-09-19")
    assert _send(county, book, _figure(21600), received="2021-09-20").exit_code == 0
    assert "value: 21600" in _straw(county)


def test_a_clone_without_inbox_says_conflict_as_it_cannot_know(county: Path, book: Path) -> None:
    _send(county, book, _figure(21500))
    shutil.rmtree(county / "inbox")
    assert _send(county, book, _figure(21600), received="2021-09-20").exit_code == 1
    assert "value: 21500" in _straw(county)


def test_without_its_record_a_workbook_may_be_an_untouched_one(county: Path, book: Path) -> None:
    _send(county, book, _figure(21500))

    def lose(workbook: Workbook) -> None:
        del workbook["_ecodemo"]
        _figure(21430)(workbook)

    assert _send(county, book, lose, received="2021-09-20").exit_code == 1
    assert "value: 21500" in _straw(county)


def test_an_older_workbook_that_is_imported_late_brings_nothing_back(county: Path, book: Path) -> None:
    old = _copy(book, "东山镇旧", _figure(21500))
    new = _copy(book, "东山镇新", _figure(21600))
    import_(county, new, received="2021-05-25")
    changed(old, lambda workbook: fill(workbook["数据"], "25.3", {"2020年": 9}))
    ran = import_(county, old, received="2021-05-19")
    assert ran.exit_code == 0, ran.stdout
    assert "value: 21600" in _straw(county)
    assert "数据!G" in ran.stdout
    assert "Older workbook: the unit entered something else in a later one, on 2021-05-25." in ran.stdout
    assert "value: 9," in (county / "data" / "progress" / "dongshan.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("form", ["zip", "workbook"])
def test_the_same_old_workbook_after_a_newer_one_keeps_its_place(
    form: str, county: Path, book: Path, tmp_path: Path
) -> None:
    old = _copy(book, "东山镇旧", _figure(21500))
    again = old
    if form == "zip":
        (tmp_path / "again").mkdir()
        shutil.copy(old, tmp_path / "again")
        again = zipped(tmp_path / "again", tmp_path / "东山镇又发.zip")
    import_(county, old, received="2021-05-19")
    import_(county, _copy(book, "东山镇新", _figure(21600)), received="2021-05-25")
    before = state_of(county)
    ran = import_(county, again, received="2021-05-26")
    assert "Older workbook" in ran.stdout
    assert state_of(county) == before


def test_both_in_one_import_are_taken_by_their_days_in_whatever_order(county: Path, book: Path) -> None:
    for day, value in (("2021-05-19", 21500), ("2021-05-25", 21600)):
        folder = county / "inbox" / day
        folder.mkdir(parents=True)
        shutil.copy(_copy(book, f"东山镇{value}", _figure(value)), folder)
    later, earlier = (county / "inbox" / "2021-05-25", county / "inbox" / "2021-05-19")
    ran = import_(county, later, earlier, received=None)
    assert ran.exit_code == 0, ran.stdout
    assert "value: 21600" in _straw(county)


def test_of_two_that_come_on_one_day_in_one_import_nobody_knows_the_later(county: Path, book: Path) -> None:
    first, second = _copy(book, "东山镇1", _figure(21500)), _copy(book, "东山镇2", _figure(21600))
    for _ in range(2):
        ran = import_(county, first, second)
        assert ran.exit_code == 1
        assert "current 21500, workbook 21600" in ran.stdout
        assert "value: 21500" in _straw(county)


def test_two_copies_of_one_form_add_up_and_what_is_as_sent_out_takes_nothing_back(
    county: Path, book: Path
) -> None:
    first, second = _copy(book, "东山镇1", _figure(21500)), _copy(book, "东山镇2", _figure(9, "25.3"))
    import_(county, first)
    ran = import_(county, second, received="2021-09-19")
    assert ran.exit_code == 0, ran.stdout
    assert (
        "Unchanged since export; what the unit entered in another workbook, on 2021-09-18, is kept."
        in ran.stdout
    )
    assert "value: 21500" in _straw(county)


def test_the_same_again_changes_nothing_in_the_inbox_either(county: Path, book: Path) -> None:
    _send(county, book, _figure(21500))
    before = state_of(county, "data", "inbox")
    import_(county, book, received="2021-09-25")
    assert state_of(county, "data", "inbox") == before


def test_a_dry_run_remembers_nothing(county: Path, book: Path) -> None:
    changed(book, _figure(21500))
    import_(county, book, more=("--dry-run",))
    assert not (county / "inbox").exists()


def test_what_is_remembered_can_be_read_and_is_damaged_with_a_sentence(county: Path, book: Path) -> None:
    _send(county, book, _figure(21500))
    kept = county / "inbox" / "已收内容" / "dongshan.json"
    said = json.loads(kept.read_text(encoding="utf-8"))
    assert {"sheet": "数据", "row": "25.1", "column": "2020", "says": "21500"}.items() <= next(
        cell for cell in said["cells"] if cell["column"] == "2020"
    ).items()
    for damaged in ("{", "[]", '{"version": 2}', '{"version": 1, "workbooks": [{}], "cells": []}', "\x00"):
        kept.write_text(damaged, encoding="utf-8")
        before = state_of(county)
        ran = _send(county, book, _figure(21600))
        assert ran.exit_code == 2
        assert "dongshan.json is damaged" in ran.stderr
        assert state_of(county) == before


def _row(book: Workbook, sheet: str, words: str) -> int:
    """The first row in which a cell begins so."""
    return next(
        row
        for row in range(4, book[sheet].max_row + 2)
        if any(str(cell.value or "").startswith(words) for cell in book[sheet][row])
    )


def _write(sheet: str, words: str, values: Mapping[str, Any]) -> Change:
    def write(book: Workbook) -> None:
        row = _row(book, sheet, words)
        for head, value in values.items():
            book[sheet].cell(row, column_of(book[sheet], head)).value = value

    return write


def _write_front(label: str, value: str) -> Change:
    def write(book: Workbook) -> None:
        next(row for row in book["首页"].iter_rows() if row[0].value == label)[1].value = value

    return write


@pytest.mark.parametrize(
    ("unit", "file", "first", "second", "was", "becomes"),
    [
        pytest.param(
            "东山镇",
            "progress/dongshan",
            _write("数据", "25.3", {"页码": "第3页"}),
            _write("数据", "25.3", {"页码": "第4页"}),
            "page: 3",
            "page: 4",
            id="place",
        ),
        pytest.param(
            "东山镇",
            "progress/dongshan",
            _write("数据", "25.3", {"依据": "25-1"}),
            _write("数据", "25.3", {"依据": "00-2"}),
            "measure: film-back, year: 2020, value: 31.4, proof: 25-1/2020",
            "measure: film-back, year: 2020, value: 31.4, proof: 00-2",
            id="proof",
        ),
        pytest.param(
            "东山镇",
            "progress/dongshan",
            _write("数据", "25.3", {"说明": "来源：甲"}),
            _write("数据", "25.3", {"说明": "来源：乙"}),
            "source: 甲",
            "source: 乙",
            id="note",
        ),
        pytest.param(
            "东山镇",
            "progress/dongshan",
            _write("佐证", "25-1", {"说明": "签字已补"}),
            _write("佐证", "25-1", {"说明": "签字和章已补"}),
            "note: 签字已补",
            "note: 签字和章已补",
            id="note of a document",
        ),
        pytest.param(
            "东山镇",
            "waivers",
            _write("佐证", "07-3", {"情况": "不涉及", "说明": "没有秸秆"}),
            _write("佐证", "07-3", {"说明": "没有耕地"}),
            "reason: 没有秸秆",
            "reason: 没有耕地",
            id="reason of 不涉及",
        ),
        pytest.param(
            "东山镇",
            "progress/dongshan",
            _write("问题", "1", {"办理情况": "正在改"}),
            _write("问题", "1", {"办理情况": "已改"}),
            "state: working",
            "state: fixed",
            id="answer",
        ),
        pytest.param(
            "东山镇",
            "contacts",
            _write_front("信息员", "张三"),
            _write_front("信息员", "李四"),
            "liaison: 张三",
            "liaison: 李四",
            id="contact",
        ),
        pytest.param(
            "市生态环境局清溪分局",
            "progress/ecology",
            _write("上级下达", "07.1", {"目标值": "≥96"}),
            _write("上级下达", "07.1", {"目标值": "≥97"}),
            "at_least: 96",
            "at_least: 97",
            id="assignment",
        ),
        pytest.param(
            "市生态环境局清溪分局",
            "progress/ecology",
            _write("文字", "07", {"下一步": "巡查"}),
            _write("文字", "07", {"下一步": "加密巡查"}),
            "next: 巡查",
            "next: 加密巡查",
            id="statement",
        ),
        pytest.param(
            "创建办",
            "rectification",
            _write("整改台账", "ZG-001", {"措施": "补签"}),
            _write("整改台账", "ZG-001", {"措施": "补签并盖章"}),
            "action: 补签",
            "action: 补签并盖章",
            id="ledger",
        ),
    ],
)
def test_whatever_a_unit_said_it_can_correct(
    unit: str,
    file: str,
    first: Change,
    second: Change,
    was: str,
    becomes: str,
    county: Path,
    tmp_path: Path,
) -> None:
    (county / "data" / "rectification.yaml").write_text(LEDGER, encoding="utf-8")
    folder = opened(export(county, unit, tmp_path / "out"), tmp_path / "opened")
    book = next(folder.rglob("整改台账.xlsx" if file == "rectification" else "*填报表.xlsx"))
    path = county / "data" / f"{file}.yaml"
    ran = _send(county, book, first)
    assert ran.exit_code == 0, ran.stdout
    assert was in path.read_text(encoding="utf-8")
    ran = _send(county, book, second, received="2021-09-20")
    assert ran.exit_code == 0, ran.stdout
    assert becomes in path.read_text(encoding="utf-8")
    old = _copy(book, f"{unit}旧", first)
    before = state_of(county)
    ran = import_(county, old, received="2021-09-19")
    assert "Older workbook" in ran.stdout
    assert state_of(county) == before


def test_a_new_entry_of_the_ledger_is_corrected_in_the_row_that_made_it(county: Path, tmp_path: Path) -> None:
    (county / "data" / "rectification.yaml").write_text(LEDGER, encoding="utf-8")
    book = opened(export(county, "创建办", tmp_path / "out"), tmp_path / "opened") / "整改台账.xlsx"

    def add(workbook: Workbook) -> None:
        sheet = workbook["整改台账"]
        new = {"问题": "新问题", "提出": "督查", "发现": "2021-09-01", "单位": "西河乡", "时限": "2021-10-15"}
        for head, value in new.items():
            sheet.cell(5, column_of(sheet, head)).value = value

    assert _send(county, book, add).exit_code == 0
    ran = _send(county, book, _write("整改台账", "新问题", {"时限": "2021-10-20"}), received="2021-09-20")
    assert ran.exit_code == 0, ran.stdout
    text = (county / "data" / "rectification.yaml").read_text(encoding="utf-8")
    assert "problem: 新问题, unit: xihe, due: 2021-10-20" in text


def test_another_document_is_referred_to(county: Path, book: Path) -> None:
    path = county / "data" / "progress" / "dongshan.yaml"
    _send(county, book, _write("佐证", "07-3", {"说明": "见25-1"}))
    assert "requirement: 07-3, years: [2020], see: 25-1/2020" in path.read_text(encoding="utf-8")
    ran = _send(county, book, _write("佐证", "07-3", {"说明": "见25-3"}), received="2021-09-20")
    assert ran.exit_code == 0, ran.stdout
    text = path.read_text(encoding="utf-8")
    assert "see: 25-1" not in text
    assert "requirement: 07-3, years: [2020], see: 25-3/2020" in text


def test_who_declared_not_involved_and_says_otherwise_is_asked_about(county: Path, tmp_path: Path) -> None:
    book = _exported(county, "西河乡", tmp_path / "out")
    _send(county, book, _write("佐证", "07-3", {"情况": "不涉及", "说明": "没有秸秆"}))
    before = state_of(county)
    ran = _send(
        county, book, _write("佐证", "07-3", {"情况": "暂时没有", "说明": None}), received="2021-09-20"
    )
    assert ran.exit_code == 1
    assert "Already declared as not applicable (不涉及)." in ran.stdout
    assert state_of(county) == before


def test_the_inbox_as_a_whole_is_imported_without_what_is_remembered(county: Path, book: Path) -> None:
    _send(county, book, _figure(21500))
    before = state_of(county, "data", "inbox")
    ran = import_(county, county / "inbox", received=None)
    assert ran.exit_code == 0, ran.stdout
    assert "dongshan.json" not in ran.stdout
    assert state_of(county, "data", "inbox") == before
