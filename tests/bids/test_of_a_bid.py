"""What belongs to a bid: documents, answers to vetoes, entries of the ledger, and lateness."""

from __future__ import annotations

from pathlib import Path

import pytest

from bids.next_county import FIRST, NEXT, codes, follow, item, judged, report, run
from ecodemo.assess.owed import Presence
from ecodemo.assess.timeliness import Standing
from ecodemo.assess.veto import VetoStanding
from ecodemo.errors import UnusableDataError
from ecodemo.load.workspace import load
from support import edit

pytestmark = pytest.mark.usefixtures("parses_once")


@pytest.fixture
def both(county: Path) -> Path:
    return follow(county)


def test_a_document_of_one_bid_is_none_of_the_next(both: Path) -> None:
    assert item(judged(both, "2022-01-10", FIRST), "00-1", "office").is_there
    assert not item(judged(both, "2022-01-10", NEXT), "00-1", "office").is_there


@pytest.mark.long
def test_what_a_requirement_says_wins_over_its_box(both: Path) -> None:
    edit(both / "data" / "indicators.yaml", "- no: 00-1\n", "- no: 00-1\n    of: county\n")
    assert item(judged(both, "2022-01-10", NEXT), "00-1", "office").is_there


def test_documents_of_indicators_are_the_county_s(both: Path) -> None:
    standard = both / "data" / "standards" / "national-2024.yaml"
    edit(standard, "rows:\n", "rows:\n- {no: 1, name: 规划, targets: {plan-in-force: {state: 制定实施}}}\n")
    assert item(judged(both, "2022-01-10", NEXT), "01-1", "office").is_there


def test_the_bid_that_is_written_wins_over_the_day(both: Path) -> None:
    entry = "requirement: 00-1, received: 2021-04-14}"
    edit(both / "data" / "progress" / "office.yaml", entry, entry.replace("}", ", bid: national-2025}"))
    assert item(judged(both, "2022-01-10", NEXT), "00-1", "office").is_there
    assert not item(judged(both, "2022-01-10", FIRST), "00-1", "office").is_there


@pytest.mark.long
@pytest.mark.parametrize(
    ("day", "owner"),
    [
        ("2020-01-01", FIRST),
        ("2021-10-15", FIRST),
        ("2021-10-16", NEXT),
        ("2025-06-30", NEXT),
        ("2026-01-01", NEXT),
    ],
)
def test_without_a_bid_it_is_the_first_that_applies_on_the_day_or_later(
    both: Path, day: str, owner: str
) -> None:
    entry = "requirement: 00-1, received: 2021-04-14}"
    edit(both / "data" / "progress" / "office.yaml", entry, entry.replace("2021-04-14", day))
    there = {bid: item(judged(both, "2026-02-01", bid), "00-1", "office").is_there for bid in (FIRST, NEXT)}
    assert there == {bid: bid == owner for bid in (FIRST, NEXT)}


@pytest.mark.long
def test_a_file_that_nobody_registered_is_of_the_bid_of_its_year(both: Path) -> None:
    office = both / "data" / "progress" / "office.yaml"
    lines = office.read_text(encoding="utf-8").splitlines(keepends=True)
    office.write_text("".join(line for line in lines if "00-1 2021" not in line), encoding="utf-8")
    assert item(judged(both, "2022-01-10", FIRST), "00-1", "office").is_there
    assert not item(judged(both, "2022-01-10", NEXT), "00-1", "office").is_there


def test_the_answer_to_a_veto_ends_with_its_bid(both: Path) -> None:
    (next_veto,) = judged(both, "2022-01-10", NEXT).assessment.vetoes
    assert next_veto.standing is VetoStanding.UNANSWERED
    first = {veto.veto.id: veto.standing for veto in judged(both, "2022-01-10", FIRST).assessment.vetoes}
    assert first["incident"] is VetoStanding.CLEAR


def test_the_ledger_is_of_a_bid(both: Path) -> None:
    ledger = both / "data" / "rectification.yaml"
    assert not judged(both, "2022-01-10", NEXT).assessment.ledger
    assert [one.entry.no for one in judged(both, "2022-01-10", FIRST).assessment.ledger] == ["ZG-001"]
    edit(ledger, "  by: 自查\n", "  by: 自查\n  bid: national-2025\n")
    assert [one.entry.no for one in judged(both, "2022-01-10", NEXT).assessment.ledger] == ["ZG-001"]


def test_an_unknown_bid_is_named_at_its_place(both: Path) -> None:
    edit(both / "data" / "rectification.yaml", "  by: 自查\n", "  by: 自查\n  bid: national-2052\n")
    with pytest.raises(UnusableDataError) as caught:
        load(both)
    assert [(one.code, one.position.line) for one in caught.value.findings] == [("SC301", 5)]


def test_lateness_and_returns_of_one_bid_are_not_ranked_in_the_next(both: Path) -> None:
    """01-1 came late in 2021 and was sent back; it serves the next bid, and nobody is late with it there."""
    standard = both / "data" / "standards" / "national-2024.yaml"
    edit(standard, "rows:\n", "rows:\n- {no: 1, name: 规划, targets: {plan-in-force: {state: 制定实施}}}\n")
    returned = (
        "reviews: [{on: 2021-06-10, by: office, result: returned, due: 2021-06-15, hash: 000000000000}], "
        "redelivered: [{on: 2021-07-30, hash: 111111111111}]}"
    )
    entry = "requirement: 01-1, received: 2021-05-20}"
    office = both / "data" / "progress" / "office.yaml"
    edit(office, entry, entry.replace("2021-05-20}", f"2021-06-05, {returned}"))
    standing = {
        bid: next(
            t.standing
            for t in judged(both, "2022-01-10", bid).assessment.timings
            if t.item.requirement.no == "01-1"
        )
        for bid in (FIRST, NEXT)
    }
    assert standing == {FIRST: Standing.LATE_DONE, NEXT: Standing.ON_TIME}


@pytest.mark.long
def test_an_extension_of_one_bid_moves_no_day_of_the_next(both: Path) -> None:
    line = "- {unit: office, requirement: 00-1, until: 2021-05-31, reason: 会期调整, granted: 2021-04-20, by: ecology}\n"
    edit(both / "data" / "waivers.yaml", "waivers: ", f"{line}waivers: ")
    assert str(item(judged(both, "2022-01-10", FIRST), "00-1", "office").due) == "2021-05-31"
    assert str(item(judged(both, "2022-01-10", NEXT), "00-1", "office").due) == "2025-06-30"


def test_nothing_of_a_year_that_has_not_ended_is_an_error(both: Path) -> None:
    for day in ("2022-01-10", "2023-06-01", "2024-12-31"):
        result = judged(both, day)
        assert result.assessment.bid.id == NEXT
        assert codes(result, "TG", "VT", "PH", "EV1") == set(), day


def test_assignments_of_the_next_bid_are_owed_when_they_are_due(both: Path) -> None:
    standard = both / "data" / "standards" / "national-2024.yaml"
    edit(standard, "{good-days: {at_least: 98}}", "{good-days: assigned}")
    report(both, "ecology", measure="good-days", year=2024, value="99.0")
    found = {day: "TG104" in codes(judged(both, day)) for day in ("2024-06-01", "2025-06-30", "2025-07-01")}
    assert found == {"2024-06-01": False, "2025-06-30": False, "2025-07-01": True}


def test_before_its_figures_can_be_there_a_bid_is_judged_on_the_latest_year(both: Path) -> None:
    assessment = judged(both, "2022-01-10", NEXT).assessment
    assert (assessment.figures.assessed, assessment.is_provisional) == (2020, True)
    verdicts = {row.row.no: row.verdict.value for row in assessment.rows}
    assert verdicts == {"4": "not met", "5": "met", "9": "undecided"}
    report(both, "ecology", measure="good-days", year=2023, value="99.0")
    assert judged(both, "2024-03-01", NEXT).assessment.figures.assessed == 2023
    assert judged(both, "2025-07-01", NEXT).assessment.figures.assessed == 2024


@pytest.mark.long
def test_the_first_bid_is_always_judged_on_its_assessed_year(both: Path) -> None:
    assert judged(both, "2021-04-02", FIRST).assessment.figures.assessed == 2020


@pytest.mark.long
def test_a_reassessment_asks_for_no_application_again(both: Path) -> None:
    edit(both / "data" / "county.yaml", "  apply: 2025-06-30\n", "  apply: 2025-06-30\n  recheck: true\n")
    asked = {one.requirement.no for one in judged(both, "2022-01-10", NEXT).assessment.items}
    assert "00-1" not in asked
    assert {"V3", "07-1"} <= asked
    edit(
        both / "data" / "county.yaml",
        f"bid: {NEXT}, from: 2022-01-01,",
        f"bid: {NEXT}, gate: [00-1], from: 2022-01-01,",
    )
    asked = {one.requirement.no for one in judged(both, "2022-01-10", NEXT).assessment.items}
    assert "00-1" in asked


@pytest.mark.long
def test_what_is_missing_is_missing_whatever_the_bid(both: Path) -> None:
    slots = item(judged(both, "2022-01-10", NEXT), "07-1", "ecology").slots
    assert [(slot.year, slot.presence) for slot in slots] == [
        (2022, Presence.MISSING),
        (2023, Presence.MISSING),
        (2024, Presence.MISSING),
    ]


def test_what_is_registered_after_the_application_names_the_bid_of_the_phase(both: Path) -> None:
    office = both / "data" / "progress" / "office.yaml"
    lines = office.read_text(encoding="utf-8").splitlines(keepends=True)
    office.write_text("".join(line for line in lines if "00-1 2021" not in line), encoding="utf-8")
    assert run(both, "evidence", "register", "--received", "2021-11-20", day="2021-11-20").exit_code == 0
    assert "received: 2021-11-20, bid: provincial-2021}" in office.read_text(encoding="utf-8")
    assert item(judged(both, "2022-01-10", FIRST), "00-1", "office").is_there


@pytest.mark.long
def test_opening_the_first_bid_late_forgives_no_delay(both: Path) -> None:
    before = item(judged(both, "2021-09-20", FIRST), "00-1", "office").due
    edit(both / "data" / "county.yaml", "  assessed: 2020 ", "  opened: 2021-09-01\n  assessed: 2020 ")
    assert item(judged(both, "2021-09-20", FIRST), "00-1", "office").due == before


@pytest.mark.long
def test_a_reassessment_without_phases_begins_after_its_assessed_year(both: Path) -> None:
    """What was due for the earlier bid is due for it with its application."""
    bid = "- {id: recheck-2022, name: 复核, standard: sample-2019, assessed: 2021, years: 1, apply: 2022-09-30, recheck: true}\n"
    edit(both / "data" / "county.yaml", "- id: national-2025\n", f"{bid}- id: national-2025\n")
    owed = judged(both, "2022-01-10", "recheck-2022")
    assert {str(one.due) for one in owed.assessment.items} == {"2022-09-30"}
    assert not owed.assessment.units[0].overdue
