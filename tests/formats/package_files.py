"""Zip files made by hand: small documents of each kind, and ones that are made to harm."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO

TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
OFFICE = "application/vnd.openxmlformats-officedocument."
WORD_TYPE = f"{OFFICE}wordprocessingml.document.main+xml"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"


def package(members: Mapping[str, str | bytes]) -> bytes:
    whole = BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return whole.getvalue()


def types(main: str, part: str) -> str:
    return f'<Types xmlns="{TYPES}"><Override PartName="/{part}" ContentType="{main}"/></Types>'


def document(
    body: str, more: Mapping[str, str | bytes] | None = None, *, main: str = WORD_TYPE, before: str = ""
) -> bytes:
    """A Word file with this XML as its body."""
    text = f'{before}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    return package(
        {
            "[Content_Types].xml": types(main, "word/document.xml"),
            "word/document.xml": text,
            **(more or {}),
        }
    )


def paragraph(*runs: str) -> str:
    return "<w:p>" + "".join(f"<w:r><w:t>{run}</w:t></w:r>" for run in runs) + "</w:p>"


def presentation(*slides: str) -> bytes:
    kind = f"{OFFICE}presentationml.presentation.main+xml"
    parts = {
        f"ppt/slides/slide{number}.xml": f'<s xmlns:a="{DRAWING}"><a:p><a:r><a:t>{text}</a:t></a:r></a:p></s>'
        for number, text in enumerate(slides, 1)
    }
    return package(
        {
            "[Content_Types].xml": types(kind, "ppt/presentation.xml"),
            "ppt/presentation.xml": "<p/>",
            **parts,
        }
    )


def ofd(*contents: str) -> bytes:
    """An OFD with a page for each content."""
    listed = "".join(
        f'<ofd:Page ID="{number}" BaseLoc="Pages/Page_{number}/Content.xml"/>'
        for number in range(len(contents))
    )
    name = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    return package(
        {
            "OFD.xml": f"<ofd:OFD {name}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
            "Doc_0/Document.xml": f"<ofd:Document {name}><ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
            **{
                f"Doc_0/Pages/Page_{number}/Content.xml": f"<ofd:Page {name}>{content}</ofd:Page>"
                for number, content in enumerate(contents)
            },
        }
    )


def ofd_text(*texts: str) -> str:
    return "".join(
        f"<ofd:TextObject><ofd:TextCode X='0'>{text}</ofd:TextCode></ofd:TextObject>" for text in texts
    )


def zeros(megabytes: int) -> bytes:
    """A member that is nothing but noughts."""
    whole = BytesIO()
    with (
        zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as file,
        file.open("zeros", "w") as member,
    ):
        for _ in range(megabytes):
            member.write(bytes(1 << 20))
    return whole.getvalue()


def overlapping(names: int = 1_000) -> bytes:
    """Many members that are the same ten megabytes packed once."""
    plain = bytes(10_000_000)
    packer = zlib.compressobj(9, wbits=-15)
    packed = packer.compress(plain) + packer.flush()
    sizes = struct.pack("<LLL", zlib.crc32(plain), len(packed), len(plain))
    whole = struct.pack("<4sHHHHH", b"PK\x03\x04", 20, 0, 8, 0, 0x21) + sizes + b"\x01\x00\x00\x00x" + packed
    start = len(whole)
    for number in range(names):
        name = b"x%05d" % number
        whole += struct.pack("<4sHHHHHH", b"PK\x01\x02", 20, 20, 0, 8, 0, 0x21) + sizes
        whole += struct.pack("<HHHHHLL", len(name), 0, 0, 0, 0, 0, 0) + name
    return whole + struct.pack("<4sHHHHLLH", b"PK\x05\x06", 0, 0, names, names, len(whole) - start, start, 0)


def many_members(count: int) -> bytes:
    whole = BytesIO()
    with zipfile.ZipFile(whole, "w") as file:
        for number in range(count):
            file.writestr(zipfile.ZipInfo(f"{number}"), b"")
    return whole.getvalue()


def entities() -> bytes:
    """A document whose one word stands for a billion."""
    levels = "".join(f'<!ENTITY e{level} "{f"&e{level - 1};" * 10}">' for level in range(1, 10))
    return document(paragraph("&e9;"), before=f'<!DOCTYPE d [<!ENTITY e0 "word">{levels}]>')
