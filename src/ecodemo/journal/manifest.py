"""The list of what changes as one, with checksums: once it is written, the change counts.

A list that came with a workspace may be anybody's: it says nothing about files outside, nor about git's own.
"""

from __future__ import annotations

import json
import os
import re
import stat
import unicodedata
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath

from ecodemo.errors import EcodemoError, system_reason
from ecodemo.files import LARGEST_YAML, read_control_file
from ecodemo.language import without_controls
from ecodemo.model.message import Message, message

FOLDER = ".ecodemo-journal"
"""Below the workspace; there only while something is written."""
MANIFEST = "manifest.json"
_VERSION = 1
_LARGEST = 8 << 30
"""Bytes of one file."""
_HASH = re.compile(r"[0-9a-f]{64}")
_NO_FILE = "other"
"""Stands for the checksum of what is neither a file nor nothing."""
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Entry:
    """One file that changes."""

    path: str
    """Relative to the workspace, with forward slashes."""
    before: str | None
    """The checksum of what was there; `None`: nothing."""
    after: str | None
    """The checksum of what will be there; `None`: it is removed."""
    size: int = 0


@dataclass(frozen=True, slots=True)
class Manifest:
    """What changes as one, and by which command."""

    command: str
    entries: tuple[Entry, ...]

    def content(self) -> bytes:
        """The checksum of what follows, and the list."""
        body = json.dumps(
            {
                "version": _VERSION,
                "command": self.command,
                "entries": [asdict(entry) for entry in self.entries],
            },
            ensure_ascii=True,
        ).encode()
        return sha256(body).hexdigest().encode() + b"\n" + body


def staged(root: Path, number: int) -> Path:
    """Where the new content of an entry waits."""
    return root / FOLDER / f"{number:06}"


def read_manifest(root: Path) -> Manifest | None:
    """The list of a change that counts; `None` where there is none.

    Raises:
        EcodemoError: it is not one that this program wrote.
    """
    path = root / FOLDER / MANIFEST
    try:
        if (root / FOLDER).is_symlink() or path.is_symlink():
            raise invalid(message("it is a link"))
        content = read_control_file(path, root, LARGEST_YAML)
    except FileNotFoundError:
        return None
    except OSError as error:
        reason = system_reason(error)
        raise invalid(reason if isinstance(reason, Message) else message("{text}", text=reason)) from error
    checksum, _, body = content.partition(b"\n")
    if checksum.decode("ascii", "replace") != sha256(body).hexdigest():
        raise invalid(message("checksum mismatch"))
    try:
        return _parsed(json.loads(body))
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise invalid(message("not written by this version of ecodemo")) from error


def invalid(reason: Message) -> EcodemoError:
    """That nothing of a journal was done."""
    return EcodemoError(
        message(
            "{path} is not a valid journal: {reason}. Nothing was changed. "
            "If the folder came with the workspace, delete it: {folder}",
            path=f"{FOLDER}/{MANIFEST}",
            reason=reason,
            folder=FOLDER,
        )
    )


def check_target(root: Path, path: str) -> None:
    """See that a path is an ordinary one inside the workspace, with no link on its way.

    Raises:
        EcodemoError: it is not.
    """
    folder = root
    for part in PurePosixPath(path).parts[:-1]:
        folder /= part
        try:
            mode = folder.lstat().st_mode
        except FileNotFoundError:
            return
        if not stat.S_ISDIR(mode):
            raise invalid(message("{path} is outside the workspace", path=without_controls(path)))


def checksum_of(path: Path) -> str | None:
    """The sha256 of a file's bytes; `None` where nothing is.

    Raises:
        OSError: it cannot be read.
    """
    try:
        mode = path.lstat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return None
    return checksum_of_blocks(blocks_of(path)) if stat.S_ISREG(mode) else _NO_FILE


def checksum_of_blocks(blocks: Iterable[bytes]) -> str:
    """The sha256 of all blocks together."""
    whole = sha256()
    for block in blocks:
        whole.update(block)
    return whole.hexdigest()


def blocks_of(path: Path) -> Iterable[bytes]:
    """A file's bytes, piece by piece.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            yield block


def _parsed(value: dict[str, object]) -> Manifest:
    """What the list says; anything else than what `content` writes is a `ValueError` or an error of its kind."""
    entries = value["entries"]
    if value["version"] != _VERSION or not isinstance(entries, list):
        raise ValueError
    found = tuple(_entry(**entry) for entry in entries)
    if len({entry.path for entry in found}) != len(found):
        raise ValueError
    return Manifest(without_controls(str(value["command"]))[:60], found)


def _entry(path: object, before: object, after: object, size: object) -> Entry:
    if not isinstance(path, str) or not _is_ordinary(path):
        raise invalid(message("{path} is outside the workspace", path=without_controls(str(path))[:200]))
    if not (isinstance(size, int) and 0 <= size <= _LARGEST):
        raise ValueError
    return Entry(path, _checksum(before), _checksum(after), size)


def _checksum(value: object) -> str | None:
    if value is None or value == _NO_FILE or (isinstance(value, str) and _HASH.fullmatch(value)):
        return value
    raise ValueError


def _is_ordinary(path: str) -> bool:
    """Relative, without a step upward, and no file of git's or of the journal's own."""
    parts = path.split("/")
    is_foreign = "\0" in path or (os.name == "nt" and ("\\" in path or ":" in path))
    return not is_foreign and not any(_is_reserved(part) for part in parts)


def _is_reserved(part: str) -> bool:
    """As some disks see it: they pass over letters that nobody sees, dots and blanks at the end, and case."""
    seen = "".join(sign for sign in part if unicodedata.category(sign) != "Cf").casefold().rstrip(". ")
    return seen in ("", ".git", FOLDER) or seen.startswith(("git~", ".git:", ".git::"))
