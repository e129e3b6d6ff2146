"""What was exported, what came back, what the data say now: which of them holds."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from ecodemo.forms import contract
from ecodemo.forms.reading.cells import Absent
from ecodemo.model.number import plain

FieldValue: TypeAlias = "Decimal | str | Absent | None"
"""A number, a state or text, 不涉及, or nothing."""


class Decision(StrEnum):
    """Which side holds."""

    NOTHING = "nothing"
    TAKE = "take"
    CONFLICT = "conflict"


def decide(base: FieldValue, theirs: FieldValue, held: FieldValue, *, has_base: bool) -> Decision:
    """Compare three sides; an empty cell never says anything.

    Without what was exported only what is missing can be taken: where both sides differ, nobody knows who changed it.
    """
    if theirs is None or same(theirs, held) or (has_base and same(theirs, base)):
        return Decision.NOTHING
    if held is None or (has_base and same(held, base)):
        return Decision.TAKE
    return Decision.CONFLICT


def as_text(value: FieldValue) -> str:
    """A side as it is remembered: those that are the same read alike."""
    text = shown(value)
    return text.rstrip("0").rstrip(".") if isinstance(value, Decimal) and "." in text else text


def shown(value: FieldValue) -> str:
    """A side as people read it."""
    match value:
        case None:
            return ""
        case Absent():
            return contract.NOT_INVOLVED
        case Decimal():
            return plain(value)
        case _:
            return value


def same(one: FieldValue, other: FieldValue) -> bool:
    """Whether two sides say the same: `92.30` and `92.3` do, and so do all words for 不涉及."""
    if isinstance(one, Absent) or isinstance(other, Absent):
        return isinstance(one, Absent) and isinstance(other, Absent)
    return said(one) == said(other)


def said(value: FieldValue) -> FieldValue:
    """A side; nothing where its text is empty."""
    return None if value == "" else value
