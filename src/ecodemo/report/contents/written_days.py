"""Days as official papers write them, also where the text of the data has them as 2021-09-20."""

from __future__ import annotations

import re
from datetime import date

from ecodemo.language import Language, Speaker

_DAY = re.compile(
    r"https?://[!-~]+|(?<![\w=/-])(\d{4}-\d{2}-\d{2})(?![\w-])( (?=[\u2e80-\uffef]))?", re.ASCII
)
"""A web address, in which nothing is a day, or a day with the space between it and Chinese."""


def with_written_days(text: str, language: str) -> str:
    """The text with its days written in the language."""
    return _DAY.sub(_written, text) if language == Language.ZH else text


def _written(found: re.Match[str]) -> str:
    if not found[1]:
        return found[0]
    try:
        return Speaker(Language.ZH).day(date.fromisoformat(found[1]))
    except ValueError:
        return found[0]
