"""Number formats of a spreadsheet's cells: which of them show a percentage, a day or a time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
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


@cache
def is_day(form: str) -> bool:
    """Whether numbers in this format are shown as days or times."""
    if form == GENERAL or not set(form.lower()) & set("dmhys"):
        return False
    from openpyxl.styles.numbers import is_date_format

    return bool(is_date_format(form))


def day_of_serial(
    number: float, form: str, *, counts_from_1904: bool = False
) -> datetime | time | timedelta | float:
    """The day, time or length of time that a number stands for; the number itself where there is no such day."""
    from openpyxl.styles.numbers import is_timedelta_format
    from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel

    epoch = MAC_EPOCH if counts_from_1904 else WINDOWS_EPOCH
    try:
        day = from_excel(number, epoch, timedelta=bool(is_timedelta_format(form)))
    except (OverflowError, ValueError):
        return number
    return day if isinstance(day, datetime | time | timedelta) else number
