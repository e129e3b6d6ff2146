"""The contract of the workbooks, as data: what a sheet is, and the names, words and record that all of them share.

The sheets with their columns are in `sheets_for_units`, `sheets_for_office` and `sheets_for_assessors`.
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
"""The file in each of those folders that says what belongs in it."""
NOTICE = "发包通知.txt"
"""Beside the packs: the text that is pasted when they are sent."""

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
    """The columns that identify a row; their contents joined by `/` are the row's key."""
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

RECORD_KEYS = ("form", "kind", "unit", "bid", "exported")
"""Rows 1 to 5 of the record: word in column A, value in column B."""
RECORD_HEAD = ("sheet", "row", "column", "value")
"""Row 6 of the record; from row 7 on what every exported cell held but the formulas, yellow and grey, empty ones too.

Rows without a key (computed rates) are not recorded; the key of a lead's stamped figure is its number and its name. The
column `HASH_COLUMN` of the review sheet has no cell: it holds the
sha256 of the file that the review is of. Neither have those of the sheet of objections that say what was counted.
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
