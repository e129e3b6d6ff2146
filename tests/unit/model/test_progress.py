"""What was known of a figure on a day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from ecodemo.model.progress import Observation

JUNE, JULY, AUGUST = date(2021, 6, 1), date(2021, 7, 1), date(2021, 8, 1)


def _figure(**written: Any) -> Observation:
    return Observation.model_validate({"measure": "straw-rate", "year": "2020", "value": "94.1"} | written)


def _known(observation: Observation, day: date) -> tuple[object, ...] | None:
    known = observation.known_on(day)
    return (known.value, known.state, known.not_involved, len(known.revised)) if known else None


def test_a_figure_is_not_known_before_the_day_it_came() -> None:
    figure = _figure(reported="2021-07-01")
    assert figure.known_on(JUNE) is None
    assert figure.known_on(JULY) == figure


def test_a_figure_without_a_day_is_known_on_every_day() -> None:
    assert _figure().known_on(date.min) == _figure()


def test_looking_back_gives_the_figure_as_it_was_before_every_later_correction() -> None:
    figure = _figure(
        revised=[
            {"on": "2021-06-15", "was": "90.5", "reason": "漏报"},
            {"on": "2021-07-15", "was": "92.8", "reason": "复核"},
        ]
    )
    assert [_known(figure, day) for day in (JUNE, JULY, AUGUST)] == [
        (Decimal("90.5"), None, None, 0),
        (Decimal("92.8"), None, None, 1),
        (Decimal("94.1"), None, None, 2),
    ]


@pytest.mark.parametrize(
    ("was", "known"),
    [
        ("1,780.00", (Decimal("1780.00"), None, None)),
        ("已编制", (None, "已编制", None)),
        ("不涉及：全镇无覆膜种植", (None, None, "全镇无覆膜种植")),
    ],
)
def test_what_was_may_have_been_a_number_a_state_or_not_involved(was: str, known: tuple[object, ...]) -> None:
    figure = _figure(revised=[{"on": "2021-06-15", "was": was, "reason": "更正"}])
    assert _known(figure, JUNE) == (*known, 0)


def test_a_single_correction_may_be_written_without_a_list() -> None:
    single = {"on": "2021-06-15", "was": "90.5", "reason": "漏报"}
    assert _figure(revised=single) == _figure(revised=[single])
