"""When 不涉及 counts, and what is owed then."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ecodemo.check.session import CheckOptions, CheckResult
from ecodemo.model.verdict import Verdict
from support import check, edit, workspace

STATEMENT = "evidence/25 农业废弃物综合利用率/南坪镇/2020/25-3 不涉及说明.txt"
ENTRY = "- {requirement: 25-3, unit: nanping, reason: 全镇无覆膜种植, document: 25-3/2020, granted: 2021-05-17, by: agriculture}"
COAST = "- {measure: coast-restored, reason: 县境不临海, document: 13-0, granted: 2021-05-17, by: office}"


@pytest.fixture
def county(tmp_path: Path) -> Path:
    return workspace(tmp_path)


def row(result: CheckResult, no: str) -> tuple[Verdict, str]:
    (judged,) = (judged for judged in result.assessment.rows if judged.row.no == no)
    return judged.verdict, " ".join(lack.message.text for lack in judged.lacks)


def film(result: CheckResult) -> Verdict:
    (part,) = (p for r in result.assessment.rows for p in r.parts if p.measure_id == "film-rate")
    return part.verdict


def owed_of(result: CheckResult, box: str) -> set[str]:
    return {item.requirement.no for item in result.assessment.items if item.requirement.box == box}


def declare_coast(root: Path, entry: str = COAST) -> None:
    edit(root / "data/county.yaml", "coastal: false", "coastal: true")
    edit(root / "data/waivers.yaml", ENTRY, f"{ENTRY}\n{entry}")


def test_without_its_statement_it_is_judged_as_not_reported_and_its_documents_are_owed(county: Path) -> None:
    def nanping_owes() -> bool:
        items = check(county).assessment.items
        return ("25-3", "nanping") in {(item.requirement.no, item.unit) for item in items}

    assert film(check(county)) is Verdict.MET
    assert not nanping_owes()
    (county / STATEMENT).unlink()
    assert film(check(county)) is Verdict.UNDECIDED
    assert nanping_owes()


def test_an_empty_statement_is_none(county: Path) -> None:
    (county / STATEMENT).write_bytes(b"")
    assert film(check(county)) is Verdict.UNDECIDED


def test_a_statement_that_the_register_refers_to_is_one(county: Path) -> None:
    (county / STATEMENT).unlink()
    register = county / "data/progress/nanping.yaml"
    text = register.read_text(encoding="utf-8")
    assert "requirement: 25-3" in text
    register.write_text(
        text.replace("documents:", "documents:\n- {requirement: 25-3, years: [2020], see: 25-1/2020}"),
        encoding="utf-8",
    )
    assert film(check(county)) is Verdict.MET


def test_a_statement_registered_later_was_not_there_before(county: Path) -> None:
    edit(
        county / "data/progress/nanping.yaml",
        "requirement: 25-3, years: [2020], received: 2021-05-17",
        "requirement: 25-3, years: [2020], received: 2021-06-17",
    )
    assert film(check(county, today="2021-06-16")) is Verdict.UNDECIDED
    assert film(check(county, today="2021-06-17")) is Verdict.MET


def test_who_reported_the_figure_does_not_recognise_it(county: Path) -> None:
    edit(county / "data/waivers.yaml", ENTRY, ENTRY.replace("by: agriculture", "by: nanping"))
    assert film(check(county)) is Verdict.UNDECIDED


def test_a_declared_row_owes_its_statement_and_once_recognised_nothing_else(county: Path) -> None:
    edit(county / "data/county.yaml", "coastal: false", "coastal: true")
    assert owed_of(check(county), "13") == {"13-1"}
    edit(
        county / "data/waivers.yaml",
        ENTRY,
        f"{ENTRY}\n{COAST.replace(', granted: 2021-05-17, by: office', '')}",
    )
    assert owed_of(check(county), "13") == {"13-0", "13-1"}
    edit(
        county / "data/waivers.yaml",
        ", document: 13-0}",
        ", document: 13-0, granted: 2021-05-17, by: office}",
    )
    assert owed_of(check(county), "13") == {"13-0"}
    assert row(check(county), "13")[0] is Verdict.NOT_APPLICABLE


def test_a_missing_statement_of_a_declared_row_is_owed(county: Path) -> None:
    declare_coast(county)
    (county / "evidence/13 海岸生态修复/县自然资源局/2021/13-0 不涉及说明.txt").unlink()
    result = check(county, CheckOptions(phase="acceptance"))
    assert owed_of(result, "13") == {"13-0", "13-1"}
    assert row(result, "13")[0] is Verdict.UNDECIDED
    assert {"EV104", "WV106"} <= {finding.code for finding in result.findings}
    assert result.today == date(2021, 11, 1)


def test_a_recognition_for_a_document_that_one_unit_owes_need_not_name_the_unit(county: Path) -> None:
    edit(
        county / "data/indicators.yaml",
        "{no: 25-3, name: 农膜回收台账, from: townships,",
        "{no: 25-3, name: 农膜回收台账, from: nanping,",
    )
    assert film(check(county)) is Verdict.MET
    edit(county / "data/waivers.yaml", ENTRY, ENTRY.replace("unit: nanping, ", ""))
    assert film(check(county)) is Verdict.MET


def test_of_several_units_a_recognition_covers_the_one_that_it_names(county: Path) -> None:
    edit(county / "data/waivers.yaml", ENTRY, ENTRY.replace("unit: nanping, ", ""))
    assert film(check(county)) is Verdict.UNDECIDED


def test_of_what_does_not_concern_the_county_no_stamped_figure_is_judged(county: Path) -> None:
    entry = "- {measure: film-rate, reason: 全县无覆膜种植, document: 25-3/2020@nanping, granted: 2021-05-17, by: office}"
    edit(county / "data/waivers.yaml", ENTRY, f"{ENTRY}\n{entry}")
    assert film(check(county)) is Verdict.NOT_APPLICABLE
    edit(
        county / "data/progress/agriculture.yaml",
        "- {measure: film-rate, year: 2019",
        "- {measure: film-rate, year: 2020, value: 12.5, proof: 25-4/2020}\n- {measure: film-rate, year: 2019",
    )
    assert film(check(county)) is Verdict.NOT_APPLICABLE
