"""Lateness and the ledger judged once more, day by day, from the printed definition; nothing of src is used here.

Days are numbers. A county is what units owe, what came, what was sent back, and what was granted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

RANK = ("green", "blue", "yellow", "red")
SOON = 3
RANKED_FROM = 5


@dataclass(frozen=True)
class Owed:
    """A number that everybody owes."""

    no: int
    due: int
    support: bool = False
    parts: int = 0


@dataclass(frozen=True)
class Look:
    """A review of the bytes of that day."""

    on: int
    accepted: bool
    limit: int | None = None


@dataclass(frozen=True)
class Came:
    """A paper of a unit: when it came, when other bytes or the same came again, how it was looked at."""

    unit: str
    no: int
    received: int | None
    part: int = 0
    again: tuple[tuple[int, bool], ...] = ()
    """The day, and whether the bytes were others."""
    looks: tuple[Look, ...] = ()
    on_disk: bool = True
    sees: int | None = None
    """Another number of the same unit that proves this one too."""
    registered: bool = True


@dataclass(frozen=True)
class Granted:
    """An extension, or a waiver without its day or with it."""

    unit: str
    no: int
    on: int
    until: int | None
    by_itself: bool = False


@dataclass(frozen=True)
class Entry:
    """Of the ledger."""

    found: int
    due: int
    closed: int | None
    by_itself: bool
    proof: tuple[str, int]


@dataclass(frozen=True)
class County:
    units: dict[str, str]
    """Each with its kind."""
    owed: tuple[Owed, ...]
    came: tuple[Came, ...]
    extensions: tuple[Granted, ...]
    waivers: tuple[Granted, ...]
    not_involved: tuple[tuple[str, int, int, bool], ...]
    """Unit, number, the day of recognition, whether the statement is there."""
    ledger: tuple[Entry, ...]
    today: int


@dataclass(frozen=True)
class Judged:
    """What became of an item."""

    word: str
    """on time, handed in, not due, due soon, late, returned, returned overdue, overdue"""
    days: int = 0

    @property
    def light(self) -> str:
        return {"due soon": "blue", "late": "yellow", "returned": "yellow"}.get(
            self.word, "red" if self.word.endswith("overdue") else "green"
        )


@dataclass(frozen=True)
class Place:
    due: int
    on_time: int
    late_done: int
    overdue: int
    returned: int
    longest: int
    light: str
    rank: int | None


def is_there(county: County, unit: str, no: int) -> bool:
    """A waived document is not there; an event only as a whole; 互见 where the other is."""
    (owed,) = (owed for owed in county.owed if owed.no == no)
    papers = list(_papers(county, unit, no))
    if any(paper.sees is not None and _holds(county, unit, paper.sees) for paper in papers):
        return True
    held = [paper for paper in papers if paper.sees is None and paper.on_disk]
    if owed.parts:
        return {paper.part for paper in held} >= set(range(1, owed.parts + 1))
    return bool(held)


def judge(county: County, unit: str, owed: Owed) -> Judged | None:
    """The item on the day; `None` where nothing is owed, or a waiver accepts that it is not there."""
    today = county.today
    if any(
        (u, no) == (unit, owed.no) and on <= today and stated for u, no, on, stated in county.not_involved
    ):
        return None
    if not is_there(county, unit, owed.no) and any(
        (w.unit, w.no) == (unit, owed.no)
        and w.on <= today
        and (w.until is None or today <= w.until)
        and not w.by_itself
        for w in county.waivers
    ):
        return None
    moved = [
        e.until
        for e in county.extensions
        if (e.unit, e.no) == (unit, owed.no) and e.on <= today and not e.by_itself and e.until is not None
    ]
    extended = max(moved, default=None)
    due = owed.due if extended is None else extended
    papers = [
        paper
        for own in _papers(county, unit, owed.no)
        for paper in (_papers(county, unit, own.sees) if own.sees is not None else (own,))
        if paper.sees is None
    ]
    if not _delivered(county, unit, owed):
        if owed.support or due >= today:
            soon = not owed.support and due - today <= SOON
            return Judged("due soon" if soon else "not due")
        return Judged("overdue", today - due)
    days = sorted(paper.received for paper in papers if paper.received is not None and paper.registered)
    received = None if not days else days[-1] if owed.parts else days[0]
    late = max(0, received - due) if received is not None else 0
    waits, over = False, 0
    for paper in papers:
        still, missed, was_late = _sent_back(paper, today, extended)
        waits, over, late = waits or still, max(over, missed), max(late, was_late)
    if waits:
        return Judged("returned overdue", over) if over else Judged("returned")
    if late:
        return Judged("handed in") if owed.support else Judged("late", late)
    return Judged("on time")


def _papers(county: County, unit: str, no: int) -> Iterator[Came]:
    for paper in county.came:
        if (paper.unit, paper.no) == (unit, no) and (
            paper.received is None or paper.received <= county.today
        ):
            yield paper


def _holds(county: County, unit: str, no: int) -> bool:
    return any(paper.on_disk for paper in _papers(county, unit, no) if paper.sees is None)


def _delivered(county: County, unit: str, owed: Owed) -> bool:
    """What the register has came, also when it is lost since; of an event every part must be there."""
    papers = list(_papers(county, unit, owed.no))
    if owed.parts:
        held = {paper.part for paper in papers if paper.on_disk}
        return bool(papers) and (not held or held >= set(range(1, owed.parts + 1)))
    for paper in papers:
        if paper.sees is None or any(other.sees is None for other in _papers(county, unit, paper.sees)):
            return True
    return False


def _sent_back(paper: Came, today: int, extended: int | None) -> tuple[bool, int, int]:
    """Whether it waits to come again, how long that is overdue, and how late what did come was.

    Days are walked one by one. A limit that was missed stays; one that has not passed yet gives way to a later one.
    """
    waits, limit, late = False, None, 0
    last = max([0, *(on for on, _ in paper.again), *(look.on for look in paper.looks)])
    for day in range(min(last, today) + 1):
        for look in (look for look in paper.looks if look.on == day):
            if look.accepted:
                waits, limit = False, None
                continue
            asked = look.limit
            if asked is not None and extended is not None:
                asked = max(asked, extended)
            if asked is not None and (limit is None or limit >= day):
                limit = asked
            waits = True
        for _, others in (again for again in paper.again if again[0] == day):
            if waits and others:
                late = max(late, day - limit if limit is not None else 0)
                waits, limit = False, None
    return waits, max(0, today - limit) if waits and limit is not None else 0, late


def places(county: County) -> dict[str, Place]:
    """Every unit that owes something, departments and townships apart."""
    found: dict[str, Place] = {}
    for unit in county.units:
        judged = [(owed, judge(county, unit, owed)) for owed in county.owed if not owed.support]
        items = [(_due(county, unit, owed), item) for owed, item in judged if item is not None]
        if items:
            due = [item for day, item in items if day <= county.today]
            words = [item.word for item in due]
            found[unit] = Place(
                due=len(due),
                on_time=words.count("on time"),
                late_done=words.count("late"),
                overdue=words.count("overdue"),
                returned=words.count("returned") + words.count("returned overdue"),
                longest=max((item.days for item in due if item.word.endswith("overdue")), default=0),
                light=max((item.light for _, item in items), key=RANK.index),
                rank=None,
            )
    return {unit: _placed(unit, found, county) for unit in found}


def _due(county: County, unit: str, owed: Owed) -> int:
    moved = [
        e.until
        for e in county.extensions
        if (e.unit, e.no) == (unit, owed.no)
        and e.on <= county.today
        and not e.by_itself
        and e.until is not None
    ]
    return max(moved, default=owed.due)


def _placed(unit: str, found: dict[str, Place], county: County) -> Place:
    own = found[unit]
    others = [
        other
        for name, other in found.items()
        if county.units[name] == county.units[unit] and other.due >= RANKED_FROM
    ]
    rank = None
    if own.due >= RANKED_FROM:
        rank = 1 + sum(_merit(other) < _merit(own) for other in others)
    return Place(**{**own.__dict__, "rank": rank})


def _merit(place: Place) -> tuple[Fraction, int]:
    return -Fraction(place.on_time, place.due), place.longest


def ledger(county: County) -> Sequence[str]:
    """The words of the entries found by the day: what its unit closed, or nothing proves, is open."""
    words = []
    for entry in county.ledger:
        if entry.found > county.today:
            continue
        closed = entry.closed is not None and entry.closed <= county.today
        proven = _proven(county, *entry.proof)
        if closed and not entry.by_itself and proven:
            words.append("closed late" if (entry.closed or 0) > entry.due else "closed")
        else:
            words.append("overdue" if county.today > entry.due else "open")
    return words


def _proven(county: County, unit: str, no: int) -> bool:
    return is_there(county, unit, no)
