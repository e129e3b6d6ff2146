"""`ecodemo bid`: opened with a plan, closed with its last state, and nothing else of county.yaml changed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bids.next_county import FIRST, NAMED, NEXT, codes, follow, judged, report, run
from ecodemo.language import Language, Speaker
from ecodemo.load.document import read
from ecodemo.report.board.build_board import build_board
from ecodemo.report.contents.build import build
from support import edit

pytestmark = pytest.mark.usefixtures("parses_once")


@pytest.fixture
def both(county: Path) -> Path:
    return follow(county)


@pytest.fixture
def closed(both: Path) -> Path:
    ran = run(both, "bid", "close", FIRST, *NAMED)
    assert (ran.exit_code, ran.stdout.strip()) == (0, str(both / "history" / "bids" / f"{FIRST}.json"))
    return both


def _county(root: Path) -> bytes:
    return (root / "data" / "county.yaml").read_bytes()


def test_closing_writes_the_outcome_and_the_last_state(closed: Path) -> None:
    data = read(_county(closed)).data
    assert data["bids"][0]["outcome"] == {"result": "named", "on": "2021-12-28", "document": "00-1/2021"}  # type: ignore[index]
    state = json.loads((closed / "history" / "bids" / f"{FIRST}.json").read_bytes())
    assert (state["bid"], state["day"], state["phase"]) == (FIRST, "2021-12-28", "acceptance")


@pytest.mark.long
def test_the_last_state_is_kept_and_shown(closed: Path) -> None:
    ran = run(closed, "bid")
    assert "Closed on 2021-12-28: named (00-1/2021)." in ran.stdout
    assert "Its last state, of 2021-12-28:" in ran.stdout


@pytest.mark.long
def test_closing_again_in_the_same_way_changes_nothing(closed: Path) -> None:
    before = _county(closed)
    assert run(closed, "bid", "close", FIRST, *NAMED).exit_code == 0
    assert _county(closed) == before
    other = run(closed, "bid", "close", FIRST, "--outcome", "refused", *NAMED[2:])
    assert (other.exit_code, _county(closed)) == (2, before)


@pytest.mark.long
@pytest.mark.parametrize(
    ("words", "exit_code"),
    [
        (("--outcome", "named", "--on", "2021-12-28", "--document", "00-1/2025"), 1),
        (("--outcome", "named", "--on", "2021-12-28", "--document", "命名文件"), 2),
        (("--outcome", "named", "--on", "2022-01-11", "--document", "00-1/2021"), 2),
        (("--outcome", "named", "--on", "年底", "--document", "00-1/2021"), 2),
    ],
)
def test_a_bid_is_not_closed_without_its_document_or_on_a_day_to_come(
    both: Path, words: tuple[str, ...], exit_code: int
) -> None:
    before = _county(both)
    ran = run(both, "bid", "close", FIRST, *words)
    assert (ran.exit_code, ran.clean, _county(both)) == (exit_code, True, before)
    assert not (both / "history").exists()


def test_an_earlier_bid_that_is_open_is_in_the_way(both: Path) -> None:
    before = _county(both)
    ran = run(both, "bid", "open", NEXT)
    assert (ran.exit_code, _county(both)) == (1, before)
    assert f"ecodemo bid close {FIRST}" in ran.stderr


def test_opening_writes_the_day_and_what_it_follows_and_keeps_every_other_byte(closed: Path) -> None:
    before = _county(closed).decode()
    plan = run(closed, "bid", "open", NEXT, "--dry-run")
    assert (plan.exit_code, _county(closed).decode()) == (0, before)
    ran = run(closed, "bid", "open", NEXT)
    after = _county(closed).decode()
    assert ran.exit_code == 0
    assert ran.stdout.splitlines()[:3] == plan.stdout.splitlines()[:3]
    added = [line for line in after.splitlines() if line not in before.splitlines()]
    assert [line.strip() for line in added] == ["opened: 2022-01-10", f"follows: {FIRST}"]
    assert [line for line in after.splitlines() if line not in added] == before.splitlines()


@pytest.mark.long
def test_opening_twice_says_when_it_was(closed: Path) -> None:
    run(closed, "bid", "open", NEXT)
    before = _county(closed)
    again = run(closed, "bid", "open", NEXT, day="2022-02-01")
    assert (again.exit_code, _county(closed)) == (0, before)
    assert "was opened on 2022-01-10" in again.stdout


@pytest.mark.long
def test_the_plan_says_what_still_serves_and_what_is_owed_again(closed: Path) -> None:
    ran = run(closed, "bid", "open", NEXT, "--dry-run")
    rows = {line.split()[0]: line for line in ran.stdout.splitlines() if line[1:2].isdigit()}
    assert "Each bid" in rows["00-1"]
    assert "2022–2024" in rows["07-1"]


@pytest.mark.parametrize("command", [("open", "nix"), ("close", "nix", *NAMED)])
def test_an_unknown_bid_comes_with_the_lines_to_add(both: Path, command: tuple[str, ...]) -> None:
    ran = run(both, "bid", *command)
    assert ran.exit_code == 2
    assert "- id: nix\n" in ran.stderr
    lines = ran.stderr[ran.stderr.index("- id: nix") :]
    assert not read(lines.encode()).complaints


def test_the_accepted_value_is_the_one_with_which_the_bid_was_closed(closed: Path) -> None:
    """97.3 was accepted; correcting 2020 downwards afterwards changes nothing of that."""
    report(closed, "ecology", measure="good-days", year=2022, value="97.0")
    edit(
        closed / "data" / "progress" / "ecology.yaml",
        "{measure: good-days, year: 2020, value: 97.3,",
        "{measure: good-days, year: 2020, value: 96.0,",
    )
    found = [f for f in judged(closed, "2023-02-01").findings if f.code == "PH401"]
    assert [(f.about.measure, f.about.years) for f in found] == [("good-days", (2022,))]
    assert str(found[0].message.values["earlier"].value) == "97.3"  # type: ignore[union-attr]


@pytest.mark.long
def test_a_value_that_is_printed_as_it_was_accepted_is_not_worse(closed: Path) -> None:
    report(closed, "ecology", measure="good-days", year=2022, value="97.3")
    assert "PH401" not in codes(judged(closed, "2023-02-01"))


@pytest.mark.long
def test_nothing_was_accepted_with_a_bid_that_was_refused(both: Path) -> None:
    run(both, "bid", "close", FIRST, "--outcome", "refused", *NAMED[2:])
    report(both, "ecology", measure="good-days", year=2022, value="90.0")
    assert "PH401" not in codes(judged(both, "2023-02-01"))


@pytest.mark.long
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b'{"rows": 1}',
        b'{"rows": [{"measures": [{"id": "good-days", "values": {"2020": "viel"}}]}]}',
    ],
)
def test_a_damaged_record_is_named(closed: Path, content: bytes) -> None:
    (closed / "history" / "bids" / f"{FIRST}.json").write_bytes(content)
    ran = run(closed, "check")
    assert (ran.exit_code, ran.clean) == (2, True)
    assert f"{FIRST}.json" in ran.stderr


def test_the_accepted_value_is_a_line_in_the_curve_of_its_measure(closed: Path) -> None:
    report(closed, "ecology", measure="good-days", year=2022, value="97.0")
    result = judged(closed, "2023-02-01")
    model = build(result, Speaker(Language.EN))
    board = build_board(result, model, Speaker(Language.EN), closed / "reports")
    charts = {part.measure: part.chart for sheet in board.sheets for part in sheet.measures}
    drawn = charts["good-days"]
    assert drawn is not None
    assert [line.label for line in drawn.targets if line.is_accepted] == ["accepted 97.3"]
    assert [(point.year, point.label) for point in drawn.points] == [("2020", "97.3"), ("2022", "97.0")]
    assert "accepted with the title: 97.3" in drawn.description
