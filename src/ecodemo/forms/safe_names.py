"""Names that every system, archive and U-disk can hold."""

from __future__ import annotations

import re
import unicodedata

_FORBIDDEN = str.maketrans(
    {"<": "＜", ">": "＞", ":": "：", '"': "”", "/": "／", "\\": "＼", "|": "｜", "?": "？", "*": "＊"}
)
_INVISIBLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)", re.IGNORECASE)
_LONGEST = 180
"""Bytes; file systems take 255, and a folder or a number may yet be added."""


def safe_name(name: str) -> str:
    """The name with signs that Windows forbids in full width, without what nobody sees, and not too long."""
    text = _INVISIBLE.sub("", unicodedata.normalize("NFC", name)).translate(_FORBIDDEN)
    text = re.sub(r"\s+", " ", text).strip().rstrip(". ").lstrip(".~")
    stem, dot, suffix = text.rpartition(".")
    if not dot or len(suffix) > 8:
        stem, suffix = text, ""
    while len(stem.encode("utf-8")) > _LONGEST:
        stem = stem[:-1]
    text = f"{stem}.{suffix}" if suffix else stem
    return f"_{text}" if not text or _RESERVED.match(text) else text
