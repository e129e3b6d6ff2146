"""What is read of a report that explains an indicator: figures of a year, documents, sections, what is left open."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest

from ecodemo.formats.file_facts import facts_of
from ecodemo.formats.readings import readings_of
from ecodemo.model.explained import (
    BLANKS,
    Section,
    blanks_in,
    document_place,
    figure_place,
    section_place,
    stated_figures,
)
from ecodemo.model.reading import EMPTY, NO_SUCH_PLACE, NOT_SEARCHABLE

Answer = Callable[[str], str]
RATE = "农膜回收利用率"


def asked(path: Path, place: str) -> str:
    return readings_of(path, facts_of(path), [place])[place]


@pytest.fixture
def answer(tmp_path: Path, request: pytest.FixtureRequest) -> Answer:
    """The answers of a document with these paragraphs, where a tuple is a table."""
    document: Any = docx.Document()
    for block in request.param:
        if isinstance(block, str):
            document.add_paragraph(block)
        else:
            table = document.add_table(0, len(block[0]))
            for row in block:
                for cell, text in zip(table.add_row().cells, row, strict=True):
                    cell.text = text
    path = tmp_path / "报告.docx"
    document.save(path)
    return lambda place: asked(path, place)


def figures(answer: Answer, year: int = 2020, unit: str = "%", name: str = RATE) -> list[tuple[str, str]]:
    reading = answer(figure_place(year, unit, name))
    return [(one.written, one.heading) for one in stated_figures(reading)]


HEAD = ("数据项", "单位", "2019", "2020年")


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        ([(HEAD, (RATE, "%", "76.5", "78.1"))], ["78.1"]),
        ([(HEAD, (RATE, "％", "76.5", "78.1%"))], ["78.1"]),
        ([(HEAD, (f"回收率（{RATE}）", "", "76.5", "1,078"))], ["1078"]),
        ([(HEAD, (RATE, "万吨", "76.5", "78.1"))], []),
        ([(HEAD, (RATE, "%", "76.5", "未填"))], []),
        ([(HEAD, (f"{RATE}目标", "%", "76.5", "78.1"))], []),
        ([(("项目", "数"), (RATE, "78.1"))], []),
        ([f"2020年{RATE}为78.1%。"], ["78.1"]),
        ([f"2020年，全县各乡镇的{RATE}另表列出，目标80%。"], []),
        ([f"{RATE}2020年达到 78.1％，比上年高。"], ["78.1"]),
        ([f"到2020年{RATE}达到80%以上。"], []),
        ([f"{RATE}78.1%<80%"], []),
        ([f"秸秆、{RATE}2020年分别达到90%、75%。"], []),
        ([f"2020年{RATE}78.1%，2020年{RATE}79.2%"], ["78.1", "79.2"]),
    ],
    indirect=["answer"],
)
def test_a_figure_is_one_whose_year_and_unit_are_said_with_its_name(answer: Answer, found: list[str]) -> None:
    assert [written for written, _ in figures(answer)] == found


@pytest.mark.parametrize(
    "answer",
    [["一、指标要求", f"2020年{RATE}78.1%", "二、完成情况", (HEAD, (RATE, "%", "76.5", "79.2"))]],
    indirect=True,
)
def test_a_figure_has_its_heading(answer: Answer) -> None:
    assert sorted(figures(answer)) == [("78.1", "一、指标要求"), ("79.2", "二、完成情况")]


@pytest.mark.parametrize(
    ("answer", "measures", "problems"),
    [
        (["一、主要措施", "建了三个回收点。", "二、存在问题", "未发现"], "8", "3"),
        (["一、主要措施", "（请补充：措施）", "二、存在问题"], EMPTY, EMPTY),
        (["一、主要做法", "（一）回收", "建了回收点。", "二、下一步措施", "无"], "6", NO_SUCH_PLACE),
        (["一、下一步措施", "建回收点。", "4. 不足之处", ("差",)], NO_SUCH_PLACE, "1"),
        (["本报告写明主要措施和存在问题。"], NO_SUCH_PLACE, NO_SUCH_PLACE),
        (["3. Measures", "Three points.", "4. Problems", "None found."], "13", "11"),
    ],
    indirect=["answer"],
)
def test_sections_are_recognised_by_their_headings(answer: Answer, measures: str, problems: str) -> None:
    assert answer(section_place(Section.MEASURES)) == measures
    assert answer(section_place(Section.PROBLEMS)) == problems


@pytest.mark.parametrize("answer", [["依据25-1和全县汇总 证明。", (("25-30", "农膜台账"),)]], indirect=True)
def test_a_document_is_named_by_number_or_by_name(answer: Answer) -> None:
    named = {
        no: answer(document_place(no, name))
        for no, name in (
            ("25-1", "秸秆台账"),
            ("25-4", "全县汇总证明"),
            ("25-3", "农膜回收台账"),
            ("25-30", "x"),
        )
    }
    assert named == {"25-1": "25-1", "25-4": "25-4", "25-3": NO_SUCH_PLACE, "25-30": "25-30"}


@pytest.mark.parametrize(
    "answer", [["（请补充：成文日期）", (("××局", "电话13812345678（请补充：13812345678）"),)]], indirect=True
)
def test_what_is_left_open_is_kept_without_personal_numbers(answer: Answer) -> None:
    blanks = blanks_in(answer(BLANKS))
    assert blanks[:2] == ("（请补充：成文日期）", "××")
    assert "13812345678" not in "".join(blanks)


def test_other_files_are_not_read(tmp_path: Path) -> None:
    path = tmp_path / "报告.txt"
    path.write_text("一、主要措施", encoding="utf-8")
    assert asked(path, BLANKS) == NOT_SEARCHABLE
