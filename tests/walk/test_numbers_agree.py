"""One report, and every number of it the same wherever it is printed: terminal, Markdown, workbook, JSON."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from cli.running import invoke
from ecodemo.assess.timeliness import Standing
from ecodemo.assess.veto import VetoStanding
from ecodemo.check import session
from ecodemo.check.session import CheckOptions
from ecodemo.language import Language, Speaker
from ecodemo.load.workspace import load
from ecodemo.report.catalogue.build_catalogue import build_catalogue
from ecodemo.report.contents import labels
from ecodemo.report.contents.build import build
from ecodemo.report.contents.delivery_view import DocumentRow
from ecodemo.report.contents.evidence_view import Catalogue
from ecodemo.report.contents.report_view import Report
from ecodemo.report.state import RowState
from ecodemo.setup.starter import make_workspace, starter
from walk.county import BOX_REQUIREMENTS, write
from walk.faults import spoil

LIGHTS = ("green", "blue", "yellow", "red")
SHEETS = (
    "总览",
    "指标",
    "佐证",
    "单位",
    "乡镇数据",
    "数据核对",
    "整改",
    "一票否决",
    "四性检测",
    "问题",
    "说明",
    "报送进度",
)

pytestmark = pytest.mark.long
SHEET_OF_CORRECTIONS = "更正的数据"
OVERDUE = (Standing.OVERDUE, Standing.RETURNED_OVERDUE)
RETURNED = (Standing.RETURNED, Standing.RETURNED_OVERDUE)


@dataclass(frozen=True)
class Printed:
    """What the commands say of a workspace on a day, in a language."""

    report: Report
    """From `check -f json`."""
    exit_code: int
    text: str
    summary: str
    """From `check -f markdown`."""
    markdown: str
    workbook: Path
    annexes: Path
    status: str
    """The status as Markdown."""
    catalogue: Catalogue

    @property
    def speaker(self) -> Speaker:
        return Speaker(Language(self.report.language))

    @cached_property
    def tables(self) -> list[list[list[str]]]:
        """The tables of the Markdown, without their heads."""
        found = []
        for is_table, lines in groupby(self.markdown.splitlines(), lambda line: line.startswith("|")):
            if is_table:
                cells = [[_bare(cell) for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]
                found.append(cells[2:])
        return found

    @cached_property
    def sheets(self) -> dict[str, list[list[Any]]]:
        """The rows of each sheet of the workbook."""
        book = openpyxl.load_workbook(self.workbook)
        return {
            sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book.worksheets
        }

    def sheet(self, chinese: str) -> list[list[Any]]:
        """The lines below the head of a sheet; those without a first and second cell are notes below it."""
        english = {
            "总览": "Overview",
            "指标": "Indicators",
            "佐证": "Documents",
            "单位": "Units",
            "报送进度": "Delivery",
            "乡镇数据": "Township figures",
            "数据核对": "Figures compared",
            "整改": "Rectification",
            "重点工程": "Key projects",
            "一票否决": "Vetoes",
            "四性检测": "Four properties",
            "问题": "Findings",
        }
        title = chinese if self.report.language == "zh" else english[chinese]
        lines = self.sheets[title][2:]
        return [line for line in lines if any(cell is not None for cell in line[1:])]


def _bare(cell: str) -> str:
    return re.sub(r"\\(.)", r"\1", cell).strip()


@pytest.fixture(scope="module")
def places(small_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, str]]:
    top = tmp_path_factory.mktemp("numbers")
    make_workspace(top / "example", starter(example=True))
    make_workspace(top / "empty", starter(example=False))
    walk, faults = write(top / "walk"), spoil(top / "example", top / "faults")
    return {
        "June": (walk, "2021-06-12"),
        "September": (walk, "2021-09-20"),
        "example": (top / "example", "2021-09-20"),
        "faults": (faults, "2021-09-20"),
        "acceptance": (faults, "2021-10-16"),
        "next bid": (faults, "2025-07-01"),
        "empty": (top / "empty", "2021-04-15"),
        "green": (small_workspace, "2021-10-20"),
    }


PLACES = (
    ("June", "zh"),
    ("September", "en"),
    ("example", "zh"),
    ("faults", "zh"),
    ("acceptance", "zh"),
    ("next bid", "en"),
    ("empty", "zh"),
    ("green", "zh"),
)


@pytest.fixture(
    scope="module",
    params=PLACES,
    ids="-".join,
)
def printed(
    request: pytest.FixtureRequest,
    places: dict[str, tuple[Path, str]],
    tmp_path_factory: pytest.TempPathFactory,
) -> Printed:
    (folder, day), language = places[request.param[0]], request.param[1]
    out = tmp_path_factory.mktemp("out")
    common = ("-C", folder, "--today", day, "--lang", language)
    also = ("--also", f"json:{out / 'check.json'}", "--also", f"markdown:{out / 'summary.txt'}")
    checked = invoke(*common, "check", *also)
    assert checked.exit_code in (0, 1), checked.stderr
    written = invoke(*common, "report", "--kind", "phase,status", "--out", out)
    assert written.exit_code == 0, written.stderr
    markdown, workbook, annexes, status = (
        next(out.glob(name)) for name in ("phase-*.md", "status-*.xlsx", "phase-*.xlsx", "status-*.md")
    )
    report = Report.model_validate_json((out / "check.json").read_bytes())
    assert report.language == language
    result = session.check(load(folder), CheckOptions(), date.fromisoformat(day))
    return Printed(
        report,
        checked.exit_code,
        checked.stdout,
        (out / "summary.txt").read_text(encoding="utf-8"),
        markdown.read_text(encoding="utf-8"),
        workbook,
        annexes,
        status.read_text(encoding="utf-8"),
        build_catalogue(result, Speaker(Language(language))),
    )


# The model with itself.


def test_the_tallies_are_the_rows_of_the_fields(printed: Printed) -> None:
    report = printed.report
    rows = report.rows
    whole = report.tallies[-1]
    verdicts = Counter(row.verdict for row in rows)
    assert (whole.applicable, whole.met, whole.not_met, whole.undecided) == (
        len(rows),
        verdicts["met"],
        verdicts["not met"],
        verdicts["undecided"],
    )
    assert whole.counted == sum(row.counts for row in rows)
    for tally in report.tallies[:-1]:
        own = [row for row in rows if row.attribute == tally.label]
        assert tally.applicable == len(own)
        assert tally.met == sum(row.verdict == "met" for row in own)
        assert tally.counted == sum(row.counts for row in own)
    for key in ("applicable", "met", "not_met", "undecided", "counted", "unwaived"):
        by_attribute = [getattr(tally, key) for tally in report.tallies[:-1]]
        assert not by_attribute or getattr(whole, key) == sum(by_attribute)
    for key in ("applicable", "met", "counted"):
        assert getattr(whole, key) == sum(getattr(group, key) for group in report.groups)
    assert all(row.verdict == "not applicable" for row in report.not_applicable)


def test_what_counts_is_met_proven_and_not_returned(printed: Printed) -> None:
    for row in printed.report.rows:
        there, owed = map(int, row.proof.split("/"))
        assert row.proof_complete is (there + row.waived == owed)
        assert row.counts is (row.verdict == "met" and row.proof_complete and not row.returned)
        assert row.reviewed.split("/")[1] == str(owed)


def test_what_counts_without_waivers_waives_nothing(printed: Printed) -> None:
    report = printed.report
    assert report.tallies[-1].unwaived == sum(row.counts and not row.waived for row in report.rows)
    for row, state in zip((*report.rows, *report.not_applicable), _in_order(report), strict=True):
        assert (row.proof, row.waived) == (f"{state.proof.there}/{state.proof.owed}", state.proof.waived)


def _in_order(report: Report) -> list[RowState]:
    states = {state.no: state for state in report.state.rows}
    return [states[str(row.no)] for row in (*report.rows, *report.not_applicable)]


def test_counts_by_unit_are_the_findings(printed: Printed) -> None:
    report = printed.report
    found = Counter((finding.unit, finding.severity) for finding in report.findings)
    assert {unit.unit for unit in report.units} == {unit for unit, _ in found}
    for unit in report.units:
        assert (unit.errors, unit.warnings) == (found[unit.unit, "error"], found[unit.unit, "warning"])


def test_the_gate_counts_the_findings(printed: Printed) -> None:
    report = printed.report
    severities = Counter(finding.severity for finding in report.findings)
    assert (report.gate.errors, report.gate.warnings) == (severities["error"], severities["warning"])
    assert report.gate.waived == len(report.waived)
    waits = report.gate.waits_for
    assert report.gate.state == ("closed" if severities["error"] else "waiting" if waits else "open")
    assert report.gate.open is (report.gate.state == "open")
    assert len({(entry.no, entry.unit, entry.year) for entry in waits}) == len(waits)


def test_what_is_overdue_by_a_finding_is_red(printed: Printed) -> None:
    """EV104 (missing, due before today) and EV107 (return overdue) are never beside a green light, nor a red
    light of a document that is not there without its finding."""
    report = printed.report
    lights = {(row.unit, row.no, row.year): row.light for row in report.documents}
    for finding in report.findings:
        if finding.code in ("EV104", "EV107"):
            for year in finding.years or ("",):
                light = lights[finding.unit, finding.requirement, str(year) or _once(printed)]
                trouble = next(
                    r
                    for r in report.documents
                    if (r.unit, r.no, r.year)
                    == (finding.unit, finding.requirement, str(year) or _once(printed))
                )
                assert light == "red" or trouble.received, finding


def _once(printed: Printed) -> str:
    return printed.speaker.text("once")


def _standing(row: DocumentRow, speaker: Speaker) -> Standing:
    return next(key for key, label in labels.STANDING.items() if speaker.say(label) == row.standing)


def test_the_ranking_is_the_documents_regrouped(printed: Printed) -> None:
    report, speaker = printed.report, printed.speaker
    items: dict[tuple[str, str], list[DocumentRow]] = {}
    for row in report.documents:
        if row.required:
            items.setdefault((row.unit, row.no), []).append(row)
    assert {unit for unit, _ in items} == {unit.unit for unit in report.ranking}
    for unit in report.ranking:
        counted: Counter[Standing] = Counter()
        longest, light = 0, "green"
        for (owner, _), rows in items.items():
            if owner != unit.unit:
                continue
            light = max(light, *(row.light for row in rows), key=LIGHTS.index)
            assert len({row.due for row in rows}) == 1
            if not rows[0].due or rows[0].due > report.today:
                continue
            standing = max(_standing(row, speaker) for row in rows)
            counted[standing] += 1
            if standing in OVERDUE:
                longest = max(longest, *(row.days_late for row in rows))
        assert unit.due == counted.total(), unit.name
        assert unit.on_time == counted[Standing.ON_TIME]
        assert unit.late_done == counted[Standing.LATE_DONE]
        assert unit.overdue == counted[Standing.OVERDUE]
        assert unit.returned == sum(counted[standing] for standing in RETURNED)
        assert unit.longest == longest
        assert unit.light == light
        expected = "" if not unit.due else unit.on_time / unit.due * 100
        assert (
            unit.share == ""
            if expected == ""
            else abs(float(unit.share.rstrip("%")) - float(expected)) <= 0.051
        )
    for kind in {unit.kind for unit in report.ranking}:
        ranked = [unit for unit in report.ranking if unit.kind == kind and unit.due >= 5]
        merits = sorted((-unit.on_time / unit.due, unit.longest) for unit in ranked)
        for unit in ranked:
            assert unit.rank == merits.index((-unit.on_time / unit.due, unit.longest)) + 1
        assert all(unit.rank is None for unit in report.ranking if unit.kind == kind and unit.due < 5)


def test_the_numbers_by_requirement_are_the_documents_regrouped(printed: Printed) -> None:
    report, speaker = printed.report, printed.speaker
    by_number: dict[str, list[DocumentRow]] = {}
    for row in report.documents:
        by_number.setdefault(row.no, []).append(row)
    for entry in report.requirements:
        rows = by_number.get(entry.no, [])
        standings = Counter(_standing(row, speaker) for row in rows)
        assert entry.owed - entry.waived == len(rows)  # what is waived is owed, and no line of its own
        assert entry.there == sum(not row.lacking for row in rows)
        assert entry.accepted == sum(row.review_state == "accepted" for row in rows)
        assert entry.returned == sum(standings[standing] for standing in RETURNED)
        assert entry.overdue == sum(
            _standing(row, speaker) is Standing.OVERDUE and row.required for row in rows
        )
    assert {entry.no for entry in report.requirements} >= set(by_number)


def test_the_proof_of_a_row_is_its_documents(printed: Printed) -> None:
    """Of a row that rests on one box, whose documents are its own."""
    report = printed.report
    boxes = Counter(row.box for row in (*report.rows, *report.not_applicable))
    for row in report.rows:
        own = [d for d in report.documents if d.required and d.indicator and d.no.split("-")[0] == row.box]
        if boxes[row.box] == 1 and own:
            accepted, owed = map(int, row.reviewed.split("/"))
            assert accepted == sum(d.review_state == "accepted" for d in own)
            assert owed >= len(own)  # waived years are owed, and are no documents
            assert row.light == max((d.light for d in own), key=LIGHTS.index)


# The model with what is printed.


def test_the_check_prints_the_numbers_of_the_json(printed: Printed) -> None:
    report, text = printed.report, printed.text
    flat = re.sub(r"\s+", "", text)
    for sentence in (report.summary, report.veto_summary, report.gate.sentence, report.conclusion):
        assert re.sub(r"\s+", "", sentence) in flat
    heads = re.findall(r"^  ([A-Z]{2}\d{3}) ", text, re.MULTILINE)
    assert Counter(heads) == Counter(finding.code for finding in report.findings)
    closing = next(line for line in text.splitlines() if re.match(r"(\d+ errors?,|错误 ?\d)", line.strip()))
    assert [int(n) for n in re.findall(r"\d+", closing)] == [
        report.gate.errors,
        report.gate.warnings,
        report.gate.waived,
    ]


def test_the_markdown_prints_the_numbers_of_the_json(printed: Printed) -> None:
    report, tables, speaker = printed.report, printed.tables, printed.speaker
    tallies = [
        [t.label, *map(str, (t.applicable, t.met, t.not_met, t.undecided, t.counted, t.unwaived))]
        for t in report.tallies
    ]
    assert tallies in tables
    units = [[u.name or None, str(u.errors), str(u.warnings)] for u in report.units]
    assert not units or units in [
        [[row[0] if name else None, *row[1:]] for row, (name, *_) in zip(table, units, strict=False)]
        for table in tables
        if len(table) == len(units)
    ]
    undated = speaker.text("{unit} ({count} without a date received)")
    for kind in {unit.kind for unit in report.ranking}:
        ranking = [
            [
                str(u.rank) if u.rank else speaker.text("not ranked"),
                undated.format(unit=u.name, count=u.undated) if u.undated else u.name,
                *map(str, (u.due, u.on_time, u.late_done, u.overdue, u.returned)),
                u.share,
                str(u.longest or ""),
            ]
            for u in report.ranking
            if u.kind == kind
        ]
        assert ranking in tables
    requirements = [
        [
            *(r.no, r.name, r.form, r.need),
            *((str(r.required), str(r.required_there)) if r.required else ("—", "—")),
            *(str(r.supporting or ""), str(r.waived or "")),
            *map(str, (r.accepted, r.returned, r.overdue)),
        ]
        for r in report.requirements
    ]
    assert requirements in tables
    findings = re.findall(r"^- .+$", printed.markdown.rpartition("\n## ")[2], re.MULTILINE)
    assert len(findings) == len(report.findings)


def test_the_workbook_has_the_sheets_of_the_walk_through(printed: Printed) -> None:
    if printed.report.language == "zh":
        more = {SHEET_OF_CORRECTIONS} if printed.report.corrections else set()
        more |= {"重点工程"} if printed.report.projects else set()
        assert set(printed.sheets) == {*SHEETS, *more}


def test_the_overview_prints_the_tallies(printed: Printed) -> None:
    rows = [[cell for cell in row if cell is not None] for row in printed.sheet("总览")]
    for tally in printed.report.tallies:
        assert [
            tally.label,
            tally.applicable,
            tally.met,
            tally.not_met,
            tally.undecided,
            tally.counted,
            tally.unwaived,
        ] in rows
    for group in printed.report.groups:
        if group.applicable:
            assert [group.name, group.applicable, group.met, group.counted] in rows


def test_the_sheet_of_indicators_prints_the_rows(printed: Printed) -> None:
    report, lines = printed.report, printed.sheet("指标")
    rows = (*report.rows, *report.not_applicable)
    assert len(lines) == sum(len(row.parts) for row in rows)
    proof = 12 + len(report.bid.years)
    first = {line[1]: (line[proof], line[proof + 1], line[proof + 2]) for line in reversed(lines)}
    waived = printed.speaker.text("{proof}, waived {waived}")
    assert first == {
        row.no: (
            waived.format(proof=row.proof, waived=row.waived) if row.waived else row.proof,
            row.reviewed,
            row.light_label,
        )
        for row in rows
    }


def test_the_sheet_of_documents_prints_every_document(printed: Printed) -> None:
    report, lines = printed.report, printed.sheet("佐证")
    assert [(line[0], line[2], line[3], line[-1]) for line in lines] == [
        (row.no, row.unit_name, row.year, row.light_label) for row in report.documents
    ]
    assert [(line[5] or "", line[6] or "", line[8], line[12], line[13] or 0) for line in lines] == [
        (row.due, row.received, row.pages, row.standing, row.days_late) for row in report.documents
    ]


def test_the_sheet_of_units_prints_the_ranking(printed: Printed) -> None:
    report, lines = printed.report, printed.sheet("单位")
    assert [
        (line[0] if isinstance(line[0], int) else None, *line[1:9], line[9] or 0, line[11]) for line in lines
    ] == [
        (
            u.rank,
            u.name,
            u.kind_label,
            u.due,
            u.on_time,
            u.late_done,
            u.overdue,
            u.returned,
            u.share or None,
            u.longest,
            u.light_label,
        )
        for u in report.ranking
    ]


def test_every_item_of_the_four_properties_adds_up(printed: Printed) -> None:
    for section in printed.report.properties.sections:
        for check in section.checks:
            assert check.checked == check.passed + check.not_passed + check.not_checked, check.name
            assert min(check.passed, check.not_passed, check.not_checked) >= 0
            assert (check.state == "passed") <= (check.passed == check.checked > 0)
        states = {check.state for check in section.checks}
        assert (section.verdict == "not passed") is ("not passed" in states)


def test_the_four_properties_are_printed_alike(printed: Printed) -> None:
    sections = printed.report.properties.sections
    counted = [
        [(c.name, c.checked, c.passed, c.not_passed, c.not_checked, c.state_label) for c in section.checks]
        for section in sections
    ]
    lines = printed.sheet("四性检测")
    assert [(r[0], *r[2:7]) for r in lines] == [row for section in counted for row in section]
    first = {section[0][0] for section in counted}
    tables = [
        [(row[0], *map(int, row[2:6]), row[6]) for row in table]
        for table in printed.tables
        if table and table[0][0] in first
    ]
    assert [table for table in tables if table in counted] == counted


def test_the_other_sheets_have_a_line_for_each_entry(printed: Printed) -> None:
    report = printed.report
    for title, entries in (
        ("问题", report.findings),
        ("乡镇数据", report.township_lines),
        ("数据核对", report.differences),
        ("整改", report.rectification),
        *((("重点工程", report.projects),) if report.projects else ()),
        ("一票否决", report.vetoes),
    ):
        assert len(printed.sheet(title)) == len(entries), title


def test_both_languages_have_the_same_numbers(places: dict[str, tuple[Path, str]]) -> None:
    """Every number, id, date and light of the model; only words may differ."""
    for folder, day in places.values():
        result = session.check(load(folder), CheckOptions(), date.fromisoformat(day))
        chinese, english = (
            json.loads(build(result, Speaker(language)).model_dump_json())
            for language in (Language.ZH, Language.EN)
        )
        assert list(_numbers(chinese)) == list(_numbers(english))


def _numbers(value: object, path: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], object]]:
    """Whatever is a number or a truth value, and what is written alike in every language."""
    same = {
        "no",
        "unit",
        "light",
        "due",
        "received",
        "proof",
        "reviewed",
        "share",
        "verdict",
        "code",
        "today",
    }
    if isinstance(value, dict):
        return [found for key, below in value.items() for found in _numbers(below, (*path, key))]
    if isinstance(value, list):
        return [(path, len(value)), *(found for below in value for found in _numbers(below, path))]
    is_measured_in = path[0] == "domains" and path[-1] == "unit"
    named = (
        not is_measured_in
        and path[-1] in same
        and path[0] in ("documents", "ranking", "domains", "requirements", "findings")
    )
    return [(path, value)] if isinstance(value, bool | int) or named else []


# The workbooks and the status as Markdown, read as others read them.


def _shown(cell: object) -> str | float:
    """A cell as a reader of any format sees it: a number, or a text."""
    text = "" if cell is None else str(cell).strip()
    return float(text) if re.fullmatch(r"-?\d+(\.\d+)?", text) else text


def _rows(path: Path) -> dict[str, list[list[str | float]]]:
    """The sheets by openpyxl, without what is empty at the end of a row."""
    book = openpyxl.load_workbook(path)
    return {sheet.title: _trimmed(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}


def _trimmed(rows: Iterable[Iterable[object]]) -> list[list[str | float]]:
    found = []
    for row in rows:
        cells = [_shown(cell) for cell in row]
        while cells and cells[-1] == "":
            cells.pop()
        found.append(cells)
    while found and not found[-1]:
        found.pop()
    return found


def test_another_reader_of_workbooks_finds_the_same(printed: Printed) -> None:
    calamine = pytest.importorskip("python_calamine", reason="comes with the dev extra")
    for path in (printed.workbook, printed.annexes):
        book = calamine.CalamineWorkbook.from_path(path)
        read = {
            name: _trimmed(book.get_sheet_by_name(name).to_python(skip_empty_area=False))
            for name in book.sheet_names
        }
        assert read == _rows(path)


def test_both_workbooks_have_the_figures_of_the_state(printed: Printed) -> None:
    report = printed.report
    years = [str(year) for year in report.bid.years]
    expected = [
        [_shown(measure.values.get(year)) for year in years]
        for state in _in_order(report)
        for measure in state.measures
    ]
    not_involved = printed.speaker.text("does not apply")
    for path, sheet in ((printed.workbook, 1), (printed.annexes, 0)):
        lines = list(_rows(path).values())[sheet][2:]
        shown = [[*line[9 : 9 + len(years)], *[""] * len(years)][: len(years)] for line in lines]
        assert [["" if cell == not_involved else cell for cell in line] for line in shown] == expected


def test_the_status_as_markdown_is_the_workbook_cell_by_cell(printed: Printed) -> None:
    sheets = _rows(printed.workbook)
    titles, tables = _markdown_tables(printed.status)
    assert titles[0] == next(iter(sheets))
    assert list(dict.fromkeys(titles)) == [*sheets]
    for title in [*sheets][1:]:
        width = len(sheets[title][1])
        below = [row for row in sheets[title][2:] if len(row) > 1]
        own = [table for found, table in zip(titles, tables, strict=True) if found == title]
        assert {tuple(map(_shown, table[0])) for table in own} == {tuple(sheets[title][1])}
        shown = _trimmed(row for table in own for row in table[1:])
        assert [row for row in shown if len(row) > 1] == below, title
        assert all(len(row) <= width for row in shown)


def _markdown_tables(text: str) -> tuple[list[str], list[list[list[str]]]]:
    """By the heading above each: the tables, with their heads."""
    titles: list[str] = []
    tables: list[list[list[str]]] = []
    title = ""
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)
    for token, following in zip(tokens, [*tokens[1:], None], strict=True):
        if token.type == "heading_open" and token.tag == "h2" and following:
            title = _said(following)
        elif token.type == "table_open":
            titles.append(title)
            tables.append([])
        elif token.type == "tr_open":
            tables[-1].append([])
        elif token.type in ("th_open", "td_open") and following:
            tables[-1][-1].append(_said(following))
    return titles, tables


def _said(inline: Token) -> str:
    return "".join("\n" if "br" in child.content[:4] else child.content for child in inline.children or ())


def test_what_was_due_and_received_is_counted_to_the_day(printed: Printed) -> None:
    report = printed.report
    required = [document for document in report.documents if document.required]
    days = [row.day for row in report.delivery]
    assert days == sorted(set(days))
    assert len(days) <= 41
    for row in report.delivery:
        assert row.due == sum(bool(d.due) and d.due <= row.day for d in required)
        assert row.received == sum(bool(d.received) and d.received <= row.day for d in required)
    if days:
        assert days[-1] == report.today
        assert (report.delivery[0].due, report.delivery[0].received) == (0, 0)
    assert [(row[0], row[1], row[2]) for row in printed.sheet("报送进度")] == [
        (row.day, row.due, row.received) for row in report.delivery
    ]


def test_the_charts_show_cells_that_are_what_they_say(printed: Printed) -> None:
    report = printed.report
    book = openpyxl.load_workbook(printed.workbook)
    overview: Any = book.worksheets[0]
    charts = overview._charts

    def cells(reference: str) -> list[object]:
        sheet, _, area = reference.rpartition("!")
        found: Any = book[sheet.strip("'")][area.replace("$", "")]
        return [cell.value for row in found for cell in row] if isinstance(found, tuple) else [found.value]

    shown = [
        (
            cells(chart.series[0].cat.numRef.f),
            {cells(one.tx.strRef.f)[0]: cells(one.val.numRef.f) for one in chart.series},
        )
        for chart in charts
    ]
    groups = [group for group in report.groups if group.applicable]
    if groups:
        names, values = shown.pop(0)
        assert names == [group.name for group in groups]
        counts = [[g.applicable, g.met, g.counted] for g in groups]
        assert [list(row) for row in zip(*values.values(), strict=True)] == counts
    if report.delivery:
        names, values = shown.pop(0)
        assert names == [row.day for row in report.delivery]
        assert list(values.values()) == [
            [d.due for d in report.delivery],
            [d.received for d in report.delivery],
        ]
    kinds = list(dict.fromkeys(unit.kind for unit in report.ranking))
    assert len(shown) == len(kinds)
    for kind, (names, values) in zip(kinds, shown, strict=True):
        units = [unit for unit in report.ranking if unit.kind == kind]
        assert names == [unit.name for unit in units]
        counts = [[u.on_time, u.late_done, u.overdue, u.returned] for u in units]
        assert [list(row) for row in zip(*values.values(), strict=True)] == counts


# A day in the past, asked of a disk that holds what came later (granted and received are dates so that it can be).


def _earlier(places: dict[str, tuple[Path, str]], day: str) -> Report:
    result = session.check(load(places["June"][0]), CheckOptions(), date.fromisoformat(day))
    return build(result, Speaker(Language.ZH))


def test_the_proof_of_an_earlier_day_is_what_had_come(places: dict[str, tuple[Path, str]]) -> None:
    report = _earlier(places, "2021-04-20")
    came = Counter(row.no for row in report.documents if row.received)
    came["00-1"] += 1  # 中湾镇's, in no register
    assert {r.no: r.there for r in report.requirements if r.there > came[r.no]} == {}


def test_only_what_is_in_no_register_is_of_unknown_receipt(places: dict[str, tuple[Path, str]]) -> None:
    report, zh = _earlier(places, "2021-04-20"), Speaker(Language.ZH)
    unknown = {
        (row.unit, row.no) for row in report.documents if row.trouble == zh.text("date received unknown")
    }
    assert unknown == {("zhong", "00-1")}


def test_every_red_light_of_what_is_not_there_has_its_finding(places: dict[str, tuple[Path, str]]) -> None:
    report, zh = _earlier(places, "2021-06-02"), Speaker(Language.ZH)
    overdue = {
        (r.unit, r.no) for r in report.documents if r.required and _standing(r, zh) is Standing.OVERDUE
    }
    assert overdue == {(f.unit, f.requirement) for f in report.findings if f.code == "EV104"}


def test_what_only_townships_must_hand_in_is_overdue_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """00-4 required of townships, support of departments: on 3 September 南溪乡 and 中湾镇 are late with it."""
    monkeypatch.setitem(BOX_REQUIREMENTS[3], "need", {"townships": "required", "departments": "support"})
    report = _earlier({"June": (write(tmp_path / "walk"), "")}, "2021-09-03")
    (entry,) = [entry for entry in report.requirements if entry.no == "00-4"]
    assert entry.overdue == 2


# What a county shows: the gate, vetoes, the ledger, waivers and the catalogue are the same in each of them.


def test_the_gate_is_the_same_everywhere(printed: Printed) -> None:
    report = printed.report
    gate = report.gate
    assert printed.exit_code == (1 if gate.state == "closed" else 0)
    assert (report.state.gate.state, report.state.gate.waits_for) == (gate.state, gate.waits_for)
    assert bool(gate.pending) is bool(gate.waits_for)
    overview = [cell for row in printed.sheet("总览") for cell in row] + [
        row[0] for row in printed.sheets[next(iter(printed.sheets))]
    ]
    for sentence in filter(None, (gate.sentence, gate.pending)):
        for place in (printed.text, printed.markdown, printed.summary):
            assert _flat(sentence) in _flat(place)
        assert sentence in overview
    waiting = list(dict.fromkeys(entry.no for entry in gate.waits_for))[:12]
    assert all(no in gate.pending for no in waiting)
    overdue = {d.no for d in gate.documents if d.overdue}
    assert {f.requirement for f in report.findings if f.code == "PH101"} == overdue


def _flat(text: str) -> str:
    return re.sub(r"[\s\\]+", "", text)


def test_a_veto_is_the_same_everywhere(printed: Printed) -> None:
    report, speaker = printed.report, printed.speaker
    by_number = {d.no: d for d in report.documents if d.no.startswith("V")}
    for veto in report.vetoes:
        found = {f.unit_name for f in report.findings if f.code.startswith("VT") and f.requirement == veto.no}
        assert found <= {veto.unit}
        if veto.no in by_number:
            assert by_number[veto.no].unit_name == veto.unit
        is_settled = veto.verdict == "not applicable" or (veto.verdict == "met" and veto.proven)
        if any(f.code.startswith("VT") for f in report.findings):
            assert bool(found) is not is_settled, veto.no
    applicable = [veto for veto in report.vetoes if veto.verdict != "not applicable"]
    labels_ = Counter(veto.verdict_label for veto in applicable)
    counted = [int(number) for number in re.findall(r"\d+", report.veto_summary)]
    if applicable:
        order = (
            VetoStanding.CLEAR,
            VetoStanding.UNPROVEN,
            VetoStanding.UNANSWERED,
            VetoStanding.OPEN,
            VetoStanding.HIT,
        )
        assert counted == [len(applicable), *(labels_[speaker.say(labels.VETO[one])] for one in order)]
        shown = [[veto.no.removeprefix("V"), veto.verdict_label] for veto in applicable]
        assert shown in [
            [[row[0], row[3]] for row in table] for table in printed.tables if table and len(table[0]) == 7
        ]
    assert [(row[0], row[2], row[5] or "") for row in printed.sheet("一票否决")] == [
        (veto.no, veto.verdict_label, veto.unit) for veto in report.vetoes
    ]


def test_what_is_near_its_limit_is_the_same_everywhere(printed: Printed) -> None:
    report, speaker = printed.report, printed.speaker
    rows, states = (*report.rows, *report.not_applicable), _in_order(report)
    parts = [part for row in rows for part in row.parts]
    measures = [measure for state in states for measure in state.measures]
    words = {"close": "close to target", "falling": "worsening"}
    for part, measure in zip(parts, measures, strict=True):
        assert (part.margin, part.near) == (measure.margin or "", measure.near or "")
        assert part.near_label == (speaker.text(words[part.near]) if part.near else "")
        assert not part.near or part.verdict == "met"
    margin = 10 + len(report.bid.years)
    assert [
        ("" if row[margin] is None else float(row[margin]), row[margin + 1] or "")
        for row in printed.sheet("指标")
    ] == [(float(part.margin) if part.margin else "", part.near_label) for part in parts]
    near = [[str(row.no), p.margin, p.near_label] for row in report.rows for p in row.parts if p.near]
    years = len(report.bid.years)
    assert near == [] or near in [
        [[row[0], row[4 + years], row[5 + years]] for row in table]
        for table in printed.tables
        if table and len(table[0]) == 7 + years
    ]


def test_the_ledger_is_the_same_everywhere(printed: Printed) -> None:
    report = printed.report
    entries, states = report.rectification, report.state.rectification
    words = Counter(state.state for state in states)
    closed = words["closed"] + words["closed late"]
    assert [(e.no, e.counts, e.late) for e in entries] == [
        (s.no, s.state.startswith("closed"), s.state in ("overdue", "closed late")) for s in states
    ]
    if entries:
        lines = [line for line in printed.markdown.splitlines() if line.strip()]
        numbers = [[int(n) for n in re.findall(r"\d+", line)] for line in lines]
        assert any(
            found[:4] == [len(entries), closed, words["closed late"], len(entries) - closed]
            for found in numbers
        )
        assert (
            any(found[:2] == [len(entries), len(entries) - closed] for found in numbers)
            or report.language == "en"
        )
    assert [(row[0], row[7]) for row in printed.sheet("整改")] == [(e.no, e.state) for e in entries]
    assert [[e.no, e.state] for e in entries] in [
        [[row[0], row[7]] for row in table] for table in printed.tables if table and len(table[0]) == 10
    ] or not entries
    codes = {f.code for f in report.findings}
    for code, wanted in (
        ("PH203", {s.no for s in states if s.state == "overdue"}),
        ("PH302", {s.no for s in states if not s.state.startswith("closed")}),
    ):
        found = [f for f in report.findings if f.code == code]
        assert len(found) == (len(wanted) if code in codes else 0)


def test_what_is_waived_is_the_same_everywhere(printed: Printed) -> None:
    report = printed.report
    waived = [item for item in report.state.items if item.state == "waived"]
    assert sum(entry.waived for entry in report.requirements) == len(waived)
    listed = {(d.no, d.unit, d.year if d.year.isdecimal() else "") for d in report.documents}
    assert not listed & {(item.no, item.unit, item.year) for item in waived}
    assert len(report.state.items) == len(listed) + len(waived)
    for gate in report.gate.documents:
        assert gate.waived == len({i.unit for i in waived if i.no == gate.no})
    for entry in report.preparation:
        assert entry.waived == len({i.unit for i in waived if i.no == entry.no})
    in_force = [e for e in report.exceptions if e.counts]
    assert len(report.exceptions) == len(report.state.exceptions) >= len(in_force)
    if report.exceptions:
        assert [[e.kind, e.title] for e in report.exceptions] in [
            [row[:2] for row in table] for table in printed.tables if table and len(table[0]) == 9
        ]


def test_the_catalogue_lists_the_files_of_the_documents(printed: Printed) -> None:
    catalogue = printed.catalogue
    paths = [row.path for box in catalogue.boxes for row in box.rows if row.path]
    assert len(set(paths)) == catalogue.files
    documents = {file for d in printed.report.documents for file in d.files.split("\n") if file}
    assert documents <= set(paths)
    excused = {entry.about for entry in printed.report.state.exceptions if entry.kind == "not involved"}
    others = [row for box in catalogue.boxes for row in box.rows if row.path and row.path not in documents]
    assert {row.reference.partition("/")[0].partition("@")[0] for row in others} <= excused
    assert catalogue.references == sum(not row.path for box in catalogue.boxes for row in box.rows)
    assert catalogue.pages == sum(
        {row.path: row.pages or 0 for box in catalogue.boxes for row in box.rows}.values()
    )
