"""What is in a zip, with its names read right and nothing in it trusted.

Members are written below a folder of our own under numbers, so that no name in the zip becomes a path.
"""

from __future__ import annotations

import stat
from dataclasses import dataclass
from pathlib import Path

from ecodemo.errors import EcodemoError, system_reason
from ecodemo.evidence.inventory import is_left_behind
from ecodemo.formats.bounded_zip import BoundedZip
from ecodemo.formats.content_error import ContentError, known_as
from ecodemo.formats.limits import PACK_ZIP
from ecodemo.formats.zip_names import is_unsafe, name_of
from ecodemo.model.evidence import Condition, Facts
from ecodemo.model.message import Message, message

_MAC_FOLDER = "__MACOSX"


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
    """Write the members of a zip below `into`; what is left out is said.

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
    if opened.has_rare_methods:
        return message("The zip is packed in a rare way. Ask the unit to pack it again as an ordinary zip.")
    if opened.is_encrypted:
        return message("The zip has a password. Ask the unit to pack it again without a password.")
    return _TOO_LARGE if opened.is_too_large else None


_DAMAGED = message("The zip is damaged or was not sent to the end. Ask the unit to pack and send it again.")
_TOO_MANY = message(
    "There are more than {most} files in it. Ask the unit to send only what is asked for.",
    most=PACK_ZIP.members,
)
_TOO_LARGE = message(
    "Unpacked, the zip would be far larger than documents can be; it was not opened. "
    "Ask the unit what is in it."
)
_LINK = message("It is a link, not a file. Ask for the file itself.")
_UNSAFE = message("Its path leaves the pack; it was not taken. Ask the unit to pack it again.")


def _taken(opened: BoundedZip, into: Path) -> Unpacked:
    members: list[Member] = []
    refused: list[Refused] = []
    dropped: list[str] = []
    written = 0
    for number, info in enumerate(opened.members):
        name = name_of(info)
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
                refused.append(Refused(name, message("It is damaged in the zip. Ask for it again.")))
    return Unpacked(tuple(members), tuple(refused), tuple(dropped))


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
                "{path} could not be written: {reason}. What was there is unchanged.",
                path=str(target),
                reason=system_reason(error),
            )
        ) from error


def _is_left_behind(name: str) -> bool:
    parts = name.split("/")
    return _MAC_FOLDER in parts or is_left_behind(parts[-1])


def _tidy(name: str) -> str:
    return "/".join(part for part in name.split("/") if part not in ("", "."))
