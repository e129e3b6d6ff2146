"""What is in a zip, with its names read right and nothing in it trusted.

Members are written below a folder of our own under numbers, so that no name in the zip becomes a path.
"""

from __future__ import annotations

import re
import stat
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipInfo

from ecodemo.errors import EcodemoError, system_reason
from ecodemo.evidence.inventory import is_left_behind
from ecodemo.formats.bounded_zip import BoundedZip
from ecodemo.formats.content_error import ContentError, known_as
from ecodemo.formats.limits import PACK_ZIP
from ecodemo.formats.zip_names import is_unsafe, names_of
from ecodemo.model.evidence import Condition, Facts
from ecodemo.model.message import Message, message

_MAC_FOLDER = "__MACOSX"
_MSDOS_FOLDER = 0x10
_VOLUME = re.compile(
    r"(.+?)(?:\.(?:zip|7z|rar|tar))?(?:\.[zr]\d\d|\.\d{3}|\.part\d{1,3}\.rar)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Member:
    """A file that was handed in: its name inside the pack, with forward slashes, and where its bytes are."""

    name: str
    path: Path

    @property
    def parts(self) -> tuple[str, ...]:
        return tuple(self.name.split("/"))


@dataclass(frozen=True, slots=True)
class Refused:
    """What could not be taken, and what to do."""

    name: str
    words: Message


@dataclass(frozen=True, slots=True)
class Unpacked:
    """The contents of a pack."""

    members: tuple[Member, ...] = ()
    refused: tuple[Refused, ...] = ()
    dropped: tuple[str, ...] = ()
    """What programs leave behind: Thumbs.db, ~$…, .DS_Store."""
    problem: Message | None = None
    """Why nothing of it could be taken."""


def unpack(pack: Path, into: Path) -> Unpacked:
    """Write the members of a zip below `into`; what is left out is reported.

    Args:
        pack: the zip.
        into: an empty folder, on a disk with room for what is in the zip.
    """
    try:
        with pack.open("rb") as stream:
            size = pack.stat().st_size
            with known_as(Facts(size)):
                opened = BoundedZip(stream, size, PACK_ZIP)
            problem = _problem(opened)
            return Unpacked(problem=problem) if problem else _taken(opened, into)
    except (ContentError, OSError) as error:
        is_too_large = isinstance(error, ContentError) and error.condition is Condition.TOO_LARGE
        return Unpacked(problem=_TOO_MANY if is_too_large else _DAMAGED)


def stem_of_volume(name: str) -> str | None:
    """What an archive in several volumes is called, by the name of one of them; `None`: it is no volume."""
    found = _VOLUME.fullmatch(name.rsplit("/", 1)[-1])
    return found[1] if found else None


def is_last_volume(path: Path) -> bool:
    """Whether a zip is the last of several files that an archive was split into."""
    try:
        with path.open("rb") as stream, known_as(Facts(0)):
            return BoundedZip(stream, path.stat().st_size, PACK_ZIP).is_last_of_several
    except (ContentError, OSError):
        return False


def folder_members(folder: Path) -> Unpacked:
    """The files below a folder that is a pack already unpacked; links are not followed."""
    members: list[Member] = []
    refused: list[Refused] = []
    dropped: list[str] = []
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if _is_left_behind(name):
            if not path.is_dir():
                dropped.append(name)
        elif path.is_symlink():
            refused.append(Refused(name, _LINK))
        elif path.is_file():
            members.append(Member(name, path))
        if len(members) > PACK_ZIP.members:
            return Unpacked(problem=_TOO_MANY)
    return Unpacked(tuple(members), tuple(refused), tuple(dropped))


def _problem(opened: BoundedZip) -> Message | None:
    """Why nothing of a zip can be taken."""
    if opened.is_last_of_several:
        return VOLUMES
    if opened.is_encrypted:
        return message("The zip is password-protected. Ask the unit to zip it again without a password.")
    if opened.has_rare_methods:
        return message("Unsupported zip compression. Ask the unit to zip it again with an ordinary program.")
    return _TOO_LARGE if opened.is_too_large else None


VOLUMES = message(
    "Multi-volume archive. Join the volumes with the program that split them, or ask the unit to submit it unsplit."
)
"""Its volumes are no documents."""
_DAMAGED = message("The zip is damaged or truncated. Ask the unit to zip and submit it again.")
_TOO_MANY = message(
    "The archive contains more than {most} files. Ask the unit to submit only what is required.",
    most=PACK_ZIP.members,
)
_TOO_LARGE = message(
    "The zip would unpack to an implausible size; it was not opened. Ask the unit what it contains."
)
_LINK = message("This is a link, not a file. Ask for the file itself.")
_UNSAFE = message("The path points outside the zip; the file was not imported. Ask the unit to zip it again.")


def _taken(opened: BoundedZip, into: Path) -> Unpacked:
    members: list[Member] = []
    refused: list[Refused] = []
    dropped: list[str] = []
    written = 0
    for number, (info, name) in enumerate(zip(opened.members, names_of(opened.members), strict=True)):
        if _is_folder(info, name):
            continue
        if _is_left_behind(name):
            dropped.append(name)
        elif stat.S_ISLNK(info.external_attr >> 16):
            refused.append(Refused(name, _LINK))
        elif is_unsafe(name):
            refused.append(Refused(name, _UNSAFE))
        else:
            target = into / f"{number:05}"
            try:
                _store(target, b"")
                for block in opened.blocks(info):
                    _store(target, block)
                    written += len(block)
                    if PACK_ZIP.are_exceeded(written, opened.size):
                        return Unpacked(problem=_TOO_LARGE)
                members.append(Member(_tidy(name), target))
            except (ContentError, OSError):
                refused.append(Refused(name, message("The file is damaged in the zip. Ask for it again.")))
    return Unpacked(tuple(members), tuple(refused), tuple(dropped))


def _is_folder(info: ZipInfo, name: str) -> bool:
    """Whether it is an entry for a folder: some programs write them with backslashes, or by their attribute alone."""
    return not info.file_size and (name.endswith("/") or bool(info.external_attr & _MSDOS_FOLDER))


def _store(target: Path, block: bytes) -> None:
    """Append to a file of our own; what goes wrong here is no fault of the pack.

    Raises:
        EcodemoError: the disk is full, or the folder may not be written to.
    """
    try:
        with target.open("ab") as stream:
            stream.write(block)
    except OSError as error:
        raise EcodemoError(
            message(
                "Cannot write {path}: {reason}. The existing content is unchanged.",
                path=str(target),
                reason=system_reason(error),
            )
        ) from error


def _is_left_behind(name: str) -> bool:
    parts = name.split("/")
    return _MAC_FOLDER in parts or is_left_behind(parts[-1])


def _tidy(name: str) -> str:
    return "/".join(part for part in name.split("/") if part not in ("", "."))
