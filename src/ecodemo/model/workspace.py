"""Everything the data say, put together, with the look-ups that judging and checking share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from ecodemo.model.bid_calendar import BidCalendar
from ecodemo.model.contact import Contact
from ecodemo.model.county import Bid, County, Phase, ReviewSettings
from ecodemo.model.drawn_sample import DrawnSample
from ecodemo.model.evidence import EvidenceFile
from ecodemo.model.finding import Subject
from ecodemo.model.grouped import grouped
from ecodemo.model.indicator import Holder, Indicator, Measure
from ecodemo.model.message import Name
from ecodemo.model.name_lookup import NameLookup
from ecodemo.model.objection import Objection
from ecodemo.model.opinion import OpinionRound
from ecodemo.model.organisation import Department, Group, Township, Unit, UnitKind
from ecodemo.model.progress import Assignment, Document, Progress
from ecodemo.model.project import Project
from ecodemo.model.rectification import RectificationEntry
from ecodemo.model.reference import Reference
from ecodemo.model.reported import Reported
from ecodemo.model.requirement import Box, Requirement
from ecodemo.model.role import FORMER_OFFICE, DepartmentRole, RequirementRole, role_by_name
from ecodemo.model.site import Site
from ecodemo.model.standard import Row, Standard, Veto
from ecodemo.model.upload import Upload, UploadedFile
from ecodemo.model.waiver import Extension, NotInvolved, WaiverIndex, Waivers

EVERYONE = "everyone"
LEAD = "lead"


@dataclass(frozen=True)
class Workspace:
    """A county's data after loading: references hold, ids are unique."""

    county: County
    bids: tuple[Bid, ...]
    phases: tuple[Phase, ...]
    standards: Mapping[str, Standard]
    shared_measures: tuple[Measure, ...]
    boxes: tuple[Box, ...]
    indicators: tuple[Indicator, ...]
    groups: tuple[Group, ...]
    departments: tuple[Department, ...]
    townships: tuple[Township, ...]
    progress: Mapping[str, Progress]
    rectification: tuple[RectificationEntry, ...] = ()
    projects: tuple[Project, ...] = ()
    objections: tuple[Objection, ...] = ()
    sites: tuple[Site, ...] = ()
    """Places that assessors visit, in the order of the route."""
    opinions: tuple[OpinionRound, ...] = ()
    samples: tuple[DrawnSample, ...] = ()
    upload: Upload = field(default_factory=Upload)
    """The items of the system of the higher authority; without items where there is none."""
    uploaded: tuple[UploadedFile, ...] = ()
    waivers: Waivers = field(default_factory=Waivers)
    contacts: Mapping[str, Contact] = field(default_factory=dict, repr=False)
    """Whom to call, by unit; only what is sent to that very unit shows it."""
    review: ReviewSettings = field(default_factory=ReviewSettings)
    language: str = "zh"
    today: date | None = None
    example: bool = False
    known_until: date | None = None
    """What came later is left out of figures and assignments: looking back knows nothing of it."""

    @cached_property
    def units(self) -> Mapping[str, Unit]:
        units: tuple[Unit, ...] = (*self.departments, *self.townships)
        return {unit.id: unit for unit in units}

    @cached_property
    def measures(self) -> Mapping[str, Measure]:
        listed = (
            *self.shared_measures,
            *(measure for indicator in self.indicators for measure in indicator.measures),
        )
        return {measure.id: measure for measure in listed}

    @cached_property
    def indicator_of_measure(self) -> Mapping[str, Indicator]:
        """The indicator of each measure; shared measures have none."""
        return {measure.id: indicator for indicator in self.indicators for measure in indicator.measures}

    @cached_property
    def holders(self) -> Mapping[str, Holder]:
        """The indicator or box of each requirement number."""
        holders: tuple[Holder, ...] = (*self.boxes, *self.indicators)
        return {requirement.no: holder for holder in holders for requirement in holder.requirements}

    @cached_property
    def requirements(self) -> Mapping[str, Requirement]:
        holders: tuple[Holder, ...] = (*self.boxes, *self.indicators)
        return {requirement.no: requirement for holder in holders for requirement in holder.requirements}

    @cached_property
    def office(self) -> str | None:
        """The bid office's id: it keeps the ledger and reviews what belongs to no indicator."""
        given = (unit.id for unit in self.departments if unit.role is DepartmentRole.OFFICE)
        return next(given, FORMER_OFFICE if FORMER_OFFICE in self.units else None)

    def in_role(self, role: RequirementRole) -> tuple[Requirement, ...]:
        """The kinds of document that are given a role; where none is, those that it is known by the name of."""
        return tuple(self.requirements[no] for no, its in self._roles.items() if its is role)

    def has_role(self, requirement: Requirement, role: RequirementRole) -> bool:
        return self._roles.get(requirement.no) is role

    @cached_property
    def _roles(self) -> Mapping[str, RequirementRole]:
        given = {no: requirement.role for no, requirement in self.requirements.items() if requirement.role}
        by_name = {no: role_by_name(requirement.name) for no, requirement in self.requirements.items()}
        return {no: role for no, role in by_name.items() if role and role not in given.values()} | given

    @cached_property
    def indicators_by_id(self) -> Mapping[str, Indicator]:
        return {indicator.id: indicator for indicator in self.indicators}

    @cached_property
    def lookup(self) -> NameLookup:
        return NameLookup(self.units, self.indicators, self.groups, self.phases, self.bids, self.registered)

    @cached_property
    def calendar(self) -> BidCalendar:
        return BidCalendar(self.bids, self.phases, self.boxes)

    def bid(self, bid_id: str) -> Bid:
        return next(bid for bid in self.bids if bid.id == bid_id)

    def phase(self, phase_id: str) -> Phase:
        return next(phase for phase in self.phases if phase.id == phase_id)

    def standard_of(self, bid: Bid) -> Standard:
        return self.standards[bid.standard]

    def text_of(self, standard: Standard) -> Standard:
        """The standard whose rows, vetoes and pass rule are used: itself, or the one it borrows from."""
        return self.text_of(self.standards[standard.rows_of]) if standard.rows_of else standard

    def rows_of(self, bid: Bid) -> tuple[Row, ...]:
        return self.text_of(self.standard_of(bid)).rows

    def vetoes_of(self, bid: Bid) -> tuple[Veto, ...]:
        """The vetoes that are judged."""
        return tuple(veto for veto in self.text_of(self.standard_of(bid)).vetoes if veto.counts)

    def label(self, unit_id: str) -> Name:
        unit = self.units.get(unit_id)
        return unit.label if unit else Name(unit_id)

    def named_units(self, words: Iterable[str], lead: str | None) -> tuple[str, ...]:
        """The units that `from` words name, in the order of the data, each once."""
        named: dict[str, None] = {}
        for word in words:
            named.update(dict.fromkeys(self._units_of_word(word, lead)))
        return tuple(named)

    def _units_of_word(self, word: str, lead: str | None) -> Iterator[str]:
        if word == LEAD:
            if lead:
                yield lead
        elif word == EVERYONE:
            yield from self.units
        elif word in set(UnitKind):
            yield from (unit.id for unit in self.units.values() if unit.kind == word)
        else:
            yield word

    def lead_of(self, measure_id: str) -> str | None:
        """Who answers for a measure: the lead of its indicator, or the one unit that reports a shared one."""
        indicator = self.indicator_of_measure.get(measure_id)
        if indicator:
            return indicator.lead
        named = self.measures[measure_id].reported_by
        return named[0] if named and named[0] in self.units else None

    def made_of(self, measure_ids: Iterable[str]) -> frozenset[str]:
        """The measures with all that they are computed from."""
        found: set[str] = set()
        pending = [measure_id for measure_id in measure_ids if measure_id in self.measures]
        while pending:
            measure_id = pending.pop()
            if measure_id not in found:
                found.add(measure_id)
                pending.extend(self.measures[measure_id].made_from)
        return frozenset(found)

    def reporters(self, measure_id: str) -> tuple[str, ...]:
        """The units whose parts make up a measure."""
        return self._reporters[measure_id]

    @cached_property
    def _reporters(self) -> Mapping[str, tuple[str, ...]]:
        return {
            measure.id: self.named_units(measure.reported_by, self.lead_of(measure.id))
            for measure in self.measures.values()
        }

    def quantities_in(self, requirement: Requirement) -> tuple[Measure, ...]:
        """The measures whose numbers are in a document, as it names them, else all of its indicator."""
        holder = self.holders[requirement.no]
        own = [measure.id for measure in holder.measures] if isinstance(holder, Indicator) else []
        named = (self.measures[measure_id] for measure_id in requirement.measures or own)
        return tuple(measure for measure in named if measure.no and not measure.states)

    def owing(self, requirement: Requirement) -> tuple[str, ...]:
        """The units that owe a requirement."""
        return self._owing[requirement.no]

    @cached_property
    def _owing(self) -> Mapping[str, tuple[str, ...]]:
        leads = {
            no: holder.lead if isinstance(holder, Indicator) else None for no, holder in self.holders.items()
        }
        return {no: self.named_units(r.owed_by, leads[no]) for no, r in self.requirements.items()}

    def declarers(self, entry: NotInvolved) -> tuple[str, ...]:
        """Who declares that something does not apply, or gave its figures by the day; recognising it is for another unit."""
        if entry.unit is not None:
            return (entry.unit,)
        if entry.requirement is not None:
            owing = self.owing(self.requirements[entry.requirement])
            return owing if len(owing) == 1 else ()
        if entry.measure is None:
            return ()
        reporters, lead = self.reporters(entry.measure), self.lead_of(entry.measure)
        declaring = reporters if len(reporters) == 1 else (lead,) if lead else ()
        gave = (
            reported.unit
            for (measure_id, _), reports in self.observations.items()
            for reported in reports
            if measure_id == entry.measure
        )
        return tuple(dict.fromkeys((*declaring, *gave)))

    def subject_of(self, file: EvidenceFile) -> Subject:
        """What a problem with a file is about."""
        holder = self.holders.get(file.requirement or "")
        return Subject(
            unit=file.unit,
            requirement=file.requirement,
            indicator=holder.id if isinstance(holder, Indicator) else None,
            years=file.years,
        )

    @cached_property
    def observations(self) -> Mapping[tuple[str, int], tuple[Reported, ...]]:
        """Who reported what, by measure and year."""
        return grouped(
            ((reported.observation.measure, reported.observation.year), reported)
            for unit in self.progress
            for reported in self.observed(unit)
        )

    def observations_of(self, measure_id: str) -> tuple[Reported, ...]:
        """Who reported what of a measure, in the order in which years are first named."""
        return self._observations_of.get(measure_id, ())

    @cached_property
    def _observations_of(self) -> Mapping[str, tuple[Reported, ...]]:
        return grouped(
            (measure_id, reported)
            for (measure_id, _), reports in self.observations.items()
            for reported in reports
        )

    def assignments_of(self, measure_id: str) -> tuple[tuple[str, int, Assignment], ...]:
        """What was assigned of a measure: whose register has it, its place in that list, and the entry."""
        return self._assignments_of.get(measure_id, ())

    @cached_property
    def _assignments_of(self) -> Mapping[str, tuple[tuple[str, int, Assignment], ...]]:
        return grouped(
            (assignment.measure, (unit, index, assignment))
            for unit, progress in self.progress.items()
            for index, assignment in enumerate(progress.assigned)
        )

    def reports(self, measure_id: str, year: int, unit: str) -> tuple[Reported, ...]:
        """What one unit reported of a measure for a year."""
        return self._reports.get((measure_id, year, unit), ())

    @cached_property
    def _reports(self) -> Mapping[tuple[str, int, str], tuple[Reported, ...]]:
        return grouped(
            ((*key, reported.unit), reported)
            for key, listed in self.observations.items()
            for reported in listed
        )

    def observed(self, unit: str) -> Iterator[Reported]:
        """What a unit had reported by the day that counts, in the order of its file."""
        progress = self.progress.get(unit)
        for index, observation in enumerate(progress.observations if progress else ()):
            known = observation.known_on(self.known_until) if self.known_until else observation
            if known is not None:
                yield Reported(unit, index, known)

    @property
    def days(self) -> Iterator[date]:
        """The days on which anything came, was reviewed, found or closed."""
        for progress in self.progress.values():
            yield from progress.days
        for _, _, document in self.documents():
            yield from document.days
        for entry in self.rectification:
            yield from (entry.found, entry.closed.on) if entry.closed else (entry.found,)

    def as_known_on(self, day: date) -> Workspace:
        """The workspace without the figures, corrections, assignments and answers that came after a day."""
        days = (known for progress in self.progress.values() for known in progress.days)
        if all(known <= day for known in days):
            return self
        progress = {unit: progress.with_register_of(day) for unit, progress in self.progress.items()}
        return replace(self, known_until=day, progress=progress)

    def knows(self, reported: date | None) -> bool:
        """Whether what came on a day is known on the day that counts; what has no day is."""
        return reported is None or self.known_until is None or reported <= self.known_until

    @property
    def undated(self) -> int:
        """How many figures, assignments and answers have no day, and so are known on every day."""
        days = (
            entry.reported
            for progress in self.progress.values()
            for entries in (progress.observations, progress.assigned, progress.vetoes)
            for entry in entries
        )
        return sum(day is None for day in days)

    @cached_property
    def waiver_index(self) -> WaiverIndex:
        return WaiverIndex(self.waivers.waivers)

    def extensions(self, requirement: str, unit: str) -> tuple[Extension, ...]:
        """What moves the due date of a requirement for a unit, whether it counts or not."""
        return self._extensions.get((requirement, unit), ())

    @cached_property
    def _extensions(self) -> Mapping[tuple[str, str], tuple[Extension, ...]]:
        return grouped(((entry.requirement, entry.unit), entry) for entry in self.waivers.extensions)

    def assignments(self, measure_id: str, year: int) -> tuple[Assignment, ...]:
        found = self._assignments.get((measure_id, year), ())
        return tuple(assignment for assignment in found if self.knows(assignment.reported))

    @cached_property
    def _assignments(self) -> Mapping[tuple[str, int], tuple[Assignment, ...]]:
        return grouped(
            ((assignment.measure, assignment.year), assignment)
            for progress in self.progress.values()
            for assignment in progress.assigned
        )

    @cached_property
    def registered(self) -> frozenset[tuple[str, str]]:
        """Every file, or event's folder, that a unit's own register has: unit and path."""
        return frozenset((unit, document.file) for unit, _, document in self.documents() if document.file)

    def entries(self, reference: Reference, unit: str) -> tuple[Document, ...]:
        """What the register has under a reference that `unit` wrote, or under any year where it names none."""
        found = self.entries_of(reference.requirement, reference.unit or unit)
        return tuple(
            document
            for document in found
            if reference.year is None or not document.years or reference.year in document.years
        )

    def entries_of(self, requirement: str, unit: str) -> tuple[Document, ...]:
        """What a unit's register has under a requirement."""
        return self._entries.get((requirement, unit), ())

    @cached_property
    def _entries(self) -> Mapping[tuple[str, str], tuple[Document, ...]]:
        return grouped(((document.requirement, unit), document) for unit, _, document in self.documents())

    def documents(self, until: date | None = None) -> Iterator[tuple[str, int, Document]]:
        """Every entry of the register, or those that had come by a day: unit, its place in that unit's list, entry."""
        for unit, progress in self.progress.items():
            for index, document in enumerate(progress.documents):
                if until is None or document.had_come(until):
                    yield unit, index, document
