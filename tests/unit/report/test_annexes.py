"""The annexes of the phase report: what is owed, which exceptions hold, and what is not verified."""

from __future__ import annotations

import pytest

from ecodemo.check.session import CheckResult
from ecodemo.language import Language, Speaker
from ecodemo.report.contents.build import build
from ecodemo.report.contents.report_view import Report
from ecodemo.report.phase.annex_tables import requirement_annex, source_annex

ZH = Speaker(Language.ZH)


@pytest.fixture(scope="module")
def report(results: dict[str, CheckResult]) -> Report:
    return build(results["example"], ZH)


def test_supporting_documents_are_not_owed(report: Report) -> None:
    table = requirement_annex(report, ZH)
    by_key = {column.key: column for column in table.columns}
    row = next(row for row in report.requirements if row.no == "02-4")
    assert [by_key[key].value(row) for key in ("owed", "there", "supporting")] == ["—", "—", None]
    mixed = next(row for row in report.requirements if row.no == "40-2")
    assert (mixed.required, mixed.required_there) == (3, 3)
    assert mixed.owed > mixed.required


def test_exceptions_say_whether_they_hold(report: Report) -> None:
    found = {(entry.kind, entry.unit, entry.until): entry.state_label for entry in report.exceptions}
    assert found["延期", "南金乡", "2021-06-30"] == "已到期"
    assert found["延期", "县住房和城乡建设局", "2021-06-10"] == "未认定"
    assert found["延期", "县统计局", "2021-06-15"] == "无效"
    assert found["豁免", "县住房和城乡建设局", "2021-08-31"] == "已到期"
    assert {state for (kind, unit, _), state in found.items() if (kind, unit) == ("不涉及", "渠江镇")} == {
        "待认定"
    }


def test_what_is_not_verified_has_no_notes_of_who_searched(report: Report) -> None:
    said = " ".join(line.words for line in source_annex(report, ZH).rows)
    assert "未核实" in said
    assert not any(word in said for word in ("2026", "2022", "http", "第7、", "、7项"))


def test_a_veto_that_is_hit_comes_first_of_its_unit(report: Report) -> None:
    codes = [finding.code for finding in report.findings if finding.unit == "ecology"]
    assert codes[0] == "VT101"


def test_a_closing_that_does_not_count_is_marked(report: Report) -> None:
    by = {entry.no: entry.closed_by for entry in report.rectification if not entry.counts and entry.closed_by}
    assert by
    assert all(name.endswith("（未认定）") for name in by.values())
