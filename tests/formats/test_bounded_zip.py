"""The list of members is not read when it says that it is longer than any honest one."""

from __future__ import annotations

import struct
import zipfile
from io import BytesIO

import pytest

from ecodemo.formats.bounded_zip import BoundedZip
from ecodemo.formats.content_error import ContentError
from ecodemo.formats.limits import DOCUMENT_ZIP, PACK_ZIP, ZipLimits
from ecodemo.model.evidence import Condition

_LARGE_END = "<4sQ2H2L4Q"


def _record(directory_bytes: int) -> bytes:
    return struct.pack(_LARGE_END, b"PK\6\6", 44, 45, 45, 0, 0, 1, 1, directory_bytes, 0)


def _zip(*, before_pointer: int | None, where_it_points: int | None, length: int = 0xFFFFFFFF) -> bytes:
    """A zip whose end names the length of its list in the records of large files, at either place."""
    whole = BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        archive.writestr("a", b"x")
    content, end = whole.getvalue()[:-22], bytearray(whole.getvalue()[-22:])
    end[12:16] = struct.pack("<L", length)
    at = len(content)
    content += b"" if where_it_points is None else _record(where_it_points)
    content += bytes(100)
    content += b"" if before_pointer is None else _record(before_pointer)
    return content + struct.pack("<4sLQL", b"PK\6\7", 0, at, 1) + end


@pytest.mark.parametrize("bounds", [DOCUMENT_ZIP, PACK_ZIP], ids=["document", "pack"])
@pytest.mark.parametrize(
    ("before_pointer", "where_it_points", "length"),
    [
        (1 << 30, None, 0xFFFFFFFF),
        (None, 1 << 30, 0xFFFFFFFF),
        (1 << 30, 47, 0xFFFFFFFF),
        (47, 1 << 30, 0xFFFFFFFF),
        (1 << 30, 47, 47),
        (47, 47, 1 << 30),
    ],
)
def test_a_long_list_of_members_is_refused_wherever_its_length_is_written(
    before_pointer: int | None, where_it_points: int | None, length: int, bounds: ZipLimits
) -> None:
    content = _zip(before_pointer=before_pointer, where_it_points=where_it_points, length=length)
    with pytest.raises(ContentError) as raised:
        BoundedZip(BytesIO(content), len(content), bounds)
    assert raised.value.condition is Condition.TOO_LARGE


def test_a_zip_with_records_of_large_files_is_opened() -> None:
    whole = BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        archive.writestr("a", b"x")
    content, end = whole.getvalue()[:-22], whole.getvalue()[-22:]
    length, start = struct.unpack("<2L", end[12:20])
    at = len(content)
    content += struct.pack(_LARGE_END, b"PK\6\6", 44, 45, 45, 0, 0, 1, 1, length, start)
    content += struct.pack("<4sLQL", b"PK\6\7", 0, at, 1)
    content += end[:8] + b"\xff" * 12 + end[20:]
    assert BoundedZip(BytesIO(content), len(content)).read("a") == b"x"


def test_a_zip_without_its_end_is_cut_off() -> None:
    with pytest.raises(ContentError) as raised:
        BoundedZip(BytesIO(b"PK\3\4" + bytes(100)), 104)
    assert raised.value.condition is Condition.TRUNCATED
