"""Old Office files (OLE): what kind by their streams, whether they are encrypted, and whether they are all there.

A new Office file with a password is one of these too. Its content cannot be known: its kind is `ooxml`.
"""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import BinaryIO

from olefile import OleFileIO  # type: ignore[import-untyped]

from ecodemo.formats import limits
from ecodemo.formats.content_error import ContentError, known_as
from ecodemo.model.evidence import Condition, Facts, Searchable

_HEADER_BYTES = 512
_HEADER = struct.Struct("<30xHH10xLL20xLL")
"""Sector shift, mini sector shift, number of FAT sectors, first directory sector, first DIFAT sector, their number."""
_IN_HEADER = 109
_LAST_SECTOR = 0xFFFFFFFA
"""Larger numbers are no sectors: the end of a chain, a free one, a part of the table itself."""
_FREE = 0xFFFFFFFF

_STREAMS = (
    ("encryptedpackage", "ooxml"),
    ("worddocument", "doc"),
    ("workbook", "xls"),
    ("book", "xls"),
    ("powerpoint document", "ppt"),
    ("visiodocument", "vsd"),
    ("__properties_version1.0", "msg"),
)
_BEGINNINGS = (
    *((b"\xec\xa5" + version, "doc") for version in (b"\xc1\x00", b"\x01\x01", b"\xd9\x00", b"\x12\x01")),
    (b"\x09\x08\x10\x00\x00\x06", "xls"),
    (b"\x0f\x00\xe8\x03", "ppt"),
)
"""How the main streams begin, at the start of a sector."""
_SMALL_SECTOR = 64
_CLASS_AT = 80
_INSTALLERS = frozenset(
    bytes((number, 0x10, 0x0C, 0, 0, 0, 0, 0, 0xC0, 0, 0, 0, 0, 0, 0, 0x46)) for number in (0x82, 0x84, 0x86)
)
"""The classes of packages, patches and changes of Windows Installer, in the root of their directories."""
_CUT = "incomplete"
_LOOP = "more than once"
"""How olefile says that a chain of sectors ends early, and that a directory leads back to where it has been."""
_MACROS = frozenset(("macros", "_vba_project_cur", "vba"))
_OFFICE = frozenset(("doc", "xls", "ppt"))
_MOST_PAGES = 100_000


def read(stream: BinaryIO, size: int) -> Facts:
    """The facts of an OLE file.

    Raises:
        ContentError: it cannot be opened.
    """
    condition = _structure(stream, size)
    kind = _kind_by_bytes(stream)
    if condition is not Condition.SOUND:
        raise ContentError(condition, Facts(size=size, kind=kind, condition=condition))
    stream.seek(0)
    with known_as(Facts(size=size, kind=kind)), OleFileIO(stream) as file:
        if any(_LOOP in str(said) for _, said in file.parsing_issues):
            raise ContentError(Condition.DAMAGED)
        names = {part.lower() for path in file.listdir(storages=True) for part in path}
        kind = kind_by_root(stream) or next((kind for name, kind in _STREAMS if name in names), "")
        facts = Facts(size=size, kind=kind, macros=not _MACROS.isdisjoint(names))
        with known_as(facts):
            if kind == "ooxml" or _is_encrypted(file, kind):
                raise ContentError(Condition.ENCRYPTED)
            if kind not in _OFFICE:
                return facts
            return Facts(
                size=size,
                kind=kind,
                macros=facts.macros,
                pages=_pages(file, kind),
                searchable=Searchable.TEXT,
            )


def kind_by_root(stream: BinaryIO) -> str:
    """`msi` where the first entry of the directory says that it is a package of Windows Installer; else empty."""
    stream.seek(0)
    header = stream.read(_HEADER_BYTES)
    if len(header) < _HEADER_BYTES:
        return ""
    shift, _, _, directory, *_ = _HEADER.unpack_from(header)
    if shift not in (9, 12):
        return ""
    stream.seek((directory + 1) * (1 << shift) + _CLASS_AT)
    return "msi" if stream.read(16) in _INSTALLERS else ""


def _structure(stream: BinaryIO, size: int) -> Condition:
    """Whether every sector that the tables name is there; checked first, as olefile trusts their numbers."""
    header = stream.read(_HEADER_BYTES)
    if len(header) < _HEADER_BYTES:
        return Condition.TRUNCATED
    shift, _, tables, directory, _, more = _HEADER.unpack_from(header)
    if shift not in (9, 12):
        return Condition.DAMAGED
    sector = 1 << shift
    there = size // sector - 1
    if tables * sector > size or more * sector > size or directory >= there:
        return Condition.TRUNCATED
    last = directory
    for number, place in enumerate(_tables(stream, header, sector, there)):
        if number > tables:
            return Condition.DAMAGED
        if place >= there:
            return Condition.TRUNCATED
        stream.seek((place + 1) * sector)
        entries = array("I", stream.read(sector))
        used = next((at for at in range(len(entries) - 1, -1, -1) if entries[at] != _FREE), None)
        if used is not None:
            last = max(last, number * len(entries) + used)
    return Condition.SOUND if last < there or _is_whole(stream, size, there) else Condition.TRUNCATED


def _is_whole(stream: BinaryIO, size: int, there: int) -> bool:
    """Whether every stream can be read to its end: some programs leave out the rest of the last sector, or free ones."""
    stream.seek(0)
    try:
        with OleFileIO(stream) as file:
            if any(sector >= there for sector in islice(_chain(file.fat, file.first_dir_sector), there + 1)):
                return False
            lengths = {"/".join(path): file.get_size(path) for path in file.listdir()}
            if sum(lengths.values()) > min(size, limits.COMPOUND_STREAM_BYTES):
                return False
            for path, length in lengths.items():
                with file.openstream(path) as content:
                    if len(content.read()) < length:
                        return False
            return not any(_CUT in str(said) for _, said in file.parsing_issues)
    except OSError:
        return False


def _chain(table: Sequence[int], sector: int) -> Iterator[int]:
    """The sectors from one on, as the table of sectors leads; it may lead in a circle."""
    while sector < _LAST_SECTOR:
        yield sector
        sector = table[sector] if sector < len(table) else _FREE


def _tables(stream: BinaryIO, header: bytes, sector: int, there: int) -> Iterator[int]:
    """The numbers of the sectors that hold the table of sectors."""
    yield from _places(header[_HEADER_BYTES - 4 * _IN_HEADER :])
    *_, place, more = _HEADER.unpack_from(header)
    for _ in range(more):
        if place >= there:
            yield place
            return
        stream.seek((place + 1) * sector)
        content = stream.read(sector)
        yield from _places(content[:-4])
        (place,) = struct.unpack("<L", content[-4:])


def _places(content: bytes) -> Iterator[int]:
    for (place,) in struct.iter_unpack("<L", content):
        if place < _LAST_SECTOR:
            yield place


def _kind_by_bytes(stream: BinaryIO) -> str:
    """The kind by how its main stream begins: for files whose directory is missing."""
    stream.seek(_HEADER_BYTES)
    content = stream.read(limits.TEXT_BYTES)
    for at in range(0, len(content), _SMALL_SECTOR):
        for beginning, kind in _BEGINNINGS:
            if content.startswith(beginning, at):
                return kind
    return ""


def _is_encrypted(file: OleFileIO, kind: str) -> bool:
    match kind:
        case "doc":
            flags = _beginning(file, "WordDocument", 12)[10:12]
            return bool(flags and struct.unpack("<H", flags)[0] & 0x0100)
        case "xls":
            name = "Workbook" if file.exists("Workbook") else "Book"
            return _has_filepass(_beginning(file, name, 8192))
        case "ppt":
            return _beginning(file, "Current User", 16)[12:16] == b"\xdf\xc4\xd1\xf3"
        case _:
            return False


def _beginning(file: OleFileIO, name: str, length: int) -> bytes:
    if not file.exists(name):
        return b""
    if file.get_size(name) > limits.COMPOUND_STREAM_BYTES:
        raise ContentError(Condition.TOO_LARGE)
    with file.openstream(name) as stream:
        return bytes(stream.read(length))


def _has_filepass(records: bytes) -> bool:
    """A password of a workbook is the record 0x002F among the first ones, before any sheet."""
    at = 0
    while at + 4 <= len(records):
        name, length = struct.unpack_from("<HH", records, at)
        if name == 0x002F:
            return True
        if name in (0x000A, 0x0085):
            return False
        at += 4 + length
    return False


def _pages(file: OleFileIO, kind: str) -> int | None:
    """What the program that saved it counted."""
    summary = file.get_metadata()
    counted = {"doc": summary.num_pages, "ppt": summary.slides}.get(kind)
    return counted if isinstance(counted, int) and 0 < counted <= _MOST_PAGES else None
