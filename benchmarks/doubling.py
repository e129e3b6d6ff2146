"""What grows with a product of two numbers: counties that are twice as large along two axes at once, judged and checked.

python -m benchmarks.doubling        each step that takes longer than its share, with its exponent over what is judged

An exponent of 1: twice as much takes twice as long. What two axes make together (items of requirements and units, reviews of
documents) is counted as it is, and so is what a rule finds: requirements that are added to a county have no documents yet.
"""

from __future__ import annotations

import gc
import math
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TypeVar

from benchmarks.large_county import Size, grow

from ecodemo.assess.bid import Assessment, assess
from ecodemo.check.engine import Profile, Selection, run
from ecodemo.check.session import reviewed_hashes, take_survey
from ecodemo.load.workspace import load
from ecodemo.model.finding import Grade
from ecodemo.rules import CHECKS, Context
from ecodemo.setup.starter import make_workspace, starter

Found = TypeVar("Found")

DAY = date(2021, 9, 20)
GOAL = 1.1
_TIMES = 3
_LEAST = 0.05
"""Seconds below which a step's exponent says nothing."""


@dataclass(frozen=True, slots=True)
class Axes:
    """Two sizes of a county, and of both axes together."""

    name: str
    once: Size
    twice: Size
    counted: Callable[[Assessment], int]


AXES = (
    Axes(
        "ledger x files",
        Size(documents=3_000, files=10_000, entries=1_500),
        Size(documents=6_000, files=20_000, entries=3_000),
        lambda assessment: len(assessment.ledger),
    ),
    Axes(
        "requirements x units",
        Size(units=2, requirements=2),
        Size(units=4, requirements=4),
        lambda assessment: len(assessment.items),
    ),
    Axes(
        "reviews x documents",
        Size(documents=3_000, reviews=40),
        Size(documents=6_000, reviews=80),
        lambda assessment: sum(len(document.reviews) for _, _, document in assessment.workspace.documents()),
    ),
)


@dataclass(frozen=True, slots=True)
class Steps:
    """What judging and every rule took, and how much there was of it."""

    seconds: Mapping[str, float]
    """Of the processor, by step: the least of some runs."""
    findings: Mapping[str, int]
    assessment: Assessment


def steps(county: Path) -> Steps:
    """Judge a county and run every rule alone."""
    loaded = load(county)
    surveyed = take_survey(county, loaded.workspace)
    found: dict[str, float] = {}
    findings: dict[str, int] = {}
    for _ in range(_TIMES):
        workspace = replace(loaded.workspace)  # what it looked up is looked up again
        hashes = reviewed_hashes(workspace, surveyed)
        bid = workspace.bid(workspace.calendar.phase_on(DAY).bid)
        assessment, took = _timed(lambda: assess(workspace, bid, DAY, surveyed.files, hashes))  # noqa: B023
        found["judging"] = min(found.get("judging", math.inf), took)
        context = Context(assessment, surveyed, workspace.calendar.phase_on(DAY))
        for rule in CHECKS:
            profile = Profile("alone", context.phase, {rule.code: Grade.ERROR})
            alone = Selection(select=(rule.code,))
            came, took = _timed(lambda: run(context, profile, alone, loaded.locate))  # noqa: B023
            findings[rule.code] = len(came.findings)
            found[rule.code] = min(found.get(rule.code, math.inf), took)
    return Steps(found, findings, assessment)


def _timed(work: Callable[[], Found]) -> tuple[Found, float]:
    begun = time.process_time()
    found = work()
    return found, time.process_time() - begun


def exponents(axes: Axes) -> Iterator[tuple[str, float]]:
    """The exponent of each step that takes long enough to be measured."""
    gc.set_threshold(100_000)  # as `ecodemo` does at its start
    with tempfile.TemporaryDirectory() as temporary:
        measured = []
        for name, size in (("once", axes.once), ("twice", axes.twice)):
            county = Path(temporary) / name
            make_workspace(county, starter(example=True))
            grow(county, size)
            measured.append(steps(county))
    once, twice = measured
    of_county = axes.counted(twice.assessment) / axes.counted(once.assessment)
    for step, seconds in twice.seconds.items():
        if seconds >= _LEAST:
            of_findings = twice.findings.get(step, 0) / max(once.findings.get(step, 0), 1)
            times_as_long = seconds / max(once.seconds[step], 1e-6)
            yield step, math.log(times_as_long) / math.log(max(of_county, of_findings))


def main() -> int:
    for axes in AXES:
        for step, exponent in sorted(exponents(axes), key=lambda entry: -entry[1]):
            print(f"{axes.name:<24}{step:<10}{exponent:6.2f}   goal ≤ {GOAL}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
