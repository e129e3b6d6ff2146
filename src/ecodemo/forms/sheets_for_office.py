"""The sheets that the bid office fills in: its ledger, the minutes of a meeting, and what it uploads."""

from __future__ import annotations

from ecodemo.forms.contract import (
    LEDGER,
    MINUTES,
    NOT_UPLOADABLE,
    UPLOAD_RESULTS,
    UPLOADS,
    Sheet,
    SheetColumn,
)

LEDGER_SHEET = Sheet(
    LEDGER,
    "整改台账",
    (
        SheetColumn("no", "编号", 8, is_units=True, holds="code"),
        SheetColumn("indicator", "指标", 6, is_units=True, holds="code"),
        SheetColumn("measure", "数据项", 12, is_units=True),
        SheetColumn("problem", "问题", 22, is_units=True),
        SheetColumn("by", "提出", 7, is_units=True, choices=("自查", "市预审", "技术评估", "评审", "督查")),
        SheetColumn("found", "发现日期", 13, is_units=True, holds="day"),
        SheetColumn("action", "措施", 22, is_units=True),
        SheetColumn("unit", "单位", 11, is_units=True),
        SheetColumn("support", "配合单位", 11, is_units=True),
        SheetColumn("person", "责任人", 11, is_units=True),
        SheetColumn("due", "时限", 13, is_units=True, holds="day"),
        SheetColumn("ask", "请领导出面的事", 15, is_units=True),
        SheetColumn("state", "情况\n（不用填）", 11),
        SheetColumn("closed_on", "销号日期", 13, is_units=True, holds="day"),
        SheetColumn("closed_by", "销号人", 10, is_units=True),
        SheetColumn("proof", "销号依据", 12, is_units=True, holds="code"),
        SheetColumn("late", "逾期\n（不用填）", 10),
    ),
    keys=("no",),
    frozen="C4",
    spare_rows=20,
    note="编号定了不改。销号由责任单位以外的单位写：销号日期、销号人、销号依据（材料编号/年度@单位，如25-1/2020@龙塘镇）。新问题接着往下写。",
)
MINUTES_SHEET = Sheet(
    MINUTES,
    "调度会会议纪要：议定事项",
    (
        SheetColumn("index", "序号", 6, is_units=True),
        SheetColumn("problem", "事项", 40, is_units=True),
        SheetColumn("unit", "单位", 18, is_units=True),
        SheetColumn("person", "责任人", 16, is_units=True),
        SheetColumn("due", "时限", 14, is_units=True, holds="day"),
        SheetColumn("ask", "需领导协调", 24, is_units=True),
        SheetColumn("about", "对应编号", 12, is_units=True, holds="code"),
    ),
    keys=("problem",),
    spare_rows=20,
    note="一行一个事项，收回后记入整改台账，编号自动排。单位写全称或简称，配合单位用“、”隔开；责任人写职务；对应编号填指标、材料、数据项或台账的编号，没有的空着。",
)
UPLOAD_SHEET = Sheet(
    UPLOADS,
    "{unit}：上传清单",
    (
        SheetColumn("no", "项目编号", 9, holds="code"),
        SheetColumn("item", "项目", 20),
        SheetColumn("file", "文件", 40, holds="code"),
        SheetColumn("size", "大小", 10),
        SheetColumn("source", "原件", 36, holds="code"),
        SheetColumn("result", "已上传（是）", 9, is_units=True, choices=tuple(UPLOAD_RESULTS.values())),
        SheetColumn("on", "上传日期", 14, is_units=True, holds="day"),
        SheetColumn("receipt", "回执号", 16, is_units=True, holds="code"),
        SheetColumn("note", "说明", 20, is_units=True),
    ),
    keys=("no", "file"),
    frozen="D4",
    note="每上传一个文件，在“已上传”选“是”，填上传日期和回执号；系统不接收的选“失败”，在“说明”写明原因。填好后导入。",
)
NOT_UPLOADABLE_SHEET = Sheet(
    NOT_UPLOADABLE,
    "{unit}：未放入上传包的材料",
    (
        SheetColumn("no", "项目编号", 9, holds="code"),
        SheetColumn("item", "项目", 22),
        SheetColumn("what", "材料", 44),
        SheetColumn("reason", "原因", 36),
        SheetColumn("action", "处理办法", 40),
    ),
    keys=("no", "what"),
)
