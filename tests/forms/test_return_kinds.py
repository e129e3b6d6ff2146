"""The reasons of a return as words of a list: in the review workbook, in the register, and wherever a return is shown."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook

from cli.running import Result, invoke
from ecodemo.forms.contract import RETURN_KINDS, kinds_words
from ecodemo.forms.intake.merge.reviews import return_kinds
from ecodemo.forms.reading.cells import CellError
from ecodemo.language import Language, Speaker
from ecodemo.model.progress import ReturnKind
from forms.packs import changed, column_of, export, import_, opened, replaced_since, state_of

FOLDER = "25 农业废弃物综合利用率"
STRAW = f"{FOLDER}/东山镇/2018/25-1 秸秆综合利用台账.txt"
FILM = f"{FOLDER}/东山镇/2020/25-3 农膜回收台账.txt"
DUE = {"结论": "退回", "重交期限": "2021-09-30"}


@pytest.fixture
def book(county: Path, tmp_path: Path) -> Path:
    replaced_since(county, "dongshan", "nanping", "xihe")
    folder = opened(export(county, "县农业农村局", tmp_path / "out"), tmp_path / "县农业农村局")
    return folder / "县农业农村局审核表.xlsx"


def _write(book: Path, file: str, values: dict[str, str]) -> None:
    def change(workbook: Workbook) -> None:
        sheet = workbook["审核"]
        place = column_of(sheet, "文件")
        row = next(row for row in range(4, sheet.max_row + 1) if sheet.cell(row, place).value == file)
        for head, value in values.items():
            sheet.cell(row, column_of(sheet, head)).value = value

    changed(book, change)


def _import(county: Path, book: Path) -> Result:
    return import_(county, book)


def _register(county: Path) -> str:
    return (county / "data" / "progress" / "dongshan.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", ReturnKind, ids=lambda kind: str(kind.value))
def test_each_kind_alone_is_enough_and_comes_into_the_register(
    kind: ReturnKind, county: Path, book: Path
) -> None:
    _write(book, STRAW, {**DUE, "退回原因": RETURN_KINDS[kind]})
    ran = _import(county, book)
    assert ran.exit_code == 0, ran.stdout
    assert f"result: returned, kind: {kind.value}, due: 2021-09-30" in _register(county)
    assert ("Also enter the reason" in ran.stdout) is (kind is ReturnKind.OTHER)
    before = state_of(county)
    assert "0 new, 0 changed" in _import(county, book).stdout
    assert state_of(county) == before
    assert invoke("-C", county, "check", "--phase", "sound", "--select", "SC").exit_code == 0


def test_several_kinds_are_a_list_and_precede_the_reason(county: Path, book: Path, tmp_path: Path) -> None:
    _write(book, STRAW, {**DUE, "退回原因": "缺印章或签字、数据不一致", "理由": "合计与C40不符"})
    back = tmp_path / "back"
    ran = import_(county, book, more=("--return", str(back)))
    assert ran.exit_code == 0, ran.stdout
    assert "kind: [no-stamp, figures-differ], reason: 合计与C40不符, due: 2021-09-30" in _register(county)
    said = "退回（缺印章或签字、数据不一致：合计与C40不符）"
    assert said in (back / "东山镇_回复.txt").read_text(encoding="utf-8-sig")
    workbook = openpyxl.load_workbook(
        opened(export(county, "东山镇", tmp_path / "o"), tmp_path / "u") / "东山镇填报表.xlsx"
    )
    for sheet in ("佐证", "问题"):
        cells = [str(cell.value) for row in workbook[sheet].iter_rows() for cell in row]
        assert any(said in cell for cell in cells), sheet
    for language, words in (
        ("en", "stamp or signature missing, figures differ; 合计与C40不符"),
        ("zh", "缺印章或签字、数据不一致：合计与C40不符"),
    ):
        reports = tmp_path / language
        ran = invoke("-C", county, "--lang", language, "--today", "2021-09-18", "report", "--kind", "status", "--format", "xlsx", "--out", reports)  # fmt: skip
        assert ran.exit_code == 0, ran.stderr
        status = openpyxl.load_workbook(next(reports.glob("*.xlsx")))
        assert any(words in str(cell.value) for sheet in status for row in sheet.iter_rows() for cell in row)
    ran = invoke("-C", county, "--lang", "en", "--today", "2021-10-20", "check", "--select", "EV107", "-v")
    assert "stamp or signature missing, figures differ; 合计与C40不符" in re.sub(r"\s+", " ", ran.stdout)


@pytest.mark.parametrize(
    "written",
    [
        "缺印章或签字，数据不一致",
        "缺印章或签字,数据不一致。",
        "缺印章或签字；数据不一致",
        "缺印章或签字 数据不一致",
        "数据不一致　缺印章或签字、数据不一致",
        "no-stamp; Figures-Differ",
    ],
)
def test_separators_as_people_type_them(written: str) -> None:
    assert set(return_kinds(written)) == {ReturnKind.NO_STAMP, ReturnKind.FIGURES_DIFFER}


def test_a_word_of_no_list_is_asked_back_at_its_cell_with_the_list(county: Path, book: Path) -> None:
    _write(book, STRAW, {**DUE, "退回原因": "缺印章或签字、不好看"})
    before = state_of(county)
    ran = _import(county, book)
    assert ran.exit_code == 1
    [line] = [line for line in ran.stdout.splitlines() if "[rejected]" in line]
    assert "审核!J" in line
    assert "Not in the list: 不好看" in line
    assert all(word in line for word in RETURN_KINDS.values())
    assert state_of(county) == before


def test_accepted_with_a_reason_of_return_is_asked_back(county: Path, book: Path) -> None:
    _write(book, STRAW, {"结论": "通过", "退回原因": "看不清"})
    ran = _import(county, book)
    assert ran.exit_code == 1
    assert "contradict each other" in ran.stdout


@given(
    st.lists(st.sampled_from(ReturnKind)),
    st.lists(st.sampled_from("、，,；; \n/")),
    st.text("、 缺签字x-", max_size=4),
)
def test_what_is_read_is_what_was_written_or_is_asked_back(
    kinds: list[ReturnKind], between: list[str], rest: str
) -> None:
    signs = [*between, *"、" * len(kinds)]
    text = "".join(f"{RETURN_KINDS[kind]}{sign}" for kind, sign in zip(kinds, signs, strict=False))
    assert return_kinds(text) == tuple(dict.fromkeys(kinds))
    assert return_kinds(kinds_words(kinds)) == tuple(dict.fromkeys(kinds))
    try:
        read = return_kinds(text + rest)
    except CellError:
        return
    assert read[: len(set(kinds))] == tuple(dict.fromkeys(kinds))


def test_the_words_of_the_workbook_are_those_of_the_reports() -> None:
    chinese = Speaker(Language.ZH)
    assert {kind: chinese.text(kind.meaning) for kind in ReturnKind} == RETURN_KINDS


def test_the_column_offers_the_eight_words(book: Path) -> None:
    workbook = openpyxl.load_workbook(book)
    sheet = workbook["审核"]
    letter = get_column_letter(column_of(sheet, "退回原因"))
    [offer] = [o for o in sheet.data_validations.dataValidation if str(o.sqref).startswith(letter)]
    first, last = re.findall(r"\$[A-Z]+\$\d+", str(offer.formula1))
    words = [cell.value for (cell,) in workbook["_lists"][f"{first}:{last}".replace("$", "")]]
    assert words == list(RETURN_KINDS.values())
    assert not offer.showErrorMessage


def test_a_workbook_of_before_is_still_taken(county: Path, book: Path) -> None:
    def as_before(workbook: Workbook) -> None:
        sheet = workbook["审核"]
        sheet.cell(3, column_of(sheet, "工具提示的问题")).value = "工具发现的毛病"
        for head in ("退回原因", "单位答复"):
            sheet.delete_cols(column_of(sheet, head))
        record = workbook["_ecodemo"]
        for row in range(record.max_row, 6, -1):
            if record.cell(row, 3).value in ("kind", "answer"):
                record.delete_rows(row)

    _write(book, STRAW, {**DUE, "理由": "缺签字"})
    _write(book, FILM, {"结论": "通过"})
    changed(book, as_before)
    ran = _import(county, book)
    assert ran.exit_code == 0, ran.stdout
    assert "result: returned, reason: 缺签字, due: 2021-09-30" in _register(county)
    assert [line for line in ran.stdout.splitlines() if "[note]" in line] == []


def test_what_was_replaced_since_the_export_is_said(county: Path, book: Path) -> None:
    _write(book, STRAW, {"结论": "通过"})
    (county / "evidence" / STRAW).write_text("新的台账", encoding="utf-8")
    ran = _import(county, book)
    assert "Replaced since the export" in ran.stdout
    listed = invoke("-C", county, "--lang", "en", "evidence", "list", "--to-review", "--unit", "dongshan")
    assert "25-1" in listed.stdout
