"""April to December 2021, asked on twenty days: ranking, lists, slips, circular, weekly report and curves.

The expected values in the two tables beside this file were worked out by hand from the events, not copied from an output.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
import yaml

from ecodemo.check.session import CheckOptions, CheckResult, check
from ecodemo.language import Language, Speaker
from ecodemo.load.workspace import Loaded, load
from ecodemo.report.build_state import state_of
from ecodemo.report.contents.build import build
from ecodemo.report.contents.course_points import point_of
from ecodemo.report.contents.report_view import Report
from ecodemo.report.contents.weekly_view import Weekly
from ecodemo.report.leader.build_leader import build_leader
from ecodemo.report.state import State
from ecodemo.report.weekly.build_weekly import build_weekly
from ecodemo.supervise.build_slips import build_slips
from ecodemo.supervise.build_supervision import build_supervision
from ecodemo.supervise.circular_paper import circular_paper
from ecodemo.supervise.supervision_view import Supervision
from walk.autumn import write_year
from walk.county import DEPARTMENTS
from walk.test_half_year import TABLE, Row

ZH = Speaker(Language.ZH)
HERE = Path(__file__).parent
PAPERS: dict[str, dict[str, Any]] = {
    str(day): entry
    for day, entry in yaml.safe_load((HERE / "half_year_papers.yaml").read_text(encoding="utf-8")).items()
}
COUNTS = ("due", "on_time", "late_done", "overdue", "returned")
LACK_FIGURES, FIGURES_DUE = ("agri", "water"), "2021-05-25"
COLOURS = ("red", "yellow", "blue")

pytestmark = pytest.mark.long


def _autumn() -> Iterator[tuple[str, str, Row]]:
    with (HERE / "autumn_ranking.csv").open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            due, on_time, late_done, overdue, returned = (int(line[name]) for name in COUNTS)
            share = f"{line['on_time']}/{line['due']}"
            rank = int(line["rank"]) if line["rank"] else None
            yield (
                line["day"],
                line["unit"],
                Row(
                    line["light"],
                    due,
                    on_time,
                    late_done,
                    overdue,
                    returned,
                    share,
                    int(line["longest"]),
                    rank,
                ),
            )


RANKING: dict[str, dict[str, Row]] = {day: dict(rows) for day, rows in TABLE.items()}
for _day, _unit, _row in _autumn():
    RANKING.setdefault(_day, {})[_unit] = _row


@dataclass(frozen=True)
class Asked:
    """What the county's papers say on a day."""

    loaded: Loaded
    day: str

    @cached_property
    def result(self) -> CheckResult:
        return check(self.loaded, CheckOptions(), date.fromisoformat(self.day))

    @cached_property
    def report(self) -> Report:
        return build(self.result, ZH)

    @cached_property
    def supervision(self) -> Supervision:
        return build_supervision(self.result, ZH)

    def weekly(self, snapshot: State | None = None) -> Weekly:
        return build_weekly(self.result, self.report, ZH, snapshot)


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    return load(write_year(tmp_path_factory.mktemp("year") / "county"))


@pytest.fixture(scope="module", params=PAPERS)
def asked(loaded: Loaded, request: pytest.FixtureRequest) -> Asked:
    return Asked(loaded, request.param)


def test_twenty_days_are_asked() -> None:
    assert len(PAPERS) == 20
    assert list(PAPERS) == list(RANKING)


def test_the_ranking(asked: Asked) -> None:
    found = {
        unit.unit: Row(
            unit.light, unit.due, unit.on_time, unit.late_done, unit.overdue, unit.returned,
            f"{unit.on_time}/{unit.due}" if unit.due else None, unit.longest, unit.rank,
        )
        for unit in asked.report.ranking
    }  # fmt: skip
    assert found == RANKING[asked.day]


def test_who_owes_what(asked: Asked) -> None:
    found = {
        unit.standing.unit: sorted(
            item.no for item in unit.items_standing("overdue", "returned", "returned, overdue")
        )
        for unit in asked.supervision.units
    }
    expected = {unit: sorted(numbers) for unit, numbers in PAPERS[asked.day]["owed"].items()}
    assert {unit: numbers for unit, numbers in found.items() if numbers} == expected


def test_who_gets_a_slip_of_which_colour(asked: Asked) -> None:
    found = {slip.unit.standing.unit: slip.unit.colour for slip in build_slips(asked.supervision)}
    expected = {unit: colour for colour in COLOURS for unit in PAPERS[asked.day].get(colour, ())}
    assert found == expected


def test_the_circular(asked: Asked) -> None:
    rows = [row for row in RANKING[asked.day].values() if row.due]
    due, on_time, late_done, overdue, returned = (sum(getattr(row, name) for row in rows) for name in COUNTS)
    text = circular_paper(asked.supervision).text
    assert (
        f"{len(rows)}个单位到期应交材料{due}项，按时{on_time}项，逾期已补{late_done}项，逾期未交{overdue}项，"
        f"退回未改{returned}项。全部按时的单位{sum(row.on_time == row.due for row in rows)}个。"
    ) in text
    named = [f"{DEPARTMENTS[unit]}2个" for unit in LACK_FIGURES]
    _, says, figures = text.partition("数据逾期未报4个。")
    assert bool(says) is (asked.day > FIGURES_DUE)
    assert all((name in figures.partition("\n")[0]) is bool(says) for name in named)
    assert f"累计退回{PAPERS[asked.day]['returns']}次" in text


def test_what_was_returned_before_its_day_is_in_no_count_of_the_circular(loaded: Loaded) -> None:
    """On 16 April 北山乡's 00-1 is back with it, due on the 20th; its mark names it all the same."""
    supervision = Asked(loaded, "2021-04-16").supervision
    text = circular_paper(supervision).text
    assert supervision.totals.returned == 0
    assert "退回未改0项" in text
    assert "北山乡的工作方案" not in text


def test_the_weekly_report(asked: Asked) -> None:
    """By the dates of the register, and with a snapshot of the eve of the week: the same."""
    eve = date.fromisoformat(asked.day) - timedelta(days=8)
    snapshot = state_of(check(asked.loaded, CheckOptions(), eve))
    expected = PAPERS[asked.day]
    for weekly in (asked.weekly(), asked.weekly(snapshot)):
        counts = {change.kind: change.count for change in weekly.changes}
        found = (counts["收到材料"], counts["审核通过"], counts["退回"])
        assert found == (expected["received"], expected["accepted"], expected["returned"])
        assert weekly.counts[1].met == f"{expected['met']}/3"
        assert weekly.counts[1].counted == f"{expected['counted']}/3"


def test_last_week_in_the_weekly_report_is_what_that_day_s_papers_said(asked: Asked) -> None:
    days = list(PAPERS)
    earlier = days[max(0, days.index(asked.day) - 1)]
    weekly = asked.weekly(state_of(check(asked.loaded, CheckOptions(), date.fromisoformat(earlier))))
    assert [weekly.counts[0].met, weekly.counts[0].counted] == [
        f"{PAPERS[earlier][name]}/3" for name in ("met", "counted")
    ]


def test_the_curves(asked: Asked) -> None:
    point = point_of(asked.report.state)
    expected = PAPERS[asked.day]
    assert (point.day, point.applicable) == (asked.day, 3)
    assert (point.met, point.counted, point.overdue) == tuple(
        expected[name] for name in ("met", "counted", "overdue")
    )


def test_one_thing_has_one_number_in_all_papers(asked: Asked) -> None:
    """Status, leader's page, weekly report and supervision."""
    report, totals = asked.report, asked.supervision.totals
    leader = build_leader(asked.result, report, ZH)
    late = {"overdue": leader.overdue, "returned": leader.returned, "late_done": leader.late_done}
    for name in COUNTS:
        assert sum(getattr(unit, name) for unit in report.ranking) == getattr(totals, name)
    for name, units in late.items():
        counted = [unit for unit in report.ranking if getattr(unit, name)]
        assert len(units.shown) + units.more == len(counted)
        for shown in units.shown:
            assert [shown.count] == [getattr(unit, name) for unit in counted if unit.name == shown.name]
    assert (leader.due_units, leader.punctual_units) == (totals.units, totals.punctual)
    weekly, whole = asked.weekly(), report.tallies[-1]
    for name in ("met", "not_met", "undecided", "counted"):
        assert getattr(weekly.counts[1], name) == f"{getattr(whole, name)}/{whole.applicable}"
    owed = [
        item
        for unit in asked.supervision.units
        for item in unit.items_standing("overdue", "returned", "returned, overdue")
    ]
    assert len(weekly.late) + weekly.late_more == len(owed) == totals.overdue + totals.returned
    assert asked.supervision.returns == sum(unit.count for unit in report.returns)
    assert weekly.pace == report.pace.sentence
