"""What was recognised on one page, and how it is kept as text."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from ecodemo.model.recognised import Box, PageFault

_MOST_LINES = 2_000


@dataclass(frozen=True, slots=True)
class WordLine:
    """A line of words."""

    text: str
    confidence: float
    """From 0 to 1."""
    box: Box


@dataclass(frozen=True, slots=True)
class PageWords:
    """One page as it was read."""

    lines: tuple[WordLine, ...] = ()
    """From top to bottom, and in a row from left to right."""
    seals: tuple[Box, ...] = ()
    """Where red seals were seen."""
    is_grey: bool = False
    """It has no colour at all, so that a seal cannot be distinguished from print."""
    fault: PageFault | None = None

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)


def to_json(page: PageWords) -> bytes:
    """The page as one line of JSON."""
    return json.dumps(
        {
            "lines": [[line.text, line.confidence, line.box] for line in page.lines],
            "seals": page.seals,
            "grey": page.is_grey,
            "fault": page.fault.value if page.fault else None,
        },
        ensure_ascii=False,
    ).encode()


def from_json(content: bytes) -> PageWords:
    """A page that was kept.

    Raises:
        ValueError: this is no such page.
    """
    try:
        kept = json.loads(content)
        return PageWords(
            tuple(
                WordLine(str(text), float(confidence), _box(box)) for text, confidence, box in kept["lines"]
            ),
            tuple(map(_box, kept["seals"])),
            bool(kept["grey"]),
            PageFault(kept["fault"]) if kept["fault"] else None,
        )
    except (LookupError, TypeError, ValueError, RecursionError) as error:
        raise ValueError(f"no page: {content[:20]!r}") from error


def in_reading_order(lines: Iterable[WordLine], slope: float = 0) -> tuple[WordLine, ...]:
    """Lines from top to bottom; those whose middles are at the same height from left to right.

    Args:
        lines: in any order.
        slope: how many thousandths of its height a tilted page falls in one thousandth of its width.
    """

    def middle(line: WordLine) -> float:
        left, top, right, bottom = line.box
        return (top + bottom - slope * (left + right)) / 2

    def is_beside(line: WordLine, first: WordLine) -> bool:
        left, top, right, bottom = first.box
        return abs(middle(line) - middle(first)) <= max(1, bottom - top - abs(slope) * (right - left)) / 2

    rows: list[list[WordLine]] = []
    for line in sorted(lines, key=middle):
        if rows and is_beside(line, rows[-1][0]):
            rows[-1].append(line)
        else:
            rows.append([line])
    ordered = [line for row in rows for line in sorted(row, key=lambda one: one.box[0])]
    return tuple(ordered[:_MOST_LINES])


def _box(written: object) -> Box:
    if not isinstance(written, list):
        raise TypeError(written)
    left, top, right, bottom = map(int, written)
    return left, top, right, bottom
