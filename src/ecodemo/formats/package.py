"""Zip files: which document is packed in one, whether it is all there, and its parts read within bounds."""

from __future__ import annotations

import re
import struct
import zipfile
from collections.abc import Callable, Iterator, Mapping
from typing import IO, BinaryIO

from ecodemo.formats import limits
from ecodemo.formats.content_error import ContentError, known_as
from ecodemo.model.evidence import Condition, Facts

_END = b"PK\x05\x06"
_END_BYTES = 22
_TAIL_BYTES = _END_BYTES + (1 << 16)
"""The end record and the longest comment that may follow it."""
_LARGE_END, _LARGE_POINTER = b"PK\x06\x06", b"PK\x06\x07"
_IS_ELSEWHERE = 0xFFFFFFFF
_MEMBER = re.compile(rb"PK\x03\x04.{22}(..)..", re.DOTALL)
_SCANNED_BYTES = 4_000_000
_CHECKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""The other methods are no part of any document format, and can grow too much at a single step."""
_BLOCK = 1 << 18

_BY_NAME = (
    ("word/", "docx"),
    ("xl/", "xlsx"),
    ("ppt/", "pptx"),
    ("OFD.xml", "ofd"),
    ("Doc_0/", "ofd"),
)
_OPEN_DOCUMENTS = (
    (b"application/vnd.oasis.opendocument.text", "odt"),
    (b"application/vnd.oasis.opendocument.spreadsheet", "ods"),
    (b"application/vnd.oasis.opendocument.presentation", "odp"),
    (b"application/vnd.oasis.opendocument.graphics", "odg"),
)


class Package:
    """The members of a zip file; none is ever read beyond a bound."""

    def __init__(self, stream: BinaryIO, size: int) -> None:
        """Read the list of members.

        Raises:
            ContentError: the list is missing, or has more members than are ever counted.
            zipfile.BadZipFile: the list is damaged.
        """
        self.size = size
        if _directory_bytes(stream, size) > limits.PACKAGE_DIRECTORY_BYTES:
            raise ContentError(Condition.TOO_LARGE)
        stream.seek(0)
        self._zip = zipfile.ZipFile(stream)
        if len(self._zip.filelist) > limits.PACKAGE_MEMBERS:
            raise ContentError(Condition.TOO_LARGE)
        self._by_name: Mapping[str, zipfile.ZipInfo] = {
            member.filename.lower(): member for member in self._zip.filelist
        }
        self.names = tuple(member.filename for member in self._zip.filelist)

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._by_name

    @property
    def is_encrypted(self) -> bool:
        """Some member asks for a password."""
        return any(member.flag_bits & 0x1 for member in self._zip.filelist)

    @property
    def is_too_large(self) -> bool:
        """It grows to more than any honest document does."""
        expanded = sum(member.file_size for member in self._zip.filelist)
        return expanded > limits.PACKAGE_BYTES and expanded > limits.PACKAGE_GROWTH * self.size

    def matching(self, pattern: str) -> list[str]:
        """The names that a pattern fits, those with numbers in the order of their numbers."""
        wanted = re.compile(pattern, re.IGNORECASE)
        return sorted(
            (name for name in self.names if wanted.fullmatch(name)),
            key=lambda name: [int(part) if part.isdigit() else 0 for part in re.split(r"(\d{1,9})", name)],
        )

    def open(self, name: str) -> IO[bytes]:
        """A member to read from; whatever is in it, no more than it declares comes out.

        Raises:
            ContentError: there is none of that name, or it is packed in a way that no document uses.
        """
        member = self._by_name.get(name.lower())
        if member is None or member.compress_type not in _CHECKED:
            raise ContentError(Condition.DAMAGED)
        return self._zip.open(member)

    def read(self, name: str, limit: int = limits.TEXT_BYTES) -> bytes:
        """The beginning of a member, or nothing where there is none.

        Raises:
            ContentError: as `open`.
        """
        if name not in self:
            return b""
        with self.open(name) as member:
            return member.read(limit)

    def verify(self) -> None:
        """Unpack all members, up to the bound, which checks their sums.

        Raises:
            zipfile.BadZipFile: one of them is damaged.
        """
        remaining = limits.PACKAGE_BYTES
        for member in self._zip.filelist:
            if member.flag_bits & 0x1 or member.compress_type not in _CHECKED:
                continue
            with self._zip.open(member) as content:
                while block := content.read(_BLOCK):
                    remaining -= len(block)
                    if remaining < 0:
                        return


def read(stream: BinaryIO, size: int) -> Facts:
    """The facts of a zip file and of what is packed in it.

    Raises:
        ContentError: it cannot be opened.
    """
    with known_as(Facts(size=size, kind=_kind_by_members(stream))):
        if not _has_end(stream, size):
            raise ContentError(Condition.TRUNCATED)
        package = Package(stream, size)
        kind, facts_of = _document(package)
        with known_as(Facts(size=size, kind=kind)):
            if package.is_too_large:
                raise ContentError(Condition.TOO_LARGE)
            if package.is_encrypted:
                raise ContentError(Condition.ENCRYPTED)
            package.verify()
            return facts_of(package, kind)


def _document(package: Package) -> tuple[str, Callable[[Package, str], Facts]]:
    if "[Content_Types].xml" in package:
        from ecodemo.formats import ooxml

        return ooxml.kind_of(package), ooxml.read
    if "OFD.xml" in package:
        from ecodemo.formats import ofd

        return "ofd", ofd.read
    media_type = package.read("mimetype", 100) if "mimetype" in package else b""
    for name, kind in _OPEN_DOCUMENTS:
        if media_type.startswith(name):
            from ecodemo.formats import opendocument

            return kind, opendocument.read
    return "zip", _plain_zip


def _plain_zip(package: Package, kind: str) -> Facts:
    return Facts(size=package.size, kind=kind)


def _has_end(stream: BinaryIO, size: int) -> bool:
    tail = _tail(stream, size)
    return 0 <= tail.rfind(_END) <= len(tail) - _END_BYTES


def _tail(stream: BinaryIO, size: int) -> bytes:
    stream.seek(max(0, size - _TAIL_BYTES))
    return stream.read(_TAIL_BYTES)


def _directory_bytes(stream: BinaryIO, size: int) -> int:
    """How long the list of members says it is: zipfile reads it whole, and makes an object of each."""
    tail = _tail(stream, size)
    at = tail.rfind(_END)
    (length,) = struct.unpack_from("<L", tail, at + 12)
    pointer = tail[at - 20 : at] if at >= 20 else b""
    if length != _IS_ELSEWHERE or pointer[:4] != _LARGE_POINTER:
        return int(length)
    stream.seek(min(struct.unpack_from("<Q", pointer, 8)[0], size))
    record = stream.read(48)
    if record[:4] != _LARGE_END or len(record) < 48:
        raise ContentError(Condition.DAMAGED)
    return int(struct.unpack_from("<Q", record, 40)[0])


def _kind_by_members(stream: BinaryIO) -> str:
    """The kind by the names that stand before the members: for files whose list of members is missing."""
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
    """The name of each member, and where its content starts."""
    for found in _MEMBER.finditer(content):
        end = found.end() + int.from_bytes(found[1], "little")
        yield content[found.end() : end].decode("utf-8", "replace"), end
