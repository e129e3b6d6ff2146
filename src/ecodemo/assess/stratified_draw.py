"""Documents drawn by chance, and the same ones on every computer: the order is that of hashes of the seed and the path."""

from __future__ import annotations

import heapq
from collections.abc import Hashable, Iterable, Mapping
from hashlib import sha256
from typing import TypeVar

S = TypeVar("S", bound=Hashable)


def drawn(strata: Mapping[S, Iterable[str]], number: int, seed: int) -> frozenset[str]:
    """So many of the paths, or all where there are fewer.

    Each stratum gives at least one while the number allows; beyond that they give in proportion to their sizes, to the nearest
    whole. Where there are more strata than documents to be drawn, those give one whose first document comes first by chance.

    Args:
        strata: the paths of each stratum; a path is in one of them.
        number: how many to draw.
        seed: what the order is made from.
    """
    ordered = {key: sorted(paths, key=lambda path: _order(path, seed)) for key, paths in strata.items()}
    queues = sorted((paths for paths in ordered.values() if paths), key=lambda paths: _order(paths[0], seed))
    counts = shares([len(paths) for paths in queues], number)
    return frozenset(path for paths, count in zip(queues, counts, strict=True) for path in paths[:count])


def _order(path: str, seed: int) -> str:
    """Where databases draw, they make the same."""
    return sha256(f"{seed}\n{path}".encode()).hexdigest()


def shares(sizes: list[int], number: int) -> list[int]:
    """How many each stratum gives, by their sizes in the order of their first documents; of equal claims the earlier comes first."""
    given = [int(place < number) for place in range(len(sizes))]
    whole, left = sum(sizes), min(number, sum(sizes)) - sum(given)
    claims = [(given[place] * whole - number * size, place) for place, size in enumerate(sizes) if size > 1]
    heapq.heapify(claims)
    while left > 0:
        claim, place = heapq.heappop(claims)
        given[place] += 1
        left -= 1
        if given[place] < sizes[place]:
            heapq.heappush(claims, (claim + whole, place))
    return given
