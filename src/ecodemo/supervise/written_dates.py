"""Days as the papers of the supervision write them."""

from __future__ import annotations

from datetime import date

from ecodemo.language import Language, Speaker


def day_in_words(day: date | None, today: date, speaker: Speaker) -> str:
    """A day as papers write it, without its year where that is this year."""
    if day is None:
        return ""
    if speaker.language is Language.ZH and day.year == today.year:
        return f"{day.month}月{day.day}日"
    return speaker.say(day)


def iso(day: date | None) -> str:
    """A day as 2021-05-20; empty without one."""
    return day.isoformat() if day else ""
