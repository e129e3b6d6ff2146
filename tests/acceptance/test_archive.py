"""`ecodemo pack --layout archive`: the folders that the county's archive takes in, of a bid that has ended."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import signal
from collections import Counter
from hashlib import sha256
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acceptance.bags import unzipped, zipped
from acceptance.conftest import DAY
from acceptance.packages import inside, names
from cli.running import Result, invoke, scripted
from cli.test_interrupted_writes import STEPPED
from ecodemo.acceptance.archive_directory import directory_content, one_line
from ecodemo.acceptance.archive_records import ArchiveRecord
from ecodemo.acceptance.package_names import LONGEST_PATH, alike
from ecodemo.forms.safe_names import safe_name
from ecodemo.journal.manifest import FOLDER
from ecodemo.model.evidence import EvidenceFile
from golden.test_golden import Matcher
from hostile import TEXTS
from once import made_once
from support import lock

CLOSING = ("bid", "close", "provincial-2021", "--outcome", "named", "--on", "2021-10-20")
BID = ("--bid", "provincial-2021")
FIELDS = ["顺序号", "档号", "责任者", "题名", "日期", "密级", "电子档案名称", "备注"]


def pack(root: Path, *arguments: str | Path, lang: str = "en") -> Result:
    return invoke("-C", root, *DAY, "--lang", lang, "pack", "--layout", "archive", *BID, *arguments)


def closed(root: Path) -> Path:
    """The county after its bid has ended."""
    ran = invoke("-C", root, *DAY, *CLOSING, "--document", "00-1/2021")
    assert ran.exit_code == 0, ran.stderr
    assert "ecodemo pack --layout archive --bid provincial-2021" in ran.stderr
    return root


@pytest.fixture(scope="session")
def archived(small_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the county and its archive. Never write into it."""

    def make(folder: Path) -> None:
        root = closed(Path(shutil.copytree(small_workspace, folder / "county")))
        ran = pack(root, "--out", folder / "archive.zip")
        assert ran.exit_code == 0, ran.stderr

    return made_once(tmp_path_factory, "archived", make)


@pytest.fixture
def archive(archived: Path) -> Path:
    return archived / "archive.zip"


@pytest.fixture
def top(archive: Path, tmp_path: Path) -> Path:
    """The archive as another program unpacks it."""
    return unzipped(archive, tmp_path / "unzipped")


def entries(content: bytes) -> list[dict[str, str]]:
    return [{field.tag: field.text or "" for field in entry} for entry in ElementTree.fromstring(content)]  # noqa: S314 - our own


def verify(path: Path) -> Result:
    return invoke("--lang", "en", "unpack", "--verify", path)


def test_its_tree(archive: Path, matches: Matcher) -> None:
    matches("archive.tree.txt", "\n".join(names(archive)) + "\n")


@pytest.mark.parametrize(
    ("name", "golden"),
    [
        ("说明文件.TXT", "archive.notice.txt"),
        ("编号和命名规则.TXT", "archive.rules.txt"),
        ("文件目录.XML", "archive.directory.xml"),
    ],
)
def test_its_texts(name: str, golden: str, archive: Path, matches: Matcher) -> None:
    matches(golden, inside(archive, f"/{name}").decode("utf-8-sig").replace("\r\n", "\n"))


def test_its_directory_names_every_document_and_nothing_else(archive: Path) -> None:
    said = entries(inside(archive, "/文件目录.XML"))
    assert all(list(entry) == FIELDS for entry in said)
    assert [entry["顺序号"] for entry in said] == [str(number) for number in range(1, len(said) + 1)]
    assert len({entry["档号"] for entry in said}) == len(said)
    assert all(entry["电子档案名称"].startswith(entry["档号"]) for entry in said)
    documents = [name.rsplit("/", 1)[1] for name in names(archive) if "/电子档案/" in name]
    assert sorted(entry["电子档案名称"] for entry in said) == sorted(documents)


def test_its_documents_are_those_of_the_evidence_byte_for_byte(archived: Path) -> None:
    with ZipFile(archived / "archive.zip") as packed:
        inside_it = {
            sha256(packed.read(name)).hexdigest() for name in packed.namelist() if "/电子档案/" in name
        }
    evidence = archived / "county" / "evidence"
    documents = {sha256(path.read_bytes()).hexdigest() for path in evidence.rglob("*") if path.is_file()}
    assert inside_it == documents


def test_its_paths_are_such_as_windows_unpacks_rightly(archive: Path) -> None:
    listed = names(archive)
    assert max(len(name) for name in listed) + len("X:\\") <= LONGEST_PATH
    assert len({alike(name) for name in listed}) == len(listed)
    assert all(safe_name(part) == part for name in listed for part in name.split("/"))
    with ZipFile(archive) as packed:
        marked = [member.flag_bits & 0x800 for member in packed.infolist()]
    assert all(marked), "a name without the mark for UTF-8 is read in the code page of the computer"


def test_sha256sum_and_unpack_verify_it(archive: Path, top: Path) -> None:
    for path in (archive, top):
        ran = verify(path)
        assert ran.exit_code == 0, ran.stdout
    manifest = (top / "其他" / "manifest-sha256.txt").read_text(encoding="utf-8")
    for line in manifest.splitlines():
        digest, path_there = line.split("  ", 1)
        assert sha256((top / path_there).read_bytes()).hexdigest() == digest
    assert "说明文件.TXT" not in manifest


@pytest.mark.parametrize("fault", ["flip", "lose", "add", "forge", "lose the notice"])
def test_each_fault_is_named_and_nothing_is_unpacked(fault: str, top: Path, tmp_path: Path) -> None:
    document = next((top / "电子档案").rglob("*.txt"))
    said = document.relative_to(top).as_posix()
    match fault:
        case "flip":
            document.write_bytes(document.read_bytes()[:-1] + b"?")
            said = f"changed: {said}"
        case "lose":
            document.unlink()
            said = f"lost: {said}"
        case "add":
            (top / "其他" / "多.txt").write_bytes(b"more")
            said = "added: 其他/多.txt"
        case "forge":
            manifest = top / "其他" / "manifest-sha256.txt"
            kept = [line for line in manifest.read_text(encoding="utf-8").splitlines() if "XML" not in line]
            manifest.write_text("\n".join(kept) + "\n", encoding="utf-8")
            said = "changed: 文件目录.XML"
        case _:
            (top / "说明文件.TXT").unlink()
            said = "lost: 说明文件.TXT"
    ran = verify(top)
    assert (ran.exit_code, ran.stdout.splitlines()[0]) == (1, said)
    files = {path.relative_to(top).as_posix(): path.read_bytes() for path in top.rglob("*") if path.is_file()}
    ran = invoke("--lang", "en", "unpack", zipped(tmp_path / "spoilt.zip", files), "--out", tmp_path / "out")
    assert (ran.exit_code, ran.stdout.splitlines()[0]) == (1, said)
    assert not (tmp_path / "out").exists()


def test_what_is_completed_by_hand_for_the_medium_stays_whole(top: Path) -> None:
    notice = top / "说明文件.TXT"
    notice.write_text(notice.read_text(encoding="utf-8") + "载体编号：2022-001", encoding="utf-8")
    assert verify(top).exit_code == 0


@pytest.mark.long
def test_it_unpacks_to_the_folders_that_an_archive_reads(archive: Path, tmp_path: Path) -> None:
    ran = invoke("unpack", archive, "--out", tmp_path / "out")
    assert ran.exit_code == 0, ran.stderr
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(
        ["其他", "文件目录.XML", "电子档案", "说明文件.TXT"]
    )


def test_an_unpacked_archive_is_verified_in_a_folder_of_packages(top: Path) -> None:
    ran = verify(top.parent)
    assert (ran.exit_code, ran.stdout.splitlines()[0]) == (0, str(top))


def test_without_its_manifest_nothing_can_be_compared(top: Path) -> None:
    (top / "其他" / "manifest-sha256.txt").unlink()
    ran = verify(top)
    assert ran.exit_code == 2
    assert "The package has no “其他/manifest-sha256.txt”" in ran.stderr


def test_a_bid_that_has_not_ended_is_only_packed_as_a_draft(county: Path, tmp_path: Path) -> None:
    ran = pack(county, "--out", tmp_path / "archive.zip")
    assert ran.exit_code == 1
    assert "has not ended. Record its result first: ecodemo bid close provincial-2021" in ran.stderr
    assert not (tmp_path / "archive.zip").exists()
    draft = pack(county, "--draft", "--out", tmp_path / "archive.zip")
    assert draft.exit_code == 0, draft.stderr
    assert all(name.split("/")[0].endswith("（草稿）") for name in names(tmp_path / "archive.zip"))
    for name in ("/说明文件.TXT", "/文件目录.XML", "/编号和命名规则.TXT"):
        assert "草稿，未作为正式档案移交。" in inside(tmp_path / "archive.zip", name).decode(), name
    assert not (county / "history").exists()


@pytest.mark.long
def test_numbers_without_a_document_are_named(county: Path, tmp_path: Path) -> None:
    next((county / "evidence").rglob("16-1*")).unlink()
    lock(county)
    ran = pack(county, "--draft", "--out", tmp_path / "archive.zip")
    assert ran.exit_code == 0, ran.stderr
    assert "Nothing is filed under volume 16 (nothing filed in this volume)." in ran.stderr
    assert "16卷：本卷无材料。" in inside(tmp_path / "archive.zip", "/说明文件.TXT").decode()


@pytest.mark.long
def test_the_gaps_of_the_example(example: Path, tmp_path: Path, matches: Matcher) -> None:
    ran = invoke("-C", example, "pack", "--layout", "archive", "--draft", "--out", tmp_path / "archive.zip")
    assert ran.exit_code == 0, ran.stderr
    notice = inside(tmp_path / "archive.zip", "/说明文件.TXT").decode("utf-8-sig").replace("\r\n", "\n")
    matches("archive.gaps.txt", notice[notice.index("四、") : notice.index("五、")])
    numbers = [entry["档号"] for entry in entries(inside(tmp_path / "archive.zip", "/文件目录.XML"))]
    assert len(set(numbers)) == len(numbers)


@pytest.mark.long
def test_in_a_broken_copy_each_number_is_either_filed_or_named_as_a_gap(
    own_example: Path, tmp_path: Path
) -> None:
    evidence = own_example / "evidence"
    for path in [*evidence.rglob("30-*"), *evidence.rglob("V3*")]:
        path.unlink()
    one = next(evidence.rglob("25-2*"))
    one.unlink()
    with ZipFile(one.with_suffix(".zip"), "w") as packed:
        packed.writestr("a.txt", b"a")
    ran = invoke(
        "-C",
        own_example,
        "--lang",
        "zh",
        "pack",
        "--layout",
        "archive",
        "--draft",
        "--out",
        tmp_path / "a.zip",
    )
    assert ran.exit_code == 0, ran.stderr
    gaps = re.findall(r"断号：(\S+?)（", ran.stderr)
    assert {"30卷", "V2至V5"} <= set(gaps)
    filed = [entry["档号"] for entry in entries(inside(tmp_path / "a.zip", "/文件目录.XML"))]
    serials: dict[str, set[int]] = {}
    for number in filed:
        requirement, _, serial = number.rpartition("-")
        serials.setdefault(requirement, set()).add(int(serial))
    skipped = [
        f"{requirement}-{serial:02}"
        for requirement, used in serials.items()
        for serial in range(1, max(used))
        if serial not in used
    ]
    assert f"25-2-{_serial_of_the_zip(ran.stderr)}" in skipped
    assert set(skipped) <= set(gaps)
    assert max(Counter(filed).values()) == 1


def _serial_of_the_zip(said: str) -> str:
    found = re.search(r"断号：25-2-(\d+)（压缩包，未放入）", said)
    assert found, said
    return found[1]


@pytest.mark.long
def test_a_date_is_never_that_of_receipt_and_a_secrecy_mark_is_as_registered(
    county: Path, tmp_path: Path
) -> None:
    file = next((county / "data" / "progress").glob("forestry.yaml"))
    text = file.read_text(encoding="utf-8")
    assert "requirement: 16-1" in text
    file.write_text(
        text.replace("requirement: 16-1", "requirement: 16-1, secrecy: 内部, title: '=1+1 ]]> <甲&乙>'", 1),
        encoding="utf-8",
    )
    ran = pack(county, "--draft", "--out", tmp_path / "archive.zip")
    assert ran.exit_code == 0, ran.stderr
    marked = [entry for entry in entries(inside(tmp_path / "archive.zip", "/文件目录.XML")) if entry["密级"]]
    assert [entry["密级"] for entry in marked] == ["内部"]
    assert "=1+1 ]]> <甲&乙>" in marked[0]["题名"]
    assert marked[0]["日期"] == ""


@pytest.mark.long
def test_personal_numbers_keep_an_archive_from_being_handed_over(county: Path, tmp_path: Path) -> None:
    next((county / "evidence").rglob("16-1*")).write_text("身份证 110101199003070038", encoding="utf-8")
    lock(county)
    ran = pack(closed(county), "--out", tmp_path / "archive.zip")
    assert ran.exit_code == 1
    assert "PV103" in ran.stderr


@pytest.mark.long
def test_a_document_that_is_not_locked_is_not_handed_over(county: Path, tmp_path: Path) -> None:
    path = next((county / "evidence").rglob("16-1*"))
    closed(county)
    path.with_name("16-1 补充.txt").write_text("new", encoding="utf-8")
    ran = pack(county, "--out", tmp_path / "archive.zip")
    assert ran.exit_code == 1
    assert "16-1 补充.txt: The file is not locked" in ran.stderr


@pytest.mark.parametrize("option", [("--split", "3.9GB"), ("--since", "manifest.txt")])
def test_an_archive_is_packed_whole(option: tuple[str, str], county: Path) -> None:
    ran = pack(county, "--draft", *option)
    assert ran.exit_code == 2
    assert "cannot be used with --layout archive" in ran.stderr


@pytest.mark.long
def test_the_same_state_gives_the_same_bytes_and_one_record(archived: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(archived / "county", tmp_path / "elsewhere" / "county"))
    assert pack(root, "--out", tmp_path / "again.zip", lang="zh").exit_code == 0
    assert (tmp_path / "again.zip").read_bytes() == (archived / "archive.zip").read_bytes()
    record = (root / "history" / "packs.jsonl").read_bytes()
    assert record == (archived / "county" / "history" / "packs.jsonl").read_bytes()
    (line,) = record.decode().splitlines()
    assert json.loads(line)["layout"] == "archive"


@pytest.mark.long
def test_an_archive_settles_nothing(archived: Path, tmp_path: Path) -> None:
    """It is made when documents of the next bid are locked already."""
    root = Path(shutil.copytree(archived / "county", tmp_path / "county"))
    next((root / "evidence").rglob("16-1*")).write_text("changed", encoding="utf-8")
    ran = invoke("-C", root, *DAY, "--lang", "en", "check", *BID, env={"COLUMNS": "300"})
    assert "submitted for acceptance" not in ran.stdout


@pytest.mark.long
@pytest.mark.skipif(not hasattr(os, "fork"), reason="as the other tests of killed commands")
@pytest.mark.parametrize("step", range(0, 14, 3))
def test_killed_before_a_step_the_next_call_makes_the_same_archive(
    step: int, archived: Path, tmp_path: Path
) -> None:
    root = Path(shutil.copytree(archived / "county", tmp_path / "county"))
    record = root / "history" / "packs.jsonl"
    record.unlink()
    out = root / "archive.zip"
    call = ("-C", root, *DAY, "pack", "--layout", "archive", *BID, "--out", out)
    ran = scripted(STEPPED, str(tmp_path), str(step), "killed", *call)
    assert ran.exit_code in (0, -signal.SIGKILL), ran.stderr
    assert out.exists() or not record.exists()
    assert invoke(*call).exit_code == 0
    assert out.read_bytes() == (archived / "archive.zip").read_bytes()
    assert record.read_bytes() == (archived / "county" / "history" / "packs.jsonl").read_bytes()
    assert not list(tmp_path.rglob("*.part"))
    assert not (root / FOLDER).exists()


def _record(title: str) -> ArchiveRecord:
    file = EvidenceFile("16-1.txt", 1, sha256="0" * 64)
    return ArchiveRecord(
        "16-1-01", title, title, "20210101", title, "2021/16 森林覆盖率", "16-1-01.txt", title, file
    )


@given(
    st.one_of(st.sampled_from(TEXTS), st.text(st.characters(codec=None, exclude_categories=()), max_size=40))
)
def test_any_title_is_read_back_as_it_is_on_one_line(title: str) -> None:
    content = directory_content([_record(title), _record("甲")], note=title)
    first, second = entries(content)
    assert [first[field] for field in ("责任者", "题名", "密级", "备注")] == [one_line(title)] * 4
    assert second["题名"] == "甲"
    assert one_line(one_line(title)) == one_line(title)


@given(st.text("甲a<&>\"' \t\n]\u3000\U00020bb7—", max_size=40))
def test_what_people_type_is_kept_but_for_line_breaks(title: str) -> None:
    assert one_line(title) == " ".join(title.split())


def test_the_directory_is_as_its_schema_says(archive: Path) -> None:
    etree = pytest.importorskip("lxml.etree")
    schema = etree.XMLSchema(etree.parse(io.BytesIO(inside(archive, "/文件目录.XSD"))))
    directory = etree.parse(io.BytesIO(inside(archive, "/文件目录.XML")))
    assert schema.validate(directory), schema.error_log
