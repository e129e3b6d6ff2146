"""Text from data as inline Markdown: it never becomes a heading, a table cell, HTML or mathematics."""

from __future__ import annotations

import re

_SPECIAL = re.compile(r"([\\`*_\[\]<>|~$])")
_BLOCK = re.compile(r"^(#{1,6}(?=\s|$)|[-+](?=\s|$)|[-=]{3,}$)")
_NUMBERED = re.compile(r"^(\d+)([.)])(?=\s|$)")
_ADDRESS = re.compile(r"https?://[\w./?=%#:+-]+")
"""Web addresses hold no sign that could end a cell; escaped they would lead nowhere."""
_ENTITY = re.compile(r"&(?=#?\w+;)")


def escaped(text: str) -> str:
    """The text on one line, with every sign that Markdown would take for its own."""
    if _ADDRESS.fullmatch(text):
        return text
    line = " ".join(text.split())
    line = _ENTITY.sub("&amp;", _SPECIAL.sub(r"\\\1", line))
    return _NUMBERED.sub(r"\1\\\2", _BLOCK.sub(r"\\\1", line))
