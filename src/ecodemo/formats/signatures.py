"""Formats that are only named: archives, programs, films, sounds and the rest of the world's signatures."""

from __future__ import annotations

import struct

_BEGINNINGS = (
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b\x08", "gz"),
    (b"BZh", "bz2"),
    (b"\xfd7zXZ\x00", "xz"),
    *((b"\x09" + version + b"\x00", "xls") for version in (b"\x00\x04", b"\x02\x06", b"\x04\x06")),
    (b"ID3", "mp3"),
    (b"CAJ\x00", "caj"),
    (b"KDH ", "kdh"),
    (b"8BPS\x00", "psd"),
    (b"\x00\x00\x27\x0a\x00", "shp"),
    (b"FLV\x01", "flv"),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "wmv"),
    (b"\x00\x00\x01\xba", "mpg"),
    (b"SQLite format 3\x00", "sqlite"),
    (b"#!AMR", "amr"),
    (b"MSCF\x00\x00\x00\x00", "cab"),
)
_PROGRAMS = (
    (b"\x7fELF", "elf"),
    *(
        (magic, "macho")
        for magic in (b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe", b"\xfe\xed\xfa\xcf", b"\xfe\xed\xfa\xce")
    ),
    (b"\xca\xfe\xba\xbe", "class"),
    (b"dex\n03", "dex"),
    (b"L\x00\x00\x00\x01\x14\x02\x00\x00\x00\x00\x00\xc0", "lnk"),
)
"""Those of Linux, Macs, Java and Android, and links of Windows."""
_IN_RIFF = {b"AVI ": "avi", b"WAVE": "wav"}
_HEIC = frozenset((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"))
_BRANDS = {b"qt  ": "mov", b"M4A ": "m4a", b"avif": "avif", b"3gp4": "3gp", b"3gp5": "3gp"}
_SURE_BYTES = 6
"""Signatures in puremagic's list that are shorter fit many files by chance."""


def kind_of(head: bytes) -> str:
    """The right suffix of a file that begins with these bytes; empty when that is not sure."""
    if program := program_of(head):
        return program
    for magic, kind in _BEGINNINGS:
        if head.startswith(magic):
            return kind
    if head[:4] == b"RIFF" and head[8:12] in _IN_RIFF:
        return _IN_RIFF[head[8:12]]
    if head[4:8] == b"ftyp":
        return "heic" if head[8:12] in _HEIC else _BRANDS.get(head[8:12], "mp4")
    if head[:4] == b"AC10" and head[4:6].isdigit():
        return "dwg"
    if head[257:262] == b"ustar":
        return "tar"
    return _by_the_list(head)


def program_of(head: bytes) -> str:
    """The kind of program that these bytes begin, whatever follows them; empty when it is none."""
    return next(
        (kind for magic, kind in _PROGRAMS if head.startswith(magic)), "exe" if _is_program(head) else ""
    )


def _is_program(head: bytes) -> bool:
    """MZ alone is two letters; a program of Windows says where its second header is."""
    if head[:2] != b"MZ" or len(head) < 0x40:
        return False
    (at,) = struct.unpack_from("<I", head, 0x3C)
    return head[at : at + 4] == b"PE\x00\x00"


def _by_the_list(head: bytes) -> str:
    """What puremagic says, if it is one thing."""
    from puremagic import PureError, magic_string

    try:
        found = [match for match in magic_string(head) if match.offset >= 0]
    except (PureError, ValueError):
        return ""
    longest = max((len(match.byte_match) for match in found), default=0)
    best = {match.extension.lstrip(".").lower() for match in found if len(match.byte_match) == longest}
    return best.pop() if longest >= _SURE_BYTES and len(best) == 1 else ""
