"""The page of many counties in a browser, as the board: no request, all by keyboard, on paper, and without scripts."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, repeat
from pathlib import Path

import pytest

from browser.pages import (
    assert_axe_has_nothing_to_say,
    assert_everything_is_open,
    assert_it_fits_the_screen,
    assert_keyboard_reaches_everything,
    assert_no_word_is_cut_on_a4,
    needs_axe,
    until,
)
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
    assert_it_fits_the_screen(page)


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
    assert_keyboard_reaches_everything(page)


@needs_axe
@pytest.mark.parametrize("name", PROVINCES)
def test_axe_has_nothing_to_say(page: Page, pages: Path, name: str) -> None:
    page.open(address(pages, name))
    assert_axe_has_nothing_to_say(page)


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="not installed: pdftotext")
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_it_prints_on_a4_without_cut_columns(page: Page, pages: Path, lang: str, tmp_path: Path) -> None:
    page.open(address(pages, "whole", lang))
    assert_no_word_is_cut_on_a4(page.pdf(tmp_path / "province.pdf"))


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="not installed: pdftotext")
def test_the_heads_of_the_ranking_are_repeated_on_every_page(page: Page, pages: Path, tmp_path: Path) -> None:
    page.open(address(pages, "whole", "en"))
    pdf = page.pdf(tmp_path / "province.pdf")
    said = subprocess.run(["pdftotext", str(pdf), "-"], capture_output=True, encoding="utf-8", check=True)
    ranked = [
        text for text in said.stdout.split("\f") if text.count("gate open") + text.count("gate closed") > 20
    ]
    within = [text for text in ranked if "documents" not in text.lower()]
    assert len(within) > 1
    assert [text[:80] for text in within if "Overdue" not in text] == []


def test_without_scripts_everything_is_open(page: Page, pages: Path) -> None:
    page.without_scripts()
    page.open(address(pages))
    assert_everything_is_open(page)
