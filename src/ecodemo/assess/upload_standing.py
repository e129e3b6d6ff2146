"""Which documents belong to the items of the higher authority's system, and which of them are uploaded on a day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from ecodemo.assess.bid import Assessment
from ecodemo.assess.owed import Item
from ecodemo.model.evidence import EvidenceFile
from ecodemo.model.grouped import grouped
from ecodemo.model.reference import Reference
from ecodemo.model.upload import UploadedFile, UploadItem, UploadResult


class UploadStatus(StrEnum):
    """What became of a document."""

    UPLOADED = "uploaded"
    REPLACED = "replaced"
    """Uploaded, and replaced since: it is to be uploaded again."""
    FAILED = "failed"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class DocumentUpload:
    """A document of an item, and the latest record of its upload."""

    file: EvidenceFile
    entry: UploadedFile | None
    state: UploadStatus


@dataclass(frozen=True, slots=True)
class ItemUpload:
    """An item of the system."""

    item: UploadItem
    documents: tuple[DocumentUpload, ...]
    missing: tuple[Item, ...]
    """What is required for it and not there, or not whole."""

    def count(self, *states: UploadStatus) -> int:
        return sum(document.state in states for document in self.documents)

    @property
    def left(self) -> int:
        """Files that are still to be uploaded, once more or for the first time."""
        return len(self.documents) - self.count(UploadStatus.UPLOADED)


@dataclass(frozen=True, slots=True)
class UploadStanding:
    """The system's items on a day."""

    first: date | None
    last: date | None
    """The window; `None`: not given."""
    today: date
    items: tuple[ItemUpload, ...]

    @property
    def days_left(self) -> int | None:
        """Days until the window closes, the last one not counted; negative once it is closed."""
        return None if self.last is None else (self.last - self.today).days

    @property
    def has_begun(self) -> bool:
        return self.first is None or self.first <= self.today

    def count(self, *states: UploadStatus) -> int:
        return sum(item.count(*states) for item in self.items)

    @property
    def files(self) -> int:
        return sum(len(item.documents) for item in self.items)


def upload_standing(assessment: Assessment) -> UploadStanding | None:
    """The items of the bid; `None` where there are none."""
    workspace = assessment.workspace
    upload, first = workspace.upload, workspace.bids[0].id
    if not upload.items or (upload.bid or first) != assessment.bid.id:
        return None
    told = [
        entry
        for entry in workspace.uploaded
        if entry.on <= assessment.today and (entry.bid or first) == assessment.bid.id
    ]
    owed = grouped((one.requirement.no, one) for one in (*assessment.items, *assessment.excused))
    lacking = grouped(
        (one.requirement.no, one) for one in assessment.items if one.is_required and one.lacking
    )
    window = upload.window
    return UploadStanding(
        first=window.first if window else None,
        last=window.last if window else None,
        today=assessment.today,
        items=tuple(
            ItemUpload(
                item,
                tuple(
                    _document(file, [entry for entry in told if entry.item == item.no])
                    for file in documents_of(item, owed)
                ),
                tuple(one for no in item.requirements for one in lacking.get(no, ())),
            )
            for item in upload.items
        ),
    )


_Owed: TypeAlias = Mapping[str, tuple[Item, ...]]


def documents_of(item: UploadItem, owed: _Owed) -> tuple[EvidenceFile, ...]:
    """The files in hand of an item's requirements, each once; where the register refers to others (互见), those."""
    items = [one for no in item.requirements for one in owed.get(no, ())]
    return tuple({file.path: file for one in items for file in _files(one, owed)}.values())


def _files(item: Item, owed: _Owed) -> Iterator[EvidenceFile]:
    for slot in item.slots:
        yield from slot.files
        for document in slot.documents:
            if document.see is not None:
                yield from _referred(document.see, item.unit, owed)


def _referred(see: Reference, unit: str, owed: _Owed) -> Iterator[EvidenceFile]:
    """The files that a reference leads to: the own unit's where it names none, else everybody's."""
    there = owed.get(see.requirement, ())
    own = [one for one in there if one.unit == (see.unit or unit)]
    for one in own if see.unit or any(slot.files for item in own for slot in item.slots) else there:
        for slot in one.slots:
            if see.year is None or slot.year in (None, see.year):
                yield from slot.files


def _document(file: EvidenceFile, entries: list[UploadedFile]) -> DocumentUpload:
    """The latest record of these very bytes; else of earlier ones of the document."""
    own = [entry for entry in entries if file.sha256 and file.sha256.startswith(entry.sha256)]
    if own:
        last = max(own, key=lambda entry: entry.on)
        is_up = last.result is UploadResult.UPLOADED
        return DocumentUpload(file, last, UploadStatus.UPLOADED if is_up else UploadStatus.FAILED)
    before = [entry for entry in entries if entry.source == file.path]
    if before:
        last = max(before, key=lambda entry: entry.on)
        is_up = last.result is UploadResult.UPLOADED
        return DocumentUpload(file, last, UploadStatus.REPLACED if is_up else UploadStatus.WAITING)
    return DocumentUpload(file, None, UploadStatus.WAITING)
