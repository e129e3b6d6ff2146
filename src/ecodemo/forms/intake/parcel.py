"""What was given on the command line, as parcels: each from one unit, with its files and the day on which it came."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ecodemo.errors import EcodemoError
from ecodemo.files import real_path
from ecodemo.forms.contract import FOLDER as DOCUMENTS
from ecodemo.forms.inbox.delivered import HANDED_IN, LIST, REPLACED, UNKNOWN, day_in_folders
from ecodemo.forms.reading.archive import Member, Unpacked, folder_members, unpack
from ecodemo.forms.reading.entry_text import number_text
from ecodemo.model.message import Message, message

_OTHER_PACKS = frozenset({".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2"})
_WORKBOOKS = frozenset({".xlsx", ".xlsm", ".csv"})
_NO_PARCELS = frozenset({LIST, REPLACED, UNKNOWN, HANDED_IN})
"""What the inbox holds beside packs; importing it again would undo what was done."""
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

    @property
    def is_one_file(self) -> bool:
        """Whether it came as a document or a workbook without a pack around it."""
        return [member.path for member in self.unpacked.members] == [self.path]


def parcels(paths: Iterable[Path], into: Path, received: date | None, today: date) -> Iterator[Parcel]:
    """The parcels in the order given, each once; zips are unpacked below `into`.

    Args:
        paths: zips, workbooks, documents, and folders with any of them.
        into: an empty folder.
        received: the day on which they came; else a folder's name tells, else it is today.
        today: the day of the import.

    Raises:
        EcodemoError: a path is not there, or a day is still to come.
    """
    seen: set[Path] = set()
    for number, path in enumerate(_parcel_paths(paths)):
        resolved = real_path(path)
        if resolved in seen:
            continue
        seen.add(resolved)
        named = resolved / "x" if resolved.is_dir() else resolved
        day = received or day_in_folders(named) or today
        if day > today:
            raise EcodemoError(
                message("{path}: {day} is still to come; nothing was imported.", path=str(path), day=day)
            )
        folder = into / f"{number:05}"
        folder.mkdir()
        yield Parcel(path, path.name, day, _contents(path, folder), path.is_dir())


def _parcel_paths(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from _of_folder(path)
        elif path.is_file():
            yield path
        else:
            raise EcodemoError(message("There is no {path}; nothing was imported.", path=str(path)))


def _of_folder(folder: Path) -> Iterator[Path]:
    """A folder that is a pack, or that holds packs: zips, workbooks and folders of packs."""
    entries = sorted(
        entry for entry in folder.iterdir() if not entry.is_symlink() and entry.name not in _NO_PARCELS
    )
    workbooks = [entry for entry in entries if entry.suffix.lower() in _WORKBOOKS and entry.is_file()]
    if (folder / DOCUMENTS).is_dir() or _has_numbered_folder(entries):
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
    suffix = path.suffix.lower()
    if suffix == ".zip" or (suffix not in _WORKBOOKS and _is_plain_zip(path)):
        return unpack(path, into)
    if suffix in _OTHER_PACKS:
        return Unpacked(problem=NOT_A_ZIP)
    return Unpacked((Member(path.name, path),))


NOT_A_ZIP: Message = message(
    "Packs of this kind (rar, 7z) are not opened. Unpack it and import the folder, or pack it as zip."
)


def _is_plain_zip(path: Path) -> bool:
    """A zip under another name: one that WeChat renamed, as `龙塘镇.zip.1`."""
    if ".zip" not in path.name.lower():
        return False
    with path.open("rb") as stream:
        return stream.read(4) == b"PK\3\4"
