"""Where words occur in the evidence: by document, with what the document is for."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ecodemo.errors import EcodemoError
from ecodemo.evidence import cache
from ecodemo.evidence.examination import Task
from ecodemo.evidence.inventory import FOLDER, stamp_of
from ecodemo.evidence.stages import Progress
from ecodemo.model.evidence import EvidenceFile, Survey
from ecodemo.model.message import message
from ecodemo.model.workspace import Workspace
from ecodemo.recognition.word_index import FILE, WordIndex, WordSource
from ecodemo.recognition.word_store import WordStore


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that holds all the words, in one file."""

    file: EvidenceFile
    place: str
    """`p3`, `汇总!C40`, or nothing in a document without pages."""
    source: WordSource
    is_whole: bool
    """Each word occurs there by itself, and not only within longer numbers."""
    line: str


@dataclass(frozen=True, slots=True)
class Found:
    """All places that hold some words, and the first of them."""

    places: int
    files: int
    hits: tuple[Hit, ...]


def hits_of(
    root: Path,
    workspace: Workspace,
    surveyed: Survey,
    words: Sequence[str],
    units: Sequence[str] = (),
    indicators: Sequence[str] = (),
    progress: Progress | None = None,
    most: int | None = None,
    jobs: int | None = None,
) -> Found:
    """The places that hold all the words; whole words first, then in the order of the paths.

    Raises:
        EcodemoError: the index cannot be kept; one that is damaged is made again.
    """
    files: dict[str, list[EvidenceFile]] = {}
    for file in wanted(workspace, surveyed.files, units, indicators):
        files.setdefault(file.sha256, []).append(file)
    path = cache.Cache(root).place(FILE)

    def found_in_index() -> Found:
        with WordIndex(path) as index:
            index.bring_up(
                _tasks(root, surveyed.files),
                [file.sha256 for file in surveyed.files if file.facts and file.facts.has_scans],
                WordStore(cache.folder()),
                progress,
                jobs,
            )
            return _found(index, words, files, most)

    try:
        try:
            return found_in_index()
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:  # it is damaged, and can be rebuilt
            if path is None:
                raise
            path.unlink(missing_ok=True)
            return found_in_index()
    except (sqlite3.Error, OSError) as error:
        raise EcodemoError(message("Cannot write the search index: {reason}.", reason=str(error))) from error


def _found(
    index: WordIndex, words: Sequence[str], files: Mapping[str, Sequence[EvidenceFile]], most: int | None
) -> Found:
    every = list(index.find(words))
    by_path = {file.path: file for listed in files.values() for file in listed}
    passed = sorted(
        (not one.is_whole, file.path, one.key, number)
        for number, one in enumerate(every)
        for file in files.get(one.sha256, ())
    )
    hits = []
    for is_within, path, key, number in passed[:most]:
        place, line = index.line(key, words)
        hits.append(Hit(by_path[path], place, every[number].source, not is_within, line))
    return Found(len(passed), len({path for _, path, _, _ in passed}), tuple(hits))


def unread_among(
    workspace: Workspace, surveyed: Survey, units: Sequence[str] = (), indicators: Sequence[str] = ()
) -> int:
    """How many scanned pages were not searched because nobody has read them."""
    return sum(file.unread_pages for file in wanted(workspace, surveyed.files, units, indicators))


def wanted(
    workspace: Workspace, files: Iterable[EvidenceFile], units: Sequence[str], indicators: Sequence[str]
) -> Iterable[EvidenceFile]:
    """The files of these units and indicators; all of them where none is named."""
    return (
        file
        for file in files
        if (not units or file.unit in units)
        and (not indicators or workspace.subject_of(file).indicator in indicators)
    )


def _tasks(root: Path, files: Iterable[EvidenceFile]) -> dict[str, Task]:
    """How each content is read that may have words as text; those whose bytes are not here keep what is known."""
    found: dict[str, Task] = {}
    for file in files:
        if file.sha256 and file.facts and not file.is_pointer and file.sha256 not in found:
            path = root / FOLDER / file.path
            try:
                found[file.sha256] = Task(file.sha256, str(path), stamp_of(path.stat()), (), file.facts)
            except OSError:  # it is gone by now
                continue
    return found
