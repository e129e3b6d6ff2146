"""The base of every record and the kinds of text, number and date that clerks write."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Context, Decimal, InvalidOperation
from enum import StrEnum
from typing import Annotated, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    WithJsonSchema,
    model_validator,
)
from pydantic.config import JsonDict
from pydantic.fields import FieldInfo
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from ecodemo.model.message import Name


class Choice(StrEnum):
    """A word that data may hold; each has a sentence for editors and for the reference."""

    _value_: str
    meaning: str

    def __new__(cls, word: str, meaning: str) -> Self:
        choice = str.__new__(cls, word)
        choice._value_ = word
        choice.meaning = meaning
        return choice


def meanings(*sentences: str) -> JsonDict:
    """What each word of a `Literal` means, in its order, for its JSON Schema."""
    return {"enumDescriptions": [*sentences]}


@dataclass(frozen=True, eq=False)
class OrBare:
    """In the JSON Schema, what may be written instead of the several keys of a record."""

    written: JsonSchemaValue

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"anyOf": [self.written, handler(schema)]}


@dataclass(frozen=True)
class OrSingle:
    """In the JSON Schema, one entry is allowed where a list of them is read."""

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        listed = handler(schema)
        return {"anyOf": [listed["items"], listed]}


class Record(BaseModel):
    """A frozen record; a key it does not know is a mistake, not a remark."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _empty_is_not_given(cls, data: object) -> object:
        """A key with nothing after it, as it stays behind when a section's last entry is deleted.

        An unknown key is kept, to be refused: its value may follow a full-width colon directly.
        """
        if not isinstance(data, dict):
            return data
        known = {field.alias or name for name, field in cls.model_fields.items()}
        return {key: value for key, value in data.items() if value is not None or key not in known}


class ListFile(Record):
    """What a file says that is one list and has no keys of its own: its entries are read as those of `entries`."""


class Named(Record):
    """A record with a Chinese name and, where known, an English gloss."""

    name: Annotated[str, Field(min_length=1, description="The name, as used in official documents.")]
    name_en: Annotated[str, Field(description="The name in English, for English reports.")] = ""

    @property
    def label(self) -> Name:
        return Name(self.name, self.name_en)


_MYRIADS = {"万": Decimal(10_000), "亿": Decimal(100_000_000)}
_NUMBER = re.compile(r"([+-]?\d+(?:\.\d+)?)([万亿]?)")
_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?[万亿]?")
_DAY = re.compile(r"(\d{4})(?:-|/|\.|年)(\d{1,2})(?:-|/|\.|月)(\d{1,2})日?")
_YEAR = re.compile(r"(\d{4})年?")
_LONGEST_NUMBER = 40
_EXACT = Context(prec=2 * _LONGEST_NUMBER)
_ROW_NUMBER = r"^[0-9A-Za-z]+([.-][0-9A-Za-z]+)*$"


_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}


def _plain(value: object) -> object:
    """Full-width digits and signs as their plain twins; anything that is not text as it is."""
    return value.translate(_FULL_WIDTH).strip() if isinstance(value, str) else value


def _as_text(value: object) -> object:
    """A number in figures as the text that it is written with; never by way of a float, to which 3.10 is 3.1."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else _plain(value)


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
                return (
                    _EXACT.multiply(Decimal(found[1]), _MYRIADS[found[2]]) if found[2] else Decimal(found[1])
                )
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
    """One thing in place of a list is a list of one."""
    return [value] if isinstance(value, str) else value


def _not_blank(value: str) -> str:
    if not value.strip():
        raise PydanticCustomError("blank", "empty text")
    return value


_DIGIT = "[0-9０-９]"
DAY_WRITTEN: JsonSchemaValue = {
    "type": "string",
    "pattern": rf"^\s*{_DIGIT}{{4}}[-/.年－／．]{_DIGIT}{{1,2}}[-/.月－／．]{_DIGIT}{{1,2}}日?\s*$",
    "patternErrorMessage": "Write a date as 2021-05-20 or 2021年5月20日.",
    "examples": ["2021-05-20"],
}
YEAR_WRITTEN: JsonSchemaValue = {
    "type": ["integer", "string"],
    "minimum": 1949,
    "maximum": 2100,
    "pattern": rf"^\s*{_DIGIT}{{4}}年?\s*$",
    "patternErrorMessage": "Enter a four-digit year, such as 2020.",
    "examples": [2020],
}
_QUANTITY_WRITTEN: JsonSchemaValue = {
    "type": ["number", "string"],
    "pattern": rf"^\s*[+\-＋－]?{_DIGIT}[0-9０-９,.，．]*[万亿]?\s*$",
    "patternErrorMessage": "Write a number as 92.4, 21430 or 1.2万; the unit is defined by the measure.",
    "examples": [92.4],
}
_IDS_WRITTEN: JsonSchemaValue = {"type": ["string", "array"], "items": {"type": "string"}}


def _written_as(pattern: str, sentence: str) -> FieldInfo:
    """A text of a fixed form, and what an editor says of any other."""
    field: FieldInfo = Field(pattern=pattern, json_schema_extra={"patternErrorMessage": sentence})
    return field


Text = Annotated[str, AfterValidator(_not_blank)]
Note = Annotated[str, Field(description="A remark.")]
Id = Annotated[
    str,
    _written_as(
        r"^[a-z][a-z0-9-]*$", "An id has lower-case letters, digits and hyphens only, such as farm-waste."
    ),
]
BoxNumber = Annotated[
    str, _written_as(r"^(\d{2,3}|[A-Z])$", "The number of a box has two or three digits, or is a letter.")
]
MeasureNumber = Annotated[
    str,
    _written_as(
        r"^\d{2,3}\.\d{1,2}$", "The number of a figure has a point and quotation marks, such as '25.1'."
    ),
]
RequirementNumber = Annotated[
    str,
    _written_as(
        r"^(\d{2,3}-\d{1,2}|[A-Z]\d{1,2})$",
        "The number of a document has a hyphen, such as 25-1, or is that of a veto, such as V3.",
    ),
]
MailAddress = Annotated[
    str,
    _written_as(
        r"^([A-Za-z0-9_.%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+)?$",
        "A mail address has one @ and no blanks, such as office@example.cn.",
    ),
]
RowNumber = Annotated[
    str,
    BeforeValidator(_as_text),
    Field(pattern=_ROW_NUMBER),
    WithJsonSchema(
        {
            "type": ["number", "string"],
            "pattern": _ROW_NUMBER,
            "patternErrorMessage": "The number of a row has digits, letters and points, such as 7 or 3.1.",
            "examples": [7],
        }
    ),
]
Quantity = Annotated[Decimal, BeforeValidator(read_quantity), WithJsonSchema(_QUANTITY_WRITTEN)]
Day = Annotated[date, BeforeValidator(read_day), WithJsonSchema(DAY_WRITTEN)]
Year = Annotated[int, BeforeValidator(read_year), WithJsonSchema(YEAR_WRITTEN)]
Ids = Annotated[tuple[Id, ...], BeforeValidator(_listed), WithJsonSchema(_IDS_WRITTEN)]


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
    WithJsonSchema({"type": ["boolean", "array"], "items": {"type": "string"}}),
    Field(
        description="The parts that are not verified: true for the whole entry, or a list (target, lead…)."
    ),
]
