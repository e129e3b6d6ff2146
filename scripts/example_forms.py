"""Makes the two forms of a province that docs/*/fill.md shows: `python -m scripts.example_forms`. The province is made up."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import docx
from docx.shared import Cm, Pt
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

from ecodemo.spreadsheet import save

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "forms"
DAY = "2021-09-20"
HEADS = ("序号", "指标名称", "分项", "标准值", "完成值", "是否达标", "佐证材料（份）", "牵头单位")
LINE = {
    "A": "{{ r.no }}",
    "B": "{{ r.name }}",
    "C": "{{ part.name }}",
    "D": "{{ part.asks or r.text }}",
    "E": "{{ part['values'] | last }}",
    "F": "{{ part.verdict_label }}",
    "G": "{{ r.proof }}",
    "H": "{{ r.lead }}",
}


def workbook() -> bytes:
    """附表1: a line for each part of each row of the list, a sum, and some figures at places of their own."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "附表1"
    edge = Side(style="thin")
    grid = Border(left=edge, right=edge, top=edge, bottom=edge)
    sheet["A1"] = "云岭省生态文明建设示范县指标完成情况表"
    sheet["A2"] = "填报县（盖章）：{{ report.county }}"
    sheet["F2"] = "填报日期：{{ report.today_words }}"
    for column, head in zip("ABCDEFGH", HEADS, strict=True):
        sheet[f"{column}3"], sheet[f"{column}3"].fill = head, PatternFill("solid", fgColor="DDEBF7")
    sheet["A4"] = "{% for r in rows %}{% for part in r.parts %}"
    for column, text in LINE.items():
        sheet[f"{column}5"] = text
    sheet["A6"] = "{% endfor %}{% endfor %}"
    sheet["A7"], sheet["E7"] = "填报项数", "=COUNTA(C5:C5)"
    sheet["A8"], sheet["E8"] = "其中：优良天数比例（%）", '{{ value["good-days"]["2020"] }}'
    sheet["A9"], sheet["E9"] = "结论", "{{ report.conclusion }}"
    for area in ("A1:H1", "A2:E2", "F2:H2", "A7:D7", "E7:H7", "A8:D8", "E8:H8", "A9:D9", "E9:H9"):
        sheet.merge_cells(area)
    for row in sheet["A3:H9"]:
        for cell in row:
            cell.border, cell.font = grid, Font(name="宋体", size=10, bold=cell.row == 3)
            centred = cell.column in (1, 5, 6, 7) or cell.row == 3
            cell.alignment = Alignment("center" if centred else "left", "center", wrap_text=True)
    sheet["A1"].font, sheet["A1"].alignment = Font(name="黑体", size=16), Alignment("center", "center")
    for column, width in zip("ABCDEFGH", (6, 24, 24, 22, 12, 10, 14, 24), strict=True):
        sheet.column_dimensions[column].width = width
    for row_number, height in ((1, 34), (5, 30), (7, 22), (8, 22), (9, 22)):
        sheet.row_dimensions[row_number].height = height
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage = 0, True
    sheet.print_title_rows, sheet.print_area = "1:3", "A1:H9"
    return save(book, DAY)


def document(path: Path) -> None:
    """附表2: sentences, a list, and a table whose row is repeated."""
    form = docx.Document()
    normal: Any = form.styles["Normal"]
    normal.font.size = Pt(12)
    form.sections[0].header.paragraphs[0].text = "云岭省生态文明建设示范县创建 附表2"
    form.add_heading("{{ report.county }}创建工作基本情况表", 1)
    form.add_paragraph("填报日期：{{ report.today_words }}　申报类别：{{ report.bid.name }}")
    form.add_paragraph("一、总体情况").style = form.styles["Heading 2"]
    form.add_paragraph("{{ report.summary }}{{ report.conclusion }}")
    form.add_paragraph("二、尚未达标和待定的指标").style = form.styles["Heading 2"]
    form.add_paragraph("{% for r in rows if r.verdict in ['not met', 'undecided'] %}")
    form.add_paragraph(
        "{{ r.name }}（{{ r.verdict_label }}）：{{ r.shortcomings or r.lacks }}", "List Bullet"
    )
    form.add_paragraph("{% endfor %}")
    form.add_paragraph("三、一票否决条件").style = form.styles["Heading 2"]
    table: Any = form.add_table(rows=2, cols=3)
    table.style = "Table Grid"
    for cell, text in zip(table.rows[0].cells, ("序号", "条件", "情况"), strict=True):
        cell.text = text
    texts = (
        "{% for v in report.vetoes %}{{ loop.index }}",
        "{{ v.text }}",
        "{{ v.verdict_label }}{% endfor %}",
    )
    for cell, text in zip(table.rows[1].cells, texts, strict=True):
        cell.text = text
    for column, width in enumerate((1.5, 11, 3.5)):
        for cell in table.columns[column].cells:
            cell.width = Cm(width)
    form.add_paragraph()
    form.add_paragraph("填表人：＿＿＿＿　审核人：＿＿＿＿")
    form.core_properties.author = "ecodemo"
    form.core_properties.created = form.core_properties.modified = datetime(2021, 9, 20)  # noqa: DTZ001 - a day
    form.save(str(path))


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / "指标完成情况表.xlsx").write_bytes(workbook())
    document(FOLDER / "基本情况表.docx")
