"""The result of a check, in a county whose every number is known."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from ecodemo.check.session import CheckOptions
from ecodemo.language import Language, Speaker
from ecodemo.report.build_state import state_of
from ecodemo.report.contents.build import build
from ecodemo.report.state import RowState, State, WaitsFor
from support import check, edit, lock

CONTRACT = (
    "state_version tool data county example basis day bid standard phase gate verdict by_figures rows vetoes units items "
    "findings rectification projects exceptions expiring unverified figures corrections baseline note upload judged_year"
)
WHOLE_ONLY = {"items", "figures", "corrections", "baseline", "note"}


def state(root: Path, phase: str = "self-inspection", today: str | None = None) -> State:
    return state_of(check(root, CheckOptions(phase=phase), today))


def row(of: State, no: str) -> RowState:
    return next(row for row in of.rows if row.no == no)


def test_it_has_the_keys_that_other_programs_read(small_workspace: Path) -> None:
    assert set(json.loads(state(small_workspace).canonical())) == set(CONTRACT.split())
    assert set(json.loads(state(small_workspace).slim().canonical())) == {*CONTRACT.split()} - WHOLE_ONLY | {
        "left_out"
    }


def test_a_report_in_either_language_carries_the_same_state(small_workspace: Path) -> None:
    result = check(small_workspace)
    assert {build(result, Speaker(language)).state.canonical() for language in Language} == {
        state_of(result).canonical()
    }


def test_a_gate_that_nothing_is_missing_of_is_open(small_workspace: Path) -> None:
    gate = state(small_workspace).gate
    assert (gate.state, gate.errors, gate.waits_for) == ("open", 0, ())


def test_before_the_due_day_the_gate_waits_and_names_what_for(small_workspace: Path) -> None:
    """What came in the middle of April is not there before."""
    gate = state(small_workspace, "preparation", "2021-04-05").gate
    assert (gate.state, gate.errors) == ("waiting", 0)
    assert gate.waits_for == (WaitsFor(no="00-1", unit="office", year="", due="2021-04-30"),)


def test_what_the_gate_waited_for_closes_it_once_it_is_overdue(small_workspace: Path, tmp_path: Path) -> None:
    county = Path(shutil.copytree(small_workspace, tmp_path / "county"))
    shutil.rmtree(next(county.rglob("00-1 *动员大会")))
    gate = state(county, "preparation", "2021-05-26").gate
    assert (gate.state, gate.waits_for) == ("closed", ())


def test_a_gate_that_only_warns_is_not_open_over_what_is_missing(county: Path) -> None:
    shutil.rmtree(next(county.rglob("00-1 *动员大会")))
    edit(county / "data" / "county.yaml", "rules: {RS: error}}", "rules: {RS: error, PH: warning}}")
    lock(county)
    gate = state(county, "preparation", "2021-05-26").gate
    assert (gate.state, gate.errors, [entry.no for entry in gate.waits_for]) == ("waiting", 0, ["00-1"])


def test_a_phase_that_asks_for_every_document_waits_for_those_that_are_due_by_its_end(
    small_workspace: Path,
) -> None:
    """Ten days before the first is due hardly anything is there; what is due after the phase is not asked for."""
    gate = state(small_workspace, "implementation", "2021-05-10").gate
    due = {entry.no: entry.due for entry in gate.waits_for if entry.unit in ("dongshan", "office")}
    assert gate.state == "waiting"
    assert (due["25-1"], due["01-1"]) == ("2021-05-20", "2021-05-25")
    assert "00-2" not in due


def test_a_document_of_the_gate_that_was_sent_back_is_waited_for_until_it_comes_again(county: Path) -> None:
    edit(
        county / "data" / "progress" / "office.yaml",
        "requirement: 00-1, received: 2021-04-14}",
        "requirement: 00-1, received: 2021-04-14, reviews: [{on: 2021-04-15, by: ecology, result: returned, "
        "reason: 缺章, due: 2021-04-25, hash: 000000000000}]}",
    )
    gate = state(county, "preparation", "2021-04-16").gate
    assert gate.state == "waiting"
    assert gate.waits_for == (WaitsFor(no="00-1", unit="office", year="", due="2021-04-25"),)


def test_what_came_empty_and_was_sent_back_is_waited_for_once(county: Path) -> None:
    folder = next(path for path in (county / "evidence").rglob("2020") if path.parent.name == "东山镇")
    (folder / "25-1 秸秆综合利用台账.txt").write_bytes(b"")
    edit(
        county / "data" / "progress" / "dongshan.yaml",
        "{on: 2021-06-03, by: agriculture, result: accepted, hash: 27906f740a01}",
        "{on: 2021-05-19, by: agriculture, result: returned, reason: 空文件, due: 2021-05-29, hash: e3b0c44298fc}",
    )
    gate = state(county, "implementation", "2021-05-26").gate
    assert [entry for entry in gate.waits_for if entry.no == "25-1"] == [
        WaitsFor(no="25-1", unit="dongshan", year="2020", due="2021-05-29")
    ]


@pytest.mark.parametrize("filters", [CheckOptions(select=("TG",)), CheckOptions(units=("ecology",))])
def test_nothing_is_said_of_the_gate_where_something_was_left_out(
    filters: CheckOptions, small_workspace: Path
) -> None:
    gate = state_of(check(small_workspace, filters)).gate
    assert (gate.state, gate.waits_for) == (None, ())


def test_a_waived_document_is_not_there_but_the_row_counts(example: Path) -> None:
    air = row(state(example), "7")
    assert (air.proof.there, air.proof.waived, air.proof.owed) == (8, 1, 9)
    assert (air.counts, air.remedy) == (True, "none")
    assert air.measures[0].values == {"2018": "94.0", "2019": "95.1", "2020": "97.3"}
    assert (air.measures[0].target, air.measures[0].margin) == ("at_least 95.0 and not_worse previous", "2.3")


def test_what_was_waived_is_an_item_like_any_other(example: Path) -> None:
    found = state(example)
    waived = [item for item in found.items if item.state == "waived"]
    assert sum(entry.proof.waived for entry in found.rows) <= len(waived)
    assert {item.light for item in waived} == {"green"}


def test_a_veto_without_an_answer_is_not_proven(county: Path) -> None:
    edit(
        county / "data" / "progress" / "ecology.yaml",
        "- {id: incident, answer: clear, through: 2021-10-15, document: V3}\n",
        "",
    )
    vetoes = {veto.id: veto for veto in state(county).vetoes}
    assert (vetoes["incident"].answer, vetoes["incident"].through) == ("", "")
    assert (vetoes["incident"].verdict, vetoes["incident"].proven) == ("undecided", False)
    assert vetoes["inspection"].proven


def test_a_computed_value_that_cannot_be_said_is_left_out(faulty: Path, small_workspace: Path) -> None:
    complete, incomplete = (
        {measure.id: measure for entry in state(root).rows for measure in entry.measures}
        for root in (small_workspace, faulty)
    )
    assert complete["straw-rate"].computed
    assert all(value for measure in incomplete.values() for value in measure.computed.values())
    assert sum(len(m.computed) for m in incomplete.values()) < sum(len(m.computed) for m in complete.values())


def test_the_sentences_of_findings_leave_only_what_has_no_language(faulty: Path) -> None:
    result = check(faulty)
    names = {result.assessment.workspace.label(unit) for unit in result.assessment.workspace.units}
    said = [value for finding in state_of(result).findings for value in finding.values.values()]
    assert said
    assert not {name.zh for name in names} & {value for value in said if isinstance(value, str)}


def test_findings_come_in_the_order_in_which_a_report_has_them(faulty: Path) -> None:
    report = build(check(faulty), Speaker(Language.ZH))
    assert [(f.code, f.unit, f.fingerprint) for f in report.state.findings] == [
        (f.code, f.unit, f.fingerprint) for f in report.findings
    ]


def test_a_row_says_whether_its_shortfall_can_still_change(faulty: Path) -> None:
    remedies = {entry.verdict: entry.remedy for entry in state(faulty).rows if not entry.counts}
    assert remedies["not met"] == "closed-year"
