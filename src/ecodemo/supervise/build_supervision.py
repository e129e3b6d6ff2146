"""What every unit owes, from the day's check: nothing is judged here, it is only put together and named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import groupby
from typing import get_args

from ecodemo.assess.bid import Assessment
from ecodemo.assess.owed import Presence, Slot, figures_due
from ecodemo.assess.return_rounds import SentBack, returns_of_units
from ecodemo.assess.timeliness import SOON, ItemTiming, SlotTiming, Standing
from ecodemo.check.session import CheckResult
from ecodemo.language import Language, Speaker
from ecodemo.model.indicator import Measure
from ecodemo.model.message import Message, counted, listing, message
from ecodemo.model.role import GroupRole
from ecodemo.report.build_state import state_of
from ecodemo.report.contents import labels
from ecodemo.report.contents.document_rows import unit_row
from ecodemo.report.contents.office_head import office_head
from ecodemo.report.contents.return_rows import return_counts
from ecodemo.report.contents.view import UnitRow
from ecodemo.report.contents.written_years import years_in_words
from ecodemo.report.leader.blockers import veto_words
from ecodemo.report.state import State, UnitState
from ecodemo.supervise.expiring_rows import expiring_rows
from ecodemo.supervise.objection_rows import objection_rows
from ecodemo.supervise.supervision_view import (
    OwedFigures,
    OwedItem,
    OwedPart,
    OwedRectification,
    SlipColour,
    StandingWord,
    Supervision,
    SupervisionTotals,
    UnitSupervision,
)
from ecodemo.supervise.veto_certificates import certificates_falling_short

DAYS_TO_ANSWER = 5
"""How many days a slip leaves, unless the ledger leaves fewer."""
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
_RED: frozenset[StandingWord] = frozenset({"overdue", "returned, overdue"})
_YELLOW: frozenset[StandingWord] = frozenset({"returned", "to be replaced"})


def build_supervision(
    result: CheckResult, speaker: Speaker, units: Iterable[str] = (), within: int = 30
) -> Supervision:
    """What the units owe on the day of a check.

    Args:
        result: the day's check.
        speaker: whose language it is in.
        units: only these, by id; all if there are none.
        within: for how many days ahead.
    """
    return _SupervisionBuilder(result, speaker, within).all_of(frozenset(units))


def day_in_words(day: date | None, today: date, speaker: Speaker) -> str:
    """A day as papers write it, without its year where that is this year."""
    if day is None:
        return ""
    if speaker.language is Language.ZH and day.year == today.year:
        return f"{day.month}月{day.day}日"
    return speaker.say(day)


def by_years(figures: Iterable[tuple[Measure, int]]) -> Mapping[tuple[int, ...], list[Measure]]:
    """The measures that lack the same years, in the order of the data."""
    years: dict[str, tuple[Measure, list[int]]] = {}
    for measure, year in figures:
        years.setdefault(measure.id, (measure, []))[1].append(year)
    found: dict[tuple[int, ...], list[Measure]] = {}
    for measure, asked in years.values():
        found.setdefault(tuple(asked), []).append(measure)
    return found


class _SupervisionBuilder:
    def __init__(self, result: CheckResult, speaker: Speaker, within: int) -> None:
        self.result, self.speaker, self.within = result, speaker, within
        self.assessment: Assessment = result.assessment
        self.workspace, self.today = self.assessment.workspace, result.today
        self.horizon = self.today + timedelta(days=within)
        self.state: State = state_of(result)
        self.timings = {standing.unit: standing.timings for standing in self.assessment.units}
        self.returns: dict[str, list[SentBack]] = {}
        for back in returns_of_units(self.assessment.units, self.today):
            self.returns.setdefault(back.unit, []).append(back)
        self.unreported = {
            unit: self.assessment.requested_figures.owed_by(unit) for unit in self.workspace.units
        }

    def all_of(self, only: frozenset[str]) -> Supervision:
        say, workspace = self.speaker.say, self.workspace
        units = tuple(unit for unit in self._units() if not only or unit.standing.unit in only)
        head = office_head(self.result, self.speaker)
        supervisors = next((g.label for g in workspace.groups if g.role is GroupRole.SUPERVISION), None)
        ask_by = self.today + timedelta(days=DAYS_TO_ANSWER)
        return Supervision(
            **head,
            supervisors=say(supervisors) if supervisors else head["office"],
            within=self.within,
            ask_by=ask_by.isoformat(),
            ask_by_words=say(ask_by),
            totals=_totals(units),
            units=units,
            lateness=say(labels.LATENESS),
            returns=sum(unit.returns for unit in units),
            reasons=return_counts(
                (back for unit in units for back in self.returns.get(unit.standing.unit, ())), self.speaker
            ),
            objections=tuple(objection_rows(self.assessment, self.speaker, only)),
            expiring=tuple(expiring_rows(self.assessment, self.horizon, self.speaker, only)),
        )

    def _units(self) -> Iterator[UnitSupervision]:
        """Those that owe documents in the order of the ranking, then those that owe none."""
        states = {state.id: state for state in self.state.units}
        places = Counter((state.kind, state.rank) for state in states.values())
        for unit in (*states, *(unit for unit in self.workspace.units if unit not in states)):
            state = states.get(unit) or self._without_documents(unit)
            is_shared = state.rank is not None and places[state.kind, state.rank] > 1
            yield self._unit(unit_row(state, self.assessment, self.speaker), is_shared=is_shared)

    def _without_documents(self, unit: str) -> UnitState:
        kind = self.workspace.units[unit].kind.value
        return UnitState(
            id=unit, kind=kind, rank=None, due=0, on_time=0, late_done=0, overdue=0, returned=0, longest=0,
            light="green",
        )  # fmt: skip

    def _unit(self, standing: UnitRow, *, is_shared: bool) -> UnitSupervision:
        unit = standing.unit
        items = tuple(self._owed_items(unit))
        figures = tuple(self._figures(unit))
        returns = self.returns.get(unit, [])
        return UnitSupervision(
            standing=standing,
            shared=is_shared,
            colour=_colour(items, figures),
            items=items,
            late=tuple(sorted(self._items(unit, _LATE), key=lambda item: -item.days_late)),
            figures=figures,
            rectification=tuple(self._rectification(unit)),
            returns=len(returns),
            reasons=return_counts(returns, self.speaker),
        )

    def _owed_items(self, unit: str) -> Iterator[OwedItem]:
        """What it has yet to hand in; what is not due yet, only if it will be within the days looked at."""
        horizon = self.horizon.isoformat()
        items = [*self._items(unit, _OWED, has_lost=True), *self._certificates(unit)]
        for item in sorted(items, key=lambda item: (_ORDER.index(item.standing), -item.days_late)):
            if item.standing not in ("due soon", "not yet due") or "" < item.due <= horizon:
                yield item

    def _items(self, unit: str, wanted: frozenset[Standing], *, has_lost: bool = False) -> Iterator[OwedItem]:
        for timing in self.timings.get(unit, ()):
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
        for judged, timing in certificates_falling_short(self.assessment, unit):
            due, lack = timing.item.due, self._text(veto_words(judged))
            left = (due - self.today).days if due else SOON + 1
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
            years=years_in_words(years, self.speaker),
            standing=word,
            received=_iso(received),
            received_words=self._day(received),
            lack=lack,
            returned="",
            returned_words="",
            reason="",
            again="",
            again_words="",
            days_late=days,
            situation=self.speaker.say(situation),
        )

    def _item(
        self, timing: ItemTiming, parts: tuple[OwedPart, ...], word: StandingWord, days_late: int
    ) -> OwedItem:
        due = timing.item.due
        return OwedItem(
            no=timing.item.requirement.no,
            name=self.speaker.say(timing.item.requirement.label),
            due=_iso(due),
            due_words=self._day(due),
            extended=timing.item.extension is not None,
            days_left=max(0, (due - self.today).days) if due else 0,
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
            years=years_in_words(years, self.speaker),
            standing=_WORDS[slot.standing],
            received=_iso(slot.received),
            received_words=self._day(slot.received),
            lack=lack,
            returned=_iso(slot.returned_on),
            returned_words=self._day(slot.returned_on),
            reason=reason,
            again=_iso(slot.return_due),
            again_words=self._day(slot.return_due),
            days_late=slot.days_late,
            situation=self.speaker.say(self._situation(timing, slot, lack, reason)),
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
        return self._still(what, timing.item.due or self.today)

    def _still(self, what: Message | str, due: date) -> Message:
        left = (due - self.today).days
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
            named = tuple(dict.fromkeys(map(self.speaker.say, short)))
            return self.speaker.say(listing(*named, most=len(named)))
        said = {
            Presence.EMPTY: message("empty file"),
            Presence.UNUSABLE: message("cannot be opened"),
            Presence.MISSING: message("registered file not found") if held.documents else "",
        }
        return self.speaker.say(said.get(held.presence))

    def _figures(self, unit: str) -> Iterator[OwedFigures]:
        """By the years for which they are asked."""
        due = figures_due(self.workspace, self.assessment.bid, unit)
        if due is None or due > self.horizon:
            return
        gap = "" if self.speaker.language is Language.ZH else " "
        for asked_years, measures in by_years(self.unreported[unit]).items():
            yield OwedFigures(
                count=len(asked_years) * len(measures),
                names=tuple(
                    f"{measure.no or ''}{gap}{self.speaker.say(measure.label)}" for measure in measures
                ),
                years=years_in_words(asked_years, self.speaker),
                due=_iso(due),
                due_words=self._day(due),
                days_left=max(0, (due - self.today).days),
                days_late=max(0, (self.today - due).days),
                hinders=tuple(self._hindered(measures, asked_years)),
            )

    def _hindered(self, measures: Iterable[Measure], years: Iterable[int]) -> Iterator[str]:
        """The computed measures with a target that have no value in one of these years."""
        missing, figures = {measure.id for measure in measures}, self.assessment.figures
        for id_ in self.assessment.requested_figures.targets:
            measure = self.workspace.measures[id_]
            if (
                measure.is_computed
                and missing & self.workspace.made_of((id_,))
                and any(figures.of(id_, year).value is None for year in years)
            ):
                yield self.speaker.say(measure.label)

    def _rectification(self, unit: str) -> Iterator[OwedRectification]:
        for ledger in self.assessment.ledger:
            entry = ledger.entry
            if ledger.closed is None and entry.unit == unit and entry.due <= self.horizon:
                yield OwedRectification(
                    no=entry.no,
                    problem=entry.problem,
                    person=entry.person,
                    due=entry.due.isoformat(),
                    due_words=self._day(entry.due),
                    days_late=ledger.days_late,
                )

    def _day(self, day: date | None) -> str:
        return day_in_words(day, self.today, self.speaker)

    def _text(self, said: Message | str) -> str:
        return self.speaker.say(said).rstrip("。.；; ")


def _is_nothing(slot: SlotTiming, held: Slot) -> bool:
    """A year that is not due yet and is there already, though nobody wrote down when it came."""
    return slot.standing is Standing.NOT_DUE and held.presence is Presence.PRESENT


def _colour(items: Iterable[OwedItem], figures: Iterable[OwedFigures]) -> SlipColour:
    """Red if anything is overdue, yellow if anything was returned or has to be replaced, blue if anything is due soon."""
    standings = {item.standing for item in items}
    owed = tuple(figures)
    if standings & _RED or any(entry.days_late for entry in owed):
        return "red"
    if standings & _YELLOW:
        return "yellow"
    return "blue" if "due soon" in standings or any(entry.days_left <= SOON for entry in owed) else ""


def _totals(units: Iterable[UnitSupervision]) -> SupervisionTotals:
    listed = tuple(units)
    rows = tuple(unit.standing for unit in listed if unit.standing.due)
    return SupervisionTotals(
        units=len(rows),
        punctual=sum(row.on_time == row.due for row in rows),
        due=sum(row.due for row in rows),
        on_time=sum(row.on_time for row in rows),
        late_done=sum(row.late_done for row in rows),
        overdue=sum(row.overdue for row in rows),
        returned=sum(row.returned for row in rows),
        figures_missing=sum(unit.standing.figures_missing for unit in listed),
        figures_overdue=sum(owed.count for unit in listed for owed in unit.figures if owed.days_late),
        units_owing=sum(unit.owes for unit in listed),
    )


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
