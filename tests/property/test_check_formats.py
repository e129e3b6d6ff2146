"""Whatever findings, files and units are called, no format of `ecodemo check` takes it for its own signs."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import jsonschema  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from check_reports import check_report, finding
from ecodemo.language import Language, Speaker, without_controls
from ecodemo.report.check.check_formats import WRITERS, CheckFormat, render
from ecodemo.report.check.check_view import CheckReport
from ecodemo.report.contents.finding_view import FindingRow, PlaceRow
from property.hostile import TEXTS

SCHEMAS = Path(__file__).parents[1] / "schemas"
SPEAKER = Speaker(Language.ZH)
MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
BREAKERS = (
    *TEXTS,
    "]]>",
    "]]></failure></testcase>",
    '"><x y="',
    "::error file=x::y",
    "a::b,c:d%0A%25",
    "甲\r\n::warning::乙",
    "##[error]x",
    "a,b;=1+1\t=2\n=3",
    '"",=1',
    "＝1+1",
    "{0} {{1}}",
    "[a](1) \\[b](2)",
    "$x$ $$y$$",
    "%2e%2e/%00",
    "C:\\甲\\乙.pdf",
    "a#b?c=d&e",
    "\ufffe\uffff\udcb0",
    "\x85\u2028\u2029",
    "'; DROP",
    'a;"=1',
    ';"" ;+1',
)
hostile = st.one_of(
    st.sampled_from(BREAKERS),
    st.text("|`\\*_[]<>#=+-@&;~!(){}%:,\"'$/\n\r\t 甲a1.\x1b\ufffe", min_size=1, max_size=20),
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=10),
)
FREE = ("message", "hint", "file", "unit_name", "requirement", "indicator", "measure")


@st.composite
def findings(draw: st.DrawFn) -> FindingRow:
    severity = draw(st.sampled_from(["error", "warning", "info"]))
    line = draw(st.integers(0, 2))
    texts = {name: draw(hostile) for name in FREE}
    place = PlaceRow(file=without_controls(draw(hostile)), line=line, column=line)
    return finding(severity=severity, line=line, column=line, related_places=(place,), **texts)


@st.composite
def reports(draw: st.DrawFn) -> CheckReport:
    found = draw(st.lists(findings(), max_size=3))
    excused = [(draw(findings()), draw(hostile)) for _ in range(draw(st.integers(0, 1)))]
    said = {name: draw(hostile) for name in ("title", "standing", "sentence", "counts", "folder")}
    return check_report(found, excused, remarks=(draw(hostile),), **said)


def written(format_: CheckFormat, report: CheckReport) -> str:
    return render(format_, report, SPEAKER).decode("utf-8-sig")


def one_line(text: str) -> str:
    return " ".join(text.split())


@cache
def validator(name: str, kind: str) -> Any:
    schema = json.loads((SCHEMAS / name).read_text(encoding="utf-8"))
    return getattr(jsonschema, kind)(schema)


@given(report=reports())
def test_a_workflow_command_stays_one_line_and_says_what_was_found(report: CheckReport) -> None:
    first, *lines = written(CheckFormat.GITHUB, report).removesuffix("\n").split("\n")
    assert first.startswith("::notice title=")
    found = Counter[tuple[str, int]]()
    texts = []
    for line in lines:
        command = re.fullmatch(r"::(error|warning|notice) ([^:]*)::([^\r\n]*)", line)
        assert command
        properties = dict(part.split("=", 1) for part in command[2].split(","))
        assert set(properties) - {"file"} in ({"title"}, {"title", "line", "col"})
        found[unquote(properties.get("file", "")), int(properties.get("line", 0))] += 1
        texts.append(unquote(command[3]))
    assert found == Counter(place for row in report.findings for place in _places(row, report))
    assert all(any(row.message in text for text in texts) for row in report.findings)


def _places(row: FindingRow, report: CheckReport) -> Iterator[tuple[str, int]]:
    yield report.path(row.file) if row.file else "", row.line
    yield from ((report.path(at.file) if at.file else "", at.line) for at in row.related_places)


@given(report=reports())
def test_a_report_for_gitlab_fits_its_schema(report: CheckReport) -> None:
    violations = json.loads(written(CheckFormat.GITLAB, report))
    assert [violation["location"]["lines"]["begin"] for violation in violations] == [
        row.line or 1 for row in report.findings
    ]
    assert all(
        one_line(row.message) in v["description"] for row, v in zip(report.findings, violations, strict=True)
    )


@given(report=reports())
def test_a_sarif_log_fits_its_schema_and_names_the_very_files(report: CheckReport) -> None:
    log = json.loads(written(CheckFormat.SARIF, report))
    assert not [
        error.message for error in validator("sarif-2.1.0-rtm.5.json", "Draft4Validator").iter_errors(log)
    ]
    excused = report.excused if report.with_suppressed else ()
    rows = [*report.findings, *(row.finding for row in excused)]
    for result, row in zip(log["runs"][0]["results"], rows, strict=True):
        assert bool(result["locations"]) == bool(row.file)
        if not row.file:
            continue
        physical = result["locations"][0]["physicalLocation"]
        uri = physical["artifactLocation"]["uri"]
        assert re.fullmatch(r"[A-Za-z0-9/._~%-]*", uri)
        assert unquote(uri) == report.path(row.file)
        assert ("region" in physical) == bool(row.line)
        assert not re.search(r"\]\(", result["message"]["text"])


@given(report=reports())
def test_a_junit_file_holds_as_many_test_cases_as_findings_and_clean_rules(report: CheckReport) -> None:
    root = ET.fromstring(render(CheckFormat.JUNIT, report, SPEAKER))  # noqa: S314 - written a moment ago
    clean = sum(not rule.found for rule in report.rules)
    assert len(list(root.iter("testcase"))) == len(report.findings) + len(report.excused) + clean
    assert len(list(root.iter("failure"))) == sum(row.severity == "error" for row in report.findings)
    assert len(list(root.iter("skipped"))) == len(report.excused)
    names = [(case.get("classname"), case.get("name")) for case in root.iter("testcase")]
    assert len(set(names)) == len(names)
    assert {element.tag for element in root.iter()} <= {
        "testsuites",
        "testsuite",
        "properties",
        "property",
        "testcase",
        "failure",
        "skipped",
        "system-out",
    }


@given(report=reports())
@pytest.mark.parametrize("delimiter", [",", ";", "\t"], ids=["comma", "semicolon", "tab"])
def test_no_cell_of_a_csv_file_is_a_formula(report: CheckReport, delimiter: str) -> None:
    text = written(CheckFormat.CSV, report)
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    assert not [cell for row in rows for cell in row if cell.lstrip().startswith(("=", "+", "-", "@"))]
    if delimiter == ",":
        assert len(rows) == 1 + len(report.findings) + len(report.excused)
        assert {len(row) for row in rows} == {len(rows[0])}


@given(report=reports())
def test_markdown_holds_the_tables_that_were_meant_and_no_markup_of_the_data(report: CheckReport) -> None:
    tokens = MARKDOWN.parse(written(CheckFormat.MARKDOWN, report))
    kinds = [token.type for token in tokens]
    waived = [row for row in report.excused if row.finding.waived_by]
    weights = len(
        [
            row
            for number, row in enumerate(report.findings)
            if not number or report.findings[number - 1].severity != row.severity
        ]
    )
    assert kinds.count("heading_open") == 1 + weights + bool(waived)
    assert kinds.count("table_open") == bool(report.units) + weights + bool(waived)
    assert kinds.count("td_open") == 3 * len(report.units) + 5 * (len(report.findings) + len(waived))
    inside = {child.type for token in tokens for child in token.children or []}
    html = {
        child.content for token in tokens for child in token.children or [] if child.type == "html_inline"
    }
    assert inside <= {"text", "html_inline", "text_special"}
    assert html <= {"<br>"}
    assert not {"html_block", "code_block", "fence", "blockquote_open", "bullet_list_open"} & set(kinds)


def test_every_format_that_is_written_from_findings_is_tried_here() -> None:
    assert set(WRITERS) == set(CheckFormat) - {CheckFormat.TEXT, CheckFormat.JSON, CheckFormat.STATE}
