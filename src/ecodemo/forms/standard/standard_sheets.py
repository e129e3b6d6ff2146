"""The contract of the workbook of a list of indicators: its sheets and columns."""

from __future__ import annotations

from ecodemo.forms.contract import Sheet, SheetColumn
from ecodemo.model.indicator import Better
from ecodemo.model.standard import Attribute

BASIC, ROWS, LIST_VETOES, MEASURES = "基本信息", "指标", "一票否决", "分项"

ATTRIBUTES = {"约束性": Attribute.BINDING.value, "参考性": Attribute.REFERENCE.value}
ALL = "全部"
BETTER = {"越高越好": Better.HIGHER.value, "越低越好": Better.LOWER.value}

BASIC_SHEET = Sheet(
    BASIC,
    "指标清单：基本信息",
    (
        SheetColumn("item", "项目", 20),
        SheetColumn("content", "内容", 44, is_units=True),
        SheetColumn("hint", "说明", 44),
    ),
    keys=("item",),
    frozen="B4",
    note="只填黄色格子；空着的不动原来的内容，要去掉的写“无”。",
)
_BEFORE = (
    SheetColumn("no", "序号", 7, is_units=True, holds="code"),
    SheetColumn("domain", "领域", 12, is_units=True),
    SheetColumn("task", "任务", 16, is_units=True),
    SheetColumn("name", "指标", 26, is_units=True),
    SheetColumn("attribute", "属性", 8, is_units=True, choices=tuple(ATTRIBUTES)),
)
_POINTS = SheetColumn("points", "分值", 12, is_units=True, holds="code")
_AFTER = (
    SheetColumn("text", "标准值（原文）", 28, is_units=True, holds="code"),
    SheetColumn("applies", "适用条件", 16, is_units=True),
    SheetColumn("measure", "对应分项", 26, is_units=True),
    SheetColumn("read", "工具读出的目标（不用填）", 26),
)


def rows_sheet(*, with_points: bool) -> Sheet:
    """The sheet of the rows; a column for points where the list has them."""
    return Sheet(
        ROWS,
        "{unit}：指标",
        (*_BEFORE, *((_POINTS,) if with_points else ()), *_AFTER),
        keys=("no",),
        frozen="B4",
        spare_rows=10,
        note="照原文逐条填。对应分项写本县填报的数或情况的名称或编号（如25.5）；一条有几个分项的，写几行，序号相同；"
        "县里还没有的分项，先写进“分项”表。分值可以分档：5；≥80得3分；≥70得1分。",
    )


VETO_LIST_SHEET = Sheet(
    LIST_VETOES,
    "{unit}：一票否决",
    (
        SheetColumn("no", "编号", 8, is_units=True, holds="code"),
        SheetColumn("text", "条件", 60, is_units=True),
        SheetColumn("years", "看近几年", 9, is_units=True),
        SheetColumn("proof", "证明材料", 26, is_units=True),
        SheetColumn("applies", "适用条件", 18, is_units=True),
    ),
    keys=("no",),
    frozen="B4",
    spare_rows=5,
    note="编号写V1、V2……；看近几年：从申报日往前算。",
)
MEASURE_SHEET = Sheet(
    MEASURES,
    "分项：本县填报的数和情况",
    (
        SheetColumn("no", "编号", 8, is_units=True, holds="code"),
        SheetColumn("indicator", "指标", 26, is_units=True),
        SheetColumn("group", "工作组", 16, is_units=True),
        SheetColumn("name", "分项", 30, is_units=True),
        SheetColumn("unit", "单位", 9, is_units=True),
        SheetColumn("states", "情况", 24, is_units=True),
        SheetColumn("decimals", "小数位", 7, is_units=True),
        SheetColumn("better", "方向", 10, is_units=True, choices=tuple(BETTER)),
        SheetColumn("from", "填报单位", 18, is_units=True),
        SheetColumn("formula", "算法", 24, is_units=True),
        SheetColumn("documents", "要交的材料", 30, is_units=True),
    ),
    keys=("no",),
    frozen="C4",
    spare_rows=30,
    note="清单要看而县里还没有的，写在最下面：编号可以空着，同一指标的几个分项连着写；是数的写单位，是情况的从差到好写"
    "（未开展、已开展）；由别的分项算出的写算法（41.1÷41.2）。材料写名称，用顿号隔开。牵头单位和材料的期限在方案表里定。",
)
LIST_SHEETS = (BASIC_SHEET, rows_sheet(with_points=True), VETO_LIST_SHEET, MEASURE_SHEET)
