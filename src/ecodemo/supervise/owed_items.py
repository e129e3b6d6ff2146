"""The documents that a unit owes or handed in late, with what is wrong with each of their years."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import groupby
from typing import get_args

from ecodemo.assess.bid import Assessment
from ecodemo.assess.owed import Presence, Slot
from ecodemo.assess.timeliness import SOON, ItemTiming, SlotTiming, Standing
from ecodemo.language import Speaker
from ecodemo.model.message import Message, counted, listing, message
from ecodemo.report.contents.written_years import years_in_words
from ecodemo.report.leader.blockers import veto_words
from ecodemo.supervise.supervision_view import OwedItem, OwedPart, StandingWord
from ecodemo.supervise.veto_certificates import certificates_falling_short
from ecodemo.supervise.written_dates import day_in_words, iso

_WORDS: Mapping[Standing, StandingWord] = {
    Standing.OVERDUE: "overdue",
    Standing.RETURNED_OVERDUE: "returned, overdue",
    Standing.RETURNED: "returned",
    Standing.DUE_SOON: "due soon",
    Standing.NOT_DUE: "not yet due",
    Standing.LATE_DONE: "submitted late",
}
_ORDER = get_args(StandingWord)
"""The gravest first."""
_OWED = frozenset(_WORDS) - {Standing.LATE_DONE}
_LATE = frozenset({Standing.LATE_DONE})
_NOTHING: frozenset[Standing] = frozenset()


class OwedItems:
    """Finds the items of any unit on one day."""

    def __init__(self, assessment: Assessment, horizon: date, speaker: Speaker) -> None:
        """`horizon` is the last day of which what falls due is listed."""
        self._assessment, self._horizon, self._speaker = assessment, horizon, speaker
        self._today = assessment.today
        self._timings = {standing.unit: standing.timings for standing in assessment.units}

    def owed(self, unit: str) -> Iterator[OwedItem]:
        """What it has yet to hand in; what is not due yet, only if it will be within the days looked at."""
        horizon = self._horizon.isoformat()
        items = [*self._items(unit, _OWED, has_lost=True), *self._certificates(unit)]
        for item in sorted(items, key=lambda item: (_ORDER.index(item.standing), -item.days_late)):
            if item.standing not in ("due soon", "not yet due") or "" < item.due <= horizon:
                yield item

    def late(self, unit: str) -> tuple[OwedItem, ...]:
        """What it handed in late, the latest first."""
        return tuple(sorted(self._items(unit, _LATE), key=lambda item: -item.days_late))

    def _items(self, unit: str, wanted: frozenset[Standing], *, has_lost: bool = False) -> Iterator[OwedItem]:
        for timing in self._timings.get(unit, ()):
            lost = tuple(self._lost(timing)) if has_lost else ()
            is_wanted = timing.standing in wanted
            parts = (*self._parts(timing, wanted if is_wanted else _NOTHING), *lost)
            if parts and is_wanted:
                word = min(_WORDS[timing.standing], *(part.standing for part in parts), key=_ORDER.index)
                yield self._item(timing, parts, word, timing.days_late)
            elif parts:
                yield self._item(timing, parts, "to be replaced", 0)

    def _lost(self, timing: ItemTiming) -> Iterator[OwedPart]:
        timed = {slot.year: slot for slot in timing.slots}
        slots = sorted(timing.lost, key=self._lack)
        for lack, alike in groupby(slots, self._lack):
            years = [slot.year for slot in alike]
            received = max((day for year in years if (day := timed[year].received)), default=None)
            yield self._replaced(timing, years, received, lack, 0)

    def _certificates(self, unit: str) -> Iterator[OwedItem]:
        for judged, timing in certificates_falling_short(self._assessment, unit):
            due, lack = timing.item.due, self._text(veto_words(judged))
            left = (due - self._today).days if due else SOON + 1
            word: StandingWord = "due soon" if left <= SOON else "not yet due"
            part = self._replaced(
                timing,
                [slot.year for slot in timing.slots],
                timing.received,
                lack,
                max(0, -left),
                word if left >= 0 else "to be replaced",
            )
            yield self._item(timing, (part,), part.standing, part.days_late)

    def _replaced(
        self,
        timing: ItemTiming,
        years: list[int | None],
        received: date | None,
        lack: str,
        days: int,
        word: StandingWord = "to be replaced",
    ) -> OwedPart:
        due = timing.item.due
        situation: Message | str = lack
        if days:
            situation = message(
                "{what}, {days} overdue", what=lack, days=counted(days, "{n} day", "{n} days")
            )
        elif word != "to be replaced" and due:
            situation = self._still(lack, due)
        return OwedPart(
            years=years_in_words(years, self._speaker),
            standing=word,
            received=iso(received),
            received_words=self._day(received),
            lack=lack,
            returned="",
            returned_words="",
            reason="",
            again="",
            again_words="",
            days_late=days,
            situation=self._speaker.say(situation),
        )

    def _item(
        self, timing: ItemTiming, parts: tuple[OwedPart, ...], word: StandingWord, days_late: int
    ) -> OwedItem:
        due = timing.item.due
        return OwedItem(
            no=timing.item.requirement.no,
            name=self._speaker.say(timing.item.requirement.label),
            due=iso(due),
            due_words=self._day(due),
            extended=timing.item.extension is not None,
            days_left=max(0, (due - self._today).days) if due else 0,
            standing=word,
            days_late=days_late,
            parts=parts,
        )

    def _parts(self, timing: ItemTiming, standings: frozenset[Standing]) -> Iterator[OwedPart]:
        held = {slot.year: slot for slot in timing.item.slots}
        slots = [
            (slot, self._lack(held[slot.year]))
            for slot in timing.slots
            if slot.standing in standings and not _is_nothing(slot, held[slot.year])
        ]

        def alike(entry: tuple[SlotTiming, str]) -> tuple[object, ...]:
            slot, lack = entry
            return (
                -slot.standing, -slot.days_late, slot.received or date.max, slot.returned_on or date.max,
                self._text(slot.returned_for), slot.return_due or date.max, lack,
            )  # fmt: skip

        for _, group in groupby(sorted(slots, key=alike), alike):
            entries = list(group)
            yield self._part(timing, *entries[0], years=[slot.year for slot, _ in entries])

    def _part(self, timing: ItemTiming, slot: SlotTiming, lack: str, years: list[int | None]) -> OwedPart:
        reason = self._text(slot.returned_for)
        return OwedPart(
            years=years_in_words(years, self._speaker),
            standing=_WORDS[slot.standing],
            received=iso(slot.received),
            received_words=self._day(slot.received),
            lack=lack,
            returned=iso(slot.returned_on),
            returned_words=self._day(slot.returned_on),
            reason=reason,
            again=iso(slot.return_due),
            again_words=self._day(slot.return_due),
            days_late=slot.days_late,
            situation=self._speaker.say(self._situation(timing, slot, lack, reason)),
        )

    def _situation(self, timing: ItemTiming, slot: SlotTiming, lack: str, reason: str) -> Message:
        days = slot.days_late
        if slot.standing in (Standing.RETURNED, Standing.RETURNED_OVERDUE):
            said = message("returned on {day}", day=self._day(slot.returned_on))
            if reason:
                said = message("returned on {day}, {reason}", day=self._day(slot.returned_on), reason=reason)
            if slot.return_due:
                said = message("{what}; due again on {day}", what=said, day=self._day(slot.return_due))
            return (
                message("{what}, {days} overdue", what=said, days=counted(days, "{n} day", "{n} days"))
                if days
                else said
            )
        if slot.standing is Standing.LATE_DONE:
            return message("submitted {days} late", days=counted(days, "{n} day", "{n} days"))
        what: Message | str = lack or message("not yet submitted")
        if slot.standing is Standing.OVERDUE:
            return message("{what}, {days} overdue", what=what, days=counted(days, "{n} day", "{n} days"))
        return self._still(what, timing.item.due or self._today)

    def _still(self, what: Message | str, due: date) -> Message:
        left = (due - self._today).days
        return (
            message("{what}, due in {days}", what=what, days=counted(left, "{n} day", "{n} days"))
            if left
            else message("{what}, due today", what=what)
        )

    def _lack(self, held: Slot) -> str:
        """What is missing of what came, or why it cannot be used."""
        if held.shortfalls:
            short = (
                message(
                    "{what}: {count} missing",
                    what=shortfall.part.label if shortfall.part else message("documents"),
                    count=shortfall.wanted - shortfall.there,
                )
                for shortfall in held.shortfalls
            )
            named = tuple(dict.fromkeys(map(self._speaker.say, short)))
            return self._speaker.say(listing(*named, most=len(named)))
        said = {
            Presence.EMPTY: message("empty file"),
            Presence.UNUSABLE: message("cannot be opened"),
            Presence.MISSING: message("registered file not found") if held.documents else "",
        }
        return self._speaker.say(said.get(held.presence))

    def _day(self, day: date | None) -> str:
        return day_in_words(day, self._today, self._speaker)

    def _text(self, said: Message | str) -> str:
        return self._speaker.say(said).rstrip("。.；; ")


def _is_nothing(slot: SlotTiming, held: Slot) -> bool:
    """A year that is not due yet and is there already, though nobody wrote down when it came."""
    return slot.standing is Standing.NOT_DUE and held.presence is Presence.PRESENT
