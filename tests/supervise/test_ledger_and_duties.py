"""Drafts of the ledger: each finding once, nothing closed; the list of duties: no names, no numbers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml

from cli.running import Result, invoke
from ecodemo.check.session import CheckResult
from ecodemo.language import Language, Speaker
from ecodemo.report.writers.markdown_paper import markdown_content
from ecodemo.supervise.build_duties import build_duties
from ecodemo.supervise.duties_paper import duties_paper
from ecodemo.supervise.ledger_drafts import ledger_drafts
from ecodemo.supervise.supervision_view import Supervision
from support import edit

LEDGER = Path("data/rectification.yaml")


def drafted(folder: Path, *more: str) -> Result:
    return invoke("-C", folder, "--lang", "en", "supervise", "ledger", *more)


def entries(folder: Path) -> list[dict[str, Any]]:
    loaded: list[dict[str, Any]] = yaml.safe_load((folder / LEDGER).read_text(encoding="utf-8"))[
        "rectification"
    ]
    return loaded


def test_each_finding_is_drafted_once_and_nothing_else_changes(own_example: Path) -> None:
    before = (own_example / LEDGER).read_text(encoding="utf-8")
    shown = drafted(own_example, "--dry-run")
    assert (own_example / LEDGER).read_text(encoding="utf-8") == before
    ran = drafted(own_example)
    assert (ran.exit_code, ran.stdout) == (0, shown.stdout), ran.stderr
    after = (own_example / LEDGER).read_text(encoding="utf-8")
    assert after.startswith(before.rstrip("\n"))
    new = entries(own_example)[10:]
    assert len({entry["finding"] for entry in new}) == len(new) > 10
    assert all(entry["by"] == "自查" and "closed" not in entry for entry in new)
    assert [entry["no"] for entry in new[:2]] == ["ZG-011", "ZG-012"]
    again = drafted(own_example)
    assert (again.exit_code, again.stdout) == (0, "")
    assert (own_example / LEDGER).read_text(encoding="utf-8") == after


def test_what_somebody_entered_already_is_not_drafted(own_example: Path) -> None:
    drafted(own_example)
    films = [entry for entry in entries(own_example) if entry.get("measure") == "film-rate"]
    assert [entry["no"] for entry in films] == ["ZG-004"]


def test_a_lost_file_and_the_document_that_is_missing_for_it_are_one_draft(own_example: Path) -> None:
    ran = drafted(own_example)
    [entry] = [entry for entry in entries(own_example)[10:] if entry["unit"] == "gaoming"]
    assert entry["finding"].startswith("EV104 ")
    assert "Drafted: 21; findings already in the ledger: 8; can be closed: 0." in ran.stderr


def test_a_lost_file_of_other_years_is_a_draft_of_its_own(example_result: CheckResult) -> None:
    lost = next(finding for finding in example_result.findings if finding.code == "EV103")
    other = replace(lost, about=replace(lost.about, years=(2018,)))
    findings = tuple(other if finding is lost else finding for finding in example_result.findings)
    marks = [entry["finding"] for entry in ledger_drafts(replace(example_result, findings=findings)).added]
    assert f"{other.code} {other.fingerprint}" in marks


@pytest.mark.parametrize(
    ("own", "due"), [("2021-09-25", "2021-09-25"), ("2021-10-20", "2021-09-30"), ("2021-09-01", "2021-09-30")]
)
def test_a_draft_is_due_by_the_end_of_the_phase_or_earlier(
    example_result: CheckResult, own: str, due: str
) -> None:
    finding = replace(
        next(finding for finding in example_result.findings if finding.code == "EV104"),
        due=date.fromisoformat(own),
    )
    [entry] = ledger_drafts(replace(example_result, findings=(finding,))).added
    assert entry["due"] == date.fromisoformat(due)


def test_a_draft_speaks_of_no_code_and_no_path(own_example: Path) -> None:
    drafted(own_example)
    for entry in entries(own_example)[10:]:
        assert not any(word in entry["problem"] for word in ("EV1", "TG1", "DC1", "evidence/", ".yaml"))


def test_an_entry_whose_finding_is_gone_can_be_closed_and_stays_open(own_example: Path) -> None:
    drafted(own_example)
    mark = next(entry for entry in entries(own_example) if entry.get("finding", "").startswith("EV104"))
    edit(own_example / LEDGER, mark["finding"], "EV104 0123456789abcdef")
    ran = drafted(own_example)
    assert ran.exit_code == 0
    assert f"{mark['no']} " in ran.stdout
    assert "its finding is gone" in ran.stdout
    assert not any("closed" in entry for entry in entries(own_example)[10:])


def test_duties_say_who_answers_for_what_and_how_it_went(
    supervision: Supervision, example_result: CheckResult
) -> None:
    duties = {
        duty.unit: duty for duty in build_duties(supervision, example_result, Speaker(Language.ZH)).units
    }
    township = duties["longtang"]
    assert (township.returns, township.closed_late) == (1, ("ZG-001",))
    assert duties["ecology"].exceptions == ("豁免：目标完成情况考核通报（2019年），创建办批，至2021-10-15",)
    assert not any("管网建设验收" in said for said in duties["housing"].exceptions)
    assert township.exceptions == ("不涉及：农膜回收台账，县农业农村局批",)
    assert (duties["nanjin"].due, duties["nanjin"].overdue) == (22, 2)
    assert "农业废弃物综合利用率" in duties["agriculture"].leads
    assert duties["agriculture"].leaders == ("县农业农村局分管副局长",)


def test_personal_numbers_stay_out(own_example: Path, tmp_path: Path) -> None:
    edit(own_example / LEDGER, "person: 龙塘镇分管副镇长", "person: 龙塘镇分管副镇长13907375566")
    ran = invoke("-C", own_example, "supervise", "duties", "--unit", "longtang", "--out", tmp_path)
    assert ran.exit_code == 0
    [book], [text] = tmp_path.glob("duties-*.xlsx"), tmp_path.glob("duties-*.md")
    sheet = openpyxl.load_workbook(book).worksheets[0]
    cells = [str(cell.value) for row in sheet.iter_rows() for cell in row]
    for said in (" ".join(cells), text.read_text(encoding="utf-8")):
        assert "龙塘镇分管副镇长" in said
        assert "139" not in said


def test_the_paper_of_the_duties_has_every_unit(
    supervision: Supervision, example_result: CheckResult
) -> None:
    duties = build_duties(supervision, example_result, Speaker(Language.ZH))
    text = markdown_content(duties_paper(duties)).decode()
    assert all(duty.name in text for duty in duties.units)
    assert "（请补充：职务）" in text
