"""What holds of lateness and ranking in any county, on any day, whatever was handed in when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from ecodemo.assess.owed import items
from ecodemo.assess.shelf import Shelf
from ecodemo.assess.timeliness import ItemTiming, Standing, UnitStanding, stand_units, time_items
from ecodemo.model.county import Bid, County, Phase
from ecodemo.model.evidence import EvidenceFile
from ecodemo.model.organisation import Department, Group, Township
from ecodemo.model.progress import Document, Progress
from ecodemo.model.requirement import Box, Requirement
from ecodemo.model.standard import Standard
from ecodemo.model.waiver import Waivers
from ecodemo.model.workspace import Workspace

FIRST = date(2021, 4, 1)
YEARS = (2018, 2019, 2020)
UNITS = {"ta": "townships", "tb": "townships", "tc": "townships", "da": "departments", "db": "departments"}
_STATEMENT = "00-90"
RANK = {"green": 0, "blue": 1, "yellow": 2, "red": 3}

Days = st.integers(0, 60)


@dataclass(frozen=True)
class Entry:
    """A document in days since the first: when it came, and each return with its own day and redelivery."""

    unit: str
    no: int
    years: tuple[int, ...]
    received: int
    returns: tuple[tuple[int, int | None, int | None], ...] = ()

    def written(self) -> dict[str, Any]:
        return {
            "file": f"{self.unit}/{self.no}",
            "requirement": f"00-{self.no}",
            "years": list(self.years),
            "received": _day(self.received),
            "reviews": [
                {
                    "on": _day(on),
                    "by": "da",
                    "result": "returned",
                    "hash": f"{self._came_before(index):012x}",
                    **({"due": _day(due)} if due is not None else {}),
                }
                for index, (on, due, _) in enumerate(self.returns)
            ],
            "redelivered": [
                {"on": _day(again), "hash": f"{self._came_before(index) + 1:012x}"}
                for index, (_, _, again) in enumerate(self.returns)
                if again is not None
            ],
        }

    def _came_before(self, index: int) -> int:
        return sum(again is not None for _, _, again in self.returns[:index])


@dataclass(frozen=True)
class Made:
    """A county for these properties."""

    dues: tuple[int, ...]
    spans: tuple[str, ...]
    support: tuple[bool, ...]
    entries: tuple[Entry, ...]
    extensions: tuple[tuple[str, int, int, int], ...]
    """Unit, number, until, granted; one for each unit and number."""
    excused: tuple[tuple[str, int, int, bool], ...]
    """Unit, number, the day on which it was recognised as not involved, whether its statement is there."""
    today: int


def _day(number: int) -> date:
    return FIRST + timedelta(days=number)


@st.composite
def entries(draw: st.DrawFn, spans: Sequence[str], unit: str, no: int) -> tuple[Entry, ...]:
    """Nothing, a file for all years, or a file a year; with up to three returns in order, some of the same bytes."""
    if spans[no - 1] == "once":
        shares: list[tuple[int, ...]] = [()]
    else:
        shares = draw(st.sampled_from([[YEARS], [(2018,), (2019,), (2020,)], [(2018, 2019), (2020,)]]))
    return tuple(draw(_entry(unit, no, years)) for years in shares if draw(st.integers(0, 3)))


@st.composite
def _entry(draw: st.DrawFn, unit: str, no: int, years: tuple[int, ...]) -> Entry:
    received = last = draw(Days)
    returns = []
    for _ in range(draw(st.sampled_from([0, 0, 0, 1, 1, 2, 3]))):
        on = last + draw(st.integers(0, 10))
        due = draw(st.none() | st.integers(on, on + 10))
        again = draw(st.none() | st.integers(on + 1, on + 20))
        returns.append((on, due, again))
        last = on + 1 if again is None else again + 1
    return Entry(unit, no, years, received, tuple(returns))


@st.composite
def counties(draw: st.DrawFn) -> Made:
    size = draw(st.integers(1, 8))
    spans = tuple(draw(st.lists(st.sampled_from(["once", "each"]), min_size=size, max_size=size)))
    pairs = [(unit, no) for unit in UNITS for no in range(1, size + 1)]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=4))
    excused = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=2))
    return Made(
        dues=tuple(draw(st.lists(Days, min_size=size, max_size=size))),
        spans=spans,
        support=tuple(draw(st.lists(st.sampled_from([False] * 5 + [True]), min_size=size, max_size=size))),
        entries=tuple(entry for pair in pairs for entry in draw(entries(spans, *pair))),
        extensions=tuple((*pair, draw(Days), draw(Days)) for pair in chosen),
        excused=tuple((*pair, draw(Days), draw(st.sampled_from([True, True, False]))) for pair in excused),
        today=draw(st.integers(0, 75)),
    )


def workspace(
    made: Made, entries_: Sequence[Entry] | None = None, units: Sequence[str] = tuple(UNITS)
) -> Workspace:
    listed = made.entries if entries_ is None else entries_
    requirements = tuple(
        Requirement.model_validate(
            {
                "no": f"00-{no}",
                "name": f"材料{no}",
                "from": "everyone",
                "years": made.spans[no - 1],
                "due": _day(due),
                "need": "support" if made.support[no - 1] else "required",
            }
        )
        for no, due in enumerate(made.dues, 1)
    )
    statement = Requirement.model_validate(
        {"no": _STATEMENT, "name": "不涉及说明", "from": [], "years": "once"}
    )
    waivers = {
        "extensions": [
            {
                "unit": unit,
                "requirement": f"00-{no}",
                "until": _day(until),
                "reason": "汛",
                "granted": _day(granted),
                "by": "office",
            }
            for unit, no, until, granted in made.extensions
        ],
        "not_involved": [
            {
                "unit": unit,
                "requirement": f"00-{no}",
                "reason": "无",
                "document": f"{_STATEMENT}" if is_there else f"00-{no}/1999",
                "granted": _day(on),
                "by": "office",
            }
            for unit, no, on, is_there in made.excused
        ],
    }
    phase = {"id": "only", "name": "阶段", "bid": "bid", "from": "2021-04-01", "to": "2021-12-31"}
    return Workspace(
        county=County(name="县", code="430900"),
        bids=(Bid(id="bid", name="申报", standard="list", assessed=2020),),
        phases=(Phase.model_validate(phase),),
        standards={"list": Standard(id="list", title="指标")},
        shared_measures=(),
        boxes=(Box(no="00", name="综合", requirements=(*requirements, statement)),),
        indicators=(),
        groups=(Group(id="office", name="组"),),
        departments=tuple(Department(id=unit, name=unit) for unit in units if UNITS[unit] == "departments"),
        townships=tuple(
            Township(id=unit, name=unit, code=f"4309001{index:02}")
            for index, unit in enumerate(units)
            if UNITS[unit] == "townships"
        ),
        progress={
            unit: Progress(
                unit=unit,
                documents=tuple(Document.model_validate(e.written()) for e in listed if e.unit == unit),
            )
            for unit in units
        },
        waivers=Waivers.model_validate(waivers),
    )


def judged(
    made: Made,
    entries_: Sequence[Entry] | None = None,
    units: Sequence[str] = tuple(UNITS),
    files: Sequence[EvidenceFile] = (),
) -> tuple[tuple[ItemTiming, ...], tuple[UnitStanding, ...]]:
    county, today = workspace(made, entries_, units), _day(made.today)
    statements = (EvidenceFile(f"{unit}/{_STATEMENT}", 1, _STATEMENT, unit) for unit in UNITS)
    timings = time_items(
        county, items(county, county.bids[0], today, Shelf(county, (*files, *statements))), today, {}
    )
    return timings, stand_units(county, timings, today)


def _plain(standing: UnitStanding) -> tuple[Any, ...]:
    return (
        standing.light,
        standing.due,
        standing.on_time,
        standing.late_done,
        standing.overdue,
        standing.returned,
        standing.share,
        standing.longest,
        standing.rank,
    )


def _by_name(timings: Sequence[ItemTiming]) -> dict[tuple[str, str], ItemTiming]:
    return {(timing.item.unit, timing.item.requirement.no): timing for timing in timings}


@given(counties())
def test_what_is_due_is_counted_exactly_once(made: Made) -> None:
    timings, units = judged(made)
    today = _day(made.today)
    for standing in units:
        due_today = sum(
            timing.item.due == today and timing.standing is Standing.DUE_SOON
            for timing in timings
            if timing.item.unit == standing.unit and timing.item.is_required
        )
        counted = standing.on_time + standing.late_done + standing.overdue + standing.returned
        assert standing.due == counted + due_today
        assert standing.share == (Fraction(standing.on_time, standing.due) if standing.due else None)
        assert standing.due == sum(
            timing.item.due is not None and timing.item.due <= today
            for timing in timings
            if timing.item.unit == standing.unit and timing.item.is_required
        )


@given(counties())
def test_a_unit_is_as_bad_as_the_worst_of_its_items(made: Made) -> None:
    timings, units = judged(made)
    for standing in units:
        own = [t for t in timings if t.item.unit == standing.unit and t.item.is_required]
        assert standing.light.value == max((t.light.value for t in own), key=RANK.__getitem__)
        worst = {s.standing.light.value for t in own for s in t.slots}
        assert standing.light.value == max(worst, key=RANK.__getitem__)


@given(counties(), st.data())
def test_an_earlier_receipt_never_worsens_a_light(made: Made, data: st.DataObject) -> None:
    """A document that came sooner, or one that came where there was none."""
    before, units_before = judged(made)
    changed = list(made.entries)
    sooner: bool = data.draw(st.booleans())
    if changed and sooner:
        index = data.draw(st.integers(0, len(changed) - 1))
        old = changed[index]
        changed[index] = Entry(
            old.unit, old.no, old.years, data.draw(st.integers(0, old.received)), old.returns
        )
    else:
        unit, no = data.draw(st.sampled_from(list(UNITS))), data.draw(st.integers(1, len(made.dues)))
        years = () if made.spans[no - 1] == "once" else YEARS
        changed.append(Entry(unit, no, years, data.draw(Days)))
    after, units_after = judged(made, changed)
    first, second = _by_name(before), _by_name(after)
    assert first.keys() == second.keys()
    for key, timing in second.items():
        assert RANK[timing.light] <= RANK[first[key].light], key
    for was, now in zip(units_before, units_after, strict=True):
        assert RANK[now.light] <= RANK[was.light]
        assert (now.share or 0) >= (was.share or 0)
        assert now.longest <= was.longest


@given(counties(), st.data())
def test_the_order_of_units_and_documents_changes_nothing(made: Made, data: st.DataObject) -> None:
    _, units = judged(made)
    timings, shuffled = judged(
        made, data.draw(st.permutations(made.entries)), data.draw(st.permutations(list(UNITS)))
    )
    assert {s.unit: _plain(s) for s in shuffled} == {s.unit: _plain(s) for s in units}
    assert {key: timing.received for key, timing in _by_name(timings).items()} == {
        key: timing.received for key, timing in _by_name(judged(made)[0]).items()
    }


@given(counties())
def test_what_comes_later_does_not_count_yet(made: Made) -> None:
    """The past stays as it was: everything after today struck out, the day looks the same."""
    known = []
    for entry in made.entries:
        if entry.received <= made.today:
            returns = tuple(
                (on, due, again if again is not None and again <= made.today else None)
                for on, due, again in entry.returns
                if on <= made.today
            )
            known.append(Entry(entry.unit, entry.no, entry.years, entry.received, returns))
    made_then = Made(
        made.dues,
        made.spans,
        made.support,
        tuple(known),
        tuple(e for e in made.extensions if e[3] <= made.today),
        tuple(e for e in made.excused if e[2] <= made.today),
        made.today,
    )
    assert [_plain(s) for s in judged(made_then)[1]] == [_plain(s) for s in judged(made)[1]]


@given(counties())
def test_places_are_by_share_then_by_the_longest_delay(made: Made) -> None:
    _, units = judged(made)
    for kind in set(UNITS.values()):
        own = [s for s in units if UNITS[s.unit] == kind]
        assert all((s.rank is None) == (s.due < 5) for s in own)
        ranked = [s for s in own if s.rank is not None]
        for one in ranked:
            ahead = [o for o in ranked if ((o.share or 0), -o.longest) > ((one.share or 0), -one.longest)]
            assert one.rank == len(ahead) + 1


def _expected(made: Made, unit: str, no: int) -> tuple[str, bool, bool] | None:
    """Section 10 written down once more, day by day: light, due, on time; `None` where nothing is owed."""
    if any((u, n) == (unit, no) and on <= made.today and is_there for u, n, on, is_there in made.excused):
        return None
    due = made.dues[no - 1]
    extended = None
    for u, n, until, granted in made.extensions:
        if (u, n) == (unit, no) and granted <= made.today:
            due = extended = until
    lights, on_time = [], True
    for year in YEARS if made.spans[no - 1] == "each" else (None,):
        mine = [
            e
            for e in made.entries
            if (e.unit, e.no) == (unit, no) and e.received <= made.today and (year is None or year in e.years)
        ]
        if not mine:
            on_time = False
            lights.append("red" if due < made.today else "blue" if due - made.today <= 3 else "green")
            continue
        light = "yellow" if min(e.received for e in mine) > due else "green"
        for e in mine:
            light = max(light, *_of_returns(e, made.today, extended), key=RANK.__getitem__)
        on_time = on_time and light == "green"
        lights.append(light)
    return max(lights, key=RANK.__getitem__), due <= made.today, on_time


def _of_returns(entry: Entry, today: int, extended: int | None) -> list[str]:
    """The colours of what was sent back: those of the same bytes wait together, from the earliest day that was missed."""
    colours = ["green"]
    waiting: list[int] = []
    unlimited = False
    for on, asked, again in (entry_ for entry_ in entry.returns if entry_[0] <= today):
        limit = None if asked is None else max(asked, extended if extended is not None else asked)
        if limit is not None:
            waiting = [other for other in waiting if other < on] + [limit]
        unlimited = True
        came = again is not None and again <= today
        if came or (again is not None and any(later[0] <= today for later in entry.returns if later[0] > on)):
            colours.append("yellow" if any((again or 0) > day for day in waiting) else "green")
            waiting, unlimited = [], False
    if unlimited:
        colours.append("red" if any(today > day for day in waiting) else "yellow")
    return colours


@settings(max_examples=100)
@given(counties())
def test_the_definition_written_down_once_more(made: Made) -> None:
    timings, units = judged(made)
    found = _by_name(timings)
    for unit in UNITS:
        due = on_time = 0
        for no in range(1, len(made.dues) + 1):
            expected = _expected(made, unit, no)
            assert ((unit, f"00-{no}") in found) is (expected is not None)
            if expected is None or made.support[no - 1]:
                continue
            assert found[unit, f"00-{no}"].light.value == expected[0]
            due += expected[1]
            on_time += expected[1] and expected[2]
        for standing in (s for s in units if s.unit == unit):
            assert (standing.due, standing.on_time) == (due, on_time)
