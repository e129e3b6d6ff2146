"""Names of members of zip files, read right and not trusted.

Names without the mark for UTF-8 are read as UTF-8 where they are that, else as GBK, which 360压缩 and older 7-Zip write.
"""

from __future__ import annotations

import struct
import zlib
from zipfile import ZipInfo

from ecodemo.formats import limits

_UTF8_NAME = 0x800
_UNICODE_PATH = 0x7075


def name_of(info: ZipInfo) -> str:
    """A member's name, with forward slashes, in the encoding that it was written in."""
    raw = info.orig_filename.split("\0", 1)[0]
    if not info.flag_bits & _UTF8_NAME:
        raw = _unicode_path(info) or _decoded(raw)
    return raw.replace("\\", "/")


def _decoded(name: str) -> str:
    try:
        written = name.encode("cp437")
    except UnicodeEncodeError:
        return name
    for encoding in ("utf-8", "gb18030"):
        try:
            return written.decode(encoding)
        except UnicodeDecodeError:
            continue
    return name


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
