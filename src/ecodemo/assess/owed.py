"""What is owed to a bid, by whom, by when, and what of it lies there. The one definition for all commands.

An item is one requirement times one unit, with all its years.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ecodemo.model.county import Bid
from ecodemo.model.evidence import Condition, EvidenceFile
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
    """What lies there for one year of an item."""

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

    @property
    def is_required(self) -> bool:
        return self.need is Need.REQUIRED

    @property
    def lacking(self) -> tuple[Slot, ...]:
        return tuple(slot for slot in self.slots if slot.presence in _LACKING)

    @property
    def is_complete(self) -> bool:
        return not self.lacking


def years_of(requirement: Requirement, bid: Bid) -> tuple[int | None, ...]:
    """The years of a requirement under a bid, oldest first; `(None,)` where years do not matter."""
    match requirement.years:
        case "once":
            return (None,)
        case "each":
            return bid.span
        case "latest":
            return (bid.assessed,)
        case "base":
            return (bid.base,) if bid.base else ()
        case listed:
            named = {"base": bid.base, "latest": bid.assessed}
            resolved = {named.get(year) if isinstance(year, str) else year for year in listed}
            return tuple(sorted(year for year in resolved if year is not None))


def items(workspace: Workspace, bid: Bid, today: date, files: Iterable[EvidenceFile]) -> tuple[Item, ...]:
    """Everything owed to the bid on that day, with what lies there."""
    shelf = _Shelf(workspace, files)
    return tuple(
        _item(workspace, bid, today, shelf, requirement, unit)
        for requirement in owed_requirements(workspace, bid)
        for unit in workspace.owing(requirement)
        if not is_recognised_not_involved(workspace, requirement.no, unit, today)
    )


def owed_requirements(workspace: Workspace, bid: Bid) -> Iterator[Requirement]:
    """The requirements of boxes, and of the indicators that a row of the bid's standard touches.

    Where no row applies to the county, only the statement of non-involvement (`-0`) is owed.
    """
    vetoes = {
        veto.id for veto in workspace.vetoes_of(bid) if workspace.county.fits(veto.applies_if) is not False
    }
    for box in workspace.boxes:
        yield from (r for r in box.requirements if r.veto is None or r.veto in vetoes)
    rows = rows_by_indicator(workspace, bid)
    for indicator in workspace.indicators:
        touching = rows.get(indicator.id, ())
        if not touching:
            continue
        applies = any(workspace.county.fits(row.applies_if) is not False for row in touching)
        yield from (r for r in indicator.requirements if r.is_not_involved_statement != applies)


def rows_by_indicator(workspace: Workspace, bid: Bid) -> Mapping[str, tuple[Row, ...]]:
    """The rows of the bid's standard that ask something of each indicator's measures."""
    found: dict[str, dict[str, Row]] = {}
    for row in workspace.rows_of(bid):
        for measure_id in row.targets:
            indicator = workspace.indicator_of_measure.get(measure_id)
            if indicator:
                found.setdefault(indicator.id, {})[row.no] = row
    return {indicator_id: tuple(rows.values()) for indicator_id, rows in found.items()}


def is_recognised_not_involved(workspace: Workspace, requirement: str, unit: str, today: date) -> bool:
    """Whether another unit had recognised by that day that the requirement does not concern the unit."""
    return any(
        entry.requirement == requirement and entry.unit in (unit, None) and entry.is_recognised(today, unit)
        for entry in workspace.waivers.not_involved
    )


def due_date(workspace: Workspace, bid: Bid, requirement: Requirement, unit: str) -> date | None:
    """The day a document is due before extensions.

    Its own; else, when a phase's gate names it, the day of that phase, or its last; else the day of the bid's
    first phase with one; else that of the application. A day before the bid began is another bid's.
    """
    kind = workspace.units[unit].kind
    own = requirement.due.of(kind) if requirement.due else None
    asked = {requirement.no, requirement.box}
    gates = (
        (phase.due.of(kind) if phase.due else None) or phase.end
        for phase in workspace.phases
        if asked & set(phase.gate)
    )
    began = workspace.began(bid)
    days = (day for day in (own, *gates) if day is not None and day >= began)
    return next(days, None) or figures_due(workspace, bid, unit)


def figures_due(workspace: Workspace, bid: Bid, unit: str) -> date | None:
    """The day a unit's figures are due: that of the bid's first phase with one, else that of the application."""
    return _phase_due(workspace, bid, unit) or bid.apply or bid.due


def _phase_due(workspace: Workspace, bid: Bid, unit: str) -> date | None:
    phases = (phase for phase in workspace.phases if phase.bid == bid.id and phase.due is not None)
    first = next(phases, None)
    return first.due.of(workspace.units[unit].kind) if first and first.due else None


def extension_of(workspace: Workspace, unit: str, requirement: str, today: date) -> Extension | None:
    """The longest extension that another unit had granted by a day."""
    granted = (
        extension
        for extension in workspace.waivers.extensions
        if extension.unit == unit
        and extension.requirement == requirement
        and extension.granted <= today
        and extension.by != unit
    )
    return max(granted, key=lambda extension: extension.until, default=None)


def _item(
    workspace: Workspace, bid: Bid, today: date, shelf: _Shelf, requirement: Requirement, unit: str
) -> Item:
    extension = extension_of(workspace, unit, requirement.no, today)
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
    )


def _slot(
    workspace: Workspace,
    bid: Bid,
    today: date,
    shelf: _Shelf,
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
        if workspace.serves(requirement, bid, document.received or document.issued)
    )
    came = tuple(document for document in documents if has_come(document, today))
    others = {document.file for document in registered} - {document.file for document in came}
    files = tuple(
        file
        for file in shelf.files(reference)
        if not {file.path, file.delivery} & others
        and workspace.serves(requirement, bid, date(max(file.years), 12, 31) if file.years else None)
    )
    seen = [document.see for document in came if document.see]
    held = [file for file in files if can_prove(file)]
    shortfalls = _shortfalls(requirement, held)
    referred = [file for see in seen for file in shelf.files(_at(see, unit))]
    if any(can_prove(file) for file in referred):
        return Slot(year, Presence.PRESENT, files, documents)
    if held and not shortfalls:
        presence = Presence.PRESENT
    elif _is_waived(workspace, today, requirement, unit, holder, year):
        presence = Presence.WAIVED
    elif held:
        presence = Presence.INCOMPLETE
    elif files or referred:
        is_empty = not any(file.size for file in (*files, *referred))
        presence = Presence.EMPTY if is_empty else Presence.UNUSABLE
    else:
        presence = Presence.MISSING
    return Slot(year, presence, files, documents, shortfalls if presence is Presence.INCOMPLETE else ())


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


def is_there(reference: Reference, unit: str, items: Iterable[Item], files: Iterable[EvidenceFile]) -> bool:
    """Whether a document lies there, itself or as one that it refers to (互见)."""
    unit = reference.unit or unit
    return any(
        slot.presence is Presence.PRESENT and (reference.year is None or slot.year == reference.year)
        for item in items
        if item.requirement.no == reference.requirement and item.unit == unit
        for slot in item.slots
    ) or any(
        file.requirement == reference.requirement
        and file.unit == unit
        and (reference.year is None or reference.year in file.years)
        for file in files
        if can_prove(file)
    )


def can_prove(file: EvidenceFile) -> bool:
    """Whether there is something in it, and it opens as far as is known."""
    return file.size > 0 and (file.facts is None or file.facts.condition is Condition.SOUND)


def has_come(document: Document, today: date) -> bool:
    """Whether the office had it by a day; what was registered without a day always counts."""
    return document.received is None or document.received <= today


def _at(see: Reference, unit: str) -> Reference:
    return see if see.unit else Reference(see.requirement, see.year, unit)


def _is_waived(
    workspace: Workspace, today: date, requirement: Requirement, unit: str, holder: Holder, year: int | None
) -> bool:
    indicator = holder.id if isinstance(holder, Indicator) else None
    return any(
        waiver.rule == MISSING_RULE
        and waiver.is_in_force(today)
        and waiver.by != unit
        and waiver.scope.requirement in (requirement.no, None)
        and waiver.scope.unit in (unit, None)
        and waiver.scope.year in (year, None)
        and waiver.scope.indicator in (indicator, None)
        and waiver.scope.measure is None
        for waiver in workspace.waivers.waivers
    )


class _Shelf:
    """Files and register entries by requirement and unit."""

    def __init__(self, workspace: Workspace, files: Iterable[EvidenceFile]) -> None:
        self._files: dict[tuple[str, str], list[EvidenceFile]] = {}
        for file in files:
            if file.requirement and file.unit:
                self._files.setdefault((file.requirement, file.unit), []).append(file)
        self._documents: dict[tuple[str, str], list[Document]] = {}
        for unit, _, document in workspace.documents():
            self._documents.setdefault((document.requirement, unit), []).append(document)

    def files(self, reference: Reference) -> tuple[EvidenceFile, ...]:
        found = self._files.get((reference.requirement, reference.unit or ""), [])
        return tuple(file for file in found if reference.year is None or reference.year in file.years)

    def documents(self, reference: Reference) -> tuple[Document, ...]:
        found = self._documents.get((reference.requirement, reference.unit or ""), [])
        return tuple(entry for entry in found if reference.year is None or reference.year in entry.years)
