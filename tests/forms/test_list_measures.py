"""New indicators and measures by the workbook of a list, and the office's own workbooks sent back in red."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest

from cli.running import Result, invoke
from ecodemo.load.workspace import load
from ecodemo.model.workspace import Workspace
from forms.packs import column_of

TEA: Mapping[str, object] = {
    "指标": "有机茶园", "工作组": "生态经济建设组", "分项": "有机茶园面积", "单位": "公顷", "小数位": 1, "填报单位": "各乡镇",
    "要交的材料": "认证台账、认证证书",
}  # fmt: skip
ALL_TEA: Mapping[str, object] = {"分项": "茶园总面积", "单位": "公顷", "填报单位": "各乡镇"}
SHARE: Mapping[str, object] = {"分项": "有机茶园占比", "单位": "%", "方向": "越高越好", "算法": "有机茶园面积÷茶园总面积"}  # fmt: skip
CHIEF: Mapping[str, object] = {"指标": "林长制", "工作组": "生态制度建设组", "分项": "林长制情况", "情况": "未建立、已建立"}  # fmt: skip
TEA_ROW = ("3.1", "有机茶园", "参考性", "5；≥25得3分", "≥30%", "有机茶园占比")
CHIEF_ROW = ("3.10", "林长制", "约束性", 4, "已建立", "林长制情况")
BASIC = {"代号": "yunshan", "名称": "云山省清单", "约束性指标": "全部", "通过分数": 5}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("measures") / "county"
    assert invoke("init", root, "--county", "云溪县", "--code", "990101").exit_code == 0
    assert invoke("-C", root, "standards", "form", "--out", root / "清单.xlsx").exit_code == 0
    return root


@pytest.fixture
def root(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "county"))


def filled(
    root: Path,
    measures: tuple[Mapping[str, object], ...],
    rows: tuple[tuple[object, ...], ...] = (),
    basic: Mapping[str, object] = BASIC,
) -> Path:
    path = root / "清单.xlsx"
    book = openpyxl.load_workbook(path)
    for item in book["基本信息"].iter_rows(min_row=4):
        if str(item[0].value) in basic:
            item[1].value = basic[str(item[0].value)]  # type: ignore[assignment] # openpyxl's types are narrower
    sheet = book["分项"]
    names = column_of(sheet, "分项")
    start = max(row for row in range(4, sheet.max_row) if sheet.cell(row, names).value) + 1
    for number, measure in enumerate(measures, start):
        for head, value in measure.items():
            sheet.cell(number, column_of(sheet, head)).value = value  # type: ignore[assignment]
    sheet = book["指标"]
    for number, row in enumerate(rows, 4):
        for head, value in zip(("序号", "指标", "属性", "分值", "标准值", "对应分项"), row, strict=True):
            sheet.cell(number, column_of(sheet, head)).value = value  # type: ignore[assignment]
    book.save(path)
    return path


def back(root: Path, path: Path, *more: str | Path) -> Result:
    return invoke("-C", root, "--lang", "en", "form", "import", path, *more)


def loaded(root: Path) -> Workspace:
    return load(root).workspace


def test_new_indicators_measures_and_documents_come_with_the_list(root: Path) -> None:
    path = filled(root, (TEA, ALL_TEA, SHARE, CHIEF), (TEA_ROW, CHIEF_ROW))
    book = openpyxl.load_workbook(path)
    sheet = book["分项"]
    row = next(row for row in range(4, sheet.max_row) if sheet.cell(row, 1).value == "38.1")
    sheet.cell(row, column_of(sheet, "工作组")).value = "生态生活建设组"
    sheet.cell(row, column_of(sheet, "要交的材料")).value = "培训通知"
    book.save(path)
    ran = back(root, path)
    assert ran.exit_code == 0, ran.stdout
    workspace = loaded(root)
    *_, tea, chief = workspace.indicators
    assert (tea.no, tea.name, tea.group, tea.lead) == ("42", "有机茶园", "economy", None)
    assert [(one.no, one.reported_by, one.ratio) for one in tea.measures] == [
        ("42.1", ("townships",), None),
        ("42.2", ("townships",), None),
        (None, ("lead",), (("measure-42-1",), ("measure-42-2",))),
    ]
    assert [(one.no, one.name, one.form, one.owed_by) for one in tea.requirements] == [
        ("42-1", "认证台账", "table", ("townships",)),
        ("42-2", "认证证书", "document", ("townships",)),
    ]
    assert chief.measures[0].states == ("未建立", "已建立")
    training = workspace.indicators_by_id["training"]
    assert (training.group, training.requirements[-1].name) == ("living", "培训通知")
    first, second = workspace.standards["yunshan"].rows
    assert (str(first.points), [[str(one) for one in step] for step in first.scale]) == ("5", [["25", "3"]])
    assert (second.no, tuple(second.targets)) == ("3.10", (chief.measures[0].id,))
    again = back(root, path)
    assert (again.exit_code, "Nothing was changed" in again.stdout) == (0, True)
    sent = invoke("-C", root, "standards", "form", "yunshan", "--out", root / "又.xlsx")
    assert sent.exit_code == 0
    basic = openpyxl.load_workbook(root / "又.xlsx")["基本信息"]
    shown = {str(row[0]): row[1] for row in basic.iter_rows(min_row=4, max_col=2, values_only=True)}
    assert (shown["约束性指标"], shown["参考性指标"], shown["指标齐全"]) == ("全部", None, "是")
    before = {path: path.read_bytes() for path in (root / "data").rglob("*.yaml")}
    assert back(root, root / "又.xlsx").exit_code == 0
    assert {path: path.read_bytes() for path in (root / "data").rglob("*.yaml")} == before


WRONG: tuple[tuple[Mapping[str, object], str], ...] = (
    ({**TEA, "指标": "甲", "分项": "甲数", "工作组": None}, "甲数  A new row also requires: 工作组."),
    ({**TEA, "指标": "乙", "分项": "乙数", "工作组": "茶叶组"}, "Unknown name “茶叶组”."),
    ({**TEA, "指标": "丙", "分项": "丙数", "单位": None}, "丙数  A new row also requires: 单位."),
    ({**TEA, "指标": "丁", "分项": "丁数", "情况": "无、有"}, "丁数  Enter either a unit"),
    ({**CHIEF, "指标": "戊", "分项": "戊数", "情况": "已建立"}, "Enter the states from worst to best"),
    ({**TEA, "指标": "己", "分项": "己数", "小数位": 9}, "Enter an integer from 0 to 6."),
    ({**TEA, "指标": "庚", "分项": "庚数", "算法": "25.1乘25.2"}, "Enter a formula such as"),
    ({**TEA, "指标": "辛", "分项": "辛数", "编号": "25.9"}, "The number 25 belongs to another indicator."),
    ({"指标": "河长制", "分项": "巡河公里数", "单位": "千米", "编号": "25.8"}, "The numbers of 河长制 begin with 04."),
    ({"指标": "河长制", "分项": "优良天数比例", "单位": "%"}, "优良天数比例  This is already entered in row"),
)  # fmt: skip


def test_a_measure_that_cannot_be_read_is_asked_back_and_nothing_of_it_is_written(root: Path) -> None:
    before = (root / "data" / "indicators.yaml").read_bytes()
    scale = ("1", "PM2.5", "参考性", "5；≥30得3分", "≤25", "07.2")
    ran = back(root, filled(root, tuple(measure for measure, _ in WRONG), (scale, TEA_ROW)))
    assert ran.exit_code == 1
    for _, said in WRONG:
        assert said in ran.stdout
    assert "The scale runs against the direction (方向) of PM2.5年均浓度" in ran.stdout
    assert (root / "data" / "indicators.yaml").read_bytes() == before


def test_measures_of_a_list_that_cannot_be_made_are_not_made_either(root: Path) -> None:
    without = {key: value for key, value in BASIC.items() if key != "名称"}
    before = (root / "data" / "indicators.yaml").read_bytes()
    ran = back(root, filled(root, (CHIEF,), (CHIEF_ROW,), without))
    assert ran.exit_code == 1
    assert "基本信息!B5" in ran.stdout
    assert (root / "data" / "indicators.yaml").read_bytes() == before


def test_the_copy_that_goes_back_is_red_where_something_was_asked_and_brings_the_rest_in(root: Path) -> None:
    wrong = {**SHARE, "算法": "有机茶园÷茶园总面积"}
    path = filled(root, (TEA, ALL_TEA, wrong, CHIEF), (("1", "规划", "约束性", 5, "较好", "01.1"), CHIEF_ROW))
    ran = back(root, path, "--return", root / "回复")
    assert ran.exit_code == 1
    copy = next((root / "回复").glob("指标清单_yunshan_退回_*.xlsx"))
    assert str(copy) in ran.stdout
    assert loaded(root).standards["yunshan"].partial
    book = openpyxl.load_workbook(copy)
    red = {
        (sheet.title, str(cell.value)): cell.comment.text
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment is not None and str(cell.fill.fgColor.rgb).endswith("F8CBAD")
    }
    assert red.keys() == {("指标", "较好"), ("分项", "有机茶园÷茶园总面积")}
    assert "无法从“较好”识别目标" in red["指标", "较好"]
    for sheet in book:
        for row in sheet.iter_rows(min_row=4):
            for cell in row:
                mended = {"较好": "制定实施", "有机茶园÷茶园总面积": "有机茶园面积÷茶园总面积"}
                if cell.value in mended:
                    cell.value = mended[str(cell.value)]
    book.save(copy)
    ran = back(root, copy)
    assert ran.exit_code == 0, ran.stdout
    workspace = loaded(root)
    assert [row.no for row in workspace.standards["yunshan"].rows] == ["3.10", "1"]
    assert not workspace.standards["yunshan"].partial
    tea = next(one for one in workspace.indicators if one.name == "有机茶园")
    assert [one.name for one in tea.measures] == ["有机茶园面积", "茶园总面积", "有机茶园占比"]
