"""Formats that are only named."""

from __future__ import annotations

import gzip
import hashlib
import io
import struct
import tarfile
import zipfile
from pathlib import Path

import pytest

from ecodemo.formats.file_facts import facts_of, kind_by_head
from ecodemo.model.evidence import Condition

REST = bytes(range(1, 256)) * 4
PROGRAM = b"MZ" + bytes(58) + struct.pack("<I", 64) + b"PE\x00\x00"


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"Rar!\x1a\x07\x00", "rar"),
        (b"Rar!\x1a\x07\x01\x00", "rar"),
        (b"7z\xbc\xaf\x27\x1c\x00\x04", "7z"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", "heic"),
        (b"\x00\x00\x00\x18ftypmif1\x00\x00\x00\x00mif1heic", "heic"),
        (b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00isom", "mp4"),
        (b"\x00\x00\x00\x14ftypqt  \x00\x00\x00\x00", "mov"),
        (b"ID3\x03\x00\x00", "mp3"),
        (PROGRAM, "exe"),
        (b"MZ\x90\x00", ""),
        (b"CAJ\x00", "caj"),
        (b"AC1027\x00\x00", "dwg"),
        (b"RIFF\x10\x00\x00\x00AVI LIST", "avi"),
        (gzip.compress(b"x", mtime=0), "gz"),
        (b"SQLite format 3\x00", "sqlite"),
        (b"\x00\x01\x02\x03\x04", ""),
        (b"BM", ""),
    ],
)
def test_the_beginning_names_the_format(tmp_path: Path, head: bytes, kind: str) -> None:
    path = tmp_path / "file"
    path.write_bytes(head + REST)
    found = facts_of(path)
    assert (found.kind, found.condition, found.pages) == (kind, Condition.SOUND, None)


def test_the_name_of_a_file_counts_for_nothing(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(b"Rar!\x1a\x07\x00" + REST)
    assert facts_of(path).kind == "rar"


def test_bytes_by_chance_are_not_named(tmp_path: Path) -> None:
    path = tmp_path / "file"
    named = 0
    for number in range(300):
        path.write_bytes(hashlib.shake_128(b"%d" % number).digest(200))
        named += bool(facts_of(path).kind)
    assert named == 0


def test_an_archive_that_only_stores_a_pdf_is_no_pdf(tmp_path: Path) -> None:
    pdf = b"%PDF-1.4\n" + bytes(3_000)
    stored = tmp_path / "stored.zip"
    with zipfile.ZipFile(stored, "w") as pack:
        pack.writestr("2020.pdf", pdf)
    rar = tmp_path / "stored.rar"
    rar.write_bytes(b"Rar!\x1a\x07\x01\x00" + bytes(40) + pdf)
    tar = tmp_path / "stored.tar"
    member = tarfile.TarInfo("2020.pdf")
    member.size = len(pdf)
    with tarfile.open(tar, "w") as archive:
        archive.addfile(member, io.BytesIO(pdf))
    assert [kind_by_head(path) for path in (stored, rar, tar)] == ["zip", "rar", "tar"]


def test_a_pdf_with_junk_before_it_is_one(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"\x00\x01junk\r\n" * 9 + b"%PDF-1.4\n" + bytes(300))
    assert kind_by_head(path) == "pdf"
