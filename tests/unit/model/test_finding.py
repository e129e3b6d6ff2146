"""Fingerprints: what makes a finding the same one next month, and what makes it another."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ecodemo.model.finding import Finding, Position, Problem, Ref, Severity, Subject
from ecodemo.model.message import message

ABOUT = Subject(unit="meicheng", requirement="25-1", indicator="farm-waste", years=(2019,))
OF_A_FILE = Problem(Ref("evidence", "25/梅城镇/2019/25-1 台账.pdf"), message("x"), ABOUT)
OF_AN_ENTRY = Problem(Ref("document", "meicheng/3", ("valid",)), message("x"), ABOUT)
OF_A_WAIVER = Problem(Ref("waivers", "2", ("until",)), message("x"))


def finding(*problems: Problem, code: str = "EV110", line: int = 1, wording: str = "x") -> Finding:
    return Finding(
        code,
        Severity.ERROR,
        message(wording),
        Position("data/progress/meicheng.yaml", line),
        problems[0].about if problems else Subject(),
        problems=problems,
    )


def of_year(year: int) -> Problem:
    return replace(OF_AN_ENTRY, about=replace(ABOUT, years=(year,)))


@pytest.mark.parametrize("problem", [OF_A_FILE, OF_AN_ENTRY, OF_A_WAIVER], ids=["file", "entry", "waiver"])
def test_line_wording_and_weight_are_no_part_of_it(problem: Problem) -> None:
    before = finding(problem)
    after = replace(finding(problem, line=99, wording="y"), severity=Severity.WARNING)
    assert before.fingerprint == after.fingerprint
    assert before.problem_fingerprints == after.problem_fingerprints


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (OF_AN_ENTRY, replace(OF_AN_ENTRY, at=Ref("document", "meicheng/7", ("valid",)))),
        (OF_A_WAIVER, replace(OF_A_WAIVER, at=Ref("waivers", "0", ("until",)))),
        (
            replace(OF_A_WAIVER, at=Ref("rectification", "Z1", ("closed", 0, "by"))),
            replace(OF_A_WAIVER, at=Ref("rectification", "Z1", ("closed", 1, "by"))),
        ),
    ],
    ids=["register", "waivers", "list in an entry"],
)
def test_the_position_of_an_entry_in_a_list_is_no_part_of_it(one: Problem, other: Problem) -> None:
    assert finding(one).fingerprint == finding(other).fingerprint
    assert finding(one).problem_fingerprints == finding(other).problem_fingerprints


def test_a_year_more_is_a_problem_more_of_the_same_finding() -> None:
    two, three = finding(of_year(2018), of_year(2019)), finding(*map(of_year, (2018, 2019, 2020)))
    assert two.fingerprint == three.fingerprint
    assert set(two.problem_fingerprints) < set(three.problem_fingerprints)


def test_the_order_in_which_problems_were_come_upon_is_no_part_of_it() -> None:
    one, other = OF_A_WAIVER, replace(OF_A_WAIVER, at=Ref("county", "", ("name",)))
    assert finding(one, other).fingerprint == finding(other, one).fingerprint


def test_a_second_file_of_the_same_number_and_year_is_another_problem() -> None:
    second = replace(OF_A_FILE, at=Ref("evidence", "25/梅城镇/2019/25-1 台账（二）.pdf"))
    assert finding(OF_A_FILE).problem_fingerprints != finding(second).problem_fingerprints


@pytest.mark.parametrize(
    "about",
    [
        replace(ABOUT, unit="dafu"),
        replace(ABOUT, requirement="25-2"),
        replace(ABOUT, indicator="air"),
        replace(ABOUT, measure="pm25"),
    ],
    ids=["unit", "requirement", "indicator", "measure"],
)
def test_another_object_is_another_finding(about: Subject) -> None:
    other = replace(OF_AN_ENTRY, about=about)
    assert finding(OF_AN_ENTRY).fingerprint != finding(other).fingerprint


def test_another_rule_is_another_finding() -> None:
    assert finding(OF_A_FILE).fingerprint != finding(OF_A_FILE, code="EV111").fingerprint


def test_without_a_subject_the_place_decides() -> None:
    one, other = (
        finding(Problem(Ref("evidence", path), message("x"), Subject(unit="meicheng"))) for path in "ab"
    )
    assert one.fingerprint != other.fingerprint


def test_what_loading_found_is_identified_by_its_file() -> None:
    assert finding().fingerprint == finding(line=5).fingerprint
    elsewhere = replace(finding(), position=Position("data/county.yaml"))
    assert finding().fingerprint != elsewhere.fingerprint


def test_a_name_that_is_no_utf_8_has_one_too() -> None:
    assert len(finding(Problem(Ref("evidence", "\udcb7\ud800"), message("x"))).fingerprint) == 16


def test_it_never_changes_from_one_version_to_the_next() -> None:
    """Baselines that counties have committed rest on these digits."""
    assert finding(OF_A_FILE).fingerprint == "532898e02fdc4d8f"
    assert finding(OF_A_FILE).problem_fingerprints == ("78dd37432b647d86",)
