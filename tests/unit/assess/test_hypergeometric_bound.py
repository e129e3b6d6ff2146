"""The bound that a drawn sample gives, against every possible number of wrong documents counted out."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecodemo.assess.hypergeometric_bound import most_wrong, upper_bound


def test_two_wrong_of_sixty_from_1946_bound_the_wrong_ones_at_195() -> None:
    assert most_wrong(1946, 60, 2) == 195
    assert str(upper_bound(1946, 60, 2)) == "0.1002"


def test_a_whole_count_leaves_nothing_to_chance() -> None:
    assert most_wrong(40, 40, 3) == 3


def test_where_all_drawn_are_wrong_all_may_be() -> None:
    assert upper_bound(500, 10, 10) == 1


@st.composite
def counts(draw: st.DrawFn, largest: int) -> tuple[int, int, int]:
    of = draw(st.integers(1, largest))
    drawn = draw(st.integers(1, of))
    return of, drawn, draw(st.integers(0, drawn))


@given(counts(9))
@settings(max_examples=60)
def test_the_bound_is_that_of_all_draws_counted_one_by_one(sample: tuple[int, int, int]) -> None:
    of, drawn, wrong = sample

    def share(bad: int) -> Fraction:
        """Of all draws of `drawn` from `of`, those that hold at most `wrong` of the `bad` ones."""
        draws = [sum(one < bad for one in draw) for draw in combinations(range(of), drawn)]
        return Fraction(sum(found <= wrong for found in draws), len(draws))

    possible = range(wrong, of - drawn + wrong + 1)
    assert most_wrong(of, drawn, wrong) == max(
        [bad for bad in possible if share(bad) > Fraction(1, 20)], default=wrong
    )


@given(counts(400))
@settings(max_examples=25)
def test_the_bound_is_the_last_number_that_is_believable(sample: tuple[int, int, int]) -> None:
    of, drawn, wrong = sample

    def share(bad: int) -> Fraction:
        ways = sum(comb(bad, found) * comb(of - bad, drawn - found) for found in range(wrong + 1))
        return Fraction(ways, comb(of, drawn))

    most = most_wrong(of, drawn, wrong)
    assert wrong <= most <= of - drawn + wrong
    assert share(most) > Fraction(1, 20)
    assert most == of - drawn + wrong or share(most + 1) <= Fraction(1, 20)


@pytest.mark.parametrize("sample", [(10, 11, 0), (10, 5, 6), (10, 0, 0), (10, 5, -1)])
def test_counts_that_contradict_each_other_are_refused(sample: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="drawn from"):
        most_wrong(*sample)
