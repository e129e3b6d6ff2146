"""The second judge, written separately in JavaScript, has the result of the first, whatever the data."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from acceptance.mutated_counties import mutated
from acceptance.node_scripts import NODE, script
from ecodemo.acceptance.proof_data import proof_data
from ecodemo.check.session import CheckOptions, CheckResult
from ecodemo.errors import UnusableDataError
from support import CASES, Case, check, workspace

pytestmark = pytest.mark.skipif(NODE is None, reason="not installed: node")

WITHOUT_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)
"""Of seeds none is simpler than another."""
PROVINCIAL = CheckOptions(phase="self-inspection")
Judge = Callable[[object], Any]


@pytest.fixture(scope="module")
def differences() -> Iterator[Judge]:
    """What the second judge finds that the State says otherwise."""
    called = "(data) => compareAgain(data.state, judgeAgain(unpackProof(data)))"
    with script(
        called, "proof_numbers", "proof_sha256", "proof_unpack", "proof_judge", "proof_compare"
    ) as ask:
        yield ask


@pytest.fixture(scope="module")
def small(small_workspace: Path) -> CheckResult:
    return check(small_workspace, PROVINCIAL)


@pytest.fixture(scope="module")
def large(example: Path) -> CheckResult:
    return check(example)


@pytest.mark.long
def test_it_agrees_on_the_example(large: CheckResult, differences: Judge) -> None:
    assert differences(proof_data(large)) == []


class Judged:
    """A county that was judged, with a short repr: hypothesis prints the arguments of what fails."""

    def __init__(self, result: CheckResult) -> None:
        self.result = result


@pytest.fixture(scope="module")
def little(small: CheckResult) -> Judged:
    return Judged(small)


@pytest.fixture(scope="module")
def whole(large: CheckResult) -> Judged:
    return Judged(large)


@given(st.integers(0, 2**32))
@settings(max_examples=15, phases=WITHOUT_SHRINKING)
@example(1088)  # a stamped total of what is recognised not to concern the county
@example(1314)  # recognised for a document that one unit owes, without naming the unit
def test_it_agrees_on_small_counties(little: Judged, differences: Judge, seed: int) -> None:
    assert differences(proof_data(mutated(little.result, seed))) == []


@pytest.mark.long
@given(st.integers(0, 2**32))
@settings(max_examples=400, phases=WITHOUT_SHRINKING)
@example(19306)  # recognised by a unit that gave a figure only after the day
def test_it_agrees_on_many_small_counties(little: Judged, differences: Judge, seed: int) -> None:
    assert differences(proof_data(mutated(little.result, seed, changes=80))) == []


@pytest.mark.long
@given(st.integers(0, 2**32))
@settings(max_examples=25, phases=WITHOUT_SHRINKING)
def test_it_agrees_on_counties_like_the_example(whole: Judged, differences: Judge, seed: int) -> None:
    assert differences(proof_data(mutated(whole.result, seed, changes=120))) == []


@pytest.mark.long
@pytest.mark.parametrize("family", ["DC10", "EV10", "RS", "TG", "VT", "WV"])
def test_it_agrees_on_the_cases_of_rules(family: str, differences: Judge, tmp_path: Path) -> None:
    judged = 0
    for number, path in enumerate(sorted(CASES.glob(f"{family}*/*.yaml"))):
        case = Case.read(path)
        root = workspace(tmp_path / str(number), case)
        options = CheckOptions(phase=case.option("phase") or "self-inspection", bid=case.option("bid"))
        try:
            result = check(root, options, case.option("today"))
        except UnusableDataError:
            continue
        assert differences(proof_data(result)) == [], path
        judged += 1
    assert judged > 5


def test_every_kind_of_verdict_occurs_among_the_mutated(small: CheckResult) -> None:
    results = [mutated(small, seed, changes=6) for seed in range(40)]
    assert len({row.verdict for result in results for row in result.assessment.rows}) == 4
    assert len({result.assessment.with_proof.verdict for result in results}) == 3
    assert any(row.proof.returned for result in results for row in result.assessment.rows)
    assert any(row.proof.waived for result in results for row in result.assessment.rows)


ROW = ("verdict", "counts", "accepted", "returned")
FORGED = {"verdict": "not met", "by_figures": "not met", "counts": None, "accepted": 99, "returned": 98}


@pytest.mark.parametrize("key", ["verdict", "by_figures"])
def test_a_forged_conclusion_is_found(small: CheckResult, differences: Judge, key: str) -> None:
    data = proof_data(small)
    data["state"][key] = FORGED[key]
    [difference] = differences(data)
    assert difference["about"] == key.replace("_", " ")
    assert difference["said"] == "not met"


@pytest.mark.parametrize("key", ROW)
def test_a_forged_row_is_found_at_its_place(small: CheckResult, differences: Judge, key: str) -> None:
    data = proof_data(small)
    for row in data["state"]["rows"]:
        was, row[key] = row[key], FORGED[key]
        assert [(d["row"], d["about"]) for d in differences(data)] == [(row["no"], key)]
        row[key] = was


def test_forged_proof_values_and_vetoes_are_found_at_their_places(
    small: CheckResult, differences: Judge
) -> None:
    data = proof_data(small)
    state = data["state"]
    air = next(row for row in state["rows"] if row["no"] == "7")
    air["proof"]["there"] += 1
    air["measures"][0]["values"]["2020"] = "97.4"
    air["measures"][1]["verdict"] = "undecided"
    state["vetoes"][0]["proven"] = False
    found = [(d.get("row"), d.get("measure"), d.get("veto"), d["about"]) for d in differences(data)]
    assert found == [
        (None, None, state["vetoes"][0]["id"], "proven"),
        ("7", None, None, "there"),
        ("7", "good-days", None, "value"),
        ("7", "pm25", None, "verdict"),
    ]


def test_a_row_that_was_left_out_is_found(small: CheckResult, differences: Judge) -> None:
    data = proof_data(small)
    del data["state"]["rows"][-1]
    assert {"rows", "verdict"} <= {difference["about"] for difference in differences(data)}


@pytest.mark.long
def test_a_computed_figure_may_be_rounded_and_not_altered(large: CheckResult, differences: Judge) -> None:
    data = proof_data(large)
    measure = next(
        part
        for row in data["state"]["rows"]
        for part in row["measures"]
        if "2020" in part["computed"] and "." in part["computed"]["2020"]
    )
    was = measure["computed"]["2020"]
    measure["computed"]["2020"] = str(float(was) + 0.1)
    assert [d["about"] for d in differences(data)] == ["computed"]


def test_numbers_are_exact() -> None:
    """Whole numbers of any length: compared, added, divided and rounded as Python's fractions are."""
    called = (
        "([one, other]) => { const [a, b] = [one, other].map(exactNumbers.read); return ["
        "exactNumbers.compare(a, b), exactNumbers.rounded(exactNumbers.plus(a, b), 4),"
        "exactNumbers.rounded(exactNumbers.minus(a, b), 4), exactNumbers.rounded(exactNumbers.times(a, b), 4),"
        "b.sign ? exactNumbers.rounded(exactNumbers.over(a, b), 4) : null]; }"
    )
    from decimal import Decimal
    from fractions import Fraction

    from ecodemo.model.number import plain

    chance = random.Random(1)  # noqa: S311 - chooses numbers, keeps no secret
    with script(called, "proof_numbers") as ask:
        for _ in range(500):
            one, other = (
                f"{chance.choice(['', '-'])}{chance.randrange(10 ** chance.randint(1, 24))}"
                f"{chance.choice(['', f'.{chance.randrange(10**6)}', 'E+3', 'E-7'])}"
                for _ in range(2)
            )
            a, b = Fraction(Decimal(one)), Fraction(Decimal(other))
            found = ask([one, other])
            exact = [a + b, a - b, a * b, *([a / b] if b else [])]
            assert found[0] == (a > b) - (a < b)
            assert [Fraction(text) for text in found[1:] if text is not None] == [
                Fraction(plain(value, 4)) for value in exact
            ], (one, other)
