"""Blank ledgers: in the pack, filled in, back again; their figures are read from the cells that are named for them."""

from __future__ import annotations

import io
import os
import re
import shutil
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import Font

from cli.running import invoke
from forms.office import Sitting, Step, sit
from forms.packs import changed, export, fill, import_, opened, state_of, workbook_of, zipped
from libreoffice import bridge

STRAW = "25-1 秸秆综合利用台账 2018-2020.xlsx"
FILM = "25-3 农膜回收台账 2020.xlsx"
SUM = 29
"""The row of the sums: 24 rows to fill in behind four."""


BLANK_STRAW = "form: table, years: each, measures: [straw-used, straw-all], blank: true}\n  - {no: 25-3"
BLANK_FILM = "form: table, years: latest, measures: [film-back, film-used], blank: true}\n  - {no: 25-4"


@pytest.fixture(scope="module")
def made(small_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """西河乡 has handed in nothing yet, and packs hold blank ledgers of 25-1 and 25-3; with its unpacked pack."""
    folder = tmp_path_factory.mktemp("made")
    county = Path(shutil.copytree(small_workspace, folder / "county"))
    name = county / "data/indicators.yaml"
    text = name.read_text(encoding="utf-8")
    text = text.replace("form: table, years: each}\n  - {no: 25-3", BLANK_STRAW)
    text = text.replace("form: table, years: latest}\n  - {no: 25-4", BLANK_FILM)
    assert text.count("blank: true") == 2
    name.write_text(text, encoding="utf-8")
    (county / "data/progress/xihe.yaml").write_text("unit: xihe\n", encoding="utf-8")
    for evidence in list((county / "evidence").rglob("西河乡")):
        shutil.rmtree(evidence)
    opened(export(county, "西河乡", folder / "out"), folder / "西河乡")
    return folder


@pytest.fixture
def asking(made: Path, tmp_path: Path) -> Path:
    """The county, which the test may change."""
    return Path(shutil.copytree(made / "county", tmp_path / "county"))


@pytest.fixture
def pack(made: Path, tmp_path: Path) -> Path:
    """The unpacked pack of 西河乡."""
    return Path(shutil.copytree(made / "西河乡", tmp_path / "西河乡"))


def ledger(pack: Path, name: str = STRAW) -> Path:
    return next(pack.rglob(name))


def filled(path: Path, rows: Sequence[Sequence[object]], *, sums: bool = True) -> None:
    """Fill in from the second column on; with `sums` as a program leaves them that knows their values."""
    book = openpyxl.load_workbook(path)
    sheet: Any = book["汇总"]
    for number, row in enumerate(rows, 5):
        for column, value in enumerate(row, 2):
            sheet.cell(number, column).value = value
    book.save(path)
    if sums:
        with_values(
            path, [sum(v for v in c if isinstance(v, int | float)) if any(c) else "" for c in columns(rows)]
        )


def columns(rows: Sequence[Sequence[object]]) -> list[tuple[object, ...]]:
    return list(zip(*(row[1:] for row in rows), strict=True))


def with_values(path: Path, values: Sequence[object]) -> None:
    """Write the results of the sums beside their formulas, as programs do and openpyxl cannot."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    for letter, value in zip("CDEFGH", values, strict=False):
        kind = "" if isinstance(value, int | float) else ' t="str"'
        cell = rf'<c r="{letter}{SUM}"([^>]*)><f>(.*?)</f><v ?/?>(?:</v>)?</c>'
        sheet, count = re.subn(cell, rf'<c r="{letter}{SUM}"\1{kind}><f>\2</f><v>{value}</v></c>', sheet)
        assert count == 1, letter
    parts["xl/worksheets/sheet1.xml"] = sheet.encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def figures(county: Path) -> Mapping[tuple[str, int], str]:
    """What the data say of 西河乡, by measure and year."""
    text = (county / "data/progress/xihe.yaml").read_text(encoding="utf-8")
    found = re.findall(r"- \{measure: (\S+), year: (\d+), (.*)\}", text)
    return {(measure, int(year)): rest.replace(", reported: 2021-09-18", "") for measure, year, rest in found}


def register(county: Path) -> str:
    return (county / "data/progress/xihe.yaml").read_text(encoding="utf-8")


VILLAGES = (["甲村", 100, 110, 120, 200, 210, 220], ["乙村", 50, 50, 50, 60, 60, 60])


def test_the_folder_of_a_ledger_holds_a_blank_one_with_unit_years_columns_and_named_sums(pack: Path) -> None:
    book: Any = openpyxl.load_workbook(ledger(pack))
    sheet = book["汇总"]
    assert sheet["A1"].value == "25-1 秸秆综合利用台账（2018—2020年）［示例：数值为编造］"
    assert "西河乡" in sheet["A2"].value
    assert [sheet.cell(3, n).value for n in (3, 6)] == [
        "25.1 秸秆综合利用量（吨）",
        "25.2 秸秆可收集量（吨）",
    ]
    assert [sheet.cell(4, n).value for n in range(3, 9)] == ["2018年", "2019年", "2020年"] * 2
    assert book.defined_names["ecodemo_25.1_2020"].attr_text == f"汇总!$E${SUM}"
    assert sheet[f"E{SUM}"].value.endswith(f"SUM(E5:E{SUM - 1})))")
    assert {sheet.cell(5, n).border.bottom.style for n in range(1, 10)} == {"thin"}
    assert "主要负责人" in sheet.cell(SUM + 2, 1).value
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.print_title_rows == "$1:$4"
    assert [str(path.name) for path in sorted(pack.rglob("25-*.xlsx"))] == [STRAW, FILM]


def test_names_of_cells_are_such_as_excel_takes(pack: Path) -> None:
    for name in openpyxl.load_workbook(ledger(pack)).defined_names:
        assert re.fullmatch(r"[A-Za-z_\\][A-Za-z0-9_.]*", name)
        assert not re.fullmatch(r"[A-Za-z]{1,3}\d+|[Rr]\d*[Cc]\d*", name)


def test_the_same_ledger_again_is_the_same_bytes(asking: Path, pack: Path, tmp_path: Path) -> None:
    again = opened(export(asking, "西河乡", tmp_path / "again"), tmp_path / "second")
    assert ledger(pack).read_bytes() == ledger(again).read_bytes()


def test_figures_of_a_filled_ledger_are_read_with_their_proof_and_cell(asking: Path, pack: Path) -> None:
    filled(ledger(pack), VILLAGES)
    ran = import_(asking, zipped(pack, pack.parent / "西河乡.zip"))
    assert ran.exit_code == 0, ran.stdout
    assert figures(asking)["straw-used", 2020] == f"value: 170, proof: 25-1/2020, cell: 汇总!E{SUM}"
    assert figures(asking)["straw-all", 2018] == f"value: 260, proof: 25-1/2018, cell: 汇总!F{SUM}"
    assert "Read from the ledger" in ran.stdout
    assert "2018-2020/25-1 秸秆综合利用台账.xlsx, requirement: 25-1" in register(asking)
    before = state_of(asking)
    assert import_(asking, pack.parent / "西河乡.zip").exit_code == 0
    assert state_of(asking) == before


def test_the_reply_says_how_many_figures_were_read(asking: Path, pack: Path, tmp_path: Path) -> None:
    filled(ledger(pack), VILLAGES)
    import_(asking, pack, more=("--return", str(tmp_path / "back")))
    assert "“数据”表留空的6个数已从台账读入。" in (tmp_path / "back/西河乡_回复.txt").read_text("utf-8-sig")


def test_an_untouched_blank_ledger_is_no_document(asking: Path, pack: Path) -> None:
    ran = import_(asking, zipped(pack, pack.parent / "西河乡.zip"))
    assert ran.exit_code == 0
    said = [line for line in ran.stdout.splitlines() if "returned without entries" in line]
    assert said == ["  [note]  2 blank ledgers returned without entries. Not filed: 25-1, 25-3."]
    assert "documents:" not in register(asking)


def test_a_blank_ledger_that_comes_back_alone_is_named(asking: Path, pack: Path) -> None:
    ran = import_(asking, ledger(pack))
    assert f"[note]  {STRAW}  1 blank ledger returned without entries. Not filed: 25-1." in ran.stdout


def test_filled_ledgers_are_not_among_those_that_came_back_unfilled(asking: Path, pack: Path) -> None:
    filled(ledger(pack), VILLAGES)
    assert "1 blank ledger returned without entries. Not filed: 25-3." in (import_(asking, pack).stdout)


def test_a_blank_ledger_that_was_saved_again_is_still_untouched(asking: Path, pack: Path) -> None:
    filled(ledger(pack), [[None] * 7])
    changed(ledger(pack, FILM), lambda book: book["汇总"].cell(SUM + 2, 1, "填报人（签字）：张三"))
    assert "2 blank ledgers returned without entries" in import_(asking, pack).stdout


def test_the_sheet_of_figures_comes_first_and_its_place_is_filled_in(asking: Path, pack: Path) -> None:
    filled(ledger(pack), VILLAGES)
    changed(workbook_of(pack), lambda book: fill(book["数据"], "25.1", {"2020年": 171, "2019年": 160}))
    assert import_(asking, pack).exit_code == 0
    assert figures(asking)["straw-used", 2020] == f"value: 171, proof: 25-1/2020, cell: 汇总!E{SUM}"
    assert figures(asking)["straw-used", 2018] == f"value: 150, proof: 25-1/2018, cell: 汇总!C{SUM}"
    ran = invoke(
        "-C", asking, "--lang", "en", "check", "--unit", "xihe", "--select", "DC110", "--today", "2021-09-20"
    )
    assert "171" in ran.stdout


def test_what_the_unit_itself_names_as_proof_stays(asking: Path, pack: Path) -> None:
    filled(ledger(pack), VILLAGES)
    typed = {"2020年": 170, "依据材料": "25-1", "页码": "汇总!C40"}
    changed(workbook_of(pack), lambda book: fill(book["数据"], "25.1", typed))
    changed(workbook_of(pack), lambda book: fill(book["数据"], "25.2", {"2020年": 280, "依据材料": "25-3"}))
    import_(asking, pack)
    assert "cell: 汇总!C40" in figures(asking)["straw-used", 2020]
    assert figures(asking)["straw-all", 2020] == "value: 280, proof: 25-3/2020"


def test_what_does_not_concern_the_unit_is_not_read(asking: Path, pack: Path) -> None:
    filled(ledger(pack), VILLAGES)
    changed(workbook_of(pack), lambda book: fill(book["数据"], "25.1", {"不涉及": "是", "说明": "无耕地"}))
    import_(asking, pack)
    assert figures(asking)["straw-used", 2020].startswith("not_involved: 无耕地")


def test_sums_that_were_never_computed_are_asked_for_once(asking: Path, pack: Path) -> None:
    filled(ledger(pack), VILLAGES, sums=False)
    ran = import_(asking, pack)
    assert ran.exit_code == 1
    assert ran.stdout.count("请用WPS打开保存一次") == 1
    assert not figures(asking)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([150, 160, 1700], "At least ten times the other years"),
        ([150, 160, "部分单元格不是数值"], "Not a number"),
        ([150, 160, -3], "is out of range"),
    ],
    ids=["jump", "text", "range"],
)
def test_figures_of_a_ledger_are_checked_as_typed_ones(
    asking: Path, pack: Path, values: list[object], said: str
) -> None:
    filled(ledger(pack), VILLAGES, sums=False)
    with_values(ledger(pack), [*values, 260, 270, 280])
    ran = import_(asking, pack)
    assert ran.exit_code == 1
    assert said in ran.stdout
    assert set(figures(asking)) == {
        (measure, year) for measure in ("straw-used", "straw-all") for year in (2018, 2019, 2020)
    } - {("straw-used", 2020)}


def test_a_reason_in_the_sheet_lets_a_jump_pass(asking: Path, pack: Path) -> None:
    filled(ledger(pack), VILLAGES, sums=False)
    with_values(ledger(pack), [150, 160, 1700, 260, 270, 280])
    changed(workbook_of(pack), lambda book: fill(book["数据"], "25.1", {"说明": "2020年建成秸秆电厂"}))
    assert import_(asking, pack).exit_code == 0
    assert "value: 1700" in figures(asking)["straw-used", 2020]
    assert "秸秆电厂" in figures(asking)["straw-used", 2020]


def test_a_ledger_is_filed_for_the_years_that_are_filled_in(asking: Path, pack: Path) -> None:
    filled(ledger(pack), [["甲村", None, 110, 120, None, 210, 220]])
    ran = import_(asking, pack)
    assert "Its columns for 2018 are empty; it is filed for 2019、2020 only." in ran.stdout
    assert "requirement: 25-1, years: [2019, 2020]" in register(asking)
    assert ("straw-used", 2018) not in figures(asking)


def test_a_ledger_without_a_year_in_its_name_is_filed_by_its_columns(asking: Path, pack: Path) -> None:
    filled(ledger(pack), VILLAGES)
    ledger(pack).rename(ledger(pack).with_name("台账.xlsx"))
    assert import_(asking, pack).exit_code == 0
    assert "requirement: 25-1, years: [2018, 2019, 2020]" in register(asking)


def test_figures_of_years_that_a_ledger_is_not_filed_for_are_left(asking: Path, pack: Path) -> None:
    filled(ledger(pack), VILLAGES)
    ledger(pack).rename(ledger(pack).with_name("25-1 台账 2020.xlsx"))
    import_(asking, pack)
    assert set(figures(asking)) == {("straw-used", 2020), ("straw-all", 2020)}


def test_a_ledger_that_comes_alone_brings_its_figures(asking: Path, pack: Path) -> None:
    filled(ledger(pack), VILLAGES, sums=False)
    with_values(ledger(pack), [150, 160, 1700, 260, 270, 280])
    workbook_of(pack).unlink()
    ran = import_(asking, zipped(pack, pack.parent / "西河乡.zip"))
    assert "At least ten times the other years" in ran.stdout
    assert figures(asking)["straw-used", 2019] == f"value: 160, proof: 25-1/2019, cell: 汇总!D{SUM}"
    assert len(figures(asking)) == 5


def test_a_corrected_ledger_moves_the_place_and_leaves_the_figure(asking: Path, pack: Path) -> None:
    filled(ledger(pack), VILLAGES)
    import_(asking, pack)
    book = openpyxl.load_workbook(ledger(pack), data_only=True)
    book["汇总"].move_range(f"A{SUM}:I{SUM}", rows=2)
    for name in list(book.defined_names):
        moved = book.defined_names[name].attr_text.replace(f"${SUM}", f"${SUM + 2}")
        book.defined_names[name].attr_text = moved
    book.save(ledger(pack))
    import_(asking, pack, received="2021-09-19")
    assert figures(asking)["straw-used", 2020] == f"value: 170, proof: 25-1/2020, cell: 汇总!E{SUM + 2}"


def test_a_pack_that_is_only_stored_is_a_pack(asking: Path, pack: Path) -> None:
    filled(ledger(pack), VILLAGES)
    stored = pack.parent / "西河乡.zip"
    with zipfile.ZipFile(stored, "w") as archive:
        for path in sorted(pack.rglob("*.xlsx")):
            archive.write(path, path.relative_to(pack).as_posix())
    assert import_(asking, stored).exit_code == 0
    assert len(figures(asking)) == 6


@pytest.mark.skipif(bridge() is None, reason="needs LibreOffice")
def test_as_a_clerk_fills_it_in_libreoffice(asking: Path, pack: Path, tmp_path: Path) -> None:
    path = ledger(pack)
    typed = {"B5": "甲村", "E5": "100", "E8": "70.5"}
    steps: list[Step] = [("insert_rows", "汇总", 6, 3)]
    steps += [("typed", "汇总", cell, text) for cell, text in typed.items()]
    sit([Sitting(path, path, steps)], tmp_path / "home")
    assert import_(asking, pack).exit_code == 0
    assert figures(asking) == {("straw-used", 2020): f"value: 170.5, proof: 25-1/2020, cell: 汇总!E{SUM + 3}"}
    assert "requirement: 25-1, years: [2020]" in register(asking)


def test_without_names_of_measures_a_blank_has_all_figures_of_its_indicator(
    asking: Path, tmp_path: Path
) -> None:
    name = asking / "data/indicators.yaml"
    text = name.read_text(encoding="utf-8").replace("measures: [straw-used, straw-all], ", "")
    name.write_text(text, encoding="utf-8")
    pack = opened(export(asking, "西河乡", tmp_path / "out"), tmp_path / "西河乡")
    names = openpyxl.load_workbook(ledger(pack)).defined_names
    assert {name[:12] for name in names} >= {"ecodemo_25.1", "ecodemo_25.2", "ecodemo_25.3", "ecodemo_25.4"}


def test_what_is_asked_says_why_it_was_sent_back_most_often(county: Path, tmp_path: Path) -> None:
    pack = opened(export(county, "东山镇", tmp_path / "out"), tmp_path / "东山镇")
    said = [
        next(pack.rglob(f"{no} */要求.txt")).read_text("utf-8-sig").splitlines() for no in ("25-1", "25-3")
    ]
    assert said[0][1:] == ["以往退回的主要原因：缺村级负责人签字（1次）。"]
    assert said[1][1:] == []


def restyled(content: bytes) -> Any:
    """A blank ledger with a column more, another width, colour and number of rows."""
    book: Any = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book["汇总"]
    for area in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(area))
    sheet.delete_rows(6, 14)
    sheet.insert_cols(3)
    sheet["C3"].value = "责任人"
    sheet.column_dimensions["C"].width = 33
    sheet["A1"].font = Font(name="黑体", size=20)
    sheet.row_dimensions[1].height = 44
    sheet[f"D{SUM - 14}"].value = "=SUM(D5:D14)"
    sheet.oddHeader.left.text = "县农业农村局"
    return book


@pytest.mark.parametrize("name", ["25-1.xlsx", "default.xlsx"])
def test_the_office_restyles_blank_ledgers(asking: Path, pack: Path, tmp_path: Path, name: str) -> None:
    folder = asking / "templates/blanks"
    folder.mkdir(parents=True)
    restyled(ledger(pack).read_bytes()).save(folder / name)
    again = opened(export(asking, "西河乡", tmp_path / "again"), tmp_path / "second")
    sheet: Any = openpyxl.load_workbook(ledger(again))["汇总"]
    assert (sheet["A1"].value, sheet["A1"].font.name, sheet.row_dimensions[1].height) == (
        "25-1 秸秆综合利用台账（2018—2020年）［示例：数值为编造］",
        "黑体",
        44,
    )
    assert (sheet["C3"].value, sheet.column_dimensions["C"].width) == ("责任人", 33)
    assert (sheet["A15"].value, sheet["D15"].value[:8]) == ("合计", "=IF(COUN")
    assert sheet.oddHeader.left.text == "县农业农村局"
    film: Any = openpyxl.load_workbook(ledger(again, FILM))["汇总"]
    assert (film["C3"].value == "责任人") is (name == "default.xlsx")


def bomb() -> bytes:
    """A workbook of some kilobytes whose sheet grows to half a gigabyte."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", bytes(400 << 20))
    return buffer.getvalue()


def headless() -> bytes:
    book = openpyxl.Workbook()
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "content", [b"PK nonsense", bomb(), headless(), b"\0" * (6 << 20)], ids=["no", "bomb", "bare", "large"]
)
def test_a_look_that_cannot_be_used_is_refused_and_nothing_written(
    asking: Path, tmp_path: Path, content: bytes
) -> None:
    folder = asking / "templates/blanks"
    folder.mkdir(parents=True)
    (folder / "default.xlsx").write_bytes(content)
    ran = invoke("-C", asking, "--lang", "en", "form", "export", "--out", tmp_path / "out")
    assert ran.exit_code == 2
    assert "default.xlsx as a blank ledger" in ran.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.skipif(os.name == "nt", reason="links need rights")
def test_a_look_outside_the_workspace_is_refused(asking: Path, pack: Path, tmp_path: Path) -> None:
    folder = asking / "templates/blanks"
    folder.mkdir(parents=True)
    (folder / "default.xlsx").symlink_to(ledger(pack))
    assert invoke("-C", asking, "form", "export", "--out", tmp_path / "refused").exit_code == 2
