"""Where words stand in the evidence: by document, with what the document is for."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
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
    """Each word stands there by itself, and not only within longer numbers."""
    line: str


def hits_of(
    root: Path,
    workspace: Workspace,
    surveyed: Survey,
    words: Sequence[str],
    units: Sequence[str] = (),
    indicators: Sequence[str] = (),
    progress: Progress | None = None,
) -> list[Hit]:
    """Every place that holds all the words; whole words first, then in the order of the paths.

    Raises:
        EcodemoError: the index cannot be kept.
    """
    files: dict[str, list[EvidenceFile]] = {}
    for file in wanted(workspace, surveyed.files, units, indicators):
        files.setdefault(file.sha256, []).append(file)
    try:
        with WordIndex(cache.Cache(root).place(FILE)) as index:
            index.bring_up(
                _tasks(root, surveyed.files),
                [file.sha256 for file in surveyed.files if file.facts and file.facts.has_scans],
                WordStore(cache.folder()),
                progress,
            )
            hits = []
            for passed in index.find(words):
                if passed.sha256 in files:
                    place, line = index.line(passed.key, words)
                    hits += [
                        Hit(file, place, passed.source, passed.is_whole, line)
                        for file in files[passed.sha256]
                    ]
    except sqlite3.Error as error:
        raise EcodemoError(
            message("The index of words could not be kept: {reason}.", reason=str(error))
        ) from error
    return sorted(hits, key=_order)


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


def _order(hit: Hit) -> tuple[object, ...]:
    digits = hit.place[1:]
    page = int(digits) if digits.isdecimal() else 0
    return not hit.is_whole, hit.file.path, page, hit.place
