"""What a clerk wrote into a cell, understood: numbers as text, in full width, with 万, ％ or a unit behind them.

Whatever cannot be understood without guessing is refused, with its content and what to do.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from ecodemo.formats.xlsx.number_formats import is_day, shown_in
from ecodemo.formats.xlsx.written import INVISIBLE, Written, exact, trimmed
from ecodemo.forms.reading.quantities import how_many, is_unit
from ecodemo.language import UNWRITABLE
from ecodemo.model.message import Message, Number, message
from ecodemo.model.number import plain, rounded

NOT_INVOLVED = frozenset({"不涉及", "无此项", "无此项工作", "不适用"})
NOTHING = frozenset({"无", "没有"})
_PLACEHOLDERS = frozenset({"/", "\\", "-", "--", "—", "——", "－", "…", "……", "待定", "待填", "略", "?", "？"})
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_NUMBER = re.compile(
    r"(?P<number>[+-]?(?:\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+|\d+)(?:\.\d+)?)\s*(?P<size>[万亿]?)\s*(?P<unit>%|[^\d\s.,+-][^\d\s]*[23]?)?"
)
_MYRIADS = {"": 1, "万": 10_000, "亿": 100_000_000}
_LONGEST_NUMBER = 60
_LONGEST_REMARK = 200
_LONGEST_UNIT = 2
"""Characters of a unit that is not known."""
_ABOUT = ("左右", "上下", "多", "余", "以上", "以内")
_REMARKED = re.compile(
    r"(?P<before>约|大约|大概|近|将近|共|共计|合计|预计|估计)?\s*"
    r"(?P<number>[+-]?\d[^()\[\]]*?)\s*"
    rf"(?P<behind>[(\[](?P<said>[^()\[\]]*)[)\]]|{'|'.join(_ABOUT)})?"
)
_A_DAY = message(
    "Expected a number, got a date or a time. Set the cell format to “General” and enter the number."
)
_UNWRITABLE = message(
    "The cell contains an invisible control character. Clear the cell and enter the content again."
)
_ROUNDED = message(
    "A number of more than fifteen digits was rounded by the spreadsheet. Set the cell format to “Text” and enter it again."
)
_NOT_A_NUMBER = message("Not a number. Enter digits only; remarks go in the column 说明.")
_SIZES_SHOWN = {(1, False): "千", (2, False): "百万", (1, True): "万", (2, True): "亿"}
"""What a format has to write after a number that it shows in thousands; with a point of its own in tens of them."""
_LARGEST = Decimal(10) ** 15
"""A spreadsheet keeps fifteen digits; what is larger has lost some."""


class CellError(ValueError):
    """The content of a cell was not taken; `words` say what to do."""

    def __init__(self, words: Message) -> None:
        super().__init__(words.text)
        self.words = words


@dataclass(frozen=True, slots=True)
class UnderstoodFigure:
    """A number as it is to be kept, and how it was understood where that needs saying."""

    value: Decimal
    remark: Message | None = None
    is_converted: bool = False
    """It was written with a unit of its own."""


class AskedBackError(CellError):
    """The content of a cell is probably not what was meant: it is taken once the column 说明 says why it is right."""

    def __init__(self, words: Message, figure: UnderstoodFigure) -> None:
        super().__init__(words)
        self.figure = figure


@dataclass(frozen=True, slots=True)
class Absent:
    """The clerk wrote that there is no such thing: 无, 不涉及."""

    word: str


def read_text(cell: Written) -> str:
    """The text of a cell, line breaks as spaces; of a number or a day as it is shown.

    Raises:
        CellError: an error value, a formula that was never computed, a character that no text has, or a number that lost digits.
    """
    _refuse_formula(cell)
    value = cell.value
    if isinstance(value, str) and UNWRITABLE.search(value):
        raise CellError(_UNWRITABLE)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        if abs(value) >= _LARGEST:
            raise CellError(_ROUNDED)
        return plain(exact(value))
    if isinstance(value, datetime | date):
        return cell.text
    return _in_one_line(str(value or ""))


@lru_cache(maxsize=1024)
def _in_one_line(text: str) -> str:
    lines = INVISIBLE.sub("", text).replace("\u3000", " ").split("\n")
    return "；".join(" ".join(line.split()) for line in lines if line.strip())


def read_figure(cell: Written, unit: str, decimals: int | None = None) -> UnderstoodFigure | Absent | None:
    """The number that a cell holds, in the unit that is asked for; `None` for an empty one.

    Args:
        cell: what was saved.
        unit: the unit that is asked for.
        decimals: to how many a converted number is rounded.

    Raises:
        CellError: it cannot be understood without guessing.
    """
    if cell.is_empty:
        return None
    _refuse_formula(cell)
    value = cell.value
    if isinstance(value, bool):
        raise CellError(_NOT_A_NUMBER)
    is_number = isinstance(value, int | float)
    if isinstance(value, datetime | date | time | timedelta) or (is_number and is_day(cell.format)):
        raise CellError(_A_DAY)
    if isinstance(value, int | float):
        return _of_number(cell, value, unit, decimals)
    if UNWRITABLE.search(str(value)):
        raise CellError(_UNWRITABLE)
    text = _plain(str(value))
    if text in NOT_INVOLVED | NOTHING:
        return Absent(text)
    return _of_text(text, unit, decimals)


def read_state(cell: Written, states: tuple[str, ...]) -> str | Absent | None:
    """One of the states that a measure knows; `None` for an empty cell.

    Raises:
        CellError: it is none of them.
    """
    if cell.is_empty:
        return None
    text = read_text(cell)
    if text in states:
        return text
    bare = re.sub(r"[\s“”\"'。，,.]", "", text)
    if bare in states:
        return bare
    if bare in NOT_INVOLVED | NOTHING:
        return Absent(bare)
    raise CellError(message("Choose one of: {states}.", states="、".join(states)))


def _of_number(cell: Written, value: float, unit: str, decimals: int | None) -> UnderstoodFigure:
    if not math.isfinite(value):
        raise CellError(message("The number is too large for a spreadsheet to store exactly. Check it."))
    number = exact(value)
    shown = shown_in(cell.format, value)
    if shown.percent_signs:
        if unit != "%":
            raise CellError(_no_percentage(unit))
        return UnderstoodFigure(_bounded(trimmed(number * 100**shown.percent_signs)))
    behind = _plain(shown.behind)
    size = _SIZES_SHOWN.get((shown.thousands, shown.has_own_point))
    if shown.thousands and (size is None or behind not in (size, f"{size}{unit}")):
        raise CellError(
            message(
                "The cell contains {number} but shows {shown}. Set the format to “General” and submit it again.",
                shown=plain(trimmed(number / 1000**shown.thousands)),
                number=plain(number),
            )
        )
    if behind and not shown.thousands:
        return _of_text(f"{plain(number)}{behind}", unit, decimals)
    return _plain_number(number, unit)


def _plain_number(number: Decimal, unit: str) -> UnderstoodFigure:
    """A number in the unit that is asked for; with a remark where a small number was taken for a percentage."""
    remark = None
    if unit == "%" and 0 < number < 1:
        remark = message(
            "Read as {number}%. If it is a share, enter it as a percentage.", number=plain(number)
        )
    return UnderstoodFigure(_bounded(number), remark)


def _of_text(text: str, unit: str, decimals: int | None) -> UnderstoodFigure:
    if text in _PLACEHOLDERS:
        raise CellError(
            message("Leave the cell empty; if nothing of the kind exists, choose 是 in the column 不涉及.")
        )
    found = _NUMBER.fullmatch(text) if len(text) <= _LONGEST_NUMBER else None
    if found is None or _is_remark(found["unit"] or "", unit):
        return _with_remark(text, unit, decimals)
    return _of_number_and_unit(found, unit, decimals)


def _of_number_and_unit(found: re.Match[str], unit: str, decimals: int | None) -> UnderstoodFigure:
    number = Decimal(re.sub("[, ]", "", found["number"]))
    size, written = found["size"], found["unit"] or ""
    if not written:
        return _counted(number, size, unit) if size else _plain_number(number, unit)
    if written == "%" or unit == "%":
        if written != unit or size:
            raise CellError(_no_percentage(unit))
        return UnderstoodFigure(_bounded(number))
    return _converted(number, size, written, unit, decimals)


def _is_remark(behind: str, unit: str) -> bool:
    """Whether what follows a number is no unit but words of its own."""
    is_bracketed = "(" in behind or "[" in behind
    is_known = behind == unit or is_unit(behind)
    return is_bracketed or behind in _ABOUT or (len(behind) > _LONGEST_UNIT and not is_known)


def _with_remark(text: str, unit: str, decimals: int | None) -> UnderstoodFigure:
    """A number with words around it is asked back: `8700（含机收）`, `约200`. A unit in brackets is one.

    Raises:
        CellError: always, but for a unit in brackets.
    """
    around = _REMARKED.fullmatch(text) if len(text) <= _LONGEST_REMARK else None
    if around is None:
        raise CellError(_NOT_A_NUMBER)
    said = re.sub(r"^单位:", "", around["said"] or "")
    is_said = said == unit or is_unit(said)
    found = _NUMBER.fullmatch(f"{around['number']}{said if is_said else ''}".strip())
    if found is None or _is_remark(found["unit"] or "", unit):
        raise CellError(_NOT_A_NUMBER)
    figure = _of_number_and_unit(found, unit, decimals)
    remark = "".join(around[name] or "" for name in ("before", "behind") if name == "before" or not is_said)
    if not remark:
        return figure
    words = message(
        "Not a plain number. Enter {number}, digits only; “{remark}” goes in the column 说明.",
        number=plain(figure.value),
        remark=remark,
    )
    raise AskedBackError(words, figure)


def _counted(number: Decimal, size: str, unit: str) -> UnderstoodFigure:
    """So many 万 or 亿, not followed by a unit."""
    if unit == "%" or unit.startswith(("万", "亿")):
        raise CellError(
            message(
                "The unit is {unit}; {size} is ambiguous here. Enter digits only.",
                unit=unit,
                size=size,
            )
        )
    value = trimmed(number * _MYRIADS[size])
    return UnderstoodFigure(_bounded(value), message("Read as {number}.", number=Number(value, unit=unit)))


def _converted(number: Decimal, size: str, written: str, unit: str, decimals: int | None) -> UnderstoodFigure:
    """A number followed by a unit; 万 may belong to the unit."""
    factor = how_many(f"{size}{written}", unit)
    if factor is None:
        single = how_many(written, unit)
        factor = single * _MYRIADS[size] if single is not None else None
    if factor is None:
        raise CellError(
            message(
                "The unit is {unit}, not {written}. Enter the number in {unit}, digits only.",
                unit=unit,
                written=f"{size}{written}",
            )
        )
    exact = Fraction(number) * factor
    value = _decimal(exact, decimals)
    if factor == 1:
        return UnderstoodFigure(_bounded(number))
    return UnderstoodFigure(
        _bounded(value),
        message(
            "{number}{written} read as {value}.",
            number=plain(number),
            written=f"{size}{written}",
            value=Number(value, unit=unit),
        ),
        is_converted=True,
    )


def _decimal(exact: Fraction, decimals: int | None) -> Decimal:
    """Exact where it can be; else to the decimals of the measure, or four."""
    scale = 10**8
    if (exact * scale).denominator == 1:
        return trimmed(Decimal(f"{(exact * scale).numerator}e-8"))
    return rounded(exact, 4 if decimals is None else max(decimals, 2))


def _bounded(value: Decimal) -> Decimal:
    if not value.is_finite() or abs(value) >= _LARGEST:
        raise CellError(message("The number is too large for a spreadsheet to store exactly. Check it."))
    return value


def _no_percentage(unit: str) -> Message:
    if unit == "%":
        return message("Expected a percentage. Enter the number only.")
    return message(
        "The unit is {unit}, but the entry is a percentage. Enter the number in {unit}.", unit=unit
    )


def _refuse_formula(cell: Written) -> None:
    if cell.is_uncomputed:
        raise CellError(
            message(
                "The formula has no computed result. Open the workbook in WPS, save it once (请用WPS打开保存一次), and submit it again."
            )
        )
    if _is_error(cell.value):
        raise CellError(message("Spreadsheet error. Enter the number instead of the formula."))


_ERRORS = frozenset(
    {"#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#N/A", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#GETTING_DATA"}
)


def _is_error(value: object) -> bool:
    return isinstance(value, str) and "#" in value and value.strip().upper() in _ERRORS


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", INVISIBLE.sub("", text).translate(_FULL_WIDTH)).strip()
