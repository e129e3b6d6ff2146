"""The day that a clerk wrote into a cell: a date, a serial number, or text, with its year or without."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ecodemo.formats.xlsx.written import Written
from ecodemo.forms.reading.cells import CellError, read_text
from ecodemo.model.base import read_day
from ecodemo.model.message import Message, message

_SERIAL_START = date(1899, 12, 30)
_FIRST_SERIAL, _LAST_SERIAL = 36_526, 73_050
"""Days of the years 2000 to 2099 as numbers."""
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
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
        near: a day that tells the year where the cell has none: the nearest one is meant.

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
    bare = re.sub(r"\s|(?:之前|以前|前)$", "", text.translate(_FULL_WIDTH))
    if bare.isdigit() and _FIRST_SERIAL <= int(bare) <= _LAST_SERIAL:
        return UnderstoodDay(_SERIAL_START + timedelta(days=int(bare)))
    if found := re.fullmatch(r"(\d{4})(\d{2})(\d{2})", bare):
        bare = "-".join(found.groups())
    if found := _WITHOUT_YEAR.fullmatch(bare):
        return _nearest(int(found[1]), int(found[2]), near)
    try:
        return UnderstoodDay(read_day(bare.replace("号", "日")))
    except ValueError:
        raise CellError(message("Not a day. Write it as 2021-05-20.")) from None


def _nearest(month: int, day: int, near: date) -> UnderstoodDay:
    years = (near.year - 1, near.year, near.year + 1)
    days = [found for year in years if (found := _day(year, month, day))]
    if not days:
        raise CellError(message("There is no such day."))
    nearest = min(days, key=lambda found: abs(found - near))
    return UnderstoodDay(nearest, message("Taken as {day}; write the year with it.", day=nearest))


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
