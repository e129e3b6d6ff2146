"""What is in a zip, with its names read right and nothing in it trusted.

Members are written below a folder of our own under numbers, so that no name in the zip becomes a path. Names
without the mark for UTF-8 are read as UTF-8 where they are that, else as GBK, which 360压缩 and older 7-Zip write.
"""

from __future__ import annotations

import stat
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, LargeZipFile, ZipFile, ZipInfo

from ecodemo.errors import EcodemoError, system_reason
from ecodemo.evidence.inventory import is_left_behind
from ecodemo.model.message import Message, message

MOST_MEMBERS = 10_000
MOST_BYTES = 4 << 30
"""Expanded, all members together: a township's whole pack with photographs is some hundred megabytes."""
_HARMLESS_BYTES = 64 << 20
_MOST_RATIO = 200
"""Expanded to packed, beyond `_HARMLESS_BYTES`: honest documents stay below 50."""
_DEEPEST = 20
_LONGEST_DIRECTORY = 8 << 20
_LONGEST_TAIL = (64 << 10) + 200
"""Where a zip's own list of members is found: at its end, before a comment of at most 64 KB."""
_BLOCK = 1 << 20
_UTF8_NAME = 0x800
_ENCRYPTED = 0x1
_UNICODE_PATH = 0x7075
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


class _RefusedError(Exception):
    def __init__(self, words: Message) -> None:
        super().__init__(words.text)
        self.words = words


def unpack(pack: Path, into: Path) -> Unpacked:
    """Write the members of a zip below `into`; what is left out is said.

    Args:
        pack: the zip.
        into: an empty folder, on a disk with room for what is in the zip.
    """
    try:
        _refuse_long_directory(pack)
        with ZipFile(pack) as opened:
            infos = [info for info in opened.infolist() if not info.is_dir()]
            _refuse_bomb(infos, pack.stat().st_size)
            return _taken(opened, infos, into)
    except _RefusedError as refused:
        return Unpacked(problem=refused.words)
    except (BadZipFile, LargeZipFile, OSError, EOFError, ValueError, struct.error, NotImplementedError):
        return Unpacked(
            problem=message(
                "The zip is damaged or was not sent to the end. Ask the unit to pack and send it again."
            )
        )


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
        if len(members) > MOST_MEMBERS:
            return Unpacked(problem=_too_many())
    return Unpacked(tuple(members), tuple(refused), tuple(dropped))


def _refuse_long_directory(pack: Path) -> None:
    """Before the list of members is read into memory: it says of itself how long it is."""
    with pack.open("rb") as stream:
        length = stream.seek(0, 2)
        stream.seek(max(0, length - _LONGEST_TAIL))
        tail = stream.read()
    at = tail.rfind(b"PK\5\6")
    if at < 0 or len(tail) < at + 16:
        raise BadZipFile
    size = int.from_bytes(tail[at + 12 : at + 16], "little")
    large = tail.rfind(b"PK\6\6", 0, at)
    if tail[max(0, at - 20) : at].startswith(b"PK\6\7") and large >= 0:
        size = max(size, int.from_bytes(tail[large + 40 : large + 48], "little"))
    if size > _LONGEST_DIRECTORY:
        raise _RefusedError(_too_many())


def _refuse_bomb(infos: list[ZipInfo], packed: int) -> None:
    if len(infos) > MOST_MEMBERS:
        raise _RefusedError(_too_many())
    if any(info.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for info in infos):
        raise _RefusedError(
            message("The zip is packed in a rare way. Ask the unit to pack it again as an ordinary zip.")
        )
    if any(info.flag_bits & _ENCRYPTED for info in infos):
        raise _RefusedError(
            message("The zip has a password. Ask the unit to pack it again without a password.")
        )
    _refuse_size(sum(info.file_size for info in infos), packed)


def _refuse_size(expanded: int, packed: int) -> None:
    if expanded > MOST_BYTES or expanded > max(_HARMLESS_BYTES, packed * _MOST_RATIO):
        raise _RefusedError(
            message(
                "Unpacked, the zip would be far larger than documents can be; it was not opened. "
                "Ask the unit what is in it."
            )
        )


def _too_many() -> Message:
    return message(
        "There are more than {most} files in it. Ask the unit to send only what is asked for.",
        most=MOST_MEMBERS,
    )


_LINK = message("It is a link, not a file. Ask for the file itself.")
_UNSAFE = message("Its path leaves the pack; it was not taken. Ask the unit to pack it again.")


def _taken(opened: ZipFile, infos: list[ZipInfo], into: Path) -> Unpacked:
    members: list[Member] = []
    refused: list[Refused] = []
    dropped: list[str] = []
    packed = opened.fp.seek(0, 2) if opened.fp else 0
    written = 0
    for number, info in enumerate(infos):
        name = name_of(info)
        if _is_left_behind(name):
            dropped.append(name)
        elif stat.S_ISLNK(info.external_attr >> 16):
            refused.append(Refused(name, _LINK))
        elif _is_unsafe(name):
            refused.append(Refused(name, _UNSAFE))
        else:
            target = into / f"{number:05}"
            try:
                for size in _written(opened, info, target):
                    written += size
                    _refuse_size(written, packed)
                members.append(Member(_tidy(name), target))
            except (BadZipFile, EOFError, zlib.error, OSError, NotImplementedError, RuntimeError, ValueError):
                refused.append(Refused(name, message("It is damaged in the zip. Ask for it again.")))
    return Unpacked(tuple(members), tuple(refused), tuple(dropped))


def _written(opened: ZipFile, info: ZipInfo, target: Path) -> Iterator[int]:
    _store(target, b"")
    with opened.open(info) as source:
        while block := source.read(_BLOCK):
            _store(target, block)
            yield len(block)


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


def name_of(info: ZipInfo) -> str:
    """A member's name, with forward slashes, in the encoding that it was written in."""
    raw = info.orig_filename.split("\0", 1)[0]
    if not info.flag_bits & _UTF8_NAME:
        raw = _unicode_path(info) or _decoded(raw)
    return raw.replace("\\", "/")


def _decoded(name: str) -> str:
    try:
        written = name.encode("cp437")
    except UnicodeEncodeError:
        return name
    for encoding in ("utf-8", "gb18030"):
        try:
            return written.decode(encoding)
        except UnicodeDecodeError:
            continue
    return name


def _unicode_path(info: ZipInfo) -> str | None:
    """The name in UTF-8 that WinRAR and some versions of 7-Zip add, if it belongs to the plain one."""
    extra = info.extra
    while len(extra) >= 4:
        kind, length = struct.unpack("<HH", extra[:4])
        field, extra = extra[4 : 4 + length], extra[4 + length :]
        if kind == _UNICODE_PATH and len(field) > 5 and field[0] == 1:
            try:
                plain = info.orig_filename.encode("cp437")
                if zlib.crc32(plain) == int.from_bytes(field[1:5], "little"):
                    return field[5:].decode("utf-8")
            except UnicodeError:
                return None
    return None


def _is_left_behind(name: str) -> bool:
    parts = name.split("/")
    return _MAC_FOLDER in parts or is_left_behind(parts[-1])


def _is_unsafe(name: str) -> bool:
    parts = name.split("/")
    has_drive = len(name) > 1 and name[1] == ":" and name[0].isascii() and name[0].isalpha()
    return name.startswith("/") or has_drive or ".." in parts or len(parts) > _DEEPEST or not parts[-1]


def _tidy(name: str) -> str:
    return "/".join(part for part in name.split("/") if part not in ("", "."))
