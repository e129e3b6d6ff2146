"""Years in words."""

from __future__ import annotations

from collections.abc import Iterable

from ecodemo.language import Language, Speaker
from ecodemo.model.message import listing


def years_in_words(years: Iterable[int | None], speaker: Speaker) -> str:
    """`2018—2020` where they follow one another, else each of them; empty without a year."""
    known = sorted({year for year in years if year is not None})
    if len(known) > 1 and known == list(range(known[0], known[-1] + 1)):
        return f"{known[0]}{'—' if speaker.language is Language.ZH else '–'}{known[-1]}"
    return speaker.say(listing(*map(str, known), most=len(known)))
