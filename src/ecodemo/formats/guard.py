"""What one file is and says, within a time: what a worker process calls."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from ecodemo.formats import limits
from ecodemo.formats.file_facts import facts_of, kind_by_head
from ecodemo.formats.passages import Passage, passages_of
from ecodemo.formats.readings import readings_of
from ecodemo.model.evidence import Condition, Facts


class _OutOfTimeError(BaseException):
    """No `Exception`: libraries catch those, and go on."""


_TOO_MUCH = (_OutOfTimeError, MemoryError, RecursionError)


class TooMuchError(Exception):
    """A file took too long or too much memory here and now; on another machine it might not."""

    def __init__(self, facts: Facts) -> None:
        super().__init__(facts.kind)
        self.facts = facts
        """What is known of it in this run."""


def guarded_facts(path: Path, seconds: float = limits.SECONDS) -> Facts:
    """The facts of a file.

    Time is kept in the main thread of systems that have alarms (all but Windows).

    Raises:
        OSError: the file cannot be read.
        TooMuchError: it takes longer, or more memory, than any honest document needs.
    """
    try:
        with _alarm(seconds):
            return facts_of(path)
    except _TOO_MUCH as error:
        size = path.stat().st_size
        raise TooMuchError(Facts(size, kind_by_head(path), Condition.TOO_LARGE)) from error


def guarded_readings(
    path: Path, facts: Facts, places: Sequence[str], seconds: float = limits.SECONDS
) -> dict[str, str]:
    """The contents of places in a file.

    Raises:
        OSError: the file cannot be read.
        TooMuchError: it takes longer, or more memory, than any honest document needs.
    """
    try:
        with _alarm(seconds):
            return readings_of(path, facts, places)
    except _TOO_MUCH as error:
        raise TooMuchError(facts) from error


def guarded_passages(path: Path, facts: Facts, seconds: float = limits.SECONDS) -> tuple[Passage, ...]:
    """The words of a file with their places; of one that takes too long, none.

    Raises:
        OSError: the file cannot be read.
    """
    try:
        with _alarm(seconds):
            return passages_of(path, facts)
    except _TOO_MUCH:
        return ()


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
