"""The circular and the papers of a meeting: equal ranks named, every mark with its days, minutes that come back."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import yaml

from cli.running import Result, invoke
from ecodemo.check.session import CheckResult
from ecodemo.forms.contract import FIRST_ROW, MINUTES
from ecodemo.forms.export.minutes_form import minutes_form
from ecodemo.forms.sheets_for_office import MINUTES_SHEET
from ecodemo.language import Language, Speaker
from ecodemo.paper.docx import docx_content
from ecodemo.paper.parts import Paragraph, Part
from ecodemo.report.writers.markdown_paper import markdown_content
from ecodemo.supervise.build_meeting import build_meeting
from ecodemo.supervise.build_supervision import build_supervision
from ecodemo.supervise.circular_paper import circular_paper
from ecodemo.supervise.meeting_paper import meeting_paper
from ecodemo.supervise.supervision_view import Supervision
from golden.test_golden import Matcher
from supervise.test_slips import texts_in_word
from support import check

ZH = Speaker(Language.ZH)


@pytest.fixture
def matches(request: pytest.FixtureRequest) -> Matcher:
    return Matcher(update=bool(request.config.getoption("--update-golden")))


def test_the_circular_of_the_example(supervision: Supervision, matches: Matcher) -> None:
    matches("circular.md", markdown_content(circular_paper(supervision)).decode())


def test_the_circular_in_english(example_result: CheckResult, matches: Matcher) -> None:
    english = build_supervision(example_result, Speaker(Language.EN))
    matches("circular.en.md", markdown_content(circular_paper(english)).decode())


def test_the_papers_of_a_meeting_of_the_example(
    supervision: Supervision, example_result: CheckResult, matches: Matcher
) -> None:
    meeting = build_meeting(supervision, example_result, ZH)
    matches("meeting.md", markdown_content(meeting_paper(meeting)).decode())


def test_a_lost_document_is_a_matter_of_the_meeting_and_a_certificate_only_once(example: Path) -> None:
    result = check(example, today="2021-10-12")
    meeting = build_meeting(build_supervision(result, ZH), result, ZH)
    matters = {unit.name: [matter.what for matter in unit.matters] for unit in meeting.units}
    assert matters["高明乡"] == ["35-1 垃圾分类实施方案（2020年），登记的文件未找到"]
    assert sum("证明所涵盖期间" in what for what in matters["市生态环境局安化分局"]) == 1


def test_word_and_markdown_say_the_same(supervision: Supervision, example_result: CheckResult) -> None:
    for paper in (
        circular_paper(supervision),
        meeting_paper(build_meeting(supervision, example_result, ZH)),
    ):
        said = set(filter(None, paper.text.splitlines()))
        written = texts_in_word(
            docx_content(replace(paper, parts=tuple(map(unbroken, paper.parts))), date(2021, 9, 20))
        )
        assert {text for texts in written for text in texts.split("\n") if text} == said


def unbroken(part: Part) -> Part:
    return replace(part, breaks_before=0) if isinstance(part, Paragraph) else part


def test_every_mark_of_the_state_is_in_the_circular(supervision: Supervision) -> None:
    text = markdown_content(circular_paper(supervision)).decode()
    marks = text.partition("表3　")[2]
    for unit in supervision.units:
        for item in (*unit.items_standing("overdue", "returned", "returned, overdue"), *unit.late):
            row = rf"\| {re.escape(unit.standing.name)} \| {item.no} \| .*\| {item.due_words} \|"
            assert re.search(row, marks), (unit.standing.name, item.no)


def test_reasons_of_return_are_a_table_where_they_were_recorded(own_example: Path) -> None:
    path = own_example / "data" / "progress" / "tianzhuang.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("result: returned,", "result: returned, kind: blurred,", 1), encoding="utf-8"
    )
    paper = circular_paper(build_supervision(check(own_example), ZH))
    assert "表4　退回原因" in paper.text
    assert "累计退回3次，按原因：" in paper.text
    assert "| 田庄乡 | 看不清 | 1 | 1 | 0 | 0 |" in markdown_content(paper).decode()


def test_names_are_text_and_never_markup(overlong_result: CheckResult) -> None:
    supervision = build_supervision(overlong_result, ZH)
    meeting = build_meeting(supervision, overlong_result, ZH)
    for paper in (circular_paper(supervision), meeting_paper(meeting)):
        text = markdown_content(paper).decode()
        assert "<b>" not in text.replace("<br>", "")


ROWS = (
    (
        "农膜台账由县供销社移交",
        "县农业农村局、梅城镇",
        "分管副局长",
        "2021-09-30",
        "请分管副县长协调",
        "ZG-004",
    ),
    ("补报2020年参训人数", "南金乡", "乡长", "2021-09-25", None, "38.1"),
    ("没有时限的事", "南金乡", None, None, None, None),
    ("没有这个单位的事", "某某局", None, "2021-10-01", None, None),
)


def imported(folder: Path, result: CheckResult, day: str, tmp_path: Path) -> Result:
    """The minutes, filled in and taken back."""
    book = openpyxl.load_workbook(io.BytesIO(minutes_form(result.assessment)))
    sheet = book[MINUTES]
    for number, (row, values) in enumerate(enumerate(ROWS, FIRST_ROW), 1):
        for column, value in enumerate((number, *values), 1):
            sheet.cell(row, column).value = value
    path = tmp_path / "纪要.xlsx"
    book.save(path)
    return invoke("-C", folder, "--lang", "en", "form", "import", path, "--received", day)


def test_minutes_come_back_as_entries_of_the_ledger_once(
    own_example: Path, example_result: CheckResult, tmp_path: Path
) -> None:
    ledger = own_example / "data" / "rectification.yaml"
    before = ledger.read_text(encoding="utf-8")
    ran = imported(own_example, example_result, "2021-09-20", tmp_path)
    assert ran.exit_code == 1  # two rows are asked back
    after = ledger.read_text(encoding="utf-8")
    assert after.startswith(before.rstrip("\n"))
    first, second = yaml.safe_load(after)["rectification"][-2:]
    assert (first["no"], first["by"], first["unit"], first["with"]) == (
        "ZG-011",
        "调度会",
        "agriculture",
        ["meicheng"],
    )
    assert (first["indicator"], first["measure"], first["ask"]) == (
        "farm-waste",
        "film-rate",
        "请分管副县长协调",
    )
    assert (second["unit"], second["measure"], second["due"]) == (
        "nanjin",
        "officials-trained",
        date(2021, 9, 25),
    )
    imported(own_example, example_result, "2021-09-27", tmp_path)
    assert ledger.read_text(encoding="utf-8") == after


def test_the_form_has_the_columns_that_are_read(example: Path, tmp_path: Path) -> None:
    ran = invoke("-C", example, "supervise", "meeting", "--out", tmp_path)
    assert ran.exit_code == 0
    [book] = tmp_path.glob("meeting-*.xlsx")
    sheet = openpyxl.load_workbook(book)[MINUTES]
    assert [cell.value for cell in sheet[3]] == list(MINUTES_SHEET.heads)
    assert MINUTES_SHEET.heads == ("序号", "事项", "单位", "责任人", "时限", "需领导协调", "对应编号")
