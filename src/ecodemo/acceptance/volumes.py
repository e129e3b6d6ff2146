"""The volumes of a package in their order, each with its lines, references and gaps, and the place of every document in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import PurePosixPath

from ecodemo.acceptance import package_words as words
from ecodemo.acceptance.package_names import PackagePaths
from ecodemo.assess.bid import Assessment
from ecodemo.assess.owed import Item, Presence
from ecodemo.assess.row import RowJudgement
from ecodemo.assess.veto import VetoStanding
from ecodemo.language import Speaker
from ecodemo.model.evidence import EvidenceFile
from ecodemo.model.indicator import Holder
from ecodemo.model.requirement import Box
from ecodemo.report.catalogue.build_catalogue import issuer_of, number_of, title_of
from ecodemo.report.contents.catalogue_entries import entries
from ecodemo.report.contents.written_days import with_written_days
from ecodemo.report.indicator.proof_lines import PlacedEntry, placed_entries, with_years

_DATA = "data"
_VOLUME_ROOM, _GROUP_ROOM, _EVENT_ROOM = 60, 30, 40
"""Characters of the names of folders; what is left of a path belongs to the file."""
_ARCHIVES = frozenset({"zip", "rar", "7z", "tar", "gz", "bz2", "xz", "cab"})
_NUMBER = re.compile(r"^\d{2,3}-\d{1,2}(?:-\d{1,2})?[\s_.、．—-]*")


@dataclass(frozen=True, slots=True)
class VolumeLine:
    """A line of a volume: a document, or a reference to one elsewhere (互见)."""

    placed: PlacedEntry
    reference: str
    """档号: requirement and running number, or part of an event."""
    title: str
    path: str
    """In the package; of a reference, that of the sentence that says where the document is."""
    number: str
    issuer: str
    day: str
    secrecy: str
    targets: tuple[VolumeLine, ...] = ()
    """Of a reference, the documents that it leads to."""
    seen: str = ""
    """Of a reference, the number that the register names."""

    @property
    def is_reference(self) -> bool:
        return self.placed.entry.file is None

    @property
    def source(self) -> str:
        """The path of the document below evidence/; empty for a reference, and for an archive, which is not packed."""
        file = self.placed.entry.file
        return "" if file is None or is_archive(file) else file.path

    @property
    def pages(self) -> int | None:
        return None if self.is_reference else self.placed.pages


@dataclass(frozen=True, slots=True)
class Gap:
    """What is required and not there, and the sentence in its place."""

    words: str
    path: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Volume:
    """A folder of the material: a row of the standard with its boxes, or a box that belongs to none."""

    folder: str
    name: str
    title: str
    """Its name without numbers."""
    boxes: tuple[str, ...]
    lines: tuple[VolumeLine, ...]
    gaps: tuple[Gap, ...] = ()
    row: RowJudgement | None = None
    elsewhere: Mapping[str, tuple[str, str]] | None = None
    """Of boxes whose documents are with another row: its number and its folder."""
    leads: tuple[str, ...] = ()
    """The names of the units that lead its indicators."""

    @property
    def files(self) -> tuple[VolumeLine, ...]:
        return tuple(line for line in self.lines if line.source)


def build_volumes(assessment: Assessment, speaker: Speaker, paths: PackagePaths) -> tuple[Volume, ...]:
    """All volumes of the material: application, vetoes, then the rows in the order of the bid's standard."""
    return tuple(_VolumeBuilder(assessment, speaker, paths).volumes())


@dataclass(frozen=True, slots=True)
class _VolumePlace:
    """A folder before its lines are placed."""

    folder: str
    name: str
    title: str
    boxes: tuple[str, ...]
    row: RowJudgement | None = None
    elsewhere: Mapping[str, tuple[str, str]] | None = None


class _VolumeBuilder:
    def __init__(self, assessment: Assessment, speaker: Speaker, paths: PackagePaths) -> None:
        self._assessment, self._workspace = assessment, assessment.workspace
        self._speaker, self._paths = speaker, paths
        self._by_box: dict[str, list[PlacedEntry]] = {
            box: list(placed_entries(group))
            for box, group in groupby(entries(assessment), lambda entry: entry.item.holder.no)
        }
        self._documents = Counter(
            one.entry.number for placed in self._by_box.values() for one in placed if one.entry.file
        )
        self._events: dict[str, dict[str, int]] = {}
        """The number of each event among those of its requirement, by its folder."""
        for one in (one for placed in self._by_box.values() for one in placed):
            if one.entry.file and one.entry.file.event:
                events = self._events.setdefault(one.entry.number, {})
                events.setdefault(one.entry.file.event, len(events) + 1)
        self._alike: Counter[str] = Counter()
        """How often a part of an event came so far."""
        items = (*assessment.items, *assessment.excused)
        owing = {(item.requirement.no, item.unit) for item in items}
        self._units = Counter(requirement for requirement, _ in owing)
        self._boxes: dict[str, Holder] = {item.holder.no: item.holder for item in items}
        self._vetoes = {
            judged.requirement.no: judged for judged in assessment.vetoes if judged.requirement is not None
        }

    def volumes(self) -> Iterator[Volume]:
        places = list(self._places())
        documents = {
            (place.folder, box): [
                self._line(one, place) for one in self._by_box.get(box, []) if one.entry.file
            ]
            for place in places
            for box in place.boxes
        }
        held: dict[tuple[str, str], list[VolumeLine]] = {}
        for lines in documents.values():
            for line in lines:
                entry = line.placed.entry
                held.setdefault((entry.number, entry.item.unit), []).append(line)
        for place in places:
            lines = [
                line
                for box in place.boxes
                for line in (
                    *documents[place.folder, box],
                    *(
                        self._reference(one, place, held)
                        for one in self._by_box.get(box, [])
                        if one.entry.file is None
                    ),
                )
            ]
            order = {
                id(one): index for box in place.boxes for index, one in enumerate(self._by_box.get(box, []))
            }
            lines.sort(
                key=lambda line: (place.boxes.index(line.placed.entry.item.holder.no), order[id(line.placed)])
            )
            yield Volume(
                place.folder,
                place.name,
                place.title,
                place.boxes,
                tuple(lines),
                tuple(self._gaps(place)),
                place.row,
                place.elsewhere,
                self._leads(place.row),
            )

    def _places(self) -> Iterator[_VolumePlace]:
        of_rows = {indicator.no for judged in self._assessment.rows for indicator in judged.indicators}
        others = [holder for no, holder in self._boxes.items() if no not in of_rows]
        application = [box for box in others if not _is_of_vetoes(box)]
        for place, box in enumerate(application):
            top = f"{_DATA}/{words.APPLICATION}"
            name = f"{box.no} {self._speaker.say(box.label)}"
            folder = top if place == 0 else self._paths.folder(top, name, _VOLUME_ROOM)
            yield _VolumePlace(folder, name, self._speaker.say(box.label), (box.no,))
        if self._assessment.vetoes or len(application) < len(others):
            boxes = tuple(box.no for box in others if _is_of_vetoes(box))
            yield _VolumePlace(f"{_DATA}/{words.VETOES}", words.VETOES, words.VETOES_TITLE, boxes)
        taken: dict[str, tuple[str, str]] = {}
        for judged in self._assessment.rows:
            name = self._row_name(judged)
            folder = self._paths.folder(f"{_DATA}/{words.INDICATORS}", name, _VOLUME_ROOM)
            numbers = [indicator.no for indicator in judged.indicators]
            own = tuple(no for no in numbers if no not in taken)
            elsewhere = {no: taken[no] for no in numbers if no in taken}
            taken |= dict.fromkeys(own, (_row_number(judged.row.no), PurePosixPath(folder).name))
            yield _VolumePlace(folder, name, self._speaker.say(judged.row.label), own, judged, elsewhere)

    def _leads(self, judged: RowJudgement | None) -> tuple[str, ...]:
        leads = [indicator.lead for indicator in judged.indicators if indicator.lead] if judged else []
        return tuple(self._speaker.say(self._workspace.label(lead)) for lead in dict.fromkeys(leads))

    def _row_name(self, judged: RowJudgement) -> str:
        boxes = words.BETWEEN_BOXES.join(words.BOX.format(no=indicator.no) for indicator in judged.indicators)
        pattern = words.ROW if judged.applies else words.ROW_NOT_APPLICABLE
        name = self._speaker.say(judged.row.label)
        return pattern.format(no=_row_number(judged.row.no), name=name, boxes=boxes)

    def _line(self, one: PlacedEntry, place: _VolumePlace) -> VolumeLine:
        entry = one.entry
        file = entry.file
        assert file is not None  # noqa: S101 - only called for documents
        suffix = PurePosixPath(file.name).suffix
        title = self._title(one)
        no, folder = entry.number, place.folder
        if place.row is None and self._units[no] > 1:
            folder = self._group(folder, entry.item)
        if file.event:
            return self._event_line(one, folder, suffix)
        reference = one.reference
        if place.row is None and self._documents[no] == 1 and self._units[no] == 1:
            reference = no
        name = f"{reference} {title}{suffix}"
        if is_archive(file):
            name = words.ARCHIVE_NAME.format(name=f"{reference} {title}")
        return self._made(one, reference, title, self._paths.new(folder, name))

    def _event_line(self, one: PlacedEntry, folder: str, suffix: str) -> VolumeLine:
        """The parts of an event have a folder of their own, by number and name of the part."""
        entry, file = one.entry, one.entry.file
        assert file is not None and file.event is not None  # noqa: S101, PT018 - called for these
        no, requirement = entry.number, entry.item.requirement
        event = _NUMBER.sub("", PurePosixPath(file.event).name).strip()
        unit = f"{self._unit(entry.item.unit)} " if self._units[no] > 1 else ""
        # Where there are several, the number of the event keeps their parts apart.
        stem = no if len(self._events[no]) == 1 else f"{no}-{self._events[no][file.event]:02}"
        folder = self._paths.folder(folder, f"{stem} {unit}{event}", _EVENT_ROOM)
        part = next((part for part in requirement.parts if part.no == file.part), None)
        reference = f"{stem}-{part.no}" if part else one.reference
        self._alike[reference] += 1
        name = part.name if part else _NUMBER.sub("", PurePosixPath(file.name).stem).strip()
        title = with_written_days(f"{event}：{name}" if event else name, self._speaker.language)
        path = self._paths.new(folder, f"{reference} {name}{suffix}")
        if self._alike[reference] > 1:
            reference = words.SAME_PART.format(reference=reference, number=self._alike[reference])
        return self._made(one, reference, title, path)

    def _made(self, one: PlacedEntry, reference: str, title: str, path: str) -> VolumeLine:
        document = one.entry.document
        return VolumeLine(
            placed=one,
            reference=reference,
            title=title,
            path=path,
            number=number_of(document),
            issuer=issuer_of(one.entry, self._workspace),
            day=f"{document.issued:%Y%m%d}" if document and document.issued else "",
            secrecy=document.secrecy if document else "",
        )

    def _reference(
        self, one: PlacedEntry, place: _VolumePlace, held: Mapping[tuple[str, str], list[VolumeLine]]
    ) -> VolumeLine:
        entry = one.entry
        see = entry.document.see if entry.document else None
        assert see is not None  # noqa: S101 - an entry without a file is one that refers to another
        owing = [(see.requirement, see.unit or entry.item.unit)]
        if see.unit is None and (see.requirement, entry.item.unit) not in held:
            owing = [key for key in held if key[0] == see.requirement]
        targets = tuple(
            line
            for key in owing
            for line in held.get(key, ())
            if see.year is None or not line.placed.entry.years or see.year in line.placed.entry.years
        )
        target = targets[0].reference if targets else see.requirement
        title = self._title(one)
        if self._units[entry.number] > 1:
            years = with_years("", entry.years, self._speaker) if entry.years else ""
            short = f"{self._unit(entry.item.unit)}{years}"
            name = words.REFERENCE_OF_UNIT.format(reference=one.reference, title=short, target=target)
        else:
            name = words.REFERENCE_NAME.format(reference=one.reference, target=target)
        line = self._made(one, one.reference, title, self._paths.new(place.folder, name))
        return replace(line, targets=targets, seen=target)

    def _title(self, one: PlacedEntry) -> str:
        """The title with the years, and with the unit where several hand in the same."""
        entry = one.entry
        title = with_written_days(title_of(entry), self._speaker.language)
        title = _NUMBER.sub("", title).strip() or self._speaker.say(entry.item.requirement.label)
        return self._of_unit(entry.item, with_years(title, entry.years, self._speaker), title)

    def _of_unit(self, item: Item, title: str, plain: str) -> str:
        unit = self._unit(item.unit)
        if self._units[item.requirement.no] <= 1 or unit in plain:
            return title
        return words.UNIT_YEARS_TITLE.format(unit=unit, title=title.removeprefix(words.OF_ITS_OWN))

    def _unit(self, unit: str) -> str:
        named = self._workspace.units[unit]
        return named.short or named.name

    def _gaps(self, place: _VolumePlace) -> Iterator[Gap]:
        """What is required and lacks, a place each; a veto's proof by how the veto is judged."""
        day = self._speaker.say(self._assessment.today)
        for item in self._assessment.items:
            if item.holder.no not in place.boxes:
                continue
            veto = self._vetoes.get(item.requirement.no)
            is_hit = veto is not None and veto.standing is VetoStanding.HIT
            lacking = (*item.lacking, *item.waived)
            if not is_hit and not (lacking and item.is_required):
                continue
            years = tuple(slot.year for slot in lacking if slot.year is not None)
            name = f"{item.requirement.no} {self._gap_title(item, years)}"
            if is_hit:
                pattern, sentence = words.HIT_NAME, words.HIT
            elif veto is not None:
                pattern, sentence = words.NO_CERTIFICATE_NAME, words.NO_CERTIFICATE
            else:
                is_waived = all(slot.presence is Presence.WAIVED for slot in lacking)
                pattern, sentence = words.MISSING_NAME, words.WAIVED if is_waived else words.MISSING
            yield Gap(
                name,
                self._paths.new(self._gap_folder(item, place), pattern.format(name=name)),
                sentence.format(name=name, day=day),
            )

    def _gap_folder(self, item: Item, place: _VolumePlace) -> str:
        if place.row is not None or self._units[item.requirement.no] <= 1:
            return place.folder
        return self._group(place.folder, item)

    def _group(self, folder: str, item: Item) -> str:
        """The folder of what several units hand in alike."""
        name = self._speaker.say(item.requirement.label)
        if name.startswith(words.OF_ITS_OWN):
            name = words.OF_EACH + name.removeprefix(words.OF_ITS_OWN)
        return self._paths.folder(folder, f"{item.requirement.no} {name}", _GROUP_ROOM)

    def _gap_title(self, item: Item, years: tuple[int, ...]) -> str:
        title = self._speaker.say(item.requirement.label)
        return self._of_unit(item, with_years(title, years, self._speaker), title)


def is_archive(file: EvidenceFile) -> bool:
    """Whether it is a compressed folder (压缩包): nobody sees what is in it, so that it proves nothing to an assessor."""
    return file.facts is not None and file.facts.kind in _ARCHIVES


def _is_of_vetoes(holder: Holder) -> bool:
    return isinstance(holder, Box) and any(requirement.veto for requirement in holder.requirements)


def _row_number(no: str) -> str:
    return no.zfill(2) if no.isdigit() else no


def documents_of(volumes: Iterable[Volume]) -> dict[str, str]:
    """The place of each document in the package, by its path below evidence/."""
    return {line.source: line.path for volume in volumes for line in volume.files}
