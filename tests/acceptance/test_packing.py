"""`ecodemo pack`: what it refuses, what it leaves out, drafts, several packages, and what changed since an earlier one."""

from __future__ import annotations

import errno
import io
import json
import os
import re
import shutil
from pathlib import Path
from zipfile import ZipFile

import docx
import openpyxl
import pytest
import yaml

from acceptance.bags import unzipped
from acceptance.conftest import DAY, pack
from acceptance.packages import inside, names
from cli.running import invoke
from ecodemo.acceptance import write_package
from ecodemo.acceptance.earlier_package import _name, compare
from golden.test_golden import Matcher
from support import lock

pytestmark = pytest.mark.long


def test_the_tree_of_the_example(example: Path, matches: Matcher, tmp_path: Path) -> None:
    ran = invoke("-C", example, "pack", "--draft", "--out", tmp_path / "package.zip")
    assert ran.exit_code == 0, ran.stderr
    matches("package.example.tree.txt", "\n".join(sorted(names(tmp_path / "package.zip"))) + "\n")
    for name, place in (("/00 总目录.xlsx", 1), ("/归档文件目录.xlsx", 1)):
        sheet = openpyxl.load_workbook(io.BytesIO(inside(tmp_path / "package.zip", name))).worksheets[0]
        rows = sheet.iter_rows(min_row=3, values_only=True)
        numbers = [row[place] for row in rows if isinstance(row[0], int)]
        assert len(set(numbers)) == len(numbers) > 700, name


def test_what_never_goes_in_is_listed(county: Path, tmp_path: Path) -> None:
    (county / "evidence" / "Thumbs.db").write_bytes(b"x")
    (county / "evidence" / "25 农业废弃物综合利用率" / "微信图片.jpg").write_bytes(b"x")
    (county / "inbox").mkdir(exist_ok=True)
    (county / "inbox" / "东山镇.zip").write_bytes(b"old version")
    ran = pack(county, "--draft", "--out", tmp_path / "package.zip")
    assert ran.exit_code == 0
    assert "Not packed: Thumbs.db (left behind by a program)." in ran.stderr
    assert "微信图片.jpg (no number in its name and not registered)." in ran.stderr
    with ZipFile(tmp_path / "package.zip") as archive:
        assert not [name for name in archive.namelist() if "Thumbs" in name or "微信图片" in name]
        assert b"old version" not in b"".join(map(archive.read, archive.namelist()))


def test_contacts_are_nowhere_in_it(county: Path, tmp_path: Path) -> None:
    (county / "data" / "contacts.yaml").write_text(
        "contacts:\n- {unit: dongshan, liaison: 联系人甲, telephone: '13800000000'}\n", encoding="utf-8"
    )
    assert pack(county, "--draft", "--out", tmp_path / "package.zip").exit_code == 0
    with ZipFile(tmp_path / "package.zip") as archive:
        for name in archive.namelist():
            assert b"13800000000" not in archive.read(name), name


def test_the_same_state_gives_the_same_bytes(handed_in: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(handed_in / "county", tmp_path / "elsewhere" / "county"))
    assert pack(root, "--out", tmp_path / "again.zip", lang="zh").exit_code == 0
    assert (tmp_path / "again.zip").read_bytes() == (handed_in / "package.zip").read_bytes()
    assert (root / "history" / "packs.jsonl").read_bytes() == (
        handed_in / "county" / "history" / "packs.jsonl"
    ).read_bytes()


def test_a_folder_has_what_the_zip_has(handed_in: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(handed_in / "county", tmp_path / "county"))
    assert pack(root, "--out", tmp_path / "folder").exit_code == 0
    top = unzipped(handed_in / "package.zip", tmp_path / "unzipped")
    files = {path.relative_to(top): path.read_bytes() for path in top.rglob("*") if path.is_file()}
    made = tmp_path / "folder"
    assert files == {path.relative_to(made): path.read_bytes() for path in made.rglob("*") if path.is_file()}


def test_a_folder_that_is_there_is_left_alone(county: Path, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    ran = pack(county, "--draft", "--out", tmp_path / "folder")
    assert ran.exit_code == 2
    assert "a file or folder with this name already exists" in ran.stderr
    assert not list((tmp_path / "folder").iterdir())


def test_while_the_gate_is_closed_it_is_refused_with_every_reason(faulty: Path, tmp_path: Path) -> None:
    ran = invoke(
        "-C", faulty, "--today", "2021-09-20", "--lang", "en", "pack", "--out", tmp_path / "package.zip"
    )
    assert ran.exit_code == 1
    checked = invoke("-C", faulty, "--today", "2021-09-20", "check", "-f", "json")
    errors = [one for one in json.loads(checked.stdout)["state"]["findings"] if one["severity"] == "error"]
    for error in errors:
        assert error["code"] in ran.stderr
    assert ran.stderr.splitlines()[-1].startswith("Nothing was packed: ")
    assert not (tmp_path / "package.zip").exists()


def test_while_the_gate_waits_it_is_refused(small_workspace: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(small_workspace, tmp_path / "county"))
    for path in (root / "evidence").rglob("V3*"):
        path.unlink()
    lock(root)
    ran = invoke(
        "-C", root, "--today", "2021-05-01", "--lang", "en", "pack", "--out", tmp_path / "package.zip"
    )
    assert ran.exit_code == 1
    assert not (tmp_path / "package.zip").exists()


@pytest.mark.parametrize("suffix", [".docx", ".xlsx", ".html", ".txt"])
def test_a_draft_says_so_on_everything_that_was_made(county: Path, tmp_path: Path, suffix: str) -> None:
    (county / "data" / "sites.yaml").write_text(
        "sites:\n- {'no': DW-01, name: 监测站, township: dongshan, indicators: [air]}\n", encoding="utf-8"
    )
    assert pack(county, "--draft", "--out", tmp_path / "package.zip").exit_code == 0
    documents = {path.read_bytes() for path in (county / "evidence").rglob("*") if path.is_file()}
    with ZipFile(tmp_path / "package.zip") as archive:
        assert all(name.split("/")[0].endswith("（草稿）") for name in archive.namelist())
        made = {
            name: archive.read(name)
            for name in archive.namelist()
            if name.endswith(suffix) and archive.read(name) not in documents
        }
    made = {
        name: content
        for name, content in made.items()
        if not name.endswith(("manifest-sha256.txt", "bagit.txt"))
    }
    assert made
    for name, content in made.items():
        assert "草稿" in _text(suffix, content), name


def test_personal_numbers_in_a_document_keep_it_from_being_handed_in(county: Path, tmp_path: Path) -> None:
    path = next((county / "evidence").rglob("16-1*"))
    path.write_text("联系人身份证 110101199003070038", encoding="utf-8")
    lock(county)
    ran = pack(county, "--out", tmp_path / "package.zip")
    assert ran.exit_code == 1
    assert "PV103" in ran.stderr
    draft = pack(county, "--draft", "--out", tmp_path / "package.zip")
    assert draft.exit_code == 0
    assert "PV103" in draft.stderr


def test_a_document_that_is_not_locked_is_not_handed_in(county: Path, tmp_path: Path) -> None:
    path = next((county / "evidence").rglob("16-1*"))
    path.with_name("16-1 补充.txt").write_text("new", encoding="utf-8")
    ran = pack(county, "--out", tmp_path / "package.zip")
    assert ran.exit_code == 1
    assert "16-1 补充.txt: The file is not locked; lock it with: ecodemo evidence lock" in ran.stderr


def test_a_pointer_is_never_packed(county: Path, tmp_path: Path) -> None:
    path = next((county / "evidence").rglob("16-1*"))
    path.write_text(f"version https://git-lfs.github.com/spec/v1\noid sha256:{'a' * 64}\nsize 12345\n")
    ran = pack(county, "--draft", "--out", tmp_path / "package.zip")
    assert ran.exit_code == 1
    assert "The file is only a pointer" in ran.stderr
    assert not (tmp_path / "package.zip").exists()


def test_a_document_that_changes_while_it_is_packed_leaves_no_package(
    county: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = next((county / "evidence").rglob("16-1*"))
    original = write_package._write_each

    def changed(*arguments: object) -> None:
        path.write_bytes(b"?" * path.stat().st_size)
        original(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(write_package, "_write_each", changed)
    ran = pack(county, "--draft", "--out", tmp_path / "package.zip")
    assert ran.exit_code == 2
    assert "was changed while the package was being written" in ran.stderr
    assert [entry.name for entry in tmp_path.iterdir() if entry.name != "county"] == []


def test_a_full_disk_is_said_and_leaves_no_package(
    county: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(write_package, "_write_each", full)
    ran = pack(county, "--draft", "--out", tmp_path / "package.zip")
    assert ran.exit_code == 2
    assert "the disk is full" in ran.stderr
    assert [entry.name for entry in tmp_path.iterdir() if entry.name != "county"] == []


def test_a_draft_seals_nothing(county: Path, tmp_path: Path) -> None:
    assert pack(county, "--draft", "--out", tmp_path / "package.zip").exit_code == 0
    assert not (county / "history").exists()


def test_what_was_handed_in_changes_only_with_a_waiver(sealed: Path) -> None:
    path = next((sealed / "evidence").rglob("16-1*"))
    path.write_text("changed", encoding="utf-8")
    checked = invoke("-C", sealed, *DAY, "--lang", "en", "check", env={"COLUMNS": "300"})
    assert "The file was submitted for acceptance on 2021-11-01." in checked.stdout
    before = (sealed / "evidence.sha256").read_bytes()
    ran = invoke("-C", sealed, *DAY, "--lang", "en", "evidence", "lock", "--update")
    assert "1 file not updated" in ran.stdout
    assert (sealed / "evidence.sha256").read_bytes() == before
    waiver = "- {rule: FX101, scope: {requirement: 16-1}, reason: 更正, granted: 2021-11-01, until: 2021-12-01, by: office}\n"
    file = sealed / "data" / "waivers.yaml"
    file.write_text(file.read_text(encoding="utf-8") + waiver, encoding="utf-8")
    ran = invoke("-C", sealed, *DAY, "--lang", "en", "evidence", "lock", "--update")
    assert "Updated or removed 1 file in the lock." in ran.stdout, ran.stdout + ran.stderr


def test_the_same_change_before_it_was_handed_in_needs_none(county: Path) -> None:
    later = ("--today", "2021-11-01")
    path = next((county / "evidence").rglob("16-1*"))
    path.with_name("16-1 补充.txt").write_text("one", encoding="utf-8")
    assert invoke("-C", county, *later, "evidence", "lock").exit_code == 0
    path.with_name("16-1 补充.txt").write_text("two", encoding="utf-8")
    ran = invoke("-C", county, *later, "--lang", "en", "evidence", "lock", "--update")
    assert "Updated or removed 1 file in the lock." in ran.stdout


def test_a_line_of_the_record_that_cannot_be_understood_is_found(sealed: Path) -> None:
    with (sealed / "history" / "packs.jsonl").open("a", encoding="utf-8") as stream:
        stream.write("<<<<<<< HEAD\n")
    ran = invoke("-C", sealed, *DAY, "--lang", "en", "check")
    assert "history/packs.jsonl:2" in ran.stdout


def test_packages_of_a_size_have_all_of_it_and_each_is_whole(county: Path, tmp_path: Path) -> None:
    ran = pack(county, "--draft", "--split", "330KB", "--out", tmp_path / "p.zip")
    assert ran.exit_code == 0, ran.stderr
    parts = sorted(tmp_path.glob("p-*.zip"))
    assert len(parts) > 1
    assert max(part.stat().st_size for part in parts) <= 330_000
    material = [name.split("/data/")[1] for part in parts for name in names(part) if "/data/" in name]
    assert len(material) == len(set(material))
    whole = pack(county, "--draft", "--out", tmp_path / "whole.zip")
    assert whole.exit_code == 0
    assert set(material) == {
        name.split("/data/")[1] for name in names(tmp_path / "whole.zip") if "/data/" in name
    }
    for part in parts:
        assert invoke("unpack", "--verify", part).exit_code == 0
    book = openpyxl.load_workbook(io.BytesIO(inside(parts[0], "/00 总目录.xlsx")))
    heads = [cell.value for cell in book["页数合计"][2]]
    assert "第1包" in str(book["页数合计"].cell(3, heads.index("所在包") + 1).value)
    listed = [handed_over(part)["合计"] for part in (*parts, tmp_path / "whole.zip")]
    assert [sum(counts) for counts in zip(*listed[:-1], strict=True)] == list(listed[-1])


def handed_over(package: Path) -> dict[str, tuple[int, ...]]:
    """By the folders that 移交清单 names: documents, references and pages."""
    rows = docx.Document(io.BytesIO(inside(package, "/移交清单.docx"))).tables[1].rows[1:]
    cells = [[cell.text for cell in row.cells] for row in rows]
    return {name: tuple(map(int, numbers)) for _, name, *numbers in cells}


@pytest.fixture(scope="module")
def parts(handed_in: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the county and the parts of a draft. Never write into it."""
    folder = tmp_path_factory.mktemp("parts")
    root = Path(shutil.copytree(handed_in / "county", folder / "county"))
    (folder / "zips").mkdir()
    ran = pack(root, "--draft", "--split", "330KB", "--out", folder / "zips" / "p.zip")
    assert ran.exit_code == 0, ran.stderr
    return folder


def test_a_folder_of_all_parts_is_complete(parts: Path) -> None:
    ran = invoke("--lang", "en", "unpack", "--verify", parts / "zips")
    assert ran.exit_code == 0, ran.stdout
    assert ran.stdout.count("The package is whole") == len(list((parts / "zips").iterdir()))
    assert f"{len(list((parts / 'zips').iterdir()))} parts, all there." in ran.stdout


def test_a_part_that_is_missing_is_named(parts: Path, tmp_path: Path) -> None:
    for path in sorted((parts / "zips").iterdir()):
        if path.name != "p-2.zip":
            shutil.copy(path, tmp_path)
    ran = invoke("--lang", "en", "unpack", "--verify", tmp_path)
    assert ran.exit_code == 1
    assert re.search(r"1 of \d+ parts missing: 2\.", ran.stdout)


def test_a_part_alone_says_which_it_is(parts: Path) -> None:
    ran = invoke("--lang", "en", "unpack", "--verify", parts / "zips" / "p-2.zip")
    assert ran.exit_code == 0
    assert "This is part 2 of " in ran.stdout


def test_no_part_is_written_where_a_folder_of_one_of_them_exists(county: Path, tmp_path: Path) -> None:
    (tmp_path / "p-2").mkdir()
    ran = pack(county, "--draft", "--split", "330KB", "--out", tmp_path / "p")
    assert ran.exit_code == 2
    assert "p-2" in ran.stderr
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("p-")] == ["p-2"]


def test_parts_of_an_earlier_package_do_not_stay_beside_those_of_a_new_one(
    parts: Path, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(parts / "zips", tmp_path / "zips"))
    before = len(list(folder.iterdir()))
    foreign = {
        folder / f"p-{before + 1}.zip": b"somebody else's",
        folder / "p-last.zip": (folder / "p-1.zip").read_bytes(),
        folder / "q-9.zip": (folder / "p-1.zip").read_bytes(),
        folder / f"p-{before + 2}.zip": (folder / "p-1.zip").read_bytes(),
    }
    for path, content in foreign.items():
        path.write_bytes(content)
    ran = pack(parts / "county", "--draft", "--split", "430KB", "--out", folder / "p.zip")
    assert ran.exit_code == 0, ran.stderr
    written = ran.stdout.split()
    assert 1 < len(written) < before
    assert f"Removed {folder / f'p-{before}.zip'}: a part of the earlier package." in ran.stderr
    assert sorted(map(str, folder.iterdir())) == sorted({*written, *map(str, foreign)})
    assert all(path.read_bytes() == content for path, content in foreign.items())


def test_parts_of_an_earlier_package_stay_until_the_new_ones_are_whole(
    parts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Path(shutil.copytree(parts / "zips", tmp_path / "zips"))
    before = sorted(path.name for path in folder.iterdir())

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(write_package, "_write_zip", full)
    assert pack(parts / "county", "--draft", "--out", folder / "p.zip").exit_code == 2
    assert sorted(path.name for path in folder.iterdir()) == before
    monkeypatch.undo()
    assert pack(parts / "county", "--draft", "--out", folder / "p.zip").exit_code == 0
    assert [path.name for path in folder.iterdir()] == ["p.zip"]


def test_a_folder_of_a_further_part_is_not_left_beside_new_ones(county: Path, tmp_path: Path) -> None:
    further = tmp_path / "p-9"
    further.mkdir()
    (further / "bagit.txt").touch()
    ran = pack(county, "--draft", "--split", "330KB", "--out", tmp_path / "p")
    assert ran.exit_code == 2
    assert "p-9" in ran.stderr
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("p-")] == ["p-9"]


def test_parts_of_two_packages_are_not_taken_for_one(parts: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(parts / "county", tmp_path / "county"))
    next((root / "evidence").rglob("17-1*")).write_text("changed since", encoding="utf-8")
    (tmp_path / "zips").mkdir()
    assert pack(root, "--draft", "--split", "330KB", "--out", tmp_path / "zips" / "p.zip").exit_code == 0
    shutil.copy(parts / "zips" / "p-1.zip", tmp_path / "zips")
    ran = invoke("--lang", "en", "unpack", "--verify", tmp_path / "zips")
    assert ran.exit_code == 1
    assert "all there" not in ran.stdout


def test_a_folder_without_a_package_is_said(tmp_path: Path) -> None:
    ran = invoke("--lang", "en", "unpack", "--verify", tmp_path)
    assert ran.exit_code == 2
    assert "is not a package, and there is none in it" in ran.stderr


def test_opinions_on_two_parts_are_one_round(parts: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(parts / "county", tmp_path / "county"))
    first, second, *_ = sorted((parts / "zips").iterdir())
    for part, row, by in ((first, 5, "省专家组"), (second, 6, "省专家组"), (second, 5, "市专家组")):
        book = openpyxl.load_workbook(io.BytesIO(inside(part, "/评审意见表.xlsx")))
        sheet = book["评审意见表"]
        sheet["B3"], sheet["D3"], sheet.cell(row, 3).value = by, "2021年10月20日", "认可"
        path = tmp_path / f"{part.stem}-{row}-{by}.xlsx"
        book.save(path)
        ran = invoke("-C", root, *DAY, "--lang", "en", "form", "import", path)
        assert ran.exit_code == 0, ran.stdout + ran.stderr
    rounds = yaml.safe_load((root / "data" / "opinions.yaml").read_text(encoding="utf-8"))
    assert [(one["round"], one["by"], len(one["opinions"])) for one in rounds] == [
        (1, "省专家组", 2),
        (1, "市专家组", 1),
    ]
    assert len({one["package"] for one in rounds}) == 1


def test_an_opinion_may_name_a_reference_by_its_number_in_the_package(
    handed_in: Path, tmp_path: Path
) -> None:
    root = Path(shutil.copytree(handed_in / "county", tmp_path / "county"))
    book = openpyxl.load_workbook(io.BytesIO(inside(handed_in / "package.zip", "/评审意见表.xlsx")))
    sheet = book["评审意见表"]
    sheet["B3"], sheet["D3"], sheet["C5"], sheet["D5"] = "省专家组", "2021-10-20", "存疑", "07-3-01"
    book.save(tmp_path / "opinions.xlsx")
    ran = invoke("-C", root, *DAY, "--lang", "en", "form", "import", tmp_path / "opinions.xlsx")
    assert ran.exit_code == 0, ran.stdout + ran.stderr
    (one,) = yaml.safe_load((root / "data" / "opinions.yaml").read_text(encoding="utf-8"))
    assert one["opinions"][0]["documents"] == ["07-3/2020@xihe"]


def test_a_package_too_small_for_anything_is_refused(county: Path, tmp_path: Path) -> None:
    ran = pack(county, "--draft", "--split", "10KB", "--out", tmp_path / "p.zip")
    assert ran.exit_code == 2
    assert "A package of at most 10KB is too small for" in ran.stderr
    assert not list(tmp_path.glob("p*"))


def test_a_size_that_is_none_is_refused(county: Path) -> None:
    ran = pack(county, "--draft", "--split", "much")
    assert ran.exit_code == 2
    assert "“much” is not a size." in ran.stderr


@pytest.fixture(scope="module")
def increment(handed_in: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package of what changed: a document is new, one is replaced, one is withdrawn."""
    folder = tmp_path_factory.mktemp("increment")
    root = Path(shutil.copytree(handed_in / "county", folder / "county"))
    evidence = root / "evidence"
    first = next(evidence.rglob("16-1*"))
    first.with_name("16-1 补充.txt").write_text("new", encoding="utf-8")
    next(evidence.rglob("17-1*")).write_text("replaced", encoding="utf-8")
    next(evidence.rglob("V3*")).unlink()
    ran = pack(root, "--draft", "--since", handed_in / "package.zip", "--out", folder / "since.zip")
    assert ran.exit_code == 0, ran.stderr
    assert "1 new, 1 replaced, 1 withdrawn, 25 unchanged" in ran.stderr
    assert "; 2 documents of the evidence." in ran.stderr
    return folder / "since.zip"


def test_since_an_earlier_package_only_what_changed_goes_in(increment: Path) -> None:
    documents = [name for name in names(increment) if re.search(r"/\d\d-\d+-\d\d [^/（]*$", name)]
    assert len(documents) == 2, documents


def test_its_list_for_stamps_has_only_what_is_in_it(increment: Path) -> None:
    listed = handed_over(increment)
    assert listed["合计"][0] == 2
    assert sorted(counts[0] for name, counts in listed.items() if name != "合计")[-2:] == [1, 1]


def test_its_list_for_stamps_names_folders_that_are_in_it(increment: Path) -> None:
    folders = {part for name in names(increment) for part in name.split("/")[:-1]}
    assert handed_over(increment).keys() - {"合计"} <= folders


def test_its_first_page_says_what_changed(increment: Path) -> None:
    page = inside(increment, "/打开我.html").decode()
    assert "与上次相比：新增1件，更换1件，撤回1件；未变化的25件见上次的材料包。" in page
    book = openpyxl.load_workbook(io.BytesIO(inside(increment, "/00 总目录.xlsx")))
    rows = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows(min_row=3, max_row=5)]
    assert [row[0] for row in rows] == ["新增", "更换", "撤回"]


def test_a_manifest_is_enough_to_tell_what_changed(handed_in: Path, tmp_path: Path) -> None:
    manifest = tmp_path / "manifest-sha256.txt"
    manifest.write_bytes(inside(handed_in / "package.zip", "/manifest-sha256.txt"))
    root = Path(shutil.copytree(handed_in / "county", tmp_path / "county"))
    ran = pack(root, "--draft", "--since", manifest, "--out", tmp_path / "since.zip")
    assert "0 new, 0 replaced, 0 withdrawn, 27 unchanged" in ran.stderr


def test_documents_that_only_moved_are_unchanged(handed_in: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(handed_in / "county", tmp_path / "county"))
    first = min((root / "evidence").rglob("25-1*"))
    first.with_name("25-1 0.txt").write_text("before all others", encoding="utf-8")
    pack(root, "--draft", "--out", tmp_path / "whole.zip")
    earlier, whole = (
        {path.rpartition("/")[2] for path in _documents_of(package)}
        for package in (handed_in / "package.zip", tmp_path / "whole.zip")
    )
    assert len(whole - earlier) > 1, "others have moved"
    ran = pack(root, "--draft", "--since", handed_in / "package.zip", "--out", tmp_path / "since.zip")
    assert "1 new, 0 replaced, 0 withdrawn, 27 unchanged" in ran.stderr
    assert len(_documents_of(tmp_path / "since.zip")) == 1


def test_a_document_that_moved_and_changed_is_replaced(handed_in: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(handed_in / "county", tmp_path / "county"))
    first, *_, last = sorted((root / "evidence").rglob("25-1*"))
    first.with_name("25-1 0.txt").write_text("before all others", encoding="utf-8")
    last.write_text("another edition", encoding="utf-8")
    ran = pack(root, "--draft", "--since", handed_in / "package.zip", "--out", tmp_path / "since.zip")
    assert "1 new, 1 replaced, 0 withdrawn, 26 unchanged" in ran.stderr


def _documents_of(package: Path) -> list[str]:
    return [name for name in names(package) if re.search(r"/\d\d-\d+(-\d\d)? [^/（]*$", name)]


def test_withdrawn_documents_of_one_title_are_all_named() -> None:
    earlier = {f"data/03 指标/07-1-0{number} 监测.pdf": str(number) * 64 for number in range(1, 4)}
    assert compare([], earlier).withdrawn == tuple(earlier)


def test_the_number_of_an_event_is_no_part_of_its_name() -> None:
    path = "data/01 申报文件/00-3-{number} 梅城镇 推进会/00-3-{number}-1 照片.jpg"
    assert _name(path.format(number="01")) == _name(path.format(number="02"))


def test_an_increment_is_not_written_over_the_package_it_is_compared_with(
    handed_in: Path, tmp_path: Path
) -> None:
    path = Path(shutil.copy(handed_in / "package.zip", tmp_path / "package.zip"))
    before = path.read_bytes()
    ran = pack(handed_in / "county", "--draft", "--since", path, "--out", path)
    assert ran.exit_code == 2
    assert "is the earlier package itself" in ran.stderr
    assert path.read_bytes() == before


def test_a_draft_is_not_written_over_a_package_that_is_none(
    county: Path, handed_in: Path, tmp_path: Path
) -> None:
    path = Path(shutil.copy(handed_in / "package.zip", tmp_path / "package.zip"))
    ran = pack(county, "--draft", "--out", path)
    assert ran.exit_code == 2
    assert "is a final package, not a draft" in ran.stderr
    assert path.read_bytes() == (handed_in / "package.zip").read_bytes()
    for _ in range(2):
        assert pack(county, "--draft", "--out", tmp_path / "draft.zip").exit_code == 0


def test_since_a_package_that_was_split_needs_all_its_parts(county: Path, tmp_path: Path) -> None:
    parts = tmp_path / "parts"
    assert pack(county, "--draft", "--split", "330KB", "--out", parts / "p.zip").exit_code == 0
    ran = pack(county, "--draft", "--since", parts, "--out", tmp_path / "since.zip")
    assert "0 new, 0 replaced, 0 withdrawn" in ran.stderr
    for since in (parts / "p-1.zip", parts):
        (parts / "p-2.zip").unlink(missing_ok=True)
        ran = pack(county, "--draft", "--since", since, "--out", tmp_path / "none.zip")
        assert ran.exit_code == 2
        assert "missing: " in ran.stderr
        assert "Put all parts into one folder, and name that folder." in ran.stderr
    assert not (tmp_path / "none.zip").exists()


def test_since_a_folder_with_different_packages_is_refused_naming_them(
    handed_in: Path, increment: Path, parts: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "handed in"
    folder.mkdir()
    shutil.copy(handed_in / "package.zip", folder)
    with ZipFile(folder / "package.zip") as archive:
        archive.extractall(folder)
    county = handed_in / "county"
    ran = pack(county, "--draft", "--since", folder, "--out", tmp_path / "same.zip")
    assert "0 new, 0 replaced, 0 withdrawn, 27 unchanged" in ran.stderr, (
        "the same package, unpacked beside it"
    )
    for other in (increment, *sorted((parts / "zips").iterdir())):
        shutil.copy(other, folder)
    ran = pack(county, "--draft", "--since", folder, "--out", tmp_path / "none.zip")
    assert ran.exit_code == 2
    assert "contains different packages: p-1.zip, package.zip, since.zip. Specify one of them" in ran.stderr
    assert not (tmp_path / "none.zip").exists()


def test_what_is_no_earlier_package_is_refused(county: Path, tmp_path: Path) -> None:
    (tmp_path / "manifest.txt").write_text("nothing\n", encoding="utf-8")
    ran = pack(county, "--draft", "--since", tmp_path / "manifest.txt", "--out", tmp_path / "p.zip")
    assert ran.exit_code == 2
    assert "is not the manifest of a package" in ran.stderr


def test_a_package_with_nothing_in_common_is_refused(county: Path, tmp_path: Path) -> None:
    of_another = "".join(f"{n:064}  data/03 指标/{n:02}-1 别县监测.pdf\n" for n in range(1, 9))
    (tmp_path / "manifest.txt").write_text(of_another, encoding="utf-8")
    ran = pack(county, "--draft", "--since", tmp_path / "manifest.txt", "--out", tmp_path / "p.zip")
    assert ran.exit_code == 2
    assert "it is probably of another county or bid" in ran.stderr
    assert not (tmp_path / "p.zip").exists()


def test_an_archive_is_no_earlier_package(county: Path, tmp_path: Path) -> None:
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive" / "文件目录.XML").write_text("<文件目录/>", encoding="utf-8")
    ran = pack(county, "--draft", "--since", tmp_path / "archive", "--out", tmp_path / "p.zip")
    assert ran.exit_code == 2
    assert "The package has no “manifest-sha256.txt”" in ran.stderr


def test_the_table_of_places_is_made_anew_and_never_withdrawn() -> None:
    earlier = {"data/04 现场点位/现场点位表.docx": "0" * 64, "data/03 指标/07-1-01 监测.pdf": "1" * 64}
    assert compare([], earlier).withdrawn == ("data/03 指标/07-1-01 监测.pdf",)


def test_an_unknown_layout_is_refused_with_the_known_ones(county: Path) -> None:
    ran = pack(county, "--layout", "accept")
    assert ran.exit_code == 2
    assert "acceptance" in ran.stderr


def _text(suffix: str, content: bytes) -> str:
    if suffix == ".docx":
        section = docx.Document(io.BytesIO(content)).sections[0]
        return "".join(paragraph.text for paragraph in section.header.paragraphs)
    if suffix == ".xlsx":
        book = openpyxl.load_workbook(io.BytesIO(content))
        assert all("草稿" in str(sheet["A1"].value) for sheet in book if sheet.sheet_state == "visible")
        return str(book.worksheets[0]["A1"].value)
    return content.decode()


@pytest.mark.parametrize("layout", ["acceptance", "upload", "archive"])
def test_a_folder_that_is_there_is_said_before_the_county_is_judged(county: Path, layout: str) -> None:
    (county / "data" / "county.yaml").write_text("county: [", encoding="utf-8")
    ran = invoke(
        "-C", county, "--lang", "en", "pack", "--layout", layout, "--draft", "--out", county / "data"
    )
    assert ran.exit_code == 2
    assert "a file or folder with this name already exists" in ran.stderr
    assert "county.yaml" not in ran.stderr


@pytest.mark.parametrize("layout", ["acceptance", "upload", "archive", "report"])
@pytest.mark.parametrize("name", ["evidence", "evidence/提交/package.zip"])
def test_no_package_is_written_among_the_evidence(county: Path, layout: str, name: str) -> None:
    before = sorted(county.rglob("*"))
    ran = invoke("-C", county, "--lang", "en", "pack", "--layout", layout, "--out", county / name)
    assert ran.exit_code == 2
    assert "Choose a folder outside evidence/." in ran.stderr
    assert sorted(county.rglob("*")) == before
