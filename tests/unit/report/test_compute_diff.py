"""Two states are compared as a second, independent computation compares them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecodemo.report.build_state import state_of
from ecodemo.report.compute_diff import diff_of
from ecodemo.report.diff_view import Diff, ExceptionChange
from ecodemo.report.state import (
    CorrectionState,
    ExceptionState,
    FigureState,
    FindingState,
    ItemState,
    LedgerState,
    MeasureState,
    ProofCount,
    RowState,
    State,
    UnitState,
    VetoState,
)
from property.states import complete_views
from support import check
from unit.report.second_diff import second_diff

complete_views()
few = st.sampled_from(("a", "b", "c"))
verdict = st.sampled_from(("met", "not met", "undecided", "not applicable"))
day = st.sampled_from(("", "2021-05-20", "2021-06-02"))


@pytest.fixture(scope="module")
def judged(small_workspace: Path) -> State:
    return state_of(check(small_workspace))


@st.composite
def changes(draw: st.DrawFn) -> dict[str, Any]:
    """Parts of a state in which much is named alike, so that much meets."""
    measures = st.lists(
        st.builds(MeasureState, id=few, verdict=verdict, near=st.none(), margin=st.none()),
        max_size=2,
        unique_by=lambda measure: measure.id,
    ).map(tuple)
    rows = st.builds(RowState, no=few, verdict=verdict, proof=st.builds(ProofCount), measures=measures)
    items = st.builds(ItemState, no=few, unit=few, year=st.just(""), due=day, received=day)
    subject = {"measure": few, "unit": few, "year": st.just("2020")}
    figures = st.builds(FigureState, **subject, value=few)
    kinds = {
        "rows": _unique(rows, "no"),
        "vetoes": _unique(st.builds(VetoState, id=few, verdict=verdict), "id"),
        "units": _unique(st.builds(UnitState, id=few, rank=st.one_of(st.none(), st.integers(1, 3))), "id"),
        "items": st.lists(items, max_size=4, unique_by=lambda item: item[:3]).map(tuple),
        "figures": st.lists(figures, max_size=4, unique_by=lambda figure: figure[:3]).map(tuple),
        "corrections": st.lists(
            st.builds(CorrectionState, **subject, on=day, was=few, reason=few, document=few), max_size=3
        ).map(tuple),
        "findings": st.lists(
            st.builds(FindingState, code=few, fingerprint=few, values=st.just({})), max_size=4
        ).map(tuple),
        "rectification": _unique(st.builds(LedgerState, no=few, due=day, closed=day), "no"),
        "exceptions": st.lists(st.builds(ExceptionState, about=few, unit=few), max_size=3, unique=True).map(
            tuple
        ),
        "baseline": st.lists(few, max_size=2, unique=True).map(tuple),
        "standard": st.sampled_from(("one", "other")),
    }
    return {name: draw(strategy) for name, strategy in kinds.items()}


def _unique(strategy: st.SearchStrategy[Any], key: str) -> st.SearchStrategy[Any]:
    return st.lists(strategy, max_size=3, unique_by=lambda entry: getattr(entry, key)).map(tuple)


def _as_sets(diff: Diff) -> dict[str, set[tuple[Any, ...]]]:
    figures = [(figure.measure, figure.unit, figure.year) for figure in diff.figures]
    return {
        "lost items": {(item.no, item.unit, item.year, item.change) for item in diff.gone.items},
        "gone exceptions": _of_exceptions(diff.gone.exceptions),
        "verdicts": {(change.row, change.measure, change.now) for change in diff.verdicts},
        "vetoes": {(change.id, change.now) for change in diff.vetoes},
        "figures": {
            (*subject, value)
            for subject, change in zip(figures, diff.figures, strict=True)
            for value in (change.was, change.now)
            if value
        },
        "items": {(item.no, item.unit, item.year, item.change) for item in diff.items},
        "exceptions": _of_exceptions(diff.exceptions),
        "rectification": {(change.no, change.now) for change in diff.rectification},
        "ranks": {(change.unit, change.now) for change in diff.ranks},
    }


def _of_exceptions(entries: tuple[ExceptionChange, ...]) -> set[tuple[Any, ...]]:
    return {
        ("baseline", entry.about)
        if entry.kind == "baseline"
        else (entry.kind, entry.about, entry.unit, entry.granted, entry.until)
        for entry in entries
    }


@given(changes(), changes())
@settings(max_examples=60)
def test_every_difference_is_found_and_no_other(judged: State, one: Any, other: Any) -> None:
    before, after = judged.model_copy(update=one), judged.model_copy(update=other)
    diff = diff_of(before, after)
    assert _as_sets(diff) == second_diff(before, after)
    marks = [Counter((f.code, f.fingerprint) for f in state.findings) for state in (before, after)]
    assert Counter((f.code, f.fingerprint) for f in diff.findings.new) == marks[1] - marks[0]
    assert Counter((f.code, f.fingerprint) for f in diff.findings.gone) == marks[0] - marks[1]
    corrections = {
        (c.measure, c.unit, c.year, c.reason) for c in after.corrections if c not in before.corrections
    }
    assert all((f.measure, f.unit, f.year, f.reason) in corrections for f in diff.figures if f.reason)


@given(changes())
@settings(max_examples=10)
def test_a_state_does_not_differ_from_itself(judged: State, parts: Any) -> None:
    state = judged.model_copy(update=parts)
    assert diff_of(state, state).is_empty
