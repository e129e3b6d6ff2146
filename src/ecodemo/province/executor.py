"""Who judges many counties: the processes of this machine, or whatever else has `results`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Protocol

from ecodemo.model.message import Message
from ecodemo.province.county_order import CountyOrder, CountyOutcome
from ecodemo.province.limited_process import RUNNING

_PATIENCE = 0.5
"""Seconds after which an interrupt is answered at the latest."""


@dataclass(frozen=True, slots=True)
class Lost:
    """A county that has no outcome: the process that was to judge it is gone."""

    why: Message


class Executor(Protocol):
    """Does the same work for each of many counties."""

    def results(
        self, work: Callable[[CountyOrder], CountyOutcome], tasks: Sequence[CountyOrder]
    ) -> Iterator[tuple[CountyOrder, CountyOutcome | Lost]]:
        """Give each with its outcome as soon as it has one.

        Args:
            work: a function at the top of a module; it raises nothing.
            tasks: no two alike.
        """


class LocalProcesses:
    """Some processes of this machine at a time; `work` starts them, and waits for them in a thread."""

    def __init__(self, jobs: int, begun: Callable[[CountyOrder], None] = lambda _: None) -> None:
        """The number at a time, and what is called as each begins."""
        self._jobs = jobs
        self._begun = begun

    def results(
        self, work: Callable[[CountyOrder], CountyOutcome], tasks: Sequence[CountyOrder]
    ) -> Iterator[tuple[CountyOrder, CountyOutcome | Lost]]:
        def begin(task: CountyOrder) -> CountyOutcome:
            self._begun(task)
            return work(task)

        pool = ThreadPoolExecutor(self._jobs)
        try:
            running = {pool.submit(begin, task): task for task in tasks}
            while running:
                for future in wait(running, _PATIENCE, FIRST_COMPLETED).done:
                    yield running.pop(future), future.result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
            with RUNNING.stopped():
                pool.shutdown()
