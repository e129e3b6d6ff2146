"""April to September 2021: who is late, by the definition of the walk-through's section 10, asked on ten days.

Every row was worked out by hand from the dates in walk/county.py; what is not obvious says why. The contested
readings have tests of their own at the end.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from ecodemo.assess.review import ReviewState
from ecodemo.assess.timeliness import ItemTiming, SlotTiming, Standing, UnitStanding
from ecodemo.check import session
from ecodemo.check.session import CheckOptions, CheckResult
from ecodemo.load.workspace import Loaded, load
from walk.county import DELIVERIES, DEPARTMENTS, TOWNSHIPS, WAIVERS, YEARS, Delivery, write

G, B, Y, R = "green", "blue", "yellow", "red"


class Row(NamedTuple):
    """灯, 到期应交, 按时, 逾期已补, 逾期未交, 退回未改, 按时率, 最长逾期天数, 排名."""

    light: str
    due: int
    on_time: int
    late_done: int
    overdue: int
    returned: int
    share: str | None
    longest: int
    rank: int | None


NOTHING = Row(G, 0, 0, 0, 0, 0, None, 0, None)

TABLE: dict[str, dict[str, Row]] = {
    # 00-1 of townships is due this very day: due, and neither on time nor overdue where it is not there.
    "2021-04-20": {
        "office": NOTHING,
        "water": NOTHING,  # 00-1 is due in ten days
        "agri": NOTHING,
        "housing": NOTHING,
        "finance": NOTHING,
        "archive": NOTHING,
        "dong": Row(G, 1, 1, 0, 0, 0, "1/1", 0, None),  # of 00-2 one part is there, the other not yet due
        "xi": Row(B, 1, 0, 0, 0, 0, "0/1", 0, None),  # due today and not there: blue
        "nan": Row(G, 1, 1, 0, 0, 0, "1/1", 0, None),  # came today
        "bei": Row(
            G, 1, 1, 0, 0, 0, "1/1", 0, None
        ),  # sent back on the 15th, again on the 18th, asked by the 19th
        "zhong": Row(G, 1, 1, 0, 0, 0, "1/1", 0, None),  # filed unregistered: no mark against it
        "shan": Row(G, 1, 1, 0, 0, 0, "1/1", 0, None),
    },
    "2021-04-28": {
        "office": NOTHING,  # due on the 30th, and there
        "water": NOTHING._replace(light=B),  # due in two days, comes tomorrow
        "agri": NOTHING._replace(light=B),
        "housing": NOTHING,
        "finance": NOTHING._replace(light=B),
        "archive": NOTHING,  # came today
        "dong": Row(G, 2, 2, 0, 0, 0, "2/2", 0, None),  # the second part of 00-2 came on the 24th
        "xi": Row(Y, 2, 1, 1, 0, 0, "1/2", 0, None),  # 00-1 three days late; 00-2 on its very day
        "nan": Row(G, 2, 2, 0, 0, 0, "2/2", 0, None),
        "bei": Row(Y, 2, 1, 0, 0, 1, "1/2", 0, None),  # 00-2 sent back yesterday, asked for by 5 May
        "zhong": Row(R, 2, 1, 0, 1, 0, "1/2", 3, None),  # 00-2 was due on the 25th
        "shan": Row(G, 2, 2, 0, 0, 0, "2/2", 0, None),
    },
    # Three days before 04-1 and 00-6 (10 May).
    "2021-05-07": {
        "office": Row(B, 1, 1, 0, 0, 0, "1/1", 0, None),
        "water": Row(B, 1, 1, 0, 0, 0, "1/1", 0, None),
        "agri": Row(B, 1, 1, 0, 0, 0, "1/1", 0, None),  # 00-1 on its very day
        "housing": Row(B, 1, 1, 0, 0, 0, "1/1", 0, None),
        "finance": Row(Y, 1, 0, 1, 0, 0, "0/1", 0, None),  # 00-1 on 3 May
        "archive": Row(G, 1, 1, 0, 0, 0, "1/1", 0, None),  # owes no 00-6
        "dong": Row(G, 2, 2, 0, 0, 0, "2/2", 0, None),  # 04-1 is there
        "xi": Row(Y, 2, 1, 1, 0, 0, "1/2", 0, None),
        "nan": Row(B, 2, 2, 0, 0, 0, "2/2", 0, None),
        "bei": Row(
            B, 2, 2, 0, 0, 0, "2/2", 0, None
        ),  # 00-2 again on 4 May: after its due date, within the return's
        "zhong": Row(R, 2, 1, 0, 1, 0, "1/2", 12, None),
        "shan": Row(B, 2, 2, 0, 0, 0, "2/2", 0, None),
    },
    # Six are due of townships: 00-1, 00-2, 00-3, 04-1, 04-2, 25-1.
    "2021-05-21": {
        "office": Row(G, 2, 2, 0, 0, 0, "2/2", 0, None),  # 00-3 is due in four days: not yet blue
        "water": Row(Y, 2, 1, 1, 0, 0, "1/2", 0, None),  # 00-6 two days late
        "agri": Row(G, 2, 2, 0, 0, 0, "2/2", 0, None),
        "housing": Row(G, 2, 2, 0, 0, 0, "2/2", 0, None),
        "finance": Row(Y, 2, 1, 1, 0, 0, "1/2", 0, None),
        "archive": Row(G, 1, 1, 0, 0, 0, "1/1", 0, None),
        "dong": Row(G, 6, 6, 0, 0, 0, "6/6", 0, 1),
        "xi": Row(Y, 6, 4, 2, 0, 0, "4/6", 0, 4),  # 04-1 is late: its year 2020 came on the 13th
        "nan": Row(R, 6, 4, 0, 2, 0, "4/6", 1, 5),  # 04-2: nothing was granted yet; 25-1 comes on the 24th
        "bei": Row(Y, 6, 5, 0, 0, 1, "5/6", 0, 3),  # 00-3 sent back on the 18th, without a day
        "zhong": Row(R, 6, 2, 0, 4, 0, "2/6", 26, 6),  # of 04-1 the year 2020 is not there
        "shan": Row(G, 6, 6, 0, 0, 0, "6/6", 0, 1),  # shares the first place; the next is the third
    },
    # 25-2 was due on 31 May, 00-3 of departments on the 25th.
    "2021-06-02": {
        "office": Row(G, 3, 3, 0, 0, 0, "3/3", 0, None),
        "water": Row(Y, 3, 2, 1, 0, 0, "2/3", 0, None),
        "agri": Row(Y, 3, 2, 0, 0, 1, "2/3", 0, None),  # 00-3 sent back on 28 May, asked for by 5 June
        "housing": Row(G, 3, 3, 0, 0, 0, "3/3", 0, None),
        "finance": Row(Y, 3, 2, 1, 0, 0, "2/3", 0, None),
        "archive": Row(R, 2, 1, 0, 1, 0, "1/2", 8, None),
        "dong": Row(G, 7, 7, 0, 0, 0, "7/7", 0, 1),
        "xi": Row(R, 7, 3, 2, 1, 1, "3/7", 2, 5),  # 25-2 two days, 25-1's return one day overdue
        "nan": Row(R, 6, 4, 1, 1, 0, "4/6", 2, 4),  # 04-2 is due on 10 June now: out of the count
        "bei": Row(Y, 7, 5, 0, 0, 2, "5/7", 0, 3),  # 25-1/2018 sent back yesterday
        "zhong": Row(R, 7, 2, 1, 4, 0, "2/7", 38, 6),
        "shan": Row(G, 7, 7, 0, 0, 0, "7/7", 0, 1),  # 25-2 is 互见 25-1, on 30 May
    },
    # Three days before 25-3.
    "2021-06-12": {
        "office": Row(G, 3, 3, 0, 0, 0, "3/3", 0, None),
        "water": Row(Y, 3, 2, 1, 0, 0, "2/3", 0, None),
        "agri": Row(G, 3, 3, 0, 0, 0, "3/3", 0, None),  # again on the return's very day
        "housing": Row(G, 3, 3, 0, 0, 0, "3/3", 0, None),
        "finance": Row(Y, 3, 2, 1, 0, 0, "2/3", 0, None),
        "archive": Row(R, 2, 1, 0, 1, 0, "1/2", 18, None),
        "dong": Row(Y, 7, 6, 0, 0, 1, "6/7", 0, 2),  # 25-2 sent back on the 5th, asked for by the 15th
        "xi": Row(Y, 7, 3, 4, 0, 0, "3/7", 0, 5),  # 25-1 again, eight days after the return's day: late
        "nan": Row(
            Y, 6, 5, 1, 0, 0, "5/6", 0, 3
        ),  # 25-2 is not involved since the 5th; 04-2 within the extension
        "bei": Row(R, 7, 5, 0, 0, 2, "5/7", 2, 4),  # 25-1/2018 was asked for by the 10th
        "zhong": Row(R, 7, 2, 1, 4, 0, "2/7", 48, 6),
        "shan": Row(B, 7, 7, 0, 0, 0, "7/7", 0, 1),
    },
    # 00-9, 04-3 and 25-6 are due this very day.
    "2021-06-30": {
        "office": Row(G, 5, 5, 0, 0, 0, "5/5", 0, 1),
        "water": Row(Y, 6, 4, 2, 0, 0, "4/6", 0, 5),
        "agri": Row(B, 6, 5, 0, 0, 0, "5/6", 0, 2),  # 25-6/2020 is not there today
        "housing": Row(Y, 5, 4, 1, 0, 0, "4/5", 0, 3),
        "finance": Row(Y, 5, 4, 1, 0, 0, "4/5", 0, 3),  # as housing: both third, the next is the fifth
        "archive": Row(R, 2, 1, 0, 1, 0, "1/2", 36, None),
        "dong": Row(G, 8, 8, 0, 0, 0, "8/8", 0, 1),
        "xi": Row(Y, 8, 4, 4, 0, 0, "4/8", 0, 5),
        "nan": Row(Y, 7, 5, 2, 0, 0, "5/7", 0, 4),  # 25-3 counts: it had recognised that for itself
        "bei": Row(R, 8, 6, 0, 0, 2, "6/8", 20, 3),
        "zhong": Row(R, 8, 2, 3, 3, 0, "2/8", 66, 6),  # 00-3, 25-2, 25-3 done late
        "shan": Row(G, 8, 8, 0, 0, 0, "8/8", 0, 1),  # other bytes than were reviewed: 审核, not 时限
    },
    "2021-07-21": {
        "office": Row(G, 6, 6, 0, 0, 0, "6/6", 0, 1),
        "water": Row(Y, 7, 5, 2, 0, 0, "5/7", 0, 3),
        "agri": Row(Y, 7, 6, 1, 0, 0, "6/7", 0, 2),  # one year of 25-6 came three days late
        "housing": Row(Y, 6, 4, 2, 0, 0, "4/6", 0, 4),
        "finance": Row(R, 6, 4, 1, 1, 0, "4/6", 11, 5),  # the same share as housing, the longer delay
        "archive": Row(R, 2, 1, 0, 1, 0, "1/2", 57, None),
        "dong": Row(G, 9, 9, 0, 0, 0, "9/9", 0, 1),
        "xi": Row(R, 9, 4, 4, 1, 0, "4/9", 1, 5),
        "nan": Row(Y, 8, 6, 2, 0, 0, "6/8", 0, 4),
        "bei": Row(
            Y, 9, 8, 1, 0, 0, "8/9", 0, 2
        ),  # 00-3 again on 1 July: no day had been set that it could miss
        "zhong": Row(R, 9, 2, 3, 4, 0, "2/9", 87, 6),
        "shan": Row(Y, 9, 8, 1, 0, 0, "8/9", 0, 2),  # 25-5 came today, due yesterday
    },
    # 00-4 of townships is due this very day.
    "2021-08-31": {
        "office": Row(G, 6, 6, 0, 0, 0, "6/6", 0, 1),
        "water": Row(Y, 7, 5, 2, 0, 0, "5/7", 0, 3),
        "agri": Row(Y, 7, 6, 1, 0, 0, "6/7", 0, 2),
        "housing": Row(Y, 6, 4, 2, 0, 0, "4/6", 0, 4),
        "finance": Row(R, 6, 4, 1, 1, 0, "4/6", 52, 5),
        "archive": Row(R, 2, 1, 0, 1, 0, "1/2", 98, None),
        "dong": Row(G, 10, 10, 0, 0, 0, "10/10", 0, 1),
        "xi": Row(Y, 10, 5, 5, 0, 0, "5/10", 0, 5),
        "nan": Row(Y, 9, 6, 2, 0, 0, "6/9", 0, 4),  # due today and not there
        "bei": Row(Y, 10, 8, 1, 0, 1, "8/10", 0, 3),  # 00-4 sent back on the 25th, asked for by 5 September
        "zhong": Row(R, 10, 2, 5, 2, 0, "2/10", 128, 6),  # 00-4 due today: neither overdue nor there
        "shan": Row(Y, 10, 9, 1, 0, 0, "9/10", 0, 2),
    },
    "2021-09-20": {
        "office": Row(G, 7, 7, 0, 0, 0, "7/7", 0, 1),
        "water": Row(R, 8, 5, 2, 1, 0, "5/8", 10, 4),
        "agri": Row(Y, 8, 7, 1, 0, 0, "7/8", 0, 2),
        "housing": Row(Y, 7, 4, 3, 0, 0, "4/7", 0, 5),
        "finance": Row(Y, 7, 5, 2, 0, 0, "5/7", 0, 3),
        "archive": Row(R, 3, 2, 0, 1, 0, "2/3", 118, None),  # three due: listed, never ranked
        "dong": Row(G, 10, 10, 0, 0, 0, "10/10", 0, 1),
        "xi": Row(Y, 10, 5, 5, 0, 0, "5/10", 0, 5),
        "nan": Row(Y, 9, 6, 3, 0, 0, "6/9", 0, 4),
        "bei": Row(Y, 10, 9, 1, 0, 0, "9/10", 0, 2),
        "zhong": Row(R, 10, 2, 5, 3, 0, "2/10", 148, 6),
        "shan": Row(Y, 10, 9, 1, 0, 0, "9/10", 0, 2),
    },
}


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    return load(write(tmp_path_factory.mktemp("walk") / "county"))


def ask(loaded: Loaded, day: str) -> CheckResult:
    result = session.check(loaded, CheckOptions(), date.fromisoformat(day))
    assert not result.crashes
    return result


def standings(result: CheckResult) -> dict[str, UnitStanding]:
    return {standing.unit: standing for standing in result.assessment.units}


def row_of(standing: UnitStanding) -> Row:
    share = standing.share
    written = None if share is None else f"{standing.on_time}/{standing.due}"
    assert share is None or share == Fraction(standing.on_time, standing.due)
    return Row(
        standing.light.value,
        standing.due,
        standing.on_time,
        standing.late_done,
        standing.overdue,
        standing.returned,
        written,
        standing.longest,
        standing.rank,
    )


def timing(result: CheckResult, unit: str, no: str) -> ItemTiming:
    (found,) = [t for t in result.assessment.timings if (t.item.unit, t.item.requirement.no) == (unit, no)]
    return found


def slot(result: CheckResult, unit: str, no: str, year: int | None) -> SlotTiming:
    (found,) = [s for s in timing(result, unit, no).slots if s.year == year]
    return found


@pytest.mark.parametrize("day", TABLE)
def test_the_ranking_of_every_unit_on_ten_days(county: Loaded, day: str) -> None:
    found = {unit: row_of(standing) for unit, standing in standings(ask(county, day)).items()}
    assert found == TABLE[day]


@pytest.mark.parametrize("day", TABLE)
def test_the_table_itself_adds_up(day: str) -> None:
    """What the hand-written rows must satisfy among themselves; a guard against slips of the pen."""
    not_there_today = {
        ("2021-04-20", "xi"),
        ("2021-06-30", "agri"),
        ("2021-08-31", "nan"),
        ("2021-08-31", "zhong"),
    }
    rows = TABLE[day]
    assert list(rows) == [*DEPARTMENTS, *TOWNSHIPS]
    for unit, row in rows.items():
        counted = row.on_time + row.late_done + row.overdue + row.returned
        assert row.due == counted + ((day, unit) in not_there_today), unit
        assert (row.rank is None) == (row.due < 5), unit
        assert (row.longest > 0) <= (row.light == R), unit
    for kind in (DEPARTMENTS, TOWNSHIPS):
        ranked = [rows[unit] for unit in kind if rows[unit].rank]
        for row in ranked:
            better = [
                o
                for o in ranked
                if (-Fraction(str(o.share)), o.longest) < (-Fraction(str(row.share)), row.longest)
            ]
            assert row.rank == len(better) + 1


@pytest.mark.parametrize(
    ("day", "unit", "no", "light", "standing", "days"),
    [
        ("2021-04-16", "xi", "00-1", G, Standing.NOT_DUE, 0),  # four days before
        ("2021-04-17", "xi", "00-1", B, Standing.DUE_SOON, 0),  # three days before
        ("2021-04-20", "xi", "00-1", B, Standing.DUE_SOON, 0),
        ("2021-04-21", "xi", "00-1", R, Standing.OVERDUE, 1),
        ("2021-04-23", "xi", "00-1", Y, Standing.LATE_DONE, 3),  # the day on which it came
        ("2021-04-25", "xi", "00-2", G, Standing.ON_TIME, 0),  # on the very day
        ("2021-05-11", "xi", "04-1", R, Standing.OVERDUE, 1),  # two of three years are there
        ("2021-05-13", "xi", "04-1", Y, Standing.LATE_DONE, 3),
        ("2021-05-25", "xi", "25-1", G, Standing.ON_TIME, 0),  # the day before it was sent back
        ("2021-05-26", "xi", "25-1", Y, Standing.RETURNED, 0),
        ("2021-06-01", "xi", "25-1", Y, Standing.RETURNED, 0),  # the return's own day
        ("2021-06-02", "xi", "25-1", R, Standing.RETURNED_OVERDUE, 1),
        ("2021-06-08", "xi", "25-1", R, Standing.RETURNED_OVERDUE, 7),
        ("2021-06-09", "xi", "25-1", Y, Standing.LATE_DONE, 8),
        ("2021-04-14", "bei", "00-1", G, Standing.ON_TIME, 0),
        ("2021-04-15", "bei", "00-1", Y, Standing.RETURNED, 0),  # sent back before it was even due
        ("2021-04-18", "bei", "00-1", G, Standing.ON_TIME, 0),
        (
            "2021-05-04",
            "bei",
            "00-2",
            G,
            Standing.ON_TIME,
            0,
        ),  # again after its due date, within the return's
        ("2021-06-30", "bei", "00-3", Y, Standing.RETURNED, 0),  # sent back without a day: never overdue
        ("2021-07-01", "bei", "00-3", G, Standing.ON_TIME, 0),
        ("2021-06-10", "bei", "25-1", Y, Standing.RETURNED, 0),  # one year of three is sent back
        ("2021-06-11", "bei", "25-1", R, Standing.RETURNED_OVERDUE, 1),
        ("2021-07-05", "bei", "25-1", Y, Standing.LATE_DONE, 25),
        ("2021-05-24", "nan", "04-2", R, Standing.OVERDUE, 4),  # the day before the extension was granted
        ("2021-05-25", "nan", "04-2", G, Standing.NOT_DUE, 0),
        (
            "2021-06-07",
            "nan",
            "04-2",
            B,
            Standing.DUE_SOON,
            0,
        ),  # three days before the day that it was moved to
        ("2021-06-08", "nan", "04-2", G, Standing.ON_TIME, 0),
        (
            "2021-06-04",
            "nan",
            "25-2",
            R,
            Standing.OVERDUE,
            4,
        ),  # the day before it was recognised as not involved
        ("2021-06-16", "nan", "25-3", R, Standing.OVERDUE, 1),  # recognised by itself: for nothing
        ("2021-09-20", "zhong", "00-1", G, Standing.ON_TIME, 0),  # in no register
        ("2021-05-31", "shan", "25-2", G, Standing.ON_TIME, 0),  # 互见
        ("2021-06-01", "dong", "25-4", G, Standing.NOT_DUE, 0),  # what is only support is never late
    ],
)
def test_the_light_of_an_item(
    county: Loaded, day: str, unit: str, no: str, light: str, standing: Standing, days: int
) -> None:
    found = timing(ask(county, day), unit, no)
    assert (found.light.value, found.standing, found.days_late) == (light, standing, days)


def test_what_is_not_involved_leaves_on_the_day_it_is_recognised(county: Loaded) -> None:
    for day, there in (("2021-06-04", True), ("2021-06-05", False), ("2021-09-20", False)):
        owed = {t.item.requirement.no for t in standings(ask(county, day))["nan"].timings}
        assert ("25-2" in owed) is there, day


def test_support_never_counts_for_its_unit(county: Loaded) -> None:
    for day in TABLE:
        for standing in standings(ask(county, day)).values():
            assert "25-4" not in {t.item.requirement.no for t in standing.timings}


def test_an_unregistered_file_is_there_and_its_receipt_is_unknown(county: Loaded) -> None:
    result = ask(county, "2021-09-20")
    assert slot(result, "zhong", "00-1", None).received is None
    assert [f.about.requirement for f in result.findings if f.code == "EV105"] == ["00-1"]


def test_documents_under_the_former_name_are_where_they_belong(county: Loaded) -> None:
    result = ask(county, "2021-09-20")
    assert not [
        f for f in result.findings if f.code in ("EV102", "EV103", "EV104") and f.about.unit == "shan"
    ]
    assert {s.received for s in timing(result, "shan", "04-1").slots} == {date(2021, 5, 10)}


def test_other_bytes_than_were_reviewed_are_to_be_reviewed_again(county: Loaded) -> None:
    for day, state in (
        ("2021-06-14", None),  # not there yet
        ("2021-06-15", ReviewState.TO_REVIEW),
        ("2021-06-19", ReviewState.TO_REVIEW),
        ("2021-06-20", ReviewState.VOID),
    ):
        assert slot(ask(county, day), "shan", "25-3", 2020).review is state, day
    result = ask(county, "2021-06-30")
    assert [(f.about.unit, f.about.requirement) for f in result.findings if f.code == "EV108"] == [
        ("agri", "25-3")
    ]
    assert slot(result, "shan", "25-3", 2020).standing is Standing.ON_TIME
    assert slot(result, "dong", "25-2", 2018).review is ReviewState.ACCEPTED


def test_every_mark_leads_to_a_due_and_a_received_date(county: Loaded) -> None:
    """`longest` and every late item can be traced to the days that make it."""
    day = "2021-06-30"
    for standing in standings(ask(county, day)).values():
        for mark in standing.timings:
            for one in mark.slots:
                if one.standing is Standing.OVERDUE:
                    assert one.due is not None
                    assert one.days_late == (date.fromisoformat(day) - one.due).days
                elif one.standing is Standing.LATE_DONE and not one.returns:
                    assert one.due is not None
                    assert one.received is not None
                    assert one.days_late == (one.received - one.due).days


# Where the code and the reading of the definition part: each is a small change of the county.


def only(
    tmp_path: Path, *deliveries: Delivery, waivers: dict[str, Any] | None = None, drop: str = ""
) -> Loaded:
    """The county with some deliveries of 东河镇 in place of those with the same number."""
    numbers = {(delivery.unit, delivery.no) for delivery in deliveries}
    kept = [d for d in DELIVERIES if (d.unit, d.no) not in numbers and f"{d.unit}/{d.no}" != drop]
    return load(write(tmp_path / "county", [*kept, *deliveries], waivers or WAIVERS))


def test_an_event_is_there_when_its_last_part_is_there(tmp_path: Path) -> None:
    """00-2 is due on 25 April; one part came on the 12th, the other on 3 May: 只有齐了才算一件."""
    loaded = only(
        tmp_path,
        Delivery("dong", "00-2", "04-12", parts=("1 会议通知",), one_part=True),
        Delivery("dong", "00-2", "05-03", parts=("2 签到表",), one_part=True),
    )
    assert timing(ask(loaded, "2021-04-28"), "dong", "00-2").standing is Standing.OVERDUE
    assert timing(ask(loaded, "2021-05-03"), "dong", "00-2").standing is Standing.LATE_DONE


def test_an_event_that_lacks_a_part_is_not_on_time(tmp_path: Path) -> None:
    """EV106 calls it an error with a due date; the light must not be green."""
    loaded = only(tmp_path, Delivery("dong", "00-2", "04-12", parts=("1 会议通知",)))
    result = ask(loaded, "2021-04-28")
    assert timing(result, "dong", "00-2").item.lacking
    assert timing(result, "dong", "00-2").standing is Standing.OVERDUE


def test_a_second_extension_takes_the_place_of_the_first(tmp_path: Path) -> None:
    second = {
        "unit": "nan",
        "requirement": "04-2",
        "until": "2021-06-20",
        "reason": "又涝",
        "granted": "2021-06-09",
        "by": "office",
    }
    waivers = {**WAIVERS, "extensions": [*WAIVERS["extensions"], second]}
    late = Delivery("nan", "04-2", "06-18", (2020,))
    loaded = only(tmp_path, late, waivers=waivers)
    assert timing(ask(loaded, "2021-06-12"), "nan", "04-2").item.due == date(2021, 6, 20)
    assert timing(ask(loaded, "2021-06-18"), "nan", "04-2").standing is Standing.ON_TIME


def test_an_empty_file_was_not_handed_in(tmp_path: Path) -> None:
    """In no register and 0 bytes long: nothing is there."""
    loaded = only(tmp_path, Delivery("dong", "04-2", None, (2020,), content=b""))
    assert timing(ask(loaded, "2021-05-25"), "dong", "04-2").standing is Standing.OVERDUE


def test_what_was_accepted_after_a_return_is_not_waited_for(tmp_path: Path) -> None:
    """Walk-through 4.7 writes it so: returned on the 3rd, accepted on the 11th, and no `redelivered`."""
    given = Delivery("dong", "25-2", "05-28", YEARS, returned=(("06-05", "06-15"),), accepted="06-11")
    result = ask(only(tmp_path, given), "2021-06-20")
    assert slot(result, "dong", "25-2", 2020).review is ReviewState.ACCEPTED
    assert timing(result, "dong", "25-2").standing is Standing.ON_TIME


def test_what_refers_to_another_is_there_when_the_other_is(tmp_path: Path) -> None:
    """25-2 of 东河镇 refers to its 25-1, which comes only on 8 June; 25-2 is due on 31 May."""
    loaded = only(
        tmp_path,
        Delivery("dong", "25-1", "06-08", YEARS),
        *(Delivery("dong", "25-2", "05-28", (year,), see=f"25-1/{year}") for year in YEARS),
    )
    assert timing(ask(loaded, "2021-06-02"), "dong", "25-2").standing is Standing.OVERDUE
    assert timing(ask(loaded, "2021-06-08"), "dong", "25-2").standing is Standing.LATE_DONE


def test_what_refers_to_another_is_sent_back_with_it(tmp_path: Path) -> None:
    """Its 审核 says so already (`_referred`); the light says it must be handed in again too."""
    loaded = only(
        tmp_path,
        Delivery("dong", "25-1", "05-12", YEARS, returned=(("05-26", "06-01"),)),
        *(Delivery("dong", "25-2", "05-28", (year,), see=f"25-1/{year}") for year in YEARS),
    )
    result = ask(loaded, "2021-06-02")
    assert slot(result, "dong", "25-2", 2020).review is ReviewState.RETURNED
    assert timing(result, "dong", "25-2").standing is Standing.RETURNED_OVERDUE


def test_the_order_of_a_register_changes_nothing(tmp_path: Path) -> None:
    backwards = load(write(tmp_path / "county", [replace(d) for d in reversed(DELIVERIES)]))
    for day in ("2021-06-02", "2021-09-20"):
        found = {unit: row_of(standing) for unit, standing in standings(ask(backwards, day)).items()}
        assert found == TABLE[day]
