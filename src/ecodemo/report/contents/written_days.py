"""Days and comparisons as official papers write them: not 2021-09-20, and not 99.96%<100%."""

from __future__ import annotations

import re
from datetime import date

from ecodemo.language import Language, Speaker

_DAY = re.compile(
    r"https?://[!-~]+|(?<![\w=/-])(\d{4}-\d{2}-\d{2})(?![\w-])( (?=[\u2e80-\uffef]))?", re.ASCII
)
"""A web address, in which nothing is a day, or a day with the space between it and Chinese."""


_LESS = re.compile(r"(?<=[\w%])([<>])(?=\d)")
"""A figure compared with another: a sign between them, as no target alone begins."""
_IN_WORDS = {"<": "，低于", ">": "，高于"}


def with_written_days(text: str, language: str) -> str:
    """The text with its days, and with figures compared, written in the language."""
    if language != Language.ZH:
        return text
    return _LESS.sub(lambda found: _IN_WORDS[found[1]], _DAY.sub(_written, text))


def _written(found: re.Match[str]) -> str:
    if not found[1]:
        return found[0]
    try:
        return Speaker(Language.ZH).day(date.fromisoformat(found[1]))
    except ValueError:
        return found[0]
