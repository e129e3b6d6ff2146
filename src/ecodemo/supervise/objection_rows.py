"""Objections of units to what is counted against them, with what was decided and what is counted now."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from ecodemo.assess.bid import Assessment
from ecodemo.assess.timeliness import ItemTiming
from ecodemo.language import Speaker
from ecodemo.model.message import Listing, Message, listing, message
from ecodemo.model.objection import Objection
from ecodemo.model.personal import without_personal_numbers
from ecodemo.report.contents.official_words import OfficialWords
from ecodemo.report.contents.written_years import years_in_words
from ecodemo.supervise.counted_marks import MarkedYears, counted_marks, counted_words
from ecodemo.supervise.supervision_view import ObjectionRow, ObjectionState


def objections_known(assessment: Assessment) -> Iterator[Objection]:
    """Those about the bid, as known on the day of judging, by the day received."""
    known = (entry.known_on(assessment.today) for entry in assessment.workspace.objections)
    own = [entry for entry in known if entry is not None and entry.bid == assessment.bid.id]
    yield from sorted(own, key=lambda entry: entry.on)


def objection_rows(
    assessment: Assessment, speaker: Speaker, units: Collection[str] = ()
) -> Iterator[ObjectionRow]:
    """All of them, or those of some units."""
    for entry in objections_known(assessment):
        if not units or entry.unit in units:
            yield objection_row(entry, assessment, speaker)


def objection_row(entry: Objection, assessment: Assessment, speaker: Speaker) -> ObjectionRow:
    say, workspace = speaker.say, assessment.workspace
    decision = entry.decision
    is_now = _now(entry, assessment)
    state: ObjectionState = "open"
    if decision is not None and not decision.granted:
        state = "not granted"
    elif decision is not None:
        state = "granted" if is_now else "granted, not corrected"
    return ObjectionRow(
        unit=entry.unit,
        unit_name=say(workspace.label(entry.unit)),
        no=entry.requirement,
        name=say(workspace.requirements[entry.requirement].label),
        years=years_in_words(entry.years, speaker),
        was=say(counted_words(entry.counted)),
        received=entry.on.isoformat(),
        reason=without_personal_numbers(entry.reason),
        document=OfficialWords(workspace, speaker).document(entry.document, entry.unit),
        state=state,
        state_words=say(_state_words(entry, state)),
        decided=decision.on.isoformat() if decision else "",
        decided_words=say(decision.on) if decision else "",
        decision_reason=without_personal_numbers(decision.reason) if decision else "",
        is_now=say(is_now),
    )


def _state_words(entry: Objection, state: ObjectionState) -> Message:
    decision = entry.decision
    if decision is None:
        return message("objection received on {day}, not decided", day=entry.on)
    if state == "not granted":
        return message("objection not granted on {day}", day=decision.on)
    if state == "granted":
        return message("objection granted on {day}", day=decision.on)
    return message(
        "objection granted on {day}; neither the date received nor the due date has been corrected",
        day=decision.on,
    )


def _now(entry: Objection, assessment: Assessment) -> Message | Listing | str:
    """What is counted now; empty where it is the same still."""
    timings = next((unit.timings for unit in assessment.units if unit.unit == entry.unit), ())
    own = [timing for timing in timings if timing.item.requirement.no == entry.requirement]
    marks = [
        mark
        for mark in counted_marks(own, assessment.today)
        if set(mark.years) & set(entry.years) or not (mark.years or entry.years)
    ]
    alike = [mark for mark in marks if mark.counted.is_like(entry.counted)]
    if alike and set(entry.years) <= {year for mark in alike for year in mark.years}:
        return ""
    if marks:
        return listing(*(_of_years(mark, entry) for mark in marks), most=len(marks))
    return _not_counted(own, entry)


def _of_years(mark: MarkedYears, entry: Objection) -> Message:
    words = counted_words(mark.counted)
    if mark.years == entry.years:
        return words
    return message(
        "for {years}: {what}", years=listing(*map(str, mark.years), most=len(mark.years)), what=words
    )


def _not_counted(timings: Iterable[ItemTiming], entry: Objection) -> Message:
    """Since it was on time after all; else it is not owed any more."""
    for timing in timings:
        slots = [slot for slot in timing.slots if not entry.years or slot.year in entry.years]
        received = max((slot.received for slot in slots if slot.received), default=None)
        if received is not None and timing.item.due is not None:
            return message("due on {due}, received on {day}, on time", due=timing.item.due, day=received)
    return message("no longer counted")
