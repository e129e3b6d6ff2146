"""What a file is by its bytes: the beginning shows the family of formats, and its module reads the rest."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from ecodemo.formats import limits
from ecodemo.formats.content_error import ContentError, known_as
from ecodemo.formats.quiet_loggers import quiet_loggers
from ecodemo.formats.signatures import kind_of, program_of
from ecodemo.model.evidence import Facts

Reader = Callable[[BinaryIO, int], Facts]

_PDF = b"%PDF-"
_PACKAGES = (b"PK\x03\x04", b"PK\x05\x06")
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ARCHIVES = frozenset(("rar", "7z", "tar"))
"""Formats that may begin with a whole PDF."""
_PICTURES = (
    (b"\xff\xd8\xff", "jpg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"II*\x00", "tif"),
    (b"MM\x00*", "tif"),
)


def facts_of(path: Path) -> Facts:
    """What a file is by its bytes alone; what cannot be opened is so described, and never an error.

    Raises:
        OSError: the file cannot be read.
    """
    with path.open("rb") as stream:
        size = os.fstat(stream.fileno()).st_size
        if not size:
            return Facts(size=0)
        head = stream.read(limits.HEAD_BYTES)
        kind, family = _family(head)
        stream.seek(0)
        try:
            with quiet_loggers(), known_as(Facts(size=size, kind=kind)):
                return _reader(family)(stream, size)
        except ContentError as error:
            return error.facts or Facts(size=size, kind=kind, condition=error.condition)


def kind_by_head(path: Path) -> str:
    """The kind that the first bytes suggest, for files that are not read to their end.

    Raises:
        OSError: the file cannot be read.
    """
    with path.open("rb") as stream:
        head = stream.read(limits.HEAD_BYTES)
        kind, family = _family(head)
        if family == "package":
            from ecodemo.formats import packed_document

            return packed_document.kind_by_members(stream)
        if family == "compound":
            from ecodemo.formats import compound

            return compound.kind_by_root(stream)
        if family == "plain":
            from ecodemo.formats import plain_text

            return plain_text.kind_by_head(head)
        return kind


def _family(head: bytes) -> tuple[str, str]:
    """The kind that a file has unless its reader finds another, and the family whose reader it needs."""
    if program := program_of(head):
        return program, "plain"
    if head.startswith(_PDF):
        return "pdf", "pdf"
    if head.startswith(_PACKAGES):
        return "zip", "package"
    if head.startswith(_COMPOUND):
        return "", "compound"
    for magic, kind in _PICTURES:
        if head.startswith(magic):
            return kind, "picture"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp", "picture"
    if head[:2] == b"BM" and head[6:10] == b"\x00\x00\x00\x00" and head[15:18] == b"\x00\x00\x00":
        return "bmp", "picture"
    if _PDF in head[:1024] and not head.lstrip().startswith(b"<") and kind_of(head) not in _ARCHIVES:
        return "pdf", "pdf"
    return "", "plain"


def _reader(family: str) -> Reader:
    """A reader brings its library with it: only those that are met are imported."""
    match family:
        case "pdf":
            from ecodemo.formats import pdf

            return pdf.read
        case "package":
            from ecodemo.formats import packed_document

            return packed_document.read
        case "compound":
            from ecodemo.formats import compound

            return compound.read
        case "picture":
            from ecodemo.formats import picture

            return picture.read
        case _:
            from ecodemo.formats import plain_text

            return plain_text.read
