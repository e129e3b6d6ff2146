"""`form status`: who has returned theirs and when, from the inbox or from the register alone."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.running import Result, invoke
from ecodemo.forms.submissions import Submission, SubmissionSource, lists_to_paste, texts_of_names
from ecodemo.forms.words import LONGEST_TEXT
from ecodemo.model.organisation import Township
from forms.packs import changed, export, fill, import_, opened, workbook_of, zipped


def _status(county: Path, *more: str, lang: str = "zh", columns: int = 120) -> Result:
    ran = invoke("-C", county, "--lang", lang, "form", "status", *more, env={"COLUMNS": str(columns)})
    assert ran.clean, ran.stderr
    return ran


def _units(county: Path, *more: str) -> dict[str, dict[str, Any]]:
    ran = _status(county, "-f", "json", *more)
    assert ran.exit_code == 0, ran.stderr
    return {row["unit"]: row for row in json.loads(ran.stdout)["units"]}


def _without(county: Path, unit: str) -> None:
    (county / "data" / "progress" / f"{unit}.yaml").unlink()


def _pack(county: Path, folder: Path) -> Path:
    """A pack of 西河乡 with figures and no documents."""
    unpacked = opened(export(county, "西河乡", folder / "out"), folder / "西河乡")
    changed(workbook_of(unpacked), lambda book: fill(book["数据"], "25.1", {"2020年": 12, "2019年": "约9"}))
    return zipped(unpacked, folder / "西河乡.zip")


def test_the_register_says_when_documents_came(county: Path) -> None:
    row = _units(county)["dongshan"]
    assert (row["first"], row["last"]) == ("2021-05-18", "2021-08-30")
    assert row["deliveries"] == 2
    assert row["known_from"] == ["register"]


def test_only_what_had_come_by_the_day_counts(county: Path) -> None:
    assert _units(county, "--today", "2021-06-01")["dongshan"]["last"] == "2021-05-18"
    assert "未报送（3个）：东山镇、西河乡、南坪镇" in _status(_emptied(county)).stdout


def _emptied(county: Path) -> Path:
    for unit in ("dongshan", "xihe", "nanping"):
        _without(county, unit)
    return county


def test_who_has_not_is_one_line_to_paste_for_townships_and_one_for_departments(county: Path) -> None:
    _without(county, "xihe")
    _without(county, "statistics")
    lines = _status(county).stdout.splitlines()
    lists = [line for line in lines if line.startswith("未报送")]
    assert lists == ["未报送（1个）：县统计局", "未报送（1个）：西河乡"]
    assert "乡镇：已报送2个，共3个" in lines


def test_in_english_it_says_that_the_line_to_paste_is_chinese(county: Path) -> None:
    _without(county, "xihe")
    lines = _status(county, lang="en").stdout.splitlines()
    assert lines[lines.index("未报送（1个）：西河乡") - 1] == "Text to forward, in Chinese:"
    assert "转发" not in _status(county).stdout


def test_a_pack_without_documents_is_known_from_the_inbox_and_not_in_a_clone(
    county: Path, tmp_path: Path
) -> None:
    _without(county, "xihe")
    import_(county, _pack(county, tmp_path), received="2021-09-18")
    row = _units(county)["xihe"]
    assert (row["first"], row["last"], row["deliveries"]) == ("2021-09-18", "2021-09-18", 1)
    assert row["known_from"] == ["inbox"]
    shutil.rmtree(county / "inbox")
    row = _units(county)["xihe"]
    assert row["returned"] is True
    assert (row["first"], row["known_from"]) == (None, ["data"])
    ran = _status(county)
    assert "日期不详" in ran.stdout
    assert "无收件夹" in ran.stdout


def test_two_packs_are_two_deliveries_and_the_same_one_twice_is_one(county: Path, tmp_path: Path) -> None:
    _without(county, "xihe")
    pack = _pack(county, tmp_path)
    import_(county, pack, received="2021-09-18")
    import_(county, pack, received="2021-09-18")
    assert _units(county)["xihe"]["deliveries"] == 1
    unpacked = opened(export(county, "西河乡", tmp_path / "again"), tmp_path / "二")
    changed(workbook_of(unpacked), lambda book: fill(book["数据"], "25.2", {"2020年": 30}))
    import_(county, zipped(unpacked, tmp_path / "西河乡补.zip"), received="2021-09-20")
    row = _units(county)["xihe"]
    assert (row["deliveries"], row["first"], row["last"]) == (2, "2021-09-18", "2021-09-20")


@pytest.mark.parametrize("kind", ["zip", "folder", "workbook"])
def test_a_pack_with_a_workbook_and_no_name_of_a_unit_is_known_by_the_list(
    kind: str, county: Path, tmp_path: Path
) -> None:
    _without(county, "xihe")
    unpacked = opened(export(county, "西河乡", tmp_path / "out"), tmp_path / "填报材料")
    book = workbook_of(unpacked).rename(unpacked / "填报表.xlsx")
    changed(book, lambda book: fill(book["数据"], "25.1", {"2020年": 12}))
    zip_ = zipped(unpacked, tmp_path / "填报材料.zip")
    pack = {"zip": zip_, "folder": unpacked, "workbook": book}[kind]
    import_(county, pack, received="2021-09-18")
    import_(county, pack, received="2021-09-20")
    row = _units(county)["xihe"]
    assert (row["first"], row["last"], row["deliveries"]) == ("2021-09-18", "2021-09-18", 1)
    assert row["known_from"] == ["inbox"]
    listed = (county / "inbox" / "收件登记.csv").read_text(encoding="utf-8-sig").splitlines()
    assert f"2021-09-18,西河乡,{pack.name},{pack.name},inbox/2021-09-18/{pack.name}," in listed[1]
    assert listed[1].endswith(",收到的原包")
    assert len(listed) == 2


def test_what_is_owed_is_what_the_first_sheet_says(county: Path, tmp_path: Path) -> None:
    import openpyxl

    row = _units(county)["dongshan"]
    folder = opened(export(county, "东山镇", tmp_path / "out"), tmp_path / "东山镇")
    front = openpyxl.load_workbook(workbook_of(folder))["首页"]
    said = {str(cell.value) for line in front.iter_rows() for cell in line if cell.value}
    assert f"数据{row['figures_owed']}个" in said
    assert row["figures_owed"] > 0
    assert row["documents_owed"] == row["problems"] == 0


def test_figures_owed_are_those_that_the_ranking_counts(county: Path) -> None:
    ran = invoke("-C", county, "check", "-f", "json")
    counted = {row["unit"]: row["figures_missing"] for row in json.loads(ran.stdout)["ranking"]}
    owed = {unit: row["figures_owed"] for unit, row in _units(county).items()}
    assert any(owed.values())
    assert {unit: owed.get(unit, 0) for unit in counted} == counted


def test_a_figure_recognised_as_not_involved_is_not_owed(county: Path) -> None:
    before = _units(county)["forestry"]["figures_owed"]
    waivers = county / "data" / "waivers.yaml"
    head, rest = waivers.read_text(encoding="utf-8").split("\n", 1)
    entry = "- {measure: grass-area, reason: 没有草地, document: 16-1, granted: 2021-05-17, by: ecology}"
    waivers.write_text(f"{head}\n{entry}\n{rest}", encoding="utf-8")
    assert _units(county)["forestry"]["figures_owed"] == before - 2


def test_whoever_has_to_act_and_did_nothing_in_this_phase_is_listed(county: Path) -> None:
    said = "10月1日以来未再报送，且有未整改问题，或缺报、缺交已到期、即将到期的单位（3个）：" + "、".join(
        f"{unit}（数据8个，最长已逾期165天）" for unit in ("东山镇", "西河乡", "南坪镇")
    )
    assert said in _status(county, columns=80).stdout.splitlines()


def test_whoever_sent_something_and_still_owes_what_is_due_is_listed(county: Path) -> None:
    lines = _status(county, "--today", "2021-05-26").stdout.splitlines()
    said = "已报送但有未整改问题，或缺报、缺交已到期、即将到期的单位（3个）：" + "、".join(
        f"{unit}（数据8个，最长已逾期6天）" for unit in ("东山镇", "西河乡", "南坪镇")
    )
    assert said in lines


def _items_to_do(county: Path, today: str) -> int:
    lines = _status(county, "--unit", "xihe", "--today", today).stdout.splitlines()
    [found] = [re.search(r"西河乡（(?:数据.*?，)?(?:(\d+)项)?", line) for line in lines if "个）：" in line]
    assert found is not None
    return int(found[1] or 0)


def test_an_extension_moves_the_day_of_a_document_and_of_its_return(county: Path) -> None:
    path = county / "data" / "progress" / "xihe.yaml"
    text = path.read_text(encoding="utf-8").replace("redelivered: [{on: 2021-06-09, hash: 7f537cf91a10}]", "")
    path.write_text(text.replace("received: 2021-05-19\n  \n", "received: 2021-06-02\n"), encoding="utf-8")
    waivers = county / "data" / "waivers.yaml"
    extended = waivers.read_text(encoding="utf-8")
    with_extension = _items_to_do(county, "2021-05-26"), _items_to_do(county, "2021-06-05")
    waivers.write_text(extended.replace("until: 2021-06-30", "until: 2021-05-28"), encoding="utf-8")
    without = _items_to_do(county, "2021-05-26"), _items_to_do(county, "2021-06-05")
    assert (with_extension, without) == ((0, 1), (1, 1))


def _row(name: str, days_left: int | None, **rest: int) -> Submission:
    values = {"figures_pressing": 0, "items_pressing": 1, **rest}
    day = date(2021, 5, 19)
    return Submission(
        unit=Township(id="u", name=name, code="430923123"),
        days=(day,),
        deliveries=1,
        sources=(SubmissionSource.INBOX,),
        problems=0,
        figures_owed=0,
        documents_owed=0,
        days_left=days_left,
        since=date(2021, 5, 1),
        **values,
    )


def test_the_longest_overdue_comes_first_then_what_is_due_next() -> None:
    rows = [
        _row("甲镇", None),
        _row("乙镇", 2),
        _row("丙镇", -6, figures_pressing=8),
        _row("丁镇", -24, items_pressing=0, figures_pressing=3),
        _row("戊镇", 9, items_pressing=0),
    ]
    assert list(lists_to_paste(rows)) == [
        (
            "已报送但有未整改问题，或缺报、缺交已到期、即将到期的单位（4个）：丁镇（数据3个，最长已逾期24天）、"
            "丙镇（数据8个，1项，最长已逾期6天）、乙镇（1项）、甲镇（1项）"
        )
    ]


@given(st.lists(st.text("某县乡镇（）、1", min_size=1, max_size=40), max_size=60))
def test_lists_fit_into_chat_messages_and_name_everybody(names: list[str]) -> None:
    names = [f"<{number}{name}>" for number, name in enumerate(names)]
    texts = list(texts_of_names("已报送，还欠的", names))
    assert all(len(text) <= LONGEST_TEXT for text in texts)
    assert [name for text in texts for name in re.findall("<.*?>", text)] == names
    assert texts[0].startswith(f"已报送，还欠的（{len(names)}个）：")


def test_a_name_that_fits_no_message_is_counted() -> None:
    [text] = texts_of_names("未报送", ["甲镇", "乙" * 400, "丙镇"])
    assert text == "未报送（3个）：甲镇、丙镇，另有1个"


def test_nobody_is_listed_for_what_is_not_yet_due(county: Path) -> None:
    rows = _units(county, "--today", "2021-05-10")
    assert rows["office"]["documents_owed"] > 0
    assert rows["office"]["last"] < "2021-05-01"
    assert not rows["office"]["silent_in_phase"]
    assert "没有再报" not in _status(county, "--today", "2021-05-10").stdout


def test_csv_opens_in_a_spreadsheet(county: Path) -> None:
    ran = invoke("-C", county, "--lang", "zh", "form", "status", "-f", "csv")
    assert ran.stdout.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(ran.stdout.removeprefix("\ufeff"))))
    row = next(row for row in rows if row["责任单位"] == "东山镇")
    assert (row["类别"], row["首次收到"], row["依据"]) == ("乡镇", "2021-05-18", "材料登记")


@pytest.mark.parametrize("columns", [80, 120])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_number_is_shown_at_any_width(lang: str, columns: int, example: Path) -> None:
    from rich.cells import cell_len

    ran = _status(example, lang=lang, columns=columns)
    assert ran.exit_code == 0
    to_paste = [line for line in ran.stdout.splitlines() if "个）：" in line]
    assert to_paste
    assert max(cell_len(line) for line in ran.stdout.splitlines() if line not in to_paste) <= columns
    office = next(line for line in ran.stdout.splitlines() if "创建办" in line or "Bid office" in line)
    row = _units(example)["office"]
    numbers = [str(row[key]) for key in ("deliveries", "problems", "documents_owed")]
    assert [word for word in office.split() if word.isdecimal()] == numbers


def test_filters_by_unit_and_by_group(county: Path) -> None:
    assert list(_units(county, "--unit", "东山镇,西河乡")) == ["dongshan", "xihe"]
    of_group = _units(county, "--group", "space")
    assert of_group
    assert "dongshan" not in of_group


def test_3_when_the_filters_leave_nothing(county: Path) -> None:
    assert _status(county, "--group", "supervision").exit_code == 3


@pytest.mark.parametrize(("word", "meant"), [("东山", "东山镇"), ("dongshn", "dongshan")])
def test_2_and_a_guess_for_a_unit_that_is_not_there(word: str, meant: str, county: Path) -> None:
    ran = _status(county, "--unit", word)
    assert ran.exit_code == 2
    assert f"是否应为“{meant}”" in ran.stderr
