"""The sheet of vetoes: out to the unit that owes their certificates, and what it answers back in."""

from __future__ import annotations

import string
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.workbook import Workbook

from cli.running import Result, invoke
from forms.packs import changed, column_of, export, fill, import_, opened, row_of, state_of, workbook_of

UNIT = "市生态环境局清溪分局"
HEADS = ["编号", "条件", "结论", "证明到哪天", "依据材料", "说明", "县里核对（不用填）"]
WHOLE = {"结论": "无", "证明到哪天": "2021-10-15", "依据材料": "V3", "说明": "已函询"}


def progress(county: Path) -> Path:
    return county / "data" / "progress" / "ecology.yaml"


@pytest.fixture
def unanswered(county: Path) -> Path:
    """The small county before its vetoes were answered."""
    _without_answers(progress(county))
    return county


def _without_answers(file: Path) -> None:
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    start = lines.index("vetoes:\n")
    end = next(n for n in range(start + 1, len(lines) + 1) if n == len(lines) or lines[n][:1] not in "- ")
    file.write_text("".join([*lines[:start], *lines[end:]]), encoding="utf-8")


def answered(county: Path, *entries: str) -> None:
    file = progress(county)
    text = file.read_text(encoding="utf-8")
    file.write_text(text + "vetoes:\n" + "".join(f"- {entry}\n" for entry in entries), encoding="utf-8")


def answers(county: Path) -> list[str]:
    lines = progress(county).read_text(encoding="utf-8").split("vetoes:\n")
    return [line for line in lines[1].splitlines() if line.startswith("- ")] if len(lines) > 1 else []


def book_of(county: Path, folder: Path) -> Path:
    return workbook_of(opened(export(county, UNIT, folder / "out"), folder / "pack"))


def write(book: Path, values: Mapping[str, Any], no: str = "V3") -> None:
    changed(book, lambda workbook: fill(workbook["一票否决"], no, values))


def sent(county: Path, tmp_path: Path, values: Mapping[str, Any], no: str = "V3") -> Result:
    book = book_of(county, tmp_path)
    write(book, values, no)
    return import_(county, book)


# out


def test_the_unit_that_owes_the_certificates_gets_the_sheet(county: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(book_of(county, tmp_path))
    sheet = book["一票否决"]
    assert book.sheetnames[1:4] == ["数据", "佐证", "一票否决"]
    assert [cell.value for cell in sheet[3]] == HEADS
    assert [sheet.cell(row, 1).value for row in range(4, sheet.max_row + 1)] == ["V1", "V3"]
    row = row_of(sheet, "V3")
    assert "突发环境事件" in str(sheet.cell(row, 2).value)
    assert sheet.cell(row, 3).value == "无"
    assert str(sheet.cell(row, 4).value).startswith("2021-10-15")
    assert "“一票否决”表" in book["首页"]["A12"].value
    others = workbook_of(opened(export(county, "东山镇", tmp_path / "other"), tmp_path / "other pack"))
    assert "一票否决" not in openpyxl.load_workbook(others).sheetnames


def test_words_and_own_certificates_are_offered(county: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(book_of(county, tmp_path))
    sheet = book["一票否决"]
    offered = {}
    for head in ("结论", "依据材料"):
        cell = sheet.cell(4, column_of(sheet, head)).coordinate
        [check] = [check for check in sheet.data_validations.dataValidation if cell in check.cells]
        area = check.formula1.partition("!")[2].replace("$", "")
        offered[head] = [value.value for (value,) in book["_lists"][area]]
    assert offered == {"结论": ["无", "有，已按期整改", "有"], "依据材料": ["V1", "V3"]}


@pytest.mark.parametrize(
    ("entry", "says", "red"),
    [
        ("answer: clear, through: 2021-06-30, document: V3", "2021年10月15日", "证明到哪天"),
        ("answer: clear, through: 2021-10-15", "未附证明材料", "依据材料"),
        ("answer: clear, through: 2021-10-15, document: V1/2017", "V1/2017尚未收到", "依据材料"),
        ("answer: hit, through: 2021-10-15", "存在否决情形", "结论"),
    ],
)
def test_what_is_wrong_with_an_answer_is_beside_it(
    entry: str, says: str, red: str, unanswered: Path, tmp_path: Path
) -> None:
    answered(unanswered, f"{{id: incident, {entry}}}")
    sheet = openpyxl.load_workbook(book_of(unanswered, tmp_path))["一票否决"]
    row = row_of(sheet, "V3")
    assert says in str(sheet.cell(row, 7).value)
    reds = {h for n, h in enumerate(HEADS, 1) if str(sheet.cell(row, n).fill.fgColor.rgb).endswith("F8CBAD")}
    assert reds == {red, HEADS[-1]}


# in


def test_an_answer_is_kept_with_the_day_it_came(unanswered: Path, tmp_path: Path) -> None:
    ran = sent(unanswered, tmp_path, WHOLE)
    assert ran.exit_code == 0, ran.stdout
    assert answers(unanswered) == [
        "- {id: incident, answer: clear, through: 2021-10-15, document: V3, note: 已函询, reported: 2021-09-18}"
    ]
    assert invoke("-C", unanswered, "check", "--phase", "sound", "--select", "SC").exit_code == 0


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("无", "clear"),
        (" 无。", "clear"),
        ("没有", "clear"),
        ("有，已按期整改", "rectified"),
        ("有,已按期整改", "rectified"),
        ("有 已按期整改", "rectified"),
        ("有", "hit"),
    ],
)
def test_answers_are_understood_as_people_write_them(
    typed: str, kept: str, unanswered: Path, tmp_path: Path
) -> None:
    assert sent(unanswered, tmp_path, {**WHOLE, "结论": typed}).exit_code == 0
    [entry] = answers(unanswered)
    assert f"answer: {kept}," in entry


@pytest.mark.parametrize(
    "typed", [date(2021, 10, 15), "2021.10.15", "2021年10月15日", "20211015", "10月15日前", 44484]
)
def test_days_are_understood_in_every_writing(typed: object, unanswered: Path, tmp_path: Path) -> None:
    assert sent(unanswered, tmp_path, {**WHOLE, "证明到哪天": typed}).exit_code == 0
    assert "through: 2021-10-15," in answers(unanswered)[0]


@pytest.mark.parametrize(
    ("head", "typed", "says"),
    [
        ("结论", "已整改", "Choose one of"),
        ("结论", "不涉及", "Choose one of"),
        ("结论", "是", "Choose one of"),
        ("证明到哪天", "申报日", "Not a date"),
        ("证明到哪天", "2015-10-15", "The required period is 2018-10-15"),
        ("依据材料", "07-1", "V1、V3"),
        ("依据材料", "V9", "V1、V3"),
        ("依据材料", "V3@东山镇", "V1、V3"),
        ("说明", "长" * 301, "300"),
    ],
)
def test_what_cannot_be_understood_is_refused_by_its_cell(
    head: str, typed: str, says: str, county: Path, tmp_path: Path
) -> None:
    before = state_of(county)
    ran = sent(county, tmp_path, {head: typed})
    assert ran.exit_code == 1
    column = "ABCDEFG"[[h.startswith(head) for h in HEADS].index(True)]
    assert f"一票否决!{column}5" in ran.stdout
    assert says in " ".join(ran.stdout.split())
    assert state_of(county) == before


@pytest.mark.parametrize(("left_out", "cell"), [("结论", "C5"), ("证明到哪天", "D5")])
def test_half_an_answer_is_refused_whole(left_out: str, cell: str, unanswered: Path, tmp_path: Path) -> None:
    ran = sent(unanswered, tmp_path, {**WHOLE, left_out: None})
    assert ran.exit_code == 1
    assert f"一票否决!{cell}" in ran.stdout
    assert "说明" not in ran.stdout
    assert answers(unanswered) == []


def test_a_veto_that_another_unit_answers_is_refused(county: Path, tmp_path: Path) -> None:
    book = book_of(county, tmp_path)
    changed(book, lambda workbook: setattr(workbook["一票否决"]["A5"], "value", "V2"))
    before = state_of(county)
    ran = import_(county, book)
    assert ran.exit_code == 1
    assert "This veto is not answered by this unit." in ran.stdout
    assert state_of(county) == before


def test_an_empty_cell_clears_nothing(county: Path, tmp_path: Path) -> None:
    before = state_of(county)
    assert sent(county, tmp_path, dict.fromkeys(WHOLE)).exit_code == 0
    assert state_of(county) == before


def test_a_word_clears_what_may_be_empty(unanswered: Path, tmp_path: Path) -> None:
    answered(unanswered, "{id: incident, answer: clear, through: 2021-10-15, document: V3, note: 已函询}")
    assert sent(unanswered, tmp_path, {"依据材料": "无", "说明": "无"}).exit_code == 0
    assert answers(unanswered) == ["- {id: incident, answer: clear, through: 2021-10-15}"]


def test_a_corrected_answer_takes_the_place_of_the_wrong_one(unanswered: Path, tmp_path: Path) -> None:
    answered(unanswered, "{id: incident, answer: hit, through: 2021-10-15, reported: 2021-09-01}")
    assert sent(unanswered, tmp_path, {"结论": "有，已按期整改", "依据材料": "V3"}).exit_code == 0
    assert answers(unanswered) == [
        "- {id: incident, answer: rectified, through: 2021-10-15, reported: 2021-09-01, document: V3}"
    ]


def test_an_answer_for_a_longer_time_is_added_and_the_former_stays(unanswered: Path, tmp_path: Path) -> None:
    former = "{id: incident, answer: clear, through: 2021-06-30, document: V3, reported: 2021-07-01}"
    answered(unanswered, former)
    ran = sent(unanswered, tmp_path, {"证明到哪天": "2021-10-15"})
    assert ran.exit_code == 0, ran.stdout
    assert answers(unanswered) == [
        f"- {former}",
        "- {id: incident, answer: clear, through: 2021-10-15, document: V3, reported: 2021-09-18}",
    ]
    again = import_(unanswered, book_of(unanswered, tmp_path / "again"))
    assert len(answers(unanswered)) == 2, again.stdout


def test_the_answer_of_an_earlier_bid_is_not_offered_again(unanswered: Path, tmp_path: Path) -> None:
    answered(unanswered, "{id: incident, answer: clear, through: 2018-01-31, document: V3}")
    book = book_of(unanswered, tmp_path)
    sheet = openpyxl.load_workbook(book)["一票否决"]
    assert sheet.cell(row_of(sheet, "V3"), 3).value is None
    write(book, WHOLE)
    assert import_(unanswered, book).exit_code == 0
    assert len(answers(unanswered)) == 2


def test_what_the_office_changed_meanwhile_is_a_conflict(unanswered: Path, tmp_path: Path) -> None:
    answered(unanswered, "{id: incident, answer: clear, through: 2021-10-15, document: V3}")
    book = book_of(unanswered, tmp_path)
    file = progress(unanswered)
    file.write_text(
        file.read_text(encoding="utf-8").replace(
            "answer: clear, through: 2021-10-15, document: V3}",
            "answer: hit, through: 2021-10-15, document: V3}",
        ),
        encoding="utf-8",
    )
    write(book, {"结论": "有，已按期整改"})
    ran = import_(unanswered, book)
    assert ran.exit_code == 1
    assert "conflict" in ran.stdout
    assert "answer: hit" in answers(unanswered)[0]


def test_sheets_without_their_record_are_taken_where_nothing_was_said(
    unanswered: Path, tmp_path: Path
) -> None:
    book = book_of(unanswered, tmp_path)

    def change(workbook: Workbook) -> None:
        del workbook["_ecodemo"]
        fill(workbook["一票否决"], "V3", WHOLE)

    changed(book, change)
    assert import_(unanswered, book).exit_code == 0
    assert "answer: clear" in answers(unanswered)[0]


def test_a_form_of_the_first_version_is_taken(county: Path, tmp_path: Path) -> None:
    book = book_of(county, tmp_path)

    def change(workbook: Workbook) -> None:
        del workbook["一票否决"]
        record = workbook["_ecodemo"]
        assert [cell.value for cell in record[1]][:2] == ["form", 2]
        record["B1"] = 1
        for row in range(record.max_row, 6, -1):
            if record.cell(row, 1).value == "一票否决":
                record.delete_rows(row)
        fill(workbook["数据"], "07.1", {"说明": "已核对"})

    changed(book, change)
    ran = import_(county, book)
    assert ran.exit_code == 0, ran.stdout
    assert "一票否决" not in ran.stdout
    assert "已核对" in progress(county).read_text(encoding="utf-8")


def test_a_refused_answer_goes_back_in_red(unanswered: Path, tmp_path: Path) -> None:
    book = book_of(unanswered, tmp_path)
    write(book, {**WHOLE, "结论": "已整改"})
    ran = import_(unanswered, book, more=("--return", str(tmp_path / "回复")))
    assert ran.exit_code == 1
    [back] = (tmp_path / "回复").glob("*退回*.xlsx")
    sheet = openpyxl.load_workbook(back)["一票否决"]
    cell = sheet.cell(row_of(sheet, "V3"), 3)
    assert cell.value == "已整改"
    assert str(cell.fill.fgColor.rgb).endswith("F8CBAD")
    assert cell.comment is not None
    assert "有，已按期整改" in cell.comment.text


ANSWERED = st.fixed_dictionaries(
    {
        "answer": st.sampled_from(["clear", "rectified", "hit"]),
        "through": st.dates(date(2018, 10, 15), date(2022, 1, 1)).map(date.isoformat),
    },
    optional={
        "document": st.sampled_from(["V3", "V1", "V3/2021", "07-1/2020", "V3@dongshan"]),
        "note": st.text(string.ascii_letters + "督查整改、（） ", min_size=1, max_size=350)
        .map(lambda text: " ".join(text.split()))
        .filter(lambda text: text and text[0] not in "- ("),
    },
)


@pytest.fixture(scope="module")
def without_answers(small_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = Path(copytree(small_workspace, tmp_path_factory.mktemp("vetoes") / "county"))
    _without_answers(progress(folder))
    return folder


@pytest.mark.long
@settings(max_examples=12)
@given(st.lists(ANSWERED, min_size=1, max_size=3))
def test_what_comes_back_untouched_changes_nothing(
    without_answers: Path, entries: list[Mapping[str, str]]
) -> None:
    with TemporaryDirectory() as scratch:
        county = Path(copytree(without_answers, Path(scratch) / "county"))
        written: Callable[[Mapping[str, str]], str] = lambda entry: ", ".join(  # noqa: E731
            f"{key}: '{value}'" for key, value in entry.items()
        )
        answered(county, *(f"{{id: incident, {written(entry)}}}" for entry in entries))
        before = state_of(county)
        ran = import_(county, book_of(county, Path(scratch)))
        assert ran.exit_code == 0, ran.stdout
        assert state_of(county) == before
