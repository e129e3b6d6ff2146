"""The contents of the exported workbooks, cell by cell."""

from __future__ import annotations

import datetime
import difflib
import io
import re
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from openpyxl.drawing.image import Image
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet
from PIL import Image as Picture

from cli.running import invoke
from ecodemo.forms.contract import FIRST_ROW, HEAD_ROW, RECORD_HEAD, Colour, Sheet
from ecodemo.forms.sheets_for_office import LEDGER_SHEET
from ecodemo.forms.sheets_for_units import DOCUMENT_SHEET, REVIEW_SHEET, data_sheet

FILES = Path(__file__).parent / "files"
IN_JUNE, IN_SEPTEMBER = "2021-06-05", "2021-09-20"


def books(folder: Path, unit: str, today: str, out: Path) -> dict[str, openpyxl.Workbook]:
    """The workbooks of a unit's pack by their names."""
    ran = invoke(
        "-C", folder, "--today", today, "form", "export", "--unit", unit, "--out", out / unit / today
    )
    assert ran.exit_code == 0, ran.stderr
    archive = ZipFile(ran.stdout.strip())
    return {
        name: openpyxl.load_workbook(io.BytesIO(archive.read(name)))
        for name in archive.namelist()
        if name.endswith(".xlsx")
    }


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("out")


@pytest.fixture(scope="module")
def longtang(example: Path, out: Path) -> openpyxl.Workbook:
    return books(example, "longtang", IN_JUNE, out)["龙塘镇填报表.xlsx"]


@pytest.fixture(scope="module")
def ecology(example: Path, out: Path) -> openpyxl.Workbook:
    return books(example, "ecology", IN_JUNE, out)["市生态环境局安化分局填报表.xlsx"]


def rows(sheet: Worksheet) -> list[dict[str, object]]:
    """The rows below the heads, by the heads."""
    heads = [str(cell.value).replace("\n", "") for cell in sheet[HEAD_ROW]]
    return [
        {head: cell.value for head, cell in zip(heads, row, strict=True)}
        for row in sheet.iter_rows(min_row=FIRST_ROW)
        if any(cell.value is not None for cell in row)
    ]


def row_of(sheet: Worksheet, no: str) -> dict[str, object]:
    return next(row for row in rows(sheet) if row["编号"] == no)


def fill(sheet: Worksheet, place: str) -> str:
    return str(sheet[place].fill.fgColor.rgb)[-6:]


def test_sheets_are_in_order_and_two_are_very_hidden(
    longtang: openpyxl.Workbook, ecology: openpyxl.Workbook
) -> None:
    assert longtang.sheetnames == ["首页", "数据", "佐证", "问题", "_lists", "_ecodemo"]
    assert ecology.sheetnames == [
        "首页",
        "数据",
        "佐证",
        "一票否决",
        "上级下达",
        "文字",
        "问题",
        "_lists",
        "_ecodemo",
    ]
    assert [longtang[name].sheet_state for name in ("_lists", "_ecodemo")] == ["veryHidden"] * 2


def test_nothing_is_protected(longtang: openpyxl.Workbook, ecology: openpyxl.Workbook) -> None:
    assert not any(sheet.protection.sheet for book in (longtang, ecology) for sheet in book)


def test_the_first_sheet_says_who_when_what_is_missing_and_what_to_do(longtang: openpyxl.Workbook) -> None:
    sheet = longtang["首页"]
    said = {sheet.cell(r, c).value: sheet.cell(r, c + 1).value for r in range(1, 20) for c in (1, 3)}
    assert said["单位"] == "龙塘镇（原龙塘乡）"
    assert said["本次阶段"] == "自查整改阶段，2021年6月—9月"
    assert said["截止"] == "2021年8月31日（星期二）"
    assert said["上次收到"] == "2021年5月19日"
    assert said["还差"] == "材料1项"
    assert said["要处理的问题"] == "2个，见“问题”表"
    assert "填18个数" in sheet["A12"].value
    assert "“00-7 数据确认表（盖章扫描件）”文件夹" in sheet["A14"].value


def test_names_and_telephones_are_asked_and_never_given(longtang: openpyxl.Workbook) -> None:
    sheet = longtang["首页"]
    for row, label in enumerate(("主要负责人", "分管领导", "信息员", "信息员电话"), 6):
        assert sheet.cell(row, 1).value == label
        assert sheet.cell(row, 2).value is None
        assert fill(sheet, f"B{row}") == Colour.UNIT


def test_former_figures_are_filled_in_with_their_proof(longtang: openpyxl.Workbook) -> None:
    row = row_of(longtang["数据"], "25.1")
    assert [row[f"{year}年"] for year in (2018, 2019, 2020)] == [8090, 8458, 8612]
    assert row["依据材料"] == "25-1"
    assert row["页码或单元格"] == "汇总!C22、E22、G22"


def test_not_involved_is_said_with_its_reason(longtang: openpyxl.Workbook) -> None:
    row = row_of(longtang["数据"], "25.5")
    assert (row["不涉及"], row["说明"], row["2020年"]) == ("是", "全镇无覆膜种植", None)


def test_rates_are_grey_formulas_with_the_target_beside_the_name(longtang: openpyxl.Workbook) -> None:
    sheet = longtang["数据"]
    [(number, row)] = [
        (number, row)
        for number, row in enumerate(rows(sheet), FIRST_ROW)
        if str(row["填报项目"]).startswith("秸秆综合利用率")
    ]
    assert row["填报项目"] == "秸秆综合利用率（自动算，标准≥90）"
    above, below = f"G{number - 2}", f"G{number - 1}"
    assert row["2020年"] == f'=IF(COUNT({above},{below})<2,"",IF({below}=0,"",ROUND({above}/{below}*100,1)))'
    assert row["编号"] is None
    assert fill(sheet, f"G{number}") == Colour.OFFICE


def test_shared_measures_and_base_years_are_asked_where_they_belong(example: Path, out: Path) -> None:
    statistics = books(example, "statistics", IN_JUNE, out)["县统计局填报表.xlsx"]
    assert row_of(statistics["数据"], "00.1")["填报项目"] == "地区生产总值（2015年可比价）"


def test_states_are_chosen_from_a_list(ecology: openpyxl.Workbook) -> None:
    sheet = ecology["数据"]
    number = next(n for n, row in enumerate(rows(sheet), FIRST_ROW) if row["编号"] == "06.1")
    [offered] = [v for v in sheet.data_validations.dataValidation if f"E{number}" in v.cells]
    assert offered.type == "list"
    lists, _, area = offered.formula1.partition("!")
    assert [cell.value for (cell,) in ecology[lists][area.replace("$", "")]] == ["未开展", "开展"]


def test_lists_are_ranges_and_numbers_are_only_warned_of(longtang: openpyxl.Workbook) -> None:
    checks = longtang["数据"].data_validations.dataValidation
    assert {check.formula1.split("!")[0] for check in checks if check.type == "list"} == {"_lists"}
    [numbers] = [check for check in checks if check.type == "decimal"]
    assert numbers.errorStyle == "warning"
    proofs = next(check for check in checks if f"H{FIRST_ROW}" in check.cells)
    offered = longtang["_lists"][proofs.formula1.partition("!")[2].replace("$", "")]
    assert [cell.value for (cell,) in offered] == [row["编号"] for row in rows(longtang["佐证"])]


def test_codes_are_texts_so_that_none_becomes_a_day(longtang: openpyxl.Workbook) -> None:
    assert longtang["数据"][f"H{FIRST_ROW}"].number_format == "@"


def test_documents_say_what_came_and_what_the_reviewer_said(longtang: openpyxl.Workbook) -> None:
    sheet = longtang["佐证"]
    returned = row_of(sheet, "25-1")
    assert returned["收到（不用填）"] == "1份（2018—2020）"
    assert returned["审核意见（不用填）"] == "退回：缺村级负责人签字；合计与G22不符。6月10日前重交"
    number = FIRST_ROW + [row["编号"] for row in rows(sheet)].index("25-1")
    assert fill(sheet, f"N{number}") == Colour.WRONG
    assert row_of(sheet, "07-4")["说明"] == "见25-1"
    assert (row_of(sheet, "00-6")["情况"], row_of(sheet, "00-6")["截止"]) == (None, "8月31日")
    assert row_of(sheet, "02-4")["必交/补充"] == "补充"


def test_what_is_recognised_as_not_involved_is_not_asked(longtang: openpyxl.Workbook) -> None:
    assert "25-3" not in [row["编号"] for row in rows(longtang["佐证"])]


def test_an_extension_moves_the_day(example: Path, out: Path) -> None:
    nanjin = books(example, "nanjin", IN_JUNE, out)["南金乡填报表.xlsx"]
    assert row_of(nanjin["佐证"], "25-3")["截止"] == "6月30日（延期）"


def test_a_declaration_waits_for_the_one_who_recognises_it(example: Path, out: Path) -> None:
    row = row_of(books(example, "qujiang", IN_JUNE, out)["渠江镇填报表.xlsx"]["佐证"], "25-2")
    assert (row["情况"], row["审核意见（不用填）"]) == ("不涉及", "不涉及，待县农业农村局认定")


def test_problems_are_returns_the_ledger_and_what_was_found(
    longtang: openpyxl.Workbook, example: Path, out: Path
) -> None:
    assert [(row["编号"], row["谁提的"], row["截止"]) for row in rows(longtang["问题"])] == [
        ("25-1", "县农业农村局", "6月10日"),
        ("ZG-001", "自查", "6月10日"),
    ]
    yanxi = books(example, "yanxi", IN_SEPTEMBER, out)["烟溪镇填报表.xlsx"]
    found = row_of(yanxi["问题"], "30.1")
    assert found["谁提的"] == "自动核对"
    assert "相差十倍以上" in str(found["问题"])
    data = row_of(yanxi["数据"], "30.1")
    assert "相差十倍以上" in str(data["县里核对（不用填）"])


def test_a_county_total_is_shown_but_its_empty_years_are_not_missing(example: Path, out: Path) -> None:
    agriculture = books(example, "agriculture", IN_SEPTEMBER, out)["县农业农村局填报表.xlsx"]
    assert row_of(agriculture["数据"], "32.2")["填报项目"] == "农村总户数（全县数）"
    front = {row[0].value: row[1].value for row in agriculture["首页"].iter_rows(max_col=4)}
    front |= {row[2].value: row[3].value for row in agriculture["首页"].iter_rows(max_col=4)}
    assert front["还差"] == "已齐全"


def test_what_the_upper_level_assigned_has_a_row_for_each_measure_it_may_be_on(
    ecology: openpyxl.Workbook,
) -> None:
    assigned = {(row["编号"], row["项目"]): row for row in rows(ecology["上级下达"])}
    assert assigned["07.1", "优良天数比例（%）"]["目标值"] == "≥95.0"
    assert assigned["07.2", "PM2.5年均浓度（微克/立方米）"]["考核结论"] == "完成"
    assert ("07.2", "PM2.5浓度下降幅度（%）") in assigned


def test_each_lead_is_asked_for_the_texts_of_its_indicators(ecology: openpyxl.Workbook) -> None:
    air = row_of(ecology["文字"], "07")
    assert str(air["下一步"]) == "10月起夜间巡查，乡镇包村到人。"


def test_pages_are_a4_with_repeated_heads_and_the_sheet_of_figures_on_one(
    longtang: openpyxl.Workbook, ecology: openpyxl.Workbook
) -> None:
    for book in (longtang, ecology):
        for sheet in (sheet for sheet in book if sheet.sheet_state == "visible"):
            assert str(sheet.page_setup.paperSize) == sheet.PAPERSIZE_A4
            assert sheet.page_setup.fitToWidth == 1
            if sheet.title != "首页":
                assert sheet.page_setup.orientation == "landscape"
                assert sheet.print_title_rows == f"$1:${HEAD_ROW}"
                assert sheet.freeze_panes
    assert longtang["数据"].page_setup.fitToHeight == 1
    assert longtang["首页"].page_setup.fitToHeight == 1


def test_the_documents_of_a_township_are_printed_on_one_page(longtang: openpyxl.Workbook) -> None:
    assert longtang["佐证"].max_row > 30
    assert longtang["佐证"].page_setup.fitToHeight == 1


def test_a_long_sheet_runs_over_pages_instead_of_shrinking(example: Path, out: Path) -> None:
    sheet = books(example, "office", IN_SEPTEMBER, out)["创建办审核表.xlsx"]["审核"]
    assert sheet.page_setup.fitToHeight == 0


@pytest.mark.long
def test_no_sheet_is_so_wide_that_its_print_cannot_be_read(example: Path, out: Path) -> None:
    """On A4 lengthwise 146 characters fit at full size; seven tenths of ten points can still be read."""
    for unit in ("longtang", "ecology", "office"):
        for book in books(example, unit, IN_SEPTEMBER, out).values():
            for sheet in (sheet for sheet in book if sheet.sheet_state == "visible"):
                assert sum(column.width for column in sheet.column_dimensions.values()) < 146 / 0.7, (
                    sheet.title
                )


def test_a_number_keeps_its_distance_from_the_code_beside_it(longtang: openpyxl.Workbook) -> None:
    number = longtang["数据"]["G4"]
    assert (number.alignment.horizontal, number.alignment.indent) == ("right", 1)
    assert not number.alignment.wrap_text


def test_made_up_values_are_said_to_be_so_on_every_sheet(example: Path, county: Path, out: Path) -> None:
    for book in books(example, "office", IN_SEPTEMBER, out).values():
        for sheet in (sheet for sheet in book if sheet.sheet_state == "visible"):
            assert "示例：数值为编造" in str(sheet["A1"].value), sheet.title
    data = county / "data" / "county.yaml"
    text = data.read_text(encoding="utf-8").replace("example: true", "example: false")
    data.write_text(re.sub(r"(?m)^today:.*\n", "", text), encoding="utf-8")
    for book in books(county, "office", IN_SEPTEMBER, out / "true").values():
        assert all("示例" not in str(sheet["A1"].value) for sheet in book)


def test_the_sheet_of_figures_ends_with_the_lines_to_sign(longtang: openpyxl.Workbook) -> None:
    sheet = longtang["数据"]
    signed = [cell.value for cell in sheet[sheet.max_row] if cell.value]
    assert signed[0] == "填报人（签字）："
    assert signed[2] == "主要负责人（签字、盖章）："


@pytest.mark.parametrize("name", ["数据", "佐证"])
def test_rows_are_as_high_as_their_texts(longtang: openpyxl.Workbook, name: str) -> None:
    sheet: Any = longtang[name]
    for row in sheet.iter_rows(min_row=FIRST_ROW, max_row=FIRST_ROW + 15):
        for cell in row:
            width = sheet.column_dimensions[cell.column_letter].width
            wide = sum(1 + (ord(sign) > 0x2000) for sign in str(cell.value or ""))
            if cell.data_type not in ("d", "f") and wide > width:
                assert sheet.row_dimensions[cell.row].height >= 32


def recorded(book: openpyxl.Workbook) -> tuple[dict[object, object], dict[tuple[object, ...], object]]:
    lines = [[cell.value for cell in row] for row in book["_ecodemo"].iter_rows(max_col=4)]
    assert lines[5] == list(RECORD_HEAD)
    return {line[0]: line[1] for line in lines[:5]}, {tuple(line[:3]): line[3] for line in lines[6:]}


def test_the_record_remembers_every_cell_but_the_formulas(longtang: openpyxl.Workbook) -> None:
    heads, cells = recorded(longtang)
    assert heads == {
        "form": 2,
        "kind": "unit",
        "unit": "longtang",
        "bid": "provincial-2021",
        "exported": "2021-06-05",
    }
    assert cells["数据", "25.1", "2020"] == "8612"
    assert cells["数据", "25.5", "2020"] is None
    assert cells["佐证", "25-1", "state"] == "已放入"
    assert ("首页", "liaison", "value") in cells
    sheets: list[tuple[Sheet, str]] = [(data_sheet((2018, 2019, 2020)), "数据"), (DOCUMENT_SHEET, "佐证")]
    for sheet, name in sheets:
        for row in rows(longtang[name]):
            if row["编号"] and not str(row["编号"]).startswith("填报人"):
                for column in sheet.columns:
                    shown = row[column.head.replace("\n", "")]
                    read = cells.get((name, row["编号"], f"{column.key}?"))
                    remembered = read or cells[name, row["编号"], column.key]
                    if isinstance(shown, datetime.datetime):
                        shown = shown.date()
                    assert remembered == (None if shown is None else str(shown))


def test_the_review_workbook_lists_what_waits_with_its_hash(example: Path, out: Path) -> None:
    book = books(example, "agriculture", IN_JUNE, out)["县农业农村局审核表.xlsx"]
    sheet = book["审核"]
    assert [cell.value for cell in sheet[HEAD_ROW]] == list(REVIEW_SHEET.heads)
    assert {row["结论"] for row in rows(sheet)} == {None}
    assert {row["单位"] for row in rows(sheet)} >= {"龙塘镇", "梅城镇"}
    assert "县农业农村局" not in {row["单位"] for row in rows(sheet)}
    heads, cells = recorded(book)
    assert heads["kind"] == "review"
    for row in rows(sheet):
        assert len(str(cells["审核", row["文件"], "sha256"])) == 64
    assert isinstance(rows(sheet)[0]["收到日期"], datetime.datetime)


def test_the_office_reviews_what_belongs_to_no_indicator(example: Path, out: Path) -> None:
    sheet = books(example, "office", IN_SEPTEMBER, out)["创建办审核表.xlsx"]["审核"]
    assert {str(row["编号"])[:2] for row in rows(sheet)} == {
        "00",
        "01",
        "V1",
        "V2",
        "V3",
        "V4",
        "V5",
        "V6",
    } & {str(row["编号"])[:2] for row in rows(sheet)}
    assert "00-4" in {row["编号"] for row in rows(sheet)}


def test_the_ledger_has_every_entry_and_room_for_more(example: Path, out: Path) -> None:
    sheet = books(example, "office", IN_SEPTEMBER, out)["整改台账.xlsx"]["整改台账"]
    assert [cell.value for cell in sheet[HEAD_ROW]] == list(LEDGER_SHEET.heads)
    found = rows(sheet)
    assert [row["编号"] for row in found] == [f"ZG-{number:03}" for number in range(1, 11)]
    assert found[0]["情况（不用填）"] == "逾期办结"
    assert found[0]["销号人"] == "督查考核组"
    assert found[0]["销号依据"] == "25-1/2020@龙塘镇"
    assert found[3]["情况（不用填）"] == "逾期未销号"
    assert sheet.max_row == FIRST_ROW + len(found) + LEDGER_SHEET.spare_rows - 1
    assert fill(sheet, f"D{sheet.max_row}") == Colour.UNIT


def test_the_ledger_of_an_earlier_day_does_not_know_what_came_later(example: Path, out: Path) -> None:
    sheet = books(example, "office", IN_JUNE, out)["整改台账.xlsx"]["整改台账"]
    [only] = rows(sheet)
    assert (only["编号"], only["情况（不用填）"]) == ("ZG-001", "未销号")


def letterhead(folder: Path) -> None:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet["A1"] = "清溪县创建生态文明建设示范县工作领导小组办公室"
    sheet["A1"].font = Font(name="黑体", size=18, color="C00000")
    sheet["A2"] = "=1+1"
    sheet.merge_cells("A1:D1")
    sheet.row_dimensions[1].height = 40
    sheet.oddHeader.right.text = "内部资料"
    picture = io.BytesIO()
    Picture.new("RGB", (20, 20), "red").save(picture, "PNG")
    sheet.add_image(Image(picture), "D2")
    (folder / "templates").mkdir()
    book.save(folder / "templates" / "form.xlsx")


def test_the_letterhead_is_above_the_first_sheet_and_on_every_page(county: Path, out: Path) -> None:
    letterhead(county)
    book: Any = books(county, "xihe", IN_JUNE, out / "letterhead")["西河乡填报表.xlsx"]
    sheet = book["首页"]
    assert sheet["A1"].value == "清溪县创建生态文明建设示范县工作领导小组办公室"
    assert (sheet["A1"].font.name, sheet["A1"].font.sz) == ("黑体", 18)
    assert sheet["A2"].value is None
    assert sheet.row_dimensions[1].height == 40
    assert "A1:D1" in {str(area) for area in sheet.merged_cells.ranges}
    assert len(sheet._images) == 1
    labels = [cell.value for cell in sheet["A"]]
    assert labels.index("单位") > 3
    assert {s.oddHeader.right.text for s in book if s.sheet_state == "visible"} == {"内部资料"}
    assert {s.oddFooter.center.text for s in book if s.sheet_state == "visible"} == {"第 &P 页 共 &N 页"}


def test_a_letterhead_that_is_no_workbook_is_refused(county: Path, tmp_path: Path) -> None:
    (county / "templates").mkdir()
    (county / "templates" / "form.xlsx").write_bytes(b"PK nonsense")
    ran = invoke("-C", county, "form", "export", "--out", tmp_path / "out")
    assert ran.exit_code == 2
    assert ran.clean
    assert "form.xlsx" in ran.stderr


def test_a_base_year_outside_the_years_has_a_column_where_it_is_compared(county: Path, out: Path) -> None:
    file = county / "data" / "county.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("  base: 2018  ", "  base: 2016  ", 1), encoding="utf-8")
    standards = county / "data" / "standards"
    assert any("not_worse: base" in path.read_text(encoding="utf-8") for path in standards.iterdir())
    sheet = books(county, "resources", IN_JUNE, out / "base")["县自然资源局填报表.xlsx"]["数据"]
    assert [cell.value for cell in sheet[HEAD_ROW]][4:8] == ["2016年", "2018年", "2019年", "2020年"]


def dumped(book: openpyxl.Workbook) -> str:
    """Every cell with its style, and how each sheet is laid out."""
    lines = []
    sheets: Any = book
    for sheet in sheets:
        page = sheet.page_setup
        lines.append(
            f"== {sheet.title}  {sheet.dimensions}  {sheet.sheet_state}  freeze {sheet.freeze_panes}"
        )
        lines.append(f"   paper {page.paperSize} {page.orientation}  head {sheet.print_title_rows}")
        lines += [f"   merged {area}" for area in sorted(map(str, sheet.merged_cells.ranges))]
        lines += sorted(
            f"   offers {check.sqref} {check.type} {check.formula1} {check.errorStyle}"
            for check in sheet.data_validations.dataValidation
        )
        for row in sheet.iter_rows():
            cells = [cell for cell in row if cell.value is not None or sheet.sheet_state == "visible"]
            if cells and sheet.row_dimensions[cells[0].row].height:
                lines.append(f"   row {cells[0].row} high {sheet.row_dimensions[cells[0].row].height}")
            for cell in cells:
                if cell.value is not None or cell.fill.fill_type:
                    lines.append(f"{cell.coordinate} [{cell.style}] {cell.number_format} {cell.value!r}")
    return "\n".join(lines) + "\n"


def test_the_workbook_of_a_township_is_this_one(
    small_workspace: Path, out: Path, request: pytest.FixtureRequest
) -> None:
    text = dumped(books(small_workspace, "xihe", IN_JUNE, out / "golden")["西河乡填报表.xlsx"])
    file = FILES / "township-workbook.txt"
    if request.config.getoption("--update-golden"):
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="")
    golden = file.read_bytes().decode() if file.exists() else ""
    assert text == golden, "\n".join(
        difflib.unified_diff(golden.splitlines(), text.splitlines(), lineterm="")
    )
