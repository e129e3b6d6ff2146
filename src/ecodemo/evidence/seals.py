"""history/packs.jsonl: which packages were handed in for acceptance, and so what is settled."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ecodemo.files import LARGEST_RECORD, read_own_file
from ecodemo.model.evidence import BadLine

PATH = "history/packs.jsonl"
_SETTLES_NOTHING = ("archive",)
"""Layouts of packages made after a bid has ended, when documents of the next one are locked already."""


@dataclass(frozen=True, slots=True)
class Seals:
    """The days of packages that seal what is in them."""

    days: tuple[date, ...] = ()
    bad_lines: tuple[BadLine, ...] = ()


def read_seals(root: Path) -> Seals:
    """The seals of a workspace; lines that cannot be understood are listed. Keys that a later version added are passed over.

    Raises:
        EcodemoError: the record is there and cannot be read.
    """
    content = read_own_file(root / PATH, root, LARGEST_RECORD)
    if content is None:
        return Seals()
    days: list[date] = []
    bad: list[BadLine] = []
    for number, line in enumerate(content.decode("utf-8", "replace").split("\n"), 1):
        if not line.strip():
            continue
        try:
            said = json.loads(line)
            if not said["draft"] and said.get("layout") not in _SETTLES_NOTHING:
                days.append(date.fromisoformat(said["day"]))
        except (ValueError, KeyError, TypeError, RecursionError):
            bad.append(BadLine(PATH, number))
    return Seals(tuple(days), tuple(bad))
