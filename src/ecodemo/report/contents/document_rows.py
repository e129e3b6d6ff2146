"""Who owes what since when: documents, units in order, the gate, figures that differ, and what to do next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction

from ecodemo.assess.bid import Assessment
from ecodemo.assess.comparison import Difference, DifferenceKind, differences
from ecodemo.assess.gate import GateDocument, gate_documents
from ecodemo.assess.owed import Item, Presence, Slot
from ecodemo.assess.review import ReviewState
from ecodemo.assess.timeliness import ItemTiming, Light, SlotTiming, Standing
from ecodemo.language import Speaker
from ecodemo.model.county import Phase
from ecodemo.model.evidence import Condition
from ecodemo.model.indicator import Indicator
from ecodemo.model.message import Message, Number, listing, message, unit_listing
from ecodemo.model.number import percentage
from ecodemo.model.organisation import UnitKind
from ecodemo.model.workspace import Workspace
from ecodemo.report.contents import labels
from ecodemo.report.contents.delivery_view import DocumentRow, RequirementRow, UnitRow
from ecodemo.report.contents.figure_view import DifferenceRow
from ecodemo.report.contents.indicator_rows import figure_name, figure_text
from ecodemo.report.contents.verdict_view import GateRow
from ecodemo.report.state import ItemState, UnitState, WaitsFor


def document_rows(
    assessment: Assessment, states: Iterable[ItemState], speaker: Speaker
) -> Iterator[DocumentRow]:
    """Every year of every item but those that are waived, by number and then by unit, in the order of the data."""
    all_states = iter(states)
    for timing in assessment.timings:
        timed = {slot.year: slot for slot in timing.slots}
        for held, state in zip(timing.item.slots, all_states, strict=False):
            if slot := timed.get(held.year):
                yield _document_row(timing, slot, held, state, assessment, speaker)


def _document_row(
    timing: ItemTiming,
    slot: SlotTiming,
    held: Slot,
    state: ItemState,
    assessment: Assessment,
    speaker: Speaker,
) -> DocumentRow:
    item, say = timing.item, speaker.say
    return DocumentRow(
        no=state.no,
        name=say(item.requirement.label),
        unit=state.unit,
        unit_name=say(assessment.workspace.label(item.unit)),
        indicator=item.holder.id if isinstance(item.holder, Indicator) else "",
        year=state.year or say(message("once")),
        need=say(labels.NEED[item.need]),
        required=item.is_required,
        due=state.due,
        received=state.received,
        files="\n".join(file.path for file in held.files),
        pages=_pages(held),
        trouble=say(_trouble(slot, held)) if _trouble(slot, held) else "",
        lacking=held in item.lacking,
        review=say(labels.REVIEW[slot.review]) if slot.review else "",
        review_state=slot.review.value if slot.review else "",
        awaits_review=slot.review in (ReviewState.TO_REVIEW, ReviewState.VOID)
        and bool(timing.awaiting_review),
        returns=slot.returns,
        standing=say(labels.STANDING[slot.standing]),
        days_late=slot.days_late,
        light=state.light,
        light_label=say(labels.LIGHT[slot.standing.light]),
    )


def requirement_rows(assessment: Assessment, speaker: Speaker) -> Iterator[RequirementRow]:
    """Every number that is owed, in the order of the boxes."""
    by_number: dict[str, list[ItemTiming]] = {}
    for timing in assessment.timings:
        by_number.setdefault(timing.item.requirement.no, []).append(timing)
    for no, timings in by_number.items():
        slots = [slot for timing in timings for slot in timing.slots]
        items = [timing.item for timing in timings]
        needs = dict.fromkeys(timing.item.need for timing in timings)
        returned = (Standing.RETURNED, Standing.RETURNED_OVERDUE)
        yield RequirementRow(
            no=no,
            name=speaker.say(timings[0].item.requirement.label),
            form=speaker.say(labels.FORM[timings[0].item.requirement.form]),
            need=speaker.say(listing(*(labels.NEED[need] for need in needs))),
            owed=sum(len(item.slots) for item in items),
            there=sum(map(_there, items)),
            waived=sum(len(item.waived) for item in items),
            accepted=sum(slot.review is ReviewState.ACCEPTED for slot in slots),
            returned=sum(slot.standing in returned for slot in slots),
            overdue=sum(slot.standing is Standing.OVERDUE for slot in slots),
            required=sum(len(item.slots) for item in items if item.is_required),
            required_there=sum(map(_there, (item for item in items if item.is_required))),
            supporting=sum(map(_there, (item for item in items if not item.is_required))),
        )


def _there(item: Item) -> int:
    return len(item.slots) - len(item.lacking) - len(item.waived)


def _pages(held: Slot) -> int | None:
    """Nothing rather than the pages of only some of the files."""
    counted = [file.facts.pages if file.facts else None for file in held.files]
    known = [pages for pages in counted if pages is not None]
    return sum(known) if known and len(known) == len(counted) else None


def _trouble(slot: SlotTiming, held: Slot) -> Message | None:
    """What is wrong with the files."""
    if slot.returned_for:
        return message("returned: {reason}", reason=slot.returned_for)
    if held.presence is Presence.EMPTY:
        return message("empty file")
    if held.presence is Presence.UNUSABLE:
        return _why_unusable(held)
    if held.shortfalls:
        shortfall = held.shortfalls[0]
        what = shortfall.part.label if shortfall.part else message("events")
        return message(
            "{what}: {there} of {wanted}", what=what, there=shortfall.there, wanted=shortfall.wanted
        )
    if held.presence is Presence.MISSING and slot.received:
        return message("registered, but missing on disk")
    if held.files and not held.documents:
        return message("date received unknown")
    return None


def _why_unusable(held: Slot) -> Message:
    conditions = {file.facts.condition for file in held.files if file.facts is not None}
    return message("encrypted") if Condition.ENCRYPTED in conditions else message("cannot be opened")


def unit_row(state: UnitState, assessment: Assessment, speaker: Speaker) -> UnitRow:
    """A unit's place with its name."""
    say = speaker.say
    return UnitRow(
        unit=state.id,
        name=say(assessment.workspace.label(state.id)),
        kind_label=say(labels.KIND[UnitKind(state.kind)]),
        share=percentage(Fraction(state.on_time, state.due)) if state.due else "",
        light_label=say(labels.LIGHT[Light(state.light)]),
        undated=_undated(state.id, assessment),
        figures_missing=len(assessment.requested_figures.owed_by(state.id)),
        **state.model_dump(exclude={"id"}),
    )


def _undated(unit: str, assessment: Assessment) -> int:
    """Items that were due and count as on time only because no day is known on which they came."""
    return sum(
        timing.standing is Standing.ON_TIME
        and timing.item.due is not None
        and timing.item.due <= assessment.today
        and any(slot.received is None for slot in timing.slots)
        for standing in assessment.units
        if standing.unit == unit
        for timing in standing.timings
    )


def gate_rows(assessment: Assessment, phase: Phase, speaker: Speaker) -> tuple[GateRow, ...]:
    """The documents of the gate, whether there or not."""
    return tuple(_gate_row(document, assessment, speaker) for document in gate_documents(assessment, phase))


def _gate_row(document: GateDocument, assessment: Assessment, speaker: Speaker) -> GateRow:
    units = dict.fromkeys(timing.item.unit for timing in document.missing)
    return GateRow(
        no=document.requirement.no,
        name=speaker.say(document.requirement.label),
        owed=len(document.timings),
        there=sum(timing.item.is_there for timing in document.timings),
        waived=sum(timing.item.is_complete and not timing.item.is_there for timing in document.timings),
        missing=speaker.say(listing(*(assessment.workspace.label(unit) for unit in units))),
        due=_iso(min((document.due_of(timing) for timing in document.missing), default=None)),
        overdue=bool(document.overdue(assessment.today)),
    )


def pending_words(waits_for: tuple[WaitsFor, ...], workspace: Workspace, speaker: Speaker) -> str:
    """What the gate still waits for although nobody is late with it."""
    if not waits_for:
        return ""
    named = (
        message("{no} {name}", no=no, name=workspace.requirements[no].label)
        for no in dict.fromkeys(awaited.no for awaited in waits_for)
    )
    units = dict.fromkeys(awaited.unit for awaited in waits_for)
    text = message(
        "Still required for the gate: {numbers} from {units}, by {day}.",
        numbers=listing(*named, most=12),
        units=unit_listing(*map(workspace.label, units), most=5),
        day=date.fromisoformat(max(awaited.due for awaited in waits_for)),
    )
    return speaker.say(text)


def difference_rows(assessment: Assessment, speaker: Speaker) -> Iterator[DifferenceRow]:
    """Figures that differ, with who has to look."""
    for measure in assessment.workspace.measures.values():
        for difference in differences(measure, assessment.figures):
            yield _difference_row(difference, assessment, speaker)


def _difference_row(difference: Difference, assessment: Assessment, speaker: Speaker) -> DifferenceRow:
    say, workspace = speaker.say, assessment.workspace
    observation = difference.reported.observation
    proof = " ".join(word for word in (str(observation.proof or ""), observation.cell) if word)
    if difference.kind is DifferenceKind.REPORTER:
        unit = workspace.reporters(difference.measure.id)[0]
        second = f"{say(workspace.label(unit))} {figure_text(difference.second, speaker)}"
    else:
        unit = difference.reported.unit
        made = (
            message("computed") if difference.kind is DifferenceKind.COMPUTED else message("sum of its units")
        )
        second = f"{say(made)} {figure_text(difference.second, speaker)}"
    decimals = difference.measure.decimals if difference.kind is DifferenceKind.COMPUTED else None
    first = (
        f"{say(workspace.label(difference.reported.unit))} {figure_text(difference.first, speaker)} {proof}"
    )
    return DifferenceRow(
        what=figure_name(difference.measure.label, difference.year, speaker),
        first=first.strip(),
        second=second,
        gap=say(Number(difference.gap, decimals)) if difference.gap is not None else "",
        unit=say(workspace.label(unit)),
    )


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
