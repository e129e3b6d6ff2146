"""What holds of every page: axe-core finds nothing, the keyboard reaches all of it, paper cuts nothing, no script hides a thing."""

from __future__ import annotations

import json
import os
import re
import subprocess
import time
from pathlib import Path

import pytest

from chromium import Page

_AXE = (
    Path(os.environ.get("BROWSER_PACKAGES") or Path(__file__).parents[2] / "build" / "browser")
    / "node_modules/axe-core/axe.min.js"
)
needs_axe = pytest.mark.skipif(
    not _AXE.exists(), reason="not installed: axe-core (npm install --prefix build/browser axe-core@4)"
)
_FOCUSABLE = "a[href], button, input, select, summary, [tabindex='0']"
_RULES_OF_COLOURS = ["color-contrast", "link-in-text-block"]
_BACKGROUNDS = {"light": "rgb(243, 246, 244)", "dark": "rgb(16, 22, 20)"}


def until(page: Page, condition: str) -> None:
    """Wait for something that the page does by itself."""
    for _ in range(100):
        if page.run(condition):
            return
        time.sleep(0.05)
    raise AssertionError(condition)


def assert_axe_has_nothing_to_say(page: Page, within: str = "html") -> None:
    """Of the page that is open, or of a part of it, in light and dark colours; but for its colours it is the same in both."""
    page.run(_AXE.read_text(encoding="utf-8") + "; 0")
    for scheme, background in _BACKGROUNDS.items():
        page.emulate(prefers_color_scheme=scheme)
        assert page.run("getComputedStyle(document.body).backgroundColor") == background
        options = {"runOnly": _RULES_OF_COLOURS} if scheme == "dark" else {}
        found = page.run(
            f"axe.run({json.dumps(within)}, {json.dumps(options)})"
            ".then((r) => r.violations.map((v) => [v.id, v.nodes.slice(0, 3).map((n) => n.html)]))"
        )
        assert found == [], scheme


def assert_keyboard_reaches_everything(page: Page) -> None:
    page.run(
        "document.body.focus(); document.activeElement.blur(); getSelection().collapse(document.body, 0)"
    )
    page.run(
        f'window.reached = new Set(); window.wanted = [...document.querySelectorAll("{_FOCUSABLE}")]'
        ".filter((node) => node.checkVisibility({visibilityProperty: true}));"
        "addEventListener('focusin', (event) => reached.add(event.target))"
    )
    count: int = page.run("wanted.length")
    assert count > 15
    for _ in range(count + 2):
        page.key("Tab")
    assert page.run("wanted.filter((node) => !reached.has(node)).map((node) => node.outerHTML)") == []


def assert_it_fits_the_screen(page: Page) -> None:
    """As it is, and as wide as a telephone."""
    assert page.run("document.documentElement.scrollWidth <= innerWidth")
    page.size(390, 800)
    assert page.run("document.documentElement.scrollWidth <= innerWidth")


def assert_no_word_is_cut_on_a4(pdf: Path) -> None:
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


def assert_everything_is_open(page: Page, *, but: str = "script") -> None:
    """Without scripts, but for what is never shown."""
    hidden = page.run(
        "[...document.querySelectorAll('main *, details')].filter((node) => !node.checkVisibility()"
        f" && !node.closest('.needs-js, svg, {but}')).map((node) => node.outerHTML.slice(0, 80))"
    )
    assert hidden == []
    assert page.run("[...document.querySelectorAll('.needs-js')].every((node) => !node.checkVisibility())")
    assert page.complaints == []
