"""The package of a small county: what is in it, in which order, and what never is."""

from __future__ import annotations

import json
import re
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote
from zipfile import ZipFile

import openpyxl

from acceptance.bags import unzipped
from acceptance.packages import inside, names
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
