"""Packages that were handed over: every fault is found and named, by us and by other programs, and nothing gets out."""

from __future__ import annotations

import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile, ZipInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from acceptance.bags import FOLDER, bag, bag_files, lines, unzipped, zipped
from cli.running import Result, invoke

PAYLOAD = {f"data/03 指标/16-1-0{number} 台账.txt": f"台账{number}".encode() for number in range(1, 4)}
ONE, TWO, THREE = PAYLOAD


def verify(path: Path) -> Result:
    return invoke("--lang", "en", "unpack", "--verify", path)


@pytest.fixture
def top(tmp_path: Path) -> Path:
    """A small whole package as a folder."""
    return unzipped(bag(tmp_path / "bag.zip", PAYLOAD), tmp_path / "unzipped")


def test_a_whole_package_is_whole_as_zip_and_as_folder(package: Path, tmp_path: Path) -> None:
    assert verify(package).exit_code == 0
    assert verify(unzipped(package, tmp_path)).exit_code == 0


def test_it_needs_no_workspace_and_unpacks_every_byte(package: Path, tmp_path: Path) -> None:
    ran = invoke("--lang", "en", "unpack", package, "--out", tmp_path / "out", cwd=tmp_path)
    assert ran.exit_code == 0, ran.stderr
    other = unzipped(package, tmp_path / "unzipped")
    files = {path.relative_to(other): path.read_bytes() for path in other.rglob("*") if path.is_file()}
    out = tmp_path / "out"
    assert files == {path.relative_to(out): path.read_bytes() for path in out.rglob("*") if path.is_file()}


def test_its_own_name_is_that_of_the_folder(tmp_path: Path) -> None:
    bag(tmp_path / "x.zip", PAYLOAD)
    assert invoke("unpack", "x.zip", cwd=tmp_path).exit_code == 0
    assert (tmp_path / FOLDER / ONE).read_bytes() == PAYLOAD[ONE]


OTHERS: dict[str, Callable[[Path], list[str]]] = {
    "unzip": lambda path: ["unzip", "-tqq", str(path)],
    "7z": lambda path: ["7z", "t", str(path)],
    "bsdtar": lambda path: ["bsdtar", "-xOf", str(path)],
    "python": lambda path: [sys.executable, "-m", "zipfile", "-t", str(path)],
}


@pytest.mark.parametrize("program", sorted(OTHERS))
def test_other_programs_read_the_zip(package: Path, program: str) -> None:
    call = OTHERS[program](package)
    if shutil.which(call[0]) is None:
        pytest.skip(f"{program} is not installed")
    ran = subprocess.run(call, capture_output=True, check=False)
    assert ran.returncode == 0, ran.stderr


@pytest.mark.parametrize("program", ["unzip", "7z"])
def test_other_programs_write_the_names_as_they_are(package: Path, program: str, tmp_path: Path) -> None:
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed")
    call = ["unzip", "-q", str(package)] if program == "unzip" else ["7z", "x", str(package)]
    subprocess.run(
        call,
        cwd=tmp_path,
        capture_output=True,
        check=True,
        env={"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"},
    )
    (top,) = tmp_path.iterdir()
    assert verify(top).exit_code == 0


def test_sha256sum_reads_both_manifests(package: Path, tmp_path: Path) -> None:
    top = unzipped(package, tmp_path)
    for name in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        subprocess.run(["sha256sum", "--check", "--quiet", "--strict", name], cwd=top, check=True)


def test_bagit_takes_it(package: Path, tmp_path: Path) -> None:
    bagit = pytest.importorskip("bagit")
    assert bagit.Bag(str(unzipped(package, tmp_path))).is_valid()


def flip(top: Path) -> str:
    (top / ONE).write_bytes(PAYLOAD[ONE][:-1] + b"?")
    return f"changed: {ONE}"


def flip_a_tag_file(top: Path) -> str:
    (top / "bagit.txt").write_bytes((top / "bagit.txt").read_bytes() + b"\n")
    return "changed: bagit.txt"


def flip_the_manifest(top: Path) -> str:
    """As somebody would who has changed a document and put its new hash into the manifest."""
    (top / ONE).write_bytes(b"forged")
    (top / "manifest-sha256.txt").write_bytes(lines({**PAYLOAD, ONE: b"forged"}))
    return "changed: manifest-sha256.txt"


def lose(top: Path) -> str:
    (top / TWO).unlink()
    return f"lost: {TWO}"


def add(top: Path) -> str:
    (top / "data" / "多.txt").write_bytes(b"more")
    return "added: data/多.txt"


def add_beside(top: Path) -> str:
    (top / "Thumbs.db").write_bytes(b"more")
    return "added: Thumbs.db"


def rename(top: Path) -> str:
    (top / THREE).rename(top / "data" / "改名.txt")
    return f"renamed: {THREE} is now data/改名.txt"


FAULTS = (flip, flip_a_tag_file, flip_the_manifest, lose, add, add_beside, rename)
BY_SHA256SUM = (flip, lose, rename)
"""It looks at what the manifest names, and at nothing else."""
BY_BAGIT = (flip, flip_a_tag_file, flip_the_manifest, lose, add, rename)
"""It does not mind other files beside the material."""


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_named_in_a_folder(fault: Callable[[Path], str], top: Path) -> None:
    said = fault(top)
    ran = verify(top)
    assert ran.exit_code == 1
    assert ran.stdout.splitlines()[0] == said
    assert ("The package is not whole" in ran.stdout) is (fault not in (add, add_beside))


def test_what_was_added_by_opening_it_is_deleted_and_not_asked_for_again(top: Path) -> None:
    (top / "Thumbs.db").write_bytes(b"more")
    (top / "data" / "~$台账.txt").write_bytes(b"more")
    ran = verify(top)
    assert ran.exit_code == 1
    assert ran.stdout.splitlines()[-1] == (
        "All files of the package are unchanged; 2 files added. Delete what was added, then verify again."
    )


@pytest.mark.parametrize("inside", ["data", "data/03 指标", "bagit.txt", ONE])
def test_a_place_inside_a_package_leads_to_the_package(top: Path, inside: str) -> None:
    ran = verify(top / inside)
    assert ran.exit_code == 2
    assert f"is inside a package. Specify the package: {top}" in ran.stderr


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_named_in_a_zip_and_nothing_is_unpacked(
    fault: Callable[[Path], str], top: Path, tmp_path: Path
) -> None:
    said = fault(top)
    files = {path.relative_to(top).as_posix(): path.read_bytes() for path in top.rglob("*") if path.is_file()}
    zipped(tmp_path / "spoilt.zip", files)
    ran = invoke("--lang", "en", "unpack", tmp_path / "spoilt.zip", "--out", tmp_path / "out")
    assert (ran.exit_code, ran.stdout.splitlines()[0]) == (1, said)
    assert not (tmp_path / "out").exists()
    assert not list(tmp_path.glob(".*"))


@pytest.mark.parametrize("fault", BY_SHA256SUM)
def test_sha256sum_finds_it_too(fault: Callable[[Path], str], top: Path) -> None:
    fault(top)
    ran = subprocess.run(
        ["sha256sum", "--check", "--quiet", "manifest-sha256.txt"], cwd=top, capture_output=True, check=False
    )
    assert ran.returncode == 1


@pytest.mark.parametrize("fault", BY_BAGIT)
def test_bagit_finds_it_too(fault: Callable[[Path], str], top: Path) -> None:
    bagit = pytest.importorskip("bagit")
    fault(top)
    assert not bagit.Bag(str(top)).is_valid()


@pytest.mark.long
@given(place=st.integers(min_value=0), bit=st.integers(0, 7))
def test_no_flipped_bit_of_a_file_goes_unseen(
    place: int, bit: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("flipped")
    files = bag_files(PAYLOAD)
    name = sorted(files)[place % len(files)]
    content = bytearray(files[name])
    content[place // len(files) % len(content)] ^= 1 << bit
    # A digit of a hash means the same as a capital, and nothing has the hash of the last manifest.
    assume(name != "tagmanifest-sha256.txt" or content.lower() != files[name].lower())
    assert verify(zipped(folder / "flipped.zip", {**files, name: bytes(content)})).exit_code != 0


@pytest.mark.long
@given(place=st.integers(min_value=0), bit=st.integers(0, 7))
def test_no_flipped_bit_of_a_zip_ends_in_a_traceback_or_in_other_bytes(
    place: int, bit: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("flipped")
    path = bag(folder / "flipped.zip", PAYLOAD)
    content = bytearray(path.read_bytes())
    content[place % len(content)] ^= 1 << bit
    path.write_bytes(content)
    ran = invoke("--lang", "en", "unpack", path, "--out", folder / "out")
    assert ran.clean
    assert ran.exit_code in (0, 1, 2)
    if ran.exit_code == 0:
        assert {name: (folder / "out" / name).read_bytes() for name in PAYLOAD} == PAYLOAD


@pytest.mark.parametrize("cut", [1, 30, 400])
def test_a_zip_whose_end_is_missing_is_no_package(tmp_path: Path, cut: int) -> None:
    path = bag(tmp_path / "cut.zip", PAYLOAD)
    path.write_bytes(path.read_bytes()[:-cut])
    ran = verify(path)
    assert ran.exit_code == 2
    assert "is not a zip file, or its end is missing" in ran.stderr


def test_a_zip_that_ends_in_a_workbook_of_its_own_is_said_to_have_lost_its_end(tmp_path: Path) -> None:
    inner = zipped(tmp_path / "a.xlsx", {"a.xml": b"a"}, folder="").read_bytes()
    path = bag(tmp_path / "cut.zip", {**PAYLOAD, "data/a.xlsx": inner, "data/z.txt": bytes(1_000)})
    content = path.read_bytes()
    path.write_bytes(content[: content.index(inner) + len(inner) + 100])
    ran = verify(path)
    assert ran.exit_code == 2
    assert "its end is missing" in ran.stderr


def test_what_is_no_package_is_said_with_the_reason(tmp_path: Path) -> None:
    zipped(tmp_path / "other.zip", {"a.txt": b"a"})
    (tmp_path / "folder").mkdir()
    (tmp_path / "text.zip").write_text("text", encoding="utf-8")
    locked = bag(tmp_path / "locked.zip", PAYLOAD)
    content = bytearray(locked.read_bytes())
    content[content.index(b"PK\1\2") + 8] |= 1  # the first member's mark of encryption
    locked.write_bytes(content)
    with ZipFile(tmp_path / "rare.zip", "w", ZIP_BZIP2) as archive:
        archive.writestr(f"{FOLDER}/bagit.txt", b"")
    for name, reason in {
        "other.zip": "there is neither “bagit.txt” nor",
        "folder": "is not a package, and there is none in it",
        "text.zip": "is not a zip file, or its end is missing",
        "nowhere.zip": "no such file or folder",
        "locked.zip": "is protected by a password",
        "rare.zip": "is compressed by a method that is not supported",
    }.items():
        ran = verify(tmp_path / name)
        assert (ran.exit_code, ran.clean) == (2, True), name
        assert reason in ran.stderr


@pytest.mark.parametrize("name", ["__MACOSX/._a.pdf", "Thumbs.db", "../a.txt", "/a.txt", "C:\\a.txt"])
def test_a_file_outside_the_folder_of_the_package_is_named(name: str, tmp_path: Path) -> None:
    path = bag(tmp_path / "bag.zip", PAYLOAD)
    with ZipFile(path, "a") as archive:
        archive.writestr(name, b"a")
    ran = verify(path)
    assert ran.exit_code == 1
    assert "one outside the package): " + name.replace("\\", "/") in ran.stdout


def test_a_package_without_manifest_is_none(tmp_path: Path) -> None:
    files = bag_files(PAYLOAD)
    del files["manifest-sha256.txt"]
    ran = verify(zipped(tmp_path / "bag.zip", files))
    assert ran.exit_code == 2
    assert "The package has no “manifest-sha256.txt”" in ran.stderr


def test_a_folder_is_only_verified(top: Path) -> None:
    ran = invoke("--lang", "en", "unpack", top)
    assert ran.exit_code == 2
    assert "is unpacked already. To verify it, use --verify." in ran.stderr


def test_another_zip_in_a_folder_does_not_keep_the_packages_behind_it_from_being_verified(
    tmp_path: Path,
) -> None:
    zipped(tmp_path / "1 上传包.zip", {"a.txt": b"a"})
    bag(tmp_path / "2.zip", PAYLOAD)
    ran = verify(tmp_path)
    assert ran.exit_code == 2
    assert "1 上传包.zip is not a package" in ran.stderr
    assert "2.zip\nThe package is whole" in ran.stdout


def test_packages_in_a_folder_are_unpacked_one_at_a_time(tmp_path: Path) -> None:
    bag(tmp_path / "p-1.zip", PAYLOAD)
    ran = invoke("--lang", "en", "unpack", tmp_path)
    assert ran.exit_code == 2
    assert "Unpack the packages in it one at a time" in ran.stderr


@pytest.mark.parametrize(
    "name", ["../out.txt", "data/../../out.txt", "/out.txt", "C:/out.txt", "data\\..\\..\\out.txt"]
)
def test_no_name_leads_out_of_the_folder(name: str, tmp_path: Path) -> None:
    path = bag(tmp_path / "bag.zip", PAYLOAD)
    with ZipFile(path, "a") as archive:
        archive.writestr(ZipInfo(f"{FOLDER}/{name}" if not name.startswith(("/", "C:")) else name), b"out")
    before = sorted(tmp_path.rglob("*"))
    ran = invoke("--lang", "en", "unpack", path, "--out", tmp_path / "out")
    assert ran.exit_code != 0
    assert sorted(tmp_path.rglob("*")) == before


def test_links_are_refused_and_not_followed(top: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    (top / "data" / "link.txt").symlink_to(tmp_path / "secret.txt")
    assert "refused (a link" in verify(top).stdout
    path = bag(tmp_path / "linked.zip", PAYLOAD)
    info = ZipInfo(f"{FOLDER}/data/link.txt")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    with ZipFile(path, "a") as archive:
        archive.writestr(info, str(tmp_path / "secret.txt"))
    ran = invoke("--lang", "en", "unpack", path, "--out", tmp_path / "out")
    assert ran.exit_code == 1
    assert f"refused (a link, a name twice, or one outside the package): {FOLDER}/data/link.txt" in ran.stdout
    assert not (tmp_path / "out").exists()


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    files = {**bag_files(PAYLOAD), "data/bomb.bin": bytes(80 << 20)}
    with ZipFile(tmp_path / "bomb.zip", "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(f"{FOLDER}/{name}", content)
    ran = invoke("--lang", "en", "unpack", tmp_path / "bomb.zip", "--out", tmp_path / "out")
    assert ran.exit_code == 2
    assert "far more than the zip itself" in ran.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["bomb.zip"]


class _InGbk(ZipInfo):
    """A member as 360压缩 and older 7-Zip write it: without the mark for UTF-8."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802 - zipfile's own name
        return self.filename.encode("gbk"), 0


def test_names_that_another_program_wrote_in_gbk_are_read(tmp_path: Path) -> None:
    path = tmp_path / "gbk.zip"
    with ZipFile(path, "w") as archive:
        for name, content in bag_files(PAYLOAD).items():
            archive.writestr(_InGbk(f"{FOLDER}/{name}"), content)
    assert verify(path).exit_code == 0


def test_in_a_place_that_is_taken_nothing_is_unpacked(package: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    ran = invoke("--lang", "en", "unpack", package, "--out", tmp_path / "out")
    assert ran.exit_code == 2
    assert not list((tmp_path / "out").iterdir())


def test_a_full_disk_is_said_and_leaves_nothing(
    package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=1000))
    ran = invoke("--lang", "en", "unpack", package, "--out", tmp_path / "out")
    assert ran.exit_code == 2
    assert "the disk is full" in ran.stderr
    assert not list(tmp_path.iterdir())
