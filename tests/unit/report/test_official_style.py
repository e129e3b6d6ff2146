"""Official papers are official: no codes, keys, paths, ISO dates or spoken turns, whatever the data hold."""

from __future__ import annotations

import io
import os
import re
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.document import Document
from openpyxl.worksheet.worksheet import Worksheet

from ecodemo.check.session import CheckOptions, CheckResult, check
from ecodemo.language import Language, Speaker
from ecodemo.load.workspace import load
from ecodemo.paper.docx import docx_content
from ecodemo.paper.parts import Paper
from ecodemo.report.catalogue.build_catalogue import build_catalogue
from ecodemo.report.contents.build import build
from ecodemo.report.contents.evidence_view import Catalogue
from ecodemo.report.contents.indicator_page_view import IndicatorPages
from ecodemo.report.contents.leader_view import Leader
from ecodemo.report.contents.migration_view import Migration
from ecodemo.report.contents.report_view import Report
from ecodemo.report.contents.site_view import SiteRoute
from ecodemo.report.contents.task_view import Tasks
from ecodemo.report.contents.weekly_view import Weekly
from ecodemo.report.indicator.build_pages import build_pages
from ecodemo.report.kinds import (
    BOARD,
    CATALOGUE,
    EXPLANATION,
    FORMATS,
    INDICATOR,
    LEADER,
    MIGRATION,
    SITES,
    TASKS,
    WEEKLY,
)
from ecodemo.report.leader.build_leader import build_leader
from ecodemo.report.migration.build_migration import build_migration
from ecodemo.report.sites.build_sites import build_sites
from ecodemo.report.tasks.build_tasks import build_tasks
from ecodemo.report.weekly.build_weekly import build_weekly
from ecodemo.report.writers.markdown_paper import markdown_content
from ecodemo.supervise.build_duties import build_duties
from ecodemo.supervise.build_meeting import build_meeting
from ecodemo.supervise.build_slips import build_slips
from ecodemo.supervise.build_supervision import build_supervision
from ecodemo.supervise.build_year_facts import build_year_facts
from ecodemo.supervise.circular_paper import circular_paper
from ecodemo.supervise.duties_paper import duties_paper
from ecodemo.supervise.meeting_paper import meeting_paper
from ecodemo.supervise.slip_paper import slip_paper
from ecodemo.supervise.year_paper import year_paper
from once import made_once
from words_list import forbidden

pytestmark = pytest.mark.long

ROOT = Path(__file__).resolve().parents[3]
ZH = Speaker(Language.ZH)
TODAY, TODAY_IN_PAPERS = date(2021, 9, 20), "2021年9月20日"
LIGHTS = frozenset("绿蓝黄红")
ADDRESS = re.compile(r"https?://[!-~]+|(?:[a-z0-9-]+\.)+(?:com|cn|net|org)/[!-~]*")
PAPERS = tuple(written for written in FORMATS if written.kind != BOARD)
"""The board is the office's own: it names rules and lights, and leads to files."""
UPWARD_SHEETS = {"status": ("总览",)}
"""Sheets of a workbook, first sections of its Markdown, that go upward; the others are the office's own lists."""
UNDATED = frozenset({"tasks.md", "tasks.docx", "indicator.md", "indicator.docx", "sites.md", "sites.docx"})
"""They hold for the whole bid; the person who signs for them enters the day."""
WRITERS: dict[str, Callable[[Paper], bytes]] = {
    "md": markdown_content,
    "docx": lambda paper: docx_content(paper, TODAY),
}
SUPERVISION = ("slips", "circular", "meeting", "duties", "year-facts")
PATTERNS = {
    "the code of a rule": re.compile(r"(?<![A-Za-z])[A-Z]{2}\d{3}(?!\d)"),
    "a file of the data": re.compile(r"\.ya?ml"),
    "an ISO date": re.compile(r"(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)"),
    "a path": re.compile(r"(?:evidence|data|inbox|reports)/|\w/[^\s|]*/[^\s|/]+\.\w{3,4}(?!\w)"),
    "a light": re.compile(r"[绿蓝黄红]灯"),
}


def _edit(file: Path, change: Callable[[str], str]) -> None:
    """The copies share their bytes: a changed file is a new one."""
    text = file.read_text(encoding="utf-8")
    changed = change(text)
    assert changed != text, f"nothing to change in {file.name}"
    file.unlink()
    file.write_text(changed, encoding="utf-8")


def _hit_vetoes(root: Path) -> None:
    _edit(
        root / "data/progress/ecology.yaml",
        lambda text: re.sub(r"answer: (clear|rectified)", "answer: hit", text),
    )


def _waived_documents(root: Path) -> None:
    waivers = "".join(
        f"- {{rule: {rule}, scope: {{{scope}}}, reason: 原件存市局, granted: 2021-07-20, by: office, until: 2021-10-15}}\n"
        for rule, scope in (
            ("EV104", "requirement: 29-1"),
            ("EV104", "requirement: 32-2, unit: gulou, year: 2019"),
            ("DC110", "unit: dafu"),
            ("TG103", "measure: officials-trained"),
            ("PH201", "indicator: training"),
        )
    )
    _edit(root / "data/waivers.yaml", lambda text: text + waivers)


def _returned_documents(root: Path) -> None:
    for file in sorted((root / "data/progress").glob("*.yaml")):
        if "result: accepted" in file.read_text(encoding="utf-8"):
            _edit(
                file,
                lambda text: text.replace(
                    "result: accepted", "result: returned, reason: 缺签字, due: 2021-08-20", 3
                ),
            )


def _missing_values(root: Path) -> None:
    for name in ("nanjin", "longtang", "agriculture", "development"):
        _edit(
            root / f"data/progress/{name}.yaml",
            lambda text: re.sub(r"^- \{measure: .*, year: (?:2019|2020), .*\n", "", text, flags=re.MULTILINE),
        )
    (root / "data/progress/xianxi.yaml").unlink()
    shutil.rmtree(root / "evidence/29 城镇污水处理率")


def _wrong_data(root: Path) -> None:
    for name in ("dafu", "meicheng", "agriculture", "ecology"):
        _edit(
            root / f"data/progress/{name}.yaml",
            lambda text: re.sub(r"value: (\d)", r"value: 9\1", text).replace("page: 1", "page: 99"),
        )
    some = next((root / "evidence").rglob("*.pdf"))
    some.rename(some.with_name(f"扫描_{some.name}"))
    _edit(root / "data/rectification.yaml", lambda text: text.replace("by: supervision", "by: longtang"))


def _granted_objections(root: Path) -> None:
    objections = "".join(
        f"- {{bid: provincial-2021, unit: {unit}, requirement: {no}, years: {years}, 'on': 2021-09-10, document: 04-3/2018@nanjin,"
        f" counted: {{as: {kind}, due: 2021-05-20, {received}days: 7, 'on': 2021-09-01}}, reason: 已送达,"
        f" decision: {{'on': 2021-09-12, by: supervision, granted: {granted}, reason: 收件登记簿第12页}}}}\n"
        for unit, no, years, kind, received, granted in (
            ("nanjin", "04-3", "[2018, 2019, 2020]", "late", "received: 2021-05-27, ", "true"),
            ("gulou", "32-2", "[2018, 2019, 2020]", "overdue", "", "false"),
            ("tianzhuang", "30-1", "[2019]", "returned", "received: 2021-05-11, ", "true"),
        )
    )
    (root / "data/objections.yaml").write_text(f"objections:\n{objections}", encoding="utf-8")
    corrected = "received: 2021-05-19\n  revised: {'on': 2021-09-12, was: 2021-05-27, reason: 登记簿, document: 04-3/2018}"
    _edit(
        root / "data/progress/nanjin.yaml",
        lambda text: re.sub(r"(requirement: 04-3\n.*\n  )received: 2021-05-27", rf"\g<1>{corrected}", text),
    )


DAMAGES: dict[str, Callable[[Path], None]] = {
    "as it is": lambda _: None,
    "hit vetoes": _hit_vetoes,
    "waived documents": _waived_documents,
    "returned documents": _returned_documents,
    "missing values": _missing_values,
    "wrong data": _wrong_data,
    "granted objections": _granted_objections,
}


OFTEN = ("as it is", "hit vetoes", "missing values", "granted objections")


@pytest.fixture(
    scope="module",
    params=[pytest.param(damage, marks=() if damage in OFTEN else pytest.mark.rare) for damage in DAMAGES],
)
def outcome(
    request: pytest.FixtureRequest, example: Path, tmp_path_factory: pytest.TempPathFactory
) -> CheckResult:
    """A check of the example with one kind of damage."""
    damage = str(request.param)

    def make(above: Path) -> None:
        shutil.copytree(example, above / "county", copy_function=os.link)
        DAMAGES[damage](above / "county")

    root = made_once(tmp_path_factory, f"style-{damage.replace(' ', '-')}", make) / "county"
    return check(load(root), CheckOptions(), TODAY)


@pytest.fixture(scope="module")
def report(outcome: CheckResult) -> Report:
    return build(outcome, ZH)


@pytest.fixture(scope="module")
def papers(outcome: CheckResult, report: Report) -> dict[str, str]:
    """The text of each paper, without web addresses."""
    pages = build_pages(outcome, report, ZH)
    views: dict[
        str, Report | Catalogue | Tasks | Leader | Weekly | IndicatorPages | Migration | SiteRoute
    ] = {
        CATALOGUE: build_catalogue(outcome, ZH),
        TASKS: build_tasks(outcome, ZH),
        LEADER: build_leader(outcome, report, ZH),
        WEEKLY: build_weekly(outcome, report, ZH),
        INDICATOR: pages,
        EXPLANATION: pages,
        MIGRATION: build_migration(outcome, ZH),
        SITES: build_sites(outcome, ZH),
    }
    texts = {
        f"{written.kind}.{written.name}": _text(
            written.kind, written.name, written.render(views.get(written.kind, report))
        )
        for written in PAPERS
    }
    texts |= {
        f"{kind}.{name}": "\n".join(_text(kind, name, WRITERS[name](paper)) for paper in of_kind)
        for kind, of_kind in _supervision(outcome).items()
        for name in WRITERS
    }
    return {name: ADDRESS.sub("", text) for name, text in texts.items()}


def _supervision(outcome: CheckResult) -> dict[str, list[Paper]]:
    """The papers of supervision; of slips all together."""
    supervision = build_supervision(outcome, ZH)
    duties = build_duties(supervision, outcome, ZH)
    papers = {
        "slips": [slip_paper(slip) for slip in build_slips(supervision)],
        "circular": [circular_paper(supervision)],
        "meeting": [meeting_paper(build_meeting(supervision, outcome, ZH))],
        "duties": [duties_paper(duties)],
        "year-facts": [year_paper(build_year_facts(supervision, outcome, duties.units, TODAY.year))],
    }
    assert tuple(papers) == SUPERVISION
    return papers


def _text(kind: str, name: str, content: bytes) -> str:
    if name in ("md", "txt"):
        text = content.decode().replace("\\", "")
        return text if kind not in UPWARD_SHEETS else "\n## ".join(text.split("\n## ")[:2])
    if name == "docx":
        return _lines(docx.Document(io.BytesIO(content)))
    book = openpyxl.load_workbook(io.BytesIO(content))
    return "\n".join(_cells(book[title]) for title in UPWARD_SHEETS.get(kind, book.sheetnames))


def _lines(document: Document) -> str:
    heads = (part.paragraphs for section in document.sections for part in (section.header, section.footer))
    lines = [paragraph.text for paragraphs in (*heads, document.paragraphs) for paragraph in paragraphs]
    rows = [" | ".join(cell.text for cell in row.cells) for table in document.tables for row in table.rows]
    return "\n".join([*lines, *rows])


def _cells(sheet: Worksheet) -> str:
    return "\n".join(
        " | ".join(str(cell.value) for cell in row if cell.value is not None) for row in sheet.iter_rows()
    )


@cache
def _keys() -> frozenset[str]:
    """Ids and keys of the data, two letters or more."""
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "examples/anhua/data").rglob("*.yaml")]
    texts += [path.read_text(encoding="utf-8") for path in (ROOT / "data").rglob("*.yaml")]
    found = re.findall(
        r"(?:\bid: *|[{,] |^[- ]*)([a-z][a-z0-9]*(?:[-_][a-z0-9]+)*)\b(?=:|[,}\n])",
        "\n".join(texts),
        re.MULTILINE,
    )
    return frozenset(found) - {
        "pdf",
        "jpg",
        "docx",
        "xlsx",
    }  # what upload.yaml accepts: kinds of files, as in papers


def _offences(text: str) -> Iterator[str]:
    for line in text.splitlines():
        for what, pattern in PATTERNS.items():
            if found := pattern.search(line):
                yield f"{what}, {found[0]}: {line}"
        for word in re.findall(r"(?<![\w./-])[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*(?![\w.]|-\w)", line, re.ASCII):
            if word in _keys():
                yield f"a key of the data, {word}: {line}"
        for cell in line.split("|"):
            if cell.strip() in LIGHTS:
                yield f"a light, {cell.strip()}: {line}"
        for wrong, right in forbidden():
            if found := re.search(wrong, line):
                yield f"“{found[0]}”, where it is {right}: {line}"


@pytest.mark.parametrize(
    "name",
    sorted(
        [f"{written.kind}.{written.name}" for written in PAPERS]
        + [f"{kind}.{name}" for kind in SUPERVISION for name in WRITERS]
    ),
)
def test_an_official_paper_has_no_word_of_the_tool(papers: dict[str, str], name: str) -> None:
    assert (TODAY_IN_PAPERS in papers[name]) is (name not in UNDATED)

    assert not list(_offences(papers[name]))


def test_a_target_is_shown_in_the_words_of_the_standard(report: Report) -> None:
    standards = "\n".join(
        path.read_text(encoding="utf-8") for path in sorted((ROOT / "data/standards").glob("*.yaml"))
    )
    shown = [part.text for row in (*report.rows, *report.not_applicable) for part in row.parts if part.text]

    assert len(shown) >= len(report.rows)
    assert [text for text in shown if text not in standards] == []
