"""Text from data as inline Markdown: it never becomes a heading, a table cell, HTML or mathematics."""

from __future__ import annotations

import re

_SPECIAL = re.compile(r"([\\`*_\[\]<>|~$])")
_BLOCK = re.compile(r"^(#{1,6}(?=\s|$)|[-+](?=\s|$)|[-=]{3,}$)")
_NUMBERED = re.compile(r"^(\d+)([.)])(?=\s|$)")
_ADDRESS = re.compile(r"(https?://(?:[A-Za-z0-9./?=%#:+-]|(?<=[A-Za-z0-9])_(?=[A-Za-z0-9]))+)")
"""Web addresses hold no sign that could end a cell, and `_` within a word means nothing; escaped they would lead nowhere."""
_ENTITY = re.compile(r"&(?=#?\w+;)")


def escaped(text: str) -> str:
    """The text on one line, with every sign that Markdown would take for its own."""
    return at_beginning(inline(" ".join(text.split())))


def inline(text: str) -> str:
    """The text with every sign escaped that means something within a line."""
    pieces = _ADDRESS.split(text)
    pieces[::2] = (_ENTITY.sub("&amp;", _SPECIAL.sub(r"\\\1", piece)) for piece in pieces[::2])
    return "".join(pieces)


def at_beginning(line: str) -> str:
    """A line with what would make it a heading, a list or a rule escaped."""
    return _NUMBERED.sub(r"\1\\\2", _BLOCK.sub(r"\\\1", line))
