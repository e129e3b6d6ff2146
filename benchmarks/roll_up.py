"""The results of many counties rolled up: 2,844 counties of 31 provinces, each of the example's size.

python -m benchmarks.roll_up [RUNS]
"""

from __future__ import annotations

import math
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.measure import Command, Measured, peak

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

PROVINCE, NATION = 122, 2_844
"""Counties of Hunan, and of all provinces."""
FORMATS = ("md", "xlsx", "html")


def results_of(folder: Path, state: Path, counties: int) -> tuple[Path, ...]:
    """Made-up results in a folder, a province each, none of more than 122 counties.

    Args:
        folder: where to write them.
        state: what `ecodemo check -f state` wrote of a county, which all are varied from.
        counties: how many all of them have.
    """
    from ecodemo.report.state import SlimState
    from walk.made_results import PROVINCES, made_counties, write_result

    pattern = SlimState.model_validate_json(state.read_bytes())
    provinces = math.ceil(counties / PROVINCE)
    provinces = provinces if provinces == 1 else len(PROVINCES)
    return tuple(
        write_result(
            folder / code,
            made_counties(
                pattern, counties // provinces + (place < counties % provinces), place, code, unusable=2
            ),
        )
        for place, code in enumerate(PROVINCES[:provinces])
    )


def roll_up(results: Sequence[Path], formats: str) -> Command:
    """The command that reports on them."""
    words = [sys.executable, "-m", "ecodemo", "province", "report", *map(str, results), "-f", formats]
    return Command(words, results[0].parent)


def lines(state: Path, runs: int) -> Iterator[str]:
    """The table of what was measured."""
    yield f"| | {PROVINCE} counties, s | {NATION:,} counties, s | exponent | MiB |"
    yield "|---|---:|---:|---:|---:|"
    with tempfile.TemporaryDirectory() as temporary:
        few, many = (
            results_of(Path(temporary) / str(number), state, number) for number in (PROVINCE, NATION)
        )
        for formats in ("md", *FORMATS[1:], ",".join(FORMATS)):
            costs = [[roll_up(results, formats).run() for _ in range(runs)] for results in (few, many)]
            seconds = [statistics.median(cost.seconds for cost in of) for of in costs]
            exponent = math.log(seconds[1] / seconds[0]) / math.log(NATION / PROVINCE)
            most = peak(roll_up(many, formats), runs).most
            yield f"| {formats} | {seconds[0]:.2f} | {seconds[1]:.2f} | {exponent:.2f} | {most:.0f} |"


def nation(folder: Path, county: Path) -> tuple[Path, ...]:
    """The results of all provinces, made once."""
    made = folder / "nation"
    if not made.is_dir():
        results_of(made, state_of(county, folder), NATION)
    return tuple(sorted(path for path in made.iterdir() if path.is_dir()))


def state_of(county: Path, folder: Path) -> Path:
    """The result of a county's check."""
    path = folder / "state.json"
    Command([sys.executable, "-m", "ecodemo", "check", "-q", "-f", "state", "-o", str(path)], county).run()
    return path


def seconds(results: Sequence[Path], runs: int) -> Measured:
    """Of the processor, for the Markdown."""
    return Measured.of([roll_up(results, "md").run().seconds for _ in range(runs)])


def main() -> int:
    """Make a county, measure, print."""
    with tempfile.TemporaryDirectory() as temporary:
        county = Path(temporary) / "county"
        Command(
            [sys.executable, "-m", "ecodemo", "init", str(county), "--example", "-q"], Path(temporary)
        ).run()
        state = state_of(county, Path(temporary))
        for line in lines(state, int(sys.argv[1]) if len(sys.argv) > 1 else 3):
            print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
