"""The evidence as things that can be counted: what the items of 四性检测 look at, and what they cannot look at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import Enum, auto
from functools import cached_property

from ecodemo.assess.bid import Assessment
from ecodemo.assess.citation import Citations, place_of
from ecodemo.assess.owed import Presence
from ecodemo.assess.review import ReviewState
from ecodemo.check.session import CheckResult
from ecodemo.model import reading
from ecodemo.model.evidence import Condition, EvidenceFile, Searchable
from ecodemo.model.finding import Finding
from ecodemo.model.progress import Document
from ecodemo.report.contents.catalogue_entries import CatalogueEntry, entries
from ecodemo.rules import CRASHED

_FOLDER = "evidence/"
_PROGRESS = "data/progress/"
_DECIDED = (ReviewState.ACCEPTED, ReviewState.VOID)
_NOT_COMPARABLE = (reading.NOT_SEARCHABLE, reading.NOT_COMPUTED)


class PropertyKind(Enum):
    """What an item counts, and so how a finding names those it is about."""

    FILES = auto()
    """Files below evidence/, by their paths; of a folder it is all files in it."""
    FOLDERS = auto()
    """Folders below evidence/."""
    DOCUMENTS = auto()
    """Years of documents owed."""
    ENTRIES = auto()
    """Entries of the register, and figures: places in data/progress."""
    LINES = auto()
    """Lines of evidence.sha256 and evidence.facts.csv."""


class Evidence:
    """One survey with its assessment and findings. Files are named by their paths, other things by keys of their own."""

    def __init__(self, result: CheckResult, assessment: Assessment) -> None:
        self.result = result
        self.assessment = assessment
        self.survey = result.survey

    @cached_property
    def files(self) -> Mapping[str, EvidenceFile]:
        return {file.path: file for file in self.survey.files}

    @cached_property
    def filed(self) -> tuple[str, ...]:
        """Those whose number and unit are known."""
        return tuple(path for path, file in self.files.items() if file.requirement and file.unit)

    @cached_property
    def folders(self) -> tuple[str, ...]:
        """The folders of those whose number is known; an event with all its parts is one."""
        numbered = (file for file in self.files.values() if file.requirement)
        return tuple(dict.fromkeys(file.event or file.path.rpartition("/")[0] for file in numbered))

    @cached_property
    def locked(self) -> tuple[str, ...]:
        return tuple(self.survey.lock or ())

    @cached_property
    def not_locked(self) -> tuple[str, ...]:
        """Files whose own bytes were not compared with the lock: not locked, not readable, or only pointed at."""
        lock = self.survey.lock or {}
        return tuple(
            path
            for path, file in self.files.items()
            if path not in lock or not file.sha256 or file.is_pointer
        )

    @cached_property
    def undated(self) -> tuple[str, ...]:
        """Entries of the lock of which nobody knows when they were locked, so that a rewriting would not show."""
        lock, days = self.survey.lock or {}, self.survey.recorded
        return tuple(path for path, sha256 in lock.items() if sha256 not in days)

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """Lines of the lock, and those of it and of the facts that cannot be understood."""
        return (*self.locked, *(f"{line.file}:{line.line}" for line in self.survey.bad_lines))

    @cached_property
    def unknown(self) -> tuple[str, ...]:
        """Files of whose content nothing is known."""
        return tuple(path for path, file in self.files.items() if not file.is_empty and file.facts is None)

    @cached_property
    def elsewhere(self) -> tuple[str, ...]:
        """Files of which only a pointer is here."""
        return tuple(path for path, file in self.files.items() if file.is_pointer)

    @cached_property
    def closed(self) -> tuple[str, ...]:
        """Files that nobody can look into: nothing is known of them, or they do not open."""
        shut = (
            path
            for path, file in self.files.items()
            if file.facts and file.facts.condition is not Condition.SOUND
        )
        return (*self.unknown, *shut)

    @cached_property
    def paged(self) -> tuple[str, ...]:
        """Files that say how many pages they have, and those that may."""
        known = (path for path, file in self.files.items() if file.facts and file.facts.pages is not None)
        return tuple(dict.fromkeys((*known, *self.closed)))

    @cached_property
    def pictures(self) -> tuple[str, ...]:
        """Files that are pictures, and those that may be."""
        known = (path for path, file in self.files.items() if file.facts and file.facts.width)
        return tuple(dict.fromkeys((*known, *self.unknown)))

    @cached_property
    def unsearched(self) -> tuple[str, ...]:
        """Files whose words could not be searched, or not all of them; an empty or blank file has none."""
        return tuple(
            path for path, file in self.files.items() if not file.is_empty and not _is_searched(file)
        )

    @cached_property
    def owed(self) -> tuple[str, ...]:
        """Years of required documents."""
        return tuple(
            _slot_key(item.requirement.no, slot.year, item.unit)
            for item in self.assessment.items
            if item.is_required
            for slot in item.slots
        )

    @cached_property
    def not_yet_due(self) -> tuple[str, ...]:
        """Those that are not there, and of which it is too early to say that they are missing."""
        return tuple(
            _slot_key(item.requirement.no, slot.year, item.unit)
            for item in self.assessment.items
            if item.is_required and not (item.due and item.due < self.assessment.today)
            for slot in item.lacking
        )

    @cached_property
    def compound(self) -> tuple[str, ...]:
        """Years of required documents that are several files, and of which something is there."""
        return tuple(
            _slot_key(item.requirement.no, slot.year, item.unit)
            for item in self.assessment.items
            if item.is_required and (item.requirement.parts or item.requirement.at_least > 1)
            for slot in item.slots
            if slot.presence in (Presence.PRESENT, Presence.INCOMPLETE) and slot.files
        )

    @cached_property
    def compound_not_yet_due(self) -> tuple[str, ...]:
        early = frozenset(self.not_yet_due)
        return tuple(key for key in self.compound if key in early)

    @cached_property
    def reviewed(self) -> tuple[str, ...]:
        """Years of documents that were accepted, whether or not the bytes are still those."""
        return tuple(
            _slot_key(timing.item.requirement.no, slot.year, timing.item.unit)
            for timing in self.assessment.timings
            for slot in timing.slots
            if slot.review in _DECIDED
        )

    @cached_property
    def register(self) -> Mapping[str, Document]:
        """The entries of the register that name a file."""
        documents = self.assessment.workspace.documents()
        return {f"{unit}/{index}": document for unit, index, document in documents if document.file}

    @cached_property
    def numbered(self) -> tuple[str, ...]:
        """Entries with a 文号."""
        return tuple(key for key, document in self.register.items() if document.number)

    @cached_property
    def numbers_unseen(self) -> tuple[str, ...]:
        """Those on whose files no 文号 could be read, be it that they are scans."""
        return tuple(
            key
            for key in self.numbered
            if not any(self._numbers_on(path) for path in self.below(self.register[key].file))
        )

    def _numbers_on(self, path: str) -> tuple[str, ...]:
        facts = self.files[path].facts
        return facts.numbers if facts else ()

    @cached_property
    def dated(self) -> tuple[str, ...]:
        """Entries that say when the document was written and which years it proves, and photographs with a day."""
        requirements = self.assessment.workspace.requirements
        written = (
            key
            for key, entry in self.register.items()
            if entry.issued and entry.years and requirements[entry.requirement].years != "once"
        )
        taken = (path for path, file in self.files.items() if file.facts and file.facts.taken and file.years)
        return (*written, *taken)

    @cached_property
    def limited(self) -> tuple[str, ...]:
        """Entries that say from when to when the document is valid."""
        return tuple(key for key, entry in self.register.items() if entry.valid)

    @cached_property
    def cited(self) -> Mapping[str, bool]:
        """Figures that name a cell or a page of their proof, and whether something comparable was read there."""
        citations = Citations(self.assessment.workspace, self.survey.files)
        return {
            f"{reported.unit}/{reported.index}": any(
                file.readings.get(place, reading.NOT_SEARCHABLE) not in _NOT_COMPARABLE
                for file in citations.of(reported)
            )
            for reports in self.assessment.workspace.observations.values()
            for reported in reports
            if reported.observation.value is not None and (place := place_of(reported.observation))
        }

    @cached_property
    def written(self) -> tuple[str, ...]:
        """Everything that units have reported."""
        return tuple(
            f"{unit}/{kind}/{index}"
            for unit, progress in self.assessment.workspace.progress.items()
            for kind in ("observations", "assigned", "vetoes", "statements", "documents")
            for index in range(len(getattr(progress, kind)))
        )

    @cached_property
    def catalogue(self) -> tuple[CatalogueEntry, ...]:
        return entries(self.assessment)

    def ran(self, code: str) -> bool:
        """Whether the rule looked at everything and ran to its end."""
        return code in self.result.codes and code not in self._crashed and not self.result.filtered

    @cached_property
    def _crashed(self) -> frozenset[str]:
        crashes = (finding for finding in self.result.findings if finding.code == CRASHED.code)
        return frozenset(str(finding.message.values.get("rule")) for finding in crashes)

    def findings(self, codes: Iterable[str]) -> tuple[Finding, ...]:
        """What the rules found, also where a waiver covers it."""
        wanted = frozenset(codes)
        return tuple(f for f in (*self.result.findings, *self.result.waived) if f.code in wanted)

    def named_by(self, finding: Finding, kind: PropertyKind) -> tuple[str, ...]:
        """The things that a finding is about; where it names none of the kind, a placeholder."""
        return tuple(self._named_by(finding, kind)) or (str(finding.position),)

    def _named_by(self, finding: Finding, kind: PropertyKind) -> Iterator[str]:
        places = (finding.position, *finding.related)
        match kind:
            case PropertyKind.FILES:
                for place in places:
                    if place.file.startswith(_FOLDER):
                        path = place.file.removeprefix(_FOLDER)
                        yield from self.below(path) or (path,)
            case PropertyKind.FOLDERS:
                yield from (
                    place.file.removeprefix(_FOLDER) for place in places if place.file.startswith(_FOLDER)
                )
            case PropertyKind.DOCUMENTS:
                about = finding.about
                unit = finding.message.values.get("unit", about.unit or "")
                yield from (_slot_key(about.requirement or "", year, unit) for year in about.years or (None,))
            case PropertyKind.ENTRIES:
                yield from (str(place) for place in places if place.file.startswith(_PROGRESS))
            case PropertyKind.LINES:
                yield from map(str, places)

    def below(self, path: str) -> tuple[str, ...]:
        """The file of that path, or all files of that folder."""
        if path in self.files:
            return (path,)
        return self._by_folder.get(path, ())

    @cached_property
    def _by_folder(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for path in self.files:
            folder = path
            while "/" in folder:
                folder = folder.rpartition("/")[0]
                found.setdefault(folder, []).append(path)
        return {folder: tuple(paths) for folder, paths in found.items()}


def _slot_key(requirement: str, year: int | None, unit: object) -> str:
    return f"{requirement}/{year}@{unit}"


def _is_searched(file: EvidenceFile) -> bool:
    facts = file.facts
    if facts is None or facts.condition is not Condition.SOUND:
        return False
    return facts.searchable is Searchable.TEXT or (facts.searchable is None and bool(facts.blank_pages))
