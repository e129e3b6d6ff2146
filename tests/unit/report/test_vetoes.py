"""How a veto and its proof are shown and counted."""

from __future__ import annotations

from pathlib import Path

import pytest

from ecodemo.check.session import CheckOptions
from ecodemo.language import Language, Speaker
from ecodemo.report.contents.build import build
from ecodemo.report.contents.report_view import Report
from ecodemo.report.tables.ledger_table import veto_columns
from support import check, edit, workspace

PROOF = "evidence/V 一票否决/生态环境分局/2021/V3 无重特大突发环境事件证明.txt"
ANSWER = "- {id: incident, answer: clear, through: 2021-10-15, document: V3}"


def report(root: Path) -> Report:
    return build(check(root, CheckOptions(phase="acceptance")), Speaker(Language.EN))


def shown(report: Report) -> tuple[str, str]:
    (row,) = (row for row in report.vetoes if row.no == "V3")
    counted = [part for part in report.veto_summary.rstrip(".").split("; ")[1].split(", ") if "0" not in part]
    return row.verdict_label, ", ".join(counted)


@pytest.mark.parametrize("is_proven", [True, False])
def test_one_that_is_hit_is_shown_as_hit_whatever_its_proof(tmp_path: Path, *, is_proven: bool) -> None:
    root = workspace(tmp_path)
    edit(root / "data/progress/ecology.yaml", ANSWER, ANSWER.replace("clear", "hit"))
    if not is_proven:
        (root / PROOF).unlink()
    assert shown(report(root)) == (
        "triggered",
        "cleared with proof 1, triggered 1",
    )


@pytest.mark.parametrize("new", ["{id: incident, answer: clear, through: 2021-10-15}", None])
def test_one_without_proof_is_neither_cleared_nor_undecided(new: str | None, tmp_path: Path) -> None:
    root = workspace(tmp_path)
    if new is None:
        (root / PROOF).unlink()
    else:
        edit(root / "data/progress/ecology.yaml", ANSWER, f"- {new}")
    assert shown(report(root)) == ("answered, proof missing", "cleared with proof 1, without proof 1")


def test_one_that_is_not_answered_is_counted_as_such(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    edit(root / "data/progress/ecology.yaml", ANSWER, "")
    assert shown(report(root)) == ("not answered", "cleared with proof 1, not answered 1")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (ANSWER, ANSWER.replace("10-15", "06-30")),
        (
            "requirement: V3, received: 2021-10-08",
            "requirement: V3, received: 2021-10-08, issued: 2021-10-08",
        ),
    ],
)
def test_one_whose_proof_does_not_reach_far_enough_is_undecided(old: str, new: str, tmp_path: Path) -> None:
    root = workspace(tmp_path)
    edit(root / "data/progress/ecology.yaml", old, new)
    assert shown(report(root)) == ("unresolved", "cleared with proof 1, undecided 1")


def test_one_that_nobody_answered_is_of_the_unit_that_owes_its_proof(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    edit(root / "data/progress/ecology.yaml", ANSWER, "")
    made = report(root)
    (row,) = (row for row in made.vetoes if row.no == "V3")
    (finding,) = (finding for finding in made.findings if finding.code == "VT102")
    assert row.unit == finding.unit_name == next(d.unit_name for d in made.documents if d.no == "V3")


def test_one_that_another_unit_answered_is_still_of_the_unit_that_owes_its_proof(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    edit(root / "data/progress/ecology.yaml", ANSWER, "")
    with (root / "data/progress/office.yaml").open("a", encoding="utf-8") as more:
        more.write("vetoes:\n- {id: incident, answer: hit, through: 2021-10-15}\n")
    made = report(root)
    (row,) = (row for row in made.vetoes if row.no == "V3")
    (finding,) = (finding for finding in made.findings if finding.code == "VT101")
    assert row.unit == finding.unit_name == next(d.unit_name for d in made.documents if d.no == "V3")


def test_one_whose_proof_is_not_there_is_found_and_not_shown_as_good(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    (root / PROOF).unlink()
    made = report(root)
    (row,) = (row for row in made.vetoes if row.no == "V3")
    answer = next(column for column in veto_columns(Speaker(Language.EN)) if column.key == "answer")
    assert answer.mark is not None
    assert answer.mark(row) == "open"
    assert [f.message for f in made.findings if f.code == "VT104"] == ["Veto V3: the cited proof is missing."]


def test_one_whose_text_was_not_seen_is_named_and_neither_judged_nor_owed(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    edit(root / "data/standards/sample-2019.yaml", "id: incident,", "id: incident, counts: false,")
    (root / PROOF).unlink()
    shown = report(root)
    assert "V3" not in [row.no for row in shown.vetoes]
    assert any(note.startswith("Veto 3 is not judged until its text is found") for note in shown.unverified)
    assert not any(finding.code.startswith("VT") for finding in shown.findings)
