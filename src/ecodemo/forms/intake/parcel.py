"""What was given on the command line, as parcels: each from one unit, with its files and the day on which it came."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ecodemo.errors import EcodemoError
from ecodemo.evidence.inventory import is_left_behind
from ecodemo.files import real_path
from ecodemo.formats.file_facts import kind_by_head
from ecodemo.forms.contract import FOLDER as DOCUMENTS
from ecodemo.forms.contract import NOTICE, REVIEW_FOLDER
from ecodemo.forms.inbox.delivered import HANDED_IN, LIST, REPLACED, UNKNOWN, day_in_folders
from ecodemo.forms.intake.filing.fitness import is_document, no_document
from ecodemo.forms.reading.archive import (
    VOLUMES,
    Member,
    Unpacked,
    folder_members,
    is_last_volume,
    stem_of_volume,
    unpack,
)
from ecodemo.forms.reading.entry_text import number_text
from ecodemo.model.message import Message, message

_OTHER_KINDS = frozenset({"rar", "7z", "tar", "gz", "bz2", "xz"})
_PACKS = frozenset({".zip", ".tgz", *(f".{kind}" for kind in _OTHER_KINDS)})
_DOCUMENTS = frozenset({"xlsx", "docx", "pdf", "pptx", "ofd", "jpg", "png"})
"""What chat programs and mail send on under the name of a pack."""
_SAYS_NOTHING = frozenset(("", "txt"))
"""Bytes that are of no kind, or of any: there the name counts."""
_WORKBOOKS = frozenset({".xlsx", ".xlsm", ".csv"})
_NO_PARCELS = frozenset({LIST, REPLACED, UNKNOWN, HANDED_IN, NOTICE})
"""What the inbox holds beside packs, importing it again would undo what was done; and what was sent out with them."""
OLD_WORKBOOKS = frozenset({".xls", ".xlt", ".xlsb", ".et", ".ett", ".ods", ".ots"})


@dataclass(frozen=True, slots=True)
class Parcel:
    """What came as one."""

    path: Path
    """The zip, file or folder as it was given."""
    name: str
    """What it is called; a unit's name may be in it."""
    day: date
    unpacked: Unpacked
    is_folder: bool = False
    others: tuple[Path, ...] = ()
    """The other volumes of an archive that was split."""

    @property
    def is_one_file(self) -> bool:
        """Whether it came as a document or a workbook without a pack around it."""
        return [member.path for member in self.unpacked.members] == [self.path]


def parcels(paths: Iterable[Path], into: Path, received: date | None, today: date) -> Iterator[Parcel]:
    """The parcels in the order given, each once; zips are unpacked below `into`.

    Args:
        paths: zips, workbooks, documents, and folders with any of them.
        into: an empty folder.
        received: the day on which they came; else the day in a folder's name, else today.
        today: the day of the import.

    Raises:
        EcodemoError: a path is not there, or a day is still to come.
    """
    seen: set[Path] = set()
    for number, (path, others) in enumerate(_with_volumes(list(_parcel_paths(paths)))):
        resolved = real_path(path)
        if resolved in seen:
            continue
        seen.add(resolved)
        named = resolved / "x" if resolved.is_dir() else resolved
        day = received or day_in_folders(named) or today
        if day > today:
            raise EcodemoError(
                message("{path}: {day} is in the future; nothing was imported.", path=str(path), day=day)
            )
        folder = into / f"{number:05}"
        folder.mkdir()
        yield Parcel(path, path.name, day, _contents(path, folder), path.is_dir(), others)


def _with_volumes(paths: list[Path]) -> Iterator[tuple[Path, tuple[Path, ...]]]:
    """Each path, an archive in several volumes once: the last, or the only one, with the others beside it."""
    volumes: dict[Path, list[Path]] = {}
    for path in paths:
        if path.is_file() and (stem := stem_of_volume(path.name)):
            volumes.setdefault(path.with_name(stem), []).append(path)
    for path in paths:
        suffix, group = path.suffix.lower(), volumes.get(path.with_suffix(""))
        if group and (suffix == ".rar" or (suffix == ".zip" and is_last_volume(path))):
            group.append(path)
    groups = {volume: group for group in volumes.values() for volume in group}
    for path in paths:
        *others, last = groups.get(path, [path])
        if path == last:
            yield path, tuple(others)


def _parcel_paths(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from _of_folder(path)
        elif path.is_file():
            yield path
        else:
            raise EcodemoError(message("{path} does not exist; nothing was imported.", path=str(path)))


def _of_folder(folder: Path) -> Iterator[Path]:
    """A folder that is a pack, or that holds packs: zips, workbooks and folders of packs."""
    entries = sorted(
        entry for entry in folder.iterdir() if not entry.is_symlink() and entry.name not in _NO_PARCELS
    )
    workbooks = [entry for entry in entries if entry.suffix.lower() in _WORKBOOKS and entry.is_file()]
    if any((folder / own).is_dir() for own in (DOCUMENTS, REVIEW_FOLDER)) or _has_numbered_folder(entries):
        yield folder
        return
    if len(entries) == 1 and entries[0].is_dir():
        yield from _of_folder(entries[0])
        return
    for entry in entries:
        if entry.is_dir():
            yield from _of_folder(entry)
        elif entry in workbooks or entry.is_file():
            yield entry


def _has_numbered_folder(entries: Iterable[Path]) -> bool:
    return any(entry.is_dir() and "-" in (number_text(entry.name) or "")[:4] for entry in entries)


def _contents(path: Path, into: Path) -> Unpacked:
    if path.is_dir():
        return folder_members(path)
    if stem_of_volume(path.name):
        return Unpacked(problem=VOLUMES)
    if is_left_behind(path.name):
        return Unpacked(dropped=(path.name,))
    suffix, kind = path.suffix.lower(), kind_by_head(path)
    is_called_pack = suffix in _PACKS or ".zip" in path.name.lower()
    if kind in _OTHER_KINDS and (is_called_pack or not is_document(suffix)):
        return Unpacked(problem=NOT_A_ZIP)
    if kind == "zip" and (is_called_pack or not is_document(suffix)):
        return unpack(path, into)
    if is_called_pack and kind in _DOCUMENTS:
        return Unpacked((Member(f"{path.stem}.{kind}", path),))
    if is_called_pack:
        problem = _no_pack(path, kind)
        return Unpacked(problem=problem) if problem else unpack(path, into)
    return Unpacked((Member(path.name, path),))


def _no_pack(path: Path, kind: str) -> Message | None:
    """What a file is that is called a pack; `None` where only opening it shows that."""
    nothing = no_document(path)
    if nothing or kind in _SAYS_NOTHING:
        return nothing or (None if ".zip" in path.name.lower() else NOT_A_ZIP)
    return message(
        "The extension is that of a zip archive, but the content is {kind}. Ask the unit to zip and submit it again.",
        kind=kind,
    )


NOT_A_ZIP: Message = message(
    "Unsupported archive format (rar, 7z). Unpack it and import the folder, or repack it as zip."
)
