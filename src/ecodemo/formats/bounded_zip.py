"""Zip files read within bounds: how many members, how much they grow to, and no more of them than is asked for."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterator, Mapping
from typing import IO, BinaryIO

from ecodemo.formats import limits
from ecodemo.formats.content_error import ContentError, known_as
from ecodemo.formats.limits import ZipLimits
from ecodemo.model.evidence import Condition, Facts

_END = b"PK\x05\x06"
_END_BYTES = 22
_TAIL_BYTES = _END_BYTES + (1 << 16)
"""The end record and the longest comment that may follow it."""
_IS_ELSEWHERE, _IS_IN_LARGE_END = 0xFFFFFFFF, 0xFFFF
_LARGE_POINTER = struct.Struct("<4s4xQ4x")
_LARGE_END = struct.Struct("<40xQ8x")
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""The other methods are no part of any document format, and can grow too much at a single step."""
_BLOCK = 1 << 18


class BoundedZip:
    """The members of a zip file; none is ever read beyond a bound."""

    def __init__(self, stream: BinaryIO, size: int, bounds: ZipLimits = limits.DOCUMENT_ZIP) -> None:
        """Read the list of members.

        Raises:
            ContentError: the list is missing, or has more members than are ever counted.
            zipfile.BadZipFile: the list is damaged.
        """
        self.size = size
        self.bounds = bounds
        tail, at = _end_record(stream, size)
        self.is_last_of_several = struct.unpack_from("<H", tail, at + 4)[0] not in (0, _IS_IN_LARGE_END)
        """Its other members are in other files, into which it was split."""
        if _directory_bytes(stream, size, tail, at) > bounds.directory_bytes:
            raise ContentError(Condition.TOO_LARGE)
        stream.seek(0)
        self._zip = zipfile.ZipFile(stream)
        self.members = tuple(member for member in self._zip.filelist if not member.is_dir())
        if len(self.members) > bounds.members:
            raise ContentError(Condition.TOO_LARGE)
        self.names = tuple(member.filename.replace("\\", "/") for member in self.members)
        self._by_name: Mapping[str, zipfile.ZipInfo] = {
            name.lower(): member for name, member in zip(self.names, self.members, strict=True)
        }

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._by_name

    @property
    def is_encrypted(self) -> bool:
        """Some member asks for a password."""
        return any(_is_encrypted(member) for member in self.members)

    @property
    def has_rare_methods(self) -> bool:
        """Some member is packed in a way that is never unpacked."""
        return any(member.compress_type not in _METHODS for member in self.members)

    @property
    def is_too_large(self) -> bool:
        """It grows to more than any honest file does."""
        return self.bounds.are_exceeded(sum(member.file_size for member in self.members), self.size)

    def open(self, name: str) -> IO[bytes]:
        """A member to read from; whatever is in it, no more than it declares comes out.

        Raises:
            ContentError: there is none of that name, or it is packed in a way that no document uses.
        """
        member = self._by_name.get(name.lower())
        if member is None or member.compress_type not in _METHODS:
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

    def blocks(self, member: zipfile.ZipInfo) -> Iterator[bytes]:
        """The content of a member, a piece at a time.

        Raises:
            ContentError: it is damaged.
        """
        with known_as(Facts(size=member.file_size)), self._zip.open(member) as content:
            while block := content.read(_BLOCK):
                yield block

    def verify(self) -> None:
        """Unpack all members, up to the bound, which checks their sums.

        Raises:
            zipfile.BadZipFile: one of them is damaged.
        """
        remaining = self.bounds.harmless_bytes
        for member in self.members:
            if _is_encrypted(member) or member.compress_type not in _METHODS:
                continue
            with self._zip.open(member) as content:
                while block := content.read(_BLOCK):
                    remaining -= len(block)
                    if remaining < 0:
                        return


def _is_encrypted(member: zipfile.ZipInfo) -> bool:
    return bool(member.flag_bits & 0x1)


def _end_record(stream: BinaryIO, size: int) -> tuple[bytes, int]:
    """The last bytes, and where among them the record is that every zip file ends with.

    Raises:
        ContentError: it is missing.
    """
    stream.seek(max(0, size - _TAIL_BYTES))
    tail = stream.read(_TAIL_BYTES)
    at = tail.rfind(_END)
    if not 0 <= at <= len(tail) - _END_BYTES:
        raise ContentError(Condition.TRUNCATED)
    return tail, at


def _directory_bytes(stream: BinaryIO, size: int, tail: bytes, at: int) -> int:
    """How long the list of members says it is: zipfile reads it whole, and makes an object of each."""
    (length,) = struct.unpack_from("<L", tail, at + 12)
    large = _large_directory_bytes(stream, size - len(tail) + at, size)
    return max([*large, 0 if large and length == _IS_ELSEWHERE else length])


def _large_directory_bytes(stream: BinaryIO, end: int, size: int) -> list[int]:
    """The same for large files, at both places where versions of Python look: before the pointer, and where it points."""
    pointer_at = end - _LARGE_POINTER.size
    if pointer_at < 0:
        return []
    stream.seek(pointer_at)
    signature, place = _LARGE_POINTER.unpack(stream.read(_LARGE_POINTER.size))
    lengths: list[int] = []
    if signature == b"PK\x06\x07":
        for at in (max(0, pointer_at - _LARGE_END.size), min(place, size)):
            stream.seek(at)
            record = stream.read(_LARGE_END.size)
            if record.startswith(b"PK\x06\x06") and len(record) == _LARGE_END.size:
                lengths += _LARGE_END.unpack(record)
    return lengths
