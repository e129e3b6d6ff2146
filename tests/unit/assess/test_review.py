"""A document sent back: what answers the return, and when."""

from __future__ import annotations

from datetime import date
from typing import Any

from ecodemo.assess.review import Return, returns_of
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
