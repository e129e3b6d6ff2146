"""What is owed to a bid, by whom, by when, and what of it has been filed. The one definition for all commands.

An item is one requirement times one unit, with all its years.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ecodemo.assess.figures import Figures
from ecodemo.assess.not_involved import Declarations, Recognitions
from ecodemo.assess.shelf import Shelf, at, can_prove, is_blank
from ecodemo.model.county import Bid
from ecodemo.model.evidence import EvidenceFile
from ecodemo.model.grouped import grouped
from ecodemo.model.indicator import Holder, Indicator
from ecodemo.model.progress import Document
from ecodemo.model.reference import Reference
from ecodemo.model.requirement import Need, Part, Requirement
from ecodemo.model.standard import Row
from ecodemo.model.waiver import Extension
from ecodemo.model.workspace import Workspace

MISSING_RULE = "EV104"
"""The rule whose waivers accept that a document is never there."""


class Presence(StrEnum):
    """What has been filed for one year of an item."""

    PRESENT = "present"
    INCOMPLETE = "incomplete"
    EMPTY = "empty"
    UNUSABLE = "unusable"
    """Damaged, cut off, or encrypted: what cannot be opened proves nothing."""
    MISSING = "missing"
    WAIVED = "waived"


_LACKING = frozenset({Presence.MISSING, Presence.EMPTY, Presence.UNUSABLE, Presence.INCOMPLETE})


@dataclass(frozen=True, slots=True)
class Slot:
    """One year of an item (`None`: not by year)."""

    year: int | None
    presence: Presence
    files: tuple[EvidenceFile, ...] = ()
    documents: tuple[Document, ...] = ()
    shortfalls: tuple[Shortfall, ...] = ()
    """What is missing of what was handed in."""


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A delivery (an event's folder) that lacks a part, or too few deliveries (`delivery` and `part` empty)."""

    delivery: str
    part: Part | None
    there: int
    wanted: int


@dataclass(frozen=True, slots=True)
class Item:
    """One requirement owed by one unit."""

    requirement: Requirement
    holder: Holder
    unit: str
    need: Need
    due: date | None
    slots: tuple[Slot, ...]
    extension: Extension | None = None
    began: date = date.min
    """The first day of the bid: what was late before it was late for another bid."""

    @property
    def is_required(self) -> bool:
        return self.need is Need.REQUIRED

    @property
    def lacking(self) -> tuple[Slot, ...]:
        return tuple(slot for slot in self.slots if slot.presence in _LACKING)

    @property
    def waived(self) -> tuple[Slot, ...]:
        """What a waiver accepts as never there."""
        return tuple(slot for slot in self.slots if slot.presence is Presence.WAIVED)

    @property
    def is_complete(self) -> bool:
        """Whether nothing lacks, but for what is waived."""
        return not self.lacking

    @property
    def is_there(self) -> bool:
        return not self.lacking and not self.waived


def years_of(requirement: Requirement, bid: Bid) -> tuple[int | None, ...]:
    """The years of a requirement under a bid, oldest first; `(None,)` where years do not matter."""
    return bid.years_in(requirement.years)


class OwedIndex:
    """What is owed by requirement and unit, for all that refers to it."""

    def __init__(self, items: Iterable[Item]) -> None:
        self._items = grouped(((item.requirement.no, item.unit), item) for item in items)

    def of(self, requirement: str, unit: str) -> tuple[Item, ...]:
        return self._items.get((requirement, unit), ())


def items(workspace: Workspace, bid: Bid, today: date, shelf: Shelf) -> tuple[Item, ...]:
    """Everything owed to the bid on that day, with what has been filed."""
    return _items(workspace, bid, today, shelf, is_excused=False)


def excused_items(workspace: Workspace, bid: Bid, today: date, shelf: Shelf) -> tuple[Item, ...]:
    """What would be owed if it did not count that it does not concern the unit: the statements of that."""
    if not any(entry.requirement for entry in workspace.waivers.not_involved):
        return ()
    return _items(workspace, bid, today, shelf, is_excused=True)


def _items(
    workspace: Workspace, bid: Bid, today: date, shelf: Shelf, *, is_excused: bool
) -> tuple[Item, ...]:
    recognitions = Recognitions(workspace, today, shelf)
    figures = Figures(workspace, bid, today, recognitions)
    return tuple(
        _item(workspace, bid, today, shelf, requirement, unit)
        for requirement in owed_requirements(workspace, bid, figures)
        for unit in workspace.owing(requirement)
        if recognitions.of_requirement(requirement.no, unit) is is_excused
    )


def owed_requirements(
    workspace: Workspace, bid: Bid, figures: Figures | None = None
) -> Iterator[Requirement]:
    """The requirements of boxes, and of the indicators that a row of the bid's standard touches.

    The statement of non-involvement (`-0`) is owed where no row applies to the county, or nothing that a row asks
    for is declared to concern it; once that is recognised, nothing else is. Without figures nothing is.
    """
    declared = Figures(workspace, bid, date.min, Declarations(workspace))
    vetoes = {
        veto.id for veto in workspace.vetoes_of(bid) if workspace.county.fits(veto.applies_if) is not False
    }
    for box in workspace.boxes:
        yield from (
            requirement
            for requirement in box.requirements
            if (requirement.veto is None or requirement.veto in vetoes)
            and _is_asked_of(bid, requirement, workspace)
        )
    rows = rows_by_indicator(workspace, bid)
    for indicator in workspace.indicators:
        touching = rows.get(indicator.id, ())
        if not touching:
            continue
        own = {measure.id for measure in indicator.measures}
        asked = [
            own & set(row.targets) for row in touching if workspace.county.fits(row.applies_if) is not False
        ]
        for requirement in indicator.requirements:
            if requirement.is_not_involved_statement:
                is_owed = all(declared.excludes(measures) for measures in asked)
            else:
                has_statement = any(r.is_not_involved_statement for r in indicator.requirements)
                is_owed = bool(asked) and not (
                    has_statement and figures and all(figures.excludes(m) for m in asked)
                )
            if is_owed:
                yield requirement


def _is_asked_of(bid: Bid, requirement: Requirement, workspace: Workspace) -> bool:
    """Whether a kind of document outside the indicators is asked of a bid.

    A re-assessment is no application: of what belongs to a bid it asks for the vetoes' proof, and for what a gate of
    its own phases names.
    """
    if not bid.recheck or requirement.veto or not workspace.calendar.is_of_bid(requirement):
        return True
    return any(
        {requirement.no, requirement.box} & set(phase.gate)
        for phase in workspace.phases
        if phase.bid == bid.id
    )


def rows_by_indicator(workspace: Workspace, bid: Bid) -> Mapping[str, tuple[Row, ...]]:
    """The rows of the bid's standard that ask something of each indicator's measures."""
    found: dict[str, dict[str, Row]] = {}
    for row in workspace.rows_of(bid):
        for measure_id in row.targets:
            indicator = workspace.indicator_of_measure.get(measure_id)
            if indicator:
                found.setdefault(indicator.id, {})[row.no] = row
    return {indicator_id: tuple(rows.values()) for indicator_id, rows in found.items()}


def due_date(workspace: Workspace, bid: Bid, requirement: Requirement, unit: str) -> date | None:
    """The day a document is due before extensions.

    Its own; else, when a phase's gate names it, the day of that phase, or its last; else the day of the bid's
    first phase with one; else that of the application. A day before the bid began is another bid's, and so is a
    phase of another bid.
    """
    kind = workspace.units[unit].kind
    own = requirement.due.of(kind) if requirement.due else None
    asked = {requirement.no, requirement.box}
    gates = (
        (phase.due.of(kind) if phase.due else None) or phase.end
        for phase in workspace.calendar.phases_of(bid)
        if asked & set(phase.gate)
    )
    began = workspace.calendar.began(bid)
    days = (day for day in (own, *gates) if day is not None and day >= began)
    return next(days, None) or figures_due(workspace, bid, unit)


def figures_due(workspace: Workspace, bid: Bid, unit: str) -> date | None:
    """The day a unit's figures are due: that of the bid's first phase with one, else that of the application.

    A day within the assessed year is passed over where the application comes after that year: the results of a year
    is not owed before it has ended.
    """
    day, applies = _phase_due(workspace, bid, unit), bid.apply or bid.due
    if day is not None and applies is not None and day.year <= bid.assessed < applies.year:
        return applies
    return day or applies


def _phase_due(workspace: Workspace, bid: Bid, unit: str) -> date | None:
    phases = (phase for phase in workspace.phases if phase.bid == bid.id and phase.due is not None)
    first = next(phases, None)
    return first.due.of(workspace.units[unit].kind) if first and first.due else None


def extension_of(
    workspace: Workspace, bid: Bid, unit: str, requirement: str, today: date
) -> Extension | None:
    """The longest extension that another unit had granted by a day, but for those that ended before the bid began."""
    began = workspace.calendar.began(bid)
    granted = (
        extension
        for extension in workspace.extensions(requirement, unit)
        if extension.granted <= today and extension.until >= began and extension.by != unit
    )
    return max(granted, key=lambda extension: extension.until, default=None)


def _item(
    workspace: Workspace, bid: Bid, today: date, shelf: Shelf, requirement: Requirement, unit: str
) -> Item:
    extension = extension_of(workspace, bid, unit, requirement.no, today)
    holder = workspace.holders[requirement.no]
    return Item(
        requirement=requirement,
        holder=holder,
        unit=unit,
        need=requirement.need_of(workspace.units[unit].kind),
        due=extension.until if extension else due_date(workspace, bid, requirement, unit),
        slots=tuple(
            _slot(workspace, bid, today, shelf, requirement, unit, holder, year)
            for year in years_of(requirement, bid)
        ),
        extension=extension,
        began=workspace.calendar.began(bid),
    )


def _slot(
    workspace: Workspace,
    bid: Bid,
    today: date,
    shelf: Shelf,
    requirement: Requirement,
    unit: str,
    holder: Holder,
    year: int | None,
) -> Slot:
    reference = Reference(requirement.no, year, unit)
    registered = shelf.documents(reference)
    documents = tuple(
        document
        for document in registered
        if document.had_come(today) and workspace.calendar.serves(requirement, bid, document)
    )
    known = {document.file for document in documents}
    others = {document.file for document in registered} - known
    is_of_bid = workspace.calendar.is_of_bid(requirement)
    files = tuple(
        file
        for file in shelf.files(reference)
        if file.path not in others
        and file.delivery not in others
        and (
            not is_of_bid
            or not known.isdisjoint((file.path, file.delivery))
            or _belongs(workspace, bid, file)
        )
    )
    seen = [document.see for document in documents if document.see]
    held = [file for file in files if can_prove(file)]
    shortfalls = _shortfalls(requirement, held)
    referred = [file for see in seen for file in shelf.came(at(see, unit), today)]
    if any(can_prove(file) for file in referred):
        return Slot(year, Presence.PRESENT, files, documents)
    if held and not shortfalls:
        presence = Presence.PRESENT
    elif _is_waived(workspace, today, requirement, unit, holder, year):
        presence = Presence.WAIVED
    elif held:
        presence = Presence.INCOMPLETE
    elif files or referred:
        is_empty = all(map(is_blank, (*files, *referred)))
        presence = Presence.EMPTY if is_empty else Presence.UNUSABLE
    else:
        presence = Presence.MISSING
    return Slot(year, presence, files, documents, shortfalls if presence is Presence.INCOMPLETE else ())


def _belongs(workspace: Workspace, bid: Bid, file: EvidenceFile) -> bool:
    """Whether a file that is not in the register counts for a bid, by the year of its folder."""
    day = date(max(file.years), 1, 1) if file.years else None
    return workspace.calendar.belongs(bid, None, day)


def _shortfalls(requirement: Requirement, files: list[EvidenceFile]) -> tuple[Shortfall, ...]:
    """What is missing: every event must be complete by itself, and there must be as many as asked."""
    deliveries: dict[str, list[EvidenceFile]] = {}
    for file in files:
        deliveries.setdefault(file.delivery if requirement.parts or file.event else file.path, []).append(
            file
        )
    shortfalls = [
        Shortfall(delivery, part, there, part.at_least)
        for delivery, held in deliveries.items()
        for part in requirement.parts
        if (there := sum(file.part == part.no for file in held)) < part.at_least
    ]
    if files and len(deliveries) < requirement.at_least:
        shortfalls.append(Shortfall("", None, len(deliveries), requirement.at_least))
    return tuple(shortfalls)


def is_there(reference: Reference, unit: str, owing: OwedIndex, shelf: Shelf, today: date) -> bool:
    """Whether a document was there on a day, itself or as one that it refers to (互见); one that is owed, as a whole."""
    owed = {
        slot.presence
        for item in owing.of(reference.requirement, reference.unit or unit)
        for slot in item.slots
        if reference.year in (slot.year, None)
    }
    if Presence.PRESENT in owed:
        return True
    return not owed & {Presence.INCOMPLETE, Presence.WAIVED} and shelf.proves(reference, unit, today)


def _is_waived(
    workspace: Workspace, today: date, requirement: Requirement, unit: str, holder: Holder, year: int | None
) -> bool:
    indicator = holder.id if isinstance(holder, Indicator) else None
    return any(
        waiver.is_in_force(today)
        and waiver.by != unit
        and waiver.scope.year in (year, None)
        and waiver.scope.indicator in (indicator, None)
        and waiver.scope.measure is None
        for waiver in workspace.waiver_index.of(MISSING_RULE, requirement.no, unit)
    )
