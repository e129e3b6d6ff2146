"""Breaking lines where Chinese may be broken: between any two characters, but not before closing marks.

Rich breaks at spaces only, so that a Chinese sentence would drop whole to the next line.
"""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len
from rich.text import Text

_NEVER_FIRST = frozenset("，。、；：？！）》〉】”’%,.;:?!)]}")
_NEVER_LAST = frozenset("（《〈【“‘([{")


def fold(text: Text, width: int) -> list[Text]:
    """The lines of `text`, none wider than `width` cells."""
    if "\n" not in text.plain and text.cell_len <= width:
        text.rstrip()
        return [text]
    return [line for part in text.split("\n", allow_blank=True) for line in _fold_line(part, width)]


def _fold_line(text: Text, width: int) -> list[Text]:
    lines = list(text.divide(list(_breaks(text.plain, width))))
    for line in lines:
        line.rstrip()
    return lines


def _breaks(plain: str, width: int) -> Iterator[int]:
    """The offsets at which lines begin, without the first."""
    start, used, allowed = 0, 0, 0
    offset = 0
    while offset < len(plain):
        if offset > start and _may_break(plain, offset):
            allowed = offset
        used += cell_len(plain[offset])
        if used > width and offset > start and plain[offset] != " ":
            start = allowed if allowed > start else offset
            yield start
            offset, used, allowed = start, 0, start
            continue
        offset += 1


def _may_break(plain: str, offset: int) -> bool:
    before, after = plain[offset - 1], plain[offset]
    if after in _NEVER_FIRST or before in _NEVER_LAST:
        return False
    return before == " " or cell_len(before) > 1 or cell_len(after) > 1
