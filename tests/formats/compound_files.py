"""Old Office files (OLE) made by hand: a writer of the smallest ones that are right."""

from __future__ import annotations

import struct
from collections.abc import Mapping

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SECTOR = 512
SMALLEST_STREAM = 4_096
"""Shorter streams would have to be in a stream of small sectors."""
_FREE, _LAST, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_STREAM, _STORAGE, _ROOT = 2, 1, 5


def compound_file(streams: Mapping[str, bytes], storages: tuple[str, ...] = ()) -> bytes:
    """A file with these streams, each filled up with noughts, and these empty storages."""
    contents = {name: content.ljust(SMALLEST_STREAM, b"\x00") for name, content in streams.items()}
    names = [*contents, *storages]
    directory_sectors = -(-(len(names) + 1) * 128 // SECTOR)
    table = [_TABLE, *range(2, directory_sectors + 1), _LAST]
    entries = [_entry("Root Entry", _ROOT, child=1 if names else _FREE)]
    body = b""
    for number, name in enumerate(names, 1):
        right = number + 1 if number < len(names) else _FREE
        if name not in contents:
            entries.append(_entry(name, _STORAGE, right=right))
            continue
        content = contents[name]
        content += b"\x00" * (-len(content) % SECTOR)
        first = len(table)
        table += [*range(first + 1, first + len(content) // SECTOR), _LAST]
        entries.append(_entry(name, _STREAM, right=right, start=first, size=len(contents[name])))
        body += content
    assert len(table) <= SECTOR // 4
    table += [_FREE] * (SECTOR // 4 - len(table))
    directory = b"".join(entries).ljust(directory_sectors * SECTOR, b"\x00")
    return _header() + struct.pack(f"<{len(table)}L", *table) + directory + body


def _header() -> bytes:
    head = MAGIC + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<LLLLLLLLL", 0, 1, 1, 0, SMALLEST_STREAM, _LAST, 0, _LAST, 0)
    return head + struct.pack("<109L", 0, *[_FREE] * 108)


def _entry(
    name: str, kind: int, *, child: int = _FREE, right: int = _FREE, start: int = 0, size: int = 0
) -> bytes:
    written = name.encode("utf-16-le")
    if kind == _ROOT:
        start = _LAST
    return (
        written.ljust(64, b"\x00")
        + struct.pack("<HBBLLL", len(written) + 2, kind, 1, _FREE, right, child)
        + bytes(36)
        + struct.pack("<LQ", start, size)
    )
