"""The page of many counties in a browser, as the board: no request, all by keyboard, on paper, and without scripts."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, repeat
from pathlib import Path
from typing import Any

import pytest

from browser.test_board_page import AXE, FOCUSABLE, until
from chromium import CHROMIUM, Page
from cli.running import invoke
from hostile import LONG, TEXTS
from once import made_once
from walk.made_results import MadeCounty, made_counties, write_result
from walk.small_state import small_state

pytest.importorskip("duckdb", reason="duckdb comes with the province extra")
pytestmark = [pytest.mark.long, pytest.mark.skipif(CHROMIUM is None, reason="not installed: chromium")]

PROVINCES = ("whole", "closed", "lost", "single")
"""122 counties in 14 cities; none with an open gate; none that could be judged; one county."""


def hostile_counties() -> Iterator[MadeCounty]:
    texts = chain([LONG], chain.from_iterable(repeat(TEXTS)))
    for county, text in zip(made_counties(small_state(), 18, 3, unusable=2), texts, strict=False):
        yield replace(county, name=text, city=text, why=text)


def closed_counties() -> Iterator[MadeCounty]:
    for county in made_counties(small_state(), 9, 2):
        assert county.state
        gate = county.state.gate.model_copy(update={"state": "closed"})
        yield replace(county, state=county.state.model_copy(update={"gate": gate, "verdict": "not met"}))


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page in each language for each province, below a path with blanks, boards beside the results."""

    def make(folder: Path) -> None:
        counties = {
            "whole": made_counties(small_state(), 122, unusable=3),
            "closed": closed_counties(),
            "lost": made_counties(small_state(), 4, unusable=4),
            "single": made_counties(small_state(), 1),
            "hostile": hostile_counties(),
        }
        for name, made in counties.items():
            result = write_result(folder / "全省 九月#1" / name, made, boards=name == "whole")
            for lang in ("zh", "en"):
                out = result / "报 告" / lang
                ran = invoke("--lang", lang, "province", "report", result, "-f", "html", "--out", out)
                assert ran.exit_code == 0, ran.stderr
                [file] = out.iterdir()
                file.rename(out / "province.html")

    return made_once(tmp_path_factory, "provinces", make) / "全省 九月#1"


def address(pages: Path, name: str = "whole", lang: str = "zh") -> str:
    return (pages / name / "报 告" / lang / "province.html").as_uri()


@pytest.mark.parametrize("name", [*PROVINCES, "hostile"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_leaves_it_and_it_fits_the_screen(page: Page, pages: Path, name: str, lang: str) -> None:
    page.open(address(pages, name, lang))
    assert page.requests == [address(pages, name, lang)]
    assert page.complaints == []
    assert page.run("typeof hacked") == "undefined"
    assert page.run("document.documentElement.scrollWidth <= innerWidth")
    page.size(390, 800)
    assert page.run("document.documentElement.scrollWidth <= innerWidth")


def test_a_tile_leads_to_the_board_of_its_county(page: Page, pages: Path) -> None:
    page.open(address(pages))
    page.run("document.querySelector('.tile.met').focus()")
    page.key("Enter")
    page.wait_for("Page.frameNavigated")
    until(page, "location.pathname.endsWith('.html') && location.pathname.includes('/boards/')")


def test_a_tile_without_a_board_leads_to_the_reason(page: Page, pages: Path) -> None:
    page.open(address(pages))
    page.run("document.querySelector('.tile.unjudged').click()")
    until(page, "document.activeElement.id === 'county-430121'")
    assert page.run("document.activeElement.closest('section').id") == "unjudged"


def test_filters_leave_what_they_count(page: Page, pages: Path) -> None:
    page.open(address(pages))
    wrong = page.run(
        """[...document.querySelectorAll('button[data-key]')].filter((button) => {
          button.click();
          const left = [...document.querySelectorAll('.tiles li')].filter((tile) => tile.checkVisibility());
          return left.length !== Number(button.textContent.trim().split(' ').pop());
        }).map((button) => button.textContent)"""
    )
    assert page.run("document.querySelectorAll('button[data-key]').length") > 3
    assert wrong == []


def test_search_finds_a_county(page: Page, pages: Path) -> None:
    page.open(address(pages))
    page.run("document.getElementById('search').focus()")
    page.type("丙5县")
    until(page, "document.querySelectorAll('#results a').length > 0")
    assert "丙5县" in page.run("document.getElementById('results').textContent")


def test_the_keyboard_reaches_everything(page: Page, pages: Path) -> None:
    page.open(address(pages, "closed"))
    page.run(
        f'window.reached = new Set(); window.wanted = [...document.querySelectorAll("{FOCUSABLE}")]'
        ".filter((node) => node.checkVisibility({visibilityProperty: true}));"
        "addEventListener('focusin', (event) => reached.add(event.target))"
    )
    count: int = page.run("wanted.length")
    assert count > 15
    for _ in range(count + 2):
        page.key("Tab")
    assert page.run("wanted.filter((node) => !reached.has(node)).map((node) => node.outerHTML)") == []


@pytest.mark.skipif(
    not AXE.exists(), reason="not installed: axe-core (npm install --prefix build/browser axe-core@4)"
)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PROVINCES)
def test_axe_has_nothing_to_say(page: Page, pages: Path, scheme: str, name: str) -> None:
    page.emulate(prefers_color_scheme=scheme)
    page.open(address(pages, name))
    page.run(AXE.read_text(encoding="utf-8") + "; 0")
    found: list[Any] = page.run(
        "axe.run().then((r) => r.violations.map((v) => [v.id, v.nodes.slice(0, 3).map((n) => n.html)]))"
    )
    assert found == []


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="not installed: pdftotext")
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_it_prints_on_a4_without_cut_columns(page: Page, pages: Path, lang: str, tmp_path: Path) -> None:
    page.open(address(pages, "whole", lang))
    pdf = page.pdf(tmp_path / "province.pdf")
    boxes = subprocess.run(
        ["pdftotext", "-bbox", str(pdf), "-"], capture_output=True, encoding="utf-8", check=True
    ).stdout
    sizes = {
        (round(float(w)), round(float(h)))
        for w, h in re.findall(r'<page width="(.*?)" height="(.*?)"', boxes)
    }
    assert sizes == {(595, 842)}
    words = re.findall(r'<word xMin="(.*?)" yMin=".*?" xMax="(.*?)" yMax=".*?">(.*?)</word>', boxes)
    assert words
    assert [word for left, right, word in words if float(left) < 25 or float(right) > 570] == []


def test_without_scripts_everything_is_open(page: Page, pages: Path) -> None:
    page.without_scripts()
    page.open(address(pages))
    hidden = page.run(
        "[...document.querySelectorAll('main *')].filter((node) => !node.checkVisibility()"
        " && !node.closest('.needs-js, svg')).map((node) => node.outerHTML.slice(0, 80))"
    )
    assert hidden == []
    assert page.run("[...document.querySelectorAll('.needs-js')].every((node) => !node.checkVisibility())")
    assert page.complaints == []
