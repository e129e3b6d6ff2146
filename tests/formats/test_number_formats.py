"""Numbers that stand for days, as openpyxl understands them."""

from __future__ import annotations

import pytest
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format

from ecodemo.formats.xlsx.number_formats import day_of_serial, is_day

_OWN = (
    'yyyy"年"m"月"d"日"',
    "[h]:mm",
    "[Red]0.0",
    "[$-804]yyyy",
    r"\d0",
    "_d0",
    '"d"0',
    "0;d",
    "[DBNum1]yyyy",
)


@pytest.mark.parametrize("form", [*BUILTIN_FORMATS.values(), *_OWN])
def test_a_format_is_of_days_where_openpyxl_says_so(form: str) -> None:
    assert is_day(form) == is_date_format(form)


@pytest.mark.parametrize(
    ("number", "form", "day"),
    [
        (44459, "yyyy-mm-dd", "2021-09-20 00:00:00"),
        (44459.5, "yyyy-mm-dd h:mm", "2021-09-20 12:00:00"),
        (0.25, "h:mm", "06:00:00"),
        (1.25, "[h]:mm", "1 day, 6:00:00"),
        (59, "yyyy-mm-dd", "1900-02-28 00:00:00"),
        (61, "yyyy-mm-dd", "1900-03-01 00:00:00"),
        (-1, "yyyy-mm-dd", "1899-12-29 00:00:00"),
        (1e9, "yyyy-mm-dd", "1000000000.0"),
    ],
)
def test_a_number_stands_for_a_day(number: float, form: str, day: str) -> None:
    assert str(day_of_serial(number, form)) == day


def test_other_programs_count_from_1904() -> None:
    assert str(day_of_serial(42997, "yyyy-mm-dd", counts_from_1904=True)) == "2021-09-20 00:00:00"
