"""The lines of an import's report: what becomes of a cell or a file."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ecodemo.model.message import Message


class Effect(StrEnum):
    """What an import does with a cell or a file."""

    NEW = "new"
    CHANGED = "changed"
    CLEARED = "cleared"
    FILED = "filed"
    REPLACED = "replaced"
    UNKNOWN = "unknown"
    REFUSED = "rejected"
    CONFLICT = "conflict"
    REMARK = "remark"


NOT_TAKEN = frozenset({Effect.UNKNOWN, Effect.REFUSED, Effect.CONFLICT})
"""What leaves somebody something to do."""


@dataclass(frozen=True, slots=True)
class ImportLine:
    """One line of the plan: where, about what, before and after."""

    effect: Effect
    place: str
    """Sheet and cell, or the file's name in the pack."""
    about: str = ""
    """Number, name and year."""
    before: str = ""
    after: str = ""
    exported: str | None = None
    """Of a conflict: what was sent out."""
    words: Message | None = None
    is_left: bool = False
    """Somebody wrote it, and nothing became of it."""
