"""What the names of documents and folders say."""

from __future__ import annotations

import pytest

from ecodemo.forms.intake.filing.document_names import (
    is_called_by_years,
    is_titled,
    number_of,
    years_of_name,
)


@pytest.mark.parametrize(
    ("name", "years"),
    [
        ("18年照片", {2018}),
        ("25-1 18年照片", {2018}),
        ("18-20年台账", {2018, 2019, 2020}),
        ("19年至20年", {2019, 2020}),
        ("2019年巡查", {2019}),
        ("二〇二〇年", {2020}),
        ("二○一九年台账", {2019}),
        ("２０１９年汇总", {2019}),
        ("二〇三", set()),
        ("100年", set()),
        ("12月30日", set()),
        ("照片18", set()),
    ],
)
def test_years_may_have_two_figures(name: str, years: set[int]) -> None:
    assert years_of_name(name) == years


@pytest.mark.parametrize(
    ("folder", "is_years"),
    [
        ("2018", True),
        ("2018年", True),
        ("18年照片", True),
        ("2018-2020年度材料", True),
        ("推进会18年", False),
        ("照片", False),
    ],
)
def test_a_folder_of_years_is_no_event(folder: str, *, is_years: bool) -> None:
    assert is_called_by_years(folder) is is_years


@pytest.mark.parametrize(
    ("name", "is_the_title"),
    [
        ("秸秆综合利用台账", True),
        ("《秸秆综合利用台账》", True),
        ("2020年度秸秆综合利用台账(1)", True),
        ("秸秆综合利用台账18-20年", True),
        ("秸秆综合利用台账 2", True),
        ("秸秆综合利用台账汇总", False),
        ("2020", False),
    ],
)
def test_a_document_may_be_called_by_its_title_and_years(name: str, *, is_the_title: bool) -> None:
    assert is_titled(name, "秸秆综合利用台账") is is_the_title


def test_a_title_that_begins_with_the_word_year_keeps_its_number() -> None:
    assert number_of("07-1 年度空气质量监测数据") == "07-1"


def test_a_span_of_short_years_is_no_number() -> None:
    assert number_of("18-20年台账") is None
    assert number_of("18-2 台账") == "18-2"


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("25-1 台账", "25-1"),
        ("２５－１ 台账", "25-1"),
        ("4-3 巡河", "04-3"),
        ("V3 证明", "V3"),
        ("2020-1", None),
        ("5-12月照片", "05-12"),
    ],
)
def test_the_number_that_a_name_begins_with(name: str, number: str | None) -> None:
    assert number_of(name) == number
