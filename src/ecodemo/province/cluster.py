"""The processes of other machines: a cluster of Dask does the same work per county as the processes of this one.

Which worker does what is decided here and not by Dask's scheduler. So it is known which counties a worker that died was
busy with, whatever the scheduler of somebody else is set to, and a worker of another version gets no work.
"""

from __future__ import annotations

import time
import warnings
from collections import Counter, deque
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import Any, Generic, TypeVar

from ecodemo.errors import EcodemoError
from ecodemo.model.message import Message, message
from ecodemo.province.executor import Lost
from ecodemo.province.fit_workers import FitWorkers
from ecodemo.province.object_storage import PIP

CONNECTING = 5.0
"""Seconds in which a scheduler answers."""
WITHOUT_WORKERS = 30.0
"""Seconds in which a cluster without workers gets one: those that died are started again meanwhile."""
MOST_DEATHS = 2
"""Workers that a county may take with it before it is given up."""
_BETWEEN = 0.5
"""Seconds between two looks at who is there."""

_SCHEDULER_GONE = (OSError, RuntimeError, CancelledError)
"""What the library raises when the scheduler is."""

Task = TypeVar("Task", bound=Hashable)
Result = TypeVar("Result")


class Cluster:
    """A cluster that runs already, and goes on running afterwards."""

    def __init__(self, address: str, client: Any, begun: Callable[[Any], None]) -> None:  # noqa: ANN401
        """Use `at`."""
        self._address = address
        self._client = client
        self._begun = begun
        self._workers = FitWorkers(client)

    @classmethod
    @contextmanager
    def at(cls, address: str, begun: Callable[[Any], None] = lambda _: None) -> Iterator[Cluster]:
        """Connect to the scheduler at an address.

        Args:
            address: as Dask writes it, such as tcp://192.0.2.7:8786.
            begun: called with each task as a worker gets it.

        Raises:
            EcodemoError: Dask is not installed, no scheduler answers there, or its workers cannot do the work.
        """
        if not find_spec("distributed"):
            raise EcodemoError(
                message("--cluster requires the province extra. Install it: {command}", command=PIP)
            )
        with _quiet():
            client = _connected(address)
            try:
                cluster = cls(address, client, begun)
                cluster.refuse_unfit_workers()
                yield cluster
            finally:
                with suppress(Exception):
                    client.close(timeout=CONNECTING)

    def refuse_unfit_workers(self) -> None:
        """Look at the workers before there is work.

        Raises:
            EcodemoError: one is of another version, or there are none.
        """
        end = time.monotonic() + WITHOUT_WORKERS
        while True:
            threads = self._workers.look()
            if self._workers.unfit:
                raise EcodemoError(self._workers.complaint)
            if threads:
                return
            if time.monotonic() > end:
                raise EcodemoError(
                    message(
                        "The Dask scheduler at {address} has no workers. Start one: dask worker {address}",
                        address=self._address,
                    )
                )
            time.sleep(_BETWEEN)

    def results(
        self, work: Callable[[Task], Result], tasks: Sequence[Task]
    ) -> Iterator[tuple[Task, Result | Lost]]:
        """Do the work for each task, and give each with its result as soon as it has one.

        Args:
            work: a function at the top of a module that the workers have too; it raises nothing.
            tasks: no two alike.
        """
        pending = _Pending(self._client, work, self._begun, deque(tasks))
        alone_since = time.monotonic()
        while not pending.is_done:
            try:
                threads = self._workers.look()
                alone_since = time.monotonic() if threads else alone_since
                yield from pending.give_up_after_deaths(threads)
                pending.hand_out(threads)
                yield from pending.finished(_BETWEEN)
            except _SCHEDULER_GONE as error:
                yield from pending.lose_all(_why_lost(error))
                return
            if time.monotonic() - alone_since > WITHOUT_WORKERS:
                yield from pending.lose_all(message("the Dask cluster has no workers left"))


@dataclass
class _Pending(Generic[Task, Result]):
    """What is to be done, and who is at it."""

    client: Any
    work: Callable[[Task], Result]
    begun: Callable[[Task], None]
    waiting: deque[Task]
    running: dict[Any, tuple[Task, str]] = field(default_factory=dict)
    """By future: the task and the address of its worker."""
    deaths: Counter[Task] = field(default_factory=Counter)

    @property
    def is_done(self) -> bool:
        return not (self.waiting or self.running)

    def give_up_after_deaths(self, threads: Mapping[str, int]) -> Iterator[tuple[Task, Lost]]:
        """Take back what workers had that are gone; what took too many with it is lost."""
        for future, (task, worker) in list(self.running.items()):
            if worker not in threads and not future.done():
                del self.running[future]
                future.cancel()
                yield from self._died(task)

    def _died(self, task: Task) -> Iterator[tuple[Task, Lost]]:
        self.deaths[task] += 1
        if self.deaths[task] < MOST_DEATHS:
            self.waiting.append(task)
        else:
            why = message("{n} workers died while judging it", n=MOST_DEATHS)
            yield task, Lost(why)

    def hand_out(self, threads: Mapping[str, int]) -> None:
        """Give every free thread a task; one that a worker died of gets a worker of its own."""
        busy = Counter(worker for _, worker in self.running.values())
        closed = {worker for task, worker in self.running.values() if self.deaths[task]}
        for worker, count in threads.items():
            while self.waiting and busy[worker] < count and worker not in closed:
                is_suspect = bool(self.deaths[self.waiting[0]])
                if is_suspect and busy[worker]:
                    break
                task = self.waiting.popleft()
                future = self.client.submit(self.work, task, workers=[worker], pure=False)
                self.running[future] = task, worker
                self.begun(task)
                busy[worker] += 1
                closed |= {worker} if is_suspect else set()

    def finished(self, seconds: float) -> Iterator[tuple[Task, Result | Lost]]:
        """What has a result within some seconds."""
        from distributed import wait

        if not self.running:
            time.sleep(seconds)
            return
        with suppress(TimeoutError), self.client.as_current():
            wait(list(self.running), timeout=seconds, return_when="FIRST_COMPLETED")
        for future in [future for future in self.running if future.done()]:
            task, _ = self.running.pop(future)
            yield from self._result(future, task)

    def _result(self, future: Any, task: Task) -> Iterator[tuple[Task, Result | Lost]]:  # noqa: ANN401
        if future.status == "finished":
            try:
                yield task, future.result(timeout=CONNECTING)
            except Exception:  # noqa: BLE001 - the worker died with the result
                yield from self._died(task)
        elif future.status == "error":
            yield task, Lost(_why_failed(future.exception(timeout=CONNECTING)))
        elif future.status == "lost":  # since it was seen to be done, the worker died with the result
            yield from self._died(task)
        else:
            raise ConnectionError  # cancelled: the scheduler knows nothing of it any more

    def lose_all(self, why: Message) -> Iterator[tuple[Task, Lost]]:
        """Give up whatever has no result."""
        lost = [task for task, _ in self.running.values()] + list(self.waiting)
        self.running.clear()
        self.waiting.clear()
        for task in lost:
            yield task, Lost(why)


def _why_failed(error: BaseException | None) -> Message:
    return message("the worker raised an error ({kind})", kind=type(error).__name__)


def _why_lost(error: Exception) -> Message:
    return message("the connection to the Dask scheduler was lost ({kind})", kind=type(error).__name__)


def _connected(address: str) -> Any:  # noqa: ANN401 - of an extra
    import asyncio

    from distributed import Client

    try:
        # The client waits without end for a server that accepts connections and says nothing.
        if asyncio.run(asyncio.wait_for(_kind_of_server(address), CONNECTING)) == "Scheduler":
            return Client(address, timeout=CONNECTING, set_as_default=False)
    except Exception as error:  # an invalid address raises whatever its parts lead to
        raise _not_connected(address) from error
    raise _not_connected(address)


async def _kind_of_server(address: str) -> str:
    from distributed.core import rpc

    async with rpc(address) as server:
        return str((await server.identity())["type"])


def _not_connected(address: str) -> EcodemoError:
    return EcodemoError(
        message("No Dask scheduler answers at {address}. Start one: dask scheduler", address=address)
    )


@contextmanager
def _quiet() -> Iterator[None]:
    """The library writes of every lost connection, and warns of differences that are refused here."""
    import logging

    import distributed  # noqa: F401 - sets its loggers up

    loggers = [logging.getLogger(name) for name in ("distributed", "tornado", "asyncio")]
    levels = [logger.level for logger in loggers]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            for logger in loggers:
                logger.setLevel(logging.CRITICAL + 1)
            yield
        finally:
            for logger, level in zip(loggers, levels, strict=True):
                logger.setLevel(level)
