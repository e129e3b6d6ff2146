"""Recognised words are kept page by page, and only believed as they were written."""

from __future__ import annotations

from pathlib import Path

import pytest

from ecodemo.model.recognised import PageFault
from ecodemo.recognition.page_words import PageWords, WordLine, from_json, in_reading_order
from ecodemo.recognition.word_store import WordStore
from recognition.scanned import page

ONE, OTHER = "a" * 64, "b" * 64


@pytest.fixture
def store(tmp_path: Path) -> WordStore:
    return WordStore(tmp_path)


def file_of(store: WordStore, name: str) -> Path:
    [found] = store.folder.rglob(name)
    return found


@pytest.mark.parametrize(
    "words", [PageWords(), page("秸秆 92.4％", "第二行", seal=True), page(fault=PageFault.BLURRED)]
)
def test_a_page_is_read_again_as_it_was_kept(store: WordStore, words: PageWords) -> None:
    store.keep_page(ONE, 3, words)
    assert store.page(ONE, 3) == words
    assert dict(store.pages(ONE)) == {3: words}
    assert store.page(ONE, 2) is None
    assert store.page(OTHER, 3) is None


def test_a_page_that_was_changed_or_cut_is_read_anew(store: WordStore) -> None:
    for damage in (b"{}", b"x", b""):
        store.keep_page(ONE, 1, page("字"))
        file = file_of(store, "p1")
        file.write_bytes(file.read_bytes()[:70] + damage)
        assert store.page(ONE, 1) is None
        assert store.pages_read(ONE) == frozenset()


def test_a_page_of_another_content_is_not_believed(store: WordStore) -> None:
    store.keep_page(ONE, 1, page("字"))
    store.keep_page(OTHER, 1, page("别的"))
    one, other = (store.folder / sha256[:2] / sha256 / "p1" for sha256 in (ONE, OTHER))
    other.write_bytes(one.read_bytes())
    assert store.page(OTHER, 1) is None
    assert store.page(ONE, 1)


def test_only_the_user_may_look_into_the_folder(store: WordStore) -> None:
    store.keep_page(ONE, 1, page("字"))
    assert store.folder.stat().st_mode & 0o077 == 0


def test_which_pages_are_to_be_read_is_remembered(store: WordStore) -> None:
    assert store.pages_to_read(ONE) is None
    store.keep_pages_to_read(ONE, (2, 5))
    assert store.pages_to_read(ONE) == (2, 5)
    store.keep_pages_to_read(OTHER, ())
    assert store.pages_to_read(OTHER) == ()


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{}", b'{"lines": [[1]]}', b'{"lines": 3, "seals": [], "grey": 0}']
)
def test_what_is_no_page_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match="no page"):
        from_json(content)


def test_lines_are_in_rows() -> None:
    lines = [
        WordLine(text, 1, box)
        for text, box in (
            ("右", (600, 102, 900, 130)),
            ("下", (100, 200, 300, 230)),
            ("左", (100, 100, 300, 130)),
        )
    ]
    assert [line.text for line in in_reading_order(lines)] == ["左", "右", "下"]
