"""The results of many counties put together: the same numbers as counted by hand, in every format."""

from __future__ import annotations

import io
import json
import re
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from html.parser import HTMLParser
from itertools import islice
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import example as given_example
from hypothesis import given, settings
from hypothesis import strategies as st

from cli.running import Result, invoke
from ecodemo.language import Language, Speaker
from ecodemo.province.open_results import open_results
from ecodemo.province.summary.count_counties import count_counties
from ecodemo.province.summary.summary_formats import SUMMARY_FORMATS, summary_content
from ecodemo.province.summary.summary_view import Summary
from ecodemo.province.summary.summary_words import SummaryContents, contents_of
from golden.test_golden import Matcher
from hostile import TEXTS
from walk.made_results import MadeCounty, made_counties, write_result
from walk.small_state import small_state

pytest.importorskip("duckdb", reason="duckdb comes with the province extra")

Table = list[list[str]]


def contents(folders: Iterable[Path], language: Language = Language.EN) -> tuple[Summary, SummaryContents]:
    folders = list(folders)
    with open_results(folders) as results:
        summary = count_counties(results, folders[0])
    return summary, contents_of(summary, Speaker(language), "ecodemo 0.2.0")


def tables_of_markdown(content: bytes) -> dict[str, Table]:
    found: dict[str, Table] = {}
    for line in content.decode().splitlines():
        if line.startswith("## "):
            found[title := line.removeprefix("## ")] = []
        elif line.startswith("|") and not line.startswith("|---"):
            cells = re.split(r"(?<!\\)\|", line)[1:-1]
            found[title].append([re.sub(r"\\(.)", r"\1", cell.strip()) for cell in cells])
    return {title: lines[1:] for title, lines in found.items()}


def tables_of_workbook(content: bytes) -> dict[str, Table]:
    workbook: Any = openpyxl.load_workbook(io.BytesIO(content))
    found = {}
    for sheet in islice(workbook, 1, None):
        last = int(re.search(r"\d+$", sheet.auto_filter.ref)[0])  # type: ignore[index]
        rows = sheet.iter_rows(min_row=3, max_row=last, values_only=True)
        found[sheet.title] = [["" if cell is None else str(cell) for cell in row] for row in rows]
    return found


class _Page(HTMLParser):
    """The tables of the page, and what elements it has."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: dict[str, Table] = {}
        self.elements: Counter[str] = Counter()
        self._title, self._in_heading, self._in_cell = "", False, False

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002
        self.elements[tag] += 1
        if tag == "h2":
            self._in_heading, self._title = True, ""
        elif tag == "tr":
            self._in_cell = False
            self.tables.setdefault(self._title, []).append([])
        elif tag == "td":
            self._in_cell = True
            self.tables[self._title][-1].append("")
        elif tag in ("section", "th", "table"):
            self._in_cell = False

    def handle_endtag(self, tag: str) -> None:
        self._in_heading &= tag != "h2"
        self._in_cell &= tag != "table"

    def handle_data(self, data: str) -> None:
        if self._in_heading:
            self._title += data
        elif self._in_cell:
            self.tables[self._title][-1][-1] = " ".join((self.tables[self._title][-1][-1] + data).split())


def page_of(content: bytes) -> _Page:
    page = _Page()
    page.feed(content.decode())
    return page


def recounted(folder: Path) -> Mapping[str, Any]:
    """The same numbers from states/*.json, in plain Python."""
    states = [json.loads(path.read_bytes()) for path in sorted((folder / "states").iterdir())]
    ranking: list[tuple[Any, ...]] = []
    per_row: dict[str, Counter[str]] = {}
    codes: dict[tuple[str, str], list[int]] = {}
    near: list[tuple[str, str]] = []
    for state in states:
        rows = [row for row in state["rows"] if row["verdict"] != "not applicable"]
        counted = sum(row["counts"] for row in rows)
        there = sum(row["proof"]["there"] for row in rows)
        owed = sum(row["proof"]["owed"] - row["proof"]["waived"] for row in rows)
        pending = [veto for veto in state["vetoes"] if veto["verdict"] not in ("met", "not applicable")]
        key = (
            state["gate"]["state"] != "open",
            -Fraction(counted, len(rows)),
            -(Fraction(there, owed) if owed else Fraction(1)),
        )
        obstacles = [row["no"] for row in rows if not row["counts"]] + [veto["id"] for veto in pending]
        ranking.append((key, state["county"], counted, there, owed, len(obstacles)))
        if len(obstacles) == 1 and state["verdict"] != "met":
            near.append((state["county"], obstacles[0]))
        for row in rows:
            of_row = per_row.setdefault(row["no"], Counter())
            of_row["applicable"] += 1
            of_row[row["verdict"]] += 1
            of_row["counted"] += row["counts"]
            of_row["returned"] += row["returned"]
            of_row["unproven"] += row["proof"]["there"] < row["proof"]["owed"] - row["proof"]["waived"]
        for rule, severity, count in state["findings"]["by_code"]:
            codes.setdefault((rule, severity), []).append(count)
    ranking.sort()
    keys = [entry[0] for entry in ranking]
    return {
        "ranking": [(keys.index(entry[0]) + 1, *entry[1:]) for entry in ranking],
        "rows": per_row,
        "codes": {key: (len(counts), sum(counts)) for key, counts in codes.items()},
        "near": near,
        "units": [(state["county"], unit) for state in states for unit in state["units"]],
        "passing": sum(state["verdict"] == "met" for state in states),
        "open": sum(state["gate"]["state"] == "open" for state in states),
    }


def test_every_format_has_the_numbers_of_a_recount() -> None:
    recount(number=11, seed=5, unusable=1)


@pytest.mark.long
@settings(max_examples=40)
@given(number=st.integers(1, 25), seed=st.integers(0, 10**6), unusable=st.integers(0, 4))
@given_example(number=3, seed=0, unusable=3)
def test_every_format_has_them_of_any_counties(number: int, seed: int, unusable: int) -> None:
    recount(number, seed, unusable)


def recount(number: int, seed: int, unusable: int) -> None:
    """Write a result of made-up counties, count by hand, and compare with each format."""
    made = list(made_counties(small_state(), number, seed, unusable=min(unusable, number)))
    with tempfile.TemporaryDirectory() as temporary:
        folder = write_result(Path(temporary) / "result", made)
        again = recounted(folder)
        _, said = contents([folder])
        formats = {name: summary_content(said, name) for name in SUMMARY_FORMATS}
    names = {county.code: county for county in made}
    judged = [county for county in made if county.state]
    for tables in (
        tables_of_markdown(formats["md"]),
        tables_of_workbook(formats["xlsx"]),
        {title: list(filter(None, lines)) for title, lines in page_of(formats["html"]).tables.items()},
    ):
        assert [
            (int(line[0]), line[1], line[2], int(line[7]), line[8], int(line[11]))
            for line in tables.get("Ranking", [])
        ] == [
            (rank, names[code].name, names[code].city, counted, f"{there}/{owed}", obstacles)
            for rank, code, counted, there, owed, obstacles in again["ranking"]
        ]
        assert {
            line[0]: tuple(map(int, (line[2], line[3], line[5], line[6], line[7], line[8], line[9])))
            for line in tables.get("Weakest rows", [])
        } == {
            no: tuple(
                of_row[key]
                for key in ("applicable", "counted", "met", "not met", "undecided", "unproven", "returned")
            )
            for no, of_row in again["rows"].items()
        }
        assert {line[4]: (int(line[2]), int(line[3])) for line in tables.get("Commonest findings", [])} == {
            rule: numbers for (rule, _), numbers in again["codes"].items()
        }
        assert [line[0] for line in tables.get("Near to passing", [])] == [
            names[code].name for code, _ in again["near"]
        ]
        assert [(line[0], line[1]) for line in tables.get("Could not be judged", [])] == [
            (county.code, county.name) for county in made if not county.state
        ]
        due = Counter[str]()
        overdue = Counter[str]()
        for code, unit in again["units"]:
            due[names[code].city] += unit["due"]
            overdue[names[code].city] += unit["overdue"]
        everywhere = Counter(county.city for county in made)
        assert {line[0]: (line[1], int(line[4]), int(line[7])) for line in tables["Timeliness by city"]} == {
            city: (f"{sum(c.city == city for c in judged)}/{count}", due[city], overdue[city])
            for city, count in everywhere.items()
        }
    assert said.conclusion.startswith(f"{len(judged)} of {number} ")
    assert f" {again['passing']} would pass today" in said.conclusion
    assert [gauge.count for gauge in said.gauges] == [
        str(value) for value in (len(judged), again["passing"], again["open"], len(again["near"]))
    ]


def test_a_county_that_could_not_be_judged_is_said_wherever_counties_are(tmp_path: Path) -> None:
    folder = write_result(tmp_path / "result", made_counties(small_state(), 20, unusable=2))
    _, said = contents([folder])
    for name in SUMMARY_FORMATS:
        if name != "xlsx":
            assert "甲1县" in summary_content(said, name).decode()
    assert tables_of_workbook(summary_content(said, "xlsx"))["Could not be judged"][0][1] == "甲1县"
    assert [tile.kind for tile in said.map[0].tiles[:3]][:2] == ["unjudged", "unjudged"]
    assert said.map[0].share == "7 of 9 judged"


def hostile_counties() -> Iterator[MadeCounty]:
    counties = made_counties(small_state(), len(TEXTS), 3, unusable=1)
    for county, text in zip(counties, TEXTS, strict=True):
        yield replace(county, name=text, city=text, why=text)


def test_hostile_names_become_neither_formulas_nor_markup(tmp_path: Path) -> None:
    folder = write_result(tmp_path / "result", hostile_counties(), row_name=lambda no: TEXTS[int(no) % 10])
    plain = write_result(tmp_path / "plain", made_counties(small_state(), len(TEXTS), 3, unusable=1))
    _, said = contents([folder])
    _, harmless = contents([plain])
    workbook: Any = openpyxl.load_workbook(io.BytesIO(summary_content(said, "xlsx")))
    assert not [cell for sheet in workbook for row in sheet for cell in row if cell.data_type == "f"]
    elements = page_of(summary_content(said, "html")).elements
    usual = page_of(summary_content(harmless, "html")).elements
    for counted in (elements, usual):  # a city of its own for each county
        for name in ("h3", "ul", "small", "section", "tr", "td"):
            counted.pop(name)
    assert elements == usual
    markdown = summary_content(said, "md").decode()
    assert not re.search(r"(?<!\\)<(script|img|svg|style)", markdown)
    for content in (markdown, summary_content(said, "html").decode()):
        assert "\u202e" not in content
        assert "\uffff" not in content


def test_of_a_county_in_several_results_the_later_day_counts(tmp_path: Path) -> None:
    later = small_state().model_copy(update={"day": "2021-10-01"})
    first = write_result(tmp_path / "first", made_counties(small_state(), 12))
    second = write_result(tmp_path / "second", made_counties(later, 3, seed=9, unusable=1))
    summary, said = contents([first, second])
    assert (summary.counties, summary.judged, summary.replaced) == (12, 11, 3)
    assert [line.name for line in summary.unjudged] == ["甲1县"]
    assert [(run.day, run.counties) for run in summary.runs] == [("2021-09-20", 9), ("2021-10-01", 2)]
    assert "The counties were judged as of different days, from 2021-09-20 to 2021-10-01." in said.sentences
    assert "3 counties were in several results: the one of the latest day was used." in said.sentences
    assert contents([second, first])[0] == summary


def test_counties_of_different_lists_are_ranked_apart(tmp_path: Path) -> None:
    other = small_state().model_copy(update={"standard": "own-2021", "tool": "0.3.0"})
    folder = write_result(
        tmp_path / "result",
        [*made_counties(small_state(), 5), *made_counties(other, 3, province="44")],
    )
    summary, said = contents([folder])
    ranks = {line.standard: line.rank for line in reversed(summary.ranking)}
    assert ranks == {"national-2019": 1, "own-2021": 1}
    assert "They were judged by 2 lists of indicators; each list has a ranking of its own." in said.sentences
    assert "They were judged by different versions of the tool: 0.2.0, 0.3.0." in said.sentences
    assert "### own-2021" in summary_content(said, "md").decode()
    bodies = page_of(summary_content(said, "html")).elements["tbody"]
    filled = [table for table in said.tables if any(len(tuple(rows)) for _, rows in table.sections)]
    assert bodies == len(filled) + 3  # two lists, each below its name
    assert said.title == "Progress of bids by county"
    assert said.map[-1].name.startswith("Guangdong ")


def test_a_list_says_what_of_it_is_not_verified(tmp_path: Path) -> None:
    verified = small_state().model_copy(update={"standard": "own-2021", "unverified": ("bid", "leads")})
    counties = [*made_counties(small_state(), 5), *made_counties(verified, 3, province="44")]
    folder = write_result(tmp_path / "result", counties)
    lines = tables_of_markdown(summary_content(contents([folder])[1], "md"))["Lists of indicators"]
    assert [line[1:] for line in lines] == [["5", "not verified: pass rule"], ["3", "verified"]]


@pytest.mark.parametrize(
    ("examples", "note"),
    [(0, ""), (1, "Contains examples with made-up values"), (2, "Example: all values are made up")],
)
def test_examples_are_called_so(examples: int, note: str, tmp_path: Path) -> None:
    real, example = (
        [
            replace(county, state=county.state and county.state.model_copy(update={"example": is_example}))
            for county in made_counties(small_state(), 2)
        ]
        for is_example in (False, True)
    )
    folder = write_result(tmp_path / "result", [*example[:examples], *real[examples:]])
    _, said = contents([folder])
    assert said.example_note == note
    for name in ("md", "html"):
        assert note in summary_content(said, name).decode()


def test_a_folder_may_have_signs_that_stand_for_several_elsewhere(tmp_path: Path) -> None:
    folder = write_result(tmp_path / "a*b?[c]'d=e{f}", made_counties(small_state(), 2))
    assert report(folder).exit_code == 0


def test_boards_that_are_beside_the_result_are_linked(tmp_path: Path) -> None:
    folder = write_result(tmp_path / "a #b", made_counties(small_state(), 3, unusable=1), boards=True)
    (folder / "boards" / "430122.html").unlink()
    ran = invoke("province", "report", folder, "--out", tmp_path / "out", "-f", "html,xlsx")
    assert ran.exit_code == 0, ran.stderr
    page = (tmp_path / "out" / "province-2021-09-20.html").read_text(encoding="utf-8")
    assert page.count('href="../a%20%23b/boards/430123.html"') >= 2
    assert 'href="#county-430122"' in page
    assert "430122.html" not in page
    workbook: Any = openpyxl.load_workbook(tmp_path / "out" / "province-2021-09-20.xlsx")
    links = {cell.hyperlink.target for row in workbook.worksheets[1] for cell in row if cell.hyperlink}
    assert "./../a%20%23b/boards/430123.html" in links


def test_the_same_results_give_the_same_bytes(tmp_path: Path) -> None:
    folder = write_result(tmp_path / "result", made_counties(small_state(), 6, unusable=2))
    texts = [[summary_content(contents([folder])[1], name) for name in SUMMARY_FORMATS] for _ in "12"]
    assert texts[0] == texts[1]


def report(*folders: Path, **options: str) -> Result:
    asked = [word for key, value in options.items() for word in (f"--{key}", value)]
    return invoke("--lang", "en", "province", "report", *folders, *asked)


@pytest.fixture
def result(tmp_path: Path) -> Path:
    return write_result(tmp_path / "result", made_counties(small_state(), 4, unusable=1))


def test_the_paths_are_printed_and_the_conclusion_is_on_stderr(result: Path) -> None:
    ran = report(result)
    assert ran.exit_code == 0
    assert ran.stdout.splitlines() == [
        str(result / f"province-2021-09-20.{name}") for name in SUMMARY_FORMATS
    ]
    assert ran.stderr.startswith("3 of 4 counties judged; ")


def test_a_folder_that_is_no_result_is_refused_with_all_that_is_wrong(result: Path, tmp_path: Path) -> None:
    (result / "units.parquet").unlink()
    (result / "rows.parquet").write_bytes(b"PAR1 no")
    (tmp_path / "nothing").mkdir()
    ran = report(result, tmp_path / "nothing")
    assert (ran.exit_code, ran.stdout, ran.clean) == (2, "", True)
    for words in (
        f"{result / 'units.parquet'} is missing.",
        f"{result / 'rows.parquet'} is damaged.",
        "runs.parquet is missing.",
    ):
        assert words in ran.stderr


def test_a_result_that_is_not_there_or_was_interrupted_is_called_so(tmp_path: Path) -> None:
    missing, interrupted = tmp_path / "missing", tmp_path / "interrupted"
    (interrupted / "work").mkdir(parents=True)
    ran = invoke("--lang", "en", "province", "report", missing, interrupted)
    assert ran.exit_code == 2
    assert f"Cannot read {missing}: no such file or folder." in ran.stderr
    assert (
        f"was interrupted and has not written {interrupted / 'runs.parquet'}. Run it again with --resume."
        in ran.stderr
    )


def test_damage_inside_a_table_is_named(tmp_path: Path) -> None:
    folder = write_result(tmp_path / "result", made_counties(small_state(), 60))
    path = folder / "units.parquet"
    content = bytearray(path.read_bytes())
    content[20 : len(content) // 2] = bytes(len(content) // 2 - 20)
    path.write_bytes(content)
    ran = report(folder)
    assert (ran.exit_code, ran.clean) == (2, True)
    assert f"{path} is damaged." in ran.stderr
    assert not list(folder.glob("province-*"))


def test_columns_of_a_newer_version_are_named(result: Path) -> None:
    import duckdb

    path = result / "runs.parquet"
    table = duckdb.connect().read_parquet(str(path))
    content = table.project("*, 1 AS weight").fetchall()
    assert content
    table.project("*, 1 AS weight").write_parquet(str(result / "newer.parquet"))
    (result / "newer.parquet").replace(path)
    ran = report(result)
    assert ran.exit_code == 2
    assert f"{path} has columns that this version of ecodemo does not know: weight." in ran.stderr


def test_words_of_a_newer_version_are_named(result: Path) -> None:
    import duckdb

    path = result / "runs.parquet"
    changed = duckdb.connect().read_parquet(str(path)).project("* REPLACE ('ajar' AS gate)")
    changed.write_parquet(str(result / "newer.parquet"))
    (result / "newer.parquet").replace(path)
    ran = report(result)
    assert (ran.exit_code, ran.clean) == (2, True)
    assert "gate = ajar" in ran.stderr


def test_an_empty_result_ends_with_3(tmp_path: Path) -> None:
    ran = report(write_result(tmp_path / "result", ()))
    assert (ran.exit_code, ran.stderr) == (3, "The result has no counties.\n")


def test_the_same_counties_of_the_same_day_are_refused(result: Path, tmp_path: Path) -> None:
    other = write_result(tmp_path / "other", made_counties(small_state(), 2))
    ran = report(result, other)
    assert ran.exit_code == 2
    assert f"430121, 430122 (in {result}, {other})" in ran.stderr


def test_a_format_that_there_is_not_is_refused(result: Path) -> None:
    ran = report(result, format="md,docx")
    assert ran.exit_code == 2
    assert "docx" in ran.stderr


def test_without_duckdb_the_extra_is_named(result: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "duckdb", None)
    for command in (("report",), ("sample", "--seed", "1")):
        ran = invoke("--lang", "en", "province", command[0], result, *command[1:])
        assert (ran.exit_code, ran.clean) == (2, True)
        assert "pip install 'ecodemo[province]'" in ran.stderr


@pytest.mark.parametrize("language", list(Language))
def test_markdown_word_for_word(language: Language, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    folder = write_result(tmp_path / "result", made_counties(small_state(), 14, 5, unusable=2))
    text = summary_content(contents([folder], language)[1], "md").decode()
    Matcher(update=bool(request.config.getoption("--update-golden")))(f"province.{language}.md", text)
