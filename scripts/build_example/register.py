"""When documents came in, and what the reviewers said: the register of each unit."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal

from scripts.build_example import story
from scripts.build_example.content import Content, Paper, Sheet
from scripts.build_example.evidence import File
from scripts.build_example.figures import YEARS

from ecodemo.model.indicator import Indicator
from ecodemo.model.organisation import UnitKind
from ecodemo.model.requirement import Need
from ecodemo.model.workspace import Workspace

_ON: Mapping[tuple[str, str, tuple[int, ...]], date] = {
    ("longtang", "25-1", (2018, 2019, 2020)): date(2021, 5, 19),
    # What came late, or in time because the day was moved to 30 June.
    ("nanjin", "29-2", (2018, 2019, 2020)): date(2021, 6, 1),
    ("nanjin", "04-3", (2018, 2019, 2020)): date(2021, 5, 27),
    ("nanjin", "25-3", (2018,)): date(2021, 6, 28),
    ("nanjin", "25-3", (2019,)): date(2021, 6, 28),
    ("nanjin", "25-3", (2020,)): date(2021, 6, 28),
    ("changtang", "29-1", (2018,)): date(2021, 7, 2),
    ("changtang", "32-2", (2018, 2019, 2020)): date(2021, 5, 26),
    (*story.SINCE_THE_LOCK, (2020,)): date.fromisoformat(story.TODAY),
}
_REDELIVERED = ("longtang", "25-1")
_UNSIGNED = "缺村级负责人签字"
_SENT_BACK: Mapping[tuple[str, str, tuple[int, ...]], str] = {
    # EV107: not handed in again by the day of the return.
    ("nanjin", "25-1", YEARS): f"'on': 2021-05-26, reason: {_UNSIGNED}, due: 2021-06-01",
    # Has a few days left.
    (*story.EMPTY[:2], story.EMPTY[2:]): "'on': 2021-09-10, reason: 文件无法打开（0字节）, due: 2021-09-25",
}
_NOT_WHOLE = frozenset({"00-1"})
"""Nobody accepts what lacks a part."""
_FIRST_REVIEW, _LAST_REVIEW, _LATEST = date(2021, 6, 1), date(2021, 8, 31), date(2021, 9, 17)
_VALID = {
    ("ecology", "01-1"): "[2020-01-01, 2025-12-31]",
    ("zhexi", "16-1"): "[2016-11-20, 2019-11-19]",  # EV115: not in 2020
}
_WRITTEN_DOWN = {("qingtangpu", "16-1"): "示例镇政发[2020]8号"}
"""EV121: a digit was lost between the paper and the register."""
_WITH_DAY = frozenset({("kuixi", "07-4", (2018,))})
"""Tables have no 文号, and their day is written down only where somebody wondered at it."""


@dataclass(frozen=True)
class Hashes:
    """What the bytes are, by the path in the register; and what those were that a reviewer saw before."""

    now: Mapping[str, str]
    before: Mapping[str, str]


@dataclass(frozen=True)
class Registered:
    """An entry of the register, ready to be written."""

    file: str
    requirement: str
    years: tuple[int, ...]
    received: date
    number: str = ""
    issued: date | None = None
    valid: str = ""
    see: str = ""
    redelivered: tuple[str, ...] = ()
    reviews: tuple[str, ...] = field(default=())


def register(workspace: Workspace, unit: str, files: list[File], hashes: Hashes) -> list[Registered]:
    """The entries of one unit."""
    entries: dict[str, Registered] = {}
    for file in files:
        if file.registered not in entries:  # the parts of an event are one entry
            entries[file.registered] = _entry(workspace, unit, file, hashes)
    return list(entries.values())


def earlier_version(file: File) -> Content | None:
    """What a reviewer saw and is no longer on disk."""
    content = file.content
    match (file.unit, file.requirement):
        case key if key == _REDELIVERED and isinstance(content, Sheet):
            # Not signed, and a total that is not the sum.
            foot = tuple(value + 100 if isinstance(value, Decimal) else value for value in content.foot)
            return replace(content, lines=(*content.lines[:2], "村级负责人未签字"), foot=foot)
        case key if key == story.EXCHANGED and isinstance(content, Paper):
            first, *others = content.pages
            return replace(content, pages=(replace(first, paragraphs=first.paragraphs[:-1]), *others))
        case _:
            return None


def received_on(workspace: Workspace, unit: str, requirement: str, years: tuple[int, ...] = ()) -> date:
    if day := _ON.get((unit, requirement, years)):
        return day
    turn = zlib.crc32(f"{unit}".encode())
    township = workspace.units[unit].kind is UnitKind.TOWNSHIP
    match requirement:
        case "00-1" | "00-2" | "00-3" | "00-4" | "01-1" | "02-2":
            return date(2021, 4, 20) + timedelta(days=turn % 8)
        case "00-6":
            return date(2021, 8, 18) + timedelta(days=turn % 12 + (0 if township else 8))
        case "00-14":
            return date(2021, 9, 16)
        case "00-16":
            return date(2021, 6, 7) + timedelta(days=turn % 9)
        case "00-18":
            return date(2021, 7, 6)
        case _ if requirement.startswith("V"):
            return date(2021, 9, 15)
        case _:
            # Two packages a unit; the second holds what had to be stamped elsewhere.
            second = zlib.crc32(requirement.encode()) % 4 == 0
            return date(2021, 5, 10) + timedelta(days=turn % (9 if township else 13) + 2 * second)


def _entry(workspace: Workspace, unit: str, file: File, hashes: Hashes) -> Registered:
    content = file.content
    paper = content if isinstance(content, Paper) and content.number else None
    table = (
        content if isinstance(content, Sheet) and (unit, file.requirement, file.years) in _WITH_DAY else None
    )
    dated = paper or table
    entry = Registered(
        file=file.registered,
        requirement=file.requirement,
        years=file.years,
        received=received_on(workspace, unit, file.requirement, file.years),
        number=_WRITTEN_DOWN.get((unit, file.requirement), paper.number) if paper else "",
        issued=dated.day if dated else None,
        valid=_VALID.get((unit, file.requirement), ""),
    )
    return _with_reviews(workspace, unit, file, entry, hashes)


def _with_reviews(
    workspace: Workspace, unit: str, file: File, entry: Registered, hashes: Hashes
) -> Registered:
    by = f"by: {_reviewer(workspace, unit, file.requirement)}"
    now, before = f"hash: {hashes.now[file.registered]}", f"hash: {hashes.before.get(file.path, '')}"
    if (unit, file.requirement) == _REDELIVERED:
        returned = f"result: returned, reason: {_UNSIGNED}；合计与G22不符, due: 2021-06-10"
        return replace(
            entry,
            redelivered=(f"{{'on': 2021-06-09, {now}}}",),
            reviews=(
                f"{{'on': 2021-06-03, {by}, {returned}, {before}}}",
                f"{{'on': 2021-06-11, {by}, result: accepted, {now}}}",
            ),
        )
    if sent_back := _SENT_BACK.get((unit, file.requirement, file.years)):
        day, _, why = sent_back.partition(", ")
        return replace(entry, reviews=(f"{{{day}, {by}, result: returned, {why}, {now}}}",))
    if _is_accepted(workspace, unit, file.requirement):
        seen = before if (unit, file.requirement) == story.EXCHANGED else now
        day = f"'on': {_looked_at_on(file.path, entry.received)}"
        return replace(entry, reviews=(f"{{{day}, {by}, result: accepted, {seen}}}",))
    return entry


def _reviewer(workspace: Workspace, unit: str, requirement: str) -> str:
    """The lead of the indicator, for its own papers that of the group; nobody reviews what is his own."""
    holder = workspace.holders[requirement]
    leads: list[str | None] = []
    if isinstance(holder, Indicator):
        leads = [holder.lead, next(group.lead for group in workspace.groups if group.id == holder.group)]
    return next(lead for lead in (*leads, "office", "supervision") if lead not in (None, unit))


def _is_accepted(workspace: Workspace, unit: str, number: str) -> bool:
    """What the lead of an indicator must look at, it has looked at, but for one; of the rest most."""
    holder, requirement = workspace.holders[number], workspace.requirements[number]
    if number in _NOT_WHOLE or (unit, number) in story.NOT_ACCEPTED:
        return False
    needs_one = (
        isinstance(holder, Indicator)
        and holder.lead != unit
        and requirement.need_of(workspace.units[unit].kind) is Need.REQUIRED
    )
    if needs_one:
        return not _is_waiting(workspace, unit, number)
    return zlib.crc32(f"{number}@{unit}".encode()) % 9 < 7


def _is_waiting(workspace: Workspace, unit: str, number: str) -> bool:
    """Whether the reviewer has not come to it yet."""
    waits, last = story.REVIEWED_UNTIL
    townships = [township.id for township in workspace.townships]
    return number == waits and unit in townships and townships.index(unit) > townships.index(last)


def _looked_at_on(path: str, received: date) -> date:
    """Some day of summer; what came late, soon after it came."""
    first = min(max(received + timedelta(days=3), _FIRST_REVIEW), _LATEST)
    last = max(first, _LAST_REVIEW)
    return first + timedelta(days=zlib.crc32(path.encode()) % ((last - first).days + 1))
