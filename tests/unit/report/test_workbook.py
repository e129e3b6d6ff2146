"""The workbooks of reports: how they print, where their cells lead, what they say of themselves, and what they bear."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date
from itertools import cycle
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import openpyxl
import pytest
from markdown_it import MarkdownIt

from cli.running import invoke
from ecodemo.check.session import CheckOptions, check
from ecodemo.language import Language, Speaker
from ecodemo.load.workspace import load
from ecodemo.report.contents.build import build
from ecodemo.report.contents.file_address import way_to
from ecodemo.report.contents.report_view import Report
from ecodemo.report.kinds import formats_of
from ecodemo.report.state import State
from ecodemo.report.view_base import View
from ecodemo.report.writers.sheet_titles import SheetTitles
from ecodemo.spreadsheet import plain_text
from property.hostile import TEXTS

HOSTILE = (
    "=cmd|'/c calc'!A0",
    "很" * 40_000,
    "𠀀" * 40_000,
    "\ufffe\U0001fffe\udcb9甲",
    "\u202e反\u2066写",
    "[总]览:*?/\\'" + "名" * 40,
    "&[Page]&G\"'",
    "a\x00\x0b\r\nb",
    "NaN",
    "1e400",
    "１２３",
    "_x0041_",
)
FREE = frozenset({"name", "text", "note", "reason", "unit_name", "message", "files", "problem", "county"})
FREE_ENDINGS = ("title", "lead", "group", "townships")


@pytest.fixture(scope="module", params=["zh", "en"])
def report(request: pytest.FixtureRequest, faulty: Path) -> Report:
    result = check(load(faulty), CheckOptions(), date(2021, 9, 20))
    made = build(result, Speaker(Language(request.param)))
    return made.model_copy(update={"evidence": way_to(faulty / "evidence", faulty / "reports")})


def content(kind: str, report: Report) -> bytes:
    [written] = formats_of([kind], ["xlsx"])
    return written.render(report)


def opened(kind: str, report: Report) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content(kind, report)))


def cells(book: Any) -> Iterator[Any]:
    return (cell for sheet in book for row in sheet.iter_rows() for cell in row)


@pytest.mark.parametrize("kind", ["status", "phase", "four-properties"])
def test_every_sheet_is_fitted_to_a4_in_landscape_with_its_head_on_each_page(
    kind: str, report: Report
) -> None:
    for sheet in opened(kind, report):
        page = sheet.page_setup
        assert (page.paperSize, page.orientation, page.fitToHeight) == (
            9,
            "landscape",
            sheet.title in ("总览", "Overview"),
        )
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        widths = [column.width for column in sheet.column_dimensions.values()]
        assert sum(widths) / page.fitToWidth < 225
        if page.fitToWidth > 1:
            assert sheet.print_title_cols
        if sheet.freeze_panes:
            assert sheet.print_title_rows == "$1:$2"


def test_every_link_leads_to_a_cell_or_a_file_that_is_there(report: Report, faulty: Path) -> None:
    book = opened("status", report)
    files, places = set(), 0
    for cell in cells(book):
        if (link := cell.hyperlink) is None:
            continue
        if link.location:
            title, _, place = link.location.rpartition("!")
            assert book[title.strip("'").replace("''", "'")][place].value is not None
            places += 1
        else:
            path = (faulty / "reports" / unquote(link.target)).resolve()
            assert path.exists(), link.target
            files.add(path)
    listed = {
        faulty / "evidence" / file for row in report.documents for file in row.files.split("\n") if file
    }
    assert {path for path in files if path.is_file()} <= listed
    linked = [row[0].value for row in book.worksheets[2].iter_rows(min_row=3) if row[0].hyperlink]
    assert linked == [row.no for row in report.documents if row.files]
    assert places > len(book.sheetnames)


def test_a_row_leads_to_what_it_is_about(report: Report) -> None:
    book = opened("status", report)
    documents, units = book.worksheets[2], book.worksheets[3]
    row = next(row for row in units.iter_rows(min_row=3) if row[1].hyperlink)
    _, _, place = row[1].hyperlink.location.rpartition("!")
    assert documents.cell(documents[place].row, 3).value == row[1].value
    for sheet in book.worksheets[1:]:
        back = [cell for cell in sheet[1] if cell.hyperlink]
        assert [cell.hyperlink.location for cell in back] == [f"'{book.sheetnames[0]}'!A1"]


def test_without_a_place_of_the_evidence_no_file_is_linked(report: Report) -> None:
    book = opened("status", report.model_copy(update={"evidence": ""}))
    assert [cell.hyperlink.target for cell in cells(book) if cell.hyperlink and cell.hyperlink.target] == []


def test_colours_follow_the_words(report: Report) -> None:
    sheet = opened("status", report).worksheets[1]
    heads = {cell.value: cell.column_letter for cell in sheet[2]}
    column = heads["达标" if report.language == "zh" else "Verdict"]
    rules = {
        rule.formula[0].strip('"'): rule.dxf.fill.bgColor.rgb[-6:]
        for area in sheet.conditional_formatting
        if str(area.sqref).startswith(column)
        for rule in area.rules
    }
    shown = {cell.value: cell.fill.fgColor.rgb[-6:] for cell in sheet[column][2:]}
    assert rules == shown


@pytest.mark.parametrize("kind", ["status", "phase"])
def test_a_workbook_says_what_it_is(kind: str, report: Report) -> None:
    said = opened(kind, report).properties
    names = {
        "zh": {"status": "情况表", "phase": "附件"},
        "en": {"status": "Status workbook", "phase": "Annexes"},
    }
    assert said.title.startswith(names[report.language][kind])
    assert all(part in said.subject for part in (report.county, report.bid.name, report.phase.name))
    assert (said.creator, said.language) == ("ecodemo", {"zh": "zh-CN", "en": "en"}[report.language])


@pytest.mark.parametrize("kind", ["status", "phase"])
def test_the_same_report_is_the_same_bytes(kind: str, report: Report) -> None:
    assert content(kind, report) == content(kind, report)


def hostile(report: Report, texts: tuple[str, ...]) -> Report:
    """The report with these texts, in turn, in every place that data can fill."""
    turn = cycle(texts)

    def spoilt(value: Any, name: str = "") -> Any:
        if isinstance(value, str):
            return next(turn) if name in FREE or name.endswith(FREE_ENDINGS) else value
        if isinstance(value, tuple):
            return tuple(spoilt(entry, name) for entry in value)
        if isinstance(value, View) and not isinstance(value, State):
            fields = {key: spoilt(getattr(value, key), key) for key in type(value).model_fields}
            return value.model_copy(update=fields)
        return value

    spoilt_report: Report = spoilt(report)
    return spoilt_report.model_copy(update={"evidence": "../evidence/"})


@pytest.mark.parametrize("kind", ["status", "phase"])
@pytest.mark.parametrize(
    "texts",
    [HOSTILE, *(pytest.param((text,), marks=pytest.mark.long) for text in HOSTILE)],
    ids=("all", *range(len(HOSTILE))),
)
def test_no_text_breaks_a_workbook(kind: str, texts: tuple[str, ...], report: Report) -> None:
    calamine = pytest.importorskip("python_calamine", reason="comes with the dev extra")
    written = content(kind, hostile(report, texts))
    book = openpyxl.load_workbook(io.BytesIO(written))
    assert [cell.coordinate for cell in cells(book) if cell.data_type == "f"] == []
    shown = [cell.value for cell in cells(book) if isinstance(cell.value, str)]
    assert max(len(text.encode("utf-16-le")) // 2 for text in shown) <= 32_767
    assert all(len(title.encode("utf-16-le")) // 2 <= 31 for title in book.sheetnames)
    assert not [title for title in book.sheetnames if re.search(r"[\[\]:*?/\\]|^'|'$", title)]
    assert calamine.CalamineWorkbook.from_filelike(io.BytesIO(written)).sheet_names == book.sheetnames


def test_no_text_breaks_the_status_as_markdown(report: Report) -> None:
    [written] = formats_of(["status"], ["md"])
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])

    def shape(made: Report) -> list[str]:
        return [token.type for token in parser.parse(written.render(made).decode()) if token.type != "inline"]

    assert shape(hostile(report, (*HOSTILE, *TEXTS))) == shape(hostile(report, ("甲",)))


@pytest.mark.parametrize("text", ["很" * 40_000, "𠀀" * 40_000, "a𠀀" * 20_000, "甲" * 32_000])
def test_a_cell_holds_no_more_than_excel_reads(text: str) -> None:
    held = plain_text(text)
    assert len(held.encode("utf-16-le")) // 2 <= 32_767
    assert held == text or (held.endswith("…") and text.startswith(held[:-1]))


def test_titles_of_sheets_are_short_plain_and_different() -> None:
    titles = SheetTitles()
    found = [titles.new(text) for text in ("名" * 40, "名" * 50, "a/b", "A:B", "'", "", "𠀀" * 20)]
    assert found == ["名" * 31, "名" * 29 + " 2", "a b", "A B 2", "-", "- 2", "𠀀" * 15]


def test_links_lead_from_where_the_report_is_written(county: Path, tmp_path: Path) -> None:
    for out in (county / "reports", tmp_path / "elsewhere 100%#1"):
        ran = invoke("-C", county, "report", "-f", "xlsx", "--out", out)
        assert ran.exit_code == 0, ran.stderr
        book: Any = openpyxl.load_workbook(next(out.glob("*.xlsx")))
        targets = [cell.hyperlink.target for cell in cells(book) if cell.hyperlink and cell.hyperlink.target]
        assert targets
        assert all((out / unquote(target)).exists() for target in targets)
