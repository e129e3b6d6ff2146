"""Old Office files."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from ecodemo.formats.file_facts import facts_of
from ecodemo.model.evidence import Condition, Facts, Searchable
from formats.compound_files import MAGIC, SECTOR, compound_file

FIB = b"\xec\xa5\xc1\x00" + bytes(8)
BOF = struct.pack("<HH", 0x0809, 4) + bytes(4)
FILEPASS = struct.pack("<HH", 0x002F, 6) + bytes(6)


def facts(folder: Path, content: bytes) -> Facts:
    path = folder / "file"
    path.write_bytes(content)
    return facts_of(path)


@pytest.mark.parametrize(("name", "kind"), [("letter.doc", "doc"), ("table.xls", "xls")])
def test_a_file_of_libreoffice_is_sound(office: Path, name: str, kind: str) -> None:
    found = facts_of(office / name)
    assert (found.kind, found.condition) == (kind, Condition.SOUND)
    assert (found.searchable, found.macros) == (Searchable.TEXT, False)


@pytest.mark.parametrize(("name", "kind"), [("locked.doc", "doc"), ("locked.xls", "xls")])
def test_a_file_of_libreoffice_with_a_password_is_encrypted(office: Path, name: str, kind: str) -> None:
    found = facts_of(office / name)
    assert (found.kind, found.condition, found.searchable) == (kind, Condition.ENCRYPTED, None)


@pytest.mark.parametrize("name", ["letter.doc", "table.xls", "locked.doc", "locked.docx"])
@pytest.mark.parametrize("part", [0.25, 0.5, 0.75, -10])
def test_a_file_that_was_cut_is_truncated(office: Path, tmp_path: Path, name: str, part: float) -> None:
    whole = (office / name).read_bytes()
    found = facts(tmp_path, whole[: int(len(whole) * part) if part > 0 else int(part)])
    assert found.condition is Condition.TRUNCATED
    assert found.kind in {"", name.rpartition(".")[2]}


@pytest.mark.parametrize(
    ("stream", "kind"),
    [("WordDocument", "doc"), ("Workbook", "xls"), ("Book", "xls"), ("PowerPoint Document", "ppt")],
)
def test_the_main_stream_shows_the_kind_as_with_files_of_wps(tmp_path: Path, stream: str, kind: str) -> None:
    found = facts(tmp_path, compound_file({stream: BOF}))
    assert (found.kind, found.condition) == (kind, Condition.SOUND)


def test_the_beginning_of_the_main_stream_shows_the_kind_of_a_cut_file(tmp_path: Path) -> None:
    whole = compound_file({"WordDocument": FIB, "Data": b"x"})
    found = facts(tmp_path, whole[: -SECTOR * 3])
    assert (found.kind, found.condition) == ("doc", Condition.TRUNCATED)


def test_the_flag_of_a_password_in_a_word_file(tmp_path: Path) -> None:
    locked = FIB[:10] + struct.pack("<H", 0x0100)
    assert facts(tmp_path, compound_file({"WordDocument": locked})).condition is Condition.ENCRYPTED


def test_the_record_of_a_password_in_a_workbook(tmp_path: Path) -> None:
    assert facts(tmp_path, compound_file({"Workbook": BOF + FILEPASS})).condition is Condition.ENCRYPTED
    end = struct.pack("<HH", 0x000A, 0)
    assert facts(tmp_path, compound_file({"Workbook": BOF + end + FILEPASS})).condition is Condition.SOUND


def test_the_token_of_a_password_in_a_presentation(tmp_path: Path) -> None:
    user = struct.pack("<HHLLL", 0, 0x0FF6, 20, 20, 0xF3D1C4DF)
    found = facts(tmp_path, compound_file({"PowerPoint Document": b"x", "Current User": user}))
    assert found.condition is Condition.ENCRYPTED


def test_a_new_office_file_with_a_password_has_the_kind_ooxml(tmp_path: Path) -> None:
    found = facts(tmp_path, compound_file({"EncryptionInfo": b"x", "EncryptedPackage": b"x"}))
    assert (found.kind, found.condition) == ("ooxml", Condition.ENCRYPTED)


@pytest.mark.parametrize("storage", ["Macros", "_VBA_PROJECT_CUR", "VBA"])
def test_macros_are_storages(tmp_path: Path, storage: str) -> None:
    assert facts(tmp_path, compound_file({"WordDocument": FIB}, (storage,))).macros


def test_other_files_of_this_family_have_no_kind(tmp_path: Path) -> None:
    found = facts(tmp_path, compound_file({"Catalog": b"x"}))
    assert (found.kind, found.condition, found.searchable) == ("", Condition.SOUND, None)


def test_a_header_of_nonsense_is_damage(tmp_path: Path) -> None:
    assert facts(tmp_path, MAGIC + b"\xff" * 2_000).condition is Condition.DAMAGED


def test_a_header_alone_is_truncated(tmp_path: Path) -> None:
    assert facts(tmp_path, compound_file({"WordDocument": FIB})[:SECTOR]).condition is Condition.TRUNCATED


def test_a_table_that_names_itself_for_ever_ends(tmp_path: Path) -> None:
    whole = bytearray(compound_file({"WordDocument": FIB}))
    whole[44:48] = struct.pack("<L", 2)
    whole[68:76] = struct.pack("<LL", 0, 2)
    assert facts(tmp_path, bytes(whole)).condition is Condition.DAMAGED


def test_a_chain_of_sectors_that_runs_in_a_circle_ends(tmp_path: Path) -> None:
    whole = bytearray(compound_file({"WordDocument": FIB}))
    whole[SECTOR + 4 : SECTOR + 8] = struct.pack("<L", 1)
    assert facts(tmp_path, bytes(whole)).size == len(whole)


def test_a_directory_that_leads_back_to_itself_is_damage(tmp_path: Path) -> None:
    whole = bytearray(compound_file({"WordDocument": FIB, "1Table": b"x"}))
    directory = 2 * SECTOR
    whole[directory + 2 * 128 + 72 : directory + 2 * 128 + 76] = struct.pack("<L", 1)
    assert facts(tmp_path, bytes(whole)).condition is Condition.DAMAGED


def test_a_last_sector_need_not_be_filled_up(tmp_path: Path) -> None:
    whole = compound_file({"WordDocument": FIB + b"x" * 4090})
    assert facts(tmp_path, whole[:-10]).condition is Condition.SOUND
    assert facts(tmp_path, whole[:-510]).condition is Condition.TRUNCATED


def test_sectors_that_nothing_uses_need_not_be_there(tmp_path: Path) -> None:
    whole = bytearray(compound_file({"WordDocument": FIB}))
    whole[SECTOR + 400 : SECTOR + 404] = struct.pack("<L", 0xFFFFFFFE)
    assert facts(tmp_path, bytes(whole)).condition is Condition.SOUND


@pytest.mark.parametrize("version", [0x0000, 0x0200, 0x0400])
def test_the_oldest_workbooks_have_no_directory(tmp_path: Path, version: int) -> None:
    bof = struct.pack("<HHHH", 0x0009 + version, {0: 4}.get(version, 6), 2, 0x10) + bytes(20)
    assert facts(tmp_path, bof).kind == "xls"
