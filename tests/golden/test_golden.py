"""What the commands print and write for a small county, word for word. `pytest --update-golden` writes it anew."""

from __future__ import annotations

import difflib
import io
import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from cli.running import invoke
from ecodemo import __version__

FILES = Path(__file__).parent / "files"
TODAY = ("--today", "2021-09-20")


@pytest.fixture
def matches(request: pytest.FixtureRequest) -> Matcher:
    return Matcher(update=bool(request.config.getoption("--update-golden")))


class Matcher:
    """Compares a text with the golden file of that name."""

    def __init__(self, *, update: bool) -> None:
        self.update = update

    def __call__(self, name: str, text: str) -> None:
        text = re.sub(r"ecodemo \d+\.\d+[\w.]*", "ecodemo VERSION", text)
        text = re.sub(r'(?<="tool": ")\d[^"]*', "VERSION", text)
        file = FILES / name
        if self.update:
            file.parent.mkdir(exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="")
        golden = file.read_bytes().decode() if file.exists() else ""
        difference = difflib.unified_diff(golden.splitlines(), text.splitlines(), name, "now", lineterm="")
        assert text == golden, "\n".join(difference)


def dumped(content: bytes) -> str:
    """A workbook as text: every cell with its style, and how each sheet is laid out."""
    lines = []
    workbook: Any = openpyxl.load_workbook(io.BytesIO(content))
    for sheet in workbook:
        lines.append(
            f"== {sheet.title}  {sheet.dimensions}  freeze {sheet.freeze_panes}  filter {sheet.auto_filter.ref}"
        )
        page = sheet.page_setup
        lines.append(f"   paper {page.paperSize} {page.orientation}  head {sheet.print_title_rows}")
        lines.append(f"   pages {page.fitToWidth} x {page.fitToHeight}  left {sheet.print_title_cols}")
        lines += [f"   merged {area}" for area in sorted(map(str, sheet.merged_cells.ranges))]
        lines += [
            f"   coloured {area.sqref} {rule.formula[0]} {rule.dxf.fill.bgColor.rgb}"
            for area in sheet.conditional_formatting
            for rule in area.rules
        ]
        lines += [f"   chart {type(chart).__name__} {_series(chart)}" for chart in sheet._charts]
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    value = Decimal(str(cell.value)) if isinstance(cell.value, float) else cell.value
                    lines.append(
                        f"{cell.coordinate} [{cell.style}] {cell.number_format} {value!r}{_link(cell)}"
                    )
    return "\n".join(lines) + "\n"


def _series(chart: Any) -> str:
    return " ".join(f"{series.tx.strRef.f} {series.val.numRef.f}" for series in chart.series)


def _link(cell: Any) -> str:
    """Where a cell leads, a file without the way from the folder of the report."""
    link = cell.hyperlink
    if link is None:
        return ""
    return f" -> {link.location or re.sub('.*/evidence/', 'evidence/', link.target)}"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_check_as_text(faulty: Path, matches: Matcher, lang: str) -> None:
    ran = invoke("-C", faulty, *TODAY, "--lang", lang, "check", env={"COLUMNS": "100"})
    assert ran.exit_code == 1
    matches(f"check.{lang}.txt", ran.stdout + ran.stderr)


def test_check_as_json(faulty: Path, matches: Matcher) -> None:
    ran = invoke("-C", faulty, *TODAY, "check", "-q", "-f", "json")
    assert (ran.exit_code, ran.stderr) == (1, "")
    matches("check.json", ran.stdout)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_check_as_state_has_no_language(faulty: Path, matches: Matcher, lang: str) -> None:
    ran = invoke("-C", faulty, *TODAY, "--lang", lang, "check", "-q", "-f", "state")
    assert (ran.exit_code, ran.stderr) == (1, "")
    matches("check.state.json", ran.stdout)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("format_", "suffix"),
    [("markdown", "md"), ("github", "github"), ("gitlab", "gitlab.json"), ("junit", "xml"), ("csv", "csv")],
    ids=lambda value: value,
)
def test_check_for_spreadsheets_and_servers(
    faulty: Path, tmp_path: Path, matches: Matcher, lang: str, format_: str, suffix: str
) -> None:
    file = tmp_path / "check"
    ran = invoke("-C", faulty, *TODAY, "--lang", lang, "check", "-q", "-f", format_, "-o", file)
    assert (ran.exit_code, ran.stdout, ran.stderr) == (1, "", "")
    text = file.read_bytes().decode().replace(f'value="{__version__}"', 'value="VERSION"')
    matches(f"check.{lang}.{suffix}", text)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_check_as_sarif(faulty: Path, matches: Matcher, lang: str) -> None:
    """Without the pages of the rules, which change more often than the format."""
    ran = invoke("-C", faulty, *TODAY, "--lang", lang, "check", "-q", "-f", "sarif")
    assert (ran.exit_code, ran.stderr) == (1, "")
    log = json.loads(ran.stdout)
    driver = log["runs"][0]["tool"]["driver"]
    driver |= {"version": "VERSION", "semanticVersion": "VERSION"}
    driver["rules"] = [
        f"{rule['id']} {rule['name']} {rule['shortDescription']['text']}" for rule in driver["rules"]
    ]
    matches(f"check.{lang}.sarif", json.dumps(log, ensure_ascii=False, indent=2) + "\n")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_status(faulty: Path, matches: Matcher, lang: str) -> None:
    ran = invoke("-C", faulty, *TODAY, "--lang", lang, "status", env={"COLUMNS": "100"})
    assert (ran.exit_code, ran.stderr) == (0, "")
    matches(f"status.{lang}.txt", ran.stdout)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_where_a_figure_comes_from(faulty: Path, matches: Matcher, lang: str) -> None:
    ran = invoke(
        "-C", faulty, *TODAY, "--lang", lang, "status", "--indicator", "farm-waste", env={"COLUMNS": "100"}
    )
    assert (ran.exit_code, ran.stderr) == (0, "")
    matches(f"origin.{lang}.txt", ran.stdout)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_reports(faulty: Path, tmp_path: Path, matches: Matcher, lang: str) -> None:
    asked = ("report", "--kind", "phase,status", "--out", tmp_path)
    assert invoke("-C", faulty, *TODAY, "--lang", lang, *asked).exit_code == 0
    matches(f"phase.{lang}.md", next(tmp_path.glob("phase-*.md")).read_bytes().decode())
    matches(f"annexes.{lang}.txt", dumped(next(tmp_path.glob("phase-*.xlsx")).read_bytes()))
    matches(f"status.{lang}.md", next(tmp_path.glob("status-*.md")).read_bytes().decode())
    matches(f"workbook.{lang}.txt", dumped(next(tmp_path.glob("status-*.xlsx")).read_bytes()))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_four_properties(faulty: Path, tmp_path: Path, matches: Matcher, lang: str) -> None:
    ran = invoke(
        "-C", faulty, *TODAY, "--lang", lang, "report", "--kind", "four-properties", "--out", tmp_path
    )
    assert ran.exit_code == 0
    matches(f"four-properties.{lang}.md", next(tmp_path.glob("four-*.md")).read_bytes().decode())
    matches(f"four-properties.{lang}.txt", dumped(next(tmp_path.glob("four-*.xlsx")).read_bytes()))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_weekly_report(faulty: Path, tmp_path: Path, matches: Matcher, lang: str) -> None:
    ran = invoke(
        "-C",
        faulty,
        *TODAY,
        "--lang",
        lang,
        "report",
        "--kind",
        "weekly",
        "--format",
        "md",
        "--out",
        tmp_path,
    )
    assert ran.exit_code == 0, ran.stderr
    [written] = tmp_path.glob("weekly-*.md")
    matches(f"weekly.{lang}.md", written.read_text(encoding="utf-8"))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_pages_of_indicators(faulty: Path, tmp_path: Path, matches: Matcher, lang: str) -> None:
    kinds = ("indicator", "explanation")
    report = ("report", "--kind", ",".join(kinds), "-f", "md", "--out", tmp_path)
    assert invoke("-C", faulty, *TODAY, "--lang", lang, *report).exit_code == 0
    for kind in kinds:
        matches(f"{kind}.{lang}.md", next(tmp_path.glob(f"{kind}-*.md")).read_bytes().decode())


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_catalogue(faulty: Path, tmp_path: Path, matches: Matcher, lang: str) -> None:
    ran = invoke("-C", faulty, *TODAY, "--lang", lang, "evidence", "catalogue", "--out", tmp_path)
    assert ran.exit_code == 0
    matches(f"catalogue.{lang}.md", next(tmp_path.glob("catalogue-*.md")).read_bytes().decode())
    matches(f"catalogue.{lang}.txt", dumped(next(tmp_path.glob("catalogue-*.xlsx")).read_bytes()))


def test_complaints(faulty: Path, tmp_path: Path, matches: Matcher) -> None:
    data = tmp_path / "county" / "data"
    for file in (faulty / "data").rglob("*.yaml"):
        kept = data / file.relative_to(faulty / "data")
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(file.read_bytes())
    groups = data / "groups.yaml"
    groups.write_text(groups.read_text(encoding="utf-8").replace("lead:", "laed:", 1), encoding="utf-8")
    (data / "townships.yaml").write_text("townships：[]\n- x\n", encoding="utf-8")
    (data / "waivers.yaml").write_bytes("waivers: 豁免".encode("gbk"))
    texts = [invoke("-C", data.parent, *TODAY, "--lang", lang, "check").stdout for lang in ("zh", "en")]
    matches("complaints.txt", "\n".join(texts))
