"""The files below evidence/, by requirement and unit; those planned count as being there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path, PurePosixPath

from ecodemo.evidence.filing import Filing
from ecodemo.evidence.inventory import FOLDER, list_evidence
from ecodemo.forms.inbox.delivered import Delivered
from ecodemo.forms.inbox.file_hash import hash_of
from ecodemo.forms.intake.filing.document_names import alike, last_name, ordinal
from ecodemo.forms.intake.filing.fitness import is_broken
from ecodemo.forms.safe_names import safe_name
from ecodemo.model.requirement import Requirement
from ecodemo.model.workspace import Workspace


class Holdings:
    """The files of one workspace; nothing is written."""

    def __init__(self, root: Path, workspace: Workspace, delivered: Iterable[Delivered]) -> None:
        self._filing = Filing(workspace)
        self._bytes: dict[str, Path] = {}
        self._taken: set[str] = set()
        self._shelves: dict[tuple[str | None, str | None], list[str]] = {}
        self._hashes: dict[Path, str] = {}
        self._packs: dict[str, tuple[date, str]] = {}
        self._came: dict[str, list[tuple[date, str]]] = {}
        self._sent: set[tuple[str, str, str]] = set()
        """Place, bytes and name of everything that came."""
        delivered = [entry for entry in delivered if entry.filed.startswith(f"{FOLDER}/")]
        for path in list_evidence(root).files:
            self._place(path, root / FOLDER / path)
        self._names: dict[str, str] = {}
        for entry in delivered:
            path = entry.filed.removeprefix(f"{FOLDER}/")
            self._names[path] = entry.name
            self._came.setdefault(_place_of(path), []).append((entry.day, entry.sha256))
            self._sent.add((_place_of(path), entry.sha256, last_name(entry.name)))

    def _place(self, path: str, bytes_at: Path) -> None:
        if path not in self._bytes:
            known = self._filing.file(path, 0)
            self._shelves.setdefault((known.requirement, known.unit), []).append(path)
            self._taken.add(path.lower())
        self._bytes[path] = bytes_at

    def put(self, path: str, bytes_at: Path, name: str, pack: tuple[date, str]) -> None:
        """Plan a file: where its bytes are now, what it was called, and the day and name of its pack."""
        self._place(path, bytes_at)
        self._names[path] = name
        self._packs[path] = pack
        self._came.setdefault(_place_of(path), []).append((pack[0], self.hash_of(bytes_at)))
        self._sent.add((_place_of(path), self.hash_of(bytes_at), last_name(name)))

    def take_away(self, path: str) -> Path:
        """Plan that a file is there no longer; where its bytes are."""
        return self._bytes.pop(path)

    def bytes_of(self, path: str) -> Path | None:
        """Where the bytes of a file are now; `None` where there is no such file."""
        return self._bytes.get(path)

    def hash_of(self, path: Path) -> str:
        """The sha256 of bytes, computed once."""
        if path not in self._hashes:
            self._hashes[path] = hash_of(path)
        return self._hashes[path]

    def of(self, requirement: Requirement, unit: str, years: tuple[int, ...]) -> Iterator[str]:
        """The files for this requirement, unit and exactly these years."""
        for path in self._shelves.get((requirement.no, unit), ()):
            if path in self._bytes and (not years or self._filing.file(path, 0).years == years):
                yield path

    def below(self, folder: str) -> list[str]:
        """The files of a folder."""
        return [path for path in self._bytes if path.startswith(f"{folder}/")]

    def same_bytes(self, paths: Iterable[str], digest: str) -> str | None:
        """The first file with these bytes."""
        return next((path for path in paths if self.hash_of(self._bytes[path]) == digest), None)

    def knows(self, path: Path) -> bool:
        """Whether these bytes are here under whatever name, or came before."""
        size, digest = path.stat().st_size, self.hash_of(path)
        if any(sha256 == digest for came in self._came.values() for _, sha256 in came):
            return True
        alike_ = (own for own in self._bytes.values() if own.is_file() and own.stat().st_size == size)
        return any(self.hash_of(own) == digest for own in alike_)

    def later_than(self, path: str, digest: str, day: date) -> date | None:
        """The day of a later file in a place, for one that came before, or that comes late; `None`: there is none."""
        came = self._came.get(_place_of(path), [])
        if not came or came[-1][1] == digest:
            return None
        has_come = any(sha256 == digest for _, sha256 in came)
        latest = max(other for other, _ in came)
        return came[-1][0] if has_come else latest if latest > day else None

    def overtaken(self, paths: Iterable[str], digest: str, name: str) -> date | None:
        """The day on which something else came in the place of these bytes, which were sent under this name before."""
        places = (_place_of(path) for path in paths)
        sent = (place for place in places if (place, digest, last_name(name)) in self._sent)
        return next((self._came[place][-1][0] for place in sent if self._came[place][-1][1] != digest), None)

    def is_spoilt_by(self, path: str, newer: Path) -> bool:
        """Whether a document that opens would give its place to one that does not."""
        return is_broken(newer) and not is_broken(self._bytes[path])

    def called(self, paths: Iterable[str], name: str, pack: tuple[date, str]) -> list[str]:
        """Those that came under such a name, the closest first; two files of one pack are two documents."""
        known = ((path, self._names.get(path)) for path in paths if self._packs.get(path) != pack)
        return alike(((path, was) for path, was in known if was is not None), name)

    def free(self, folder: str, name: str, suffix: str) -> str:
        """A path that no file has yet: the second is （二）."""
        stem = safe_name(name)
        number = 1
        while True:
            target = f"{folder}/{stem}{ordinal(number)}{suffix}"
            if target.lower() not in self._taken:
                return target
            number += 1


def _place_of(path: str) -> str:
    """A path without suffix: a picture takes the place of a scan."""
    return PurePosixPath(path).with_suffix("").as_posix()
