"""Numbers, days and years as clerks write them; everything else is a located complaint, never an exception."""

from __future__ import annotations

import contextlib
import unicodedata
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticCustomError

from ecodemo.model.base import Day, Quantity, Year, read_day, read_quantity, read_year

FULL_WIDTH = str.maketrans("0123456789.,-/+", "０１２３４５６７８９．，－／＋")
numbers = st.decimals(min_value=-(10**12), max_value=10**12, allow_nan=False, allow_infinity=False, places=3)
days = st.dates(date(1000, 1, 1), date(2999, 12, 31))
anything = st.one_of(
    st.text(max_size=50),
    st.text("0123456789０１２年月日./-+,，万亿eE _%infaINF²Ⅻ٣½〇一", max_size=50),
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.lists(st.text(max_size=3), max_size=2),
    st.dictionaries(st.text(max_size=2), st.text(max_size=2), max_size=2),
)


@given(numbers)
def test_a_number_is_read_digit_by_digit(number: Decimal) -> None:
    read = read_quantity(f"{number:f}")
    assert read == number
    assert f"{read:f}" == f"{number:f}", "digits are kept as written"


@given(numbers)
def test_a_grouped_number_is_read(number: Decimal) -> None:
    assert read_quantity(f"{number:,f}") == number
    assert read_quantity(f"{number:,f}".translate(FULL_WIDTH)) == number


@given(numbers)
def test_a_full_width_number_is_read(number: Decimal) -> None:
    assert read_quantity(f"  {number:f}　".translate(FULL_WIDTH)) == number


@given(st.decimals(min_value=-(10**6), max_value=10**6, places=4), st.sampled_from([("万", 4), ("亿", 8)]))
def test_myriads_are_multiplied_out(number: Decimal, myriad: tuple[str, int]) -> None:
    sign, zeros = myriad
    assert read_quantity(f"{number:f}{sign}") == number * 10**zeros


@given(st.integers(min_value=-(10**30), max_value=10**30))
def test_whole_numbers_are_read_as_such(number: int) -> None:
    assert read_quantity(number) == number


NO_NUMBERS = (
    [
        "",
        " ",
        "约92",
        "92%",
        "92.",
        ".5",
        "1e9",
        "nan",
        "inf",
        "1,23",
        "12,34,567",
        "1 234",
        "--1",
        "1.2.3",
        "一百",
        "万",
        "1_000",
        "0x10",
        "½",
    ],
    ["9" * 41, True, False, None, 1.5, [], {}],
)


@pytest.mark.parametrize("written", [*NO_NUMBERS[0], *NO_NUMBERS[1]])
def test_what_is_not_a_number_is_refused(written: object) -> None:
    with pytest.raises(PydanticCustomError):
        read_quantity(written)


@pytest.mark.parametrize("written", ["10²", "①", "5₃"])
def test_a_raised_or_circled_digit_is_no_digit(written: str) -> None:
    with pytest.raises(PydanticCustomError):
        read_quantity(written)


@given(
    days,
    st.sampled_from(
        [
            "{0:04}-{1:02}-{2:02}",
            "{0:04}/{1}/{2}",
            "{0:04}.{1}.{2}",
            "{0:04}年{1}月{2}日",
            "{0:04}年{1:02}月{2:02}",
        ]
    ),
    st.booleans(),
)
def test_a_day_is_read_in_every_way_it_is_written(day: date, pattern: str, wide: bool) -> None:  # noqa: FBT001
    written = pattern.format(day.year, day.month, day.day)
    assert read_day(written.translate(FULL_WIDTH) if wide else written) == day


@given(st.integers(1000, 2999), st.integers(0, 99), st.integers(0, 99))
def test_a_day_that_does_not_exist_is_refused(year: int, month: int, day: int) -> None:
    try:
        expected = date(year, month, day)
    except ValueError:
        with pytest.raises(PydanticCustomError, match="no such day"):
            read_day(f"{year}-{month}-{day}")
    else:
        assert read_day(f"{year}-{month}-{day}") == expected


@pytest.mark.parametrize(
    "written",
    [
        "",
        "2021",
        "2021-05",
        "5月20日",
        "21-05-20",
        "2021-05-20 08:00",
        "20210520",
        "2021-05-20x",
        "昨天",
        2021,
        True,
        None,
        [],
    ],
)
def test_what_is_not_a_day_is_refused(written: object) -> None:
    with pytest.raises(PydanticCustomError):
        read_day(written)


@given(st.integers(1949, 2100), st.sampled_from(["{}", "{}年", " {} "]), st.booleans())
def test_a_year_is_read_in_every_way_it_is_written(year: int, pattern: str, wide: bool) -> None:  # noqa: FBT001
    written = pattern.format(year)
    assert read_year(written.translate(FULL_WIDTH) if wide else written) == year
    assert read_year(year) == year


@given(st.integers().filter(lambda year: not 1949 <= year <= 2100))
def test_a_year_of_another_age_is_refused(year: int) -> None:
    with pytest.raises(PydanticCustomError):
        read_year(str(year))
    with pytest.raises(PydanticCustomError):
        read_year(year)


@given(
    st.one_of(numbers.map(str), days.map(str), anything),
    st.sampled_from([read_quantity, read_day, read_year]),
)
@settings(max_examples=150)
def test_nothing_makes_a_reader_raise_anything_else(
    value: object, reader: Callable[[object], object]
) -> None:
    with contextlib.suppress(PydanticCustomError):
        reader(value)


@given(anything)
@settings(max_examples=100)
def test_what_a_reader_refuses_is_located(value: object) -> None:
    for kind in (Quantity, Day, Year):
        adapter: TypeAdapter[dict[str, object]] = TypeAdapter(dict[str, kind])  # type: ignore[valid-type]
        located: tuple[int | str, ...] | None = None
        read: dict[str, object] = {}
        try:
            read = adapter.validate_python({"here": value})
        except ValidationError as error:
            located = error.errors()[0]["loc"]
        assert located == ("here",) or isinstance(read["here"], Decimal | date | int)


@given(st.text("0123456789.,-+年月日/万亿", min_size=1, max_size=12))
@settings(max_examples=100)
def test_width_never_changes_what_is_read(text: str) -> None:
    wide = text.translate(FULL_WIDTH)
    assert unicodedata.normalize("NFKC", wide) == text
    for reader in (read_quantity, read_day, read_year):
        assert outcome(reader, wide) == outcome(reader, text)


def outcome(reader: Callable[[object], object], text: str) -> object:
    try:
        return reader(text)
    except PydanticCustomError as error:
        return error.type
