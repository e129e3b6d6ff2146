"""What a unit has reported: figures, assignments, documents, answers to vetoes, statements."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from ecodemo.model.base import Day, Id, Quantity, Record, RequirementNumber, Text, Year
from ecodemo.model.reference import DocumentReference


class Revision(Record):
    """What a figure was before it was changed, and why."""

    on: Day
    was: str
    reason: Text
    document: DocumentReference | None = None


class Observation(Record):
    """A reported value of a measure for a year: a number, a state, or 不涉及."""

    measure: Annotated[Id, Field(description="数据项")]
    year: Annotated[Year, Field(description="年度")]
    value: Annotated[Quantity | None, Field(description="数值")] = None
    state: Annotated[str | None, Field(description="状态，照数据项的 states 写")] = None
    not_involved: Annotated[str | None, Field(description="不涉及的原因")] = None
    source: Annotated[str, Field(description="数据来源")] = ""
    basis: Annotated[str, Field(description="口径；口径不同的两年不相比")] = ""
    proof: Annotated[DocumentReference | None, Field(description="依据材料：编号/年度")] = None
    page: Annotated[int | None, Field(ge=1, description="第几页")] = None
    cell: Annotated[str, Field(description="单元格，如 汇总!C40")] = ""
    document: Annotated[DocumentReference | None, Field(description="不涉及说明：编号/年度")] = None
    revised: Annotated[Revision | None, Field(description="更正：改动前是多少，为什么")] = None
    note: str = ""


class Assignment(Record):
    """What the upper level set for a measure and year: a number, or only its conclusion."""

    measure: Annotated[Id, Field(description="数据项")]
    year: Annotated[Year, Field(description="年度")]
    at_least: Quantity | None = None
    at_most: Quantity | None = None
    more_than: Quantity | None = None
    less_than: Quantity | None = None
    fulfilled: Annotated[bool | None, Field(description="上级的考核结论：完成 true，未完成 false")] = None
    by: Annotated[str, Field(description="谁下达")] = ""
    document: Annotated[DocumentReference | None, Field(description="哪个文件")] = None
    note: str = ""


class Review(Record):
    """A document accepted or returned; only ever added."""

    on: Day
    by: Id
    result: Literal["accepted", "returned"]
    reason: str = ""
    due: Day | None = None
    hash: Annotated[str, Field(pattern=r"^[0-9a-f]{12,64}$", description="看的是哪些字节")]


class Redelivery(Record):
    """A document handed in again."""

    on: Day
    hash: Annotated[str, Field(pattern=r"^[0-9a-f]{12,64}$")]


class Document(Record):
    """An evidence file in the register, or a reference to one that also proves something else (互见)."""

    file: Annotated[str, Field(description="evidence/ 下的路径")] = ""
    requirement: Annotated[RequirementNumber, Field(description="编号")]
    years: Annotated[tuple[Year, ...], Field(description="年度；一份管几年的都写上")] = ()
    received: Annotated[Day | None, Field(description="第一次收到")] = None
    redelivered: tuple[Redelivery, ...] = ()
    number: Annotated[str, Field(description="文号")] = ""
    issued: Annotated[Day | None, Field(description="成文日期")] = None
    valid: Annotated[tuple[Day, Day] | None, Field(description="有效期")] = None
    see: Annotated[DocumentReference | None, Field(description="互见：同一份材料不存两遍")] = None
    title: str = ""
    secrecy: str = ""
    reviews: tuple[Review, ...] = ()
    note: str = ""


class Answer(StrEnum):
    """The answers to a veto."""

    CLEAR = "clear"
    RECTIFIED = "rectified"
    HIT = "hit"


class VetoAnswer(Record):
    """The answer to a veto, for the time until `through`."""

    id: Annotated[Id, Field(description="哪一条一票否决")]
    answer: Annotated[Answer, Field(description="clear 无，rectified 有、已按期整改，hit 有")]
    through: Annotated[Day, Field(description="证明到哪一天为止")]
    document: Annotated[DocumentReference | None, Field(description="证明")] = None
    note: str = ""


class Statement(Record):
    """What the lead unit says of its indicator in the self-inspection report."""

    indicator: Id
    done: Annotated[str, Field(max_length=300, description="做法成效，不超过300字")] = ""
    problems: Annotated[str, Field(max_length=300, description="存在问题，不超过300字")] = ""
    next: Annotated[str, Field(max_length=300, description="下一步，不超过300字")] = ""


class Handling(StrEnum):
    """How far a unit says that it is with something it was to put right."""

    FIXED = "fixed"
    WORKING = "working"
    IMPOSSIBLE = "impossible"


class ProblemAnswer(Record):
    """What a unit says of a problem that it was sent. It closes nothing: reviewers and the ledger do."""

    to: Annotated[str, Field(description="编号：整改台账、材料、数据或指标的")] = ""
    problem: Annotated[str, Field(description="“问题”表里的原话；整改台账的条目不用写")] = ""
    state: Annotated[
        Handling | None, Field(description="办理情况：fixed 已改，working 正在改，impossible 改不了")
    ] = None
    on: Annotated[Day, Field(description="哪天收到的答复")]
    done: Annotated[Day | None, Field(description="完成日期")] = None
    note: str = ""


class Progress(Record):
    """progress/<unit>.yaml"""

    unit: Annotated[Id, Field(description="单位，与文件名相同")]
    assigned: Annotated[tuple[Assignment, ...], Field(description="上级下达")] = ()
    observations: Annotated[tuple[Observation, ...], Field(description="数")] = ()
    vetoes: Annotated[tuple[VetoAnswer, ...], Field(description="一票否决的回答")] = ()
    statements: Annotated[tuple[Statement, ...], Field(description="自查报告里的话")] = ()
    documents: Annotated[tuple[Document, ...], Field(description="材料登记")] = ()
    answers: Annotated[tuple[ProblemAnswer, ...], Field(description="对问题的答复；不等于销号")] = ()
