"""One walk over evidence/: its documents, without what programs leave behind and without links."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import chain, islice
from pathlib import Path
from typing import Literal

from ecodemo.model.evidence import Link, Unreadable

FOLDER = "evidence"
_AT_ONCE = 2_000
"""Lines that are hashed together: one by one takes longer, all together takes memory."""
_LEFT_BEHIND = re.compile(
    r"(?:thumbs\.db|ehthumbs\.db|desktop\.ini|\.ds_store|__macosx|\$recycle\.bin)$|~\$|\._|\.~lock\.|~wrl",
    re.IGNORECASE,
)
_LEFT_BEHIND_ENDINGS = (".part", ".tmp", ".crdownload")
_GIT = ".git"
"""How names begin that git itself needs: .gitkeep, .gitattributes."""


@dataclass
class FolderListing:
    """What one walk found; paths are relative to evidence/, with forward slashes."""

    files: dict[str, str] = field(default_factory=dict)
    """Path to stamp: size, times of change and inode in one text; other bytes have another stamp."""
    leftovers: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    unreadable: list[Unreadable] = field(default_factory=list)

    def digest(self) -> str:
        """One hash over all names and stamps: the same as long as nothing was touched."""
        whole = blake2b(digest_size=16)
        lines = chain(
            (f"{path}\0{stamp}" for path, stamp in self.files.items()),
            self.leftovers,
            (f"{link.path}\0{link.leaves}" for link in self.links),
            (f"{lost.path}\0{lost.reason}" for lost in self.unreadable),
        )
        while some := list(islice(lines, _AT_ONCE)):
            whole.update("\0\0".join(some).encode("utf-8", "surrogateescape"))
        return whole.hexdigest()


def size_of(stamp: str) -> int:
    """The size that a stamp begins with, in bytes."""
    return int(stamp.split(" ", 1)[0])


def stamp_of(stat: os.stat_result) -> str:
    """What shows that a file has other bytes without reading them.

    On Windows the third is the time of creation; there only the time of change counts.
    """
    return f"{stat.st_size} {stat.st_mtime_ns} {stat.st_ctime_ns} {stat.st_ino}"


def is_same(one: str, other: str) -> bool:
    """Whether size and time of change agree; the rest of a stamp differs between a listing and a file."""
    return one.split(" ")[:2] == other.split(" ")[:2]


def is_left_behind(name: str) -> bool:
    """Whether a file or folder of this name is what programs leave behind: never counted as evidence."""
    return bool(_LEFT_BEHIND.match(name)) or name.endswith(_LEFT_BEHIND_ENDINGS)


def told_by_name(path: str, *, is_link: bool) -> tuple[Literal["file", "link", "leftover", "git"], str]:
    """What a walk would take a file or link for, and the path that it would name: of a folder that of the folder."""
    *folders, name = path.split("/")
    for depth, folder in enumerate(folders, 1):
        if _LEFT_BEHIND.match(folder):
            return "leftover", "/".join(folders[:depth])
        if folder.startswith(_GIT):
            return "git", path
    if _LEFT_BEHIND.match(name):
        return "leftover", path
    if is_link:
        return "link", path
    if name.endswith(_LEFT_BEHIND_ENDINGS):
        return "leftover", path
    return "git" if name.startswith(_GIT) else "file", path


def list_evidence(root: Path) -> FolderListing:
    """Walk evidence/ below `root`; only git's own files are passed over, and nothing outside is looked at."""
    listing = FolderListing()
    top = os.path.join(root, FOLDER)  # noqa: PTH118 - os.scandir is three times as fast as pathlib
    if os.path.islink(top):  # noqa: PTH114
        listing.links.append(Link("", leaves=True))
    elif os.path.isdir(top):  # noqa: PTH112
        _walk(top, listing)
    return listing


def _walk(top: str, listing: FolderListing) -> None:
    pending = [(top, "")]
    while pending:
        folder, prefix = pending.pop()
        try:
            with os.scandir(folder) as entries:
                pending.extend(
                    (entry.path, f"{prefix}{entry.name}/")
                    for entry in entries
                    if _enter(entry, prefix, top, listing)
                )
        except OSError as error:
            listing.unreadable.append(Unreadable(prefix.rstrip("/"), error.strerror or str(error)))


def _enter(entry: os.DirEntry[str], prefix: str, top: str, listing: FolderListing) -> bool:
    """Take down one entry; whether it is a folder to be walked."""
    name = entry.name
    path = prefix + name
    try:
        if _LEFT_BEHIND.match(name):
            listing.leftovers.append(path)
        elif entry.is_symlink() or getattr(entry, "is_junction", bool)():
            listing.links.append(Link(path, leaves=_leaves(entry.path, top)))
        elif entry.is_dir(follow_symlinks=False):
            return not name.startswith(_GIT)
        elif not entry.is_file(follow_symlinks=False):
            listing.unreadable.append(Unreadable(path, "not a regular file"))
        elif name.endswith(_LEFT_BEHIND_ENDINGS):
            listing.leftovers.append(path)
        elif not name.startswith(_GIT):
            listing.files[path] = stamp_of(entry.stat(follow_symlinks=False))
    except OSError as error:
        listing.unreadable.append(Unreadable(path, error.strerror or str(error)))
    return False


def _leaves(link: str, top: str) -> bool:
    inside = os.path.realpath(top)
    try:
        return os.path.commonpath((inside, os.path.realpath(link))) != inside
    except ValueError:  # another drive
        return True
