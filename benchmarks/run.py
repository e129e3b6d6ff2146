"""Every goal as a table: met or missed, with the spread. The README beside this file says what is compared with what.

python -m benchmarks.run [--only P14,P18] [--pairs N] [--small]      --small: counties of a tenth

P13 is measured by benchmarks/province_processes.py; P19, the time of the tests, is what they print themselves.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from benchmarks import large_county, long_sheet, package, province_processes, roll_up
from benchmarks.evidence import EvidenceSet
from benchmarks.measure import Command, Measured, peak, ratio, ratio_by_clock

HERE = Path(__file__).resolve().parent
PYTHON = sys.executable
NOBODY = ["-c", "user.name=nobody", "-c", "user.email=nobody@example.invalid"]
IMPORTS = "import typer, pydantic, yaml, rich.console, rich.table, jinja2"
"""What every command that judges brings along: a steadier yardstick than an empty Python."""
SMALL = large_county.Size(files=9_400, documents=4_000, entries=200)


@dataclass(frozen=True, slots=True)
class Goal:
    """A value that is to be reached."""

    code: str
    name: str
    most: float
    measure: Callable[[Counties, int], Measured]


class Counties:
    """The counties that are measured, each made when it is first asked for."""

    def __init__(self, folder: Path, *, is_small: bool) -> None:
        self._folder = folder
        self._size = SMALL if is_small else large_county.LARGE
        scale = 10 if is_small else 1
        self.big_files = EvidenceSet(folder, 2_000 // scale, 1_000_000)
        self.small_files = EvidenceSet(folder, 10_000 // scale, 20_000)
        self.many_files = EvidenceSet(folder, 100_000 // scale, 20_000)
        self.packed_files = EvidenceSet(folder, 20_000 // scale, 250_000)

    @cached_property
    def example(self) -> Path:
        demo = self._folder / "demo"
        _do([PYTHON, "-m", "ecodemo", "init", str(demo), "--example", "-q"], self._folder)
        for arguments in (["init", "-q"], ["add", "-A"], [*NOBODY, "commit", "-qm", "begin"]):
            _do(["git", *arguments], demo)
        return demo

    @cached_property
    def with_packs(self) -> Path:
        """The example, with its packs and its report as they are to be compared."""
        demo = self._folder / "packs"
        _do([PYTHON, "-m", "ecodemo", "init", str(demo), "--example", "-q"], self._folder)
        _do([PYTHON, str(HERE / "workbook.py"), "prepare", str(demo)], self._folder)
        _do([PYTHON, str(HERE / "packs.py"), "prepare", str(demo)], self._folder)
        return demo

    @cached_property
    def large(self) -> Path:
        large_county.make(self._folder / "large", self._size)
        return self._folder / "large"

    @cached_property
    def nation(self) -> tuple[Path, ...]:
        """Results of 2,844 counties in 31 provinces."""
        return roll_up.nation(self._folder, self.example)

    @property
    def folder(self) -> Path:
        """Where more may be made."""
        return self._folder


def _do(command: Sequence[str], folder: Path) -> None:
    subprocess.run(command, cwd=folder, check=True, capture_output=True)


def _ours(county: Path, *arguments: str) -> Command:
    return Command([PYTHON, "-m", "ecodemo", *arguments], county)


def _judged(county: Path, *arguments: str) -> Command:
    """As after an edit: what the cache holds of the evidence is trusted, and everything is judged."""
    return Command([PYTHON, "-m", "ecodemo", *arguments], county, is_judged=True)


def _plain(*words: str, folder: Path | None = None) -> Command:
    return Command([PYTHON, *words], folder or Path.cwd())


def _script(name: str, kind: str, county: Path) -> Command:
    return Command([PYTHON, str(HERE / name), kind, str(county)], county.parent)


def _against_start(*arguments: str) -> Callable[[Counties, int], Measured]:
    return lambda counties, pairs: ratio(_ours(counties.example, *arguments), _plain("-c", "pass"), pairs)


def _against_imports(*arguments: str) -> Callable[[Counties, int], Measured]:
    return lambda counties, pairs: ratio(_ours(counties.example, *arguments), _plain("-c", IMPORTS), pairs)


def _judged_against_imports(*arguments: str) -> Callable[[Counties, int], Measured]:
    return lambda counties, pairs: ratio(_judged(counties.example, *arguments), _plain("-c", IMPORTS), pairs)


def _against_check(*arguments: str) -> Callable[[Counties, int], Measured]:
    """Both judged."""
    return lambda counties, pairs: ratio(
        _judged(counties.example, *arguments), _judged(counties.example, "check"), pairs
    )


def _large_against_example(
    *arguments: str, run: Callable[..., Command] = _ours
) -> Callable[[Counties, int], Measured]:
    return lambda counties, pairs: ratio(
        run(counties.large, *arguments), run(counties.example, *arguments), pairs
    )


def _scripts(name: str, ours: str, yardstick: str) -> Callable[[Counties, int], Measured]:
    return lambda counties, pairs: ratio(
        _script(name, ours, counties.with_packs), _script(name, yardstick, counties.with_packs), pairs
    )


def _loaded(counties: Counties, pairs: int) -> Measured:
    load, schemas = (
        Command([PYTHON, str(HERE / name), "demo"], counties.example.parent)
        for name in ("load_only.py", "jsonschema_only.py")
    )
    return ratio(load, schemas, pairs)


def _exported(counties: Counties, pairs: int) -> Measured:
    county = counties.with_packs
    export = _ours(county, "form", "export", "--out", str(county / "packs"))
    return ratio(export, _script("packs.py", "straight", county), pairs)


def _growth(kind: Callable[[EvidenceSet], Command]) -> Callable[[Counties, int], Measured]:
    return lambda counties, pairs: ratio_by_clock(
        kind(counties.many_files), kind(counties.small_files), pairs
    )


def _worst_exponent(_: Counties, pairs: int) -> Measured:
    from benchmarks.doubling import AXES, exponents

    found = [exponent for axes in AXES for _, exponent in exponents(axes)]
    return Measured(max(found), min(found), max(found))


def _rolled_up(counties: Counties, pairs: int) -> Measured:
    return roll_up.seconds(counties.nation, pairs)


def _board_size(which: str) -> Callable[[Counties, int], Measured]:
    from benchmarks.board import megabytes

    return lambda counties, _: megabytes(getattr(counties, which))


def _board_filter(counties: Counties, pairs: int) -> Measured:
    from benchmarks.board import seconds_to_filter

    return seconds_to_filter(counties.large, pairs)


GOALS = (
    Goal(
        "P1",
        "2,000 of 1 MB hashed / floor",
        0.75,
        lambda counties, pairs: counties.big_files.against_floor(pairs),
    ),
    Goal(
        "P2", "10,000 hashed / floor", 1.8, lambda counties, pairs: counties.small_files.against_floor(pairs)
    ),
    Goal(
        "P2", "100,000 hashed / floor", 1.3, lambda counties, pairs: counties.many_files.against_floor(pairs)
    ),
    Goal(
        "P3", "10,000 hashed / bagit", 0.5, lambda counties, pairs: counties.small_files.against_bagit(pairs)
    ),
    Goal(
        "P3", "100,000 hashed / bagit", 0.33, lambda counties, pairs: counties.many_files.against_bagit(pairs)
    ),
    Goal(
        "P3",
        "2,000 of 1 MB hashed / bagit",
        1.0,
        lambda counties, pairs: counties.big_files.against_bagit(pairs),
    ),
    Goal(
        "P4",
        "10,000 unchanged / walk and stat",
        2.5,
        lambda counties, pairs: counties.small_files.against_walk(pairs),
    ),
    Goal(
        "P4",
        "100,000 unchanged / walk and stat",
        2.2,
        lambda counties, pairs: counties.many_files.against_walk(pairs),
    ),
    Goal("P4", "100,000 unchanged, files hashed", 0, lambda counties, _: counties.many_files.hashed_again()),
    Goal(
        "P5",
        "1 % of 100,000 changed / all hashed",
        0.6,
        lambda counties, pairs: counties.many_files.one_in_a_hundred(pairs),
    ),
    Goal("P6", "100,000 / 10,000 hashed", 10, _growth(lambda files: files.everything)),
    Goal("P6", "100,000 / 10,000 unchanged", 6, _growth(lambda files: files.unchanged)),
    Goal("P7", "100,000 hashed, MiB", 200, lambda counties, _: counties.many_files.peak_of_everything()),
    Goal("P7", "100,000 unchanged, MiB", 100, lambda counties, _: counties.many_files.peak_of_unchanged()),
    Goal("P7", "2,000 of 1 MB hashed, MiB", 50, lambda counties, _: counties.big_files.peak_of_everything()),
    Goal("P8", "--version / python -c pass", 2.5, _against_start("--version")),
    Goal("P8", "--help / python -c pass", 10.0, _against_start("--help")),
    Goal("P9", "load and validate / check-jsonschema", 0.7, _loaded),
    Goal("P10", "status workbook / straight XlsxWriter", 1.5, _scripts("workbook.py", "ours", "straight")),
    Goal(
        "P11",
        "100,000 rows of a list as a sheet, MiB beside them",
        60,
        lambda *_: long_sheet.extra_memory(),
    ),
    Goal("P12", "packs out / straight XlsxWriter", 2.0, _exported),
    Goal("P12", "packs in / reading by openpyxl", 0.5, _scripts("packs.py", "imported", "read")),
    Goal("P14", "check, large county / example", 6.0, _large_against_example("check")),
    Goal("P14", "the same, judged", 6.0, _large_against_example("check", run=_judged)),
    Goal("P14", "check, large county, MiB", 200, lambda counties, _: peak(_ours(counties.large, "check"), 2)),
    Goal("P14", "the same, judged", 200, lambda counties, _: peak(_judged(counties.large, "check"), 2)),
    Goal("P15", "bare ecodemo / imports", 4.0, _against_imports()),
    Goal("P15", "check / imports", 5.0, _against_imports("check")),
    Goal("P15", "status / imports", 5.0, _against_imports("status")),
    Goal("P15", "bare ecodemo, judged / imports", 4.0, _judged_against_imports()),
    Goal("P15", "check, judged / imports", 5.0, _judged_against_imports("check")),
    Goal("P15", "status, judged / imports", 5.0, _judged_against_imports("status")),
    Goal("P15", "bare ecodemo, large county / example", 3.0, _large_against_example()),
    Goal("P15", "the same, judged", 3.0, _large_against_example(run=_judged)),
    Goal("P16", "2,844 counties rolled up, s", 5.0, _rolled_up),
    Goal(
        "P16",
        "2,844 counties rolled up, MiB",
        1024,
        lambda counties, _: peak(roll_up.roll_up(counties.nation, "md,xlsx,html"), 2),
    ),
    Goal(
        "P16",
        "20 counties by province check --jobs 2 / single checks",
        1.1,
        lambda counties, pairs: province_processes.processor_ratio(counties.folder, pairs),
    ),
    Goal("P17", "evidence list / check", 1.2, _against_check("evidence", "list")),
    Goal("P17", "report / check", 1.3, _against_check("report")),
    Goal("P17", "form status / check", 1.2, _against_check("form", "status")),
    Goal("P17", "check --changed-since / check", 1.3, _against_check("check", "--changed-since=HEAD")),
    Goal("P18", "two axes doubled: the largest exponent", 1.1, _worst_exponent),
    Goal("P20", "board of the example, MB", 1.0, _board_size("example")),
    Goal("P20", "board of a large county, MB", 5.0, _board_size("large")),
    Goal("P20", "board of a large county opened and filtered, s", 1.0, _board_filter),
    Goal(
        "P21",
        "package of 20,000 files and 5 GB / zip -0 and sha256sum",
        1.3,
        lambda counties, pairs: package.processor_ratio(counties.packed_files, min(pairs, 3)),
    ),
    Goal("P21", "the same, MiB", 200, lambda counties, _: package.peak_memory(counties.packed_files)),
)


def lines(goals: Sequence[Goal], counties: Counties, pairs: int) -> Iterator[str]:
    """A line a goal, as soon as it is measured."""
    yield "| | | measured | least to most | goal | |"
    yield "|---|---|---:|---:|---:|---|"
    for goal in goals:
        found = goal.measure(counties, pairs)
        said = "met" if found.median <= goal.most else "missed"
        spread = f"{found.least:.2f} to {found.most:.2f}"
        yield f"| {goal.code} | {goal.name} | {found.median:.2f} | {spread} | ≤ {goal.most:g} | {said} |"


def main() -> int:
    """Measure what was asked for; a goal that is missed is no failure of the run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", metavar="P14,P18")
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--small", action="store_true")
    asked = parser.parse_args()
    codes = set(filter(None, asked.only.split(",")))
    goals = [goal for goal in GOALS if not codes or goal.code in codes]
    with tempfile.TemporaryDirectory() as temporary:
        os.environ["XDG_CACHE_HOME"] = str(Path(temporary) / "cache")
        os.environ["OPENPYXL_LXML"] = "False"  # scripts here write workbooks as the command does
        counties = Counties(Path(temporary), is_small=asked.small)
        for line in lines(goals, counties, asked.pairs):
            print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
