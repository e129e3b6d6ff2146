"""Tables of the leader's page: what blocks the bid, and how far the working groups are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from operator import itemgetter
from typing import TypeAlias

from ecodemo.language import Speaker
from ecodemo.report.contents.leader_view import Blocker, GroupProgress
from ecodemo.table import Column

Pair: TypeAlias = tuple[GroupProgress, GroupProgress]


def blocker_columns(speaker: Speaker) -> tuple[Column[Blocker], ...]:
    text = speaker.text
    return (
        Column("no", text("No.", "blockers"), lambda row: row.no, 6, "centred"),
        Column("what", text("What"), lambda row: row.what, 50),
        Column("unit", text("Responsible"), lambda row: row.unit, 14),
        Column("when", text("Deadline"), lambda row: row.when, 19),
        Column("remedy", text("Remedy"), lambda row: row.remedy, 17),
    )


def progress_columns(speaker: Speaker) -> tuple[Column[Pair], ...]:
    """Two groups abreast."""
    text = speaker.text
    of_one: tuple[Column[GroupProgress], ...] = (
        Column("name", text("Group"), lambda row: row.name, 20),
        Column("bar", text("Progress"), lambda row: row.bar, 20),
        Column("share", text("Proven"), lambda row: row.share, 10),
    )
    return tuple(column.over(itemgetter(side)) for side in (0, 1) for column in of_one)


def pairs(groups: Sequence[GroupProgress]) -> Iterator[Pair]:
    """The groups two by two; beside an odd last one there is nothing."""
    nothing = GroupProgress(name="", bar="", share="")
    return zip_longest(groups[::2], groups[1::2], fillvalue=nothing)
