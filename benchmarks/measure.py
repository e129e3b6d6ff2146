"""What a command costs: its processor's time, with that of its children, and its memory. Other work on the machine hardly shows."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

_AS_A_CHILD = """
import resource, subprocess, sys
status = subprocess.run(sys.argv[1:]).returncode
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)
sys.exit(status)
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """One run of a command."""

    seconds: float
    """Of the processor, in programs and in the system."""
    elapsed: float
    """Seconds of the clock."""
    printed: str


@dataclass(frozen=True, slots=True)
class Measured:
    """The median of some values, with the least and the largest."""

    median: float
    least: float
    most: float

    @classmethod
    def of(cls, values: Sequence[float]) -> Measured:
        return cls(statistics.median(values), min(values), max(values))


@dataclass(frozen=True, slots=True)
class Command:
    """A command in a folder."""

    words: Sequence[str]
    folder: Path
    is_judged: bool = False
    """Whether nothing may be shown again that was shown before: each time another one asks."""

    def run(self) -> Cost:
        """Run it as a whole process.

        Raises:
            SystemExit: it failed.
        """
        with tempfile.TemporaryFile("w+", encoding="utf-8") as printed:
            began = time.perf_counter()
            child = subprocess.Popen(
                self.words,
                cwd=self.folder,
                env=_environment(is_judged=self.is_judged),
                stdout=printed,
                stderr=subprocess.STDOUT,
            )
            _, status, usage = os.wait4(child.pid, 0)
            elapsed = time.perf_counter() - began
            child.returncode = os.waitstatus_to_exitcode(status)
            printed.seek(0)
            text = printed.read()
        if child.returncode not in (0, 1):
            raise SystemExit(f"{self.words}: {text}")
        return Cost(usage.ru_utime + usage.ru_stime, elapsed, text)


def ratio(ours: Command, yardstick: Command, pairs: int) -> Measured:
    """How many times as long ours takes: one after the other, again and again, caches warm."""
    ours.run(), yardstick.run()
    return Measured.of([ours.run().seconds / yardstick.run().seconds for _ in range(pairs)])


def ratio_by_clock(ours: Command, yardstick: Command, pairs: int) -> Measured:
    """The same for what several processors share; it means something only where nothing else runs."""
    ours.run(), yardstick.run()
    return Measured.of([ours.run().elapsed / yardstick.run().elapsed for _ in range(pairs)])


def peak(command: Command, times: int) -> Measured:
    """MiB, caches warm; started by a small process, since a child's peak is at least what its parent has."""
    small = replace(command, words=(sys.executable, "-c", _AS_A_CHILD, *command.words))
    small.run()
    return Measured.of([float(small.run().printed.splitlines()[-1]) for _ in range(times)])


def repeated(measure: Callable[[], float], times: int) -> Measured:
    return Measured.of([measure() for _ in range(times)])


def _environment(*, is_judged: bool) -> Mapping[str, str]:
    """As installed programs run: what is compiled once is not compiled at every start."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | ({"BENCHMARK_RUN": str(time.time_ns())} if is_judged else {})
