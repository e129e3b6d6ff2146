"""A page in Chromium, one for all tests of a module, with nothing left of the test before."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from acceptance.conftest import handed_in, package  # noqa: F401 - fixtures
from chromium import Page, chromium


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with chromium(tmp_path_factory.mktemp("chromium")) as page:
        yield page


@pytest.fixture
def page(browser: Page) -> Page:
    browser.emulate()
    browser.size(1280, 900)
    browser.send("Emulation.setScriptExecutionDisabled", value=False)
    browser.open("about:blank")
    return browser
