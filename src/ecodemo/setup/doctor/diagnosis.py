"""What was checked, the result, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ecodemo.model.message import Message


class Health(StrEnum):
    """The result of a check: `PROBLEM` keeps a command from working, `NOTE` is worth knowing."""

    OK = "ok"
    NOTE = "note"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One thing that was looked at."""

    id: str
    what: Message
    health: Health
    said: Message
    remedy: Message | None = None


def megabytes(size: int) -> str:
    """A size in bytes as people say it."""
    return f"{size / 1_000_000:.1f}"
