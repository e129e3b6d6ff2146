"""The package of a small county: what is in it, in which order, and what never is."""

from __future__ import annotations

import io
import json
import re
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote
from zipfile import ZipFile

import docx
import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from acceptance.bags import unzipped
from acceptance.conftest import DAY
from acceptance.packages import inside, names
from cli.running import invoke
from golden.test_golden import Matcher, dumped


def test_the_tree_of_the_small_county(package: Path, matches: Matcher) -> None:
    matches("package.tree.txt", "\n".join(sorted(names(package))) + "\n")


def test_its_list_of_everything(package: Path, matches: Matcher) -> None:
    matches("package.contents.txt", dumped(inside(package, "/00 总目录.xlsx")))


def test_every_document_is_there_byte_for_byte(handed_in: Path) -> None:
    documents = {
        path.read_bytes() for path in (handed_in / "county" / "evidence").rglob("*") if path.is_file()
    }
    with ZipFile(handed_in / "package.zip") as archive:
        packed = {archive.read(name) for name in archive.namelist()}
    assert documents <= packed


def test_every_file_is_in_its_list_and_every_line_of_the_list_is_a_file(
    package: Path, tmp_path: Path
) -> None:
    top = unzipped(package, tmp_path)
    sheet = openpyxl.load_workbook(top / "00 总目录.xlsx")["总目录"]
    listed = {
        unquote(cell.hyperlink.target).removeprefix("./")
        for row in sheet.iter_rows()
        for cell in row
        if cell.hyperlink and cell.hyperlink.target
    }
    material = {path.relative_to(top).as_posix() for path in (top / "data").rglob("*") if path.is_file()}
    made = re.compile(
        r"/00 [^/]+[.]docx$|/县级自查报告[.]docx$|^data/0[45] |（(?:见第|缺件|未出证明|存在否决情形)"
    )
    assert listed <= material
    assert {path for path in material - listed if not made.search(path)} == set()


def test_paths_are_such_as_windows_and_memory_sticks_hold(package: Path) -> None:
    listed = names(package)
    assert max(len(name) for name in listed) + len("X:\\") <= 200
    assert len({name.casefold() for name in listed}) == len(listed)
    for name in listed:
        for part in name.split("/"):
            assert not re.search(r'[\\:*?"<>|%]', part)
            assert part == part.strip(" .")


def test_what_is_handed_in_says_nothing_of_a_draft(package: Path) -> None:
    assert "草稿" not in inside(package, "/打开我.html").decode()
    assert not [name for name in names(package) if "草稿" in name]


def test_its_page_leads_to_files_that_are_there(package: Path, tmp_path: Path) -> None:
    top = unzipped(package, tmp_path)
    page = (top / "打开我.html").read_text(encoding="utf-8")
    links = [unquote(link) for link in re.findall(r'href="(data/[^"#]+)', page)]
    assert links
    assert all((top / link).exists() for link in links)
    assert "evidence/" not in re.findall(r'href="([^"]*)"', page)


def test_its_list_leads_to_files_that_are_there(package: Path, tmp_path: Path) -> None:
    top = unzipped(package, tmp_path)
    book = openpyxl.load_workbook(top / "00 总目录.xlsx")
    targets = [
        unquote(cell.hyperlink.target)
        for row in book["总目录"].iter_rows()
        for cell in row
        if cell.hyperlink and cell.hyperlink.target
    ]
    assert targets
    assert all((top / target).is_file() for target in targets)


def test_the_sealing_line_says_what_was_handed_in(handed_in: Path) -> None:
    root = handed_in / "county"
    (line,) = (root / "history" / "packs.jsonl").read_text(encoding="utf-8").splitlines()
    said = json.loads(line)
    manifest = inside(handed_in / "package.zip", "/manifest-sha256.txt")
    assert said["manifest"] == sha256(manifest).hexdigest()
    assert said["lock"] == sha256((root / "evidence.sha256").read_bytes()).hexdigest()
    assert (said["day"], said["layout"], said["draft"]) == ("2021-11-01", "acceptance", False)
    assert said["files"] == len(names(handed_in / "package.zip"))


def test_its_list_leads_from_its_numbers_to_those_of_the_catalogue(handed_in: Path, tmp_path: Path) -> None:
    """Both list the same documents; each is under two numbers, which are both unique in the catalogue's list."""
    call = ("evidence", "catalogue", "--format", "xlsx", "--out", tmp_path)
    assert invoke("-C", handed_in / "county", *DAY, *call).exit_code == 0
    (path,) = tmp_path.glob("*.xlsx")
    catalogued = _column(openpyxl.load_workbook(path).worksheets[0], "档号")
    book = openpyxl.load_workbook(io.BytesIO(inside(handed_in / "package.zip", "/00 总目录.xlsx")))
    assert sorted(_column(book["总目录"], "归档目录编号")) == sorted(catalogued)
    numbers = _column(book["总目录"], "档号")
    assert len(set(catalogued)) == len(catalogued) == len(set(numbers)) == len(numbers)
    row = dict(
        zip(*(tuple(cell.value for cell in row) for row in book["互见表"].iter_rows(2, 3)), strict=True)
    )
    assert (row["档号"], row["归档目录编号"]) == ("07-3-01", "07-3/2020@西河乡")
    assert (row["互见"], row["原件归档目录编号"]) == ("25-1-04", "25-1/2018-2020@西河乡")
    sentence = inside(handed_in / "package.zip", "（互见25-1-04）.txt").decode()
    assert "07-3-01为互见件（归档目录编号07-3/2020@西河乡）" in sentence
    assert "（归档目录编号25-1/2018-2020@西河乡）。" in sentence


def test_its_list_names_the_numbers_under_which_nothing_is(package: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(inside(package, "/00 总目录.xlsx")))
    gaps = {row[0]: row[1] for row in book["断号"].iter_rows(min_row=3, values_only=True)}
    assert gaps["00-5"] == "本卷未设该号"
    assert gaps["08卷至12卷"] == "本县未设该卷"
    assert gaps["07-3-01"] == "互见25-1-04"


def _column(sheet: Worksheet, head: str) -> list[str]:
    heads = [cell.value for cell in sheet[2]]
    place = heads.index(head)
    return [str(row[place]) for row in sheet.iter_rows(min_row=3, values_only=True) if row[place]]


def test_covers_and_spines_are_in_a_workbook_too_and_say_what_the_papers_say(package: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(inside(package, "/案卷封面和脊背.xlsx")))
    numbers = _column(book["案卷封面"], "起止档号")
    assert numbers == _column(book["脊背"], "起止档号")
    for name in ("/案卷封面.docx", "/脊背.docx"):
        paper = docx.Document(io.BytesIO(inside(package, name)))
        said = [
            "".join(cell.text.split()) for table in paper.tables for row in table.rows for cell in row.cells
        ]
        assert set(numbers) <= set(said), name
    assert "9件，0页（9件无页数）" in _column(book["案卷封面"], "件数、页数")
