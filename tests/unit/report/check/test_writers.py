"""What single writers do with findings that a real county rarely has."""

from __future__ import annotations

import csv
import io
import json
from xml.etree import ElementTree as ET

import pytest
from markdown_it import MarkdownIt

from check_reports import check_report, finding
from ecodemo.language import Language, Speaker
from ecodemo.report.check.check_formats import CheckFormat, render
from ecodemo.report.check.check_view import CheckReport

CHINESE, ENGLISH = Speaker(Language.ZH), Speaker(Language.EN)
MIB = 1024 * 1024


def written(format_: CheckFormat, report: CheckReport, speaker: Speaker = CHINESE) -> str:
    return render(format_, report, speaker).decode("utf-8-sig")


def test_a_summary_is_cut_at_a_row_below_what_github_takes_and_says_how_many_are_left_out() -> None:
    findings = [finding(message=f"第{number}项：{'很' * 200}", line=number) for number in range(1, 2001)]
    content = render(CheckFormat.MARKDOWN, check_report(findings), ENGLISH)
    assert MIB - 5000 < len(content) <= MIB
    *rows, empty, last = content.decode().splitlines()
    shown = sum(row.startswith("| EV104 |") for row in rows)
    assert rows[-1].endswith(f"| data/indicators.yaml:{shown}:5 |")
    assert empty == ""
    assert last == (
        f"List truncated: a summary may hold 1 MiB. {2000 - shown} rows omitted. "
        "Run “ecodemo check” to see all of them."
    )
    tokens = MarkdownIt("commonmark").enable("table").parse(content.decode())
    assert [token.type for token in tokens][-3:] == ["paragraph_open", "inline", "paragraph_close"]


def test_a_summary_that_fits_is_not_cut() -> None:
    text = written(CheckFormat.MARKDOWN, check_report([finding()]))
    assert "清单至此截断" not in text
    assert text.endswith("| data/indicators.yaml:12:5 |\n")


@pytest.mark.parametrize(("count", "is_said"), [(10, False), (11, True)])
def test_github_links_to_the_rest_when_it_will_not_show_all(count: int, *, is_said: bool) -> None:
    warnings = [finding(severity="warning", line=number) for number in range(1, count + 1)]
    first = written(CheckFormat.GITHUB, check_report([finding(), *warnings]), ENGLISH).splitlines()[0]
    assert ("Only ten of each kind" in first) is is_said


def test_github_reads_back_what_was_escaped() -> None:
    row = finding(file="a,b:c%.yaml", message="50%\n甲::乙", hint="", due="")
    line = written(CheckFormat.GITHUB, check_report([row])).splitlines()[1]
    assert line == ("::error file=a%2Cb%3Ac%25.yaml,line=12,col=5,title=EV104 缺材料::龙塘镇：50%25%0A甲::乙")


@pytest.mark.parametrize(
    ("severity", "gitlab", "level"),
    [("error", "critical", "error"), ("warning", "minor", "warning"), ("info", "info", "note")],
)
def test_weights_have_their_names_on_each_server(severity: str, gitlab: str, level: str) -> None:
    report = check_report([finding(severity=severity)])
    assert json.loads(written(CheckFormat.GITLAB, report))[0]["severity"] == gitlab
    assert json.loads(written(CheckFormat.SARIF, report))["runs"][0]["results"][0]["level"] == level


def test_junit_distinguishes_findings_with_the_same_words() -> None:
    rows = [finding(line=1), finding(line=2), finding(line=3, unit="dongping", unit_name="东坪镇")]
    cases = ET.fromstring(written(CheckFormat.JUNIT, check_report(rows))).iter("testcase")  # noqa: S314
    message = "EV104 缺25-1 秸秆综合利用台账（2020年）。"
    assert [(case.get("classname"), case.get("name")) for case in cases] == [
        ("龙塘镇", message),
        ("龙塘镇", f"{message} (2)"),
        ("东坪镇", message),
        ("未查出问题的规则", "TG101 缺材料"),
    ]


def test_junit_skips_what_does_not_count_and_says_why() -> None:
    report = check_report([], [(finding(), "以前就有")])
    root = ET.fromstring(written(CheckFormat.JUNIT, report))  # noqa: S314
    (skipped,) = root.iter("skipped")
    assert skipped.get("message") == "以前就有"
    assert (root.get("tests"), root.get("failures"), root.get("skipped")) == ("2", "0", "1")


@pytest.mark.parametrize(
    ("said", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("  @SUM(A1)", "'@SUM(A1)"),
        ("\t-1\n+2", "'-1 +2"),
        ("＝1+1", "'＝1+1"),
        ("甲;=1+1", "甲;'=1+1"),
        ('甲;"=1"', '甲;"\'=1"'),
        ("1+1=2", "1+1=2"),
        ("甲，“乙”\n丙", "甲，“乙” 丙"),
    ],
)
def test_csv_disarms_what_a_spreadsheet_would_calculate_and_nothing_else(said: str, cell: str) -> None:
    text = written(CheckFormat.CSV, check_report([finding(message=said)]))
    assert next(iter(list(csv.reader(io.StringIO(text, newline="")))[1:]))[4] == cell


def test_csv_calls_documents_by_number_and_name_because_a_number_alone_is_a_date() -> None:
    report = check_report([finding()], names={"25-1": "25-1 秸秆综合利用台账", "farm-waste": "25 农业废弃物"})
    row = list(csv.reader(io.StringIO(written(CheckFormat.CSV, report), newline="")))[1]
    assert row[8:11] == ["25-1 秸秆综合利用台账", "25 农业废弃物", ""]
