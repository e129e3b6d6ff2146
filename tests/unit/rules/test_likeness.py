"""Pictures that look alike are found among many without comparing all with all."""

from __future__ import annotations

import random
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from ecodemo.rules.likeness import BITS, MOST_DIFFERING, alike, groups

_ANY = st.integers(0, 2**BITS - 1)
_FLIPS = st.lists(st.integers(0, BITS - 1), max_size=5)


@st.composite
def _near_one_another(draw: st.DrawFn) -> list[int]:
    """Likenesses of which many differ in a few bits, some in the same ones."""
    found: list[int] = []
    for centre in draw(st.lists(_ANY, max_size=4)):
        flips = draw(st.lists(_FLIPS, max_size=15))
        found.extend(centre ^ sum({1 << bit for bit in bits}) for bits in flips)
    return found


def _by_comparing_all(values: list[int]) -> list[tuple[int, int]]:
    distinct = sorted(set(values))
    return [(a, b) for a, b in combinations(distinct, 2) if (a ^ b).bit_count() <= MOST_DIFFERING]


@given(_near_one_another())
def test_the_pairs_are_those_that_comparing_all_finds(values: list[int]) -> None:
    assert list(alike(values)) == _by_comparing_all(values)


def test_pairs_are_found_too_where_most_bits_are_the_same_for_all() -> None:
    dice = random.Random(7)  # noqa: S311 - only to be many
    values = [dice.getrandbits(9) << 40 | dice.getrandbits(4) for _ in range(700)]
    assert list(alike(values)) == _by_comparing_all(values)


def test_a_hundred_thousand_pictures_are_not_compared_one_by_one() -> None:
    dice = random.Random(11)  # noqa: S311 - only to be many
    values = [dice.getrandbits(BITS) for _ in range(100_000)]
    twin = values[4_711] ^ 0b1011
    assert (min(twin, values[4_711]), max(twin, values[4_711])) in set(alike([*values, twin]))


def test_the_same_likeness_of_all_pictures_is_one() -> None:
    assert list(groups([5] * 100_000)) == [(5,)]


def test_a_group_hangs_together_by_its_pairs() -> None:
    first, second, third, other = 0, 0b111, 0b111111, 0xFFFF0000
    assert list(groups([third, other, first, second])) == [(first, second, third), (other,)]
