"""The contract of the plan workbook (方案表): its sheets and columns. What people see is the key, as in all forms."""

from __future__ import annotations

from dataclasses import replace

from ecodemo.forms import words
from ecodemo.forms.contract import Sheet, SheetColumn
from ecodemo.model.organisation import UnitKind
from ecodemo.model.requirement import Form

PROFILE, GROUPS, UNITS = "概况", "工作组", "单位"
PHASES, TASKS, MATERIALS = "阶段", "任务分解", "材料"

YES, NO = "是", "否"
KINDS = {UnitKind.DEPARTMENT: "部门", UnitKind.TOWNSHIP: "乡镇"}
OFFICE, SUPERVISION = "创建办", "督查"
"""The roles of a unit and of a group."""
LEAD, EVERYONE, TOWNSHIPS, DEPARTMENTS = "牵头单位", "各单位", "各乡镇", "各部门"
OWING = {LEAD: "lead", EVERYONE: "everyone", TOWNSHIPS: "townships", DEPARTMENTS: "departments"}
YEARS = {"每年": "each", "评估年": "latest", "基准年": "base", "一次": "once"}
NEEDS = {"必交": "required", "补充": "support"}
FORMS = {words.FORM[form]: form.value for form in Form}
SET = "成套材料"
"""The form of a document that consists of parts, each with a form of its own."""

_ID = SheetColumn("id", "代号（不用填）", 14)

PROFILE_SHEET = Sheet(
    PROFILE,
    "{unit}创建方案：概况",
    (
        SheetColumn("item", "项目", 22),
        SheetColumn("content", "内容", 40, is_units=True),
        SheetColumn("hint", "说明", 44),
    ),
    keys=("item",),
    frozen="B4",
    note="只填黄色格子；空着的不动原来的内容，要去掉的写“无”。填好存盘，交回创建办导入。",
)
GROUP_SHEET = Sheet(
    GROUPS,
    "{unit}创建方案：工作组",
    (
        SheetColumn("name", "名称", 20, is_units=True),
        SheetColumn("lead", "牵头单位", 22, is_units=True),
        SheetColumn("duties", "职责", 60, is_units=True),
        SheetColumn("role", "角色", 9, is_units=True, choices=(SUPERVISION,)),
        _ID,
    ),
    keys=("name",),
    frozen="B4",
    spare_rows=5,
    note="改名直接改；新增的写在下面，代号空着。负责督查的一个组，角色选“督查”。",
)
UNIT_SHEET = Sheet(
    UNITS,
    "{unit}创建方案：单位",
    (
        SheetColumn("name", "名称", 30, is_units=True),
        SheetColumn("kind", "类别", 8, is_units=True, choices=tuple(KINDS.values())),
        SheetColumn("short", "简称", 16, is_units=True),
        SheetColumn("code", "代码", 14, is_units=True, holds="code"),
        SheetColumn("villages", "村数", 8, is_units=True),
        SheetColumn("role", "角色", 9, is_units=True, choices=(OFFICE,)),
        _ID,
    ),
    keys=("name",),
    frozen="B4",
    spare_rows=30,
    note="乡镇要有统计用区划代码（9位）。改名直接改，原名自动记为曾用名；新增的写在下面，代号空着。删掉的行不起作用。",
)
PHASE_SHEET = Sheet(
    PHASES,
    "{unit}创建方案：阶段",
    (
        SheetColumn("name", "名称", 18, is_units=True),
        SheetColumn("start", "开始", 15, is_units=True, holds="day"),
        SheetColumn("end", "结束", 15, is_units=True, holds="day"),
        SheetColumn("townships", "乡镇截止", 15, is_units=True, holds="day"),
        SheetColumn("departments", "部门截止", 15, is_units=True, holds="day"),
        SheetColumn("gate", "阶段必备材料", 30, is_units=True, holds="code"),
        _ID,
    ),
    keys=("name",),
    frozen="B4",
    spare_rows=2,
    note="各阶段前后相接，不能重叠。阶段必备材料写编号，用顿号隔开；V是一票否决的全部证明。截止用于没有另写期限的数和材料。",
)
TASK_SHEET = Sheet(
    TASKS,
    "{unit}创建方案：任务分解",
    (
        SheetColumn("no", "编号", 7),
        SheetColumn("indicator", "指标", 44),
        SheetColumn("lead", "牵头", 26, is_units=True),
        SheetColumn("support", "配合", 44, is_units=True),
    ),
    keys=("no",),
    frozen="C4",
    note="牵头只写一个单位；配合可以写几个，用顿号隔开。单位写“单位”表里的名称或简称。",
)
MATERIAL_SHEET = Sheet(
    MATERIALS,
    "{unit}创建方案：材料",
    (
        SheetColumn("no", "编号", 8, is_units=True, holds="code"),
        SheetColumn("name", "材料", 40, is_units=True),
        SheetColumn("from", "谁交", 28, is_units=True, choices=tuple(OWING)),
        SheetColumn("form", "形式", 14, is_units=True, choices=tuple(FORMS)),
        SheetColumn("years", "年度", 14, is_units=True, choices=tuple(YEARS), holds="code"),
        SheetColumn("need", "必交/补充", 14, is_units=True, choices=tuple(NEEDS)),
        SheetColumn("due", "截止", 22, is_units=True, holds="day"),
    ),
    keys=("no",),
    frozen="C4",
    spare_rows=15,
    note="编号定了不改。截止空着的随阶段；乡镇和部门不同的写“乡镇2021年8月31日、部门2021年9月10日”。新增的写在下面，编号接着往后排。",
)
PLAN_SHEETS = (PROFILE_SHEET, GROUP_SHEET, UNIT_SHEET, PHASE_SHEET, TASK_SHEET, MATERIAL_SHEET)


def offering(sheet: Sheet, choices: dict[str, tuple[str, ...]]) -> Sheet:
    """The sheet with words of this county's own offered in columns."""
    columns = (
        replace(column, choices=column.choices + choices.get(column.key, ())) for column in sheet.columns
    )
    return replace(sheet, columns=tuple(columns))
