"""What git leaves in a file whose lines two people changed: both versions, between lines of marks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

_SIGNS = frozenset(sign * 7 for sign in "<|=>")
_MARK = re.compile(r"={7}|[<|>]{7}(?: .*)?")


def marks(lines: Iterable[str]) -> list[int]:
    """The numbers of the lines that are marks, from 1."""
    return [number for number, line in enumerate(lines, 1) if line[:7] in _SIGNS and _MARK.fullmatch(line)]


def base_lines(lines: Sequence[str], marked: Sequence[int]) -> set[int]:
    """The numbers of the lines that neither side has any more: git shows them between ||||||| and =======."""
    return {
        number
        for mark, following in pairwise(marked)
        if lines[mark - 1].startswith("|") and lines[following - 1].startswith("=")
        for number in range(mark + 1, following)
    }
