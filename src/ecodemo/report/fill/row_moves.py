"""Where the rows of a sheet are once loops repeated some of them, and what that makes of ranges and formulas."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token

_REFERENCE = re.compile(
    r"(?P<sheet>(?:'(?:[^']|'')+'|[^'!:]+)!)?"
    r"(?P<first>\$?[A-Z]{0,3})(?P<anchor>\$?)(?P<row>[0-9]+)"
    r"(?::(?P<last>\$?[A-Z]{0,3})(?P<end_anchor>\$?)(?P<end>[0-9]+))?"
)


@dataclass(frozen=True)
class RowMoves:
    """The rows of a form from `start` on and what each of the new rows is a copy of; those below are moved together."""

    start: int
    copied: tuple[int, ...]
    """By new row, from `start`: the row of the form."""
    end: int
    """The last row of the form that is not merely moved."""

    @property
    def moved(self) -> int:
        """How far the rows below are moved."""
        return len(self.copied) - (self.end - self.start + 1)

    @property
    def is_same(self) -> bool:
        """Every row is where it was."""
        return self.copied == tuple(range(self.start, self.end + 1))

    @cached_property
    def _news(self) -> dict[int, list[int]]:
        news: dict[int, list[int]] = defaultdict(list)
        for offset, row in enumerate(self.copied):
            news[row].append(self.start + offset)
        return news

    def news_of(self, row: int) -> Sequence[int]:
        """The new rows of a row; none where it was left out."""
        if row < self.start:
            return [row]
        return [row + self.moved] if row > self.end else self._news.get(row, [])

    def range_of(self, first: int, last: int) -> tuple[int, int] | None:
        """From the first to the last new row of any of these; `None` where none of them is left."""
        if last - first > self.end - self.start + 1 and first < self.start and last > self.end:
            return first, last + self.moved
        news = [new for row in range(first, min(last, self.end) + 1) for new in self.news_of(row)]
        if last > self.end:
            news += [max(first, self.end + 1) + self.moved, last + self.moved]
        return (min(news), max(news)) if news else None

    def ranges_of(self, first: int, last: int) -> list[tuple[int, int]]:
        """The new ranges of a merged one: each of its copies where it is repeated whole, else one over all of them."""
        height = last - first
        if last < self.start or first > self.end:
            return [whole] if (whole := self.range_of(first, last)) else []
        whole_copies = [
            (new, new + height)
            for new in self.news_of(first)
            if all(new + offset in self.news_of(first + offset) for offset in range(height + 1))
        ]
        if len(whole_copies) == max(len(self.news_of(row)) for row in range(first, last + 1)):
            return whole_copies
        return [whole] if (whole := self.range_of(first, last)) else []

    def nearest(self, row: int, new: int) -> int | None:
        """Of the new rows of a row the nearest to another new one."""
        return min(self.news_of(row), key=lambda each: abs(each - new), default=None)


def moved_formula(formula: str, sheet: str, moves: dict[str, RowMoves], place: tuple[int, int]) -> str:
    """A formula with its references where their rows are now.

    Args:
        formula: with its `=`.
        sheet: on which it is.
        moves: of the sheets whose rows moved.
        place: the row of the form that it was in, and the new one.
    """
    parts: Any = Tokenizer(formula)
    for token in parts.items:
        if token.type == Token.OPERAND and token.subtype == Token.RANGE:
            token.value = _moved_reference(token.value, sheet, moves, place)
    return str(parts.render())


def moved_area(area: str, moves: RowMoves) -> str:
    """Ranges with spaces or commas between them, where their rows are now; those that are gone left out."""
    pieces = re.split(r"([ ,])", area)
    kept = [_moved(_as_range(piece), lambda _: moves, None) for piece in pieces[::2]]
    return (pieces[1] if len(pieces) > 1 else " ").join(piece for piece in kept if piece)


def _moved_reference(written: str, sheet: str, moves: dict[str, RowMoves], place: tuple[int, int]) -> str:
    def of(prefix: str) -> RowMoves | None:
        named = prefix[:-1].strip("'").replace("''", "'") if prefix else sheet
        return moves.get(named)

    own = written.startswith(f"{sheet}!") or "!" not in written
    return _moved(written, of, place if own else None) or "0"


def _as_range(piece: str) -> str:
    """A single cell as a range: it becomes as many as its row."""
    return piece if ":" in piece else f"{piece}:{piece}"


def _moved(written: str, moves_of: Callable[[str], RowMoves | None], place: tuple[int, int] | None) -> str:
    """A reference where its rows are now; empty where they are gone."""
    found = _REFERENCE.fullmatch(written)
    moves = moves_of(found["sheet"] or "") if found else None
    if found is None or moves is None:
        return written
    first, last = int(found["row"]), int(found["end"] or found["row"])
    is_repeated = place is not None and moves.start <= place[0] <= moves.end
    if place and is_repeated and found["end"] is None:
        near = moves.nearest(first, place[1])
        rows = None if near is None else (near, near)
    elif place and is_repeated and first == last == place[0]:
        rows = (place[1], place[1])
    elif found["end"] is None:
        rows = (news[0], news[0]) if (news := moves.news_of(first)) else None
    else:
        rows = moves.range_of(first, last)
    if rows is None:
        return ""
    text = f"{found['sheet'] or ''}{found['first']}{found['anchor']}{rows[0]}"
    return text if found["end"] is None else f"{text}:{found['last']}{found['end_anchor']}{rows[1]}"
