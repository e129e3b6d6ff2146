"""The column 说明 carries basis, source and remarks, out and back."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from ecodemo.forms.sheets.note_parts import NoteParts, notes_apart, notes_said, notes_together
from forms.packs import changed, export, fill, import_, opened, row_of, state_of, workbook_of

YEARS = (2018, 2019, 2020)
BASIS = "口径：2018年划定"

_words = st.text("旧新表，。、年0128 ", max_size=6).map(lambda text: " ".join(text.split()))
_note = st.builds(NoteParts, _words, _words, st.one_of(st.just(""), _words.map(lambda text: f"补{text}")))


@given(st.dictionaries(st.sampled_from(YEARS), _note, min_size=1))
def test_what_was_put_together_is_told_apart_again(notes: dict[int, NoteParts]) -> None:
    text = notes_together(notes)
    if any(note.basis or note.source for note in notes.values()):
        apart = notes_apart(text, YEARS)
        assert {year: apart[year] for year in notes} == notes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", {}),
        ("补报南村", dict.fromkeys(YEARS, NoteParts(rest="补报南村"))),
        ("口径:旧；来源： 省站；补报", dict.fromkeys(YEARS, NoteParts("旧", "省站", "补报"))),
        (
            "2018、2020年：口径：旧；2019年：补报",
            {2018: NoteParts("旧"), 2019: NoteParts(rest="补报"), 2020: NoteParts("旧")},
        ),
        ("2018-2019：口径：旧", dict.fromkeys((2018, 2019), NoteParts("旧"))),
        (
            "省站；2020年：更正",
            {**dict.fromkeys((2018, 2019), NoteParts(rest="省站")), 2020: NoteParts(rest="省站；更正")},
        ),
        ("2018年划定", dict.fromkeys(YEARS, NoteParts(rest="2018年划定"))),
    ],
)
def test_texts_as_people_write_them(text: str, expected: dict[int, NoteParts]) -> None:
    assert notes_apart(text, YEARS) == {year: expected.get(year, NoteParts()) for year in YEARS}


def test_what_is_added_behind_is_said_of_every_year() -> None:
    exported = "2018年：口径：旧；2020年：口径：新"
    assert notes_said(f"{exported}；补报", exported, YEARS) == {
        2018: NoteParts("旧", rest="补报"),
        2019: NoteParts(rest="补报"),
        2020: NoteParts("新", rest="补报"),
    }


@pytest.fixture
def book(county: Path, tmp_path: Path) -> Path:
    return workbook_of(opened(export(county, "县自然资源局", tmp_path / "out"), tmp_path / "县自然资源局"))


def _lines(county: Path) -> dict[str, str]:
    text = (county / "data" / "progress" / "resources.yaml").read_text(encoding="utf-8")
    return {line.split("year: ")[1][:4]: line for line in text.splitlines() if "redline-area" in line}


def test_basis_and_source_are_shown_under_remarks(book: Path) -> None:
    sheet = load_workbook(book)["数据"]
    assert BASIS in [cell.value for cell in sheet[row_of(sheet, "17.1")]]


@pytest.mark.parametrize(
    ("note", "in_2018", "in_2020"),
    [
        (
            "2018年：口径：2018年划定；2020年：口径：2020年评估调整",
            "value: 612.40, basis: 2018年划定, proof: 17-1/2018}",
            "value: 612.40, basis: 2020年评估调整, proof: 17-1/2020}",
        ),
        (
            f"{BASIS}；来源：省自然资源厅",
            "basis: 2018年划定, proof: 17-1/2018, source: 省自然资源厅}",
            "basis: 2018年划定, proof: 17-1/2020, source: 省自然资源厅}",
        ),
        (f"{BASIS}\n补了图件", "proof: 17-1/2018, note: 补了图件}", "proof: 17-1/2020, note: 补了图件}"),
        ("口径：无", "value: 612.40, proof: 17-1/2018}", "value: 612.40, proof: 17-1/2020}"),
    ],
    ids=["one year", "source", "remark", "cleared"],
)
def test_what_was_changed_is_taken_year_by_year(
    note: str, in_2018: str, in_2020: str, county: Path, book: Path
) -> None:
    changed(book, lambda workbook: fill(workbook["数据"], "17.1", {"说明": note}))
    ran = import_(county, book)
    assert ran.exit_code == 0, ran.stdout
    assert _lines(county)["2018"].endswith(in_2018)
    assert _lines(county)["2020"].endswith(in_2020)
    before = state_of(county)
    assert import_(county, book, received="2021-09-19").exit_code == 0
    assert state_of(county) == before


def test_what_is_added_beside_a_changed_figure_is_its_reason(county: Path, book: Path) -> None:
    changed(
        book, lambda workbook: fill(workbook["数据"], "17.1", {"2020年": 612.5, "说明": f"{BASIS}；图斑更正"})
    )
    ran = import_(county, book)
    assert ran.exit_code == 0, ran.stdout
    assert "basis: 2018年划定" in _lines(county)["2020"]
    assert "revised: [{'on': 2021-09-18, was: '612.40', reason: 图斑更正}]" in _lines(county)["2020"]
    before = state_of(county)
    assert import_(county, book, received="2021-09-19").exit_code == 0
    assert state_of(county) == before
