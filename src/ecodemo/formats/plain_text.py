"""Text files, and by their bytes what kind of text; anything that is no text is left to `signatures`."""

from __future__ import annotations

import codecs
import json
import re
from typing import BinaryIO

from ecodemo.formats import limits, signatures
from ecodemo.formats.content_error import ContentError
from ecodemo.formats.searched_text import official_in, personal_in
from ecodemo.model.evidence import Condition, Facts, Searchable
from ecodemo.model.imprint import imprint_of

_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_COMMON = re.compile(
    r"[\u00b7\u00d7\u2010-\u2040\u2100-\u22ff\u2460-\u24ff\u2500-\u26ff\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef]"
)
_LONGEST_CHARACTER = 4
_WIDE = ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_BEGINNINGS = (
    (re.compile(r"<!doctype html|<html[\s>]", re.IGNORECASE), "html"),
    (re.compile(r"<\?xml\s"), "xml"),
    (re.compile(r"\{\\rtf\d"), "rtf"),
)
_HTML_IN_XML = re.compile(r"<html[\s>]", re.IGNORECASE)


def read(stream: BinaryIO, size: int) -> Facts:
    """The facts of a file whose first bytes are those of no other family."""
    data = stream.read(limits.TEXT_BYTES)
    is_whole = len(data) == size
    text = _decoded(data, is_whole=is_whole)
    if text is None:
        if not data.strip(b"\x00"):
            raise ContentError(Condition.DAMAGED)
        return Facts(size=size, kind=signatures.kind_of(data[: limits.HEAD_BYTES]))
    if is_whole and not text.strip():
        return Facts(size=size, kind="txt", blank_pages=(1,))
    kind = _kind(text, is_whole=is_whole)
    if kind == "rtf" and is_whole and not text.rstrip("\x00\r\n ").endswith("}"):
        raise ContentError(
            Condition.TRUNCATED,
            Facts(size=size, kind=kind, condition=Condition.TRUNCATED, searchable=Searchable.TEXT),
        )
    return Facts(
        size=size,
        kind=kind,
        searchable=Searchable.TEXT,
        personal=personal_in(text),
        numbers=official_in(text[: limits.OPENING_CHARACTERS]),
        imprint=imprint_of(text.splitlines() if kind == "txt" else ()),
    )


def words_of(stream: BinaryIO) -> str:
    """The text of a file, of as much as is searched; empty where it is no text.

    Raises:
        ContentError: it is text that ends within a character.
    """
    return _decoded(stream.read(limits.TEXT_BYTES), is_whole=False) or ""


def kind_by_head(head: bytes) -> str:
    """The kind of a file of no other family, by its first bytes alone."""
    text = _decoded(head, is_whole=False)
    return signatures.kind_of(head) if text is None else _kind(text, is_whole=False)


def _decoded(data: bytes, *, is_whole: bool) -> str | None:
    """The text that the bytes are, in the encodings of Chinese offices; `None` where they are no text.

    Raises:
        ContentError: it is text that ends within a character.
    """
    for mark, encoding in _WIDE:
        if data.startswith(mark):
            return _wide(data[: len(data) // 2 * 2], encoding)
    if _CONTROL.search(data):
        return None
    try:
        return _decode(data, "utf-8-sig", is_whole=is_whole)
    except UnicodeDecodeError as error:
        if _is_cut(error, data):
            raise ContentError(
                Condition.TRUNCATED,
                Facts(size=len(data), kind="txt", condition=Condition.TRUNCATED, searchable=Searchable.TEXT),
            ) from error
    try:
        text = _decode(data, "gb18030", is_whole=False)
    except UnicodeDecodeError:
        return None
    return text if _reads_as_chinese(text) else None


def _decode(data: bytes, encoding: str, *, is_whole: bool) -> str:
    return codecs.getincrementaldecoder(encoding)().decode(data, final=is_whole)


def _wide(data: bytes, encoding: str) -> str | None:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    return text if not _CONTROL.search(text.encode("utf-8", "ignore")) else None


def _is_cut(error: UnicodeDecodeError, data: bytes) -> bool:
    """All is right UTF-8, with characters of several bytes before, but for the last one."""
    is_last = error.start >= len(data) - _LONGEST_CHARACTER and error.reason == "unexpected end of data"
    return is_last and not data[: error.start].isascii()


def _reads_as_chinese(text: str) -> bool:
    """GB 18030 has a character for nearly every pair of bytes: chance bytes decode to rare and unassigned ones."""
    wide = [character for character in text if not character.isascii()]
    return all(character.isprintable() or character.isspace() for character in text) and (
        len(_COMMON.findall("".join(wide))) >= 0.9 * len(wide)
    )


def _kind(text: str, *, is_whole: bool) -> str:
    opening = text[: limits.OPENING_CHARACTERS].lstrip()
    for pattern, kind in _BEGINNINGS:
        if pattern.match(opening):
            return "html" if kind == "xml" and _HTML_IN_XML.search(opening) else kind
    if is_whole and opening[:1] in ("{", "[") and _is_json(text):
        return "json"
    return "txt"


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True
