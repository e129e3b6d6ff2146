"""A scheduler and workers of Dask, as processes of their own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from cli.running import SOURCE
from province.object_servers import free_port, wait_for_port

_TESTS = Path(__file__).parents[1]


class Machines:
    """What in a province would be several."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        """Starts a scheduler; logs are in the folder."""
        self._folder, self._stack = folder, stack
        port = free_port()
        self.address = f"tcp://127.0.0.1:{port}"
        self.scheduler = stack.enter_context(
            _process("scheduler", "--port", str(port), log=folder / "scheduler.log")
        )
        wait_for_port(port)

    def worker(
        self, *arguments: str, path: tuple[Path, ...] = (), variables: Mapping[str, str] | None = None
    ) -> subprocess.Popen[bytes]:
        """Start a worker of one thread.

        Args:
            arguments: more options of `dask worker`.
            path: where it looks for modules first.
            variables: more of its environment.
        """
        folder = str(self._folder)
        command = ("worker", self.address, "--nthreads", "1", "--local-directory", folder, *arguments)
        log = self._folder / "worker.log"
        return self._stack.enter_context(_process(*command, path=path, variables=variables, log=log))


@contextmanager
def _process(
    *command: str, path: tuple[Path, ...] = (), variables: Mapping[str, str] | None = None, log: Path
) -> Iterator[subprocess.Popen[bytes]]:
    environment = {
        **os.environ,
        **(variables or {}),
        "PYTHONPATH": os.pathsep.join(map(str, (*path, SOURCE, _TESTS))),
        "PYTHONSAFEPATH": "1",
    }
    whole = [sys.executable, "-m", "dask", *command, "--host", "127.0.0.1", "--no-dashboard"]
    with (
        log.open("ab") as output,
        subprocess.Popen(
            whole, env=environment, stdout=output, stderr=output, start_new_session=True
        ) as started,
    ):
        try:
            yield started
        finally:
            os.killpg(started.pid, signal.SIGKILL)
