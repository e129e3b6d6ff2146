"""An earlier commit as a check needs it: its data in a folder, its evidence listed.

Most of its evidence lies in the workspace too. Only what differs is read from git.
"""

from __future__ import annotations

import hashlib
import os
import posixpath
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO

from ecodemo.check import baseline
from ecodemo.check.git import GitRevision, TreeEntry, committed, read_committed
from ecodemo.check.session import CheckResult
from ecodemo.evidence import facts_table, lock
from ecodemo.evidence.facts_table import ContentRecord
from ecodemo.evidence.fingerprints import Fingerprints
from ecodemo.evidence.fixity import Digest
from ecodemo.evidence.inventory import FOLDER, FolderListing, stamp_of, told_by_name
from ecodemo.evidence.pointer import LONGEST, pointed_at
from ecodemo.evidence.survey import EarlierState, read_records
from ecodemo.load.root import MARK
from ecodemo.model.evidence import EvidenceFile, Link

_CONTROL = (MARK.parts[0], lock.NAME, facts_table.NAME, baseline.NAME)
"""What is written out: data, lock, table of facts and baseline."""


class EarlierCommit:
    """A commit of a workspace that was checked.

    Args:
        result: of the check of what lies in the workspace now.
        revision: the commit.
        folder: an empty folder, for what of the commit is written out.
    """

    def __init__(self, result: CheckResult, revision: GitRevision, folder: Path) -> None:
        self._root = result.root
        self._survey = result.survey
        self._present = {file.path: file for file in result.survey.files if file.sha256}
        self._revision = revision
        self._folder = folder
        self._listing = FolderListing()
        self._digests: dict[str, Digest] = {}
        self._here: dict[str, str] = {}

    def write_data(self) -> None:
        """Write out what says how the workspace was judged.

        Links come last, so that nothing is written through one. Submodules are as they are now: what they were then
        is in other repositories.

        Raises:
            EcodemoError: git cannot give it, or it cannot be written.
        """
        links: list[tuple[Path, str]] = []

        def take(entry: TreeEntry, content: IO[bytes]) -> None:
            if entry.kind == "link":
                links.append((self._folder / entry.path, os.fsdecode(content.read())))
            else:
                self._write(entry, content)

        entries = committed(self._root, self._revision, _CONTROL)
        read_committed(self._root, self._revision, entries, take)
        for entry in entries:
            if entry.kind == "submodule" and (self._root / entry.path).is_dir():
                with suppress(OSError):  # what is missing is said when it is loaded
                    shutil.copytree(self._root / entry.path, self._folder / entry.path, symlinks=True)
        for link, points_at in links:
            with suppress(OSError):  # a tree that no git makes has a name twice
                link.parent.mkdir(parents=True, exist_ok=True)
                try:
                    link.symlink_to(points_at)
                except PermissionError:  # Windows without the right to make links; git leaves a file there
                    link.write_bytes(os.fsencode(points_at))

    def evidence(self) -> EarlierState:
        """Its evidence; what is not in the workspace any more is written out.

        Raises:
            EcodemoError: git cannot give it, or it cannot be written.
        """
        locked, _ = read_records(self._folder)
        hashes = locked.hashes if locked else {}
        absent: list[TreeEntry] = []
        for entry in committed(self._root, self._revision, (FOLDER,)):
            if entry.kind == "submodule":
                self._take_submodule(entry)
                continue
            kind, path = told_by_name(_inside(entry), is_link=entry.kind == "link")
            if kind == "leftover":
                self._listing.leftovers.append(path)
            elif kind == "link" or (kind == "file" and not self._is_here(entry, path, hashes.get(path))):
                absent.append(entry)
        read_committed(self._root, self._revision, absent, self._take)
        self._listing.leftovers = list(dict.fromkeys(self._listing.leftovers))
        prints = Fingerprints(self._listing, self._digests, frozenset())
        return EarlierState(prints, self._root, self._here, dict(self._records()))

    def _is_here(self, entry: TreeEntry, path: str, locked: str | None) -> bool:
        """Whether its bytes are those of the file of this name that lies here; then it is taken down."""
        file = self._present.get(path)
        if file is None:
            return False
        here = self._root / entry.path
        try:
            stat = here.lstat()
            is_same = stat.st_size == entry.size and (
                locked == file.sha256 or _object_name(here, entry) == entry.object
            )
        except OSError:
            return False
        if is_same:
            self._add(file, stamp_of(stat))
        return is_same

    def _add(self, file: EvidenceFile, stamp: str) -> None:
        self._listing.files[file.path] = stamp
        self._digests[file.path] = Digest(file.sha256, file.size if file.is_pointer else None)
        self._here[file.path] = str(self._root / FOLDER / file.path)

    def _take(self, entry: TreeEntry, content: IO[bytes]) -> None:
        path = _inside(entry)
        if entry.kind == "link":
            self._listing.links.append(Link(path, leaves=_leaves(path, os.fsdecode(content.read()))))
            return
        stamp = f"{entry.size} 0 0 0"
        pointed = pointed_at(content.read()) if entry.size < LONGEST else None
        if pointed is None:
            content.seek(0)
            digest = Digest(_hash(content))
            content.seek(0)
            stamp = stamp_of(self._write(entry, content).stat())
        else:
            digest = Digest(*pointed)
        self._listing.files[path] = stamp
        self._digests[path] = digest

    def _take_submodule(self, entry: TreeEntry) -> None:
        """Take what lies in it now: what it was then is in another repository."""
        inside = f"{_inside(entry)}/".lstrip("/")
        for path, file in self._present.items():
            if path.startswith(inside):
                with suppress(OSError):
                    self._add(file, stamp_of((self._root / FOLDER / path).lstat()))
        listing, survey = self._listing, self._survey
        listing.leftovers += [path for path in survey.leftovers if path.startswith(inside)]
        listing.links += [link for link in survey.links if link.path.startswith(inside)]
        listing.unreadable += [lost for lost in survey.unreadable if lost.path.startswith(inside)]

    def _records(self) -> Iterator[tuple[str, ContentRecord]]:
        for file in self._present.values():
            if file.facts is not None and file.sha256 not in self._survey.doubtful:
                yield file.sha256, ContentRecord(file.facts, file.readings)

    def _write(self, entry: TreeEntry, content: IO[bytes]) -> Path:
        target = self._folder / entry.path
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as stream:
            shutil.copyfileobj(content, stream)
        return target


def _inside(entry: TreeEntry) -> str:
    """Its path below evidence/; empty for evidence itself."""
    return entry.path.removeprefix(FOLDER).removeprefix("/")


def _object_name(file: Path, entry: TreeEntry) -> bytes:
    """What git would call the bytes of a file."""
    whole = hashlib.new("sha256" if len(entry.object) == 64 else "sha1", b"blob %d\0" % entry.size)
    with file.open("rb") as stream:
        while block := stream.read(1 << 18):
            whole.update(block)
    return whole.hexdigest().encode()


def _hash(content: IO[bytes]) -> str:
    whole = hashlib.sha256()
    while block := content.read(1 << 18):
        whole.update(block)
    return whole.hexdigest()


def _leaves(link: str, points_at: str) -> bool:
    """Whether a link leads out of evidence/, as far as its own words tell."""
    target = posixpath.normpath(posixpath.join(posixpath.dirname(link), points_at.replace(os.sep, "/")))
    return Path(points_at).is_absolute() or not link or target.split("/")[0] == ".."
