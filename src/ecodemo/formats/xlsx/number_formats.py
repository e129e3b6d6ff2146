"""Number formats of a spreadsheet's cells: which of them show a percentage, a day or a time."""

from __future__ import annotations

import operator
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from functools import cache

GENERAL = "General"
_BUILTIN: Mapping[int, str] = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    **dict.fromkeys((14, 15, 16, 17, 22, 30), "yyyy-mm-dd"),
    **dict.fromkeys((18, 19, 20, 21, 45, 47), "hh:mm:ss"),
    46: "[h]:mm:ss",
    49: "@",
    **dict.fromkeys((27, 36, 50, 52, 57), 'yyyy"年"m"月"'),
    **dict.fromkeys((28, 29, 51, 53, 54, 58), 'm"月"d"日"'),
    31: 'yyyy"年"m"月"d"日"',
    **dict.fromkeys((32, 33, 34, 35, 55, 56), 'h"时"mm"分"ss"秒"'),
}
"""Formats that a workbook names by a number alone (ECMA-376, part 1, 18.8.30); 27 to 58 are those of Chinese programs."""


def builtin_format(number: str) -> str:
    """The format of a number that the workbook itself does not explain."""
    return _BUILTIN.get(int(number), GENERAL) if number.isascii() and number.isdigit() else GENERAL


_PIECE = re.compile(r'"[^"]*"?|\[[^\]]*\]|[\\!_*].?|.', re.DOTALL)
"""A text in quotes, a bracket, a sign with the one that says what it means, or a sign alone."""
_DIGITS = frozenset("0#?")
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)\]")
_COMPARED = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "<>": operator.ne,
}


@dataclass(frozen=True, slots=True)
class Shown:
    """How a number format changes what people read."""

    percent_signs: int = 0
    """Each shows the number a hundred times as large."""
    thousands: int = 0
    """Commas after the digits; each shows the number a thousand times smaller."""
    has_own_point: bool = False
    """A point is written between the digits that is none of the number: `0!.0,"万"`."""
    behind: str = ""
    """What the format writes after the number, as in `0.0"万吨"`."""


@cache
def shown_in(form: str, number: float) -> Shown:
    """How a number is shown in a format."""
    if form == GENERAL:
        return Shown()
    pieces = _section(form, number)
    digits = [place for place, piece in enumerate(pieces) if piece in _DIGITS]
    if not digits and "General" not in "".join(pieces):
        return Shown()
    behind = pieces[digits[-1] + 1 :] if digits else pieces
    commas = next((place for place, piece in enumerate(behind) if piece != ","), len(behind))
    has_own_point = any(piece in ("!.", "\\.", '"."') for piece in pieces)
    return Shown(pieces.count("%"), commas, has_own_point, "".join(map(_said, behind)).strip())


def _said(piece: str) -> str:
    """The text that a piece of a format writes; that of brackets is a currency: `[$元-804]`."""
    if piece[0] == '"':
        return piece.strip('"')
    if piece[0] == "\\" or piece[0] == "!":
        return piece[1:]
    if piece.startswith("[$"):
        return piece[2:-1].partition("-")[0]
    return piece if piece > "\u2e7f" else ""


def _section(form: str, number: float) -> list[str]:
    """The pieces of that section of a format in which the number is shown."""
    sections: list[list[str]] = [[]]
    for piece in _PIECE.findall(form):
        if piece == ";":
            sections.append([])
        else:
            sections[-1].append(piece)
    conditions = [next(filter(None, map(_CONDITION.fullmatch, section)), None) for section in sections[:2]]
    if any(conditions):
        for section, found in zip(sections, conditions, strict=False):
            if found and _COMPARED[found[1]](number, float(found[2])):
                return section
        return sections[min(len([c for c in conditions if c]), len(sections) - 1)]
    if number < 0 and len(sections) > 1:
        return sections[1]
    return sections[2] if number == 0 and len(sections) > 2 else sections[0]


_ASIDE = re.compile(r'".*?"|\[(?!hh?\]|mm?\]|ss?\])[^\]]*\]')
"""What a format shows as it is, and in brackets all but lengths of time."""
_SIGN_OF_DAY = re.compile(r"(?<![_\\])[dmhys]", re.IGNORECASE)
_IS_LENGTH = re.compile(r"\[(?:hh?|mm?|ss?)\]", re.IGNORECASE)
_BEGIN, _BEGIN_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001 - a day on paper
_MILLISECONDS = 86_400_000


@cache
def is_day(form: str) -> bool:
    """Whether numbers in this format are shown as days or times."""
    if form == GENERAL or not set(form.lower()) & set("dmhys"):
        return False
    return _SIGN_OF_DAY.search(_ASIDE.sub("", form.split(";", maxsplit=1)[0])) is not None


def day_of_serial(
    number: float, form: str, *, counts_from_1904: bool = False
) -> datetime | time | timedelta | float:
    """The day, time or length of time that a number stands for; the number itself where there is no such day."""
    try:
        days, part = divmod(number, 1)
        rest = timedelta(milliseconds=round(part * _MILLISECONDS))
        if _IS_LENGTH.search(form.split(";", maxsplit=1)[0]):
            return timedelta(days=days) + rest
        if 0 <= number < 1 and not rest.days:
            return (_BEGIN + rest).time()
        if counts_from_1904:
            return whole_day(_BEGIN_1904 + timedelta(days=days) + rest)
        is_before_march = 0 < number < 60  # the format has a 29th of February 1900
        return whole_day(_BEGIN + timedelta(days=days + is_before_march) + rest)
    except (OverflowError, ValueError):
        return number


_CHINA = timezone(timedelta(hours=8))


def day_of_text(written: str) -> datetime | None:
    """The day and time of a text in ISO 8601; one in UTC (`2021-05-19T16:00:00Z`) is that of a clock in China.

    `None` where it is no day of that form.
    """
    try:
        day = datetime.fromisoformat(written)
        return whole_day(day.astimezone(_CHINA).replace(tzinfo=None) if day.tzinfo else day)
    except (OverflowError, ValueError):
        return None


def whole_day(day: datetime) -> datetime:
    """The next day where no more than the last minute before it is missing.

    Programs in JavaScript count days from 1900, when Shanghai's clocks were 43 seconds ahead of those of today's zone.
    """
    if (day.hour, day.minute) != (23, 59) or day.date() == date.max:
        return day
    return datetime.combine(day.date() + timedelta(days=1), time())
