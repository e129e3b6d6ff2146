"""A drawn re-check: the sheet for two people, and what comes back from it into samples.yaml."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from openpyxl.worksheet.worksheet import Worksheet

from cli.running import Result, invoke
from ecodemo.report.contents.catalogue_entries import entries
from forms.packs import changed, import_, state_of
from libreoffice import bridge, convert
from support import check


def drawn(county: Path, out: Path, *more: str) -> Path:
    ran = invoke("-C", county, "--lang", "en", "evidence", "sample", "--out", out, *more)
    assert ran.exit_code == 0, ran.stderr
    return Path(ran.stdout.strip())


@pytest.fixture
def sheet(county: Path, tmp_path: Path) -> Path:
    return drawn(county, tmp_path / "out", "--n", "20", "--seed", "7")


def sent(county: Path, sheet: Path, change: Callable[[Worksheet], object] = lambda _: None) -> Result:
    """Import the sheet with everything found right but for what `change` writes."""

    def fill(book: openpyxl.Workbook) -> None:
        table = book["抽查表"]
        for row in range(4, table.max_row + 1):
            table[f"G{row}"] = table[f"H{row}"] = "无误"
        change(table)

    changed(sheet, fill)
    return import_(county, sheet)


def samples(county: Path) -> Any:
    return yaml.safe_load((county / "data" / "samples.yaml").read_text(encoding="utf-8"))


def write(**cells: str | int | None) -> Callable[[Worksheet], object]:
    def put(table: Worksheet) -> None:
        for cell, value in cells.items():
            table[cell] = value

    return put


def test_the_sheet_names_each_drawn_document_with_its_hash(sheet: Path, county: Path) -> None:
    table = openpyxl.load_workbook(sheet)["抽查表"]
    heads = ["序号", "编号", "单位", "年度", "文件", "校验码前12位", "甲查", "乙查", "说明"]
    assert [cell.value for cell in table[3]] == heads
    rows = list(table.iter_rows(min_row=4, values_only=True))
    assert [row[0] for row in rows] == list(range(1, 21))
    assert all((county / str(row[4])).is_file() for row in rows)
    assert len({row[2] for row in rows}) > 5


def test_the_same_seed_draws_the_same_bytes_and_another_draws_others(
    county: Path, sheet: Path, tmp_path: Path
) -> None:
    again = drawn(county, tmp_path / "again", "--n", "20", "--seed", "7")
    other = drawn(county, tmp_path / "again", "--n", "20", "--seed", "8")
    assert again.read_bytes() == sheet.read_bytes()
    assert other.read_bytes() != sheet.read_bytes()


def test_the_counts_come_into_the_data_with_their_bound(county: Path, sheet: Path) -> None:
    ran = sent(county, sheet, write(G5="有误", H5="有误", G6="打不开", H6="打不开"))
    assert ran.exit_code == 0, ran.stdout
    (one,) = samples(county)
    assert {key: one[key] for key in ("seed", "drawn", "wrong")} == {"seed": 7, "drawn": 20, "wrong": 2}
    assert str(one["on"]) == "2021-09-18"
    assert len(one["files"]) == 2
    assert isinstance(one["bound"], str), "written as text, so that no reader of YAML rounds it"
    assert 2 / one["of"] < float(one["bound"]) < 1


def test_what_the_two_differ_on_is_wrong_until_it_is_settled(county: Path, sheet: Path) -> None:
    ran = sent(county, sheet, write(G5="有误"))
    assert "differ on 1 of the documents" in ran.stdout
    assert samples(county)[0]["wrong"] == samples(county)[0]["unsettled"] == 1
    assert sent(county, sheet).exit_code == 0
    (settled,) = samples(county)
    assert settled["wrong"] == 0
    assert "unsettled" not in settled
    assert "files" not in settled


def test_a_changed_result_with_the_same_counts_says_what_changed(county: Path, sheet: Path) -> None:
    rows = openpyxl.load_workbook(sheet)["抽查表"]
    fifth, sixth = (str(rows[cell].value).removeprefix("evidence/") for cell in ("E5", "E6"))
    first = sent(county, sheet, write(G5="有误"))
    settled = sent(county, sheet, write(G5="有误", H5="有误"))
    other = sent(county, sheet, write(G6="有误", H6="有误"))
    both = sent(county, sheet, write(G5="有误"))
    counts = next(line.split()[-3:] for line in first.stdout.splitlines() if "[new]" in line)
    for ran, *said in (
        (settled, "Documents on which the two results differ: 0, before 1."),
        (other, f"Wrong now: {sixth}; no longer wrong: {fifth}."),
        (both, f"Wrong now: {fifth}; no longer wrong: {sixth}.", "differ: 1, before 0."),
    ):
        (line,) = (line for line in ran.stdout.splitlines() if "[changed]" in line)
        assert " ".join(counts) in line
        assert "→" not in line
        assert all(sentence in line for sentence in said), line
        assert ("differ" in line) is any("differ" in sentence for sentence in said)
    fewer = sent(county, sheet)
    assert any("1/20 ≤" in line and "→ 0/20 ≤" in line for line in fewer.stdout.splitlines())


def test_the_same_sheet_again_changes_nothing(county: Path, sheet: Path) -> None:
    sent(county, sheet, write(H9="有误"))
    before = state_of(county)
    assert "Nothing was changed" in import_(county, sheet, received="2021-09-19").stdout
    assert state_of(county) == before


@pytest.mark.parametrize(
    ("change", "place", "reason"),
    [
        (write(G5=None), "抽查表", "1 cell not filled in: G5"),
        (write(G5=None, H6=None), "抽查表", "2 cells not filled in: G5, H6"),
        (write(H5="看不清"), "抽查表!H5", "Choose one of"),
        (write(H5="=1+1"), "抽查表!H5", "no computed result"),
        (write(A6=5), "抽查表!A8", "occurs twice"),
        (write(A24=21, E24="evidence/x.pdf", G24="无误", H24="无误"), "抽查表!A24", "was not drawn"),
        (write(E5="evidence/x.pdf"), "抽查表!E5", "Number 2 was drawn for another file: evidence/"),
        (lambda table: table.delete_rows(10), "抽查表", "are missing from the sheet: 7"),
    ],
)
def test_an_incomplete_re_check_is_asked_back_and_nothing_of_it_taken(
    county: Path, sheet: Path, change: Callable[[Worksheet], object], place: str, reason: str
) -> None:
    ran = sent(county, sheet, change)
    assert ran.exit_code == 1
    assert any(place in line and reason in line for line in ran.stdout.splitlines()), ran.stdout
    assert not (county / "data" / "samples.yaml").exists()


def test_the_same_draw_again_keeps_what_was_filled_in(county: Path, sheet: Path, tmp_path: Path) -> None:
    blank = sheet.read_bytes()
    changed(sheet, lambda book: book["抽查表"].__setitem__("G4", "有误"))
    filled_in = sheet.read_bytes()
    ran = invoke(
        "-C", county, "--lang", "en", "evidence", "sample", "--out", sheet.parent, "--n", "20", "--seed", "7"
    )
    assert ran.exit_code == 0, ran.stderr
    kept = sheet.with_stem(f"{sheet.stem}（旧1）")
    assert f"it was kept as {kept.name}." in ran.stderr
    assert (sheet.read_bytes(), kept.read_bytes()) == (blank, filled_in)


def test_results_without_the_record_of_the_draw_prove_nothing(
    county: Path, sheet: Path, tmp_path: Path
) -> None:
    book = openpyxl.load_workbook(sheet)
    del book["_ecodemo"]
    book.save(tmp_path / "bare.xlsx")
    ran = import_(county, tmp_path / "bare.xlsx")
    assert ran.exit_code == 1
    assert "lost its record" in ran.stdout


def test_more_than_there_are_draws_all(county: Path, tmp_path: Path) -> None:
    path = drawn(county, tmp_path, "--n", "9999", "--seed", "1")
    assert sent(county, path).exit_code == 0
    (one,) = samples(county)
    assert one["drawn"] == one["of"]
    assert float(one["bound"]) == 0


def test_every_file_of_the_catalogue_is_drawn_from_statements_of_what_is_not_involved_too(
    example: Path, tmp_path: Path
) -> None:
    table = openpyxl.load_workbook(drawn(example, tmp_path, "--n", "9999", "--seed", "1"))["抽查表"]
    assessment = check(example).assessment
    listed = {f"evidence/{entry.file.path}" for entry in entries(assessment) if entry.file}
    assert sorted(str(row[4]) for row in table.iter_rows(min_row=4, values_only=True)) == sorted(listed)
    stated = {
        f"evidence/{file.path}" for item in assessment.excused for slot in item.slots for file in slot.files
    }
    assert stated
    assert stated <= listed


def test_without_documents_there_is_nothing_to_draw_from(county: Path, tmp_path: Path) -> None:
    (county / "evidence").rename(tmp_path / "elsewhere")
    ran = invoke("-C", county, "--lang", "en", "evidence", "sample", "--seed", "1")
    assert ran.exit_code == 3
    assert "No documents to draw from" in ran.stderr


@pytest.mark.skipif(bridge() is None, reason="LibreOffice is not installed")
@pytest.mark.long
def test_a_sheet_saved_by_libreoffice_is_read_alike(county: Path, sheet: Path, tmp_path: Path) -> None:
    def fill(book: openpyxl.Workbook) -> None:
        for row in range(4, 24):
            book["抽查表"][f"G{row}"] = book["抽查表"][f"H{row}"] = "无误" if row != 8 else "有误"

    changed(sheet, fill)
    (saved,) = convert([sheet], "xlsx:Calc MS Excel 2007 XML", tmp_path / "saved")
    assert import_(county, saved).exit_code == 0
    assert samples(county)[0]["wrong"] == 1


def test_a_sheet_of_another_county_is_not_taken(county: Path, sheet: Path) -> None:
    path = county / "data" / "county.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("430990", "430991"), encoding="utf-8")
    before = state_of(county)
    ran = sent(county, sheet)
    assert ran.exit_code == 1
    assert "was made for another county (430990)" in ran.stdout
    assert state_of(county) == before
