"""The structure of a TIFF: how many pages it has, and whether all that they name is there."""

from __future__ import annotations

import struct
from array import array
from typing import BinaryIO

from ecodemo.formats import limits

_WIDTHS = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8}
"""Bytes of one value by its type."""
_CODES = {3: "H", 4: "I"}
_PLACES, _LENGTHS = (273, 324), (279, 325)
"""The positions and lengths of the strips or tiles of a picture."""
_ENTRY_BYTES, _INLINE_BYTES = 12, 4


def structure(stream: BinaryIO, size: int) -> tuple[int, bool]:
    """The number of pages, and whether one of them names bytes beyond the end of the file."""
    head = stream.read(8)
    order = "<" if head[:2] == b"II" else ">"
    if len(head) < 8:
        return 0, True
    (place,) = struct.unpack_from(f"{order}I", head, 4)
    known: set[int] = set()
    while place and place not in known and len(known) < limits.PICTURE_FRAMES:
        stream.seek(place)
        following = _page(stream, order, size)
        if following is None:
            return len(known), True
        known.add(place)
        place = following
    return len(known), False


def _page(stream: BinaryIO, order: str, size: int) -> int | None:
    """Where the next page is described, or `None` if this one lacks something."""
    count = stream.read(2)
    if len(count) < 2:
        return None
    length = struct.unpack(f"{order}H", count)[0] * _ENTRY_BYTES
    entries = stream.read(length + 4)
    if len(entries) < length + 4:
        return None
    places: array[int] = array("I")
    lengths: array[int] = array("I")
    for at in range(0, length, _ENTRY_BYTES):
        tag, kind, number, value = struct.unpack_from(f"{order}HHII", entries, at)
        extent = _WIDTHS.get(kind, 1) * number
        if extent > _INLINE_BYTES and value + extent > size:
            return None
        if tag in (*_PLACES, *_LENGTHS) and kind in _CODES:
            values = entries[at + 8 : at + 8 + extent]
            if extent > _INLINE_BYTES:
                stream.seek(value)
                values = stream.read(extent)
            wanted = places if tag in _PLACES else lengths
            wanted.extend(found for (found,) in struct.iter_unpack(f"{order}{_CODES[kind]}", values))
    if any(place + part > size for place, part in zip(places, lengths, strict=False)):
        return None
    return int(struct.unpack_from(f"{order}I", entries, length)[0])
