"""Everything below evidence/ at once: one walk, hashes, facts, and the contents of the places that figures name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from ecodemo import __version__
from ecodemo.evidence import facts_table
from ecodemo.evidence.cache import Cache
from ecodemo.evidence.facts_table import ContentRecord, Table, joined, read_table
from ecodemo.evidence.filing import Filing
from ecodemo.evidence.fingerprints import Fingerprints, take_fingerprints
from ecodemo.evidence.inventory import FOLDER, FolderListing, list_evidence, size_of, stamp_of
from ecodemo.evidence.lock_file import NAME, Lock, as_spelled, read_lock
from ecodemo.evidence.seals import Seals, read_seals
from ecodemo.evidence.stages import Progress
from ecodemo.evidence.stored_survey import can_be_stored, survey_from, survey_lines
from ecodemo.files import not_read
from ecodemo.model.evidence import Counts, EvidenceFile, Survey
from ecodemo.model.workspace import Workspace

if TYPE_CHECKING:
    from ecodemo.evidence.examination import Task


@dataclass(frozen=True, slots=True)
class EarlierState:
    """What is known of the evidence of an earlier state, most of which is not in its folder."""

    prints: Fingerprints
    workspace: Path
    """The folder of the present state."""
    here: frozenset[str]
    """The paths of files with the present bytes, where they are read."""
    records: Mapping[str, ContentRecord]
    """What the present state knows of contents."""
    lock_and_table: tuple[Lock | None, Table]
    """Those of the earlier state."""


Cited = Callable[[Iterable[EvidenceFile]], Mapping[str, tuple[str, ...]]]
"""Which places of which files figures name, by path."""


def survey(
    root: Path,
    workspace: Workspace,
    cited: Cited,
    *,
    use_cache: bool = True,
    is_for_lock: bool = False,
    progress: Progress | None = None,
    earlier: EarlierState | None = None,
    version: str = "",
    jobs: int | None = None,
) -> Survey:
    """Look at all evidence of a workspace; where nothing was touched since the last time, it is not looked into again.

    Args:
        root: the workspace's folder.
        workspace: its data, for filing by number, unit and years.
        cited: the places that are to be read, by file.
        use_cache: whether hashes of files that look unchanged are trusted.
        is_for_lock: whether the lock is to be written from it: then every hash that the lock does not have yet is
            computed from the file's bytes.
        progress: called with how far it is.
        earlier: for an earlier state, whose facts are also taken from what is remembered of the present one,
            where there may be a pointer here; nothing is remembered of it.
        version: what the data are; without it nothing that follows from them is remembered.
        jobs: the most processes to use; `None`: one for each core that can be used.

    Raises:
        EcodemoError: the lock or the table of facts is there and cannot be read.
    """
    seals = read_seals(root) if earlier is None else Seals()
    cache = Cache(earlier.workspace if earlier else root, is_trusted=use_cache, is_kept=earlier is None)
    listing = earlier.prints.listing if earlier else list_evidence(root)
    key = _key(root, listing, version, cache) if version and not (earlier or is_for_lock) else ""
    if key and (lines := cache.survey_lines(key)):
        known_survey = survey_from(lines, listing)
        if known_survey is not None:
            return known_survey
        listing = list_evidence(root)
    lock, table = earlier.lock_and_table if earlier else read_records(root)
    locked = as_spelled(lock.hashes, listing.files) if lock else {}

    def is_doubted(path: str, sha256: str) -> bool:
        return locked.get(path, "" if is_for_lock else sha256) != sha256

    prints = (
        earlier.prints if earlier else take_fingerprints(root, cache, is_doubted, listing, progress, jobs)
    )
    files = list(_filed(workspace, prints))
    places = _by_content(files, cited(files))
    stamps = prints.listing.files
    known = joined(table.records, earlier.records.items()) if earlier else table.records
    if _tasks(files, stamps, places, known):
        known = joined(known, cache.records().records.items())
    tasks = _tasks(files, stamps, places, known)
    doubtful: list[str] = []
    if tasks:
        from ecodemo.evidence.examination import examine

        read = dict(examine(_placed(tasks, root, earlier), progress, jobs))
        doubtful = [sha256 for sha256, examined in read.items() if not examined.is_certain]
        known = joined(known, ((sha256, examined.record) for sha256, examined in read.items()))
        cache.remember_records(
            {
                sha256: record
                for sha256, record in known.items()
                if table.records.get(sha256) != record and sha256 not in doubtful
            }
        )
    found = Survey(
        files=tuple(with_record(file, known.get(file.sha256)) for file in files),
        leftovers=tuple(sorted(prints.listing.leftovers)),
        links=tuple(sorted(prints.listing.links, key=lambda link: link.path)),
        unreadable=tuple(sorted(prints.unreadable, key=lambda lost: lost.path)),
        lock=locked if lock else None,
        recorded={sha256: record.recorded for sha256, record in table.records.items() if record.recorded},
        handed_in=max(seals.days, default=None),
        lost=tuple(_lost(workspace, locked, prints)),
        doubtful=frozenset(doubtful),
        bad_lines=(*(lock.bad_lines if lock else ()), *table.bad_lines, *seals.bad_lines),
        counts=_counts(files, prints, known, {task.sha256 for task in tasks}),
    )
    if key and can_be_stored(found):
        cache.remember_survey(key, survey_lines(found))
    return found


def _key(root: Path, listing: FolderListing, version: str, cache: Cache) -> str:
    """What a survey follows from; empty while something of it was touched so lately that it may change unseen."""
    beside: dict[str, str] = {}
    for name in (NAME, facts_table.NAME):
        with suppress(FileNotFoundError):
            beside[name] = stamp_of((root / name).lstat())
    if listing.unreadable or not all(map(cache.is_settled, (*listing.files.values(), *beside.values()))):
        return ""
    return " ".join((__version__, version, listing.digest(), *beside, *beside.values()))


def read_records(
    root: Path, known: Mapping[str, ContentRecord] = MappingProxyType({})
) -> tuple[Lock | None, Table]:
    """The lock and the table of facts of a workspace; lines about known contents are not read.

    Raises:
        EcodemoError: one of them is there and cannot be read.
    """
    try:
        return read_lock(root), read_table(root / facts_table.NAME, known)
    except OSError as error:
        raise not_read(error.filename or NAME, error) from error


def _filed(workspace: Workspace, prints: Fingerprints) -> Iterator[EvidenceFile]:
    filing = Filing(workspace)
    for path in sorted(prints.listing.files):
        digest = prints.digests[path]
        pointed = digest.pointed_size
        size = size_of(prints.listing.files[path]) if pointed is None else pointed
        yield filing.file(path, size, digest.sha256, is_pointer=pointed is not None)


def _lost(workspace: Workspace, locked: Mapping[str, str], prints: Fingerprints) -> Iterator[EvidenceFile]:
    filing = Filing(workspace)
    unreadable = {lost.path for lost in prints.listing.unreadable}
    for path in sorted(locked.keys() - prints.listing.files.keys()):
        folders = (path[:end] for end, sign in enumerate(path) if sign == "/")
        if not unreadable & {"", path, *folders}:
            yield filing.file(path, 0, locked[path])


def _by_content(
    files: Iterable[EvidenceFile], places: Mapping[str, tuple[str, ...]]
) -> Mapping[str, tuple[str, ...]]:
    """The places by hash instead of path: several files can have the same bytes."""
    found: dict[str, tuple[str, ...]] = {}
    for file in files:
        if file.path in places:
            both = (*found.get(file.sha256, ()), *places[file.path])
            found[file.sha256] = tuple(dict.fromkeys(both))
    return found


def _tasks(
    files: Iterable[EvidenceFile],
    stamps: Mapping[str, str],
    places: Mapping[str, tuple[str, ...]],
    known: Mapping[str, ContentRecord],
) -> list[Task]:
    """One for each content that is here and of which something is not known yet."""
    from ecodemo.evidence.examination import Task

    tasks: dict[str, Task] = {}
    for file in files:
        if file.sha256 and not file.is_pointer and file.sha256 not in tasks:
            record = known.get(file.sha256)
            wanted = tuple(
                place
                for place in places.get(file.sha256, ())
                if record is None or place not in record.readings
            )
            if record is None or wanted:
                tasks[file.sha256] = Task(
                    file.sha256, file.path, stamps[file.path], wanted, record.facts if record else None
                )
    return list(tasks.values())


def _placed(tasks: Iterable[Task], root: Path, earlier: EarlierState | None) -> Iterator[Task]:
    """With the place where each is to be read."""
    for task in tasks:
        if earlier and task.path in earlier.here:
            place = earlier.workspace / FOLDER / task.path
            with suppress(OSError):  # it is gone by now
                yield replace(task, path=str(place), stamp=stamp_of(place.lstat()))
        else:
            yield replace(task, path=f"{root}/{FOLDER}/{task.path}")


def with_record(file: EvidenceFile, record: ContentRecord | None) -> EvidenceFile:
    """A file with what is known of its content."""
    if record is None:
        return file
    return file._replace(facts=record.facts, readings=record.readings, recognised=record.recognised)


def _counts(
    files: Iterable[EvidenceFile], prints: Fingerprints, known: Mapping[str, ContentRecord], read: set[str]
) -> Counts:
    readable = [file for file in files if file.sha256]
    own = [file for file in readable if not file.is_pointer]
    known_files = [file for file in readable if file.sha256 in known]
    facts_read = sum(file.sha256 in read for file in known_files)
    return Counts(
        computed=sum(file.path in prints.fresh for file in own),
        trusted=sum(file.path not in prints.fresh for file in own),
        pointers=len(readable) - len(own),
        facts_read=facts_read,
        facts_trusted=len(known_files) - facts_read,
        facts_unknown=len(readable) - len(known_files),
    )
