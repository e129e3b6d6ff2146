"""Papers as docx: what is written, marked, cut to the page, and that the bytes are always the same."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Pt

from ecodemo.paper.docx import docx_content
from ecodemo.paper.mark import is_untouched
from ecodemo.paper.parts import Fields, Grid, GridColumn, PageBreak, Paper, Paragraph, Part, Points, Style
from ecodemo.paper.styles import emptied

DAY = date(2021, 9, 20)
GRID = Grid((GridColumn("编号", 1), GridColumn("数", 3, is_figure=True)), (("25.1", "90.0"), ("25.2", "")))


def written(*parts: Part, title: str = "题") -> Any:
    return docx.Document(io.BytesIO(docx_content(Paper("名", title, parts), DAY)))


@pytest.mark.parametrize("style", Style)
def test_every_style_is_there_by_its_name(style: Style) -> None:
    paragraph = written(Paragraph("文", style)).paragraphs[0]
    assert (paragraph.text, paragraph.style.name) == ("文", style.value)


@pytest.mark.parametrize("reference", ["link", "basedOn", "next"])
def test_no_style_names_one_that_is_not_there(reference: str) -> None:
    styles = written(Paragraph("文"), GRID).styles.element
    ids = {style.get(qn("w:styleId")) for style in styles.iter(qn("w:style"))}
    assert {found.get(qn("w:val")) for found in styles.iter(qn(f"w:{reference}"))} <= ids


def test_headings_are_in_the_outline() -> None:
    document = written(Paragraph("一", Style.HEADING), Paragraph("（一）", Style.SUBHEADING))
    levels = [p.style.element.pPr.find(qn("w:outlineLvl")) for p in document.paragraphs]
    assert [level.get(qn("w:val")) for level in levels] == ["0", "1"]


@pytest.mark.parametrize(
    ("text", "blanks"),
    [
        ("由××任组长（请补充：职务），3×5不是", ["××", "（请补充：职务）"]),
        ("××××年××月", ["××××", "××"]),
        ("未填", ["未填"]),
        ("都有了", []),
    ],
)
def test_blanks_are_marked_and_nothing_else(text: str, blanks: list[str]) -> None:
    paragraph = written(Paragraph(text)).paragraphs[0]
    assert paragraph.text == text
    assert [run.text for run in paragraph.runs if run.style.name == "待补内容"] == blanks


def test_what_is_emphasised_is_bold_also_where_it_is_a_blank() -> None:
    paragraph = written(Paragraph("甲乙××丙", emphasised=((1, 3),))).paragraphs[0]
    runs = [(run.text, bool(run.bold), run.style.name == "待补内容") for run in paragraph.runs]
    assert runs == [("甲", False, False), ("乙×", True, False), ("×丙", False, False)]
    paragraph = written(Paragraph("甲乙××丙", emphasised=((1, 4),))).paragraphs[0]
    runs = [(run.text, bool(run.bold), run.style.name == "待补内容") for run in paragraph.runs]
    assert runs == [("甲", False, False), ("乙", True, False), ("××", True, True), ("丙", False, False)]


@pytest.mark.parametrize(("length", "shown"), [(16, "县" * 16 + "自查报告"), (17, "县" * 17 + "\n自查报告")])
def test_a_title_is_broken_where_it_may_be_when_it_needs_two_lines(length: int, shown: str) -> None:
    title = Paragraph("县" * length + "自查报告", Style.TITLE, breaks_before=length)
    assert written(title).paragraphs[0].text == shown


def test_a_list_is_a_paragraph_for_each_entry() -> None:
    document = written(Points((Paragraph("一", Style.POINT), Paragraph("二", Style.POINT))))
    assert [(p.text, p.style.name) for p in document.paragraphs] == [("一", "条目"), ("二", "条目")]


def test_a_page_ends_at_its_break() -> None:
    first, second = written(Paragraph("文"), PageBreak(), Paragraph("文")).paragraphs
    assert [bool(p.paragraph_format.page_break_before) for p in (first, second)] == [False, True]
    breaks = written(Paragraph("文"), PageBreak(), GRID).element.body.iter(qn("w:br"))
    assert [found.get(qn("w:type")) for found in breaks] == ["page"]


def test_the_content_beside_the_last_label_of_a_row_fills_the_width() -> None:
    document = written(Fields(((("指标", "空气"), ("档号", "07")), (("解释", "说明"),))))
    [table] = document.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["指标", "空气", "档号", "07"],
        ["解释", "说明", "说明", "说明"],
    ]
    widths = [sum(int(cell.tcPr.tcW.w) for cell in row._tr.tc_lst) for row in table.rows]
    assert len(set(widths)) == 1


def test_the_sums_of_a_table_are_its_last_row() -> None:
    table = written(Grid(GRID.columns, GRID.rows, ("合计", "90.0"))).tables[0]
    assert [cell.text for cell in table.rows[-1].cells] == ["合计", "90.0"]


def test_the_notes_below_a_table_are_on_the_page_of_its_last_row() -> None:
    notes = (Paragraph("共2件。", Style.NOTE), Paragraph("缺1件。", Style.NOTE), Paragraph("正文"))
    document = written(GRID, *notes)
    kept = [
        [cell.paragraphs[0].paragraph_format.keep_with_next for cell in row.cells]
        for row in document.tables[0].rows
    ]
    assert kept == [[None, None], [None, None], [True, True]]
    below = [each.paragraph_format.keep_with_next for each in document.paragraphs[-3:]]
    assert below == [True, None, None]


@pytest.mark.parametrize("text", ["", "正文"])
def test_a_table_without_a_note_keeps_nothing(text: str) -> None:
    document = written(GRID, Paragraph(text, Style.BODY if text else Style.NOTE))
    cells = document.tables[0].rows[-1].cells
    assert [cell.paragraphs[0].paragraph_format.keep_with_next for cell in cells] == [None, None]


@pytest.mark.parametrize("text", ["<w:t>&amp;", " 前后 ", "一\n二", "]]>", "=1+1", "𠮷", "\u202e右"])
def test_any_text_comes_out_as_it_went_in(text: str) -> None:
    assert written(Paragraph(text)).paragraphs[0].text == text


@pytest.mark.parametrize("text", ["坏\x00字", "坏\x0b字", "坏\ufffe字", "坏\udc80字"])
def test_what_no_docx_can_hold_is_left_out(text: str) -> None:
    assert written(Paragraph(text)).paragraphs[0].text == "坏字"


def test_a_table_has_its_head_on_every_page_and_fills_the_width() -> None:
    table = written(GRID).tables[0]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["编号", "数"],
        ["25.1", "90.0"],
        ["25.2", ""],
    ]
    heads = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
    assert heads == [True, False, False]
    widths = [column.width.mm for column in table.columns]
    assert sum(widths) == pytest.approx(156, abs=1)
    assert widths[1] == pytest.approx(3 * widths[0], rel=0.01)
    assert table.rows[1].cells[1].paragraphs[0].style.name == Style.FIGURE_CELL


def test_pages_are_numbered_odd_right_and_even_left() -> None:
    document = written(Paragraph("文"))
    assert document.settings.odd_and_even_pages_header_footer
    section = document.sections[0]
    odd, even = section.footer.paragraphs[0], section.even_page_footer.paragraphs[0]
    assert (odd.alignment.name, even.alignment.name) == ("RIGHT", "LEFT")
    assert all("PAGE" in paragraph._p.xml for paragraph in (odd, even))


def test_a_form_has_small_margins_tables_and_its_own_styles_and_no_page_number() -> None:
    paper = Paper("名", "题", (Paragraph("题", Style.TITLE), Paragraph("文"), GRID), is_form=True)
    document: Any = docx.Document(io.BytesIO(docx_content(paper, DAY)))
    [section] = document.sections
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(margin.mm) for margin in margins] == [14, 10, 18, 18]
    assert [paragraph.style.name for paragraph in document.paragraphs] == ["内部标题", "内部正文"]
    assert document.tables[0].cell(1, 0).paragraphs[0].style.name == "小表文字"
    assert section.footer.is_linked_to_previous


@pytest.mark.parametrize("is_form", [False, True])
def test_that_values_are_made_up_is_above_every_page_below_the_header_of_the_office(*, is_form: bool) -> None:
    own = docx.Document()
    own.sections[0].header.paragraphs[0].text = "某县人民政府"
    parts = (Paragraph("示例", Style.EXAMPLE), PageBreak(is_wide=True), Paragraph("文"))
    paper = Paper("名", "题", parts, is_form=is_form)
    document: Any = docx.Document(io.BytesIO(docx_content(paper, DAY, emptied(saved(own)))))
    for section in document.sections:
        assert [paragraph.text for paragraph in section.header.paragraphs] == ["某县人民政府", "示例"]
    assert ("示例" in [paragraph.text for paragraph in document.paragraphs]) is not is_form


def test_only_its_own_styles_are_offered() -> None:
    names = {style.name for style in written(Paragraph("文")).styles}
    assert not any(name.startswith(("Light", "Medium", "Dark", "List ")) for name in names)


def test_properties_hold_the_title_and_the_day_and_no_clock() -> None:
    properties = written(Paragraph("文"), title="某镇自查报告").core_properties
    assert properties.title == "某镇自查报告"
    assert {properties.created.date(), properties.modified.date()} == {DAY}


def test_the_same_paper_is_the_same_bytes() -> None:
    paper = Paper("名", "题", (Paragraph("文"), GRID))
    assert docx_content(paper, DAY) == docx_content(paper, DAY)


# the office's own base


def saved(document: Any) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def test_styles_that_somebody_changed_are_kept_and_the_text_is_not() -> None:
    document = written(Paragraph("旧的一", Style.HEADING), GRID)
    document.styles["Heading 1"].font.size = Pt(20)
    document.sections[0].header.paragraphs[0].text = "某县创建办"
    paper = Paper("名", "题", (Paragraph("新的一", Style.HEADING), GRID))
    made: Any = docx.Document(io.BytesIO(docx_content(paper, DAY, emptied(saved(document)))))
    assert [paragraph.text for paragraph in made.paragraphs] == ["新的一"]
    assert made.paragraphs[0].style.font.size == Pt(20)
    assert made.sections[0].header.paragraphs[0].text == "某县创建办"
    assert len(made.tables) == 1


def test_styles_that_a_docx_lacks_are_added() -> None:
    base = emptied(saved(docx.Document()))
    made: Any = docx.Document(
        io.BytesIO(
            docx_content(Paper("名", "题", tuple(Paragraph("××", style) for style in Style)), DAY, base)
        )
    )
    assert [paragraph.style.name for paragraph in made.paragraphs] == list(Style)
    assert docx_content(Paper("名", "题", (GRID,)), DAY, base)


@pytest.mark.parametrize("content", [b"", b"<html>", b"PK\3\4"], ids=["empty", "html", "cut"])
def test_what_is_no_docx_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match="zip file"):
        emptied(content)


# the mark


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "a.docx"
    path.write_bytes(docx_content(Paper("名", "题", (Paragraph("一 二\n三"), GRID, Paragraph("“&<”"))), DAY))
    return path


def test_a_paper_saved_again_is_untouched(path: Path) -> None:
    assert is_untouched(path)
    docx.Document(str(path)).save(str(path))
    assert is_untouched(path)


@pytest.mark.parametrize("place", ["paragraph", "cell"])
def test_one_changed_character_is_seen(path: Path, place: str) -> None:
    document: Any = docx.Document(str(path))
    changed = document.paragraphs[0] if place == "paragraph" else document.tables[0].rows[2].cells[1]
    changed.text = "8"
    document.save(str(path))
    assert not is_untouched(path)


@pytest.mark.parametrize(
    "content", [b"", b"draft", b"PK\3\4", b"PK\5\6" + bytes(18)], ids=["empty", "text", "cut", "bare"]
)
def test_what_is_no_paper_of_ours_is_not_untouched(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    assert not is_untouched(path)


def test_a_docx_of_somebody_else_is_not_untouched(path: Path) -> None:
    docx.Document().save(str(path))
    assert not is_untouched(path)
