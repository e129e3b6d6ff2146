"""Reading what files are, in processes of their own: what breaks on hostile bytes breaks there."""

from __future__ import annotations

import contextlib
import faulthandler
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TypeAlias, TypeVar

from ecodemo.evidence.facts_table import ContentRecord
from ecodemo.evidence.inventory import is_same, size_of, stamp_of
from ecodemo.evidence.processes import interrupts_held, leave_interrupts_to_parent
from ecodemo.evidence.stages import Progress, Stage
from ecodemo.evidence.usable_cores import usable_cores
from ecodemo.formats.guard import TooMuchError, guarded_facts, guarded_passages, guarded_readings
from ecodemo.formats.passages import Passage
from ecodemo.model.evidence import Condition, Facts


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be read of one content."""

    sha256: str
    path: str
    """Where the file is."""
    stamp: str
    """The stamp of the file when it was listed: only of these bytes is its hash known."""
    places: tuple[str, ...]
    """What figures point at: see `model.reading`."""
    facts: Facts | None
    """Its facts, where they are known already."""


@dataclass(frozen=True, slots=True)
class Examined:
    """What was read of one content."""

    record: ContentRecord
    is_certain: bool = True
    """Whether it follows from the bytes alone, and not from how much time, memory or luck there was."""


Outcome = TypeVar("Outcome")
Passages: TypeAlias = tuple[Passage, ...]
_MEMORY = 3 << 30
"""Bytes of address space that one process may take; an honest document takes a tenth."""
_HOPELESS = 90
"""Seconds after which a process is given up that does not even react to its own time limit."""
_SHORT = 4 << 10
_AT_ONCE = 64
"""Tasks handed out together: as many are done again, one by one, when a process dies."""
_MOST_PROCESSES = 60
"""Windows waits for no more than about that many at once."""


def examine(
    tasks: Iterable[Task], progress: Progress | None = None, jobs: int | None = None
) -> Iterator[tuple[str, Examined]]:
    """The facts and readings of contents by hash; what was touched or cannot be opened any more is left out.

    A file whose reading kills its process is damaged. At most `jobs` of them are read side by side, else one for each core
    that can be used.
    """
    listed = list(tasks)
    plain = [task for task in listed if task.facts is None and not task.places and _is_short_text(task.path)]
    aside = {task.sha256 for task in plain}
    rest = [task for task in listed if task.sha256 not in aside]
    results = chain(
        ((task, _examined(task)) for task in plain), _in_processes(rest, _examined, _killed_by, jobs)
    )
    for done, (task, examined) in enumerate(results, 1):
        if examined is not None:
            yield task.sha256, examined
        if progress is not None:
            progress(Stage.READING, done, len(listed))


def passages(
    tasks: Iterable[Task], progress: Progress | None = None, jobs: int | None = None
) -> Iterator[tuple[str, Passages]]:
    """The words of contents by hash; what was touched or cannot be opened any more is left out.

    A file whose reading kills its process has none.
    """
    listed = list(tasks)
    for done, (task, found) in enumerate(_in_processes(listed, _passages, _without_words, jobs), 1):
        if found is not None:
            yield task.sha256, found
        if progress is not None:
            progress(Stage.READING, done, len(listed))


def _in_processes(
    tasks: list[Task],
    work: Callable[[Task], Outcome | None],
    killed: Callable[[Task], Outcome],
    jobs: int | None,
) -> Iterator[tuple[Task, Outcome | None]]:
    """All of them side by side; when a process dies, those handed out one by one, so that the culprit is known."""
    waiting = tasks
    while waiting:
        done = 0
        with contextlib.suppress(BrokenProcessPool):
            for result in _together(waiting, work, jobs or usable_cores()):
                done += 1
                yield result
        suspects = waiting[done : done + _AT_ONCE] if done < len(waiting) else []
        yield from ((task, _alone(task, work, killed)) for task in suspects)
        waiting = waiting[done + len(suspects) :]


def _together(
    tasks: list[Task], work: Callable[[Task], Outcome | None], jobs: int
) -> Iterator[tuple[Task, Outcome | None]]:
    processes = min(jobs, len(tasks), _MOST_PROCESSES)
    with ProcessPoolExecutor(processes, initializer=_begin) as executor:
        for start in range(0, len(tasks), _AT_ONCE):
            batch = tasks[start : start + _AT_ONCE]
            with interrupts_held():
                results = executor.map(partial(_watched, work), batch)
            yield from zip(batch, results, strict=True)


def _alone(
    task: Task, work: Callable[[Task], Outcome | None], killed: Callable[[Task], Outcome]
) -> Outcome | None:
    with ProcessPoolExecutor(1, initializer=_begin) as executor:
        try:
            with interrupts_held():
                future = executor.submit(partial(_watched, work), task)
            return future.result()
        except BrokenProcessPool:
            return killed(task)


def _killed_by(task: Task) -> Examined:
    facts = task.facts or Facts(size_of(task.stamp), condition=Condition.DAMAGED)
    return Examined(ContentRecord(facts), is_certain=False)


def _without_words(_: Task) -> Passages:
    return ()


def _watched(work: Callable[[Task], Outcome | None], task: Task) -> Outcome | None:
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123
        faulthandler.dump_traceback_later(_HOPELESS, exit=True, file=nowhere)
        try:
            return work(task)
        finally:
            faulthandler.cancel_dump_traceback_later()


def _passages(task: Task) -> Passages | None:
    path = Path(task.path)
    try:
        if task.facts is None or not is_same(stamp_of(path.stat()), task.stamp):
            return None
        found = guarded_passages(path, task.facts)
        return found if is_same(stamp_of(path.stat()), task.stamp) else None
    except OSError:
        return None


def _examined(task: Task) -> Examined | None:
    path = Path(task.path)
    try:
        if not is_same(stamp_of(path.stat()), task.stamp):
            return None
        try:
            facts = task.facts or guarded_facts(path)
            readings = guarded_readings(path, facts, task.places) if task.places else {}
            examined = Examined(ContentRecord(facts, readings))
        except TooMuchError as error:
            examined = Examined(ContentRecord(error.facts), is_certain=False)
        return examined if is_same(stamp_of(path.stat()), task.stamp) else None
    except OSError:
        return None


def _begin() -> None:
    """An address space that is used up ends in a MemoryError, not in a machine that hangs."""
    leave_interrupts_to_parent()
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


def _is_short_text(path: str) -> bool:
    """Whether a file is so small and plain that no library is needed to read it."""
    try:
        with open(path, "rb") as stream:  # noqa: PTH123
            content = stream.read(_SHORT + 1)
    except OSError:
        return False
    if len(content) > _SHORT or content.startswith((b"%PDF", b"PK")):
        return False
    return not any(byte < 32 and byte not in b"\t\n\r" for byte in content)
