"""The board: its figures are the state's, its addresses lead somewhere, and nothing in the data becomes markup."""

from __future__ import annotations

import base64
import os
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote

import pytest
from lxml import html
from lxml.html import HtmlElement

from cli.running import invoke
from ecodemo.assess.bid import assess
from ecodemo.check.session import CheckResult
from ecodemo.errors import EcodemoError
from ecodemo.language import Language, Speaker
from ecodemo.model.standard import PassRule, Row
from ecodemo.report.board.board_links import Addresses
from ecodemo.report.board.board_page import render
from ecodemo.report.board.build_board import build_board
from ecodemo.report.contents.build import build
from ecodemo.report.contents.file_address import spelt, way_to
from ecodemo.report.state import State
from hostile import hostile
from support import check

COUNTIES = ("example", "empty", "sound", "faulty")
ZH, EN = Speaker(Language.ZH), Speaker(Language.EN)
SCRIPT = Path(__file__).resolve().parents[3] / "templates" / "board.js"
NEWER_THAN_2018 = (
    r"\?\.",
    r"\?\?",
    r"catch\s*\{",
    r"\.flat(?:Map)?\(",
    r"fromEntries",
    r"[aA]ll\(/",
    r"\.at\(",
    r"#\w+\s*[=(;]",
)


@dataclass(frozen=True)
class Read:
    """A page as it is read back, with the state that it shows."""

    state: State
    tree: HtmlElement
    content: bytes
    folder: Path

    def all(self, path: str) -> list[HtmlElement]:
        return inside(self.tree, path)


def page_of(result: CheckResult, speaker: Speaker = EN, folder: Path | None = None) -> Read:
    report = build(result, speaker)
    where = folder or result.root / "reports"
    content = render(build_board(result, report, speaker, where), str(result.root / "templates"))
    return Read(report.state, html.document_fromstring(content.decode()), content, where)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("empty") / "county"
    made = invoke("init", folder, "--county", "桃江县", "--code", "430922")
    assert made.exit_code == 0, made.stderr
    return folder


@pytest.fixture(scope="module")
def results(example: Path, empty: Path, small_workspace: Path, faulty: Path) -> dict[str, CheckResult]:
    folders = {"example": example, "empty": empty, "sound": small_workspace, "faulty": faulty}
    return {name: check(folder) for name, folder in folders.items()}


@pytest.fixture(scope="module")
def pages(results: dict[str, CheckResult]) -> dict[str, Read]:
    return {name: page_of(result) for name, result in results.items()}


@pytest.fixture(params=COUNTIES)
def page(request: pytest.FixtureRequest, pages: dict[str, Read]) -> Read:
    return pages[request.param]


def inside(node: HtmlElement, path: str) -> list[HtmlElement]:
    """What XPath finds; `.name` stands for any element of a class."""
    classes = r"*[contains(concat(' ', @class, ' '), ' \1 ')]"
    found: list[HtmlElement] = node.xpath(".//" + re.sub(r"\.([a-z-]+)", classes, path))
    return found


def exists(folder: Path, href: str) -> bool:
    """Whether there is a file where a link leads from a folder that may not be there yet."""
    return Path(os.path.normpath(folder / unquote(href.split("#", maxsplit=1)[0]))).exists()


def text(node: HtmlElement) -> str:
    return " ".join(node.text_content().split())


def cells(row: HtmlElement) -> list[str]:
    return [text(cell) for cell in row]


def test_tiles_say_the_four_things_of_each_row(page: Read) -> None:
    shown: Counter[tuple[str, ...]] = Counter()
    for tile in page.all(".tile"):
        no = text(inside(tile, ".no")[0])
        verdict = re.sub(r"^\W+", "", text(inside(tile, ".vd")[0]))
        shown[(no, verdict, *(text(mark) for mark in inside(tile, ".mk")))] += 1
    expected = Counter(
        (
            row.no,
            row.verdict,
            *([] if row.points is None else [f"Points {row.points}"]),
            f"Proof {row.proof.there}/{row.proof.owed}"
            + (f" waived {row.proof.waived}" if row.proof.waived else ""),
            f"Reviewed {row.accepted}/{row.proof.owed}",
            f"Light {row.light}",
        )
        for row in page.state.rows
    )
    assert shown == expected


def test_filters_count_the_rows(page: Read) -> None:
    applicable = [row for row in page.state.rows if row.verdict != "not applicable"]
    counts = dict(text(button).rsplit(" ", 1) for button in page.all(".filters/button"))
    assert int(counts["All"]) == len(applicable)
    for verdict in ("met", "not met", "undecided"):
        assert int(counts[verdict]) == sum(row.verdict == verdict for row in applicable)
    assert int(counts.get("overdue", 0)) == sum(row.light == "red" for row in applicable)
    near = sum(any(measure.near for measure in row.measures) for row in applicable)
    assert int(counts.get("near the limit", 0)) == near


def test_gauges_count_the_state(page: Read) -> None:
    gauges = [re.sub(r"\s*/\s*", "/", text(gauge)) for gauge in page.all(".gauges/li")]
    rows = [row for row in page.state.rows if row.verdict != "not applicable"]
    due = [unit for unit in page.state.units if unit.due]
    vetoes = [veto for veto in page.state.vetoes if veto.verdict != "not applicable"]
    clear = sum(veto.verdict == "met" and veto.proven for veto in vetoes)
    assert gauges == [
        f"{sum(row.verdict == 'met' for row in rows)}/{len(rows)} met",
        f"{sum(row.counts for row in rows)}/{len(rows)} met with full proof",
        f"{clear}/{len(vetoes)} vetoes cleared with proof",
        f"{sum(unit.light != 'red' for unit in due)}/{len(due)} units with nothing overdue",
    ]


def test_measures_have_the_values_of_the_state(page: Read) -> None:
    shown = {
        sheet.get("id"): [
            [text(value) for value in inside(figures, "td")] for figures in inside(sheet, ".figures")
        ]
        for sheet in page.all(".sheet")
    }
    for row in page.state.rows:
        figures = shown[f"indicator-{row.no}"]
        known = [value for measure in row.measures for value in measure.values.values()]
        written = [value for years in figures for value in years if value not in ("—", "does not apply")]
        assert sorted(written) == sorted(known), row.no


def test_the_returns_of_each_unit_are_counted_by_round(example: Path) -> None:
    """In the example three documents were returned once."""
    page = page_of(check(example))
    shown = [[row.get("data-unit"), *cells(row)[2:]] for row in page.all("section[@id='returns']//tbody/tr")]
    assert shown == [[unit, "1", "1", "0", "0"] for unit in ("longtang", "tianzhuang", "nanjin")]


def test_the_ranking_is_that_of_the_state(page: Read) -> None:
    shown = {
        row.get("data-unit"): [*cells(row)[:1], *cells(row)[2:7], *cells(row)[8:]]
        for row in page.all("section[@id='ranking']//tbody/tr")
    }
    assert shown == {
        unit.id: [
            "—" if unit.rank is None else str(unit.rank),
            *map(str, (unit.due, unit.on_time, unit.late_done, unit.overdue, unit.returned)),
            str(unit.longest),
            unit.light,
        ]
        for unit in page.state.units
    }


def test_the_heat_map_adds_up_to_what_is_required(page: Read, results: dict[str, CheckResult]) -> None:
    sums = [0, 0]
    for cell in page.all(".heat//td"):
        if shown := re.match(r"(\d+)/(\d+)", text(cell)):
            sums = [sums[0] + int(shown[1]), sums[1] + int(shown[2])]
    result = next(result for result in results.values() if result.root / "reports" == page.folder)
    required = [item for item in result.assessment.items if item.is_required]
    lacking = sum(len(item.lacking) + len(item.waived) for item in required)
    owed = sum(len(item.slots) for item in required)
    assert sums == [owed - lacking, owed]


def test_what_is_not_green_says_so_in_words(page: Read) -> None:
    for cell in page.all(".heat//td[@class]"):
        assert cell.get("class") == "green" or text(cell).endswith(cell.get("class"))


def test_all_findings_are_there(page: Read) -> None:
    shown = [
        ((row[4].text or "").strip(), row.get("data-severity"), row.get("data-unit"))
        for row in page.all("section[@id='findings']//tbody/tr")
    ]
    assert shown == [(finding.code, finding.severity, finding.unit) for finding in page.state.findings]


def _items(page: Read) -> Iterator[tuple[str, str, str, str, str, str]]:
    """Number, unit, year, due, received and light of every year of every item."""
    for sheet in page.all("article[starts-with(@id, 'unit-')]"):
        for row in inside(sheet, ".doc"):
            no, _, years, due, received, *_ = cells(row)
            [lamp] = inside(row, ".lamp")
            listed = re.findall(r"(\d{4})(?:–(\d{4}))?(?![\d-])", re.sub(r"\(.*?\)", "", years))
            span = [y for first, last in listed for y in range(int(first), int(last or first) + 1)]
            for year in map(str, span) if span else ("",):
                yield no, sheet.get("id").removeprefix("unit-"), year, due, received, text(lamp)


def test_units_show_every_year_of_all_that_they_owe(page: Read) -> None:
    waived = {tuple(item[:3]) for item in page.state.items if item.state == "waived"}
    expected = Counter(
        (item.no, item.unit, item.year, item.due, item.received, item.light)
        for item in page.state.items
        if tuple(item[:3]) not in waived
    )
    assert Counter(_items(page)) == expected


def test_the_ledger_and_the_projects_are_there(page: Read) -> None:
    ledger = [cells(row)[0] for row in page.all("section[@id='rectification']//tbody/tr")]
    assert ledger == [entry.no for entry in page.state.rectification]
    projects = [(cells(row)[0], cells(row)[4]) for row in page.all("section[@id='projects']//tbody/tr")]
    assert projects == [(each.no, f"{each.done}/{each.stages}") for each in page.state.projects]


def test_every_address_is_there_once_and_every_link_leads_somewhere(page: Read) -> None:
    addresses = Counter(node.get("id") for node in page.tree.iter() if node.get("id"))
    assert not [address for address, times in addresses.items() if times > 1]
    for link in page.all("a[@href]"):
        href = link.get("href")
        if href.startswith("#"):
            assert href[1:] in addresses, href
        else:
            assert exists(page.folder, href), href


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_it_says_everything_without_a_style_of_its_own_on_an_element(
    results: dict[str, CheckResult], lang: str
) -> None:
    page = page_of(results["example"], Speaker(Language(lang)))
    assert page.tree.get("lang") == {"zh": "zh-CN", "en": "en"}[lang]
    assert not page.all("*[@style]")
    assert not [name for node in page.tree.iter() for name in node.attrib if name.startswith("on")]
    policy = page.all("meta[@http-equiv]")[0].get("content")
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    for tag in ("style", "script"):
        [element] = page.all(tag)
        digest = base64.b64encode(sha256(element.text.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert len(page.content) < 1_000_000


def test_the_script_is_short_and_old_enough() -> None:
    script = SCRIPT.read_text(encoding="utf-8")
    assert len(script.encode()) <= 60_000
    assert not [pattern for pattern in NEWER_THAN_2018 if re.search(pattern, script)]
    assert not re.findall(
        r"innerHTML|outerHTML|insertAdjacent|document\.write|\beval\b|fetch|XMLHttp", script
    )


def test_text_of_the_data_never_becomes_markup(results: dict[str, CheckResult]) -> None:
    result = results["example"]
    report = build(result, EN)
    board = build_board(result, report, EN, result.root / "reports")
    tame, wild = (html.document_fromstring(render(each).decode()) for each in (board, hostile(board)))
    assert Counter(node.tag for node in wild.iter()) == Counter(node.tag for node in tame.iter())
    attributes = [
        Counter((node.tag, name) for node in tree.iter() for name in node.attrib) for tree in (wild, tame)
    ]
    assert attributes[0] == attributes[1]


def test_a_list_with_points_says_what_is_missing(small_workspace: Path) -> None:
    result = check(small_workspace)
    workspace, today = result.assessment.workspace, result.today
    bid = workspace.bids[0]
    standard = workspace.text_of(workspace.standard_of(bid))
    rows = [
        Row.model_validate(
            {"no": no, "name": no, "points": 60, "targets": {"cover-rate": {"at_least": least}}}
        )
        for no, least in (("G.1", 1), ("G.2", 99))
    ]
    rule = PassRule(points=Decimal(85), of=Decimal(120))
    listed = standard.model_copy(update={"pass_rule": rule, "rows": (*standard.rows, *rows)})
    given = replace(workspace, standards={**workspace.standards, standard.id: listed})
    assessment = assess(given, bid, today, result.survey.files)
    page = page_of(replace(result, assessment=assessment))
    gauges = [text(gauge) for gauge in page.all(".gauges/li")][:2]
    assert gauges[0].startswith("60/120")
    assert "85 required" in gauges[0]
    assert "The fewest rows that would reach the required points: G.2 (60)." in text(
        page.all("section[@id='now']")[0]
    )
    points = [text(mark) for mark in page.all(".tile//.mk") if text(mark).startswith("Points")]
    assert points == ["Points 60/60", "Points 0/60"]


def test_links_lead_from_the_folder_of_the_board(county: Path, tmp_path: Path) -> None:
    own = Path(shutil.copytree(county, tmp_path / "一个 县#1%20"))
    page = page_of(check(own), folder=tmp_path / "看板 九月" / "第 1 版")
    files = [link.get("href") for link in page.all("a[contains(@href, 'evidence')]")]
    assert files
    for href in files:
        assert href.startswith("../../%E4" if "%E4" in href else "../../一个%20县%231%2520/evidence/")
        assert exists(page.folder, href), href


def test_an_address_survives_whatever_a_name_has() -> None:
    names = (
        "a b#c?d%e&f.pdf",
        "报告：<终稿>.pdf",
        "x\u202egpj.exe",
        "\udcc4\udce3.pdf",
        "é😀\uffff.pdf",
        "a:b\\c",
    )
    for name in names:
        address = spelt(name)
        assert not re.search(r"[\s#?<>\"\\:\x00-\x1f\u202a-\u202e\ufffe\uffff\ud800-\udfff]", address)
        assert unquote(address, errors="surrogateescape") == name


def test_an_address_is_given_once() -> None:
    addresses = Addresses()
    assert [addresses.new("indicator", no) for no in ("7", "3/1", "3 1", "7", "7")] == [
        "indicator-7",
        "indicator-3_1",
        "indicator-3_1.2",
        "indicator-7.2",
        "indicator-7.3",
    ]


def test_evidence_beside_the_folder_of_reports(tmp_path: Path) -> None:
    assert way_to(tmp_path / "evidence", tmp_path / "reports") == "../evidence/"
    assert way_to(tmp_path / "evidence", tmp_path) == "evidence/"


def test_a_workspace_may_have_its_own_style(county: Path) -> None:
    own = county / "templates" / "board.css"
    own.parent.mkdir(exist_ok=True)
    own.write_text("body { color: #123 } /* 本县 */", encoding="utf-8")
    page = page_of(check(county))
    assert page.all("style")[0].text == "body { color: #123 } /* 本县 */"
    digest = base64.b64encode(sha256(own.read_bytes()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in page.all("meta[@http-equiv]")[0].get("content")


@pytest.mark.parametrize(
    "content",
    [
        b"a{}</STYLE><script>alert(1)</script>",
        b"\xff\xfe",
        b"<<<<<<< a\n=======\n>>>>>>> b\n",
        b"x" * (2 << 20),
    ],
)
def test_a_style_that_could_be_more_is_refused(county: Path, content: bytes) -> None:
    own = county / "templates" / "board.css"
    own.parent.mkdir(exist_ok=True)
    own.write_bytes(content)
    with pytest.raises(EcodemoError, match=r"board\.css"):
        page_of(check(county))


def test_snapshots_become_curves(own_example: Path, tmp_path: Path) -> None:
    days = ("2021-06-30", "2021-08-31")
    for day in days:
        assert invoke("-C", own_example, "--today", day, "snapshot").exit_code == 0
    out = tmp_path / "out"
    ran = invoke("-C", own_example, "--lang", "en", "report", "--kind", "board", "-f", "html", "--out", out)
    assert ran.exit_code == 0, ran.stderr
    [file] = out.iterdir()
    history = html.document_fromstring(file.read_text(encoding="utf-8")).get_element_by_id("history")
    shown = [cells(row) for row in inside(history, "tbody/tr")]
    assert [row[0] for row in shown] == [*days, "2021-09-20"]
    for day, row in zip(days, shown, strict=False):
        stored = (own_example / "history" / f"{day}.json").read_bytes()
        assert list(map(int, row[1:])) == _numbers(State.model_validate_json(stored))
    assert len(inside(history, "polyline")) == 5


def _numbers(state: State) -> list[int]:
    rows = [row for row in state.rows if row.verdict != "not applicable"]
    met = sum(row.verdict == "met" for row in rows)
    overdue = sum(unit.overdue for unit in state.units)
    return [len(rows), met, sum(row.counts for row in rows), overdue, state.gate.errors]


def test_without_snapshots_the_curves_say_why(page: Read) -> None:
    assert "no snapshot of an earlier day" in text(page.all("section[@id='history']")[0])


def test_the_same_state_is_the_same_bytes(results: dict[str, CheckResult]) -> None:
    assert page_of(results["faulty"], ZH).content == page_of(results["faulty"], ZH).content


def test_the_command_writes_it(county: Path, tmp_path: Path) -> None:
    ran = invoke("-C", county, "report", "--kind", "board", "-f", "html", "--out", tmp_path / "out")
    assert ran.exit_code == 0, ran.stderr
    [file] = (tmp_path / "out").iterdir()
    assert re.fullmatch(r"board-[\w-]+-\d{4}-\d{2}-\d{2}\.html", file.name)
    refused = invoke("-C", county, "report", "--kind", "board", "-f", "xlsx")
    assert refused.exit_code == 2
