"""Fixity of large evidence folders, as ratios; the README beside this file says the goals.

python benchmarks/evidence.py [PAIRS] [--large]     --large: also 100,000 files (2 GB of disk, some minutes)
"""

from __future__ import annotations

import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
OURS = [sys.executable, "-m", "ecodemo", "--lang", "en", "evidence", "verify", "-q"]
FULL = [*OURS, "--no-cache"]
FLOOR = [sys.executable, str(HERE / "floor.py")]
BAGIT = [sys.executable, "-W", "ignore", "-m", "bagit", "--quiet", "--validate", "--processes", "2"]
_SETTLED = 2.2
"""Seconds until the cache trusts a file that was just written."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a command."""

    seconds: float
    peak: int
    """MiB of the largest of its processes."""
    out: str

    @property
    def computed(self) -> int:
        """How many files were hashed, as the command itself says."""
        found = re.search(r"computed (\d+)", self.out)
        return int(found[1]) if found else -1


def run(command: Sequence[str], folder: Path) -> Run:
    """Run a command as a whole process."""
    with tempfile.TemporaryFile("w+") as out:
        start = time.perf_counter()
        child = subprocess.Popen(command, cwd=folder, stdout=out, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(child.pid, 0)
        took = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        text = out.read()
    if child.returncode not in (0, 1):
        raise SystemExit(f"{command}: {text}")
    return Run(took, usage.ru_maxrss >> 10, text)


def ratio(ours: Sequence[str], yardstick: Sequence[str], folder: Path, pairs: int) -> float:
    """The median over the pairs of how many times as long ours takes."""
    run(ours, folder), run(yardstick, folder)
    return statistics.median(run(ours, folder).seconds / run(yardstick, folder).seconds for _ in range(pairs))


def seconds(command: Sequence[str], folder: Path, times: int) -> float:
    """The median of how long a command takes."""
    return statistics.median(run(command, folder).seconds for _ in range(times))


def say(what: str, value: float, goal: float) -> None:
    print(f"{what:<52}{value:8.2f}   goal ≤ {goal}", flush=True)


def made(folder: Path, files: int, size: int) -> Path:
    """A county with that many files; made by a process of its own, since the peak of a child counts its parent's."""
    set_up = [sys.executable, str(HERE / "evidence_set.py"), str(folder), str(files), str(size)]
    subprocess.run(set_up, check=True)
    return folder


def measure(name: str, folder: Path, pairs: int, full: float, bagit: float, unchanged: float | None) -> None:
    """One set of files against the floor, bagit, and a mere walk."""
    bag = folder.with_name(f"{folder.name}-bag")
    time.sleep(_SETTLED)
    say(f"{name}: full / floor", ratio(FULL, [*FLOOR, "full"], folder, pairs), full)
    say(f"{name}: full / bagit", ratio(FULL, [*BAGIT, str(bag)], folder, max(1, pairs // 2)), bagit)
    say(f"{name}: full, MiB", run(FULL, folder).peak, 50 if unchanged is None else 200)
    if unchanged is not None:
        again = run(OURS, folder)
        say(f"{name}: unchanged, files hashed", again.computed, 0)
        say(f"{name}: unchanged, MiB", again.peak, 100)
        say(f"{name}: unchanged / walk and stat", ratio(OURS, [*FLOOR, "stat"], folder, pairs), unchanged)
    shutil.rmtree(bag)


def one_in_a_hundred(folder: Path, pairs: int) -> None:
    """Change one file in a hundred, and see that these and no others are read."""
    files = sorted(path for path in (folder / "evidence").rglob("*") if path.is_file())[::100]
    partial: list[float] = []
    for number in range(pairs):
        run(OURS, folder)
        for file in files:
            with file.open("r+b") as stream:
                stream.write(b"%9d" % number)
        time.sleep(_SETTLED)
        changed = run(OURS, folder)
        partial.append(changed.seconds)
        if changed.computed != len(files):
            print(f"one in a hundred changed: {changed.computed} hashed instead of {len(files)}")
    say("1 % changed / full", statistics.median(partial) / seconds(FULL, folder, pairs), 0.6)


def main() -> int:
    """Print every ratio beside its goal."""
    pairs = next((int(argument) for argument in sys.argv[1:] if argument.isdigit()), 5)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        os.environ["XDG_CACHE_HOME"] = str(folder / "cache")
        big = made(folder / "big", 2_000, 1_000_000)
        measure("2,000 x 1 MB", big, pairs, 0.75, 1.0, None)
        shutil.rmtree(big)
        small = made(folder / "small", 10_000, 20_000)
        measure("10,000", small, pairs, 1.8, 0.5, 3.0)
        if "--large" in sys.argv:
            large = made(folder / "large", 100_000, 20_000)
            measure("100,000", large, pairs, 1.3, 0.33, 2.2)
            say("full, 100,000 / 10,000", seconds(FULL, large, pairs) / seconds(FULL, small, pairs), 10)
            run(OURS, large), run(OURS, small)
            say("unchanged, 100,000 / 10,000", seconds(OURS, large, pairs) / seconds(OURS, small, pairs), 6)
            one_in_a_hundred(large, pairs)
    return 0


if __name__ == "__main__":
    sys.exit(main())
