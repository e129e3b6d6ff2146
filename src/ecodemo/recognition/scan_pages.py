"""Which pages of which contents have no text layer, and reading them: once a content, to be stopped at any page."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ecodemo.evidence.stages import Progress, Stage
from ecodemo.model.evidence import Facts, Searchable
from ecodemo.model.recognised import PageFault
from ecodemo.recognition.page_words import PageWords
from ecodemo.recognition.reading_processes import MakeReader, PageTask, read_pages
from ecodemo.recognition.word_store import WordStore

_PICTURES = frozenset(("jpg", "png", "gif", "bmp", "tif", "webp"))
_PDFS = frozenset(("pdf", "portfolio", "xfa"))


@dataclass(frozen=True, slots=True)
class Scan:
    """A content with pages that have no text layer."""

    sha256: str
    path: Path
    stamp: str
    facts: Facts


@dataclass(frozen=True, slots=True)
class ReadCount:
    """The result of a run of reading, in pages."""

    read: int
    failed: int
    left: int


def can_be_seen(facts: Facts) -> bool:
    """Whether pages of its kind can be shown to the engine."""
    return facts.kind in _PICTURES or facts.kind in _PDFS


def are_read(scans: Iterable[Scan], store: WordStore) -> bool:
    """Whether nothing is left to read of these contents."""
    plans = ((scan.sha256, store.pages_to_read(scan.sha256)) for scan in scans)
    return all(plan is not None and store.pages_read(sha256).issuperset(plan) for sha256, plan in plans)


def read_scans(
    scans: Iterable[Scan],
    store: WordStore,
    make_reader: MakeReader,
    processes: int,
    until: float | None = None,
    progress: Progress | None = None,
) -> ReadCount:
    """Read what was not read yet, and keep it page by page; what a killed run has read is not read again.

    Args:
        scans: what is to be read, each content once.
        store: where words are kept.
        make_reader: makes the engine.
        processes: how many read side by side.
        until: the time of `time.monotonic` at which no further page is begun.
        progress: called with how many of the pages are done.

    Raises:
        EcodemoError: the engine cannot be loaded here.
        OSError: words cannot be kept.
    """
    listed = list(scans)

    def in_time(tasks: Iterable[PageTask]) -> Iterator[PageTask]:
        for task in tasks:
            if until is not None and time.monotonic() >= until:
                return
            yield task

    unplanned = [_task(scan, 0) for scan in listed if store.pages_to_read(scan.sha256) is None]
    by_hash = {scan.sha256: scan for scan in listed}
    hard: list[PageTask] = []
    for task in unplanned:
        facts = by_hash[task.sha256].facts
        if facts.searchable is Searchable.SCAN:
            store.keep_pages_to_read(task.sha256, _seen(facts))
        else:
            hard.append(task)
    for task, answer in read_pages(in_time(hard), make_reader, processes):
        if answer is not None:
            pages = answer if isinstance(answer, tuple) else _seen(by_hash[task.sha256].facts)
            store.keep_pages_to_read(task.sha256, pages)
    wanted = [_task(scan, page) for scan in listed for page in _missing(store, scan.sha256)]
    read = failed = 0
    for task, answer in read_pages(in_time(wanted), make_reader, processes):
        if isinstance(answer, PageWords):
            store.keep_page(task.sha256, task.page, answer)
            read += 1
            failed += answer.fault is PageFault.FAILED
        if progress is not None:
            progress(Stage.RECOGNISING, read, len(wanted))
    unknown = (scan for scan in listed if store.pages_to_read(scan.sha256) is None)
    return ReadCount(read, failed, len(wanted) - read + sum(len(_seen(scan.facts)) for scan in unknown))


def _task(scan: Scan, page: int) -> PageTask:
    return PageTask(scan.sha256, str(scan.path), scan.stamp, scan.facts.kind, page)


def _missing(store: WordStore, sha256: str) -> Iterator[int]:
    there = store.pages_read(sha256)
    for page in store.pages_to_read(sha256) or ():
        if page not in there or store.page(sha256, page) is None:
            yield page


def _seen(facts: Facts) -> tuple[int, ...]:
    return tuple(page for page in range(1, (facts.pages or 1) + 1) if page not in facts.blank_pages)
