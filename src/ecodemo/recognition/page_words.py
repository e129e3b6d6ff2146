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
    """It has no colour at all, so that a seal cannot be told from print."""
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


def in_reading_order(lines: Iterable[WordLine]) -> tuple[WordLine, ...]:
    """Lines from top to bottom; those whose middles are at the same height from left to right."""
    rows: list[list[WordLine]] = []
    for line in sorted(lines, key=lambda one: one.box[1] + one.box[3]):
        middle = (line.box[1] + line.box[3]) / 2
        if rows and rows[-1][0].box[1] <= middle <= rows[-1][0].box[3]:
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
