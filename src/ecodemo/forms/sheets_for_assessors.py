"""The sheets that assessors and those who re-check documents fill in."""

from __future__ import annotations

from ecodemo.forms.contract import BOUNDS, CHECKED, OPINION_WORDS, OPINIONS, SAMPLE, Sheet, SheetColumn

OPINIONS_NOTE = "只填黄色单元格：意见选“认可”“存疑”或“请补充”，后两种请在“说明”写明理由；涉及材料填{documents}，几份的用“、”隔开。未评审的空着。填好后退回报送单位。"
NUMBERS_OF_PACKAGE, NUMBERS_OF_DATA = "材料名开头的档号", "编号、年度、单位，如25-1/2020@龙塘镇"
"""How documents are named on the sheet of a package, and on one without any."""
OPINION_SHEET = Sheet(
    OPINIONS,
    "{unit}：评审意见表",
    (
        SheetColumn("no", "标准序号", 9, holds="code"),
        SheetColumn("indicator", "指标", 34),
        SheetColumn("opinion", "意见", 10, is_units=True, choices=tuple(OPINION_WORDS.values())),
        SheetColumn("documents", "涉及材料", 26, is_units=True, holds="code"),
        SheetColumn("note", "说明", 40, is_units=True),
    ),
    keys=("no",),
    frozen="C5",
    note=OPINIONS_NOTE.format(documents=NUMBERS_OF_PACKAGE),
)
SAMPLE_SHEET = Sheet(
    SAMPLE,
    "{unit}：佐证材料抽查表",
    (
        SheetColumn("index", "序号", 6),
        SheetColumn("no", "编号", 8, holds="code"),
        SheetColumn("unit", "单位", 16),
        SheetColumn("years", "年度", 12),
        SheetColumn("file", "文件", 50),
        SheetColumn("hash", "校验码前12位", 15, holds="code"),
        SheetColumn("first", "甲查", 9, is_units=True, choices=CHECKED),
        SheetColumn("second", "乙查", 9, is_units=True, choices=CHECKED),
        SheetColumn("note", "说明", 26, is_units=True),
    ),
    keys=("index",),
    frozen="C4",
)
COUNTIES_SAMPLE_SHEET = Sheet(
    SAMPLE,
    "{unit}佐证材料抽查表",
    (
        SheetColumn("index", "序号", 6),
        SheetColumn("county", "县（市、区）", 14),
        SheetColumn("no", "编号", 8, holds="code"),
        SheetColumn("unit", "单位", 16),
        SheetColumn("years", "年度", 10, holds="code"),
        SheetColumn("file", "文件", 40),
        SheetColumn("hash", "校验值（SHA-256）", 34, holds="code"),
        SheetColumn("first", "甲查", 9, is_units=True, choices=CHECKED),
        SheetColumn("second", "乙查", 9, is_units=True, choices=CHECKED),
        SheetColumn("note", "说明", 22, is_units=True),
    ),
    keys=("index",),
    frozen="C4",
)
BOUND_SHEET = Sheet(
    BOUNDS,
    "抽查结果对照表",
    (
        SheetColumn("wrong", "有误份数", 14, holds="number"),
        SheetColumn("most", "全部材料中有误至多（份）", 28, holds="number"),
        SheetColumn("bound", "有误比例至多", 18, holds="code"),
    ),
    keys=("wrong",),
    note="抽查表中有误、打不开和两人结论不一致的，均计入有误份数。以95%的把握推断全部材料（超几何分布单侧上限）。",
)
