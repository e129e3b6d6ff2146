"""What all layouts of `ecodemo pack` are given."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class PackOptions:
    """What was asked for on the command line."""

    bid: str | None
    is_draft: bool
    largest: int | None
    since: Path | None
    out: Path | None
