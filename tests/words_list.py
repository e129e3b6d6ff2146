"""The words of scripts/words.yaml that must not be used, with the right ones."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

WORDS = Path(__file__).resolve().parents[1] / "scripts" / "words.yaml"


@cache
def forbidden() -> tuple[tuple[str, str], ...]:
    """Patterns of what a thing must not be called, each with what it is called."""
    listed = yaml.safe_load(WORDS.read_text(encoding="utf-8"))["words"]
    return tuple((pattern, word["zh"]) for word in listed for pattern in word.get("instead_of", ()))
