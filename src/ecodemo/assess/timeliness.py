"""Who is late: the light of every item, and the standing of every unit. Walk-through, section 10.

An item is one number times one unit, with all its years; it is late if any year is. Only what was received by
the day counts, so that the past stays as it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import IntEnum, StrEnum
from fractions import Fraction

from ecodemo.assess.owed import Item, Presence, Slot
from ecodemo.assess.review import Return, ReviewState, limit_of, returns_of, review_state
from ecodemo.model.indicator import Indicator
from ecodemo.model.message import Message
from ecodemo.model.organisation import UnitKind
from ecodemo.model.progress import Document
from ecodemo.model.reference import Reference
from ecodemo.model.workspace import Workspace

SOON = 3
"""Days before its due date that an item turns blue."""
RANKED_FROM = 5
"""Fewer items due than this: the unit is listed, not ranked."""


class Light(StrEnum):
    """Whether an item or a unit is on time; the worst of several counts."""

    GREEN = "green"
    BLUE = "blue"
    YELLOW = "yellow"
    RED = "red"

    @property
    def rank(self) -> int:
        return list(Light).index(self)


class Standing(IntEnum):
    """What became of an item, the worst last."""

    ON_TIME = 0
    HANDED_IN = 1
    """What is only support came after its day: neither on time nor late."""
    NOT_DUE = 2
    DUE_SOON = 3
    LATE_DONE = 4
    RETURNED = 5
    RETURNED_OVERDUE = 6
    OVERDUE = 7

    @property
    def light(self) -> Light:
        return _LIGHTS[self]


RETURNED = (Standing.RETURNED, Standing.RETURNED_OVERDUE)
_RECEIVED = (Standing.ON_TIME, Standing.LATE_DONE)
_LIGHTS = {
    Standing.ON_TIME: Light.GREEN,
    Standing.HANDED_IN: Light.GREEN,
    Standing.NOT_DUE: Light.GREEN,
    Standing.DUE_SOON: Light.BLUE,
    Standing.LATE_DONE: Light.YELLOW,
    Standing.RETURNED: Light.YELLOW,
    Standing.RETURNED_OVERDUE: Light.RED,
    Standing.OVERDUE: Light.RED,
}


@dataclass(frozen=True, slots=True)
class SlotTiming:
    """One year of an item: every mark leads to a due date and a received date."""

    year: int | None
    standing: Standing
    due: date | None
    received: date | None
    """The first receipt; `None` when nothing came, or when the file is in no register."""
    days_late: int = 0
    returns: int = 0
    returned_for: Message | str = ""
    """The reason of the return that is still open."""
    returned_on: date | None = None
    """When that return was."""
    return_due: date | None = None
    review: ReviewState | None = None
    """The state of its review; `None` when nothing of it is registered."""


@dataclass(frozen=True, slots=True)
class ItemTiming:
    """An item with the timing of its years."""

    item: Item
    slots: tuple[SlotTiming, ...]

    @property
    def standing(self) -> Standing:
        return max((slot.standing for slot in self.slots), default=Standing.ON_TIME)

    @property
    def light(self) -> Light:
        return self.standing.light

    @property
    def days_late(self) -> int:
        """The longest of its years."""
        return max((slot.days_late for slot in self.slots), default=0)

    @property
    def lost(self) -> tuple[Slot, ...]:
        """Of a required document the years that were received, and whose file is not there or cannot be used.

        They keep the standing of the day on which they came, and have to be handed in once more all the same.
        """
        if not self.item.is_required:
            return ()
        received = {slot.year for slot in self.slots if slot.standing in _RECEIVED}
        return tuple(slot for slot in self.item.lacking if slot.year in received)

    @property
    def awaiting_review(self) -> frozenset[str]:
        """The files that another unit handed in and that the lead has not yet accepted or sent back."""
        item = self.item
        if (
            not item.is_required
            or not isinstance(item.holder, Indicator)
            or item.holder.lead in (None, item.unit)
        ):
            return frozenset()
        waiting = {s.year for s in self.slots if s.review in (ReviewState.TO_REVIEW, ReviewState.VOID)}
        return frozenset(
            document.file or str(document.see)
            for slot in item.slots
            if slot.year in waiting
            for document in slot.documents
            if document.see is None or (document.see.unit or item.unit) != item.holder.lead
        )

    @property
    def received(self) -> date | None:
        """The day on which its last year came, when all have come."""
        days = [slot.received for slot in self.slots]
        return None if None in days or not days else max(day for day in days if day)


@dataclass(frozen=True, slots=True)
class UnitStanding:
    """A unit's row in the ranking, with the items that make it."""

    unit: str
    kind: UnitKind
    due: int
    on_time: int
    late_done: int
    overdue: int
    returned: int
    longest: int
    light: Light
    share: Fraction | None
    """On time ÷ due; `None` when nothing was due."""
    rank: int | None
    """`None` when too little was due to be ranked."""
    timings: tuple[ItemTiming, ...]


def time_items(
    workspace: Workspace, items: Iterable[Item], today: date, hashes: Mapping[str, str]
) -> tuple[ItemTiming, ...]:
    """The timing of every item on a day; `hashes` are those of the reviewed files, by path."""

    def timed(item: Item, slot: Slot) -> SlotTiming:
        return replace(
            _time_slot(workspace, item, slot, today), review=_review(workspace, item, slot, today, hashes)
        )

    return tuple(
        ItemTiming(
            item, tuple(timed(item, slot) for slot in item.slots if slot.presence is not Presence.WAIVED)
        )
        for item in items
    )


def _review(
    workspace: Workspace, item: Item, slot: Slot, today: date, hashes: Mapping[str, str]
) -> ReviewState | None:
    """The worst state of its documents; nothing was accepted of what is not there any more."""
    if slot.presence is Presence.MISSING:
        return None
    documents = _documents(workspace, item, slot, today)
    states = [review_state(document, today, hashes) for document in documents]
    order = (ReviewState.RETURNED, ReviewState.VOID, ReviewState.TO_REVIEW, ReviewState.ACCEPTED)
    return next((state for state in order if state in states), None)


def _documents(workspace: Workspace, item: Item, slot: Slot, today: date) -> tuple[Document, ...]:
    """The documents of a slot; one that only refers to another (互见) has the state of that one."""
    return tuple(
        document
        for entry in slot.documents
        for document in (referred_documents(workspace, item.unit, entry.see) if entry.see else (entry,))
        if document.had_come(today)
    )


def referred_documents(workspace: Workspace, unit: str, see: Reference) -> tuple[Document, ...]:
    """The documents that an entry of a unit's register refers to (互见)."""
    return tuple(
        document
        for document in workspace.entries_of(see.requirement, see.unit or unit)
        if document.see is None and (see.year is None or see.year in document.years)
    )


def _time_slot(workspace: Workspace, item: Item, slot: Slot, today: date) -> SlotTiming:
    came = _documents(workspace, item, slot, today)
    if not _is_delivered(item, slot, came):
        return _not_delivered(slot, item.due if item.is_required else None, today)
    received = _received(item, came)
    late = max(0, (received - item.due).days) if received and item.due else 0
    returns = [sent_back for document in came for sent_back in _returns(document, item, today)]
    late = max([late, *(sent_back.days_late(today) for sent_back in returns if not sent_back.is_open())])
    still_open = [sent_back for sent_back in returns if sent_back.is_open()]
    if not still_open:
        after_its_day = Standing.LATE_DONE if item.is_required else Standing.HANDED_IN
        standing = after_its_day if late else Standing.ON_TIME
        return SlotTiming(
            slot.year, standing, item.due, received, late if item.is_required else 0, len(returns)
        )
    overdue = max(sent_back.days_late(today) for sent_back in still_open)
    last = max(still_open, key=lambda sent_back: sent_back.review.on).review
    return SlotTiming(
        slot.year,
        Standing.RETURNED_OVERDUE if overdue else Standing.RETURNED,
        item.due,
        received,
        overdue or late,
        len(returns),
        last.why,
        last.on,
        limit_of(still_open, today),
    )


def _returns(document: Document, item: Item, today: date) -> tuple[Return, ...]:
    """The returns that count for the bid.

    Of those that an earlier bid missed, what was answered is over, and what is still open is due with the item.
    """
    extended = item.extension.until if item.extension else None
    return tuple(
        replace(sent_back, limit=item.due) if _is_of_before(sent_back, item) else sent_back
        for sent_back in returns_of(document, today, extended)
        if sent_back.is_open() or not _is_of_before(sent_back, item)
    )


def _is_of_before(sent_back: Return, item: Item) -> bool:
    return (sent_back.limit or sent_back.review.on) < item.began


def _is_delivered(item: Item, slot: Slot, came: tuple[Document, ...]) -> bool:
    """Whether the whole of it came: of an event, every part."""
    if slot.shortfalls:
        return False
    if not slot.documents:
        return any(not file.is_empty for file in slot.files)
    if not came:  # it refers to one that is there and in no register
        return slot.presence is Presence.PRESENT
    if item.requirement.parts:
        return bool(came)
    named = {document.file for document in slot.documents}
    loose = {
        file.delivery
        for file in slot.files
        if not file.is_empty and named.isdisjoint((file.path, file.delivery))
    }
    return len(came) + len(loose) >= item.requirement.at_least


def _received(item: Item, came: tuple[Document, ...]) -> date | None:
    """The first receipt; of an event the day on which its last part came, of several the last that was asked for."""
    days = sorted(document.received for document in came if document.received)
    if not days:
        return None
    return days[-1] if item.requirement.parts else days[min(item.requirement.at_least, len(days)) - 1]


def _not_delivered(slot: Slot, due: date | None, today: date) -> SlotTiming:
    left = (due - today).days if due else SOON + 1
    if left < 0:
        return SlotTiming(slot.year, Standing.OVERDUE, due, None, -left)
    return SlotTiming(slot.year, Standing.DUE_SOON if left <= SOON else Standing.NOT_DUE, due, None)


def stand_units(workspace: Workspace, timings: Iterable[ItemTiming], today: date) -> tuple[UnitStanding, ...]:
    """Every unit that owes something, departments and townships ranked apart."""
    by_unit: dict[str, list[ItemTiming]] = {}
    for timing in timings:
        if timing.item.is_required and timing.slots:
            by_unit.setdefault(timing.item.unit, []).append(timing)
    standings = [
        _stand(unit.id, unit.kind, tuple(by_unit[unit.id]), today)
        for unit in workspace.units.values()
        if unit.id in by_unit
    ]
    ranks = {kind: _ranks([s for s in standings if s.kind is kind]) for kind in UnitKind}
    return tuple(replace(standing, rank=ranks[standing.kind].get(standing.unit)) for standing in standings)


def _stand(unit: str, kind: UnitKind, timings: tuple[ItemTiming, ...], today: date) -> UnitStanding:
    due = [timing for timing in timings if timing.item.due is not None and timing.item.due <= today]
    standings = [timing.standing for timing in due]
    on_time = standings.count(Standing.ON_TIME)
    overdue = (Standing.OVERDUE, Standing.RETURNED_OVERDUE)
    return UnitStanding(
        unit=unit,
        kind=kind,
        due=len(due),
        on_time=on_time,
        late_done=standings.count(Standing.LATE_DONE),
        overdue=standings.count(Standing.OVERDUE),
        returned=standings.count(Standing.RETURNED) + standings.count(Standing.RETURNED_OVERDUE),
        longest=max((timing.days_late for timing in due if timing.standing in overdue), default=0),
        light=max((timing.light for timing in timings), key=lambda light: light.rank, default=Light.GREEN),
        share=Fraction(on_time, len(due)) if due else None,
        rank=None,
        timings=timings,
    )


def _ranks(standings: list[UnitStanding]) -> Mapping[str, int]:
    """Places by share on time, then by the longest delay; equal values share a place."""

    def merit(standing: UnitStanding) -> tuple[Fraction, int]:
        return -(standing.share or Fraction(0)), standing.longest

    ranked = sorted((s for s in standings if s.due >= RANKED_FROM), key=merit)
    merits = [merit(standing) for standing in ranked]
    return {standing.unit: merits.index(merit(standing)) + 1 for standing in ranked}
