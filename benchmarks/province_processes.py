"""A province judged by `ecodemo province check --jobs 2` against its counties judged one by one by `ecodemo check`.

python -m benchmarks.province_processes [COUNTIES [JOBS]]

By the processor's time, which other work on the machine hardly changes, and by the clock, which means something only where
nothing else runs: then it is the time that somebody waits, times the jobs, against the sum of the single checks.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from benchmarks.measure import Command, Measured

from walk.provinces import COUNTIES, counties

PYTHON = sys.executable
DAY = ("--today", "2021-09-20")
SOME = 20
"""Counties for a ratio that no longer changes with more of them."""


def province(folder: Path, out: Path, jobs: int) -> Command:
    """All counties of a folder."""
    words = ("province", "check", str(folder), "--out", str(out), "--jobs", str(jobs))
    return Command([PYTHON, "-m", "ecodemo", *DAY, "-q", *words], folder)


def single(county: Path) -> Command:
    """One county, as its own office does after an edit."""
    words = ("check", "--from-lock", "--jobs", "1")
    return Command([PYTHON, "-m", "ecodemo", *DAY, "-q", *words], county, is_judged=True)


def made(folder: Path, many: int) -> Path:
    """So many counties below a folder, which has nothing else in it."""
    below = folder / "counties"
    below.mkdir()
    for county in counties(folder / "made", many):
        county.rename(below / county.name)
    return below


def against_singles(folder: Path, many: int, jobs: int) -> tuple[float, float]:
    """How many times as long the province takes as its counties: by the processor, and by the clock times the jobs."""
    listed = sorted(folder.iterdir())[:many]
    single(listed[0]).run()
    began = time.monotonic()
    processor = sum(single(county).run().seconds for county in listed)
    clock = time.monotonic() - began
    with tempfile.TemporaryDirectory() as out:
        began = time.monotonic()
        ours = province(folder, Path(out) / "result", jobs).run().seconds
        waited = time.monotonic() - began
    return ours / processor, waited * jobs / clock


def processor_ratio(folder: Path, times: int) -> Measured:
    """The first of the two, of some counties, two at a time."""
    with tempfile.TemporaryDirectory(dir=folder) as own:
        several = made(Path(own), SOME)
        return Measured.of([against_singles(several, SOME, 2)[0] for _ in range(times)])


def main() -> int:
    """Print both."""
    many = int(sys.argv[1]) if len(sys.argv) > 1 else COUNTIES
    jobs = int(sys.argv[2]) if len(sys.argv) > 2 else 2
    with tempfile.TemporaryDirectory() as folder:
        processor, clock = against_singles(made(Path(folder), many), many, jobs)
    print(f"{many} counties, --jobs {jobs}")
    print(f"processor, province / single checks             {processor:8.2f}   goal ≤ 1.1")
    print(
        f"clock x {jobs}, province / single checks              {clock:8.2f}   goal ≤ 1.1 on an idle machine"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
