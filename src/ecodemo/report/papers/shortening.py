"""Texts cut to a width, at the end of a word."""

from __future__ import annotations

import re
from unicodedata import east_asian_width

_PIECE = re.compile(r"[0-9A-Za-z.,%/()'&_-]+|.", re.DOTALL)
"""A Latin word or a figure; of other scripts a character."""
_CLAUSE = re.compile(r".+?(?:[；，。]|[;,.](?= )|$)")
_STATEMENT = re.compile(r".+?(?:[；，。]|[;.](?= )|$)")
"""What can be a sentence: in Latin script a comma ends none."""
_LOOSE = " 、，；：,;:（("
"""What does not end a shortened text."""


def width_of(text: str) -> int:
    """The width in Latin characters, a Chinese one being two."""
    return sum(2 if east_asian_width(character) in "WFA" else 1 for character in text)


def shortened(text: str, most: int) -> str:
    """The text on one line; one that is wider than `most` Latin characters ends with `…` after a whole word."""
    text = " ".join(text.split())
    if width_of(text) <= most:
        return text
    kept, left = "", most - 2
    for piece in _PIECE.findall(text):
        if width_of(piece) > left:
            kept = kept or piece[:left]
            break
        kept, left = kept + piece, left - width_of(piece)
    return kept.rstrip(_LOOSE) + "…"


def with_whole_clauses(text: str, most: int) -> str:
    """The same, but it ends after a whole clause if one fits."""
    text = " ".join(text.split())
    kept = _whole(_CLAUSE, text, most - 2) if width_of(text) > most else ""
    return kept.rstrip(_LOOSE + "。.") + "…" if kept else shortened(text, most)


def as_sentences(text: str, most: int) -> str:
    """The same, but what is kept ends with a full stop, as a sentence of its own."""
    text = " ".join(text.split())
    kept = _whole(_STATEMENT, text, most) if width_of(text) > most else ""
    if not kept:
        return shortened(text, most)
    return kept.rstrip(_LOOSE + "。.") + ("。" if width_of(kept[-1]) == 2 else ".")


def _whole(part: re.Pattern[str], text: str, most: int) -> str:
    kept, left = "", most
    for clause in part.findall(text):
        if width_of(clause) > left:
            break
        kept, left = kept + clause, left - width_of(clause)
    return kept
