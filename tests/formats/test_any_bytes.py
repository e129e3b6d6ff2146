"""Whatever the bytes are: no error, and the same facts each time."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecodemo.formats.file_facts import facts_of
from ecodemo.formats.readings import readings_of
from ecodemo.model.evidence import Condition
from formats.conftest import small_corpus

CORPUS = small_corpus()
HEADS = (
    b"%PDF-1.5\n",
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"\xff\xd8\xff",
    b"\x89PNG\r\n\x1a\n",
    b"GIF89a",
    b"II*\x00",
    b"MM\x00*",
    b"RIFF\x00\x00\x00\x00WEBP",
    b"",
)


@pytest.fixture(scope="module")
def path() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder) / "file"


def check(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    facts = facts_of(path)
    assert facts.size == len(content)
    assert facts_of(path) == facts
    assert set(readings_of(path, facts, ["p1", "A1"])) == {"p1", "A1"}


@pytest.mark.parametrize("kind", sorted(CORPUS))
def test_the_corpus_itself_is_sound(path: Path, kind: str) -> None:
    path.write_bytes(CORPUS[kind])
    facts = facts_of(path)
    assert (facts.kind, facts.condition) == (kind, Condition.SOUND)


@settings(max_examples=100)
@given(head=st.sampled_from(HEADS), rest=st.binary(max_size=600))
def test_arbitrary_bytes(path: Path, head: bytes, rest: bytes) -> None:
    check(path, head + rest)


@settings(max_examples=80)
@given(kind=st.sampled_from(sorted(CORPUS)), part=st.floats(0, 1), data=st.data())
def test_files_that_were_cut_and_changed(path: Path, kind: str, part: float, data: st.DataObject) -> None:
    content = bytearray(CORPUS[kind])
    for _ in range(data.draw(st.integers(0, 6))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at] = data.draw(st.integers(0, 255))
    check(path, bytes(content[: round(len(content) * part)] if part < 0.5 else content))


@settings(max_examples=60)
@given(one=st.sampled_from(sorted(CORPUS)), other=st.sampled_from(sorted(CORPUS)), part=st.floats(0, 1))
def test_the_beginning_of_one_file_with_the_end_of_another(
    path: Path, one: str, other: str, part: float
) -> None:
    first, second = CORPUS[one], CORPUS[other]
    check(path, first[: round(len(first) * part)] + second[round(len(second) * part) :])
