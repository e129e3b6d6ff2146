"""The documentation site: both languages built strictly, whole without a network, and readable from a folder."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from once import made_once

pytestmark = pytest.mark.long

pytest.importorskip("material", reason="mkdocs-material comes with the docs extra")

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
LANGUAGES = ("zh", "en")
LOADED = {
    "script": "src", "link": "href", "img": "src", "iframe": "src", "source": "src", "object": "data", "video": "src",
}  # fmt: skip
"""What a browser fetches by itself, and the attribute that says from where."""


class _Page(HTMLParser):
    """What a built page loads, links to, and can be linked at."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.links: list[str] = []
        self.anchors: set[str] = {""}
        self.text = path.read_text(encoding="utf-8")
        self.feed(self.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.anchors.add(given.get("id", ""))
        if tag in LOADED and LOADED[tag] in given:
            self.loads.append(given[LOADED[tag]])
        if tag == "a" and "href" in given:
            self.links.append(given["href"])


def _build(config: str, folder: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "-q", "-f", config, "-d", folder],
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr


def _build_both(folder: Path) -> None:
    _build("mkdocs.yml", folder)
    _build("mkdocs.en.yml", folder / "en")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_once(tmp_path_factory, "site", _build_both)


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[Path, _Page]:
    """All pages of both languages but 404.html, which only a web server shows, from its root."""
    return {path: _Page(path) for path in sorted(site.rglob("*.html")) if path.name != "404.html"}


def test_every_page_is_there_in_both_languages() -> None:
    chinese, english = ({p.relative_to(DOCS / one) for p in (DOCS / one).rglob("*.md")} for one in LANGUAGES)
    assert chinese == english
    assert len(chinese) > 10


def test_both_menus_have_the_same_pages_in_the_same_order() -> None:
    menus = []
    for config, language in (("mkdocs.yml", "zh"), ("mkdocs.en.yml", "en")):
        text = (ROOT / config).read_text(encoding="utf-8").partition("\nnav:\n")[2].partition("\ntheme:\n")[0]
        menus.append([page.removeprefix(f"{language}/") for page in re.findall(r"\S+\.md", text)])
    assert menus[0] == menus[1]
    assert menus[0]


def test_nothing_is_fetched_from_elsewhere(site: Path, pages: dict[Path, _Page]) -> None:
    foreign = [(path.name, one) for path, page in pages.items() for one in page.loads if urlsplit(one).netloc]
    assert foreign == []
    assert all('class="mermaid"' not in page.text for page in pages.values()), (
        "diagrams are drawn by a fetched script"
    )
    for sheet in site.rglob("*.css"):
        assert not re.search(
            r"(?:url\(|@import\s+)['\"]?(?:https?:)?//", sheet.read_text(encoding="utf-8")
        ), sheet


def test_every_link_between_pages_leads_to_a_file_and_its_anchor(pages: dict[Path, _Page]) -> None:
    broken = []
    for path, page in pages.items():
        for link in (*page.links, *page.loads):
            target = urlsplit(link)
            if target.scheme or target.netloc:
                continue
            led_to = (path.parent / unquote(target.path)).resolve() if target.path else path
            anchors = pages[led_to].anchors if led_to in pages else {""}
            if not led_to.is_file() or (led_to in pages and unquote(target.fragment) not in anchors):
                broken.append((path.name, link))
    assert broken == []


def test_every_page_links_its_other_language(site: Path, pages: dict[Path, _Page]) -> None:
    for path, page in pages.items():
        name = path.relative_to(site)
        other = Path(*name.parts[1:]) if name.parts[0] == "en" else Path("en") / name
        assert (site / other).resolve() in {(path.parent / unquote(link)).resolve() for link in page.links}, (
            name
        )


def test_every_rule_has_its_page_and_the_index_links_it(site: Path) -> None:
    for language, folder in (("zh", site), ("en", site / "en")):
        index = _Page(folder / "rules.html")
        codes = [page.stem for page in (ROOT / "src/ecodemo/rules/pages" / language).glob("*.md")]
        assert codes
        assert {f"rules/{code}.html" for code in codes} <= set(index.links)


@pytest.mark.parametrize(("language", "word"), [("zh", "逾期"), ("en", "overdue")])
def test_search_reads_its_index_from_a_script_and_knows_the_pages(
    site: Path, language: str, word: str
) -> None:
    folder = site if language == "zh" else site / language
    script = (folder / "search" / "search_index.js").read_text(encoding="utf-8")
    found = json.loads(script.removeprefix("var __index = "))["docs"]
    assert any(one["location"].startswith("supervision.html") and word in one["text"] for one in found)
