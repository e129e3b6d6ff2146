"""Zips as they come: names, junk, links, bombs."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path

import pytest

from cli.running import environment
from ecodemo.forms.intake.parcel import parcels
from ecodemo.forms.reading.archive import folder_members, unpack
from forms.packs import import_, zipped_in_gbk


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


def test_a_zip_with_aes_has_a_password_and_is_not_packed_in_a_rare_way(tmp_path: Path) -> None:
    pack = zipped_in_gbk({"a.pdf": b"x"}, tmp_path / "a.zip")
    content = bytearray(pack.read_bytes())
    for start in (6, content.index(b"PK\1\2") + 8):
        content[start] |= 1
        content[start + 2 : start + 4] = b"\x63\0"
    pack.write_bytes(bytes(content))
    problem = unpack(pack, tmp_path).problem
    assert problem is not None
    assert "password" in problem.text


@pytest.mark.parametrize(
    ("name", "attribute"), [("佐证\\27-3 照片\\", 0), ("佐证/27-3 照片/", 0), ("佐证\\27-3 照片", 0x10)]
)
def test_entries_for_folders_are_no_files(name: str, attribute: int, tmp_path: Path) -> None:
    pack = tmp_path / "a.zip"
    folder = zipfile.ZipInfo(name)
    folder.filename = folder.orig_filename = name
    folder.external_attr = attribute
    with zipfile.ZipFile(pack, "w") as archive:
        archive.writestr(folder, b"")
        archive.writestr("佐证/./27-3 照片//2020.jpg", b"x")
    unpacked = unpack(pack, tmp_path)
    assert [member.name for member in unpacked.members] == ["佐证/27-3 照片/2020.jpg"]
    assert not unpacked.refused


@pytest.mark.parametrize(
    "names",
    [("佐证/27-3 照片/2020水源.jpg", "水源.jpg"), ("水源.jpg",), ("水源.jpg", "台账.pdf", "a.txt")],
)
def test_names_of_one_zip_are_in_one_encoding(names: tuple[str, ...], tmp_path: Path) -> None:
    assert _names(zipped_in_gbk(dict.fromkeys(names, b"x"), tmp_path / "a.zip"), tmp_path) == list(names)


def test_a_latin_name_in_utf8_is_no_gbk(tmp_path: Path) -> None:
    pack, raw = tmp_path / "a.zip", "café.jpg".encode()
    zipped_in_gbk({"p" * len(raw): b"x"}, pack)
    pack.write_bytes(pack.read_bytes().replace(b"p" * len(raw), raw))
    assert _names(pack, tmp_path) == ["café.jpg"]


_RAR, _SEVEN = b"Rar!\x1a\x07\x01\0" + bytes(40), b"7z\xbc\xaf\x27\x1c" + bytes(40)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("龙塘镇.rar", _RAR, "rar, 7z"),
        ("龙塘镇.zip", _RAR, "rar, 7z"),
        ("龙塘镇.zip", _SEVEN, "rar, 7z"),
        ("龙塘镇", _SEVEN, "rar, 7z"),
        ("龙塘镇.zip", b"<!DOCTYPE html><html>too large</html>", "but the content is {kind}"),
        ("龙塘镇.rar", b"", "empty"),
        ("龙塘镇.zip", b"version https://git-lfs.github.com/spec/v1\n", "pointer"),
        ("龙塘镇.zip", b"PK\3\4" + bytes(400), "damaged or truncated"),
        ("龙塘镇.zip.003", bytes(range(256)), "volumes"),
    ],
)
def test_a_pack_is_named_by_its_bytes(name: str, content: bytes, said: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    (tmp_path / "into").mkdir()
    day = date(2021, 9, 18)
    (parcel,) = parcels([tmp_path / name], tmp_path / "into", day, day)
    assert parcel.unpacked.problem is not None
    assert said in parcel.unpacked.problem.text


@pytest.mark.parametrize("name", ["龙塘镇.zip", "龙塘镇.rar", "龙塘镇.zip.1", "龙塘镇"])
def test_a_zip_is_opened_whatever_it_is_called(name: str, tmp_path: Path) -> None:
    zipped_in_gbk({"25-1/2020.pdf": b"x"}, tmp_path / name)
    (tmp_path / "into").mkdir()
    day = date(2021, 9, 18)
    (parcel,) = parcels([tmp_path / name], tmp_path / "into", day, day)
    assert [member.name for member in parcel.unpacked.members] == ["25-1/2020.pdf"]


def test_the_last_of_old_rar_volumes_says_it_for_all(county: Path, tmp_path: Path) -> None:
    sent = tmp_path / "sent"
    sent.mkdir()
    for name in ("龙塘镇.r00", "龙塘镇.r01", "龙塘镇.rar"):
        (sent / name).write_bytes(_RAR + name.encode())
    ran = import_(county, sent)
    assert ran.stdout.count("[rejected]") == 1
    assert sum(path.is_file() for path in (county / "inbox").rglob("龙塘镇.r*")) == 3


@pytest.mark.parametrize(
    "names",
    [
        ("龙塘镇.z01", "龙塘镇.z02", "龙塘镇.zip"),
        ("龙塘镇.7z.001", "龙塘镇.7z.002"),
        ("龙塘镇.part1.rar", "龙塘镇.part2.rar"),
        ("龙塘镇.z01",),
    ],
)
def test_volumes_of_one_archive_are_one_parcel_and_all_are_kept(
    names: tuple[str, ...], county: Path, tmp_path: Path
) -> None:
    sent = tmp_path / "sent"
    sent.mkdir()
    for number, name in enumerate(names):
        (sent / name).write_bytes(bytes([number + 1]) * 300)
    if names[-1].endswith(".zip"):
        last = bytearray(zipped_in_gbk({"a.pdf": b"x"}, sent / names[-1]).read_bytes())
        end = last.index(b"PK\5\6")
        last[end + 4 : end + 8] = b"\2\0\2\0"
        (sent / names[-1]).write_bytes(last[4:])
    ran = import_(county, sent)
    assert ran.exit_code == 1
    assert ran.stdout.count("Multi-volume archive") == 1
    kept = {path.name for path in (county / "inbox").rglob("*") if path.is_file()}
    assert set(names) <= kept
    assert "未识别" not in ran.stdout


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


def test_a_full_disk_is_not_reported_as_a_fault_of_the_pack(tmp_path: Path) -> None:
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


def test_a_pack_that_is_only_stored_and_begins_with_a_pdf_is_a_pack(county: Path, tmp_path: Path) -> None:
    pack = tmp_path / "西河乡.zip"
    with zipfile.ZipFile(pack, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("佐证/25-1 秸秆综合利用台账/2018.pdf", b"%PDF-1.4\nledger")
        archive.writestr("佐证/25-1 秸秆综合利用台账/2019.pdf", b"%PDF-1.4\nanother")
    ran = import_(county, pack)
    assert ran.exit_code == 0, ran.stdout
    assert "2 filed" in ran.stdout
