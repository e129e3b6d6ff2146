"""The contents of places in files."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from PIL import Image

from ecodemo.formats.file_facts import facts_of
from ecodemo.formats.readings import figures_in, readings_of
from ecodemo.model.evidence import Condition, Facts
from ecodemo.model.reading import EMPTY, ERROR, NO_SUCH_PLACE, NOT_COMPUTED, NOT_SEARCHABLE
from formats import office_files, package_files, pdf_files


def read(path: Path, *places: str) -> list[str]:
    found = readings_of(path, facts_of(path), places)
    assert list(found) == list(places)
    return list(found.values())


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook of openpyxl, which saves formulas without their values."""
    book = openpyxl.Workbook()
    first = book.worksheets[0]
    first.title = "汇总 表"
    values: dict[str, str | float] = {
        "A1": "完成率",
        "B1": 92.4,
        "B2": 21430,
        "B3": 0.1 + 0.2,
        "B4": -3.5,
        "B5": 1e-7,
        "B6": 123456789012,
        "B7": True,
        "B8": "=B1*2",
        "B9": "#REF!",
        "B10": "字" * 300,
        "B11": "  92.4  ",
        "C40": 7,
        "E1": 5,
    }
    for name, value in values.items():
        first[name] = value
    first["B12"] = datetime(2020, 5, 12, tzinfo=UTC).replace(tzinfo=None)
    first["B13"] = 2020
    first["B13"].number_format = 'yyyy"年"'
    first.merge_cells("E1:F2")
    other = book.create_sheet("附表")
    other["A1"] = 8
    hidden = book.create_sheet("It's hidden")
    hidden["A1"] = 9
    hidden.sheet_state = "hidden"
    path = tmp_path_factory.mktemp("workbook") / "book.xlsx"
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("place", "reading"),
    [
        ("汇总 表!A1", "完成率"),
        ("B1", "92.4"),
        ("b1", "92.4"),
        ("$B$1", "92.4"),
        ("B2", "21430"),
        ("B3", "0.3"),
        ("B4", "-3.5"),
        ("B5", "0.0000001"),
        ("B6", "123456789012"),
        ("B7", "TRUE"),
        ("B8", NOT_COMPUTED),
        ("B9", ERROR),
        ("B10", "字" * 200),
        ("B11", "92.4"),
        ("B12", "43963"),
        ("B13", "2020"),
        ("C40", "7"),
        ("C41", EMPTY),
        ("XFD1048576", EMPTY),
        ("E1", "5"),
        ("F2", EMPTY),
        ("附表!A1", "8"),
        ("附表!A2", EMPTY),
        ("'汇总 表'!B1", "92.4"),
        ("汇总表!B1", "92.4"),
        ("汇总　表!B1", "92.4"),
        ("'It''s hidden'!A1", "9"),
        ("it's hidden!A1", "9"),
        ("没有!A1", NO_SUCH_PLACE),
        ("!A1", NO_SUCH_PLACE),
        ("A0", NO_SUCH_PLACE),
        ("XFE1", NO_SUCH_PLACE),
        ("A1048577", NO_SUCH_PLACE),
        ("B1:B3", NO_SUCH_PLACE),
        ("total", NO_SUCH_PLACE),
        ("", NO_SUCH_PLACE),
        ("p3", NOT_SEARCHABLE),
        ("P3", EMPTY),
    ],
)
def test_a_cell_of_openpyxl(workbook: Path, place: str, reading: str) -> None:
    assert read(workbook, place) == [reading]


def test_all_places_of_a_file_are_read_together(workbook: Path) -> None:
    assert read(workbook, "附表!A1", "B1", "没有!A1", "C40", "A1") == [
        "8",
        "92.4",
        NO_SUCH_PLACE,
        "7",
        "完成率",
    ]


def test_values_that_libreoffice_computed_are_read(office: Path) -> None:
    places = ("A1", "B1", "C1", "D1", "E1", "汇总表!C1")
    found = read(office / "table.xlsx", *places)
    assert found == ["完成率", "92.4", "184.8", office_files.TELEPHONE, ERROR, "184.8"]


def sheet(cells: str) -> bytes:
    """A workbook with one sheet, written as strangers write them."""
    relation = '<Relationship Id="r1" Target="/xl/worksheets/s.xml"/>'
    relation += '<Relationship Id="r2" Type="x/sharedStrings" Target="texts.xml"/>'
    return package_files.package(
        {
            "[Content_Types].xml": package_files.types(
                f"{package_files.OFFICE}spreadsheetml.sheet.main+xml", "xl/workbook.xml"
            ),
            "xl/workbook.xml": '<workbook xmlns:r="x"><sheets><sheet name="一" r:id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f"<Relationships>{relation}</Relationships>",
            "xl/worksheets/s.xml": f"<worksheet><sheetData>{cells}</sheetData></worksheet>",
            "xl/texts.xml": "<sst><si><t>first</t></si><si><r><t>new</t></r><rPh><t>no</t></rPh>"
            "<r><t>text</t></r></si></sst>",
        }
    )


@pytest.mark.parametrize(
    ("cells", "place", "reading"),
    [
        ("<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>", "B1", "2"),
        ("<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>", "A2", "3"),
        ('<row r="1"><c r="A1"><v>92.400000000000006</v></c></row>', "A1", "92.4"),
        ('<row r="1"><c r="A1"><v>184.79999999999998</v></c></row>', "A1", "184.8"),
        ('<row r="1"><c r="A1"><v>2.143E4</v></c></row>', "A1", "21430"),
        ('<row r="1"><c r="A1"><v>92.0</v></c></row>', "A1", "92"),
        ('<row r="1"><c r="A1"><v>9007199254740993</v></c></row>', "A1", "9007199254740993"),
        ('<row r="1"><c r="A1"><v>1E400</v></c></row>', "A1", "1E400"),
        ('<row r="1"><c r="A1"><v>nonsense</v></c></row>', "A1", "nonsense"),
        ('<row r="1"><c r="A1" t="s"><v>1</v></c></row>', "A1", "newtext"),
        ('<row r="1"><c r="A1" t="s"><v>99</v></c></row>', "A1", EMPTY),
        ('<row r="1"><c r="A1" t="str"><f>T(A2)</f><v></v></c></row>', "A1", EMPTY),
        ('<row r="1"><c r="A1" t="str"><f>T(A2)</f><v>word</v></c></row>', "A1", "word"),
        ('<row r="1"><c r="A1"><f>SUM(A2:A9)</f><v/></c></row>', "A1", NOT_COMPUTED),
        ('<row r="1"><c r="A1"><f>SUM(A2:A9)</f></c></row>', "A1", NOT_COMPUTED),
        ('<row r="1"><c r="A1" t="e"><f>A0</f><v>#REF!</v></c></row>', "A1", ERROR),
        ('<row r="1"><c r="A1" t="inlineStr"><is><t>in </t><t>line</t></is></c></row>', "A1", "in line"),
        ('<row r="1"><c r="A1" s="1"/></row>', "A1", EMPTY),
        ("", "A1", EMPTY),
    ],
)
def test_a_cell_as_other_programs_write_it(tmp_path: Path, cells: str, place: str, reading: str) -> None:
    path = tmp_path / "file"
    path.write_bytes(sheet(cells))
    assert read(path, place) == [reading]


def test_pages_of_a_pdf_give_their_numbers(office: Path) -> None:
    found = read(office / "letter.pdf", "p1", "p2", "p3", "p4", "p0", "C3")
    assert found[0] == "2020 15 92.4 21430"
    assert found[1:] == [NOT_SEARCHABLE, "7 -3.5", NO_SUCH_PLACE, NO_SUCH_PLACE, NOT_SEARCHABLE]


def test_a_scan_cannot_be_compared(tmp_path: Path) -> None:
    whole = BytesIO()
    Image.effect_noise((400, 300), 80).save(whole, "PDF")
    path = tmp_path / "file"
    path.write_bytes(whole.getvalue())
    assert read(path, "p1", "p2") == [NOT_SEARCHABLE, NO_SUCH_PLACE]


def test_a_page_with_words_and_no_number_has_an_empty_reading(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(pdf_files.pages([pdf_files.words("No number at all")]))
    assert read(path, "p1") == [""]


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("完成 21,430 亩", "21430"),
        ("完成２１，４３０亩", "21430"),
        ("1,234,567.89 和 12,34", "1234567.89 12 34"),
        ("增长-3.5%，下降－２．０％", "-3.5 -2.0"),
        ("2018-2020年", "2018 2020"),
        ("16-1", "16 1"),
        ("GB/T 9704-2012", "9704 2012"),
        ("1.2.3", "1.2 3"),
        ("一、二", ""),
    ],
)
def test_numbers_are_taken_as_written(text: str, figures: str) -> None:
    assert figures_in(text) == figures


def test_a_page_of_numbers_is_kept_up_to_a_bound() -> None:
    assert len(figures_in("1 " * 5_000).split()) == 600


def test_other_kinds_and_files_that_do_not_open_have_no_such_places(office: Path, tmp_path: Path) -> None:
    assert read(office / "table.xls", "A1", "p1") == [NOT_SEARCHABLE, NOT_SEARCHABLE]
    path = tmp_path / "file"
    path.write_bytes((office / "table.xlsx").read_bytes()[:-10])
    assert read(path, "A1") == [NOT_SEARCHABLE]


def test_a_file_that_changed_since_its_facts_were_read_is_no_error(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"something else")
    for kind in ("xlsx", "pdf"):
        facts = Facts(size=1, kind=kind, condition=Condition.SOUND)
        assert set(readings_of(path, facts, ["A1", "p1"]).values()) == {NOT_SEARCHABLE}


def test_a_sheet_that_is_missing_or_no_right_xml_is_no_error(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(sheet("<row><c></row>"))
    assert read(path, "A1") == [NOT_SEARCHABLE]
    path.write_bytes(sheet("").replace(b"worksheets/s.xml", b"worksheets/t.xml", 1))
    assert len(read(path, "A1")) == 1
