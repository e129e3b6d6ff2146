"""What one file is and says, within a time: what a worker process calls."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from ecodemo.evidence.content import limits
from ecodemo.evidence.content.facts import facts_of, kind_by_head
from ecodemo.evidence.content.readings import readings_of
from ecodemo.model.evidence import Condition, Facts
from ecodemo.model.reading import NOT_SEARCHABLE


class _OutOfTimeError(BaseException):
    """No `Exception`: libraries catch those, and go on."""


_TOO_MUCH = (_OutOfTimeError, MemoryError, RecursionError)


def guarded_facts(path: Path, seconds: float = limits.SECONDS) -> Facts:
    """The facts of a file; one that takes too long or too much memory is too large.

    Time is kept in the main thread of systems that have alarms (all but Windows).

    Raises:
        OSError: the file cannot be read.
    """
    try:
        with _alarm(seconds):
            return facts_of(path)
    except _TOO_MUCH:
        return Facts(size=path.stat().st_size, kind=kind_by_head(path), condition=Condition.TOO_LARGE)


def guarded_readings(
    path: Path, facts: Facts, places: Sequence[str], seconds: float = limits.SECONDS
) -> dict[str, str]:
    """What stands at places in a file; in one that takes too long or too much memory, nothing can be searched.

    Raises:
        OSError: the file cannot be read.
    """
    try:
        with _alarm(seconds):
            return readings_of(path, facts, places)
    except _TOO_MUCH:
        return dict.fromkeys(places, NOT_SEARCHABLE)


@contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    if not hasattr(signal, "SIGALRM") or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGALRM, _ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _ring(_number: int, _frame: FrameType | None) -> None:
    raise _OutOfTimeError
