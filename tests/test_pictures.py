"""The pictures of the READMEs show what the example shows today."""

from __future__ import annotations

import json

import pytest
from scripts.pictures import FOLDER, SOURCES, sources


@pytest.fixture(scope="module")
def known() -> dict[str, str]:
    loaded: dict[str, str] = json.loads(SOURCES.read_text(encoding="utf-8"))
    return loaded


@pytest.mark.long
def test_they_are_made_from_what_is_shown_today(known: dict[str, str]) -> None:
    assert known == sources(), "run: python -m scripts.pictures"


def test_each_is_there_and_in_a_readme(known: dict[str, str]) -> None:
    readmes = "".join(
        (FOLDER.parents[1] / name).read_text(encoding="utf-8") for name in ("README.md", "README.zh-CN.md")
    )
    for name in known:
        assert (FOLDER / name).is_file()
        assert f"docs/pictures/{name}" in readmes
