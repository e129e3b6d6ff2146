"""A document sent back: what answers the return, and when."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecodemo.assess.review import Return, limit_of, returns_of
from ecodemo.model.progress import Document

FIRST, SECOND, THIRD = "1" * 12, "2" * 12, "3" * 12


def _returns(reviews: list[tuple[int, str, str]], redelivered: list[tuple[int, str]]) -> tuple[Return, ...]:
    """Of a document with these reviews (day of June, result, hash) and redeliveries (day of June, hash)."""
    written: dict[str, Any] = {
        "file": "a.pdf",
        "requirement": "25-1",
        "received": "2021-05-19",
        "reviews": [
            {"on": f"2021-06-{on:02}", "by": "agriculture", "result": result, "hash": known}
            for on, result, known in reviews
        ],
        "redelivered": [{"on": f"2021-06-{on:02}", "hash": known} for on, known in redelivered],
    }
    return returns_of(Document.model_validate(written), date(2021, 6, 30))


def test_other_bytes_answer_a_return_on_the_day_they_come() -> None:
    (sent_back,) = _returns([(3, "returned", FIRST)], [(9, SECOND)])
    assert sent_back.redelivered == date(2021, 6, 9)
    assert not sent_back.is_open()


def test_the_bytes_that_were_sent_back_answer_nothing() -> None:
    (sent_back,) = _returns([(3, "returned", FIRST)], [(9, FIRST)])
    assert sent_back.redelivered is None
    assert sent_back.is_open()


def test_the_full_hash_of_the_same_bytes_answers_nothing() -> None:
    (sent_back,) = _returns([(3, "returned", FIRST)], [(9, FIRST + "0" * 52)])
    assert sent_back.is_open()


def test_each_return_is_answered_by_what_came_before_the_next_review() -> None:
    earlier, later = _returns([(3, "returned", FIRST), (10, "returned", SECOND)], [(9, SECOND), (15, THIRD)])
    assert (earlier.redelivered, later.redelivered) == (date(2021, 6, 9), date(2021, 6, 15))


def test_what_came_after_a_later_review_does_not_answer_the_earlier_return() -> None:
    earlier, later = _returns([(3, "returned", FIRST), (10, "returned", SECOND)], [(15, THIRD)])
    assert earlier.redelivered is None
    assert later.redelivered == date(2021, 6, 15)


def test_a_later_review_closes_a_return_even_when_nobody_wrote_down_what_came() -> None:
    (sent_back,) = _returns([(3, "returned", FIRST), (10, "accepted", SECOND)], [])
    assert not sent_back.is_open()


def test_a_return_of_bytes_that_had_been_replaced_by_then_is_answered_already() -> None:
    first, again = _returns([(3, "returned", FIRST), (11, "returned", FIRST)], [(9, SECOND)])
    assert first.redelivered == date(2021, 6, 9)
    assert again.redelivered == date(2021, 6, 9)
    assert not again.is_open()
    assert again.days_late(date(2021, 6, 30)) == 0


def test_bytes_that_came_again_after_others_are_open_when_they_are_returned() -> None:
    *_, last = _returns([(3, "returned", FIRST), (11, "returned", FIRST)], [(8, SECOND), (9, FIRST)])
    assert last.is_open()


def test_a_return_of_bytes_that_nobody_knew_before_is_open() -> None:
    *_, last = _returns([(3, "returned", FIRST), (11, "returned", THIRD)], [(9, SECOND)])
    assert last.is_open()


def _asked_again(
    reviews: list[tuple[int, str, int | None]], came: int | None = None, extended: int | None = None
) -> tuple[Return, ...]:
    """Of a document whose first bytes were sent back on these days of June (day, result, limit)."""
    written: dict[str, Any] = {
        "file": "a.pdf",
        "requirement": "25-1",
        "reviews": [
            {"on": f"2021-06-{on:02}", "by": "agriculture", "result": result, "hash": FIRST}
            | ({"due": f"2021-06-{due:02}"} if due else {})
            for on, result, due in reviews
        ],
        "redelivered": [{"on": f"2021-06-{came:02}", "hash": SECOND}] if came else [],
    }
    extension = date(2021, 6, extended) if extended else None
    return returns_of(Document.model_validate(written), date(2021, 6, 30), extension)


def _longest(returns: tuple[Return, ...]) -> int:
    return max(sent_back.days_late(date(2021, 6, 30)) for sent_back in returns)


@pytest.mark.parametrize(
    ("later", "late"),
    [
        pytest.param((15, "returned", 25), 6, id="with a later day"),
        pytest.param((15, "returned", None), 6, id="without a day"),
        pytest.param((10, "returned", 25), 0, id="a later day named while there was time"),
        pytest.param((9, "returned", None), 6, id="no day named while there was time"),
        pytest.param((9, "returned", 9), 7, id="an earlier day"),
    ],
)
def test_only_a_later_day_named_in_time_moves_the_limit_of_a_return(
    later: tuple[int, str, int | None], late: int
) -> None:
    assert _longest(_asked_again([(3, "returned", 10), later], came=16)) == late


def test_the_earliest_missed_limit_is_the_one_that_open_returns_are_counted_from() -> None:
    returns = _asked_again([(3, "returned", 10), (15, "returned", 25)])
    assert limit_of(returns, date(2021, 6, 20)) == date(2021, 6, 10)
    assert _longest(returns) == 20


def test_an_open_return_without_a_day_is_never_late() -> None:
    returns = _asked_again([(3, "returned", None)])
    assert (limit_of(returns, date(2021, 6, 30)), _longest(returns)) == (None, 0)


def test_accepting_the_same_bytes_ends_every_return_of_them() -> None:
    returns = _asked_again([(3, "returned", 10), (5, "returned", 12), (20, "accepted", None)])
    assert not any(sent_back.is_open() for sent_back in returns)


@pytest.mark.parametrize(("extended", "late"), [(28, 2), (5, 20)])
def test_an_extension_moves_the_limit_of_a_return_only_when_it_is_later(extended: int, late: int) -> None:
    assert _longest(_asked_again([(3, "returned", 10)], extended=extended)) == late


_HASHES = st.sampled_from((FIRST, FIRST + "0" * 4, FIRST + "1" * 4, SECOND, THIRD))
_DAYS = st.integers(1, 28)


@given(
    reviews=st.lists(
        st.tuples(_DAYS, st.sampled_from(("returned", "returned", "accepted")), _HASHES, st.none() | _DAYS),
        max_size=9,
    )
)
def test_each_return_is_judged_as_if_the_reviews_after_it_were_looked_at_one_by_one(
    reviews: list[tuple[int, str, str, int | None]],
) -> None:
    written = [
        {"on": f"2021-06-{on:02}", "by": "office", "result": result, "hash": known}
        | ({"due": f"2021-06-{due:02}"} if due else {})
        for on, result, known, due in sorted(reviews, key=lambda review: review[0])
    ]
    document = Document.model_validate({"file": "a.pdf", "requirement": "25-1", "reviews": written})
    expected = []
    for number, review in enumerate(document.reviews):
        following = document.reviews[number + 1 :]
        settled = next(
            (
                place
                for place, other in enumerate(following)
                if other.result == "accepted"
                or not (other.hash.startswith(review.hash) or review.hash.startswith(other.hash))
            ),
            None,
        )
        limit = review.due
        if limit and any(other.due and other.on <= limit for other in following[:settled]):
            limit = None
        if review.result == "returned":
            expected.append(Return(review, limit, None, settled is not None))
    assert returns_of(document, date(2021, 6, 30)) == tuple(expected)
