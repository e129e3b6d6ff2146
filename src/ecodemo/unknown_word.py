"""What is written and not known: a hint at what was meant, and the refusal of it in an option."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from ecodemo.errors import EcodemoError
from ecodemo.model.message import Message, listing, message

_SHORT_WORD = 3
"""Characters."""


def refuse_unknown(what: Message, written: Iterable[str], known: list[str]) -> None:
    """Refuse what an option names but the data do not have.

    Raises:
        EcodemoError: with the nearest known name, or all of them.
    """
    for name in written:
        if name not in known:
            raise EcodemoError(
                message(
                    "Unknown {what} “{name}”. {hint}",
                    what=what,
                    name=name,
                    hint=did_you_mean(name, known)
                    or message("Available: {known}.", known=listing(*known, most=len(known))),
                )
            )


def full_width_comma(written: str) -> Message | None:
    """A hint for what was meant as a list and is one word, because its commas are full-width."""
    if "，" not in written and "、" not in written:
        return None
    return message(
        "Full-width comma in “{written}”. Use a half-width comma and a space: “, ”.",
        written=written,
    )


def did_you_mean(
    written: str, known: tuple[str, ...] | list[str], *, nearness: float = 0.6
) -> Message | None:
    """A hint naming the nearest known word, if one is near; a full-width comma is named as such."""
    if hint := full_width_comma(written):
        return hint
    if len(written) <= _SHORT_WORD and not written.isascii():
        nearness = min(nearness, 0.5)  # one of two characters is half of a Chinese word
    near = difflib.get_close_matches(written, known, n=1, cutoff=nearness)
    return message("Did you mean “{guess}”?", guess=near[0]) if near else None
