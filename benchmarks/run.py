"""Every goal as a table: met or missed, with the spread. The README beside this file says what is compared with what.

python -m benchmarks.run [--only P14,P18] [--pairs N] [--small]      --small: a large county of a tenth
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

from benchmarks import large_county, province_processes, roll_up
from benchmarks.measure import Command, Measured, peak, ratio

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

    def __init__(self, folder: Path, size: large_county.Size) -> None:
        self._folder, self._size = folder, size

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

    @cached_property
    def files(self) -> Path:
        """10,000 files of 20 KB."""
        _do(
            [PYTHON, str(HERE / "evidence_set.py"), str(self._folder / "files"), "10000", "20000"],
            self._folder,
        )
        return self._folder / "files"


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


def _verified(counties: Counties, pairs: int) -> Measured:
    walk = Command([PYTHON, str(HERE / "floor.py"), "stat"], counties.files)
    return ratio(_ours(counties.files, "evidence", "verify", "-q"), walk, pairs)


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
    Goal("P4", "evidence verify, 10,000 unchanged / walk and stat", 2.5, _verified),
    Goal("P8", "--version / python -c pass", 2.5, _against_start("--version")),
    Goal("P8", "--help / python -c pass", 10.0, _against_start("--help")),
    Goal("P9", "load and validate / check-jsonschema", 0.7, _loaded),
    Goal("P10", "status workbook / straight XlsxWriter", 1.5, _scripts("workbook.py", "ours", "straight")),
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
        counties = Counties(Path(temporary), SMALL if asked.small else large_county.LARGE)
        for line in lines(goals, counties, asked.pairs):
            print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
