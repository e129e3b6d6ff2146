"""Days in every way in which programs and people write them."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900

from ecodemo.formats.xlsx.whole_sheets import saved_sheets
from ecodemo.formats.xlsx.written import Written
from ecodemo.forms.reading.cells import CellError
from ecodemo.forms.reading.days import read_date

DAY = date(2021, 5, 20)


def _read(value: object, *, counts_from_1904: bool = False) -> date | None:
    read = read_date(Written("整改台账!F4", value, counts_from_1904=counts_from_1904), DAY)
    return read.day if read else None


@pytest.mark.parametrize(
    "written",
    [
        "2021-05-20",
        "2021/5/20",
        "2021.5.20",
        "2021年5月20日",
        "２０２１年５月２０号",
        "20210520",
        "2021-05-20 00:00:00",
        "2021-05-20T08:30:00Z",
        "2021-05-19T16:00:00.000Z",
        "2021-05-19T15:59:17.000Z",
        "2021-05-20T00:00:00+08:00",
        "2021年5月20日（星期四）",
        "2021年5月20日前",
        "44336",
        44336,
        44336.5,
        44335.9996,
        datetime(2021, 5, 20, 23, 58),  # noqa: DTZ001 - as cells have them
        "5月20日",
    ],
)
def test_a_day_as_text_and_as_a_number(written: object) -> None:
    assert _read(written) == DAY


def test_a_number_of_a_workbook_that_counts_from_1904() -> None:
    assert _read(44336 - 1462, counts_from_1904=True) == DAY


@pytest.mark.parametrize("written", ["2021-02-30", "2021年6月31日", "20210229", "2月30日"])
def test_a_day_that_does_not_exist_is_named_as_such(written: str) -> None:
    with pytest.raises(CellError, match="No such date"):
        _read(written)


@pytest.mark.parametrize("written", ["约5月", "2021年", "12", "99999"])
def test_what_is_no_day(written: str) -> None:
    with pytest.raises(CellError, match="Not a date"):
        _read(written)


@pytest.mark.parametrize("kind", ["type d", "number"])
@pytest.mark.parametrize("epoch", [CALENDAR_WINDOWS_1900, CALENDAR_MAC_1904], ids=["1900", "1904"])
@pytest.mark.parametrize("form", ["yyyy-mm-dd", "General"])
def test_a_day_as_a_workbook_saves_it(form: str, kind: str, epoch: datetime, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.iso_dates = kind == "type d"
    book.epoch = epoch
    sheet = book.active
    assert sheet is not None
    sheet["A1"] = DAY
    sheet["A1"].number_format = form
    path = tmp_path / "book.xlsx"
    book.save(path)
    with path.open("rb") as stream:
        [saved] = saved_sheets(stream, path.stat().st_size)
    read = read_date(saved.cells[0, 0], DAY)
    assert read is not None
    assert read.day == DAY
