"""One meaning, one word: what scripts/words.yaml forbids is nowhere that people read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from babel.messages.pofile import read_po

from words_list import WORDS, forbidden

ROOT = Path(__file__).resolve().parents[1]


def _catalogue() -> Iterator[tuple[str, str]]:
    file = ROOT / "src/ecodemo/locale/zh/LC_MESSAGES/ecodemo.po"
    with file.open("rb") as opened:
        for entry in read_po(opened):
            yield f"{file.name} {entry.id!r}", str(entry.string)


def _files(*patterns: str) -> Iterator[tuple[str, str]]:
    for pattern in patterns:
        for path in sorted(ROOT.glob(pattern)):
            yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")


def _strings_of_the_code() -> Iterator[tuple[str, str]]:
    """Chinese that is not in the catalogue: heads and words of forms, but for heads of before."""
    for name, text in _files("src/ecodemo/**/*.py"):
        yield name, "\n".join(re.findall(r'(?<!former=)"[^"\n]*[\u4e00-\u9fff][^"\n]*"', text))


PLACES = {
    "catalogue": _catalogue,
    "templates": lambda: _files("templates/blocks/*.zh.md.j2"),
    "docs": lambda: _files("README.zh-CN.md", "docs/zh/**/*.md", "src/ecodemo/rules/pages/zh/*.md"),
    "data": lambda: _files("data/**/*.yaml"),
    "code": _strings_of_the_code,
}


@pytest.mark.parametrize("place", PLACES)
def test_no_word_is_used_for_what_has_another(place: str) -> None:
    found = [
        f"{where}: “{hit[0]}” is {right}: …{text[max(0, hit.start() - 15) : hit.end() + 15]}…".replace(
            "\n", " "
        )
        for where, text in PLACES[place]()
        for pattern, right in forbidden()
        for hit in re.finditer(pattern, text)
    ]

    assert not found, "\n".join(found)


def test_english_has_no_turns_that_are_translated() -> None:
    with (ROOT / "src/ecodemo/locale/zh/LC_MESSAGES/ecodemo.po").open("rb") as opened:
        messages = [(f"catalogue {entry.id!r}", str(entry.id)) for entry in read_po(opened)]
    pages = _files(
        "README.md", "docs/en/**/*.md", "src/ecodemo/rules/pages/en/*.md", "templates/blocks/*.en.md.j2"
    )
    patterns = yaml.safe_load(WORDS.read_text(encoding="utf-8"))["not_english"]
    found = [
        f"{where}: “{hit[0]}”"
        for where, text in (*messages, *pages)
        for pattern in patterns
        for hit in re.finditer(pattern, text, re.MULTILINE)
    ]
    assert not found, "\n".join(found)


def test_no_two_entries_of_the_list_are_for_one_word() -> None:
    listed = yaml.safe_load(WORDS.read_text(encoding="utf-8"))["words"]

    assert len({word["zh"] for word in listed}) == len({word["en"] for word in listed}) == len(listed)
