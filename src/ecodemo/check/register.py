"""Recording the files below evidence/: new documents, and documents that came again with other bytes.

The register is only ever added to; every other byte of a unit's file stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ecodemo.assess.review import open_returns
from ecodemo.errors import EcodemoError
from ecodemo.evidence.digests import delivery_hashes
from ecodemo.files import LARGEST_YAML, read_control_file
from ecodemo.journal.changes import Change, write_together
from ecodemo.load.edit import add_to_item, append_item, new_file
from ecodemo.load.flow import EditError, YamlValue
from ecodemo.model.evidence import EvidenceFile, Survey
from ecodemo.model.message import Message, counted, message
from ecodemo.model.progress import Document
from ecodemo.model.workspace import Workspace


@dataclass(frozen=True, slots=True)
class NewEntry:
    """One addition to a unit's register: a new document, or (with `index`) one that came again."""

    unit: str
    item: dict[str, YamlValue]
    words: Message
    index: int | None = None


@dataclass(frozen=True, slots=True)
class RegistrationPlan:
    """What can be recorded, and what is left for a person, with the reason."""

    entries: tuple[NewEntry, ...]
    left: tuple[Message, ...]


def plan_registration(
    workspace: Workspace, surveyed: Survey, day: date, units: tuple[str, ...] = ()
) -> RegistrationPlan:
    """What is to be recorded for a day; nothing is written.

    A file is recorded once its number, unit and years are known. Other bytes are recorded as a redelivery
    only where the document had been sent back; a reviewed file that was simply replaced is a question.
    """
    files = [file for file in surveyed.files if file.unit and (not units or file.unit in units)]
    unknown = sum(file.requirement is None or file.unit is None for file in surveyed.files)
    found = [*_new(workspace, files, day), *_again(workspace, files, day, units)]
    left = [words for words in found if isinstance(words, Message)]
    if unknown and not units:
        left.append(
            message(
                "{count} without a recognisable number or unit. For details, run: ecodemo check --select EV102",
                count=counted(unknown, "{n} file", "{n} files"),
            )
        )
    return RegistrationPlan(tuple(entry for entry in found if isinstance(entry, NewEntry)), tuple(left))


def write_registration(root: Path, entries: tuple[NewEntry, ...]) -> None:
    """Add the entries to the units' files: all of them are put together before the first is written.

    Raises:
        EcodemoError: a file cannot be added to, or not be written.
    """
    contents: dict[Path, bytes] = {}
    for entry in entries:
        path = root / "data" / "progress" / f"{entry.unit}.yaml"
        if path not in contents:
            try:
                contents[path] = read_control_file(path, root, LARGEST_YAML)
            except FileNotFoundError:
                contents[path] = new_file(_HEADER, {"unit": entry.unit})
        contents[path] = _added(contents[path], entry, path.relative_to(root))
    changes = (Change(path, content) for path, content in contents.items())
    write_together(root, "evidence register", changes)


def _added(content: bytes, entry: NewEntry, path: Path) -> bytes:
    try:
        if entry.index is None:
            return append_item(content, "documents", entry.item)
        return add_to_item(content, ("documents", entry.index), "redelivered", entry.item)
    except EditError as error:
        raise EcodemoError(
            message("{path}: {reason} Nothing was registered.", path=path.as_posix(), reason=error.message)
        ) from error


_HEADER = ("# yaml-language-server: $schema=../.schema/progress.json",)


def _new(workspace: Workspace, files: list[EvidenceFile], day: date) -> Iterator[NewEntry | Message]:
    deliveries: dict[str, EvidenceFile] = {}
    for file in files:
        if (
            file.requirement
            and not {(file.unit, file.path), (file.unit, file.delivery)} & workspace.registered
        ):
            deliveries.setdefault(file.delivery, file)
    for path, file in deliveries.items():
        requirement = workspace.requirements[str(file.requirement)]
        unit = str(file.unit)
        by_year = requirement.years != "once"
        if unit not in workspace.owing(requirement) or (by_year and not file.years):
            continue
        returned = _returned_as(workspace, unit, file, day)
        if returned is not None:
            yield message(
                "{file}: {no} was returned; its replacement is expected at {returned}. Put the new file there.",
                file=path,
                no=requirement.no,
                returned=returned,
            )
            continue
        item: dict[str, YamlValue] = {"file": path, "requirement": requirement.no}
        if by_year:
            item["years"] = list(file.years)
        item["received"] = day
        if bid := workspace.calendar.bid_to_name(day, requirement):
            item["bid"] = bid
        words = message("{unit}: {file}, received {day}.", unit=workspace.label(unit), file=path, day=day)
        yield NewEntry(unit, item, words)


def _again(
    workspace: Workspace, files: list[EvidenceFile], day: date, units: tuple[str, ...]
) -> Iterator[NewEntry | Message]:
    """Documents whose bytes are not those that the register last knew: they came again."""
    known = [
        (unit, index, document, last)
        for unit, index, document in workspace.documents()
        if (not units or unit in units) and document.file and (last := _last_hashes(document))
    ]
    hashes = delivery_hashes(
        (document.file for _, _, document, _ in known), {file.path: file.sha256 for file in files}
    )
    for unit, index, document, last in known:
        now = hashes.get(document.file)
        if now is None or now.startswith(last):
            continue
        if not open_returns(document, day):
            yield message(
                "{file} differs from the reviewed file, but was not returned. Find out who replaced it; see: ecodemo explain EV108",
                file=document.file,
            )
        else:
            words = message(
                "{unit}: {file}, resubmitted {day}.", unit=workspace.label(unit), file=document.file, day=day
            )
            yield NewEntry(unit, {"on": day, "hash": now}, words, index)


def _returned_as(workspace: Workspace, unit: str, file: EvidenceFile, day: date) -> str | None:
    """The file of the same number and years that was sent back and has not come again."""
    progress = workspace.progress.get(unit)
    return next(
        (
            document.file
            for document in (progress.documents if progress else ())
            if document.requirement == file.requirement
            and (not file.years or set(document.years) & set(file.years))
            and open_returns(document, day)
        ),
        None,
    )


def _last_hashes(document: Document) -> tuple[str, ...]:
    """The hashes of the last day on which the register took note of a document's bytes."""
    dated = [(review.on, review.hash) for review in document.reviews]
    dated += [(again.on, again.hash) for again in document.redelivered]
    last = max((day for day, _ in dated), default=None)
    return tuple(known for day, known in dated if day == last)
