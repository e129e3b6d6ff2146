"""Assessors' opinions: the sheet out, back into opinions.yaml and the ledger, and what cannot be understood by cell."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from cli.running import Result, invoke
from ecodemo.forms.export.opinion_form import opinion_form
from ecodemo.model.reference import Reference
from forms.packs import changed, import_, state_of
from libreoffice import bridge, convert
from support import check

HEAD: Mapping[str, Any] = {"B3": "省专家组", "D3": "2021年9月17日"}
ROWS = {"7": 6, "25": 10}
"""The rows of two indicators in the sheet."""

_TEXTS = st.text(
    st.characters(exclude_categories=["Cc", "Cs"]) | st.sampled_from("=+@、；#{}[]:'\"\n"), max_size=40
)


@pytest.fixture
def sheet(county: Path, tmp_path: Path) -> Path:
    ran = invoke("-C", county, "--lang", "en", "form", "export", "--opinions", "--out", tmp_path / "out")
    assert ran.exit_code == 0, ran.stderr
    return tmp_path / "out" / "评审意见表.xlsx"


def sent(county: Path, sheet: Path, cells: Mapping[str, Any]) -> Result:
    def fill(book: openpyxl.Workbook) -> None:
        for cell, value in cells.items():
            book["评审意见表"][cell] = value

    changed(sheet, fill)
    return import_(county, sheet)


def rounds(county: Path) -> Any:
    return yaml.safe_load((county / "data" / "opinions.yaml").read_text(encoding="utf-8"))


def entries(county: Path) -> list[Any]:
    text = (county / "data" / "rectification.yaml").read_text(encoding="utf-8")
    return [entry for entry in yaml.safe_load(text)["rectification"] if entry["by"] == "评审"]


def test_the_sheet_has_a_row_for_each_of_the_list_and_who_assessed_on_top(sheet: Path) -> None:
    table = openpyxl.load_workbook(sheet)["评审意见表"]
    assert [cell.value for cell in table[3]][:4] == ["评审单位", None, "日期", None]
    assert [cell.value for cell in table[4]] == ["标准序号", "指标", "意见", "涉及材料", "说明"]
    numbers = [str(row[0]) for row in table.iter_rows(min_row=5, values_only=True)]
    assert [numbers[row - 5] for row in ROWS.values()] == list(ROWS)


def test_another_export_keeps_each_sheet_that_was_filled_in(county: Path, sheet: Path) -> None:
    written = []
    for word in ("认可", "存疑"):
        book = openpyxl.load_workbook(sheet)
        book["评审意见表"]["C6"] = word
        book.save(sheet)
        written.append(sheet.read_bytes())
        ran = invoke("-C", county, "form", "export", "--opinions", "--out", sheet.parent)
        assert ran.exit_code == 0, ran.stderr
    kept = [sheet.with_stem(f"评审意见表（旧{no}）").read_bytes() for no in (1, 2)]
    assert kept == written


def test_opinions_come_into_the_data_and_doubts_into_the_ledger(county: Path, sheet: Path) -> None:
    cells = {
        **HEAD,
        "C6": "认可",
        "C10": "存疑",
        "D10": "25-1/2020@东山镇",
        "E10": "缺村级签字",
    }
    ran = sent(county, sheet, cells)
    assert ran.exit_code == 0, ran.stdout
    (entry,) = entries(county)
    (one,) = rounds(county)
    assert one["round"] == 1
    assert one["by"] == "省专家组"
    assert str(one["on"]) == "2021-09-17"
    assert one["opinions"] == [
        {"row": 7, "opinion": "accepted"},
        {
            "row": 25,
            "opinion": "doubted",
            "documents": ["25-1/2020@dongshan"],
            "note": "缺村级签字",
            "ledger": entry["no"],
        },
    ]
    assert entry["unit"] == "dongshan"
    assert entry["with"] == ["agriculture"]
    assert str(entry["found"]) == "2021-09-17"
    assert "“存疑”，缺村级签字（涉及25-1/2020@东山镇）" in entry["problem"]
    assert invoke("-C", county, "check").exit_code in (0, 1)


def test_the_same_sheet_again_changes_nothing(county: Path, sheet: Path) -> None:
    sent(county, sheet, {**HEAD, "C6": "请补充", "E6": "补充监测点位图", "C10": "存疑"})
    before = state_of(county)
    ran = import_(county, sheet)
    assert ran.exit_code == 0
    assert "Nothing was changed" in ran.stdout
    assert state_of(county) == before


def test_a_changed_opinion_takes_the_place_of_the_one_before_and_keeps_its_entry(
    county: Path, sheet: Path
) -> None:
    sent(county, sheet, {**HEAD, "C10": "存疑", "E10": "1#样方缺照片"})
    (entry,) = entries(county)
    ran = sent(county, sheet, {"C6": "请补充", "C10": "认可", "E10": None})
    assert ran.exit_code == 0, ran.stdout
    (one,) = rounds(county)
    assert {str(o["row"]): o["opinion"] for o in one["opinions"]} == {"25": "accepted", "7": "asked"}
    assert one["opinions"][0]["ledger"] == entry["no"]
    assert len(entries(county)) == 2


def test_an_entry_whose_doubt_is_withdrawn_stays_open_and_is_named_with_how_to_close_it(
    county: Path, sheet: Path, tmp_path: Path
) -> None:
    third = Path(shutil.copy(sheet, tmp_path / "third.xlsx"))
    assert "not closed" not in sent(county, sheet, {**HEAD, "D3": "2021-09-15", "C10": "存疑"}).stdout
    (entry,) = entries(county)
    named = f"not closed in the ledger: {entry['no']}. To close an entry, fill in 销号日期"
    assert named in sent(county, sheet, {"C10": "认可"}).stdout
    assert named in sent(county, third, {**HEAD, "C10": "认可"}).stdout
    assert "closed" not in entries(county)[0]
    path = county / "data" / "rectification.yaml"
    text = path.read_text(encoding="utf-8")
    at = text.index("by: 评审") + len("by: 评审")
    closing = ", closed: {on: 2021-09-17, by: office, proof: 25-1/2020}"
    path.write_text(text[:at] + closing + text[at:], encoding="utf-8")
    assert "not closed" not in import_(county, third).stdout


def test_what_is_wrong_in_the_rows_is_said_with_a_wrong_day_above_them(county: Path, sheet: Path) -> None:
    ran = sent(county, sheet, {**HEAD, "D3": "十一月十八", "C10": "不行"})
    assert ran.exit_code == 1
    assert "评审意见表!D3  十一月十八  Not a date." in ran.stdout
    assert "评审意见表!C10" in ran.stdout
    assert "2 rejected" in ran.stdout


def test_an_entry_that_another_body_still_doubts_is_not_offered_for_closing(
    county: Path, sheet: Path, tmp_path: Path
) -> None:
    other = Path(shutil.copy(sheet, tmp_path / "other.xlsx"))
    sent(county, sheet, {**HEAD, "C10": "存疑"})
    sent(county, other, {**HEAD, "B3": "第三方机构", "C10": "请补充"})
    assert "not closed" not in sent(county, sheet, {"C10": "认可"}).stdout
    assert "not closed" in sent(county, other, {"C10": "认可"}).stdout


def test_a_doubt_that_is_repeated_in_the_next_round_has_the_entry_that_is_still_open(
    county: Path, sheet: Path, tmp_path: Path
) -> None:
    fresh = Path(shutil.copy(sheet, tmp_path / "second.xlsx"))
    sent(county, sheet, {**HEAD, "C10": "存疑"})
    sent(county, fresh, {**HEAD, "D3": "2021-09-18", "C10": "存疑"})
    first, second = rounds(county)
    assert (first["round"], second["round"]) == (1, 2)
    assert first["opinions"][0]["ledger"] == second["opinions"][0]["ledger"]
    assert len(entries(county)) == 1


def test_an_older_sheet_does_not_take_back_what_was_said_later(county: Path, tmp_path: Path) -> None:
    content = opinion_form(check(county).assessment, package="c0ffee")
    for day, word in (("2021-09-10", "存疑"), ("2021-09-12", "认可")):
        (tmp_path / f"{day}.xlsx").write_bytes(content)
        sent(county, tmp_path / f"{day}.xlsx", {**HEAD, "D3": day, "C10": word})
    before = state_of(county)
    ran = import_(county, tmp_path / "2021-09-10.xlsx")
    assert "Older sheet: the opinions of 2021-09-12 are kept" in ran.stdout
    assert state_of(county) == before


def test_opinions_of_two_bodies_on_one_package_are_of_one_round(county: Path, tmp_path: Path) -> None:
    assessment = check(county).assessment
    for name, day in (("省专家组", "2021-09-10"), ("第三方机构", "2021-09-16")):
        path = tmp_path / f"{name}.xlsx"
        path.write_bytes(opinion_form(assessment, package="c0ffee"))
        sent(county, path, {"B3": name, "D3": day, "C6": "认可"})
    assert [(one["round"], one["by"], one["package"]) for one in rounds(county)] == [
        (1, "省专家组", "c0ffee"),
        (1, "第三方机构", "c0ffee"),
    ]


def test_documents_may_be_named_by_their_number_in_the_package(county: Path, tmp_path: Path) -> None:
    path = tmp_path / "opinions.xlsx"
    numbers = {"25-1-02": Reference("25-1", 2020, "xihe")}
    path.write_bytes(opinion_form(check(county).assessment, numbers=numbers))
    sent(
        county, path, {**HEAD, "C10": "存疑", "D10": "２５－１－０２ 西河乡2020年秸秆综合利用台账；07-1/2020"}
    )
    assert rounds(county)[0]["opinions"][0]["documents"] == ["25-1/2020@xihe", "07-1/2020"]


def test_a_sheet_without_a_package_asks_for_documents_as_the_data_name_them(
    county: Path, sheet: Path
) -> None:
    note = str(openpyxl.load_workbook(sheet)["评审意见表"]["A2"].value)
    assert "如25-1/2020@龙塘镇" in note
    assert "档号" not in note
    ran = sent(county, sheet, {**HEAD, "C10": "存疑", "D10": "25-1-02"})
    assert "This sheet does not come from a package" in ran.stdout


@pytest.mark.parametrize(
    ("cells", "place", "reason"),
    [
        ({"C10": "还行"}, "C10", "25 农业废弃物综合利用率  还行  Choose one of: 认可, 存疑, 请补充"),
        ({"E10": "没有选意见"}, "C10", "Choose one of: 认可"),
        ({"C10": "存疑", "D10": "99-9"}, "D10", "No such documents: 99-9"),
        ({"C10": "存疑", "D10": "25-1/2020@无此镇"}, "D10", "No such documents"),
        ({"C10": "存疑", "E10": "x" * 1_001}, "E10", "1001 characters"),
        ({"C10": "存疑", "E10": "=1+1"}, "E10", "no computed result"),
        ({"A10": "99", "C10": "认可"}, "A10", "no row of this number"),
        ({"A10": "7", "C6": "认可", "C10": "存疑"}, "A10", "occurs twice"),
    ],
)
def test_what_cannot_be_understood_is_asked_back_by_cell(
    county: Path, sheet: Path, cells: Mapping[str, str], place: str, reason: str
) -> None:
    ran = sent(county, sheet, {**HEAD, **cells})
    assert ran.exit_code == 1
    assert any(f"评审意见表!{place}" in line and reason in line for line in ran.stdout.splitlines()), (
        ran.stdout
    )


@pytest.mark.parametrize(
    ("cells", "place"),
    [
        ({"B3": None}, "B3"),
        ({"D3": "昨天"}, "D3"),
        ({"D3": "2021-09-19"}, "D3"),
    ],
)
def test_without_who_and_when_nothing_of_the_sheet_is_taken(
    county: Path, sheet: Path, cells: Mapping[str, str | None], place: str
) -> None:
    ran = sent(county, sheet, {**HEAD, "C10": "存疑", **cells})
    assert ran.exit_code == 1
    assert f"评审意见表!{place}" in ran.stdout
    assert not (county / "data" / "opinions.yaml").exists()
    assert not entries(county)


def test_a_sheet_without_opinions_says_so(county: Path, sheet: Path) -> None:
    ran = sent(county, sheet, HEAD)
    assert ran.exit_code == 0
    assert "No opinion is entered" in ran.stdout


def test_a_sheet_copied_into_a_new_file_is_still_understood(
    county: Path, sheet: Path, tmp_path: Path
) -> None:
    old = openpyxl.load_workbook(sheet)["评审意见表"]
    book = openpyxl.Workbook()
    new = book.active
    assert new is not None
    for row in old.iter_rows():
        for cell in row:
            if type(cell).__name__ == "Cell":
                new[cell.coordinate] = cell.value
    new["A3"], new["B3"], new["C3"], new["D3"], new["C6"] = (
        "评审单位：市预审组",
        None,
        "日期",
        "9月17日",
        "认可。",
    )
    book.save(tmp_path / "copied.xlsx")
    assert import_(county, tmp_path / "copied.xlsx").exit_code == 0
    assert rounds(county)[0]["by"] == "市预审组"
    assert str(rounds(county)[0]["on"]) == "2021-09-17"


def test_a_file_of_opinions_that_is_no_list_stops_the_import_and_the_ledger_stays(
    county: Path, sheet: Path
) -> None:
    path = county / "data" / "opinions.yaml"
    path.write_text("- {round: 1, by: x, on: 2021-09-01}   # 手工\n", encoding="utf-8")
    sent(county, sheet, {**HEAD, "C10": "存疑"})
    assert path.read_text(encoding="utf-8").startswith("- {round: 1, by: x, on: 2021-09-01}   # 手工\n")
    assert rounds(county)[1]["round"] == 2
    path.write_text("rounds: []\n", encoding="utf-8")
    ran = import_(county, sheet)
    assert ran.exit_code == 2
    assert "opinions.yaml:1" in ran.stdout + ran.stderr
    assert len(entries(county)) == 1


@pytest.mark.skipif(bridge() is None, reason="LibreOffice is not installed")
@pytest.mark.long
def test_a_sheet_saved_by_libreoffice_is_read_alike(county: Path, sheet: Path, tmp_path: Path) -> None:
    def fill(book: openpyxl.Workbook) -> None:
        for cell, value in {**HEAD, "C10": "存疑", "E10": "缺签字"}.items():
            book["评审意见表"][cell] = value

    changed(sheet, fill)
    (saved,) = convert([sheet], "xlsx:Calc MS Excel 2007 XML", tmp_path / "saved")
    assert import_(county, saved).exit_code == 0
    assert rounds(county)[0]["opinions"][0]["note"] == "缺签字"


@given(st.dictionaries(st.sampled_from(["B3", "D3", "A10", "C6", "C10", "D10", "E10"]), _TEXTS))
@settings(max_examples=5, phases=[Phase.explicit, Phase.generate])
@pytest.mark.long
def test_whatever_is_written_nothing_breaks_and_the_data_can_be_read(
    small_workspace: Path, tmp_path_factory: pytest.TempPathFactory, cells: dict[str, str]
) -> None:
    folder = tmp_path_factory.mktemp("any")
    county = Path(shutil.copytree(small_workspace, folder / "county"))
    path = folder / "opinions.xlsx"
    path.write_bytes(opinion_form(check(county).assessment))

    def fill(book: openpyxl.Workbook) -> None:
        for name, value in {**HEAD, **cells}.items():
            cell = book["评审意见表"][name]
            cell.value = value
            cell.data_type = "s"

    changed(path, fill)
    assert import_(county, path).exit_code in (0, 1)
    check(county)


def test_a_sheet_of_another_county_is_not_taken(county: Path, sheet: Path) -> None:
    path = county / "data" / "county.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("430990", "430991"), encoding="utf-8")
    before = state_of(county)
    ran = sent(county, sheet, {**HEAD, "C10": "认可"})
    assert ran.exit_code == 1
    assert "was made for another county (430990)" in ran.stdout
    assert state_of(county) == before
