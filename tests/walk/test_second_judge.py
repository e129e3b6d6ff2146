"""The second judge and the program have the same result, whatever came when."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from ecodemo.assess.bid import Assessment, assess
from ecodemo.assess.owed import OwedIndex, is_there
from ecodemo.assess.shelf import Shelf
from ecodemo.assess.timeliness import Standing
from ecodemo.model.county import Bid, Phase
from ecodemo.model.county import County as Profile
from ecodemo.model.evidence import EvidenceFile
from ecodemo.model.organisation import Department, Group, Township
from ecodemo.model.progress import Document, Progress
from ecodemo.model.rectification import RectificationEntry
from ecodemo.model.reference import Reference
from ecodemo.model.requirement import Box, Requirement
from ecodemo.model.standard import Standard
from ecodemo.model.waiver import Waivers
from ecodemo.model.workspace import Workspace
from walk import second_judge as second
from walk.second_judge import Came, County, Entry, Granted, Look, Owed

FIRST = date(2021, 4, 1)
UNITS = {"ta": "townships", "tb": "townships", "da": "departments"}
STATEMENT = "00-90"
WORDS = {
    Standing.ON_TIME: "on time",
    Standing.HANDED_IN: "handed in",
    Standing.NOT_DUE: "not due",
    Standing.DUE_SOON: "due soon",
    Standing.LATE_DONE: "late",
    Standing.RETURNED: "returned",
    Standing.RETURNED_OVERDUE: "returned overdue",
    Standing.OVERDUE: "overdue",
}
days = st.integers(0, 40)


@st.composite
def histories(draw: st.DrawFn, received: int) -> dict[str, Any]:
    """What was looked at and came again, in order: each return on its own day, other or the same bytes after it."""
    looks, again, day = [], [], received
    for _ in range(draw(st.sampled_from([0, 0, 1, 2, 3, 4]))):
        day += draw(st.integers(0, 6))
        accepted = draw(st.sampled_from([False, False, False, True]))
        looks.append(Look(day, accepted, None if accepted else draw(st.none() | st.integers(day, day + 8))))
        day += 1
        if not accepted and draw(st.booleans()):
            day += draw(st.integers(0, 8))
            again.append((day, draw(st.sampled_from([True, True, False]))))
            day += 1
    return {"looks": tuple(looks), "again": tuple(again)}


@st.composite
def papers(draw: st.DrawFn, unit: str, owed: Owed, all_owed: tuple[Owed, ...]) -> tuple[Came, ...]:
    if owed.parts:
        return tuple(
            Came(unit, owed.no, draw(days), part, on_disk=draw(st.sampled_from([True, True, False])))
            for part in range(1, owed.parts + 1)
            if draw(st.integers(0, 3))
        )
    plain = [other.no for other in all_owed if not other.parts and other.no < owed.no]
    found: list[Came] = []
    for _ in range(draw(st.sampled_from([0, 1, 1, 1, 2]))):
        received = draw(days)
        if plain and draw(st.integers(0, 3)) == 0:
            found.append(Came(unit, owed.no, received, sees=draw(st.sampled_from(plain))))
        elif draw(st.integers(0, 7)) == 0:
            found.append(Came(unit, owed.no, None, registered=False))
        else:
            history = draw(histories(received))
            found.append(
                Came(unit, owed.no, received, on_disk=draw(st.sampled_from([True, True, False])), **history)
            )
    return tuple(found)


@st.composite
def counties(draw: st.DrawFn) -> County:
    owed = tuple(
        Owed(no, draw(days), draw(st.sampled_from([False] * 4 + [True])), draw(st.sampled_from([0, 0, 0, 2])))
        for no in range(1, draw(st.integers(1, 7)) + 1)
    )
    pairs = st.tuples(st.sampled_from(list(UNITS)), st.integers(1, len(owed)))
    flag = st.sampled_from([False, False, False, True])

    def granted(least: int | None) -> st.SearchStrategy[tuple[Granted, ...]]:
        until = days if least is None else st.none() | days
        made = st.builds(
            lambda pair, on, end, own: Granted(pair[0], pair[1], on, end, own), pairs, days, until, flag
        )
        return st.lists(made, max_size=3).map(tuple)

    return County(
        units=UNITS,
        owed=owed,
        came=tuple(paper for unit in UNITS for one in owed for paper in draw(papers(unit, one, owed))),
        extensions=draw(granted(None)),
        waivers=draw(granted(0)),
        not_involved=tuple(
            (*pair, draw(days), draw(st.booleans()))
            for pair in draw(st.lists(pairs, unique=True, max_size=1))
        ),
        ledger=tuple(draw(st.lists(st.builds(Entry, days, days, st.none() | days, flag, pairs), max_size=3))),
        today=draw(st.integers(0, 50)),
    )


def _day(number: int) -> date:
    return FIRST + timedelta(days=number)


def _path(index: int, paper: Came) -> str:
    return f"{paper.unit}/{paper.no}/{'event/' if paper.part else ''}{index}"


def _document(index: int, paper: Came) -> Document:
    """Bytes are distinguished by a number that rises with each delivery of others."""

    def digest(day: int) -> str:
        return f"{sum(others for on, others in paper.again if on <= day) + 1:012x}"

    written: dict[str, Any] = {"requirement": f"00-{paper.no}"}
    if paper.received is not None:
        written["received"] = _day(paper.received)
    if paper.sees is not None:
        return Document.model_validate({**written, "see": f"00-{paper.sees}"})
    reviews = [
        {
            "on": _day(look.on),
            "by": "other",
            "result": "accepted" if look.accepted else "returned",
            "hash": digest(look.on),
            **({"due": _day(look.limit)} if look.limit is not None else {}),
        }
        for look in paper.looks
    ]
    again = [{"on": _day(on), "hash": digest(on)} for on, _ in paper.again]
    return Document.model_validate(
        {**written, "file": _path(index, paper), "reviews": reviews, "redelivered": again}
    )


def _requirement(owed: Owed) -> Requirement:
    return Requirement.model_validate(
        {
            "no": f"00-{owed.no}",
            "name": f"材料{owed.no}",
            "from": "everyone",
            "years": "once",
            "due": _day(owed.due),
            "need": "support" if owed.support else "required",
            "parts": [
                {"no": part, "name": f"样{part}", "form": "document"} for part in range(1, owed.parts + 1)
            ],
        }
    )


def _waivers(county: County) -> Waivers:
    return Waivers.model_validate(
        {
            "extensions": [
                {
                    "unit": one.unit,
                    "requirement": f"00-{one.no}",
                    "until": _day(one.until or 0),
                    "reason": "汛",
                    "granted": _day(one.on),
                    "by": one.unit if one.by_itself else "other",
                }
                for one in county.extensions
            ],
            "waivers": [
                {
                    "rule": "EV104",
                    "scope": {"unit": one.unit, "requirement": f"00-{one.no}"},
                    "reason": "毁损",
                    "granted": _day(one.on),
                    "by": one.unit if one.by_itself else "other",
                    "number": "1号",
                    **({"until": _day(one.until)} if one.until is not None else {}),
                }
                for one in county.waivers
            ],
            "not_involved": [
                {
                    "unit": unit,
                    "requirement": f"00-{no}",
                    "reason": "无",
                    "document": STATEMENT if stated else f"{STATEMENT}/1999",
                    "granted": _day(on),
                    "by": "other",
                }
                for unit, no, on, stated in county.not_involved
            ],
        }
    )


def _ledger_entry(number: int, entry: Entry) -> RectificationEntry:
    unit, no = entry.proof
    closing = {
        "on": _day(entry.closed or 0),
        "by": "ta" if entry.by_itself else "other",
        "proof": f"00-{no}@{unit}",
    }
    return RectificationEntry.model_validate(
        {
            "no": f"{number}",
            "found": _day(entry.found),
            "by": "自查",
            "problem": "缺",
            "unit": "ta",
            "due": _day(entry.due),
            **({"closed": closing} if entry.closed is not None else {}),
        }
    )


def program(county: County) -> tuple[Assessment, Shelf]:
    statement = Requirement.model_validate({"no": STATEMENT, "name": "说明", "from": [], "years": "once"})
    phase = {"id": "only", "name": "阶段", "bid": "bid", "from": "2021-04-01", "to": "2021-12-31"}
    numbered = list(enumerate(county.came))
    workspace = Workspace(
        county=Profile(name="县", code="430900"),
        bids=(Bid(id="bid", name="申报", standard="list", assessed=2020),),
        phases=(Phase.model_validate(phase),),
        standards={"list": Standard(id="list", title="指标")},
        shared_measures=(),
        boxes=(Box(no="00", name="综合", requirements=(*map(_requirement, county.owed), statement)),),
        indicators=(),
        groups=(Group(id="other", name="组"),),
        departments=tuple(Department(id=u, name=u) for u, kind in UNITS.items() if kind == "departments"),
        townships=tuple(
            Township(id=unit, name=unit, code=f"4309001{index:02}")
            for index, (unit, kind) in enumerate(UNITS.items())
            if kind == "townships"
        ),
        progress={
            unit: Progress(
                unit=unit,
                documents=tuple(
                    _document(index, paper)
                    for index, paper in numbered
                    if paper.unit == unit and paper.registered
                ),
            )
            for unit in UNITS
        },
        waivers=_waivers(county),
        rectification=tuple(_ledger_entry(index, entry) for index, entry in enumerate(county.ledger)),
    )
    files = [
        EvidenceFile(
            _path(index, paper),
            1,
            f"00-{paper.no}",
            paper.unit,
            event=f"{paper.unit}/{paper.no}/event" if paper.part else None,
            part=paper.part or None,
        )
        for index, paper in numbered
        if paper.on_disk and paper.sees is None
    ]
    files += [EvidenceFile(f"{unit}/{STATEMENT}", 1, STATEMENT, unit) for unit in UNITS]
    return assess(workspace, workspace.bids[0], _day(county.today), files), Shelf(workspace, files)


@settings(max_examples=100)
@given(counties())
def test_every_item_is_judged_alike(county: County) -> None:
    assessment, _ = program(county)
    found = {(t.item.unit, t.item.requirement.no): t for t in assessment.timings}
    for unit in UNITS:
        for owed in county.owed:
            expected, timing = second.judge(county, unit, owed), found.get((unit, f"00-{owed.no}"))
            if expected is None:
                assert timing is None or not timing.slots
                continue
            assert timing is not None
            assert (WORDS[timing.standing], timing.light.value) == (expected.word, expected.light)
            assert timing.days_late == expected.days or expected.word == "returned"
            assert timing.item.is_there == second.is_there(county, unit, owed.no)


@settings(max_examples=80)
@given(counties())
def test_every_unit_has_the_same_place(county: County) -> None:
    assessment, _ = program(county)
    assert {
        s.unit: second.Place(
            s.due, s.on_time, s.late_done, s.overdue, s.returned, s.longest, s.light.value, s.rank
        )
        for s in assessment.units
    } == second.places(county)


@settings(max_examples=80)
@given(counties())
def test_the_ledger_is_judged_alike(county: County) -> None:
    county = replace(county, not_involved=())  # a whole is only asked for where something is owed
    assessment, shelf = program(county)
    words = []
    for one in assessment.ledger:
        late = one.days_late > 0
        words.append(("closed late" if late else "closed") if one.closed else "overdue" if late else "open")
    assert words == second.ledger(county)
    for unit in UNITS:
        for owed in county.owed:
            reference = Reference(f"00-{owed.no}", None, unit)
            proven = is_there(reference, unit, OwedIndex(assessment.items), shelf, assessment.today)
            assert proven == second.is_there(county, unit, owed.no)
