"""Objections to marks: out as a form, back by import, decided in data, printed as corrections; no import changes a mark."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from openpyxl.worksheet.worksheet import Worksheet

from cli.running import Result, invoke
from ecodemo.forms.contract import OBJECTIONS
from ecodemo.forms.sheets_for_units import OBJECTION_SHEET
from ecodemo.language import Language, Speaker
from ecodemo.report.writers.markdown_paper import markdown_content
from ecodemo.supervise.build_supervision import build_supervision
from ecodemo.supervise.circular_paper import circular_paper
from ecodemo.supervise.supervision_view import Supervision
from forms.packs import changed, column_of, fill, zipped
from libreoffice import convert
from support import check, edit

UNIT, NO, LATE = "南金乡", "04-3", "应于2021年5月20日交，2021年5月27日收到，逾期7天"
RECORD = Path("data/objections.yaml")
REGISTER = Path("data/progress/nanjin.yaml")


@pytest.fixture(scope="session")
def form(example: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The form of a township with four marks, on the example's own day."""
    out = tmp_path_factory.mktemp("draft")
    ran = invoke("-C", example, "supervise", "circular", "--draft", "--unit", UNIT, "--out", out)
    assert ran.exit_code == 0, ran.stderr
    return (out / "marks-nanjin-2021-09-20.xlsx").read_bytes()


@pytest.fixture
def sent_back(form: bytes, tmp_path: Path) -> Callable[..., Path]:
    """The form with cells filled in: by number, the beginnings of heads and what is written below them."""

    def fill_in(rows: dict[str, dict[str, Any]], name: str = "核对表.xlsx") -> Path:
        path = tmp_path / name
        path.write_bytes(form)

        def enter(book: openpyxl.Workbook) -> None:
            for no, values in rows.items():
                fill(book[OBJECTIONS], no, values)

        changed(path, enter)
        return path

    return fill_in


def imported(county: Path, *paths: Path, day: str = "2021-09-22") -> Result:
    return invoke("-C", county, "--today", day, "--lang", "en", "form", "import", *paths)


def entries(county: Path) -> list[dict[str, Any]]:
    loaded: list[dict[str, Any]] = yaml.safe_load((county / RECORD).read_text(encoding="utf-8"))["objections"]
    return loaded


def view(county: Path, day: str) -> Supervision:
    return build_supervision(check(county, today=day), Speaker(Language.ZH))


def decide(county: Path, *, granted: bool, reason: str = "收件登记簿记载5月19日收到") -> None:
    text = (county / RECORD).read_text(encoding="utf-8").rstrip("\n}")
    decision = (
        f"decision: {{on: 2021-09-24, by: supervision, granted: {str(granted).lower()}, reason: {reason}}}"
    )
    (county / RECORD).write_text(f"{text}, {decision}}}\n", encoding="utf-8")


def correct(county: Path) -> None:
    path = county / REGISTER
    before, _, after = path.read_text(encoding="utf-8").partition("requirement: 04-3")
    after = after.replace(
        "received: 2021-05-27",
        "received: 2021-05-19\n  revised: [{on: 2021-09-24, was: 2021-05-27, reason: 收件登记簿, document: 04-3/2018}]",
        1,
    )
    path.write_text(f"{before}requirement: 04-3{after}", encoding="utf-8")


OBJECTION = {NO: {"异议": "是", "理由": "5月19日已送到，有收件登记", "依据材料": "04-3/2018"}}


def test_the_form_lists_every_mark_of_the_unit_with_its_document_and_days(
    form: bytes, tmp_path: Path, supervision: Supervision
) -> None:
    (tmp_path / "form.xlsx").write_bytes(form)
    sheet = openpyxl.load_workbook(tmp_path / "form.xlsx")[OBJECTIONS]
    assert tuple(cell.value for cell in sheet[3]) == OBJECTION_SHEET.heads
    [unit] = [unit for unit in supervision.units if unit.standing.name == UNIT]
    marked = {item.no for item in (*unit.items, *unit.late) if item.standing != "due soon"}
    assert {sheet.cell(row, 1).value for row in range(4, sheet.max_row + 1)} == marked
    counted = {sheet.cell(row, 1).value: sheet.cell(row, 4).value for row in range(4, sheet.max_row + 1)}
    assert counted[NO] == LATE
    assert counted["38-2"] == "应于2021年5月20日交，未收到，逾期123天"


def test_an_objection_is_kept_with_what_was_counted(
    own_example: Path, sent_back: Callable[..., Path]
) -> None:
    ran = imported(own_example, sent_back(OBJECTION))
    assert ran.exit_code == 0, ran.stdout
    [entry] = entries(own_example)
    assert (entry["counted"]["as"], entry["counted"]["days"]) == ("late", 7)
    assert [str(entry["counted"][key]) for key in ("due", "received", "on")] == [
        "2021-05-20", "2021-05-27", "2021-09-20",
    ]  # fmt: skip
    assert (entry["unit"], entry["years"], str(entry["on"])) == ("nanjin", [2018, 2019, 2020], "2021-09-22")
    assert (entry["reason"], entry["document"]) == ("5月19日已送到，有收件登记", "04-3/2018")


def test_the_same_objection_twice_changes_nothing(own_example: Path, sent_back: Callable[..., Path]) -> None:
    path = sent_back(OBJECTION)
    imported(own_example, path)
    before = (own_example / RECORD).read_bytes()
    again = imported(own_example, path)
    assert (again.exit_code, (own_example / RECORD).read_bytes()) == (0, before)
    assert "already imported" in again.stdout


def test_a_later_reason_replaces_the_former_until_it_is_decided(
    own_example: Path, sent_back: Callable[..., Path]
) -> None:
    imported(own_example, sent_back(OBJECTION))
    later = sent_back({NO: {"异议": "是", "理由": "收件登记簿第12页"}}, "第二次.xlsx")
    assert imported(own_example, later, day="2021-09-23").exit_code == 0
    [entry] = entries(own_example)
    assert (entry["reason"], entry["document"]) == ("收件登记簿第12页", "04-3/2018")
    decide(own_example, granted=False)
    before = (own_example / RECORD).read_bytes()
    ran = imported(
        own_example, sent_back({NO: {"异议": "是", "理由": "再次申诉"}}, "第三次.xlsx"), day="2021-09-25"
    )
    assert (ran.exit_code, (own_example / RECORD).read_bytes()) == (1, before)
    assert "异议!E7" in ran.stdout
    assert "Decided on 2021-09-24" in ran.stdout


def test_the_document_comes_with_the_form_and_is_filed(
    own_example: Path, sent_back: Callable[..., Path], tmp_path: Path
) -> None:
    folder = tmp_path / "pack"
    folder.mkdir()
    sent_back(OBJECTION | {"38-2": {"异议": "是", "理由": "已交", "依据材料": "38-2/2020"}}).rename(
        folder / "核对表.xlsx"
    )
    (folder / "38-2 签到册 2018-2020.pdf").write_bytes(next(own_example.rglob("*.pdf")).read_bytes())
    ran = imported(own_example, zipped(folder, tmp_path / f"{UNIT}_异议.zip"))
    assert ran.exit_code == 0, ran.stdout
    assert "has not been received" not in ran.stdout
    assert {entry["requirement"] for entry in entries(own_example)} == {"04-3", "38-2"}
    register = yaml.safe_load((own_example / REGISTER).read_text(encoding="utf-8"))["documents"]
    assert any(document["requirement"] == "38-2" for document in register)


def test_a_document_that_nobody_has_is_named_and_the_objection_kept(
    own_example: Path, sent_back: Callable[..., Path]
) -> None:
    ran = imported(own_example, sent_back({"38-2": {"异议": "是", "理由": "已交", "依据材料": "38-2/2020"}}))
    assert ran.exit_code == 0
    assert "38-2/2020 has not been received yet." in ran.stdout
    assert len(entries(own_example)) == 1


WRONG: dict[str, tuple[dict[str, Any], str, str]] = {
    "no reason": ({"异议": "是"}, "F7", "requires a reason"),
    "a reason without 是": ({"理由": "5月19日已送到"}, "E7", "choose 是"),
    "another word": ({"异议": "不服", "理由": "…"}, "E7", "choose 是"),
    "a document that is none": (
        {"异议": "是", "理由": "已交", "依据材料": "收据"}, "G7", "No document has this number",
    ),
    "too long a reason": ({"异议": "是", "理由": "很" * 1001}, "F7", "at most"),
    "a formula that was never computed": ({"异议": "是", "理由": "=HYPERLINK(A1)"}, "F7", "no computed result"),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_what_cannot_be_taken_is_asked_back_with_its_cell(
    case: str, own_example: Path, sent_back: Callable[..., Path]
) -> None:
    values, place, words = WRONG[case]
    ran = imported(own_example, sent_back({NO: values}))
    assert ran.exit_code == 1
    [line] = [line for line in ran.stdout.splitlines() if f"异议!{place} " in line]
    assert words in line


def test_a_mark_that_does_not_exist_is_asked_back_with_sheet_and_cell(
    own_example: Path, sent_back: Callable[..., Path]
) -> None:
    def number(sheet: Worksheet) -> None:
        sheet.cell(4, 1).value = "25-2"
        sheet.cell(9, 1).value, sheet.cell(9, column_of(sheet, "年度")).value = "99-9", "2020"
        for row in (4, 9):
            sheet.cell(row, column_of(sheet, "异议")).value = "是"
            sheet.cell(row, column_of(sheet, "理由")).value = "没有逾期"

    path = sent_back({})
    changed(path, lambda book: number(book[OBJECTIONS]))
    ran = imported(own_example, path)
    assert ran.exit_code == 1
    assert not (own_example / RECORD).exists()
    for place in ("异议!A4 ", "异议!A9 "):
        [line] = [line for line in ran.stdout.splitlines() if place in line]
        assert "No such item is counted against this unit" in line


def test_without_its_record_a_form_is_asked_back(own_example: Path, sent_back: Callable[..., Path]) -> None:
    path = sent_back(OBJECTION)
    changed(path, lambda book: book.remove(book["_ecodemo"]))
    ran = imported(own_example, path)
    assert (ran.exit_code, (own_example / RECORD).exists()) == (1, False)
    assert "lost its record" in ran.stdout


@pytest.mark.long
def test_hostile_words_are_text_wherever_they_are_shown(
    own_example: Path, sent_back: Callable[..., Path], tmp_path: Path
) -> None:
    hostile = "'=cmd|' /C calc'!A0 <b>|#{{7*7}} \u202e13812345678"
    path = sent_back({NO: {"异议": "是", "理由": hostile}})
    ran = imported(own_example, path)
    assert ran.exit_code == 0, ran.stdout
    decide(own_example, granted=True, reason="'电话13812345678<b>|核实'")
    correct(own_example)
    paper = markdown_content(circular_paper(view(own_example, "2021-09-25"))).decode()
    assert "13812345678" not in paper
    assert "<b>" not in paper.replace("<br>", "")
    ran = invoke(
        "-C", own_example, "--today", "2021-09-25", "supervise", "circular", "--draft", "--out", tmp_path
    )
    assert ran.exit_code == 0, ran.stderr
    sheet = openpyxl.load_workbook(tmp_path / "marks-nanjin-2021-09-25.xlsx")[OBJECTIONS]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value]
    assert not any(cell.data_type == "f" for cell in cells)


def test_a_decision_alone_changes_no_mark(own_example: Path, sent_back: Callable[..., Path]) -> None:
    imported(own_example, sent_back(OBJECTION))
    before = view(own_example, "2021-09-25")
    decide(own_example, granted=True)
    after = view(own_example, "2021-09-25")
    assert [unit.standing for unit in after.units] == [unit.standing for unit in before.units]
    [row] = after.objections
    assert (row.state, row.is_now, after.corrections) == ("granted, not corrected", "", ())


def test_a_corrected_date_corrects_the_mark_and_the_circular_says_what_was(
    own_example: Path, sent_back: Callable[..., Path]
) -> None:
    imported(own_example, sent_back(OBJECTION))
    decide(own_example, granted=True)
    correct(own_example)
    supervision = view(own_example, "2021-09-25")
    [row] = supervision.corrections
    assert row.was == LATE
    assert row.is_now == "应于2021年5月20日交，2021年5月19日收到，按时"
    text = markdown_content(circular_paper(supervision)).decode()
    corrections = text.partition("表4　更正情况")[2]
    assert f"| {UNIT} | 04-3 | 巡河记录 | 2018—2020 | {LATE} | {row.is_now} |" in corrections
    assert "提出异议1件，采纳1件，不采纳0件，正在核实0件；已更正的见表4" in text
    [unit] = [unit for unit in supervision.units if unit.standing.name == UNIT]
    assert NO not in {item.no for item in unit.late}


@pytest.mark.long
def test_the_day_before_the_correction_stays_as_it_was(
    own_example: Path, sent_back: Callable[..., Path]
) -> None:
    days = ("2021-05-26", "2021-09-23")
    before = [view(own_example, day).units for day in days]
    imported(own_example, sent_back(OBJECTION))
    decide(own_example, granted=True)
    correct(own_example)
    assert [view(own_example, day).units for day in days] == before


@pytest.mark.long
def test_an_extension_corrects_a_mark_too(own_example: Path, sent_back: Callable[..., Path]) -> None:
    imported(own_example, sent_back(OBJECTION))
    decide(own_example, granted=True)
    edit(
        own_example / "data/waivers.yaml",
        "extensions:",
        "extensions:\n- {unit: nanjin, requirement: 04-3, until: 2021-05-31, reason: 洪灾, granted: 2021-05-19, by: office, number: 示例}\n#",
    )
    [row] = view(own_example, "2021-09-25").corrections
    assert row.is_now == "应于2021年5月31日交，2021年5月27日收到，按时"


@pytest.mark.long
def test_the_next_form_answers_the_objection_and_asks_it_no_more(
    own_example: Path, sent_back: Callable[..., Path], tmp_path: Path
) -> None:
    imported(own_example, sent_back(OBJECTION))
    decide(own_example, granted=False, reason="登记簿无此记载")
    ran = invoke(
        "-C", own_example, "--today", "2021-09-25", "supervise", "circular", "--draft", "--out", tmp_path
    )
    assert ran.exit_code == 0
    path = tmp_path / "marks-nanjin-2021-09-25.xlsx"
    sheet = openpyxl.load_workbook(path)[OBJECTIONS]
    [row] = [row for row in range(4, sheet.max_row + 1) if sheet.cell(row, 1).value == NO]
    assert sheet.cell(row, 8).value == "2021年9月24日不采纳：登记簿无此记载"
    before = (own_example / RECORD).read_bytes()
    assert imported(own_example, path, day="2021-09-26").exit_code == 0
    assert (own_example / RECORD).read_bytes() == before


@pytest.mark.long
def test_a_form_saved_by_libreoffice_says_the_same(
    own_example: Path, sent_back: Callable[..., Path], tmp_path: Path
) -> None:
    (tmp_path / "saved").mkdir()
    [saved] = convert([sent_back(OBJECTION)], "xlsx", tmp_path / "saved")
    assert imported(own_example, saved).exit_code == 0
    [entry] = entries(own_example)
    assert (entry["requirement"], entry["document"], entry["counted"]["days"]) == (NO, "04-3/2018", 7)


@pytest.mark.parametrize(("unit", "kind"), [("nanjin", "early"), ("nobody", "late")])
def test_mistakes_in_the_file_are_placed(own_example: Path, unit: str, kind: str) -> None:
    (own_example / RECORD).write_text(
        f"objections:\n- {{bid: provincial-2021, unit: {unit}, requirement: 04-3, on: 2021-09-22,"
        f" counted: {{as: {kind}, on: 2021-09-20}}, reason: 理由}}\n",
        encoding="utf-8",
    )
    ran = invoke("-C", own_example, "--lang", "en", "check")
    said = ran.stdout + ran.stderr
    assert ran.exit_code == 2
    assert "data/objections.yaml:2:" in said
    assert (kind if kind == "early" else unit) in said


def test_no_unit_decides_on_its_own_objection(own_example: Path, sent_back: Callable[..., Path]) -> None:
    imported(own_example, sent_back(OBJECTION))
    decide(own_example, granted=True)
    edit(own_example / RECORD, "by: supervision", "by: nanjin")
    ran = invoke("-C", own_example, "--lang", "en", "check")
    assert ran.exit_code == 2
    assert "A unit does not decide on its own objection." in ran.stdout + ran.stderr


def test_a_date_is_corrected_only_with_a_document(own_example: Path) -> None:
    correct(own_example)
    edit(own_example / REGISTER, ", document: 04-3/2018}]", "}]")
    ran = invoke("-C", own_example, "--lang", "en", "check")
    assert ran.exit_code == 2
    assert "data/progress/nanjin.yaml:" in ran.stdout + ran.stderr


@pytest.mark.long
def test_what_was_asked_back_goes_back_in_red_and_comes_again(
    own_example: Path, sent_back: Callable[..., Path], tmp_path: Path
) -> None:
    out = tmp_path / "back"
    path = sent_back({NO: {"异议": "不服", "理由": "5月19日已送到"}, "25-1": {"异议": "是"}})
    ran = invoke("-C", own_example, "--today", "2021-09-22", "form", "import", path, "--return", out)
    assert ran.exit_code == 1
    [book] = out.glob("*计分核对表_退回_20210922.xlsx")
    sheet = openpyxl.load_workbook(book)[OBJECTIONS]
    rows = {row[0].value: row for row in sheet.iter_rows(min_row=4)}
    red = {
        no: [cell.coordinate for cell in row if cell.fill.fgColor.rgb[-6:] == "F8CBAD"]
        for no, row in rows.items()
    }
    assert red == {"38-2": [], "25-1": ["F5", "H5"], "29-2": [], NO: ["E7", "H7"]}
    assert [cell.value for cell in rows[NO]][3:6] == [LATE, "不服", "5月19日已送到"]
    changed(book, lambda opened: fill(opened[OBJECTIONS], NO, {"异议": "是"}))
    changed(book, lambda opened: fill(opened[OBJECTIONS], "25-1", {"理由": "已重交"}))
    assert imported(own_example, book, day="2021-09-23").exit_code == 0
    assert {(entry["requirement"], entry["reason"]) for entry in entries(own_example)} == {
        (NO, "5月19日已送到"), ("25-1", "已重交"),
    }  # fmt: skip
