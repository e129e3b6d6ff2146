"""Which rules a phase runs and how heavily, what waivers excuse, how findings are gathered and filtered."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from ecodemo.assess.bid import assess
from ecodemo.check import engine
from ecodemo.check.engine import Run, Selection, profile_of, run
from ecodemo.check.session import CheckOptions, take_survey
from ecodemo.errors import EcodemoError, NothingToCheckError, UnusableDataError
from ecodemo.load.workspace import load
from ecodemo.model.finding import Finding, Severity
from ecodemo.rules import CHECKS, RULES, Context
from support import check, edit, workspace

STRAW = "evidence/25 农业废弃物综合利用率/东山镇"
SELF_INSPECTION = "rules: {TG: error, DC: error, VT: warning}"
ACCEPTANCE = "rules: {VT: error, FX: error}"
PHASES = ("sound", "preparation", "implementation", "self-inspection", "acceptance", "consolidation")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return workspace(tmp_path)


@pytest.fixture
def faulty(root: Path) -> Path:
    """One fault of each family: RS103, TG102, DC103, EV104 (three years), PH202, VT102, WV102, and what follows."""
    (root / "data/progress/housing.yaml").write_text(
        "unit: housing\nobservations:\n- {measure: good-days, year: 2020, value: 97.3, proof: 07-1/2020@ecology}\n",
        encoding="utf-8",
    )
    edit(root / "data/progress/xihe.yaml", "value: 6.2", "value: 0")
    edit(root / "data/progress/dongshan.yaml", "value: 31.4", "value: 39.4")
    edit(root / "data/county.yaml", "terrain: 山区", "terrain: 平原地区")
    edit(root / "data/county.yaml", "key_function_zone: false", "key_function_zone: true")
    edit(root / "data/progress/agriculture.yaml", "value: 92.8", "value: 82.8")
    edit(root / "data/waivers.yaml", "until: 2021-12-31", "until: 2021-10-31")
    shutil.rmtree(root / STRAW)
    return root


def severities(root: Path, phase: str = "self-inspection") -> dict[str, Severity]:
    return {found.code: found.severity for found in check(root, CheckOptions(phase=phase)).findings}


def set_rules(root: Path, rules: str) -> None:
    edit(root / "data/county.yaml", SELF_INSPECTION, f"rules: {{{rules}}}")


def waive(
    root: Path, scope: str, *, rule: str = "EV104", by: str = "office", until: str = "2021-12-31"
) -> None:
    text = f"- {{rule: {rule}, scope: {scope}, reason: 水灾损毁, granted: 2021-06-04, by: {by}, until: {until}}}\n"
    with (root / "data/waivers.yaml").open("a", encoding="utf-8") as file:
        file.write(text)


# what a phase runs


def test_a_family_runs_from_the_phase_that_names_it_on(faulty: Path) -> None:
    families = {
        phase: {code[:2] for code in severities(faulty, phase)}
        for phase in ("sound", "preparation", "implementation", "self-inspection")
    }
    assert families == {
        "sound": {"FX"},
        "preparation": {"FX", "RS", "WV"},
        "implementation": {"FX", "RS", "WV", "EV"},
        "self-inspection": {"FX", "RS", "WV", "EV", "TG", "DC", "VT", "PH"},
    }


def gates_of(root: Path, phase: str) -> set[str]:
    """The rules about the gate that run in a phase, by the hundred."""
    loaded = load(root)
    profile = profile_of(loaded.workspace, phase)
    return {rule.code[:3] for rule in RULES if rule.family == "PH" and profile.severity_of(rule)}


def test_every_phase_looks_at_its_gate_and_some_rules_wait_for_the_family_they_go_with(
    root: Path,
) -> None:
    assert {phase: gates_of(root, phase) for phase in PHASES} == {
        "sound": set(),
        "preparation": {"PH1", "PH4"},
        "implementation": {"PH1", "PH4"},
        "self-inspection": {"PH1", "PH2", "PH4"},
        "acceptance": {"PH1", "PH2", "PH3", "PH4"},
        "consolidation": {"PH1", "PH2", "PH3", "PH4"},
    }


def test_a_rule_leaves_with_the_family_it_goes_with(root: Path) -> None:
    edit(root / "data/county.yaml", ACCEPTANCE, "rules: {VT: error, TG: 'off'}")
    assert gates_of(root, "acceptance") == {"PH1", "PH4"}


def test_a_whole_code_does_not_wait_for_the_family_it_goes_with(faulty: Path) -> None:
    edit(faulty / "data/county.yaml", ACCEPTANCE, "rules: {PH301: warning, PH202: info}")
    found = severities(faulty, "acceptance")
    assert (found["PH301"], found["PH202"]) == (Severity.WARNING, Severity.INFO)
    assert gates_of(faulty, "acceptance") == {"PH1", "PH2", "PH3", "PH4"}


def test_a_phase_may_cap_or_leave_out_what_is_said_of_its_gate(faulty: Path) -> None:
    set_rules(faulty, "TG: error, PH: warning")
    assert severities(faulty)["PH202"] is Severity.WARNING
    edit(faulty / "data/county.yaml", "PH: warning", "PH: 'off'")
    assert gates_of(faulty, "self-inspection") == set()


@pytest.mark.parametrize("rules", ["EX: error", "TG999: error", "FX999: error"])
def test_a_rule_that_is_not_there_makes_the_data_unusable(root: Path, rules: str) -> None:
    set_rules(root, rules)
    with pytest.raises(UnusableDataError) as refused:
        check(root)
    assert [finding.code for finding in refused.value.findings] == ["SC301"]


def test_a_waiver_of_a_rule_that_is_not_there_makes_the_data_unusable(root: Path) -> None:
    waive(root, "{unit: dongshan}", rule="EV904")
    with pytest.raises(UnusableDataError) as refused:
        check(root)
    assert [finding.code for finding in refused.value.findings] == ["SC301"]


def test_a_phase_caps_its_family(faulty: Path) -> None:
    assert severities(faulty, "self-inspection")["VT102"] is Severity.WARNING
    assert severities(faulty, "acceptance")["VT102"] is Severity.ERROR


def test_a_family_never_makes_an_error_of_a_warning(faulty: Path) -> None:
    assert severities(faulty, "preparation")["RS103"] is Severity.WARNING


def test_a_whole_code_sets_the_weight_both_ways(faulty: Path) -> None:
    set_rules(faulty, "RS103: error, EV104: info, VT: warning, VT102: error")
    found = severities(faulty)
    assert (found["RS103"], found["EV104"], found["VT102"]) == (Severity.ERROR, Severity.INFO, Severity.ERROR)


def test_a_whole_code_runs_though_its_family_does_not(faulty: Path) -> None:
    set_rules(faulty, "TG102: error")
    assert {code for code in severities(faulty) if code[:2] in ("TG", "DC", "VT")} == {"TG102"}


def test_off_takes_out_a_code_or_a_family_that_an_earlier_phase_brought_in(faulty: Path) -> None:
    set_rules(faulty, "RS: 'off', EV104: 'off', DC: error, DC103: 'off'")
    found = severities(faulty)
    assert not {"RS103", "EV104", "DC103"} & found.keys()
    assert "DC101" in found


def test_a_later_phase_inherits_what_the_earlier_ones_say_and_may_change_it(faulty: Path) -> None:
    set_rules(faulty, "EV104: warning, VT: warning, TG: error")
    assert severities(faulty, "acceptance")["EV104"] is Severity.WARNING
    edit(faulty / "data/county.yaml", ACCEPTANCE, "rules: {EV104: error}")
    assert severities(faulty, "acceptance")["EV104"] is Severity.ERROR
    assert severities(faulty, "acceptance")["VT102"] is Severity.WARNING


def test_loading_findings_count_in_every_phase(root: Path) -> None:
    (root / "data/township.yaml").write_text("x", encoding="utf-8")
    assert severities(root, "sound") == severities(root, "acceptance") == {"SC106": Severity.WARNING}


# the gate


@pytest.mark.parametrize(
    ("fail_on", "code"), [(Severity.ERROR, 0), (Severity.WARNING, 1), (Severity.INFO, 1), (None, 0)]
)
def test_a_warning_closes_the_gate_only_when_asked_to(
    root: Path, fail_on: Severity | None, code: int
) -> None:
    (root / "data/township.yaml").write_text("x", encoding="utf-8")
    assert check(root).exit_code(fail_on) == code


def test_an_error_closes_the_gate_unless_nothing_may(faulty: Path) -> None:
    assert (check(faulty).exit_code(Severity.ERROR), check(faulty).exit_code(None)) == (1, 0)


def test_data_that_cannot_be_loaded_end_with_2(root: Path) -> None:
    (root / "data/townships.yaml").unlink()
    with pytest.raises(UnusableDataError) as refused:
        check(root)
    assert refused.value.exit_code == 2


# gathering and waivers


def documents(findings: tuple[Finding, ...]) -> list[tuple[str | None, tuple[int, ...]]]:
    """Unit and years of what is missing of the straw ledger."""
    missing = [finding.about for finding in findings if finding.code == "EV104"]
    return [(about.unit, about.years) for about in missing if about.requirement == "25-1"]


def test_years_of_one_document_are_one_finding_and_each_unit_has_its_own(root: Path) -> None:
    shutil.rmtree(root / STRAW)
    shutil.rmtree(root / "evidence/25 农业废弃物综合利用率/南坪乡")
    found = documents(check(root).findings)
    assert found == [("dongshan", (2018, 2019, 2020)), ("nanping", (2018, 2019, 2020))]


def test_a_waiver_of_one_year_leaves_the_other_years(root: Path) -> None:
    shutil.rmtree(root / STRAW)
    waive(root, "{requirement: 25-1, unit: dongshan, year: 2019}")
    result = check(root)
    assert documents(result.findings) == [("dongshan", (2018, 2020))]
    assert documents(result.waived) == [("dongshan", (2019,))]


@pytest.mark.parametrize(
    "scope",
    [
        "{requirement: 25-1}",
        "{indicator: farm-waste}",
        "{unit: dongshan, year: 2019}",
    ],
)
def test_a_waiver_covers_what_is_within_its_scope(root: Path, scope: str) -> None:
    shutil.rmtree(root / STRAW / "2019")
    waive(root, scope)
    result = check(root)
    assert documents(result.findings) == []
    assert documents(result.waived) == [("dongshan", (2019,))]


@pytest.mark.parametrize(
    "scope",
    [
        "{requirement: 25-3}",
        "{indicator: air}",
        "{unit: xihe}",
        "{indicator: farm-waste, year: 2018}",
        "{measure: straw-used}",
        "{requirement: 25-1, unit: dongshan, year: 2018}",
    ],
)
def test_a_waiver_covers_nothing_beside_its_scope(root: Path, scope: str) -> None:
    shutil.rmtree(root / STRAW / "2019")
    waive(root, scope)
    result = check(root)
    assert documents(result.findings) == [("dongshan", (2019,))]
    assert documents(result.waived) == []


def test_a_waiver_granted_by_the_unit_itself_does_not_count(root: Path) -> None:
    shutil.rmtree(root / STRAW / "2019")
    waive(root, "{requirement: 25-1, year: 2019}", by="dongshan")
    result = check(root)
    assert documents(result.findings) == [("dongshan", (2019,))]
    assert documents(result.waived) == []


def test_a_waiver_of_another_rule_or_one_that_has_run_out_does_not_count(root: Path) -> None:
    shutil.rmtree(root / STRAW / "2019")
    waive(root, "{requirement: 25-1}", rule="EV103")
    waive(root, "{requirement: 25-1}", until="2021-10-31")
    assert documents(check(root).findings) == [("dongshan", (2019,))]


def test_a_waived_finding_keeps_its_waiver_and_does_not_close_the_gate(root: Path) -> None:
    (waived,) = check(root).waived
    assert waived.waiver is not None
    assert (waived.code, waived.about.years, waived.waiver.by) == ("EV104", (2018,), "office")
    assert check(root).exit_code(Severity.INFO) == 0


def test_a_missed_target_can_be_waived_like_anything_else(root: Path) -> None:
    edit(root / "data/progress/agriculture.yaml", "value: 92.8", "value: 82.8")
    waive(root, "{measure: straw-rate}", rule="TG102")
    assert "TG102" not in severities(root)
    assert "TG102" in {finding.code for finding in check(root).waived}


def test_findings_about_waivers_cannot_be_waived(root: Path) -> None:
    waive(root, "{requirement: 25-3}", until="2021-10-31")
    waive(root, "{requirement: 25-3}", rule="WV102")
    assert "WV102" in severities(root)


# order


def run_over(root: Path, *, backwards: bool) -> Run:
    loaded = load(root)
    space = loaded.workspace
    surveyed = take_survey(root, space)
    if backwards:
        surveyed = replace(surveyed, files=surveyed.files[::-1])
        space = replace(space, progress=dict(list(space.progress.items())[::-1]))
    assert space.today is not None
    assessment = assess(space, space.bids[0], space.today, surveyed.files)
    profile = profile_of(space, "acceptance")
    return run(Context(assessment, surveyed), profile, Selection(), loaded.locate)


def test_the_order_of_rules_changes_nothing(faulty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    forwards = check(faulty)
    monkeypatch.setattr(engine, "CHECKS", CHECKS[::-1])
    backwards = check(faulty)
    assert len(forwards.findings) > len({finding.code for finding in forwards.findings}) > 6
    assert (forwards.findings, forwards.waived) == (backwards.findings, backwards.waived)


def test_the_order_of_files_changes_nothing(faulty: Path) -> None:
    assert run_over(faulty, backwards=False) == run_over(faulty, backwards=True)


def test_findings_are_sorted_by_code_and_unit(faulty: Path) -> None:
    keys = [(finding.code, finding.about.unit or "") for finding in check(faulty).findings]
    assert keys == sorted(keys)


# filters


def chosen(root: Path, **filters: tuple[str, ...]) -> list[Finding]:
    return list(check(root, CheckOptions(phase="self-inspection", **filters)).findings)  # type: ignore[arg-type]


def test_select_and_ignore_go_by_the_beginning_of_codes(faulty: Path) -> None:
    everything = {finding.code for finding in chosen(faulty)}
    assert {finding.code for finding in chosen(faulty, select=("TG", "DC103"))} == {
        code for code in everything if code.startswith(("TG", "DC103"))
    }
    assert {finding.code for finding in chosen(faulty, select=("TG",), ignore=("TG102",))} == {
        code for code in everything if code.startswith("TG") and code != "TG102"
    }


@pytest.mark.parametrize(
    ("filters", "kept"),
    [
        ({"units": ("dongshan",)}, lambda about: about.unit == "dongshan"),
        ({"indicators": ("farm-waste",)}, lambda about: about.indicator == "farm-waste"),
        ({"groups": ("environment",)}, lambda about: about.indicator in ("air", "farm-waste")),
        (
            {"indicators": ("farm-waste",), "units": ("dongshan",)},
            lambda about: about.unit == "dongshan" and about.indicator == "farm-waste",
        ),
    ],
    ids=["unit", "indicator", "group", "both"],
)
def test_a_filter_keeps_what_is_about_its_subject(
    faulty: Path, filters: dict[str, tuple[str, ...]], kept: object
) -> None:
    assert callable(kept)
    found = chosen(faulty, **filters)
    assert found
    assert found == [finding for finding in chosen(faulty) if kept(finding.about)]


def test_a_waiver_is_not_called_unused_when_its_rule_did_not_run(root: Path) -> None:
    waive(root, "{requirement: 25-3}")
    assert [finding.code for finding in chosen(root)] == ["WV101"]
    assert chosen(root, select=("WV",)) == []


@pytest.mark.parametrize(
    "options",
    [
        CheckOptions(phase="acceptanse"),
        CheckOptions(bid="provincial-2012"),
        CheckOptions(units=("xihee",)),
        CheckOptions(indicators=("airs",)),
        CheckOptions(groups=("environments",)),
        CheckOptions(select=("EV999",)),
        CheckOptions(ignore=("ZZ",)),
    ],
    ids=["phase", "bid", "unit", "indicator", "group", "select", "ignore"],
)
def test_a_filter_that_names_nothing_is_refused(root: Path, options: CheckOptions) -> None:
    with pytest.raises(EcodemoError) as refused:
        check(root, options)
    assert refused.value.exit_code == 2


@pytest.mark.parametrize(
    "options",
    [
        CheckOptions(phase="preparation", select=("TG",)),
        CheckOptions(phase="sound", ignore=("SC", "FX", "PV")),
        CheckOptions(select=("EV101",), ignore=("EV",)),
    ],
    ids=["not in this phase", "nothing left", "chosen and left out"],
)
def test_filters_that_leave_no_rule_end_with_3(root: Path, options: CheckOptions) -> None:
    with pytest.raises(NothingToCheckError) as refused:
        check(root, options)
    assert refused.value.exit_code == 3


def test_every_rule_of_the_list_runs_in_the_last_phase(root: Path) -> None:
    loaded = load(root)
    profile = profile_of(loaded.workspace, "acceptance")
    off = [rule.code for rule in RULES if profile.severity_of(rule) is None]
    assert off == [rule.code for rule in RULES if rule.family == "PJ"]  # this county keeps no projects
