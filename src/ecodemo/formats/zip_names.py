"""Names of members of zip files, read right and not trusted.

Names without the mark for UTF-8 are read as UTF-8 where all of them are that, else as GBK, which 360压缩 and older 7-Zip write.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from zipfile import ZipInfo

from ecodemo.formats import limits

_UTF8_NAME = 0x800
_UNICODE_PATH = 0x7075
_LAST_OF_LATIN, _OF_THREE_BYTES = 0xFF, 0x800


def names_of(members: Sequence[ZipInfo]) -> list[str]:
    """The members' names, with forward slashes; those without a mark in one encoding, that of the program that wrote them."""
    marked = [_marked(info) for info in members]
    plain = [_bytes_of(info) for info, name in zip(members, marked, strict=True) if name is None]
    decoded = iter(_decoded(plain))
    return [(next(decoded) if name is None else name).replace("\\", "/") for name in marked]


def _marked(info: ZipInfo) -> str | None:
    if info.flag_bits & _UTF8_NAME:
        return info.orig_filename.split("\0", 1)[0]
    return _unicode_path(info)


def _bytes_of(info: ZipInfo) -> bytes:
    """A name as it was written: zipfile took its bytes for those of the first PC."""
    return info.orig_filename.split("\0", 1)[0].encode("cp437", "replace")


def _decoded(names: Sequence[bytes]) -> list[str]:
    """In the encoding that all names are right in; of those that fit in none, each as it can be read."""
    in_utf8 = _all_in(names, "utf-8")
    in_gbk = _all_in(names, "gb18030")
    if in_utf8 is not None and not (in_gbk and _is_by_chance("".join(in_utf8))):
        return in_utf8
    if in_gbk is not None:
        return in_gbk
    return [_alone(name) for name in names]


def _all_in(names: Sequence[bytes], encoding: str) -> list[str] | None:
    try:
        return [name.decode(encoding) for name in names]
    except UnicodeDecodeError:
        return None


def _alone(name: bytes) -> str:
    for encoding in ("utf-8", "gb18030"):
        try:
            return name.decode(encoding)
        except UnicodeDecodeError:
            continue
    return name.decode("cp437")


def _is_by_chance(text: str) -> bool:
    """Pairs of bytes in GBK that are right UTF-8 are letters that no Chinese office writes: ˮԴ for 水源."""
    return any(ord(sign) > _LAST_OF_LATIN for sign in text) and all(
        ord(sign) < _OF_THREE_BYTES for sign in text
    )


def _unicode_path(info: ZipInfo) -> str | None:
    """The name in UTF-8 that WinRAR and some versions of 7-Zip add, if it belongs to the plain one."""
    extra = info.extra
    while len(extra) >= 4:
        kind, length = struct.unpack("<HH", extra[:4])
        field, extra = extra[4 : 4 + length], extra[4 + length :]
        if kind == _UNICODE_PATH and len(field) > 5 and field[0] == 1:
            try:
                plain = info.orig_filename.encode("cp437")
                if zlib.crc32(plain) == int.from_bytes(field[1:5], "little"):
                    return field[5:].decode("utf-8")
            except UnicodeError:
                return None
    return None


def is_unsafe(name: str) -> bool:
    """Whether a name leaves its folder as a path, or names no file."""
    parts = name.split("/")
    has_drive = len(name) > 1 and name[1] == ":" and name[0].isascii() and name[0].isalpha()
    return (
        name.startswith("/") or has_drive or ".." in parts or len(parts) > limits.PACK_DEPTH or not parts[-1]
    )
