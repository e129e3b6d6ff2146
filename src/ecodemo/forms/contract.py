"""The contract of the workbooks, as data: sheets, column heads with their keys, whose cells they are, lists, widths.

Export writes by it and import reads by it. What people see is the key: a row is found by the numbers in its key
columns (`25.1`, `25-1`), a column by its head. The very hidden sheet `_ecodemo` only remembers what was exported, for
the comparison with what came back; see `export_record`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Literal, TypeAlias

from ecodemo.model.number import plain
from ecodemo.model.opinion import OpinionWord
from ecodemo.model.progress import ReturnKind
from ecodemo.model.upload import UploadResult

VERSION = 2
"""Of the workbooks; what an older import would misread or pass over raises it. Earlier ones are read."""

FRONT = "首页"
DATA = "数据"
DOCUMENTS = "佐证"
VETOES = "一票否决"
PROJECTS = "工程"
PROBLEMS = "问题"
ASSIGNED = "上级下达"
STATEMENTS = "文字"
REVIEWS = "审核"
LEDGER = "整改台账"
MINUTES = "会议纪要"
OBJECTIONS = "异议"
OPINIONS = "评审意见表"
SAMPLE = "抽查表"
UPLOADS = "上传清单"
NOT_UPLOADABLE = "需处理的材料"
BOUNDS = "结果对照"
RECORD = "_ecodemo"
LISTS = "_lists"

FOLDER = "佐证"
"""The folder of a pack that holds a folder for each document owed."""
REVIEW_FOLDER = "审核材料"
"""The folder of a pack that holds the documents to be reviewed, by unit and number."""
ASKED = "要求.txt"
NOTICE = "发包通知.txt"
"""Beside the packs: the text that is pasted when they are sent."""
"""The file in each of those folders that says what belongs into it."""

FIGURE_CELL = "ecodemo_{no}_{year}"
"""The defined name of the cell of a ledger that holds the figure of a measure and a year: `ecodemo_25.1_2020`."""
BLANK_ROWS = "ecodemo_rows"
"""The defined name of the rows of a blank ledger that a unit fills in, from the second column on."""
BLANK_SHEET = "汇总"


class FormKind(StrEnum):
    """What a workbook is for, as its record says."""

    UNIT = "unit"
    REVIEW = "review"
    LEDGER = "ledger"
    MINUTES = "minutes"
    OBJECTIONS = "objections"
    OPINIONS = "opinions"
    SAMPLE = "sample"
    UPLOADS = "uploads"
    SAMPLE_OF_COUNTIES = "sample-of-counties"
    PLAN = "plan"
    STANDARD = "standard"


WORKBOOK_NAME = {
    FormKind.UNIT: "{unit}填报表",
    FormKind.REVIEW: "{unit}审核表",
    FormKind.LEDGER: "整改台账",
    FormKind.MINUTES: "会议纪要",
    FormKind.OBJECTIONS: "{unit}计分核对表",
    FormKind.OPINIONS: "评审意见表",
    FormKind.SAMPLE: "抽查表",
    FormKind.UPLOADS: "上传清单",
    FormKind.SAMPLE_OF_COUNTIES: "各县抽查表",
    FormKind.PLAN: "方案表",
    FormKind.STANDARD: "指标清单",
}
"""The names of the files, without suffix; `{unit}` is the unit's name."""

Content: TypeAlias = "str | int | Decimal | date | None"
"""What a cell holds before it is given a style."""


class Colour(StrEnum):
    """The fills of cells: red, green and blue in hexadecimal."""

    HEAD = "D9E2EC"
    UNIT = "FFFBE6"
    """Yellow: the unit fills it in."""
    OFFICE = "EDEDED"
    """Grey: not the unit's; what is changed there does not count."""
    WRONG = "F8CBAD"
    """Red: to be put right."""
    READ_OUT = "4F6D8F"
    """Words in grey-blue: read in a document, to be confirmed."""
    LINE = "999999"


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column of a sheet. `key` names it in the record; people see `head`."""

    key: str
    head: str
    width: int
    """In characters; a Chinese one is two wide."""
    is_units: bool = False
    """The unit fills it in (yellow)."""
    choices: tuple[str, ...] = ()
    """The words offered in a list."""
    holds: Literal["text", "code", "number", "day"] = "text"
    """A code is text that a spreadsheet must not take for a number or a day: `04-3` is not the third of April."""
    former: str = ""
    """What it was called in workbooks of before."""
    is_later: bool = False
    """Forms that were sent out before do not have it, and nothing of it is missing there."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of one table: title in row 1, heads in row 3, rows from row 4 on."""

    name: str
    title: str
    """With `{unit}` and `{years}`."""
    columns: tuple[SheetColumn, ...]
    keys: tuple[str, ...]
    """The columns that tell a row from all others; their contents joined by `/` are the row's key."""
    frozen: str = "A4"
    """The cell whose rows above and columns to the left stay in view."""
    spare_rows: int = 0
    """Empty yellow rows for entries of the unit's own."""
    note: str = ""
    """A line in row 2."""

    def column(self, key: str) -> SheetColumn:
        """The column of a key."""
        return next(column for column in self.columns if column.key == key)

    @property
    def heads(self) -> tuple[str, ...]:
        return tuple(column.head for column in self.columns)

    @property
    def landscape(self) -> bool:
        return sum(column.width for column in self.columns) > _PORTRAIT_WIDTH


TITLE_ROW, HEAD_ROW, FIRST_ROW = 1, 3, 4
_PORTRAIT_WIDTH = 90

NOT_INVOLVED = "不涉及"
YES = "是"
CLEARED = ("无", NOT_INVOLVED)
"""What is written to take a value away; an empty cell never does."""
PUT_IN, NOT_YET = "已放入", "暂时没有"
STATES = (PUT_IN, NOT_INVOLVED, NOT_YET)
PROGRESS = ("已改", "正在改", "改不了")
ACCEPTED, RETURNED = "通过", "退回"
RETURN_KINDS: Mapping[ReturnKind, str] = {
    ReturnKind.BLURRED: "看不清",
    ReturnKind.NO_STAMP: "缺印章或签字",
    ReturnKind.WRONG_YEAR: "年度不符",
    ReturnKind.WRONG_UNIT: "单位不符",
    ReturnKind.NOT_THE_ITEM: "不是所要的材料",
    ReturnKind.FIGURES_DIFFER: "数据不一致",
    ReturnKind.INCOMPLETE: "不齐全",
    ReturnKind.OTHER: "其他",
}
OPINION_WORDS: Mapping[OpinionWord, str] = {
    OpinionWord.ACCEPTED: "认可",
    OpinionWord.DOUBTED: "存疑",
    OpinionWord.ASKED: "请补充",
}
OPINIONS_BY, OPINIONS_ON = "评审单位", "日期"
"""The labels above the table of opinions."""
FAULTLESS, FAULTY, UNREADABLE = "无误", "有误", "打不开"
CHECKED = (FAULTLESS, FAULTY, UNREADABLE)
"""What each of two people says of a drawn document."""
UPLOAD_RESULTS: Mapping[UploadResult, str] = {UploadResult.UPLOADED: YES, UploadResult.FAILED: "失败"}
FULFILLED = {True: "完成", False: "未完成"}
VETO_ANSWERS = ("无", "有，已按期整改", "有")
REQUIRED, SUPPORT = "必交", "补充"
LIMITS = {"at_least": "≥", "at_most": "≤", "more_than": ">", "less_than": "<"}
"""The sign before an assigned number, by the key of the assignment."""


def year_column(year: int) -> SheetColumn:
    """The column of a year in the data sheet; its key is the year."""
    return SheetColumn(str(year), f"{year}年", 9, is_units=True, holds="number")


def data_sheet(years: Iterable[int]) -> Sheet:
    """The sheet of figures. `proof` and `place` hold one entry for all years, or one for each year that has a value."""
    return Sheet(
        DATA,
        "{unit}指标数据表（{years}年）",
        (
            SheetColumn("no", "编号", 7),
            SheetColumn("indicator", "指标", 22),
            SheetColumn("name", "填报项目", 38),
            SheetColumn("unit", "单位", 7),
            *(year_column(year) for year in years),
            SheetColumn("proof", "依据材料", 9, is_units=True, holds="code"),
            SheetColumn("place", "页码或\n单元格", 20, is_units=True, holds="code"),
            SheetColumn("not_involved", NOT_INVOLVED, 7, is_units=True, choices=(YES,)),
            SheetColumn("note", "说明", 16, is_units=True),
            SheetColumn("remark", "县里核对（不用填）", 22),
        ),
        keys=("no",),
        frozen="E4",
    )


DOCUMENT_SHEET = Sheet(
    DOCUMENTS,
    "{unit}佐证材料清单（材料放进同名文件夹，这里只选“情况”）",
    (
        SheetColumn("no", "编号", 7),
        SheetColumn("holder", "指标", 22),
        SheetColumn("name", "要交的材料", 26),
        SheetColumn("form", "形式", 13),
        SheetColumn("years", "年度", 12),
        SheetColumn("need", "必交/补充", 6),
        SheetColumn("due", "截止", 9),
        SheetColumn("state", "情况", 9, is_units=True, choices=STATES),
        SheetColumn("number", "文号", 19, is_units=True, holds="code", is_later=True),
        SheetColumn("issued", "成文日期", 18, is_units=True, holds="day", is_later=True),
        SheetColumn("issuer", "责任者", 16, is_units=True, is_later=True),
        SheetColumn("note", "说明", 11, is_units=True),
        SheetColumn("received", "收到（不用填）", 19),
        SheetColumn("review", "审核意见（不用填）", 20),
    ),
    keys=("no",),
    frozen="D4",
)
VETO_SHEET = Sheet(
    VETOES,
    "{unit}：一票否决事项答复",
    (
        SheetColumn("no", "编号", 7),
        SheetColumn("condition", "条件", 50),
        SheetColumn("answer", "结论", 15, is_units=True, choices=VETO_ANSWERS),
        SheetColumn("through", "证明到哪天", 14, is_units=True, holds="day"),
        SheetColumn("document", "依据材料", 10, is_units=True, holds="code"),
        SheetColumn("note", "说明", 26, is_units=True),
        SheetColumn("remark", "县里核对（不用填）", 24),
    ),
    keys=("no",),
    frozen="C4",
    note="每条都要答复，证明要到申报日。结论是“有，已按期整改”的，在“说明”写明件数和销号情况。",
)
PROJECT_SHEET = Sheet(
    PROJECTS,
    "{unit}：重点工程进度（金额单位：万元）",
    (
        SheetColumn("no", "编号", 9, holds="code"),
        SheetColumn("name", "工程", 24),
        SheetColumn("stage", "阶段", 12),
        SheetColumn("due", "计划完成", 14, holds="day"),
        SheetColumn("done", "实际完成", 14, is_units=True, holds="day"),
        SheetColumn("invest", "总投资", 9, holds="number"),
        SheetColumn("budget", "本年预算", 9, holds="number"),
        SheetColumn("paid", "累计支付", 9, is_units=True, holds="number"),
        SheetColumn("document", "依据材料", 12, is_units=True, holds="code"),
        SheetColumn("note", "说明", 20, is_units=True),
        SheetColumn("remark", "县里核对（不用填）", 24),
    ),
    keys=("no", "stage"),
    frozen="D4",
    note="每个阶段一行。累计支付写在该工程的第一行，写到现在为止一共支付的数；依据材料写编号和年度，如29-3/2020。",
)
PROBLEM_SHEET = Sheet(
    PROBLEMS,
    "{unit}需要处理的问题（退回和整改）",
    (
        SheetColumn("index", "序号", 6),
        SheetColumn("no", "编号", 8),
        SheetColumn("problem", "问题", 34),
        SheetColumn("action", "怎么改", 30),
        SheetColumn("by", "谁提的", 13),
        SheetColumn("due", "截止", 10),
        SheetColumn("progress", "办理情况", 10, is_units=True, choices=PROGRESS),
        SheetColumn("done", "完成日期", 12, is_units=True, holds="day"),
        SheetColumn("note", "说明", 18, is_units=True),
    ),
    keys=("no", "problem"),
)
ASSIGNED_SHEET = Sheet(
    ASSIGNED,
    "{unit}：上级下达的目标和考核结论",
    (
        SheetColumn("no", "编号", 7),
        SheetColumn("name", "项目", 30),
        SheetColumn("year", "年度", 7),
        SheetColumn("target", "目标值", 12, is_units=True),
        SheetColumn("by", "下达单位", 20, is_units=True),
        SheetColumn("number", "文号", 22, is_units=True, holds="code"),
        SheetColumn("document", "依据材料", 10, is_units=True, holds="code"),
        SheetColumn("conclusion", "考核结论", 10, is_units=True, choices=tuple(FULFILLED.values())),
    ),
    keys=("no", "name", "year"),
    note="目标值写上“≥”“≤”，如“≥95.0”；只有考核结论、没有数的，目标值空着。计算得出的项目用它所依据的数的编号。",
)
LONGEST_STATEMENT = 300
"""Characters of each text in the sheet of statements."""
STATEMENT_SHEET = Sheet(
    STATEMENTS,
    "{unit}：牵头指标的做法、问题和下一步（每格不超过300字）",
    (
        SheetColumn("no", "编号", 7),
        SheetColumn("indicator", "指标", 16),
        SheetColumn("done", "做法成效", 42, is_units=True),
        SheetColumn("problems", "存在问题", 42, is_units=True),
        SheetColumn("next", "下一步", 42, is_units=True),
    ),
    keys=("no",),
)
REVIEW_SHEET = Sheet(
    REVIEWS,
    "{unit}审核表（别的单位交来的材料，逐件审核）",
    (
        SheetColumn("unit", "单位", 12),
        SheetColumn("no", "编号", 7),
        SheetColumn("name", "材料", 20),
        SheetColumn("years", "年度", 11),
        SheetColumn("file", "文件", 38),
        SheetColumn("received", "收到日期", 13, holds="day"),
        SheetColumn("faults", "工具提示的问题", 28, former="工具发现的毛病"),
        SheetColumn("answer", "单位答复", 16),
        SheetColumn("result", "结论", 8, is_units=True, choices=(ACCEPTED, RETURNED)),
        SheetColumn(
            "kind", "退回原因", 14, is_units=True, choices=tuple(RETURN_KINDS.values()), is_later=True
        ),
        SheetColumn("reason", "理由", 20, is_units=True),
        SheetColumn("due", "重交期限", 13, is_units=True, holds="day"),
    ),
    keys=("file",),
    frozen="D4",
    note="只填黄色四栏：结论选“通过”或“退回”；退回的选退回原因（几个的用、隔开）或写明理由，再写重交期限。没有看的空着。",
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
    note="只填黄色单元格：意见选“认可”“存疑”或“请补充”，后两种请在“说明”写明理由；涉及材料填材料名开头的档号，几份的用“、”隔开。未评审的空着。填好后退回报送单位。",
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

OBJECTION_SHEET = Sheet(
    OBJECTIONS,
    "{unit}报送情况计分核对表",
    (
        SheetColumn("no", "编号", 7, holds="code"),
        SheetColumn("name", "材料", 22),
        SheetColumn("years", "年度", 12, holds="code"),
        SheetColumn("counted", "计分情况", 34),
        SheetColumn("objects", "异议\n（是）", 7, is_units=True, choices=(YES,)),
        SheetColumn("reason", "理由", 32, is_units=True),
        SheetColumn("document", "依据材料", 13, is_units=True, holds="code"),
        SheetColumn("decision", "县里处理（不用填）", 26),
    ),
    keys=("no", "years"),
    frozen="D4",
    note="通报前请逐项核对，没有异议的不用填。有异议的，“异议”选“是”，写明理由；依据材料写编号和年度（如25-1/2020），材料和本表一起交回。",
)


@dataclass(frozen=True, slots=True)
class FrontLine:
    """A labelled cell of the first sheet: the label in column A, the content in column B, in whatever row.

    The record keeps it under the row `key` and the column `value`.
    """

    key: str
    label: str
    is_units: bool = False


FRONT_LINES = (
    FrontLine("unit", "单位"),
    FrontLine("phase", "本次阶段"),
    FrontLine("due", "截止"),
    FrontLine("head", "主要负责人", is_units=True),
    FrontLine("deputy", "分管领导", is_units=True),
    FrontLine("liaison", "信息员", is_units=True),
    FrontLine("telephone", "信息员电话", is_units=True),
)
FRONT_VALUE = "value"


RECORD_KEYS = ("form", "kind", "unit", "bid", "exported")
"""Rows 1 to 5 of the record: word in column A, value in column B."""
RECORD_HEAD = ("sheet", "row", "column", "value")
"""Row 6 of the record; from row 7 on what every exported cell held but the formulas, yellow and grey, empty ones too.

Rows without a key (computed rates) are not recorded; the key of a lead's stamped figure is its number and its name. The
column `HASH_COLUMN` of the review sheet has no cell: it holds
the sha256 of the file that the review is of. Neither have those of the sheet of objections that say what was counted.
"""
HASH_COLUMN = "sha256"
REMEMBERED = "*"
"""The row of the record that holds what a sheet remembers beside its cells, by a word of its own."""
READ_OUT = "{column}?"
"""The column of the record that holds what was proposed in a cell, beside what the data said."""


def kinds_words(kinds: Iterable[ReturnKind]) -> str:
    """Kinds of reasons as a cell holds them."""
    return "、".join(RETURN_KINDS[kind] for kind in kinds)


def row_key(contents: Iterable[Content]) -> str:
    """The key of a row, from the contents of its key columns."""
    return "/".join(written(content) for content in contents)


def written(content: Content) -> str:
    """A cell's content as the record keeps it: numbers without an exponent, days as 2021-05-20, empty as ''."""
    match content:
        case None:
            return ""
        case Decimal():
            return plain(content)
        case date():
            return content.isoformat()
        case _:
            return str(content).strip()
