"""Facts of one file within a time: what a worker process calls."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from ecodemo.evidence.content import limits
from ecodemo.evidence.content.facts import facts_of, kind_by_head
from ecodemo.model.evidence import Condition, Facts


class _OutOfTimeError(BaseException):
    """No `Exception`: libraries catch those, and go on."""


def guarded_facts(path: Path, seconds: float = limits.SECONDS) -> Facts:
    """The facts of a file; one that takes too long or too much memory is too large.

    Time is kept in the main thread of systems that have alarms (all but Windows).

    Raises:
        OSError: the file cannot be read.
    """
    try:
        with _alarm(seconds):
            return facts_of(path)
    except (_OutOfTimeError, MemoryError, RecursionError):
        return Facts(size=path.stat().st_size, kind=kind_by_head(path), condition=Condition.TOO_LARGE)


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
