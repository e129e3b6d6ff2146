"""Slips: one page for each unit that something is due from, signed by nobody, with nothing left out."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.table import Table

from cli.running import invoke
from ecodemo.check.session import CheckOptions, CheckResult
from ecodemo.language import Language, Speaker
from ecodemo.paper.docx import docx_content
from ecodemo.paper.parts import Paper
from ecodemo.report.writers.markdown_paper import markdown_content
from ecodemo.supervise.build_slips import build_slips
from ecodemo.supervise.build_supervision import build_supervision
from ecodemo.supervise.slip_paper import slip_paper
from ecodemo.supervise.slip_view import Slip
from ecodemo.supervise.supervision_view import Supervision
from golden.test_golden import Matcher
from libreoffice import convert
from support import check


def slips_of(result: CheckResult, language: Language = Language.ZH) -> dict[str, Slip]:
    supervision = build_supervision(result, Speaker(language))
    return {slip.unit.standing.unit: slip for slip in build_slips(supervision)}


@pytest.fixture(scope="module")
def slips(supervision: Supervision) -> dict[str, Slip]:
    return {slip.unit.standing.unit: slip for slip in build_slips(supervision)}


@pytest.fixture(scope="module")
def overlong_slips(overlong_result: CheckResult) -> dict[str, Slip]:
    """Of one unit of each number of entries."""
    found = slips_of(overlong_result)
    return {str(len(slip.entries)): slip for slip in found.values()}


@pytest.fixture(scope="module")
def blue(example: Path) -> Slip:
    return slips_of(check(example, CheckOptions(), "2021-05-18"))["nanjin"]


@pytest.fixture
def matches(request: pytest.FixtureRequest) -> Matcher:
    return Matcher(update=bool(request.config.getoption("--update-golden")))


def word(paper: Paper) -> bytes:
    from datetime import date

    return docx_content(paper, date(2021, 9, 20))


def texts_in_word(content: bytes) -> Iterator[str]:
    """The paragraphs and cells of a document in their order, a merged cell once, after those above every page."""
    document: Any = docx.Document(io.BytesIO(content))
    yield from (paragraph.text for paragraph in document.sections[0].header.paragraphs)
    for part in document.iter_inner_content():
        if isinstance(part, Table):
            for row in part.rows:
                yield from (cell.text.strip("\n") for cell in dict.fromkeys(row.cells))
        else:
            yield part.text


def test_each_unit_with_something_due_gets_one(slips: dict[str, Slip]) -> None:
    assert list(slips) == [
        "housing", "office", "taoxi", "gaoming", "tianzhuang", "malu", "gulou", "nanjin",
    ]  # fmt: skip


@pytest.mark.parametrize("unit", ["nanjin", "tianzhuang", "office"])
def test_a_slip_of_the_example(slips: dict[str, Slip], matches: Matcher, unit: str) -> None:
    matches(f"slip-{unit}.md", markdown_content(slip_paper(slips[unit])).decode())


def test_a_slip_in_english(example_result: CheckResult, matches: Matcher) -> None:
    slip = slips_of(example_result, Language.EN)["nanjin"]
    text = slip_paper(slip).text
    assert [line[:2] for line in text.splitlines() if re.match(r"\d\. ", line)] == ["1.", "2.", "3."]
    assert "list attached" not in text
    matches("slip-nanjin.en.md", markdown_content(slip_paper(slip)).decode())


def test_a_yellow_slip_lists_returns_only_and_a_blue_one_nothing_overdue(
    slips: dict[str, Slip], blue: Slip
) -> None:
    yellow = slips["tianzhuang"]
    assert [entry.item and entry.item.standing for entry in yellow.entries] == ["returned"]
    text = slip_paper(blue).text
    assert "（蓝色·临近）" in text
    assert "逾期" not in text
    assert blue.entries
    assert {entry.item and entry.item.standing for entry in blue.entries} <= {"due soon", None}


def test_a_lost_document_is_asked_for_again_and_is_not_overdue(
    slips: dict[str, Slip], example_result: CheckResult
) -> None:
    text = slip_paper(slips["gaoming"]).text
    assert "（黄色·补正）" in text
    assert "按时22项，须重新报送1项：" in text
    assert "垃圾分类实施方案（2020年），5月10日收到，登记的文件未找到。" in text
    assert "请于2021年9月25日前重新报送" in text
    assert "逾期" not in text
    english = slip_paper(slips_of(example_result, Language.EN)["gaoming"]).text
    assert "(yellow: to be replaced)" in english
    assert "registered file not found." in english


def test_number_signature_and_contact_are_blank(slips: dict[str, Slip]) -> None:
    text = slip_paper(slips["nanjin"]).text
    for blank in ("编号：＿＿＿", "签发：＿＿＿", "电话＿＿＿"):
        assert blank in text


def test_it_is_answered_by_the_ledgers_day_if_that_is_earlier(slips: dict[str, Slip]) -> None:
    assert slips["malu"].ask_by == "2021-09-25"
    assert slips["nanjin"].ask_by == "2021-09-25"


def test_word_and_markdown_say_the_same(
    slips: dict[str, Slip], overlong_slips: dict[str, Slip], blue: Slip
) -> None:
    for slip in (*slips.values(), *overlong_slips.values(), blue):
        paper = slip_paper(slip)
        said = sorted(filter(None, paper.text.splitlines()))
        assert sorted(filter(None, texts_in_word(word(paper)))) == said


def test_what_does_not_fit_is_in_the_attached_list(overlong_slips: dict[str, Slip]) -> None:
    for slip in overlong_slips.values():
        paper = slip_paper(slip)
        text = paper.text
        assert len(slip.entries) <= 8 or "见附表" in text
        for entry in slip.entries:
            numbers = [entry.item.no] if entry.item else list(entry.figures.names if entry.figures else ())
            assert all(number in text for number in numbers)


def test_at_most_eight_items_are_on_the_slip_itself(overlong_slips: dict[str, Slip]) -> None:
    most = max(overlong_slips.values(), key=lambda slip: len(slip.entries))
    assert len(most.entries) > 8
    text = slip_paper(most).text.partition("附表　")[0]
    assert len(re.findall(r"(?m)^\d+\. ", text)) <= 8


def test_names_are_text_and_never_markup(overlong_slips: dict[str, Slip]) -> None:
    for slip in overlong_slips.values():
        text = markdown_content(slip_paper(slip)).decode()
        assert "<b>" not in text.replace("<br>", "")
        assert not re.search(r"(?m)^#", text)


@pytest.mark.long
@pytest.mark.skipif(
    not (shutil.which("soffice") and shutil.which("pdfinfo")), reason="needs LibreOffice and pdfinfo"
)
def test_the_slip_itself_takes_one_page_in_every_state(
    slips: dict[str, Slip],
    overlong_slips: dict[str, Slip],
    blue: Slip,
    example_result: CheckResult,
    overlong_result: CheckResult,
    tmp_path: Path,
) -> None:
    chosen = {
        "red": slips["nanjin"],
        "yellow": slips["tianzhuang"],
        "incomplete": slips["office"],
        "blue": blue,
        "english": slips_of(example_result, Language.EN)["nanjin"],
    }
    by_entries = sorted(overlong_slips.values(), key=lambda slip: len(slip.entries))
    chosen |= {"few-long": by_entries[0], "most-long": by_entries[-1]}
    english = sorted(slips_of(overlong_result, Language.EN).values(), key=lambda slip: len(slip.entries))
    chosen |= {"english-few-long": english[0], "english-most-long": english[-1]}
    files = []
    for name, slip in chosen.items():
        files.append(tmp_path / f"{name}.docx")
        files[-1].write_bytes(word(slip_paper(slip)))
    for pdf in convert(files, "pdf", tmp_path / "pdf"):
        paper = slip_paper(chosen[pdf.stem])
        first = subprocess.run(
            ["pdftotext", "-f", "1", "-l", "1", str(pdf), "-"], capture_output=True, text=True, check=True
        ).stdout
        note = paper.text.splitlines()
        last = "回执于办结当日" if chosen[pdf.stem].language == "zh" else "Return this receipt"
        assert last in first, pdf.stem
        shown = subprocess.run(["pdfinfo", pdf], capture_output=True, text=True, check=True).stdout
        pages = int(next(line.split()[-1] for line in shown.splitlines() if line.startswith("Pages")))
        has_list = any(line.startswith(("附表　", "List of items")) for line in note)
        assert pages == 1 or has_list, pdf.stem


def test_the_command_writes_word_and_markdown(example: Path, tmp_path: Path) -> None:
    ran = invoke("-C", example, "supervise", "slips", "--unit", "南金乡", "--out", tmp_path)
    assert ran.exit_code == 0
    names = ["slip-nanjin-2021-09-20.docx", "slip-nanjin-2021-09-20.md"]
    assert sorted(path.name for path in tmp_path.iterdir()) == names


def test_a_block_of_the_workspace_wins(own_example: Path) -> None:
    folder = own_example / "templates" / "blocks"
    folder.mkdir(parents=True)
    (folder / "slip.title.zh.md.j2").write_text("督办通知", encoding="utf-8")
    assert invoke("-C", own_example, "supervise", "slips", "--unit", "nanjin").exit_code == 0
    text = (own_example / "reports" / "slip-nanjin-2021-09-20.md").read_text(encoding="utf-8")
    assert "督办通知" in text
    assert "督　办　单" not in text
