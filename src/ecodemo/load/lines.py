"""The lines of a text as editors count them: LF, CRLF and CR end one, and nothing else does.

YAML also ends lines at NEL, U+2028 and U+2029, which editors show in the midst of a line.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TypeAlias

Place: TypeAlias = tuple[int, int]
"""Line and column, from 1; columns are characters."""

ENDS_FOR_YAML_ALONE = "\x85\u2028\u2029"
_END = re.compile(r"\r\n|\r|\n")


class Lines:
    """The lines of one text."""

    def __init__(self, text: str) -> None:
        self.texts = _END.split(text)
        self._starts = [0, *(end.end() for end in _END.finditer(text))]

    def place(self, offset: int) -> Place:
        """Where the character at `offset` is."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1
