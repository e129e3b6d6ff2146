"""The sheets that units fill in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ecodemo.forms.contract import (
    ACCEPTED,
    ASSIGNED,
    DATA,
    DOCUMENTS,
    FULFILLED,
    NOT_INVOLVED,
    OBJECTIONS,
    PROBLEMS,
    PROGRESS,
    PROJECTS,
    RETURN_KINDS,
    RETURNED,
    REVIEWS,
    STATEMENTS,
    STATES,
    VETO_ANSWERS,
    VETOES,
    YES,
    Sheet,
    SheetColumn,
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
