"""Fixity of large evidence folders against plain Python and bagit, on the very same files."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from benchmarks.measure import Command, Cost, Measured, peak, ratio, ratio_by_clock

HERE = Path(__file__).resolve().parent
PYTHON = sys.executable
_VERIFY = (PYTHON, "-m", "ecodemo", "--lang", "en", "evidence", "verify", "-q")
_SETTLED = 2.2
"""Seconds until the cache trusts a file that was just written."""
_CHANGED = 9
"""Bytes at the beginning of a file."""


@dataclass(frozen=True)
class EvidenceSet:
    """A county with that many files of that mean size, made when it is first asked for."""

    above: Path
    files: int
    size: int
    """Bytes."""

    @cached_property
    def folder(self) -> Path:
        """The county; beside it there is a bag of the same files."""
        folder = self.above / f"{self.files}-of-{self.size}"
        # By a process of its own, since the peak of a child counts its parent's.
        making = (PYTHON, str(HERE / "evidence_set.py"), str(folder), str(self.files), str(self.size))
        subprocess.run(making, check=True)
        time.sleep(_SETTLED)
        return folder

    @property
    def everything(self) -> Command:
        """Every file hashed."""
        return Command((*_VERIFY, "--no-cache"), self.folder)

    @property
    def unchanged(self) -> Command:
        """Nothing changed since the last time."""
        return Command(_VERIFY, self.folder)

    def floor(self, kind: str) -> Command:
        """One thread of plain Python."""
        return Command((PYTHON, str(HERE / "floor.py"), kind), self.folder)

    def against_floor(self, pairs: int) -> Measured:
        """Everything hashed, by the clock."""
        return ratio_by_clock(self.everything, self.floor("full"), pairs)

    def against_bagit(self, pairs: int) -> Measured:
        """Everything hashed against bagit with two processes, by the clock."""
        bag = self.folder.with_name(f"{self.folder.name}-bag")
        words = (PYTHON, "-W", "ignore", "-m", "bagit", "--quiet", "--validate", "--processes", "2", str(bag))
        return ratio_by_clock(self.everything, Command(words, self.folder), pairs)

    def against_walk(self, pairs: int) -> Measured:
        """Nothing changed, against a walk that asks for every file's size."""
        return ratio(self.unchanged, self.floor("stat"), pairs)

    def hashed_again(self) -> Measured:
        """How many files are hashed where nothing changed."""
        self.unchanged.run()
        return Measured.of([_hashed(self.unchanged.run())])

    def peak_of_everything(self) -> Measured:
        """MiB."""
        return peak(self.everything, 1)

    def peak_of_unchanged(self) -> Measured:
        """MiB."""
        return peak(self.unchanged, 1)

    def one_in_a_hundred(self, pairs: int) -> Measured:
        """What it takes after one file in a hundred changed, against everything hashed, by the clock.

        Raises:
            SystemExit: other files than these were hashed.
        """
        files = sorted(path for path in (self.folder / "evidence").rglob("*") if path.is_file())[::100]
        begins = [file.read_bytes()[:_CHANGED] for file in files]
        measured = Measured.of([self._after_change(files, number) for number in range(pairs)])
        for file, begin in zip(files, begins, strict=True):
            _put_at_beginning(file, begin)
        time.sleep(_SETTLED)
        return measured

    def _after_change(self, files: Sequence[Path], number: int) -> float:
        self.unchanged.run()
        for file in files:
            _put_at_beginning(file, b"%*d" % (_CHANGED, number))
        time.sleep(_SETTLED)
        changed = self.unchanged.run()
        if (hashed := _hashed(changed)) != len(files):
            raise SystemExit(f"{len(files)} files changed, {hashed} were hashed")
        return changed.elapsed / self.everything.run().elapsed


def _put_at_beginning(file: Path, content: bytes) -> None:
    with file.open("r+b") as stream:
        stream.write(content)


def _hashed(cost: Cost) -> int:
    """How many files were hashed, as the command itself says."""
    found = re.search(r"(\d+) computed", cost.printed)
    if found is None:
        raise SystemExit(cost.printed)
    return int(found[1])
