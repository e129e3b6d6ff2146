"""The tasks: duties, the table of documents, and a sheet for each unit."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from docx import Document

from cli.running import invoke
from ecodemo.check.session import CheckOptions
from ecodemo.language import Language, Speaker
from ecodemo.report.contents.task_view import Tasks
from ecodemo.report.kinds import formats_of
from ecodemo.report.tasks.build_tasks import build_tasks
from support import check


@pytest.fixture(scope="module")
def tasks(small_workspace: Path) -> Tasks:
    return build_tasks(check(small_workspace, CheckOptions()), Speaker(Language.EN))


def test_every_document_of_the_bid_is_in_the_table_and_in_the_sheet_of_each_unit(
    tasks: Tasks, small_workspace: Path
) -> None:
    assessment = check(small_workspace, CheckOptions()).assessment
    owed = {(item.unit, item.requirement.no) for item in assessment.items}
    assert {(unit.unit, row.no) for unit in tasks.units for row in unit.documents} == owed
    assert {row.no for row in tasks.table} == {no for _, no in owed}


def test_what_all_of_a_kind_hand_in_is_said_in_a_word(tasks: Tasks) -> None:
    assert "all townships" in {row.units for row in tasks.table}


def test_the_table_has_the_days_before_extensions(tasks: Tasks, small_workspace: Path) -> None:
    extended = [i for i in check(small_workspace, CheckOptions()).assessment.items if i.extension]
    assert extended
    for item in extended:
        due = {
            row.due
            for unit in tasks.units
            if unit.unit == item.unit
            for row in unit.documents
            if row.no == item.requirement.no
        }
        assert due.isdisjoint({Speaker(Language.EN).say(item.due)})


def test_each_sheet_can_be_signed(tasks: Tasks) -> None:
    [written] = formats_of(["tasks"], ["docx"])
    content = written.render(tasks)
    assert content == written.render(tasks)
    text = [paragraph.text for paragraph in Document(io.BytesIO(content)).paragraphs]
    assert sum(line.startswith("Received (stamp)") for line in text) == len(tasks.units)


def test_in_a_docx_only_the_table_of_tasks_is_landscape(tasks: Tasks) -> None:
    [written] = formats_of(["tasks"], ["docx"])
    sections = Document(io.BytesIO(written.render(tasks))).sections
    assert [(section.page_width or 0) > (section.page_height or 0) for section in sections] == [
        False,
        True,
        False,
    ]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_all_kinds_and_formats_are_written_at_once(
    small_workspace: Path, tmp_path: Path, language: str
) -> None:
    ran = invoke(
        "-C",
        small_workspace,
        "--lang",
        language,
        "report",
        "--kind",
        "all",
        "--format",
        "all",
        "--out",
        tmp_path,
    )
    assert ran.exit_code == 0, ran.stderr
    kinds = {(path.name.split("-sample")[0].split("-2")[0], path.suffix) for path in tmp_path.iterdir()}
    assert len(list(tmp_path.iterdir())) == len(kinds) >= 9


def test_a_named_kind_in_a_format_that_it_lacks_is_2(small_workspace: Path, tmp_path: Path) -> None:
    ran = invoke(
        "-C",
        small_workspace,
        "--lang",
        "en",
        "report",
        "--kind",
        "status,tasks",
        "--format",
        "docx",
        "--out",
        tmp_path,
    )
    assert (ran.exit_code, "status" in ran.stderr, list(tmp_path.iterdir())) == (2, True, [])
