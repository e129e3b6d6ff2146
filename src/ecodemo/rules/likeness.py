"""Which pictures look alike: likenesses that differ in a few of their 64 bits, found without comparing all with all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

BITS = 64
MOST_DIFFERING = 3
"""The tool's own: a picture that was made smaller or compressed again differs in no more."""
_BANDS = MOST_DIFFERING + 1
_FEW = 16
"""So many are sooner compared with one another than sorted into bands."""


def alike(likenesses: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Every pair of different likenesses that differ in at most three bits, the smaller one first, each pair once."""
    yield from sorted(_pairs(sorted(set(likenesses)), tuple(range(BITS))))


def _pairs(values: list[int], bits: tuple[int, ...]) -> set[tuple[int, int]]:
    """Pairs among values that are equal in all bits but these.

    With three differing bits one of four bands has none: alike are only those that share a band. The bands take every
    fourth bit, as neighbouring ones (a white sky) are often the same; what still falls into one band is divided again.
    """
    if len(values) <= _FEW or len(bits) < _BANDS:
        return {
            (value, other)
            for place, value in enumerate(values)
            for other in values[place + 1 :]
            if (value ^ other).bit_count() <= MOST_DIFFERING
        }
    found: set[tuple[int, int]] = set()
    for band in range(_BANDS):
        mask = sum(1 << bit for bit in bits[band::_BANDS])
        shared: dict[int, list[int]] = {}
        for value in values:
            shared.setdefault(value & mask, []).append(value)
        rest = tuple(bit for place, bit in enumerate(bits) if place % _BANDS != band)
        for together in shared.values():
            if len(together) > 1:
                found |= _pairs(together, rest)
    return found


def groups(likenesses: Iterable[int]) -> Iterator[tuple[int, ...]]:
    """Likenesses that hang together by pairs that are alike, each group sorted; those alike to none stand alone."""
    distinct = sorted(set(likenesses))
    leader = {value: value for value in distinct}

    def first(value: int) -> int:
        while leader[value] != value:
            leader[value] = leader[leader[value]]
            value = leader[value]
        return value

    for value, other in alike(distinct):
        one, two = sorted((first(value), first(other)))
        leader[two] = one
    gathered: dict[int, list[int]] = {}
    for value in distinct:
        gathered.setdefault(first(value), []).append(value)
    yield from (tuple(group) for group in gathered.values())
