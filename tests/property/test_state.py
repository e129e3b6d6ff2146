"""State survives being written and read, and its slim form stays small."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecodemo.report.build_state import state_of
from ecodemo.report.state import ExceptionState, ExpiringState, ItemState, LedgerState, State, WaitsFor
from ecodemo.rules import RULES
from property.states import assert_survives, complete_views
from support import check

SLIM_AT_MOST = 100_000
complete_views()


@pytest.fixture(scope="module")
def judged(example: Path) -> State:
    return state_of(check(example))


@given(st.builds(State))
@settings(max_examples=50)
def test_any_state_is_read_as_it_was_written(state: State) -> None:
    assert_survives(state)


def test_the_state_of_the_example_is_read_as_it_was_written(judged: State) -> None:
    assert_survives(judged)


def test_keys_are_sorted_and_each_element_of_a_list_has_a_line(judged: State) -> None:
    written = judged.canonical().decode()
    keys = list(json.loads(written))
    assert keys == sorted(State.model_fields)
    assert written.count('\n["') == len(judged.items) + len(judged.figures)
    assert written.count('\n{"code"') == len(judged.findings)


def test_the_slim_form_does_not_grow_with_documents_and_findings(judged: State) -> None:
    """Every rule finds something in every unit, and finds it again; each unit owes thousands of documents."""
    findings = tuple(
        judged.findings[0].model_copy(update={"code": rule.code, "unit": unit.id, "severity": severity})
        for rule in RULES
        for unit in judged.units
        for severity in ("error", "warning", "info")
    )
    items = tuple(
        ItemState(f"{box}-1", unit.id, str(year), "2021-05-20", "", "missing", "red")
        for box in range(10, 60)
        for unit in judged.units
        for year in range(2000, 2020)
    )
    once = judged.model_copy(update={"findings": findings, "items": items})
    again = judged.model_copy(update={"findings": findings * 9, "items": items * 9})
    digits_of_counts = len(once.slim().findings.by_code) + len(once.slim().findings.by_unit)
    assert len(again.slim().canonical()) <= len(once.slim().canonical()) + digits_of_counts
    assert len(again.slim().canonical()) < SLIM_AT_MOST


def test_the_slim_form_lists_the_beginning_of_long_lists_and_says_how_many_it_leaves_out(
    judged: State,
) -> None:
    """Early in the year a gate waits for every document of every township; a ledger grows for years."""
    waits_for = tuple(
        WaitsFor(no=f"25-{number}", unit="longtang", year="2020", due="2021-05-20") for number in range(2_000)
    )
    ledger = tuple(
        LedgerState(no=f"ZG-{n}", state="closed" if n % 20 else "overdue", due="2021-08-31", closed="")
        for n in range(2_000)
    )
    waiver = ExceptionState(kind="waiver", about="EV104 25-3", unit="nanjin", granted="2021-06-05", until="")
    runs_out = ExpiringState(until="2021-06-05", kind="waiver", about="EV104 25-3", unit="nanjin")
    grown = judged.model_copy(
        update={
            "gate": judged.gate.model_copy(update={"waits_for": waits_for}),
            "rectification": ledger,
            "exceptions": (waiver,) * 2_000,
            "expiring": (runs_out,) * 2_000,
        }
    )
    slim = grown.slim()
    assert len(slim.canonical()) < SLIM_AT_MOST
    assert slim.gate.waits_for == waits_for[:150]
    assert {entry.no for entry in slim.rectification} >= {f"ZG-{n}" for n in range(0, 2_000, 20)}
    assert slim.left_out == dict.fromkeys(("waits_for", "rectification", "exceptions", "expiring"), 1_850)
    assert_survives(grown)
    assert judged.slim().left_out == {}
