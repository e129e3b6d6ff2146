"""Many counties in one process take the memory of one."""

from __future__ import annotations

import gc
import tracemalloc
import weakref
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from ecodemo.check import session
from ecodemo.check.session import CheckOptions
from ecodemo.language import Language, Speaker
from ecodemo.load.workspace import load
from ecodemo.model.workspace import Workspace
from ecodemo.report.contents.build import build
from walk.provinces import counties

pytestmark = pytest.mark.long

DAY = date(2021, 9, 20)
FOURTH = 4
KEPT = 50_000
"""Bytes that a county may leave behind; its objects are some megabytes while it is judged."""


def judge(root: Path) -> tuple[str, int, weakref.ref[Workspace]]:
    """Code and number of findings of a county, and a reference that keeps nothing alive."""
    loaded = load(root)
    report = build(session.check(loaded, CheckOptions(), DAY), Speaker(Language.ZH))
    return loaded.workspace.county.code, len(report.findings), weakref.ref(loaded.workspace)


@pytest.mark.rare
def test_seven_counties_take_the_memory_of_one(tmp_path: Path) -> None:
    kept: list[int] = []
    peaks: list[int] = []
    seen: list[tuple[str, int, weakref.ref[Workspace]]] = []
    try:
        for number, county in enumerate(counties(tmp_path, 7), 1):
            if number < FOURTH:  # what is made once and for all; not traced, which is slow
                seen.append(judge(county))
                continue
            if number == FOURTH:
                gc.collect()
                tracemalloc.start()
            tracemalloc.reset_peak()
            before = tracemalloc.get_traced_memory()[0]
            seen.append(judge(county))
            peaks.append(tracemalloc.get_traced_memory()[1] - before)
            gc.collect()
            kept.append(tracemalloc.get_traced_memory()[0])
    finally:
        tracemalloc.stop()
    assert len({code for code, *_ in seen}) == 7
    assert len({findings for _, findings, _ in seen}) == 1
    assert [ref() for *_, ref in seen] == [None] * 7
    # One step, and one peak, may be Python's own table of interned strings growing, by some megabytes.
    steps = sorted(now - before for before, now in pairwise(kept))
    assert steps[-2] < KEPT, kept
    assert sorted(peaks)[-2] < 1.1 * min(peaks), peaks


def test_nothing_of_a_county_outlives_it(tmp_path: Path) -> None:
    """No cache of the process holds a workspace, or anything that leads to one."""
    for county in counties(tmp_path, 2):
        judge(county)
    gc.collect()
    assert not [
        thing
        for thing in gc.get_objects()
        if type(thing) is Workspace and thing.county.code.startswith("4301")
    ]
