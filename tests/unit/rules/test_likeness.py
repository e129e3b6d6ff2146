"""Pictures that look alike are found among many without comparing all with all."""

from __future__ import annotations

import random
from itertools import combinations
from time import process_time

from hypothesis import given
from hypothesis import strategies as st

from ecodemo.rules.likeness import BITS, MOST_DIFFERING, groups

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


def _by_comparing_all(values: list[int]) -> list[tuple[int, ...]]:
    found = [{value} for value in sorted(set(values))]
    for pair in combinations(sorted(set(values)), 2):
        if (pair[0] ^ pair[1]).bit_count() <= MOST_DIFFERING:
            one, two = (next(group for group in found if value in group) for value in pair)
            if one is not two:
                one |= two
                found.remove(two)
    return sorted(tuple(sorted(group)) for group in found)


@given(_near_one_another())
def test_the_groups_are_those_that_comparing_all_finds(values: list[int]) -> None:
    assert list(groups(values)) == _by_comparing_all(values)


def test_groups_are_found_too_where_most_bits_are_the_same_for_all() -> None:
    dice = random.Random(7)  # noqa: S311 - only to be many
    values = [dice.getrandbits(9) << 40 | dice.getrandbits(14) for _ in range(700)]
    assert list(groups(values)) == _by_comparing_all(values)


def test_a_hundred_thousand_pictures_are_not_compared_one_by_one() -> None:
    dice = random.Random(11)  # noqa: S311 - only to be many
    values = [dice.getrandbits(BITS) for _ in range(100_000)]
    twin = values[4_711] ^ 0b1011
    assert [group for group in groups([*values, twin]) if len(group) > 1] == [
        tuple(sorted((twin, values[4_711])))
    ]


def test_the_pictures_of_long_bursts_are_not_compared_one_by_one() -> None:
    dice = random.Random(13)  # noqa: S311 - only to be many
    first = dice.getrandbits(BITS)
    bursts = (first, first ^ 0x0003_0001_0003_0001 << 7)
    values = [
        scene ^ sum({1 << dice.randrange(BITS) for _ in range(dice.randrange(5))})
        for scene in bursts
        for _ in range(10_000)
    ]
    begun = process_time()
    assert sum(map(len, groups(values))) == len(set(values))
    assert process_time() - begun < 5


def test_the_same_likeness_of_all_pictures_is_one() -> None:
    assert list(groups([5] * 100_000)) == [(5,)]


def test_a_group_hangs_together_by_its_pairs() -> None:
    first, second, third, other = 0, 0b111, 0b111111, 0xFFFF0000
    assert list(groups([third, other, first, second])) == [(first, second, third), (other,)]
