"""Zip files: which document is packed in one, and whether it is all there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import BinaryIO

from ecodemo.formats import ofd, ooxml, opendocument
from ecodemo.formats.bounded_zip import BoundedZip
from ecodemo.formats.content_error import ContentError, known_as
from ecodemo.model.evidence import Condition, Facts

_MEMBER = re.compile(rb"PK\x03\x04.{2}(..).{10}(....).{4}(..)(..)", re.DOTALL)
"""Flags, how many bytes it takes, and how long its name and what follows that are."""
_SIZE_BEHIND = 0x8
"""The flag of a member whose size is written after it."""
_SCANNED_BYTES = 4_000_000

_BY_NAME = (
    ("word/", "docx"),
    ("xl/", "xlsx"),
    ("ppt/", "pptx"),
    ("OFD.xml", "ofd"),
    ("Doc_0/", "ofd"),
    ("META-INF/MANIFEST.MF", "jar"),
    ("AndroidManifest.xml", "apk"),
    ("classes.dex", "apk"),
)
_PROGRAMS = (("AndroidManifest.xml", "apk"), ("META-INF/MANIFEST.MF", "jar"))
_OPEN_DOCUMENTS = (
    (b"application/vnd.oasis.opendocument.text", "odt"),
    (b"application/vnd.oasis.opendocument.spreadsheet", "ods"),
    (b"application/vnd.oasis.opendocument.presentation", "odp"),
    (b"application/vnd.oasis.opendocument.graphics", "odg"),
)


def read(stream: BinaryIO, size: int) -> Facts:
    """The facts of a zip file and of what is packed in it.

    Raises:
        ContentError: it cannot be opened.
    """
    with known_as(Facts(size=size, kind=kind_by_members(stream))):
        package = BoundedZip(stream, size)
        kind, facts_of = _document(package)
        with known_as(Facts(size=size, kind=kind)):
            if package.is_too_large:
                raise ContentError(Condition.TOO_LARGE)
            if package.is_encrypted:
                raise ContentError(Condition.ENCRYPTED)
            package.verify()
            return facts_of(package, kind)


def _document(package: BoundedZip) -> tuple[str, Callable[[BoundedZip, str], Facts]]:
    if "[Content_Types].xml" in package:
        return ooxml.kind_of(package), ooxml.read
    if "OFD.xml" in package:
        return "ofd", ofd.read
    media_type = package.read("mimetype", 100) if "mimetype" in package else b""
    for name, kind in _OPEN_DOCUMENTS:
        if media_type.startswith(name):
            return kind, opendocument.read
    return next((kind for name, kind in _PROGRAMS if name in package), "zip"), _plain_zip


def _plain_zip(package: BoundedZip, kind: str) -> Facts:
    return Facts(size=package.size, kind=kind)


def kind_by_members(stream: BinaryIO) -> str:
    """The kind by the names before the members: for files whose list of members is missing."""
    stream.seek(0)
    content = stream.read(_SCANNED_BYTES)
    for name, start in _members(content):
        if name == "mimetype":
            stored = content[start : start + 100]
            return next((kind for known, kind in _OPEN_DOCUMENTS if stored.startswith(known)), "zip")
        for beginning, kind in _BY_NAME:
            if name.startswith(beginning):
                return kind
    return "zip"


def _members(content: bytes) -> Iterator[tuple[str, int]]:
    """The name of each member, and where its content starts; what a member holds that is a zip itself is passed over."""
    at = 0
    while found := _MEMBER.search(content, at):
        flags, size, name, more = (int.from_bytes(number, "little") for number in found.groups())
        end = found.end() + name
        yield content[found.end() : end].decode("utf-8", "replace"), end
        at = found.end() if flags & _SIZE_BEHIND else end + more + size
