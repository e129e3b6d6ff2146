"""Runs the process of a county within a time and a memory limit, and ends it with all that it started."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from types import MappingProxyType
from typing import IO, Any, Literal

from ecodemo.province.county_order import CountyOrder
from ecodemo.province.county_process import OUTCOME

_BETWEEN = 0.1
"""Seconds between two looks at the process."""
_LOOKS = 10
"""Of so many one is at its children too: to find them takes a look at every process of the system."""
_DYING = 10
"""Seconds."""
_LAST_WORDS = 4096
_OWN_SECRETS = ("AWS_", "ECODEMO_NOTIFY")
"""How variables begin that a county's process has no use for."""
_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096
_GROUP, _RESIDENT = 2, 21
"""Where /proc/PID/stat has them, counted behind the name of the program."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a county's process ended."""

    how: Literal["answered", "timeout", "memory", "died"]
    status: int = 0
    """Its exit status, negative for a signal."""
    last_words: str = ""
    """The last line on its stderr."""
    outcome: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))


class RunningCounties:
    """The processes that are at work, so that all can be ended at once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._processes: set[subprocess.Popen[bytes]] = set()
        self._is_stopped = False

    def start(
        self, command: list[str], folder: Path, environment: Mapping[str, str]
    ) -> subprocess.Popen[bytes]:
        """Start a process in a session of its own: what is typed at the terminal does not reach it.

        Raises:
            OSError: the system does not start any.
        """
        with self._lock:
            if self._is_stopped:
                raise InterruptedError
            process = subprocess.Popen(  # noqa: S603 - this Python, and a module of its own
                command,
                cwd=folder,
                env=environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                start_new_session=True,
            )
            self._processes.add(process)
        return process

    def end(self, process: subprocess.Popen[bytes]) -> None:
        """End a process and whatever it started, if that is still there."""
        _kill(process)
        with self._lock:
            self._processes.discard(process)

    @contextmanager
    def stopped(self) -> Iterator[None]:
        """End all, and start none meanwhile."""
        with self._lock:
            self._is_stopped = True
            for process in self._processes:
                _kill(process)
        try:
            yield
        finally:
            self._is_stopped = False


RUNNING = RunningCounties()


def run_limited(order: CountyOrder, root: Path, folder: Path) -> Ended:
    """Have a county judged by a process of its own.

    Args:
        order: what is asked for.
        root: the county's workspace.
        folder: an empty one; the process writes its result into it.

    Raises:
        OSError: the system does not start any process.
    """
    command = [sys.executable, "-P", "-m", "ecodemo.province.county_process"]
    process = RUNNING.start(command, folder, _environment(folder))
    assert process.stdin is not None and process.stderr is not None  # noqa: S101, PT018 - both are pipes
    words = _LastWords(process.stderr)
    try:
        with suppress(OSError):
            process.stdin.write(_as_line(order, root))
            process.stdin.flush()
        broken = _watch(process, order)
    finally:
        RUNNING.end(process)
        with suppress(OSError):
            process.stdin.close()
        said = words.last_line()
        process.stderr.close()
    if broken:
        return broken
    try:
        outcome = json.loads((folder / OUTCOME).read_bytes())
    except (OSError, ValueError):
        return Ended("died", process.returncode, said)
    return Ended("answered", process.returncode, said, outcome)


def _watch(process: subprocess.Popen[bytes], order: CountyOrder) -> Ended | None:
    """Wait for the end; `None` where it came by itself."""
    until = time.monotonic() + order.asked.timeout
    for look in count():
        with suppress(subprocess.TimeoutExpired):
            process.wait(_BETWEEN)
            return None
        if time.monotonic() > until:
            return Ended("timeout")
        used = _memory_of_group(process.pid) if look % _LOOKS == 0 else _memory(_status(process.pid))
        if used > order.asked.memory:
            return Ended("memory")
    raise AssertionError


def _kill(process: subprocess.Popen[bytes]) -> None:
    """Where processes have no groups, only the process itself; its children end with it, as they end with their pipes."""
    with suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    with suppress(subprocess.TimeoutExpired):  # one that hangs in the system itself is left behind
        process.wait(_DYING)


def _environment(folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_OWN_SECRETS)}
    return kept | {
        "PYDANTIC_DISABLE_PLUGINS": "__all__",
        "PYTHONUTF8": "1",
        "TMPDIR": str(folder),  # what it leaves there when it is ended goes with the folder
    }


def _as_line(order: CountyOrder, root: Path) -> bytes:
    asked = order.asked
    said = {
        "code": order.county.code,
        "is_listed": order.county.is_listed,
        "root": str(root),
        "day": asked.day,
        "clock": asked.clock,
        "bid": asked.bid,
        "bid_level": asked.bid_level,
        "full": asked.full,
        "boards": asked.boards,
        "language": asked.language,
        "memory": asked.memory,
        "cores": asked.cores,
    }
    return json.dumps(said).encode() + b"\n"


def _memory_of_group(number: int) -> int:
    """The bytes in memory of all processes of a group; 0 where the system does not report it."""
    with suppress(OSError), os.scandir("/proc") as entries:
        found = [_status(int(entry.name)) for entry in entries if entry.name.isdecimal()]
        return sum(_memory(fields) for fields in found if fields[_GROUP : _GROUP + 1] == [str(number)])
    return 0


def _memory(fields: list[str]) -> int:
    return int(fields[_RESIDENT]) * _PAGE if len(fields) > _RESIDENT else 0


def _status(number: int) -> list[str]:
    with suppress(OSError):
        return Path(f"/proc/{number}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()
    return []


class _LastWords:
    """The end of what a process writes to its stderr; it may write without end."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._tail = b""
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def last_line(self) -> str:
        self._reader.join(1)
        lines = self._tail.decode("utf-8", "replace").strip().splitlines()
        return lines[-1] if lines else ""

    def _read(self) -> None:
        with suppress(OSError, ValueError):
            while block := os.read(self._stream.fileno(), 1 << 16):
                self._tail = (self._tail + block)[-_LAST_WORDS:]
