"""Corrected dates received: looking back knows each of them from its day on, and none before."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ecodemo.model.progress import Document

DAYS = st.dates(date(2021, 1, 1), date(2021, 12, 31))


@given(st.lists(DAYS, min_size=1, max_size=4), st.sets(DAYS, min_size=3, max_size=3), DAYS)
def test_each_correction_counts_from_its_day_on(received: list[date], on: set[date], day: date) -> None:
    corrected = list(zip(sorted(on), received, strict=False))
    following = [*(was for _, was in corrected[1:]), received[-1]]
    document = Document.model_validate(
        {
            "requirement": "04-3",
            "received": following[-1],
            "revised": [
                {"on": when, "was": was, "reason": "登记簿", "document": "04-3/2020"}
                for when, was in corrected
            ],
        }
    )
    expected = corrected[0][1]
    for (when, _), then in zip(corrected, following, strict=True):
        expected = then if when <= day else expected
    assert document.known_on(day).received == expected
    assert document.known_on(day).known_on(day) == document.known_on(day)


def test_the_day_of_a_correction_knows_it() -> None:
    change = {"on": "2021-09-24", "was": "2021-05-27", "reason": "登记簿", "document": "04-3/2018"}
    document = Document.model_validate({"requirement": "04-3", "received": "2021-05-19", "revised": change})
    eve = date(2021, 9, 24) - timedelta(days=1)
    assert (document.known_on(eve).received, document.known_on(date(2021, 9, 24)).received) == (
        date(2021, 5, 27),
        date(2021, 5, 19),
    )
