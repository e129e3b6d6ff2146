"""Text files."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from ecodemo.formats.file_facts import facts_of
from ecodemo.model.evidence import Condition, Facts, Searchable

LETTER = "川府办〔2020〕15号\n关于创建工作的通知，联系电话 13912345678。\n"


def facts(folder: Path, content: bytes) -> Facts:
    path = folder / "file"
    path.write_bytes(content)
    return facts_of(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_text_in_the_encodings_of_offices_is_read(tmp_path: Path, encoding: str) -> None:
    found = facts(tmp_path, LETTER.encode(encoding))
    assert (found.kind, found.condition, found.searchable) == ("txt", Condition.SOUND, Searchable.TEXT)
    assert (found.numbers, dict(found.personal)) == (("川府办〔2020〕15号",), {"telephone": 1})


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ("<!DOCTYPE html><html></html>", "html"),
        ("\n <HTML lang='zh'></HTML>", "html"),
        ("<?xml version='1.0'?><a/>", "xml"),
        ("<?xml version='1.0'?><html xmlns='x'/>", "html"),
        ('{"year": 2020}', "json"),
        ("[1, 2]", "json"),
        ("{not json}", "txt"),
        ("year,value\n2020,92.4\n", "txt"),
        ("evidence/16-1 森林资源数据.pdf", "txt"),
        ("x", "txt"),
        ("{\\rtf1 words}", "rtf"),
    ],
)
def test_the_kind_of_text_where_its_beginning_shows_it(tmp_path: Path, content: str, kind: str) -> None:
    assert facts(tmp_path, content.encode()).kind == kind


def test_text_that_ends_within_a_character_is_truncated(tmp_path: Path) -> None:
    found = facts(tmp_path, LETTER.encode()[:-5] + "县".encode()[:2])
    assert (found.kind, found.condition) == ("txt", Condition.TRUNCATED)


def test_long_text_may_be_read_up_to_the_middle_of_a_character(tmp_path: Path) -> None:
    found = facts(tmp_path, ("ab" + "县" * 1_000_000).encode())
    assert (found.kind, found.condition) == ("txt", Condition.SOUND)


@pytest.mark.parametrize(
    "content",
    [
        b"\x00word",
        b"\x81\x30\x81\x30" * 9,
        bytes(range(128, 256)),
        b"word\x07",
        codecs.BOM_UTF16_LE + b"\x01\x00",
    ],
    ids=["nought", "rare", "all", "bell", "wide"],
)
def test_bytes_that_are_no_text_have_no_kind(tmp_path: Path, content: bytes) -> None:
    found = facts(tmp_path, content)
    assert (found.kind, found.condition, found.searchable) == ("", Condition.SOUND, None)


def test_an_empty_file_is_nothing(tmp_path: Path) -> None:
    assert facts(tmp_path, b"") == Facts(size=0)


@pytest.mark.parametrize("content", [b"\xef\xbb\xbf", b"\xff\xfe", b" \r\n\t\n", "\u3000\n".encode()])
def test_a_text_of_nothing_but_blanks_is_blank(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    assert (facts_of(path).kind, facts_of(path).blank_pages) == ("txt", (1,))


def test_nothing_but_zeros_is_damage_however_many(tmp_path: Path) -> None:
    path = tmp_path / "file"
    with path.open("wb") as stream:
        stream.truncate(3 << 30)
    assert facts_of(path).condition is Condition.DAMAGED
