"""The documents of a bid as an archive files them: by year and volume, each under a number of its own, with the gaps."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import PurePosixPath

from ecodemo.acceptance import archive_words as words
from ecodemo.acceptance.package_names import PackagePaths, package_name
from ecodemo.acceptance.volumes import Volume, VolumeLine
from ecodemo.assess.bid import Assessment
from ecodemo.language import Speaker
from ecodemo.model.evidence import EvidenceFile
from ecodemo.model.indicator import Holder
from ecodemo.model.message import Message, message

_CATEGORY_ROOM = 60
_SERIAL = re.compile(r"-|(?<=[A-Z])")


@dataclass(frozen=True, slots=True)
class ArchiveRecord:
    """A document with what the archive's directory says of it."""

    number: str
    """档号: requirement and running number; nothing else has it."""
    issuer: str
    title: str
    day: str
    """成文日期 as YYYYMMDD; empty where it is not registered, never the day of receipt."""
    secrecy: str
    folder: str
    """Year and volume, below the folder of all documents."""
    name: str
    remark: str
    file: EvidenceFile

    @property
    def path(self) -> str:
        return f"{words.DOCUMENTS}/{self.folder}/{self.name}"


@dataclass(frozen=True, slots=True)
class NumberGap:
    """Numbers under which nothing is filed, and why."""

    first: str
    last: str
    reason: Message
    is_of_volumes: bool = False
    """Whether they are numbers of volumes, else of documents."""

    @property
    def label(self) -> Message:
        if self.first == self.last:
            pattern = message("volume {first}", first=self.first)
            return pattern if self.is_of_volumes else message("{number}", number=self.first)
        if self.is_of_volumes:
            return message("volumes {first} to {last}", first=self.first, last=self.last)
        return message("{first} to {last}", first=self.first, last=self.last)


class ArchiveRecords:
    """The records of a bid in the order of their numbers."""

    def __init__(
        self, assessment: Assessment, volumes: Iterable[Volume], speaker: Speaker, paths: PackagePaths
    ) -> None:
        """Place every document.

        Args:
            assessment: of the bid.
            volumes: of the same assessment; their lines have titles, and what refers to what.
            speaker: the language of the folders.
            paths: of the package.
        """
        self._assessment, self._speaker, self._paths = assessment, speaker, paths
        lines = [line for volume in volumes for line in volume.lines]
        holders: tuple[Holder, ...] = (*assessment.workspace.boxes, *assessment.workspace.indicators)
        self._holders = {holder.no: holder for holder in holders}
        order = {no: place for place, no in enumerate(sorted(self._holders, key=_numeric))}
        lines.sort(
            key=lambda line: order[line.placed.entry.item.holder.no]
        )  # stable: the order of the volume stays
        self._lines = lines
        self._seen_from: dict[int, list[str]] = {}
        for line in lines:
            for target in line.targets:
                self._seen_from.setdefault(id(target), []).append(line.placed.reference)
        bid = assessment.bid
        self._last_year = (bid.outcome.on if bid.outcome else assessment.today).year
        self.records = tuple(self._record(line) for line in lines if line.source)
        self.gaps = tuple(_together(self._gaps()))

    def _record(self, line: VolumeLine) -> ArchiveRecord:
        entry = line.placed.entry
        file, document, holder = entry.file, entry.document, entry.item.holder
        assert file is not None  # noqa: S101 - a line with a source has one
        day = (document.issued or document.received) if document else None
        category = words.CATEGORY.format(no=holder.no, name=self._speaker.say(holder.label))
        folder = self._paths.folder(str(day.year if day else self._last_year), category, _CATEGORY_ROOM)
        number = line.placed.reference
        name = words.TITLED.format(no=number, title=line.title, suffix=PurePosixPath(file.name).suffix)
        path = PurePosixPath(self._paths.new(f"{words.DOCUMENTS}/{folder}", name))
        return ArchiveRecord(
            number=number,
            issuer=line.issuer,
            title=line.title,
            day=line.day,
            secrecy=line.secrecy,
            folder=folder,
            name=path.name,
            remark=self._remark(line, folder, path.name, file),
            file=file,
        )

    def _remark(self, line: VolumeLine, folder: str, name: str, file: EvidenceFile) -> str:
        remarks = [words.PLACE.format(folder=folder)]
        if line.reference != line.placed.reference:
            remarks.append(words.IN_PACKAGE.format(reference=line.reference))
        if seen := self._seen_from.get(id(line)):
            remarks.append(words.SEEN_FROM.format(sources="、".join(seen)))
        if (called := package_name(file.name)) != name:
            remarks.append(words.CALLED.format(name=called))
        return words.BETWEEN.join(remarks)

    def _gaps(self) -> Iterator[NumberGap | None]:
        """Volumes, kinds of document and single numbers in their order; `None` for those that are used."""
        by_requirement: dict[str, list[VolumeLine]] = {}
        for line in self._lines:
            by_requirement.setdefault(line.placed.entry.number, []).append(line)
        used = {line.placed.entry.item.holder.no for line in self._lines if line.source}
        for no in _whole_series(used):
            if no not in self._holders:
                yield NumberGap(no, no, message("no such volume in this county"), is_of_volumes=True)
            elif no not in used:
                yield NumberGap(no, no, message("nothing filed in this volume"), is_of_volumes=True)
            else:
                yield from self._gaps_in(self._holders[no], by_requirement)

    def _gaps_in(
        self, holder: Holder, by_requirement: dict[str, list[VolumeLine]]
    ) -> Iterator[NumberGap | None]:
        known = {requirement.no for requirement in holder.requirements}
        for no in _whole_series(known):
            if no not in known:
                yield NumberGap(no, no, message("no such kind of document in this volume"))
            elif no not in by_requirement:
                yield NumberGap(no, no, self._why_nothing(no))
            for line in by_requirement.get(no, ()):
                number = line.placed.reference
                yield None if line.source else NumberGap(number, number, _why_not_filed(line))

    def _why_nothing(self, requirement: str) -> Message:
        items = [item for item in self._assessment.items if item.requirement.no == requirement]
        if not items:
            return message("not required by the bid")
        if all(item.waived and not item.lacking for item in items):
            return message("waived")
        return message("not received")


def _why_not_filed(line: VolumeLine) -> Message:
    if not line.is_reference:
        return message("a compressed folder, not packed")
    if not line.targets:
        return message("a reference to {target}, which was not received", target=line.seen)
    return message("a reference to {target}", target=line.targets[0].placed.reference)


def _numeric(number: str) -> tuple[bool, int, str]:
    """Numbers in their order, behind them letters."""
    last = _SERIAL.split(number)[-1]
    return not last.isdigit(), int(last) if last.isdigit() else 0, number


def _whole_series(numbers: Iterable[str]) -> Iterator[str]:
    """The numbers in their order, with those between the first and the last that are not among them."""
    before: int | None = None
    for number in sorted(numbers, key=_numeric):
        is_letter, serial, _ = _numeric(number)
        if before is not None and not is_letter:
            digits = len(_SERIAL.split(number)[-1])
            stem, width = number[:-digits], 1 if "-" in number else digits
            yield from (f"{stem}{between:0{width}}" for between in range(before + 1, serial))
        before = serial
        yield number


def _together(gaps: Iterable[NumberGap | None]) -> Iterator[NumberGap]:
    """Gaps next to each other with one reason as one."""
    for _, group in groupby(gaps, lambda gap: gap and (gap.reason, gap.first.rpartition("-")[0])):
        its: Sequence[NumberGap] = [gap for gap in group if gap]
        if its:
            yield replace(its[0], last=its[-1].last)
