"""The board in a browser: nothing leaves it, the keyboard reaches all of it, and it prints and reads without scripts."""

from __future__ import annotations

import os
import shutil
import subprocess
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
from ecodemo.language import Language, Speaker
from ecodemo.report.board.board_page import render
from ecodemo.report.board.build_board import build_board
from ecodemo.report.contents.build import build
from hostile import hostile
from once import made_once
from support import check

pytestmark = [pytest.mark.long, pytest.mark.skipif(CHROMIUM is None, reason="not installed: chromium")]


@pytest.fixture(scope="module")
def boards(example: Path, faulty: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Boards of the example and of the small county beside copies of their evidence, below a path with blanks."""

    def make(folder: Path) -> None:
        for name, county in (("example", example), ("faulty", faulty)):
            own = folder / "看板 九月#1" / name
            shutil.copytree(county, own, copy_function=os.link)
            for lang in ("zh", "en"):
                ran = invoke(
                    *("-C", own, "--lang", lang, "report", "--kind", "board", "-f", "html"),
                    *("--out", own / "报 告" / lang),
                )
                assert ran.exit_code == 0, ran.stderr
                [file] = (own / "报 告" / lang).iterdir()
                file.rename(file.with_name("board.html"))

    return made_once(tmp_path_factory, "boards", make) / "看板 九月#1"


def address(boards: Path, county: str = "faulty", lang: str = "zh") -> str:
    return (boards / county / "报 告" / lang / "board.html").as_uri()


@pytest.mark.parametrize("county", ["example", "faulty"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_leaves_it_and_nothing_is_complained_of(
    page: Page, boards: Path, county: str, lang: str
) -> None:
    page.open(address(boards, county, lang))
    assert page.requests == [address(boards, county, lang)]
    assert page.complaints == []
    assert_it_fits_the_screen(page)


def test_hostile_texts_run_nothing_and_widen_nothing(page: Page, example: Path, tmp_path: Path) -> None:
    result, speaker = check(example), Speaker(Language.ZH)
    board = build_board(result, build(result, speaker), speaker, tmp_path)
    file = tmp_path / "board.html"
    file.write_bytes(render(hostile(board)))
    page.open(file.as_uri())
    page.run("document.getElementById('whole').click()")
    assert page.run("typeof hacked") == "undefined"
    assert page.requests == [file.as_uri()]
    assert page.complaints == []
    assert page.run("document.documentElement.scrollWidth <= innerWidth")


def test_a_script_that_is_not_ours_does_not_run(page: Page, boards: Path, tmp_path: Path) -> None:
    ours = (boards / "faulty" / "报 告" / "zh" / "board.html").read_text(encoding="utf-8")
    file = tmp_path / "board.html"
    file.write_text(
        ours.replace("</main>", "<script>hacked = 1</script><img src=x></main>"), encoding="utf-8"
    )
    page.open(file.as_uri())
    assert page.run("typeof hacked") == "undefined"
    assert page.requests == [file.as_uri()]
    assert page.complaints


def test_an_indicator_opens_by_its_address_and_leads_to_a_file(page: Page, boards: Path) -> None:
    page.open(address(boards, "example") + "#indicator-25")
    assert page.run("document.querySelectorAll('.sheet.open').length") == 1
    until(page, "document.activeElement.id === 'indicator-25-name'")
    assert not page.run("document.querySelector('.overview').checkVisibility()")
    assert "25" in page.run("document.title")
    link: str = page.run("document.querySelector('#indicator-25 .measure a[href*=evidence]').href")
    page.open(link.partition("#")[0])
    assert page.requests[0].partition("#")[0] == link.partition("#")[0]
    assert not [said for said in page.complaints if "not found" in said.lower()]


def test_from_the_tile_to_the_unit_and_back_by_keyboard(page: Page, boards: Path) -> None:
    page.open(address(boards, "example"))
    page.run("document.querySelector('.tile[href=\"#indicator-25\"]').focus()")
    page.key("Enter")
    until(page, "location.hash === '#indicator-25' && document.activeElement.id === 'indicator-25-name'")
    page.run("document.querySelector('#indicator-25 .proofs a[href^=\"#unit-\"]').focus()")
    page.key("Enter")
    until(page, "document.querySelector('.sheet.open').id.startsWith('unit-')")
    page.key("Escape")
    until(page, "location.hash === '#units' && !document.querySelector('.sheet.open')")


def test_filters_leave_what_they_count(page: Page, boards: Path) -> None:
    page.open(address(boards, "example"))
    wrong = page.run(
        """[...document.querySelectorAll('#indicators button[data-key]')].filter((button) => {
          button.click();
          const left = [...document.querySelectorAll('.tiles li')].filter((tile) => tile.checkVisibility());
          const applicable = left.filter((tile) => !tile.dataset.keys.includes('not-applicable'));
          return applicable.length !== Number(button.textContent.trim().split(' ').pop());
        }).map((button) => button.textContent)"""
    )
    assert wrong == []


def test_findings_are_filtered_by_severity_unit_and_text(page: Page, boards: Path) -> None:
    page.open(address(boards, "example", "en"))
    left = (
        "[...document.querySelectorAll('#findings tbody tr')].filter((row) => row.checkVisibility())"
        ".map((row) => [row.dataset.severity, row.dataset.unit, row.textContent])"
    )
    chosen = (
        "((id, value) => { const field = document.getElementById(id); field.value = value;"
        " field.dispatchEvent(new Event('input', {bubbles: true})); })"
    )
    whole = page.run(left)
    page.run(f"{chosen}('by-severity', 'error')")
    assert page.run(left) == [row for row in whole if row[0] == "error"]
    page.run(f"{chosen}('by-unit', 'nanjin')")
    assert page.run(left) == [row for row in whole if row[:2] == ["error", "nanjin"]]
    page.run(f"{chosen}('by-unit', '*')")
    page.run(f"{chosen}('by-severity', '')")
    page.run(f"{chosen}('by-text', '２５-1 RETURNED')")
    found = page.run(left)
    assert found
    assert all("25-1" in row[2] and "returned" in row[2].lower() for row in found)
    assert page.run("document.getElementById('finding-count').textContent") == f"{len(found)} of {len(whole)}"


def test_search_finds_indicators_units_and_documents(page: Page, boards: Path) -> None:
    page.open(address(boards, "example"))
    for words, href in (
        ("农业废弃物", "#indicator-25"),
        ("南金乡", "#unit-nanjin"),
        ("南金 巡河", "#unit-nanjin-04"),
    ):
        page.run(
            "(() => { const field = document.getElementById('search'); field.value = ''; field.focus(); })()"
        )
        page.type(words)
        until(
            page,
            f"[...document.querySelectorAll('#results a')].some((a) => a.getAttribute('href') === '{href}')",
        )
    page.key("Escape")
    assert page.run("document.getElementById('results').hidden")
    page.type("不会有的词")
    until(page, "document.getElementById('results').textContent === '未找到相符内容。'")


def test_the_ranking_is_sorted_both_ways(page: Page, boards: Path) -> None:
    page.open(address(boards, "example"))
    heads = "document.querySelector('.ranks').tHead.rows[0].cells"
    column = (
        "[...document.querySelector('.ranks').tBodies[0].rows].map((row) => Number(row.cells[8].textContent))"
    )
    page.run(f"{heads}[8].querySelector('button').click()")
    days = page.run(column)
    assert days == sorted(days)
    assert page.run(f"{heads}[8].getAttribute('aria-sort')") == "ascending"
    page.run(f"{heads}[8].querySelector('button').click()")
    assert page.run(column) == sorted(days, reverse=True)


@pytest.mark.parametrize("place", ["", "#indicator-25", "#unit-agriculture"])
def test_the_keyboard_reaches_everything(page: Page, boards: Path, place: str) -> None:
    page.open(address(boards) + place)
    assert_keyboard_reaches_everything(page)


@needs_axe
@pytest.mark.parametrize("place", ["", "#indicator-25", "#unit-nanjin"])
def test_axe_has_nothing_to_say(page: Page, boards: Path, place: str) -> None:
    page.open(address(boards, "example") + place)
    assert_axe_has_nothing_to_say(page)


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="not installed: pdftotext")
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("place", ["", "#indicator-25", "#unit-nanjin"])
def test_it_prints_on_a4_without_cut_columns(
    page: Page, boards: Path, lang: str, place: str, tmp_path: Path
) -> None:
    page.open(address(boards, "example", lang) + place)
    assert_no_word_is_cut_on_a4(page.pdf(tmp_path / "board.pdf"))


def test_a_sheet_prints_its_parts_and_closes_them_again(page: Page, boards: Path, tmp_path: Path) -> None:
    page.open(address(boards, "example") + "#indicator-25")
    closed = "document.querySelectorAll('.sheet.open details:not([open])').length"
    before = page.run(closed)
    assert before > 0
    pdf = page.pdf(tmp_path / "board.pdf")
    if shutil.which("pdftotext"):
        said = subprocess.run(["pdftotext", str(pdf), "-"], capture_output=True, encoding="utf-8", check=True)
        assert "18022" in said.stdout
    assert page.run(closed) == before


def test_without_scripts_everything_is_open(page: Page, boards: Path, tmp_path: Path) -> None:
    page.without_scripts()
    page.open(address(boards))
    assert_everything_is_open(page, but="option, a[id]")
