"""What is asked of the process of a county, and what comes back; both travel between machines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from ecodemo.province.county_lines import Line
from ecodemo.province.read_counties import NamedCounty

RunState: TypeAlias = Literal["ok", "unusable", "fault", "timeout", "memory"]
STATE_FILE = "state.json"
BOARD_FILE = "board.html"
LINES_SUFFIX = ".jsonl"
"""Of the lines of a table."""


@dataclass(frozen=True, slots=True)
class Asked:
    """How all counties of a run are judged."""

    day: str = ""
    """The day by which they are judged; empty: the day of an example's own, else `clock`."""
    clock: str = ""
    bid: str = ""
    """The id of the bid; empty: that of the county's phase."""
    bid_level: str = ""
    """The level of the bid, where no id is given."""
    full: bool = False
    """Whether the evidence itself is looked at, not only its lock."""
    boards: bool = False
    language: str = "zh"
    timeout: float = 600
    """Seconds that a county may take."""
    memory: int = 2_000_000_000
    """Bytes that the processes of a county may have together."""
    cores: int = 1
    """The cores that a county's processes may use."""


@dataclass(frozen=True, slots=True)
class CountyOrder:
    """A county that is to be judged."""

    county: NamedCounty
    asked: Asked
    known: str = ""
    """The signature of what it was judged by before, where that ended well: the same is not judged again."""


@dataclass(frozen=True, slots=True)
class CountyOutcome:
    """How judging a county ended."""

    code: str
    state: RunState
    why: str = ""
    exit: int | None = None
    seconds: float = 0
    signature: str = ""
    facts: Line = field(default_factory=dict)
    """The columns of `runs` that only a county that was judged has."""
    files: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    """The lines of each table, the state and the board, by name."""
    is_unchanged: bool = False
    """It was not judged: nothing changed since it was."""
