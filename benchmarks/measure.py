"""What a command costs: its processor's time, with that of its children, and its memory. Other work on the machine hardly shows."""

from __future__ import annotations

import os
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Cost:
    """One run of a command."""

    seconds: float
    """Of the processor, in programs and in the system."""
    elapsed: float
    """Seconds of the clock."""
    peak: int
    """MiB of the largest of its processes."""
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
        return Cost(usage.ru_utime + usage.ru_stime, elapsed, usage.ru_maxrss >> 10, text)


def ratio(ours: Command, yardstick: Command, pairs: int) -> Measured:
    """How many times as long ours takes: one after the other, again and again, caches warm."""
    ours.run(), yardstick.run()
    return Measured.of([ours.run().seconds / yardstick.run().seconds for _ in range(pairs)])


def ratio_by_clock(ours: Command, yardstick: Command, pairs: int) -> Measured:
    """The same for what several processors share; it means something only where nothing else runs."""
    ours.run(), yardstick.run()
    return Measured.of([ours.run().elapsed / yardstick.run().elapsed for _ in range(pairs)])


def peak(command: Command, times: int) -> Measured:
    """MiB, caches warm."""
    command.run()
    return Measured.of([command.run().peak for _ in range(times)])


def repeated(measure: Callable[[], float], times: int) -> Measured:
    return Measured.of([measure() for _ in range(times)])


def _environment(*, is_judged: bool) -> Mapping[str, str]:
    """As installed programs run: what is compiled once is not compiled at every start."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | ({"BENCHMARK_RUN": str(time.time_ns())} if is_judged else {})
