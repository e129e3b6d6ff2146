"""An earlier commit as a check needs it: its data in a folder, its evidence listed.

Most of its evidence is in the workspace too. Only what differs is read from git.
"""

from __future__ import annotations

import filecmp
import hashlib
import os
import posixpath
import shutil
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import IO

from ecodemo.check import baseline
from ecodemo.check.git import GitRevision, TreeEntry, committed, read_committed
from ecodemo.check.session import CheckResult
from ecodemo.evidence import facts_table, lock_file
from ecodemo.evidence.digests import Digest
from ecodemo.evidence.facts_table import ContentRecord
from ecodemo.evidence.fingerprints import Fingerprints
from ecodemo.evidence.inventory import FOLDER, FolderListing, stamp_of, told_by_name
from ecodemo.evidence.pointer import LONGEST, pointed_at
from ecodemo.evidence.survey import EarlierState, read_records
from ecodemo.load.root import MARK
from ecodemo.model.evidence import EvidenceFile, Link

_CONTROL = (MARK.parts[0], lock_file.NAME, facts_table.NAME, baseline.NAME)
"""What is written out: data, lock, table of facts and baseline."""


_BLOCK = 1 << 18
_LONG = 64
"""Digits of the names of a repository that uses SHA-256."""


class EarlierCommit:
    """A commit of a workspace that was checked.

    Args:
        result: of the check of the workspace as it is now.
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
        self._here: set[str] = set()

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
                with suppress(OSError):  # what is missing is reported when it is loaded
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
        known = dict(self._records())
        locked, table = read_records(self._folder, self._unless_changed(known))
        hashes = locked.hashes if locked else {}
        entries = committed(self._root, self._revision, (FOLDER,))
        head = replace(self._revision, commit="HEAD")
        objects = {entry.path: entry.object for entry in committed(self._root, head, (FOLDER,))}
        absent: list[TreeEntry] = []
        for entry in entries:
            path = _inside(entry)
            file = self._present.get(path) if entry.kind == "file" else None
            if file is not None:
                is_locked = hashes.get(path) == file.sha256 and objects.get(entry.path) == entry.object
                if is_locked or self._is_same(entry):
                    self._add(file)
                else:
                    absent.append(entry)
            elif entry.kind == "submodule":
                self._take_submodule(path)
            else:
                kind, path = told_by_name(path, is_link=entry.kind == "link")
                if kind == "leftover":
                    self._listing.leftovers.append(path)
                elif kind != "git":
                    absent.append(entry)
        read_committed(self._root, self._revision, absent, self._take)
        self._listing.leftovers = list(dict.fromkeys(self._listing.leftovers))
        prints = Fingerprints(self._listing, self._digests, frozenset())
        return EarlierState(prints, self._root, frozenset(self._here), known, (locked, table))

    def _unless_changed(self, known: Mapping[str, ContentRecord]) -> Mapping[str, ContentRecord]:
        """What is known of contents, where the table of facts is the one that it was known from."""
        if any(line.file == facts_table.NAME for line in self._survey.bad_lines):
            return {}
        with suppress(OSError):
            then, now = (folder / facts_table.NAME for folder in (self._folder, self._root))
            if then.stat().st_size == now.stat().st_size and filecmp.cmp(then, now, shallow=False):
                return known
        return {}

    def _is_same(self, entry: TreeEntry) -> bool:
        """Whether git would give the present file the same name."""
        here = self._root / entry.path
        try:
            whole = hashlib.new("sha256" if len(entry.object) == _LONG else "sha1")
            whole.update(b"blob %d\0" % here.lstat().st_size)
            with here.open("rb") as stream:
                while block := stream.read(_BLOCK):
                    whole.update(block)
        except OSError:
            return False
        return whole.hexdigest().encode() == entry.object

    def _add(self, file: EvidenceFile) -> None:
        self._listing.files[file.path] = f"{file.size} 0 0 0"
        self._digests[file.path] = Digest(file.sha256, file.size if file.is_pointer else None)
        self._here.add(file.path)

    def _take(self, entry: TreeEntry, content: IO[bytes]) -> None:
        path = _inside(entry)
        if entry.kind == "link":
            self._listing.links.append(self._link(path, os.fsdecode(content.read())))
            return
        begins = content.read(LONGEST)
        pointed = pointed_at(begins) if len(begins) < LONGEST else None
        content.seek(0)
        if pointed is None:
            self._digests[path] = Digest(_hash(content))
            content.seek(0)
            self._listing.files[path] = stamp_of(self._write(entry, content).stat())
        else:
            self._digests[path] = Digest(*pointed)
            self._listing.files[path] = f"{len(begins)} 0 0 0"

    def _link(self, path: str, points_at: str) -> Link:
        """By its own text; for one that is still here, where it leads now."""
        here = next((link for link in self._survey.links if link.path == path), None)
        with suppress(OSError):
            if here and str((self._root / FOLDER / path).readlink()) == points_at:
                return here
        return Link(path, leaves=_leaves(path, points_at))

    def _take_submodule(self, path: str) -> None:
        """Take its present content: what it was then is in another repository."""
        inside = f"{path}/".lstrip("/")
        for file in self._present.values():
            if file.path.startswith(inside):
                self._add(file)
        listing, survey = self._listing, self._survey
        listing.leftovers += [path for path in survey.leftovers if path.startswith(inside)]
        listing.links += [link for link in survey.links if link.path.startswith(inside)]
        listing.unreadable += [lost for lost in survey.unreadable if lost.path.startswith(inside)]

    def _records(self) -> Iterator[tuple[str, ContentRecord]]:
        for file in self._present.values():
            if file.facts is not None and file.sha256 not in self._survey.doubtful:
                recorded = self._survey.recorded.get(file.sha256)
                yield file.sha256, ContentRecord(file.facts, file.readings, recorded, file.recognised)

    def _write(self, entry: TreeEntry, content: IO[bytes]) -> Path:
        target = self._folder / entry.path
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as stream:
            shutil.copyfileobj(content, stream)
        return target


def _inside(entry: TreeEntry) -> str:
    """Its path below evidence/; empty for evidence itself."""
    return entry.path.removeprefix(FOLDER).removeprefix("/")


def _hash(content: IO[bytes]) -> str:
    whole = hashlib.sha256()
    while block := content.read(_BLOCK):
        whole.update(block)
    return whole.hexdigest()


def _leaves(link: str, points_at: str) -> bool:
    """Whether a link leads out of evidence/, by its own text."""
    target = posixpath.normpath(posixpath.join(posixpath.dirname(link), points_at.replace(os.sep, "/")))
    return Path(points_at).is_absolute() or not link or target.split("/")[0] == ".."
