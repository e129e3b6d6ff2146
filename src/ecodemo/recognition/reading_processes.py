"""Pages are read in processes of their own, each within a time and a memory; what breaks there is one page, not the run."""

from __future__ import annotations

import contextlib
import json
import multiprocessing
import os
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from multiprocessing import connection
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TypeAlias

from ecodemo.errors import EcodemoError
from ecodemo.evidence.inventory import is_same, stamp_of
from ecodemo.evidence.processes import interrupts_held, leave_interrupts_to_parent
from ecodemo.evidence.usable_cores import usable_cores
from ecodemo.formats.quiet_loggers import quiet_loggers
from ecodemo.model.message import message
from ecodemo.model.recognised import PageFault
from ecodemo.recognition.character_reader import PageReader
from ecodemo.recognition.page_words import PageWords, from_json, to_json

MakeReader = Callable[[int], PageReader]
"""Makes what reads a page, in the process that will read, from the number of its threads."""
Answer = PageWords | tuple[int, ...] | None
"""A page, or the numbers of pages; `None` where the file was touched or is gone."""
SECONDS = 60.0
"""For one page; an honest one takes three to nine."""
_MEMORY = 1 << 30
"""Bytes in use by one process; those of a page of A4 are some 850 million at most."""
_ADDRESSES = 3 << 30
"""Bytes of address space: libraries map more than they use."""
_START_SECONDS = 120.0
_LOOK = 0.2
"""Seconds between looks at how much memory is in use."""
_LOOK_FOR_PARENT = 0.5
_MOST_THREADS = 4
"""More do not make one page faster."""
_READY, _TOUCHED = b"ready", b"touched"
_LONGEST_ANSWER = 8_000_000
_LONGEST_REASON = 300

if TYPE_CHECKING:
    Pipe: TypeAlias = connection.Connection[Any, Any]


@dataclass(frozen=True, slots=True)
class PageTask:
    """A page to be read."""

    sha256: str
    path: str
    stamp: str
    """Only of the bytes that looked so when they were listed is the hash known."""
    kind: str
    page: int
    """From 1; 0 asks which pages have no text layer."""


class _Child:
    """A process that reads one page after the other."""

    def __init__(self, make_reader: MakeReader, threads: int) -> None:
        self.pipe, theirs = multiprocessing.Pipe()
        self.process = multiprocessing.Process(
            target=_serve, args=(theirs, make_reader, threads), daemon=True
        )
        with interrupts_held():
            self.process.start()
        theirs.close()
        self.task: PageTask | None = None
        self.is_ready = False
        self.until = time.monotonic() + _START_SECONDS

    def give(self, task: PageTask, seconds: float) -> None:
        self.task = task
        if self.is_ready:
            self.until = time.monotonic() + seconds
        with contextlib.suppress(OSError):  # it is dead, which shows at once
            self.pipe.send(task)

    def end(self) -> None:
        self.process.kill()
        self.process.join()
        self.pipe.close()


class _Children:
    """As many processes as are wanted; those that die or take too much are replaced."""

    def __init__(self, make_reader: MakeReader, processes: int, seconds: float) -> None:
        self._make_reader, self._seconds = make_reader, seconds
        self._most = max(1, processes)
        self._threads = max(1, min(_MOST_THREADS, usable_cores() // self._most))
        self._all: list[_Child] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for child in self._all:
            child.end()

    @property
    def busy(self) -> list[_Child]:
        return [child for child in self._all if child.task]

    @property
    def are_all_busy(self) -> bool:
        return len(self.busy) == self._most

    def give(self, task: PageTask) -> None:
        child = next((child for child in self._all if not child.task), None)
        if child is None:
            child = _Child(self._make_reader, self._threads)
            self._all.append(child)
        child.give(task, self._seconds)

    def done(self) -> Iterator[tuple[PageTask, Answer]]:
        """What is done by now; waits a little.

        Raises:
            EcodemoError: the engine cannot be loaded here.
        """
        heard = connection.wait([child.pipe for child in self.busy], _LOOK)
        for child in self.busy:
            task = child.task
            if task is None:
                continue
            try:
                if child.pipe in heard:
                    answer = child.pipe.recv_bytes(_LONGEST_ANSWER)
                elif time.monotonic() > child.until or _bytes_in_use(child.process) > _MEMORY:
                    raise TimeoutError
                else:
                    continue
            except (EOFError, OSError):
                self._drop(child)
                yield task, PageWords(fault=PageFault.FAILED)
                continue
            if not child.is_ready:
                self._greet(child, answer)
                continue
            child.task = None
            yield task, _understood(answer)

    def _greet(self, child: _Child, answer: bytes) -> None:
        if answer != _READY:
            raise _not_loaded(answer.decode("utf-8", "replace"))
        child.is_ready = True
        child.until = time.monotonic() + self._seconds

    def _drop(self, child: _Child) -> None:
        child.end()
        self._all.remove(child)
        if not child.is_ready:
            raise _not_loaded("")


def read_pages(
    tasks: Iterable[PageTask], make_reader: MakeReader, processes: int, seconds: float = SECONDS
) -> Iterator[tuple[PageTask, Answer]]:
    """What was asked, in the order in which it is done.

    A task is taken only when a process is free, so that the generator of tasks can stop at any time.

    Raises:
        EcodemoError: the engine cannot be loaded here.
    """
    waiting = iter(tasks)
    with _Children(make_reader, processes, seconds) as children:
        while True:
            while children.are_all_busy:
                yield from children.done()
            task = next(waiting, None)
            if task is None:
                break
            children.give(task)
        while children.busy:
            yield from children.done()


def _serve(pipe: Pipe, make_reader: MakeReader, threads: int) -> None:
    """What a child does until its parent is gone."""
    parent = os.getppid()
    leave_interrupts_to_parent()
    _bound_memory()
    try:
        reader = make_reader(threads)
    except Exception as error:  # noqa: BLE001 - whatever it is, the parent says it
        pipe.send_bytes(f"{type(error).__name__}: {error}"[:_LONGEST_REASON].encode("utf-8", "replace"))
        return
    with contextlib.suppress(EOFError, OSError):
        pipe.send_bytes(_READY)
        while _is_asked(pipe, parent):
            pipe.send_bytes(_answer(pipe.recv(), reader))


def _is_asked(pipe: Pipe, parent: int) -> bool:
    """Waits for a question; no longer than the parent lives, whose end of the pipe a forked child has too."""
    while not pipe.poll(_LOOK_FOR_PARENT):
        if os.getppid() != parent:
            return False
    return True


def _answer(task: PageTask, reader: PageReader) -> bytes:
    path = Path(task.path)
    try:
        if not is_same(stamp_of(path.stat()), task.stamp):
            return _TOUCHED
        try:
            answer = to_json(reader(path, task.kind, task.page)) if task.page else _scanned_pages(path)
        except Exception:  # noqa: BLE001 - of a library, about hostile bytes
            answer = to_json(PageWords(fault=PageFault.FAILED))
        return answer if is_same(stamp_of(path.stat()), task.stamp) else _TOUCHED
    except OSError:
        return _TOUCHED


def _scanned_pages(path: Path) -> bytes:
    from ecodemo.formats.pdf import scanned_pages

    with quiet_loggers(), path.open("rb") as stream:
        return json.dumps(scanned_pages(stream, os.fstat(stream.fileno()).st_size)).encode()


def _understood(answer: bytes) -> Answer:
    if answer == _TOUCHED:
        return None
    try:
        return tuple(map(int, json.loads(answer))) if answer.startswith(b"[") else from_json(answer)
    except (ValueError, TypeError, RecursionError):
        return PageWords(fault=PageFault.FAILED)


def _not_loaded(reason: str) -> EcodemoError:
    return EcodemoError(
        message("The recognition engine could not be loaded: {reason}.", reason=reason or "—")
    )


def _bound_memory() -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_ADDRESSES, _ADDRESSES))


def _bytes_in_use(process: multiprocessing.Process) -> int:
    """The memory that a process has in use; 0 where the system does not say."""
    try:
        with open(f"/proc/{process.pid}/statm", "rb") as stream:  # noqa: PTH123
            return int(stream.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError, AttributeError):
        return 0
