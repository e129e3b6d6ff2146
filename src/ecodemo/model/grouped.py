"""Entries by their keys."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

Key = TypeVar("Key")
Entry = TypeVar("Entry")


def grouped(entries: Iterable[tuple[Key, Entry]]) -> Mapping[Key, tuple[Entry, ...]]:
    """Entries by their keys, each in the order given."""
    found: dict[Key, list[Entry]] = {}
    for key, entry in entries:
        found.setdefault(key, []).append(entry)
    return {key: tuple(listed) for key, listed in found.items()}
