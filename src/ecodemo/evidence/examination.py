"""Reading what files are, in processes of their own: what breaks on hostile bytes breaks there."""

from __future__ import annotations

import contextlib
import faulthandler
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from ecodemo.evidence.content.guard import guarded_facts, guarded_readings
from ecodemo.evidence.facts_table import Record
from ecodemo.evidence.progress import Progress, Stage
from ecodemo.model.evidence import Condition, Facts


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be read of one content."""

    sha256: str
    path: str
    places: tuple[str, ...]
    """What figures point at: see `model.reading`."""
    facts: Facts | None
    """Its facts, where they are known already."""


_MEMORY = 3 << 30
"""Bytes of address space that one process may take; an honest document takes a tenth."""
_HOPELESS = 90
"""Seconds after which a process is given up that does not even react to its own time limit."""
_SHORT = 4 << 10


def examine(
    tasks: Iterable[Task], folder: str, progress: Progress | None = None
) -> Iterator[tuple[str, Record]]:
    """The facts and readings of contents by hash; a file that cannot be opened any more is left out.

    A file whose reading kills its process is damaged.
    """
    listed = [replace(task, path=f"{folder}/{task.path}") for task in tasks]
    plain = [task for task in listed if task.facts is None and not task.places and _is_short_text(task.path)]
    aside = {task.sha256 for task in plain}
    rest = [task for task in listed if task.sha256 not in aside]
    results = chain(((task, _examined(task)) for task in plain), _in_processes(rest))
    for done, (task, record) in enumerate(results, 1):
        if record is not None:
            yield task.sha256, record
        if progress is not None:
            progress(Stage.READING, done, len(listed))


def _in_processes(tasks: list[Task]) -> Iterator[tuple[Task, Record | None]]:
    """All of them side by side; after a death, what is left one by one, so that the culprit is known."""
    left = {task.sha256: task for task in tasks}
    if len(tasks) > 1:
        with contextlib.suppress(BrokenProcessPool):
            for task, record in _together(tasks):
                del left[task.sha256]
                yield task, record
    for task in left.values():
        yield task, _alone(task)


def _together(tasks: list[Task]) -> Iterator[tuple[Task, Record | None]]:
    with ProcessPoolExecutor(min(os.cpu_count() or 1, len(tasks)), initializer=_limit) as executor:
        futures = [executor.submit(_watched, task) for task in tasks]
        yield from zip(tasks, (future.result() for future in futures), strict=True)


def _alone(task: Task) -> Record | None:
    with ProcessPoolExecutor(1, initializer=_limit) as executor:
        try:
            return executor.submit(_watched, task).result()
        except BrokenProcessPool:
            return Record(task.facts or Facts(os.stat(task.path).st_size, condition=Condition.DAMAGED))  # noqa: PTH116


def _watched(task: Task) -> Record | None:
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123
        faulthandler.dump_traceback_later(_HOPELESS, exit=True, file=nowhere)
        try:
            return _examined(task)
        finally:
            faulthandler.cancel_dump_traceback_later()


def _examined(task: Task) -> Record | None:
    path = Path(task.path)
    try:
        facts = task.facts or guarded_facts(path)
        return Record(facts, guarded_readings(path, facts, task.places) if task.places else {})
    except OSError:
        return None


def _limit() -> None:
    """An address space that is used up ends in a MemoryError, not in a machine that stands still."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


def _is_short_text(path: str) -> bool:
    """Whether a file is so small and plain that no library is needed to read it."""
    with open(path, "rb") as stream:  # noqa: PTH123
        content = stream.read(_SHORT + 1)
    if len(content) > _SHORT or content.startswith((b"%PDF", b"PK")):
        return False
    return not any(byte < 32 and byte not in b"\t\n\r" for byte in content)
