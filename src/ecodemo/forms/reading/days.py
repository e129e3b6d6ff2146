"""The day that a clerk wrote into a cell: a date, a serial number, or text, with its year or without."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ecodemo.formats.xlsx.number_formats import day_of_text
from ecodemo.formats.xlsx.written import Written
from ecodemo.forms.reading.cells import CellError, read_text
from ecodemo.model.base import read_day
from ecodemo.model.message import Message, message

_SERIAL_START = date(1899, 12, 30)
_SERIAL_START_1904 = date(1904, 1, 1)
_FIRST_DAY, _LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)
"""What is taken for the number of a day."""
_LAST_MINUTE = 1 / 24 / 60
"""Of a day, in days: what may be missing before the next one, as programs in JavaScript count."""
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_BESIDE_A_DAY = re.compile(
    r"(?:[T ]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?|\(?(?:星期|周)[一二三四五六日天]\)?)$"
)
"""A time or the day of the week, which programs write behind a day."""
_WITHOUT_YEAR = re.compile(r"(\d{1,2})月(\d{1,2})[日号]?")


@dataclass(frozen=True, slots=True)
class UnderstoodDay:
    """A day, and how it was understood where that needs saying."""

    day: date
    remark: Message | None = None


def read_date(cell: Written, near: date) -> UnderstoodDay | None:
    """The day that a cell holds; `None` for an empty one.

    Args:
        cell: what was saved.
        near: where the cell has no year, the one that is nearest to this day is meant.

    Raises:
        CellError: it is none, or a formula that was never computed.
    """
    if cell.is_empty:
        return None
    text = read_text(cell)
    value = cell.value
    if isinstance(value, datetime):
        return UnderstoodDay(value.date())
    if isinstance(value, date):
        return UnderstoodDay(value)
    if "T" in text and (in_iso := day_of_text(text)):
        return UnderstoodDay(in_iso.date())
    bare = re.sub(r"\s|(?:之前|以前|前)$", "", _BESIDE_A_DAY.sub("", text.translate(_FULL_WIDTH).strip()))
    if re.fullmatch(r"[0-9]{5}(?:\.[0-9]*)?", bare):
        start = _SERIAL_START_1904 if cell.counts_from_1904 else _SERIAL_START
        day = start + timedelta(days=int(float(bare) + _LAST_MINUTE))
        if _FIRST_DAY <= day <= _LAST_DAY:
            return UnderstoodDay(day)
    if found := re.fullmatch(r"(\d{4})(\d{2})(\d{2})", bare):
        bare = "-".join(found.groups())
    if found := _WITHOUT_YEAR.fullmatch(bare):
        return _nearest(int(found[1]), int(found[2]), near)
    try:
        return UnderstoodDay(read_day(bare.replace("号", "日")))
    except ValueError as error:
        is_day = getattr(error, "type", "") == "no_such_day"
        words = message("No such date.") if is_day else message("Not a date. Use the form 2021-05-20.")
        raise CellError(words) from None


def _nearest(month: int, day: int, near: date) -> UnderstoodDay:
    years = (near.year - 1, near.year, near.year + 1)
    days = [found for year in years if (found := _day(year, month, day))]
    if not days:
        raise CellError(message("No such date."))
    nearest = min(days, key=lambda found: abs(found - near))
    return UnderstoodDay(nearest, message("Read as {day}; include the year.", day=nearest))


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
