"""The documents that a phase's gate asks for, with those of the phases it extends, and who has not handed them in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ecodemo.assess.bid import Assessment
from ecodemo.assess.timeliness import RETURNED, ItemTiming
from ecodemo.model.county import Phase
from ecodemo.model.requirement import Requirement
from ecodemo.model.workspace import Workspace


@dataclass(frozen=True, slots=True)
class GateDocument:
    """One number that the gate asks for."""

    requirement: Requirement
    timings: tuple[ItemTiming, ...]
    missing: tuple[ItemTiming, ...]
    """The items that are not complete, of units whose due date has passed or not."""
    phase_end: date

    def due_of(self, timing: ItemTiming) -> date:
        return timing.item.due or self.phase_end

    def overdue(self, today: date) -> tuple[ItemTiming, ...]:
        """What is missing although it was due; the rest is only a light."""
        return tuple(timing for timing in self.missing if self.due_of(timing) < today)


@dataclass(frozen=True, slots=True)
class Awaited:
    """An item that the phase asks for and that is not there, not whole, or sent back."""

    timing: ItemTiming
    years: tuple[int | None, ...]
    due: date


def asked_items(
    assessment: Assessment, phase: Phase, *, every_document: bool
) -> Iterator[tuple[ItemTiming, date]]:
    """What the gate of a phase asks for, each with its day, the numbers of the gate first.

    Args:
        assessment: the bid as judged.
        phase: the phase, with those that it extends.
        every_document: whether the phase asks for every required document that is due by its end.
    """
    documents = gate_documents(assessment, phase)
    for document in documents:
        for timing in document.timings:
            yield timing, document.due_of(timing)
    if every_document:
        named = {document.requirement.no for document in documents}
        for timing in assessment.timings:
            item = timing.item
            if item.is_required and item.due and item.due <= phase.end and item.requirement.no not in named:
                yield timing, item.due


def awaited_items(assessment: Assessment, phase: Phase, *, every_document: bool) -> Iterator[Awaited]:
    """What keeps a phase's gate from opening; the arguments are those of `asked_items`."""
    for timing, due in asked_items(assessment, phase, every_document=every_document):
        yield from _awaited(timing, due)


def _awaited(timing: ItemTiming, due: date) -> Iterator[Awaited]:
    """What was sent back is awaited by the return's day, also where nothing of use was handed in."""
    returned = [slot for slot in timing.slots if slot.standing in RETURNED]
    again = {slot.year for slot in returned}
    if lacking := tuple(slot.year for slot in timing.item.lacking if slot.year not in again):
        yield Awaited(timing, lacking, due)
    if returned:
        by = max(slot.return_due or due for slot in returned)
        yield Awaited(timing, tuple(slot.year for slot in returned), by)


def gate_numbers(workspace: Workspace, phase: Phase) -> tuple[str, ...]:
    """The requirement numbers of a gate; a box means all of its requirements."""
    by_id = {other.id: other for other in workspace.phases}
    chain = [phase]
    while chain[-1].extends in by_id:
        chain.append(by_id[str(chain[-1].extends)])
    boxes = {box.no: tuple(requirement.no for requirement in box.requirements) for box in workspace.boxes}
    named = (number for link in reversed(chain) for number in link.gate)
    return tuple(dict.fromkeys(no for number in named for no in boxes.get(number, (number,))))


def gate_documents(assessment: Assessment, phase: Phase) -> tuple[GateDocument, ...]:
    """What the gate asks for, in the order of the phases."""
    workspace = assessment.workspace
    documents = []
    for number in gate_numbers(workspace, phase):
        timings = tuple(t for t in assessment.timings if t.item.requirement.no == number)
        missing = tuple(timing for timing in timings if not timing.item.is_complete)
        documents.append(GateDocument(workspace.requirements[number], timings, missing, phase.end))
    return tuple(documents)
