"""The stages of reading evidence, as shown to the person who waits."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum


class Stage(StrEnum):
    """What is being done."""

    HASHING = "hashing"
    READING = "reading"
    RECOGNISING = "recognising"
    """Of this stage pages are counted, not files."""
    FITTING = "fitting"
    PACKING = "packing"


Progress = Callable[[Stage, int, int], None]
"""Told now and then: of which stage how many of how many files are done."""
