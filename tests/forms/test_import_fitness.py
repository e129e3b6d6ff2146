"""What is filed as a document, by what its bytes are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ecodemo.forms.intake.filing.fitness import suffix_of, unfit
from ecodemo.forms.reading.archive import Member
from formats.conftest import small_corpus
from formats.package_files import package
from forms.packs import import_, state_of

CORPUS = small_corpus()
POINTER = b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"0" * 64 + b"\nsize 12345\n"
HEIC = b"\0\0\0\x18ftypheic" + bytes(40)
RAR, SEVEN = b"Rar!\x1a\x07\x01\0" + bytes(40), b"7z\xbc\xaf\x27\x1c" + bytes(40)
PROGRAM = b"MZ" + bytes(58) + b"\x40\0\0\0PE\0\0" + bytes(40)
MakeMember = Callable[[str, bytes], Member]


@pytest.fixture
def member(tmp_path: Path) -> MakeMember:
    def made(name: str, content: bytes) -> Member:
        path = tmp_path / "00000"
        path.write_bytes(content)
        return Member(f"佐证/25-1/{name}", path)

    return made


@pytest.mark.parametrize(
    ("name", "content"),
    [
        *((f"2020.{suffix}", content) for suffix, content in CORPUS.items() if suffix != "zip"),
        ("2020.wps", CORPUS["doc"]),
        ("2020.et", CORPUS["xls"]),
        ("2020.csv", "年度,吨\n2020,8700\n".encode("gbk")),
        ("2020.xls", b"<html><table><tr><td>8700</td></tr></table></html>"),
        ("2020.mp4", b"\0\0\0\x18ftypisom" + bytes(40)),
        ("2020.pdf", b"no PDF: the check says so"),
        ("2020", CORPUS["pdf"]),
        ("2020.jpg_", CORPUS["jpg"]),
        ("2020.kmz", CORPUS["zip"]),
    ],
)
def test_documents_pictures_and_films_are_filed(member: MakeMember, name: str, content: bytes) -> None:
    assert unfit(member(name, content)) is None


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("2020.xlsx", POINTER, "pointer"),
        ("2020.pdf", b"\xef\xbb\xbf" + POINTER.replace(b"\n", b"\r\n"), "pointer"),
        ("2020.xlsx", b"", "empty"),
        ("2020.csv", b"\xef\xbb\xbf", "empty"),
        ("2020.pdf", bytes(5000), "empty"),
        ("2020.jpg", HEIC, "HEIC"),
        ("2020.HEIC", b"x", "HEIC"),
        ("2020.pdf", b"\0\0\0\x18ftypavif" + bytes(40), "HEIC"),
        ("2020.rar", RAR, "pack"),
        ("2020.pdf", RAR, "pack"),
        ("2020.docx", SEVEN, "pack"),
        ("2020.pdf", CORPUS["zip"], "pack"),
        ("2020.zip", CORPUS["zip"], "pack"),
        ("2020.z01", b"x", "volumes"),
        ("2020.7z.001", SEVEN, "volumes"),
        ("2020.part2.rar", RAR, "volumes"),
        ("2020.pdf.crdownload", CORPUS["pdf"][:100], "download"),
        ("2020.hta", b"<html><script>x</script></html>", "program"),
        ("2020.ps1", b"x", "program"),
        ("2020.wsf", b"<job/>", "program"),
        ("2020.pdf", PROGRAM, "program"),
        ("2020.pdf", b"<!DOCTYPE html><html>log in</html>", "web page"),
        ("2020.jpg", b"<html><body>404</body></html>", "web page"),
        ("2020.pdf", PROGRAM + CORPUS["pdf"], "program"),
        ("2020.pdf", b"\xcf\xfa\xed\xfe" + bytes(40), "program"),
        ("2020.doc", b"\xca\xfe\xba\xbe\0\0\0\x34" + bytes(40), "program"),
        ("2020.docx", b"L\0\0\0\x01\x14\x02\0\0\0\0\0\xc0\0\0\0\0\0\0F" + bytes(40), "program"),
        ("2020.docx", package({"META-INF/MANIFEST.MF": "Main-Class: A"}), "program"),
        ("2020.xlsx", package({"AndroidManifest.xml": "x"}), "program"),
        ("2020.chm", b"ITSF" + bytes(40), "program"),
        ("2020.cpl.txt.pif", b"x", "program"),
        ("2020.xlam", CORPUS["docx"], "program"),
        ("2020.doc", b"MSCF\0\0\0\0" + bytes(40), "pack"),
        ("2020.vhd", b"conectix" + bytes(40), "Unsupported file type"),
        ("2020", b"x", "Unsupported file type"),
    ],
)
def test_other_files_are_asked_back_with_what_they_are(
    member: MakeMember, name: str, content: bytes, said: str
) -> None:
    words = unfit(member(name, content))
    assert words is not None
    assert said in words.text


@pytest.mark.parametrize(
    ("name", "content", "suffix"),
    [
        ("2020.PDF", CORPUS["pdf"], ".pdf"),
        ("2020.et", CORPUS["xls"], ".et"),
        ("2020", CORPUS["pdf"], ".pdf"),
        ("2020.jpg_", CORPUS["jpg"], ".jpg"),
        ("2020年5.30", CORPUS["png"], ".png"),
    ],
)
def test_the_suffix_is_that_of_the_bytes_where_the_name_has_none(
    member: MakeMember, name: str, content: bytes, suffix: str
) -> None:
    assert suffix_of(member(name, content)) == suffix


@pytest.mark.parametrize(
    "later",
    [b"", POINTER, CORPUS["pdf"][:-200], CORPUS["pdf"][: len(CORPUS["pdf"]) // 2]],
    ids=["empty", "pointer", "without its end", "half"],
)
@pytest.mark.parametrize("place", ["西河乡/07-3/2019年台账.pdf", "创建办/00-1/2021-09-01 推进会/通知.pdf"])
def test_what_nobody_can_open_takes_the_place_of_no_document(
    county: Path, tmp_path: Path, later: bytes, place: str
) -> None:
    unit = place.split("/", 1)[0]
    for sent, content in (("first", CORPUS["pdf"]), ("second", later)):
        path = tmp_path / sent / place
        path.parent.mkdir(parents=True)
        path.write_bytes(content)
    assert import_(county, tmp_path / "first" / unit).exit_code == 0
    before = state_of(county, "data", "evidence")
    ran = import_(county, tmp_path / "second" / unit)
    assert ran.exit_code == 1, ran.stdout
    assert "1 not recognised" in ran.stdout
    assert state_of(county, "data", "evidence") == before
    kept = [path for path in (county / "inbox" / "未识别").rglob("*") if path.is_file()]
    assert [path.read_bytes() for path in kept] == [later]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (POINTER, "pointer"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "but the content is html"),
        (CORPUS["xls"], "but the content is xls"),
    ],
)
def test_a_form_that_is_none_is_called_what_it_is(
    county: Path, tmp_path: Path, content: bytes, said: str
) -> None:
    path = tmp_path / "西河乡填报表.xlsx"
    path.write_bytes(content)
    ran = import_(county, path)
    assert ran.exit_code == 1
    assert said in ran.stdout


def test_packs_of_one_import_that_each_replace_the_one_before(county: Path, tmp_path: Path) -> None:
    """A scan, the file itself and the scan again, all under one name: the last is filed, and every one is kept."""
    contents = (CORPUS["pdf"], CORPUS["docx"], CORPUS["jpg"])
    folders = []
    for number, (suffix, content) in enumerate(zip(("pdf", "docx", "jpg"), contents, strict=True)):
        folder = tmp_path / f"西河乡（{number}）"
        (folder / "佐证" / "07-3").mkdir(parents=True)
        (folder / "佐证" / "07-3" / f"2019年台账.{suffix}").write_bytes(content)
        folders.append(folder)
    ran = import_(county, *folders)
    assert ran.exit_code == 0, ran.stdout
    (filed,) = (county / "evidence").rglob("西河乡/2019/07-3*")
    assert (filed.suffix, filed.read_bytes()) == (".jpg", CORPUS["jpg"])
    kept = [path.read_bytes() for path in (county / "inbox").rglob("*") if path.is_file()]
    assert all(content in kept for content in contents)
    assert [path.suffix for folder in folders for path in folder.rglob("*.*")] == [".pdf", ".docx", ".jpg"]
    register = (county / "data" / "progress" / "xihe.yaml").read_text(encoding="utf-8")
    assert register.count("/西河乡/2019/07-3 ") == 1
    assert "07-3 秸秆禁烧巡查台账.jpg" in register
