"""Proofs and places of several years in one cell: written together, read apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecodemo.forms.sheets.proof_places import apart, joined, joined_places, page_of, places_apart

YEARS = (2018, 2019, 2020)


def test_one_entry_counts_for_all_years() -> None:
    assert joined(["25-1", "25-1", "25-1"]) == "25-1"
    assert apart("25-1", YEARS) == dict.fromkeys(YEARS, "25-1")


def test_a_sheet_is_written_only_where_it_changes() -> None:
    assert joined_places(["汇总!C22", "汇总!D22", "Sheet 1!E2"]) == "汇总!C22、D22、Sheet 1!E2"
    assert places_apart("汇总!C22；D22, Sheet 1!E2", YEARS) == {
        2018: "汇总!C22",
        2019: "汇总!D22",
        2020: "Sheet 1!E2",
    }


def test_a_year_without_an_entry_is_a_dash() -> None:
    assert joined(["25-1", "", "25-4"]) == "25-1、—、25-4"
    assert apart("25-1、—、25-4", YEARS) == {2018: "25-1", 2020: "25-4"}


def test_neither_one_nor_as_many_as_years_is_unclear() -> None:
    assert apart("25-1、25-2", YEARS) is None
    assert apart("  ", YEARS) == {}


@pytest.mark.parametrize(
    ("written", "page"), [("3", 3), ("第3页", 3), ("p3", 3), ("3页", 3), ("C3", None), ("汇总!C3", None)]
)
def test_pages(written: str, page: int | None) -> None:
    assert page_of(written) == page


CELLS = st.from_regex(r"(汇总|Sheet 1|一季度)![A-Z]{1,2}[1-9][0-9]{0,2}", fullmatch=True)


@given(st.lists(st.one_of(CELLS, st.just(""), st.just("第3页")), min_size=3, max_size=3))
def test_places_come_back_as_they_went_out(places: list[str]) -> None:
    back = places_apart(joined_places(places), YEARS)
    assert back == {year: place for year, place in zip(YEARS, places, strict=True) if place}
