"""From 2021 to 2025 on thirty-one days: two bids, four re-assessments, a title lost by one value, a list changed in 2024.

`bids_2021_to_2025.csv` was worked out by hand from the dates in `several_bids.py` before the program was asked: the bid that is judged
and by which year, the verdict by the figures, the gate, how many required documents are lacking, light and rank of both
townships, and which measures are worse than at acceptance.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from ecodemo.check.session import CheckOptions, check
from ecodemo.load.workspace import Loaded, load
from ecodemo.report.build_state import state_of
from walk.several_bids import write_county

pytestmark = pytest.mark.long
TABLE = Path(__file__).with_name("bids_2021_to_2025.csv")


def _rows() -> Iterator[dict[str, str]]:
    with TABLE.open(encoding="utf-8") as opened:
        yield from csv.DictReader(opened)


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    return load(write_county(tmp_path_factory.mktemp("bids")))


def _asked(loaded: Loaded, day: str) -> dict[str, str]:
    """What the program says on a day, in the columns of the table."""
    result = check(loaded, CheckOptions(), date.fromisoformat(day))
    state, assessment = state_of(result), result.assessment
    units = {unit.id: unit for unit in state.units}
    said = {
        "day": day,
        "bid": state.bid,
        "judged": str(assessment.figures.assessed),
        "verdict": state.by_figures,
        "gate": state.gate.state or "",
        "lacking": str(sum(len(item.lacking) for item in assessment.items if item.is_required)),
        "worse": " ".join(sorted({f.measure for f in state.findings if f.code == "PH401"})),
    }
    for township in ("east", "west"):
        said[township] = units[township].light
        said[f"{township}_rank"] = str(units[township].rank or "")
    return said


@pytest.mark.parametrize("expected", [pytest.param(row, id=row["day"]) for row in _rows()])
def test_every_day_is_as_it_was_worked_out_by_hand(expected: dict[str, str], loaded: Loaded) -> None:
    assert _asked(loaded, expected["day"]) == expected


def test_the_table_has_thirty_days_and_every_bid() -> None:
    rows = list(_rows())
    assert len(rows) >= 30
    assert len({row["bid"] for row in rows}) == 6
