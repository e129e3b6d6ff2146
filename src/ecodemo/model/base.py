"""The base of every record and the kinds of text, number and date that clerks write."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Annotated

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

from ecodemo.model.message import Name


class Record(BaseModel):
    """A frozen record; a key it does not know is a mistake, not a remark."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _empty_is_not_given(cls, data: object) -> object:
        """A key with nothing after it, as it stays behind when a section's last entry is deleted.

        An unknown key is kept, to be refused: what belongs to it may stand right behind a full-width colon.
        """
        if not isinstance(data, dict):
            return data
        known = {field.alias or name for name, field in cls.model_fields.items()}
        return {key: value for key, value in data.items() if value is not None or key not in known}


class Named(Record):
    """A record with a Chinese name and, where known, an English gloss."""

    name: Annotated[str, Field(min_length=1, description="名称，照正式文件写")]
    name_en: Annotated[str, Field(description="英文名称，英文报告里用")] = ""

    @property
    def label(self) -> Name:
        return Name(self.name, self.name_en)


_MYRIADS = {"万": Decimal(10_000), "亿": Decimal(100_000_000)}
_NUMBER = re.compile(r"([+-]?\d+(?:\.\d+)?)([万亿]?)")
_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?[万亿]?")
_DAY = re.compile(r"(\d{4})(?:-|/|\.|年)(\d{1,2})(?:-|/|\.|月)(\d{1,2})日?")
_YEAR = re.compile(r"(\d{4})年?")
_LONGEST_NUMBER = 40


_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}


def _plain(value: object) -> object:
    """Full-width digits and signs as their plain twins; anything that is not text as it is."""
    return value.translate(_FULL_WIDTH).strip() if isinstance(value, str) else value


def read_quantity(value: object) -> Decimal:
    """A number as clerks write it: `92.30`, `1.2万`, `１２３`, `21,430`. Digits are kept as written."""
    if isinstance(value, Decimal):
        return value
    text = _plain(str(value) if isinstance(value, int) and not isinstance(value, bool) else value)
    if isinstance(text, str) and len(text) <= _LONGEST_NUMBER:
        if _GROUPED.fullmatch(text):
            text = text.replace(",", "")
        if found := _NUMBER.fullmatch(text):
            try:
                return Decimal(found[1]) * _MYRIADS[found[2]] if found[2] else Decimal(found[1])
            except InvalidOperation:  # pragma: no cover - the pattern admits only what Decimal reads
                pass
    raise PydanticCustomError("quantity", "not a number")


def read_day(value: object) -> date:
    """A day as clerks write it: `2021-05-20`, `2021年5月20日`, `2021.5.20`, `2021/5/20`."""
    if isinstance(value, date):
        return value
    text = _plain(value)
    if isinstance(text, str) and (found := _DAY.fullmatch(text)):
        try:
            return date(int(found[1]), int(found[2]), int(found[3]))
        except ValueError:
            raise PydanticCustomError("no_such_day", "there is no such day") from None
    raise PydanticCustomError("day", "not a date")


def read_year(value: object) -> int:
    """A year as clerks write it: `2020`, `2020年`, `２０２０`."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    text = _plain(value)
    if isinstance(text, str) and (found := _YEAR.fullmatch(text)) and 1949 <= int(found[1]) <= 2100:
        return int(found[1])
    raise PydanticCustomError("year", "not a year")


def _listed(value: object) -> object:
    """One thing where a list may stand is a list of one."""
    return [value] if isinstance(value, str) else value


def _not_blank(value: str) -> str:
    if not value.strip():
        raise PydanticCustomError("blank", "empty text")
    return value


Text = Annotated[str, AfterValidator(_not_blank)]
Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]
BoxNumber = Annotated[str, Field(pattern=r"^(\d{2,3}|[A-Z])$")]
MeasureNumber = Annotated[str, Field(pattern=r"^\d{2,3}\.\d{1,2}$")]
RequirementNumber = Annotated[str, Field(pattern=r"^(\d{2,3}-\d{1,2}|[A-Z]\d{1,2})$")]
Quantity = Annotated[
    Decimal,
    BeforeValidator(read_quantity),
    WithJsonSchema({"type": ["number", "string"], "description": "数值，照原样写；可写1.2万"}),
]
Day = Annotated[
    date,
    BeforeValidator(read_day),
    WithJsonSchema({"type": "string", "description": "日期：2021-05-20 或 2021年5月20日"}),
]
Year = Annotated[
    int,
    BeforeValidator(read_year),
    WithJsonSchema({"type": ["integer", "string"], "description": "年度：2020"}),
]
Ids = Annotated[
    tuple[Id, ...],
    BeforeValidator(_listed),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}),
]


def _parts_unverified(value: object) -> object:
    """`true` for the whole, `false` for nothing; otherwise the parts that are listed."""
    if value in (True, "true"):
        return (WHOLE,)
    if value in (False, "false", None):
        return ()
    return value


WHOLE = "all"
Unverified = Annotated[
    tuple[str, ...],
    BeforeValidator(_parts_unverified),
    WithJsonSchema(
        {
            "anyOf": [{"type": "boolean"}, {"type": "array", "items": {"type": "string"}}],
            "description": "未核实：true 整条；或列出哪些部分（target、attribute、lead、requirements…）",
        }
    ),
]
