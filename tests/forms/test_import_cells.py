"""Cells as people fill them in: what is understood, and what is refused with something to do."""

from __future__ import annotations

from datetime import datetime, time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecodemo.formats.xlsx.written import Written
from ecodemo.forms.reading.cells import (
    Absent,
    CellError,
    UnderstoodFigure,
    read_figure,
    read_state,
    read_text,
)


def _figure(value: Any, unit: str = "吨", decimals: int | None = None, **cell: Any) -> Decimal:
    read = read_figure(Written("数据!E5", value, **cell), unit, decimals)
    assert isinstance(read, UnderstoodFigure), read
    return read.value


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (8120, "吨", "8120"),
        (8120.0, "吨", "8120"),
        (0.1 + 0.2, "吨", "0.3"),
        ("8120", "吨", "8120"),
        ("８１２０", "吨", "8120"),
        (" 8 120 ", "吨", "8120"),
        ("8,120", "吨", "8120"),
        ("8，120.5", "吨", "8120.5"),
        ("1.2万", "吨", "12000"),
        ("8430吨", "吨", "8430"),
        ("1.2万吨", "吨", "12000"),
        ("12000吨", "万吨", "1.2"),
        ("1.2万吨", "万吨", "1.2"),
        ("85％", "%", "85"),
        ("85", "%", "85"),
        ("3公里", "千米", "3"),
        ("92.30", "%", "92.30"),
        ("1.5亿元", "万元", "15000"),
        ("350万亩", "公顷", "233333.3333"),
        ("\u200b12\ufeff", "吨", "12"),
        ("-3", "无量纲", "-3"),
    ],
)
def test_numbers(value: Any, unit: str, expected: str) -> None:
    assert _figure(value, unit) == Decimal(expected)


def test_mu_for_hectares_is_converted_and_shown() -> None:
    read = read_figure(Written("数据!E5", "1500亩"), "公顷")
    assert isinstance(read, UnderstoodFigure)
    assert read.value == Decimal(100)
    assert read.remark is not None


def test_a_percentage_that_is_a_format() -> None:
    assert _figure(0.85, "%", format="0%") == Decimal(85)
    assert _figure(0.8512, "%", format="0.00%") == Decimal("85.12")


def test_a_formula_with_its_value_is_taken() -> None:
    assert _figure(8120, is_formula=True) == Decimal(8120)


@pytest.mark.parametrize("word", ["无", "不涉及", " 不 涉及 ".replace(" ", "")])
def test_words_that_take_a_value_away(word: str) -> None:
    assert read_figure(Written("数据!E5", word), "吨") == Absent(word)


@pytest.mark.parametrize("value", [None, "", "  ", "\n", "\u3000"])
def test_empty_cells(value: Any) -> None:
    assert read_figure(Written("数据!E5", value), "吨") is None


@pytest.mark.parametrize(
    ("value", "unit"),
    [
        ("约8430", "吨"),
        ("8430左右", "吨"),
        ("8430/9010", "吨"),
        ("85%", "吨"),
        ("3亩", "吨"),
        ("1.2万", "万吨"),
        ("1.2.3", "吨"),
        ("81 20", "吨"),
        ("2021年1月25日", "吨"),
        ("2018 2019", "吨"),
        ("#REF!", "吨"),
        ("#DIV/0!", "吨"),
        ("/", "吨"),
        ("—", "吨"),
        (True, "吨"),
        (datetime(2021, 1, 25), "吨"),  # noqa: DTZ001 - as openpyxl gives it
        (time(8, 30), "吨"),
        (float("inf"), "吨"),
        (float("nan"), "吨"),
        (float("nan"), "%"),
        (float("inf"), "%"),
        (float("-inf"), "%"),
        (1e300, "吨"),
        ("9" * 500, "吨"),
    ],
)
def test_what_is_refused_says_what_to_do(value: Any, unit: str) -> None:
    with pytest.raises(CellError) as refused:
        read_figure(Written("数据!E5", value), unit)
    assert len(refused.value.words.text) > 15


def test_a_formula_that_was_never_computed_is_refused() -> None:
    with pytest.raises(CellError, match="请用WPS打开保存一次"):
        read_figure(Written("数据!E5", None, is_formula=True), "吨")


def test_states() -> None:
    states = ("未编制", "已编制")
    assert read_state(Written("数据!E5", " 已编制。"), states) == "已编制"
    assert read_state(Written("数据!E5", None), states) is None
    assert read_state(Written("数据!E5", "无"), states) == Absent("无")
    with pytest.raises(CellError):
        read_state(Written("数据!E5", "编了"), states)


def test_text_loses_line_breaks_and_what_nobody_sees() -> None:
    assert read_text(Written("数据!K4", " 全乡\u200b无\n覆膜  种植 ")) == "全乡无；覆膜 种植"


@pytest.mark.parametrize("value", [10**15, 1.23456789012346e18, 12345678901234567890])
def test_a_number_that_the_spreadsheet_rounded_is_no_text(value: float) -> None:
    with pytest.raises(CellError, match="more than fifteen digits"):
        read_text(Written("上传清单!H4", value))
    assert read_text(Written("上传清单!H4", 123456789012345)) == "123456789012345"


@given(
    st.one_of(st.text(max_size=80), st.floats(), st.integers(), st.booleans()),
    st.sampled_from(["吨", "%", "公顷", "", "万元"]),
)
def test_nothing_else_ever_comes_of_a_cell(value: Any, unit: str) -> None:
    try:
        read = read_figure(Written("数据!E5", value), unit)
    except CellError:
        return
    assert read is None or isinstance(read, Absent) or read.value.is_finite()


@pytest.mark.parametrize(
    ("value", "form", "expected"),
    [
        (95.2, '0.0"%"', "95.2"),
        (95.2, r"0.0\%", "95.2"),
        (95.2, "0.0_%", "95.2"),
        (95.2, "0.0[$%-804]", "95.2"),
        (0.952, "0.0%", "95.2"),
        (0.952, "[$-804]0.0%;[Red]-0.0%;0", "95.2"),
        (0.952, '"约"0.0%', "95.2"),
        (95.2, '[>=1]0.0"%";0.0%', "95.2"),
        (0.952, '[>=1]0.0"%";0.0%', "95.2"),
        (-5, '0%;-0"%"', "-5"),
        (0, '0%;-0%;"无"', "0"),
        (95.2, "0.0％", "95.2"),
        (95.2, 'General"%"', "95.2"),
    ],
)
def test_only_a_bare_percent_sign_scales(value: float, form: str, expected: str) -> None:
    assert _figure(value, "%", format=form) == Decimal(expected)


@pytest.mark.parametrize("form", ["0%", '0"%"', r"0\%"])
def test_a_percentage_is_no_quantity(form: str) -> None:
    with pytest.raises(CellError):
        _figure(95, "吨", format=form)


@pytest.mark.parametrize(
    ("value", "form", "expected"),
    [
        (1.2, '0.0"万吨"', "12000"),
        (1.2, "0.0万", "12000"),
        (12_000, '0!.0,"万"', "12000"),
        (12_000, '#,##0"吨"', "12000"),
        (12_000, '0.0,"千吨"', "12000"),
        (120_000_000, '0!.00,,"亿"', "120000000"),
        (12_000, '0"公斤"', "12"),
        (12_000, r"#,##0.00_ ;[Red]\-#,##0.00\ ", "12000"),
        (12_000, '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "12000"),
    ],
)
def test_what_a_format_writes_behind_a_number_is_read_with_it(value: float, form: str, expected: str) -> None:
    assert _figure(value, format=form) == Decimal(expected)


@pytest.mark.parametrize("form", ["0,", "#,##0,,", '0.0,"吨"', '0.0,"万"', '0"人"', '0"斤"'])
def test_a_number_that_is_shown_as_another_is_refused(form: str) -> None:
    with pytest.raises(CellError):
        _figure(12_000, format=form)
