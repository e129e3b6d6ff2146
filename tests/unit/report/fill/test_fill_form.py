"""Forms filled from plain data: cells, rows, paragraphs, tables, headers and boxes; what is wrong with them; what is refused."""

from __future__ import annotations

import contextlib
import io
import shutil
import time
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from ecodemo.errors import EcodemoError
from ecodemo.language import Language, Speaker
from ecodemo.report.fill.fill_form import FilledForm, fill_form

DATA: Mapping[str, object] = {
    "county": "安化县",
    "share": "97.30",
    "count": 26,
    "code": "007",
    "formula": "=1+1",
    "rows": [{"no": "7", "name": "空气"}, {"no": "8", "name": "<w:t>&水"}, {"no": "25", "name": "秸秆"}],
    "nothing": [],
    "value": {"good-days": {"2020": "97.3"}},
    "lines": "甲\n乙",
}
Sheet = Any


def filled(path: Path) -> FilledForm:
    return fill_form(path, lambda _: DATA, "2021-09-20", Speaker(Language.EN))


def workbook(tmp_path: Path, make: Callable[[Sheet], object]) -> Path:
    book = openpyxl.Workbook()
    sheet: Sheet = book.active
    sheet.title = "表1"
    make(sheet)
    book.save(tmp_path / "form.xlsx")
    return tmp_path / "form.xlsx"


def sheet_of(path: Path) -> Sheet:
    return openpyxl.load_workbook(io.BytesIO(filled(path).content), rich_text=True)["表1"]


def cells(sheet: Sheet) -> dict[str, object]:
    return {cell.coordinate: cell.value for row in sheet for cell in row if cell.value is not None}


def put(values: Mapping[str, object]) -> Callable[[Sheet], None]:
    def make(sheet: Sheet) -> None:
        for place, value in values.items():
            sheet[place] = value

    return make


def document(tmp_path: Path, *paragraphs: str) -> Path:
    form = docx.Document()
    for text in paragraphs:
        form.add_paragraph(text)
    form.save(str(tmp_path / "form.docx"))
    return tmp_path / "form.docx"


def texts(path: Path) -> list[str]:
    form = docx.Document(io.BytesIO(filled(path).content))
    return [paragraph.text for paragraph in form.paragraphs]


LOOP = {"A2": "{% for r in rows %}", "A3": "{{ r.no }}", "B3": "{{ r.name }}", "A4": "{% endfor %}"}


def test_values_are_numbers_where_they_are_and_never_formulas(tmp_path: Path) -> None:
    form = {"A1": "{{ county }}：{{ count }}项", "A2": "{{ share }}", "A3": "{{ count }}", "A4": "{{ code }}"}
    form |= {
        "A5": "{{ formula }}",
        "A6": "{{ share }}",
        "A7": "=A3*2",
        "A8": "{{ share }}",
        "B8": "{{count}}%",
    }

    def make(sheet: Sheet) -> None:
        put(form)(sheet)
        sheet["A6"].number_format = "@"
        sheet["A8"].number_format = "0.0"

    sheet = sheet_of(workbook(tmp_path, make))
    assert cells(sheet) == {
        "A1": "安化县：26项",
        "A2": 97.3,
        "A3": 26,
        "A4": "007",
        "A5": "=1+1",
        "A6": "97.30",
        "A7": "=A3*2",
        "A8": 97.3,
        "B8": "26%",
    }
    assert (sheet["A5"].data_type, sheet["A7"].data_type) == ("s", "f")
    assert [sheet[place].number_format for place in ("A2", "A8")] == ["0.00", "0.0"]


def test_rows_are_repeated_and_everything_below_moves(tmp_path: Path) -> None:
    def make(sheet: Sheet) -> None:
        put(LOOP | {"C3": "=A3*2", "A5": "合计", "C5": "=SUM(C3:C3)", "A6": "{{ county }}", "D1": "=C5"})(
            sheet
        )
        sheet["B3"].font, sheet["B3"].fill = Font(bold=True), PatternFill("solid", fgColor="FFEE00")
        sheet["A3"].comment = Comment("填序号", "市局")
        sheet.row_dimensions[3].height, sheet.row_dimensions[5].height = 31, 44
        sheet.column_dimensions["B"].width = 33
        for area in ("A5:B5", "D3:E3", "A6:C7"):
            sheet.merge_cells(area)
        sheet.print_area, sheet.auto_filter.ref, sheet.freeze_panes = "A1:E6", "A1:B5", "A2"
        validation = DataValidation(type="list", formula1='"是,否"')
        validation.add("E3:E5")
        sheet.add_data_validation(validation)
        sheet.conditional_formatting.add("A3:A3", Rule(type="duplicateValues"))

    sheet = sheet_of(workbook(tmp_path, make))
    assert cells(sheet) == {
        "D1": "=C5",
        "A2": 7,
        "B2": "空气",
        "C2": "=A2*2",
        "A3": 8,
        "B3": "<w:t>&水",
        "C3": "=A3*2",
        "A4": 25,
        "B4": "秸秆",
        "C4": "=A4*2",
        "A5": "合计",
        "C5": "=SUM(C2:C4)",
        "A6": "安化县",
    }
    assert all(sheet[f"B{row}"].font.bold for row in (2, 3, 4))
    assert [sheet[f"A{row}"].comment.text for row in (2, 3, 4)] == ["填序号"] * 3
    assert [sheet.row_dimensions[row].height for row in (2, 3, 4, 5)] == [31, 31, 31, 44]
    areas = {"D2:E2", "D3:E3", "D4:E4", "A5:B5", "A6:C7"}
    assert {area.coord for area in sheet.merged_cells.ranges} == areas
    assert (sheet.print_area, sheet.auto_filter.ref, sheet.freeze_panes) == ("'表1'!$A$1:$E$6", "A1:B5", "A2")
    assert [str(v.sqref) for v in sheet.data_validations.dataValidation] == ["E2:E5"]
    assert [str(each.sqref) for each in sheet.conditional_formatting] == ["A2:A4"]
    assert sheet.column_dimensions["B"].width == 33


def test_a_loop_may_begin_and_end_in_the_row_that_it_repeats(tmp_path: Path) -> None:
    form = {"A1": "{% for r in rows %}{{ r.no }}", "B1": "{{ r.name }}{% endfor %}", "A2": "末"}
    form |= {"A3": "{% for r in rows %}{{ r.no }}、{% endfor %}"}
    assert cells(sheet_of(workbook(tmp_path, put(form)))) == {
        "A1": 7,
        "B1": "空气",
        "A2": 8,
        "B2": "<w:t>&水",
        "A3": 25,
        "B3": "秸秆",
        "A4": "末",
        "A5": "7、8、25、",
    }


def test_loops_within_loops_and_rows_on_a_condition(tmp_path: Path) -> None:
    form = {"A1": "{% for r in rows %}", "A2": "{{ r.name }}", "A3": "{% for n in [1, 2] %}", "B4": "{{ n }}"}
    form |= {"A5": "{% endfor %}", "A6": "{% if loop.last %}", "A7": "完", "A8": "{% else %}", "A9": "续"}
    form |= {"A10": "{% endif %}", "A11": "{% endfor %}", "A12": "下"}
    values = list(cells(sheet_of(workbook(tmp_path, put(form)))).values())
    assert values == ["空气", 1, 2, "续", "<w:t>&水", 1, 2, "续", "秸秆", 1, 2, "完", "下"]


def test_a_loop_over_nothing_leaves_no_row_and_no_broken_formula(tmp_path: Path) -> None:
    form = LOOP | {"A2": "{% for r in nothing %}", "A5": "=SUM(A3:A3)", "A1": "头"}
    assert cells(sheet_of(workbook(tmp_path, put(form)))) == {"A1": "头", "A2": "=SUM(0)"}


def test_a_merged_cell_beside_a_loop_covers_all_its_rows(tmp_path: Path) -> None:
    def make(sheet: Sheet) -> None:
        put(
            {
                "A1": "空气组",
                "B1": "头",
                "B2": "{% for r in rows %}",
                "B3": "{{ r.no }}",
                "B4": "{% endfor %}",
            }
        )(sheet)
        sheet.merge_cells("A1:A4")

    assert [area.coord for area in sheet_of(workbook(tmp_path, make)).merged_cells.ranges] == ["A1:A4"]


def test_formulas_of_other_sheets_follow(tmp_path: Path) -> None:
    def make(sheet: Sheet) -> None:
        put(LOOP | {"A5": "{{ count }}"})(sheet)
        sheet.parent.create_sheet("汇总")["A1"] = "=SUM(表1!A3:A3)+'表1'!A5"
        sheet.oddFooter.center.text = "{{ county }}"

    content = filled(workbook(tmp_path, make)).content
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book["汇总"]["A1"].value == "=SUM(表1!A2:A4)+'表1'!A5"
    footer: Any = book["表1"].oddFooter
    assert footer.center.text == "安化县"


def test_a_form_without_loops_is_otherwise_as_it_was(tmp_path: Path) -> None:
    form = workbook(tmp_path, put({"A1": "{{ county }}", "B7": "=A1", "C9": "不动"}))
    before = form.read_bytes()
    assert cells(sheet_of(form)) == {"A1": "安化县", "B7": "=A1", "C9": "不动"}
    assert form.read_bytes() == before
    assert filled(form).content == filled(form).content


def test_a_placeholder_in_runs_of_several_looks_takes_that_of_the_first(tmp_path: Path) -> None:
    form = docx.Document()
    paragraph = form.add_paragraph()
    paragraph.add_run("县：{{ cou").bold = True
    paragraph.add_run("nty")
    paragraph.add_run(" }}，共").italic = True
    paragraph.add_run("{{ count }}项")
    form.save(str(tmp_path / "form.docx"))
    [written] = docx.Document(io.BytesIO(filled(tmp_path / "form.docx").content)).paragraphs
    assert [(run.text, run.bold, run.italic) for run in written.runs if run.text] == [
        ("县：安化县", True, None),
        ("，共", None, True),
        ("26项", None, None),
    ]


def test_paragraphs_are_repeated_between_those_of_the_loop(tmp_path: Path) -> None:
    form = document(tmp_path, "头", "{% for r in rows %}", "{{ r.no }} {{ r.name }}", "{%p endfor %}", "尾")
    assert texts(form) == ["头", "7 空气", "8 <w:t>&水", "25 秸秆", "尾"]


def test_a_loop_in_a_paragraph_repeats_its_text(tmp_path: Path) -> None:
    form = docx.Document()
    paragraph = form.add_paragraph("名：{% for r in rows %}")
    paragraph.add_run("{{ r.name }}").bold = True
    paragraph.add_run("；{% endfor %}完。")
    form.save(str(tmp_path / "form.docx"))
    [written] = docx.Document(io.BytesIO(filled(tmp_path / "form.docx").content)).paragraphs
    assert written.text == "名：空气；<w:t>&水；秸秆；完。"
    assert [run.text for run in written.runs if run.bold] == ["空气", "<w:t>&水", "秸秆"]


@pytest.mark.parametrize("prefix", ["", "tr "])
def test_rows_of_tables_are_repeated(tmp_path: Path, prefix: str) -> None:
    form = docx.Document()
    table = form.add_table(rows=4, cols=2)
    for row, pair in enumerate(
        (("序", "名"), (f"{{%{prefix}for r in rows %}}", ""), ("{{ r.no }}", "{{ r.name }}"), ("", f"{{%{prefix}endfor %}}"))
    ):  # fmt: skip
        for cell, text in zip(table.rows[row].cells, pair, strict=True):
            cell.text = text
    form.sections[0].header.paragraphs[0].text = "{{ county }}"
    form.sections[0].footer.paragraphs[0].text = "共{{ count }}项"
    form.save(str(tmp_path / "form.docx"))
    written = docx.Document(io.BytesIO(filled(tmp_path / "form.docx").content))
    rows = [[cell.text for cell in row.cells] for row in written.tables[0].rows]
    assert rows == [["序", "名"], ["7", "空气"], ["8", "<w:t>&水"], ["25", "秸秆"]]
    section = written.sections[0]
    assert [section.header.paragraphs[0].text, section.footer.paragraphs[0].text] == ["安化县", "共26项"]


def test_text_boxes_are_filled(tmp_path: Path) -> None:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    form = docx.Document()
    box = (
        f'<w:r {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:shape><v:textbox><w:txbxContent>'
        "<w:p><w:r><w:t>{{ county }}</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )
    paragraph: Any = form.add_paragraph("{{ count }}")._p
    paragraph.append(parse_xml(box))
    form.save(str(tmp_path / "form.docx"))
    written: Any = docx.Document(io.BytesIO(filled(tmp_path / "form.docx").content)).element.body
    assert [text.text for text in written.iter("{*}t")] == ["26", "安化县"]


def test_lines_and_quotes_of_word(tmp_path: Path) -> None:
    assert texts(document(tmp_path, "{{ lines }}", "{{ value[“good-days”]['2020'] }}")) == ["甲\n乙", "97.3"]


def test_every_mistake_is_named_at_once_with_its_place(tmp_path: Path) -> None:
    form = {"A1": "{{ cuonty }}", "B2": "{{ rows[0].nmae }}", "C3": "{{ county", "D4": "{{ county. }}"}
    form |= {
        "E5": '="{{ county }}"',
        "F6": "{% for r in rows %}",
        "G7": "{{ ''.__class__ }}",
        "H8": "｛｛ county ｝｝",
    }
    form |= {
        "I9": "{% include 'phase.title' %}",
        "A10": "{% endif %}",
        "B11": "{{ value['good-dais']['2020'] }}",
    }
    with pytest.raises(EcodemoError) as error:
        filled(workbook(tmp_path, put(form)))
    lines = str(error.value).splitlines()[1:]
    assert sorted(line.split(":")[0].strip() for line in lines) == sorted(
        f"表1!{place}" for place in ("A1", "B2", "C3", "D4", "E5", "F6", "G7", "H8", "I9", "A10", "B11")
    )
    assert "  表1!A1: unknown field “cuonty”. Did you mean “county”?" in lines
    assert "  表1!B2: unknown field “nmae”. Did you mean “name”?" in lines
    assert "  表1!B11: unknown field “good-dais”. Did you mean “good-days”?" in lines


def test_places_in_documents(tmp_path: Path) -> None:
    form = docx.Document()
    form.add_paragraph("一")
    form.add_paragraph("{{ cuonty }}")
    form.add_table(rows=2, cols=2).rows[1].cells[0].text = "{{ rows.x }}"
    form.sections[0].footer.paragraphs[0].text = "{{ nobody }}"
    form.save(str(tmp_path / "form.docx"))
    with pytest.raises(EcodemoError) as error:
        filled(tmp_path / "form.docx")
    places = {line.split(":")[0].strip() for line in str(error.value).splitlines()[1:]}
    assert places == {"paragraph 2", "table 1, row 2, column 1", "footer 1, paragraph 1"}


def test_what_may_be_missing_is_no_mistake(tmp_path: Path) -> None:
    assert texts(
        document(tmp_path, "{{ nobody | default('无') }}{% if nobody is defined %}有{% endif %}")
    ) == ["无"]


@pytest.mark.parametrize(
    ("texts_", "reason"),
    [
        (["{% for a in range(90000) %}{% for b in range(90000) %}{% endfor %}{% endfor %}"], "more than"),
        (["{% for a in range(90000) %}", "甲", "乙", "{{ a }}", "{% endfor %}"], "more than 100000 cells"),
        (["{{ 'a' * 10**9 }}"], "larger than 20 MB"),
        (["{{ ().__class__.__base__.__subclasses__() }}"], "“__class__” cannot be used in a form"),
        (["{{ county.format.__globals__ }}"], "“__globals__” cannot be used"),
        (["{{ rows.append(1) }}"], "paragraph 1"),
        (["{{ 1 // 0 }}"], "paragraph 1: "),
        (["{{ " + "(" * 900 + "1" + ")" * 900 + " }}"], "paragraph 1: "),
    ],
)
def test_what_is_in_a_form_harms_nobody(tmp_path: Path, texts_: list[str], reason: str) -> None:
    with pytest.raises(EcodemoError, match=reason):
        filled(document(tmp_path, *texts_))


@pytest.mark.parametrize(
    "text", ["{{" * 15_000, "{%" * 15_000, "{{ 1 }}" * 6_000, "{% if 1 %}{% endif %}" * 1_000]
)
def test_a_text_of_nothing_but_tags_takes_no_time(tmp_path: Path, text: str) -> None:
    begun = time.process_time()
    with contextlib.suppress(EcodemoError):
        filled(document(tmp_path, text))
    assert time.process_time() - begun < 5


def test_what_is_repeated_does_not_fill_the_memory(tmp_path: Path) -> None:
    with pytest.raises(EcodemoError, match="more than a form needs"):
        filled(document(tmp_path, "{% for a in range(40000) %}", "长" * 30_000, "{% endfor %}"))


@pytest.mark.parametrize("kind", ["xlsx", "docx"])
def test_a_form_without_placeholders_is_named_as_one(tmp_path: Path, kind: str) -> None:
    form = document(tmp_path, "县名") if kind == "docx" else workbook(tmp_path, put({"A1": "县名"}))
    said = [Speaker(Language.EN).say(remark) for remark in filled(form).remarks]
    assert said == ["the form has no placeholders; nothing was filled in"]


def test_marks_between_texts_cannot_be_forged(tmp_path: Path) -> None:
    assert texts(document(tmp_path, '{{ "a\\x02(0\\x03b" }}', "乙")) == ["a(0b", "乙"]


def added(path: Path, member: str, content: bytes | str) -> Path:
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(member, content)
    return path


LINK = '<Relationships><Relationship Id="r" Type="x/{kind}" Target="http://x/" TargetMode="External"/></Relationships>'


@pytest.mark.parametrize(
    ("member", "content", "reason"),
    [
        ("xl/vbaProject.bin", b"x", "it has macros"),
        ("xl/externalLinks/externalLink1.xml", b"<x/>", "it links to other files"),
        ("xl/drawings/_rels/drawing9.xml.rels", LINK.format(kind="image"), "it links to other files"),
        ("xl/media/bomb.png", "zeros", "it holds more than a form needs"),
    ],
)
def test_what_a_form_brings_along_is_refused(
    tmp_path: Path, member: str, content: bytes | str, reason: str
) -> None:
    content = b"\0" * 60_000_000 if content == "zeros" else content
    with pytest.raises(EcodemoError, match=reason):
        filled(added(workbook(tmp_path, put({"A1": "{{ county }}"})), member, content))


def test_a_link_that_is_clicked_is_no_danger(tmp_path: Path) -> None:
    form = added(document(tmp_path, "{{ county }}"), "word/_rels/x.xml.rels", LINK.format(kind="hyperlink"))
    assert texts(form) == ["安化县"]


@pytest.mark.parametrize("kind", ["xlsx", "docx"])
def test_what_is_no_form_is_refused(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"form.{kind}"
    for content in (b"", b"PK", b"hello" * 1000):
        path.write_bytes(content)
        with pytest.raises(EcodemoError, match="Cannot fill in"):
            filled(path)
    path.unlink()
    with pytest.raises(EcodemoError, match="Cannot find"):
        filled(path)


def test_entities_are_never_expanded(tmp_path: Path) -> None:
    form = document(tmp_path, "{{ county }}")
    whole = tmp_path / "whole.docx"
    with zipfile.ZipFile(form) as source, zipfile.ZipFile(whole, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            if name == "word/document.xml":
                part = part.replace(b"?>", b'?><!DOCTYPE d [<!ENTITY a "{{ county }}">]>', 1)
            target.writestr(name, part)
    with pytest.raises(EcodemoError, match="damaged"):
        filled(whole)


def test_what_openpyxl_loses_is_said(tmp_path: Path) -> None:
    form = added(
        workbook(tmp_path, put({"A1": "{{ county }}"})), "xl/drawings/drawing1.xml", "<x><xdr:sp/></x>"
    )
    said = [Speaker(Language.EN).say(remark) for remark in filled(form).remarks]
    assert said == ["shapes and text boxes are lost"]


def test_the_limits_hold_in_a_process_that_is_not_this_one(tmp_path: Path) -> None:
    if not shutil.which("true"):
        pytest.skip("needs processes")
    from multiprocessing import active_children

    with pytest.raises(EcodemoError):
        filled(document(tmp_path, "{{ [0] * 10**7 * 10 }}"))
    assert active_children() == []
