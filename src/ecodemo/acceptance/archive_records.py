"""The documents of a bid as an archive files them: by year and volume, each under a number of its own, with the gaps."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from ecodemo.acceptance import archive_words as words
from ecodemo.acceptance.number_gaps import in_series
from ecodemo.acceptance.package_names import PackagePaths, package_name
from ecodemo.acceptance.volumes import Volume, VolumeLine
from ecodemo.assess.bid import Assessment
from ecodemo.language import Speaker
from ecodemo.model.evidence import EvidenceFile

_CATEGORY_ROOM = 60


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
        self._speaker, self._paths = speaker, paths
        lines = [line for volume in volumes for line in volume.lines]
        # Sorting is stable: within a volume the order stays.
        lines.sort(key=lambda line: in_series(line.placed.entry.item.holder.no))
        self._seen_from: dict[int, list[str]] = {}
        for line in lines:
            for target in line.targets:
                self._seen_from.setdefault(id(target), []).append(line.placed.reference)
        bid = assessment.bid
        self._last_year = (bid.outcome.on if bid.outcome else assessment.today).year
        self.records = tuple(self._record(line) for line in lines if line.source)

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
