"""Which pictures look alike: likenesses that differ in a few of their 64 bits, found without comparing all with all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

BITS = 64
MOST_DIFFERING = 3
"""The tool's own: a picture that was made smaller or compressed again differs in no more."""
_BANDS = MOST_DIFFERING + 1
_FEW = 16
"""So many are sooner compared with all others than sorted into bands."""


def groups(likenesses: Iterable[int]) -> Iterator[tuple[int, ...]]:
    """Likenesses that hang together by pairs that are alike, each group sorted; those alike to none are by themselves.

    Alike are two that differ in at most three bits. Groups come in the order of their smallest.
    """
    distinct = sorted(set(likenesses))
    together = _Together(distinct)
    _join(distinct, tuple(range(BITS)), together)
    yield from (tuple(group) for group in together.groups_of(distinct))


class _Together:
    """Which values are known to hang together, each group by its smallest."""

    def __init__(self, values: Iterable[int]) -> None:
        self._towards = {value: value for value in values}

    def first(self, value: int) -> int:
        towards = self._towards
        while towards[value] != value:
            towards[value] = towards[towards[value]]
            value = towards[value]
        return value

    def join(self, value: int, other: int) -> None:
        one, two = sorted((self.first(value), self.first(other)))
        self._towards[two] = one

    def groups_of(self, values: Iterable[int]) -> list[list[int]]:
        found: dict[int, list[int]] = {}
        for value in values:
            found.setdefault(self.first(value), []).append(value)
        return list(found.values())


def _join(values: list[int], bits: tuple[int, ...], together: _Together) -> None:
    """Join what is alike among values that are equal in all bits but these.

    With three differing bits one of four bands has none: alike are only those that share a band. The bands take every
    fourth bit, as neighbouring ones (a white sky) are often the same; what still falls into one band is divided again,
    unless nearly all of it is one group by now, as the pictures of a burst soon are.
    """
    known = sorted(together.groups_of(values), key=len)
    outside = [value for group in known[:-1] for value in group]
    if len(outside) <= _FEW:
        for value in outside:
            for other in values:
                if (value ^ other).bit_count() <= MOST_DIFFERING:
                    together.join(value, other)
        return
    for band in range(_BANDS):
        mask = sum(1 << bit for bit in bits[band::_BANDS])
        shared: dict[int, list[int]] = {}
        for value in values:
            shared.setdefault(value & mask, []).append(value)
        rest = tuple(bit for place, bit in enumerate(bits) if place % _BANDS != band)
        for sharing in shared.values():
            if len(sharing) > 1:
                _join(sharing, rest, together)
