"""Zips as they come: names, junk, links, bombs."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from cli.running import environment
from ecodemo.forms.reading.archive import folder_members, unpack
from forms.packs import zipped_in_gbk


def _names(pack: Path, tmp_path: Path) -> list[str]:
    into = tmp_path / "into"
    into.mkdir()
    return [member.name for member in unpack(pack, into).members]


def test_names_in_utf8_and_in_gbk(tmp_path: Path) -> None:
    name = "龙塘镇/佐证/25-1 秸秆综合利用台账/2020台账.xlsx"
    pack = tmp_path / "a.zip"
    with zipfile.ZipFile(pack, "w") as archive:
        archive.writestr(name, b"x")
    assert _names(pack, tmp_path) == [name]
    into = tmp_path / "gbk"
    into.mkdir()
    gbk = zipped_in_gbk({name: b"x", "佐证\\07-4 巡查\\㙍.txt".replace("㙍", "镕"): b"y"}, tmp_path / "b.zip")
    unpacked = unpack(gbk, into)
    assert [member.name for member in unpacked.members] == [name, "佐证/07-4 巡查/镕.txt"]
    assert unpacked.members[0].path.read_bytes() == b"x"


def test_utf8_names_without_the_mark(tmp_path: Path) -> None:
    pack = tmp_path / "a.zip"
    raw = "佐证/台账.xlsx".encode()
    zipped_in_gbk({"p" * len(raw): b"x"}, pack)
    pack.write_bytes(pack.read_bytes().replace(b"p" * len(raw), raw))
    assert _names(pack, tmp_path) == ["佐证/台账.xlsx"]


def test_junk_is_dropped_and_named(tmp_path: Path) -> None:
    pack = tmp_path / "a.zip"
    with zipfile.ZipFile(pack, "w") as archive:
        for name in ("a/~$表.xlsx", "a/Thumbs.db", "__MACOSX/a/._b.pdf", "a/.DS_Store", "a/b.pdf"):
            archive.writestr(name, b"x")
    unpacked = unpack(pack, tmp_path)
    assert [member.name for member in unpacked.members] == ["a/b.pdf"]
    assert len(unpacked.dropped) == 4


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/etc/passwd", "C:\\Windows\\x.dll", "a/../../b", "..\\b", "x/" * 30 + "y"]
)
def test_paths_that_leave(name: str, tmp_path: Path) -> None:
    pack = tmp_path / "a.zip"
    with zipfile.ZipFile(pack, "w") as archive:
        archive.writestr(zipfile.ZipInfo(name), b"x")
        archive.writestr("good.pdf", b"x")
    into = tmp_path / "deep" / "into"
    into.mkdir(parents=True)
    unpacked = unpack(pack, into)
    assert [member.name for member in unpacked.members] == ["good.pdf"]
    assert len(unpacked.refused) == 1
    assert [path.name for path in into.iterdir()] == ["00001"]


def test_links_are_refused(tmp_path: Path) -> None:
    pack = tmp_path / "a.zip"
    link = zipfile.ZipInfo("link.pdf")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(pack, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    unpacked = unpack(pack, tmp_path)
    assert not unpacked.members
    assert len(unpacked.refused) == 1


def test_a_password_is_said(tmp_path: Path) -> None:
    pack = zipped_in_gbk({"a.pdf": b"x"}, tmp_path / "a.zip")
    content = bytearray(pack.read_bytes())
    content[6] |= 1
    content[content.index(b"PK\1\2") + 8] |= 1
    pack.write_bytes(bytes(content))
    problem = unpack(pack, tmp_path).problem
    assert problem is not None
    assert "password" in problem.text


@pytest.mark.parametrize("cut", [10, 60, -30, -1])
def test_damaged_zips(cut: int, tmp_path: Path) -> None:
    pack = zipped_in_gbk({"a.pdf": os.urandom(400)}, tmp_path / "a.zip")
    pack.write_bytes(pack.read_bytes()[:cut])
    assert unpack(pack, tmp_path).problem is not None


def test_a_damaged_member_is_refused_alone(tmp_path: Path) -> None:
    pack = zipped_in_gbk({"a.pdf": os.urandom(400), "b.pdf": b"b"}, tmp_path / "a.zip")
    content = bytearray(pack.read_bytes())
    content[120] ^= 0xFF
    pack.write_bytes(bytes(content))
    unpacked = unpack(pack, tmp_path)
    assert [member.name for member in unpacked.members] == ["b.pdf"]
    assert [refused.name for refused in unpacked.refused] == ["a.pdf"]


def test_too_many_members(tmp_path: Path) -> None:
    pack = tmp_path / "a.zip"
    with zipfile.ZipFile(pack, "w") as archive:
        for number in range(10_001):
            archive.writestr(f"{number}", b"")
    assert unpack(pack, tmp_path).problem is not None


_BOUNDED = """
import resource, sys
from pathlib import Path
resource.setrlimit(resource.RLIMIT_AS, (700 << 20, 700 << 20))
resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
resource.setrlimit(resource.RLIMIT_FSIZE, (300 << 20, 300 << 20))
from ecodemo.forms.reading.archive import unpack
from ecodemo.forms.reading.tables import NotATableError, tables_of
pack, into = map(Path, sys.argv[1:])
if pack.suffix == ".zip":
    assert unpack(pack, into).problem is not None
else:
    try:
        tables_of(pack, pack.name)
    except NotATableError as error:
        print(error.words.text)
    else:
        raise SystemExit("it was read")
"""


def _bounded(pack: Path, tmp_path: Path) -> None:
    into = tmp_path / "into"
    into.mkdir(exist_ok=True)
    subprocess.run([sys.executable, "-c", _BOUNDED, pack, into], check=True, timeout=600, env=environment())


def test_a_bomb(tmp_path: Path) -> None:
    pack = tmp_path / "bomb.zip"
    block = bytes(50 << 20)
    with zipfile.ZipFile(pack, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(20):
            archive.writestr(f"{number}.pdf", block)
    _bounded(pack, tmp_path)


def test_a_bomb_that_lies_about_its_size(tmp_path: Path) -> None:
    pack = zipped_in_gbk({"a.pdf": bytes(200 << 20)}, tmp_path / "bomb.zip")
    content = pack.read_bytes().replace((200 << 20).to_bytes(4, "little"), (100).to_bytes(4, "little"))
    pack.write_bytes(content)
    into = tmp_path / "into"
    into.mkdir()
    unpacked = unpack(pack, into)
    assert not unpacked.members
    assert sum(path.stat().st_size for path in into.iterdir()) < 1000


def test_a_workbook_that_is_a_bomb(tmp_path: Path) -> None:
    book = tmp_path / "龙塘镇填报表.xlsx"
    with zipfile.ZipFile(book, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"<row/>" * (40 << 20))
    _bounded(book, tmp_path)


def test_links_in_a_folder_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "pack").mkdir()
    (tmp_path / "secret.pdf").write_bytes(b"x")
    (tmp_path / "pack" / "a.pdf").symlink_to(tmp_path / "secret.pdf")
    unpacked = folder_members(tmp_path / "pack")
    assert not unpacked.members
    assert len(unpacked.refused) == 1


def test_a_full_disk_is_not_told_as_a_fault_of_the_pack(tmp_path: Path) -> None:
    pack = tmp_path / "a.zip"
    with zipfile.ZipFile(pack, "w") as archive:
        archive.writestr("a/25-1 台账.xlsx", os.urandom(100_000))
    script = (
        "import resource, signal, sys; from pathlib import Path\n"
        "from ecodemo.errors import EcodemoError; from ecodemo.forms.reading.archive import unpack\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))\n"
        "try: unpack(Path(sys.argv[1]), Path(sys.argv[2]))\n"
        "except EcodemoError as error: print(error.message.values['reason'])"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script, str(pack), str(tmp_path)],
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.returncode, ended.stdout.strip()) == (0, "File too large"), ended.stderr
