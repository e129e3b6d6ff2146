"""Files beyond 4 GiB: refused for a drive that cannot hold them before anything is written, and else read by other programs."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from acceptance.conftest import pack
from acceptance.test_unpack import OTHERS
from cli.running import invoke
from ecodemo.acceptance import file_limit
from ecodemo.acceptance.bag import DECLARATION, DECLARED, MANIFEST, TAG_MANIFEST, manifest_content
from ecodemo.acceptance.file_limit import FAT32, refuse_too_large
from ecodemo.acceptance.package_file import PackageFile, made
from ecodemo.acceptance.write_package import write_package
from ecodemo.errors import EcodemoError

LARGE = PackageFile("data/03 指标证明材料/航拍影像.mp4", FAT32 + 1, "0" * 64, source="a.mp4")
SMALL = PackageFile("data/note.txt", 4, "0" * 64, source="note.txt")

pytestmark = pytest.mark.skipif(not hasattr(os, "pathconf"), reason="a Windows drive says it otherwise")


@pytest.fixture
def fat32(monkeypatch: pytest.MonkeyPatch) -> None:
    """Drives say of themselves what one with FAT32 says."""
    monkeypatch.setattr(os, "pathconf", lambda *_: 33)


@pytest.mark.usefixtures("fat32")
def test_each_file_that_the_drive_cannot_hold_is_named_with_a_way_out(tmp_path: Path) -> None:
    other = PackageFile("data/另一份.mp4", FAT32 * 2, "0" * 64, source="b.mp4")
    with pytest.raises(EcodemoError) as refused:
        refuse_too_large(tmp_path / "not yet" / "package", "package", (LARGE, SMALL, other))
    said = str(refused.value)
    assert "航拍影像.mp4" in said
    assert "另一份.mp4" in said
    assert "note.txt" not in said
    assert "exFAT" in said


@pytest.mark.usefixtures("fat32")
def test_a_zip_that_the_drive_cannot_hold_is_to_be_split(tmp_path: Path) -> None:
    half = PackageFile("data/half.mp4", FAT32 // 2 + 1, "0" * 64, source="a.mp4")
    with pytest.raises(EcodemoError, match=r"--split 3\.9GB"):
        refuse_too_large(tmp_path / "p.zip", "p", (half, half))


@pytest.mark.usefixtures("fat32")
def test_what_the_drive_holds_is_not_refused(tmp_path: Path) -> None:
    refuse_too_large(tmp_path / "package", "package", (PackageFile("data/x", FAT32, "0" * 64), SMALL))


def test_a_drive_without_that_limit_holds_any_file(tmp_path: Path) -> None:
    refuse_too_large(tmp_path / "package", "package", (LARGE,))
    refuse_too_large(tmp_path / "package.zip", "package", (LARGE,))


@pytest.mark.usefixtures("fat32")
@pytest.mark.parametrize("most", [1_000_000, pytest.param(FAT32, marks=[pytest.mark.long, pytest.mark.rare])])
def test_nothing_is_written_to_a_drive_that_cannot_hold_it(
    most: int, county: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of the file is read before the package is refused: four gigabytes seldom, a megabyte always."""
    monkeypatch.setattr(file_limit, "FAT32", most)
    with next((county / "evidence").rglob("17-1*")).open("r+b") as stream:
        stream.truncate(most + 1)  # sparse
    stick = tmp_path / "stick"
    stick.mkdir()
    ran = pack(county, "--draft", "--out", stick / "package")
    assert ran.exit_code == 2, ran.stderr
    assert "17-1" in ran.stderr
    assert not list(stick.iterdir())


@pytest.fixture(scope="module")
def beyond(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A package with a file beyond 4 GiB, and one behind it."""
    root = tmp_path_factory.mktemp("beyond")
    evidence = root / "evidence"
    evidence.mkdir()
    (evidence / "note.txt").write_bytes(b"note")
    with (evidence / "a.mp4").open("wb") as stream:
        stream.truncate(FAT32 + 2)
    with (evidence / "a.mp4").open("rb") as stream:
        digest = sha256()
        while block := stream.read(1 << 24):
            digest.update(block)
    payload = (
        PackageFile("data/a.mp4", FAT32 + 2, digest.hexdigest(), source="a.mp4"),
        PackageFile("data/note.txt", 4, sha256(b"note").hexdigest(), source="note.txt"),
    )
    tags = (made(DECLARATION, DECLARED), made(MANIFEST, manifest_content(payload)))
    files = (*tags, *payload, made(TAG_MANIFEST, manifest_content(tags)))
    write_package(root / "package.zip", "package", files, root, date(2021, 11, 1))
    yield root / "package.zip"
    shutil.rmtree(root)


@pytest.mark.rare
@pytest.mark.long
@pytest.mark.parametrize("program", sorted(OTHERS))
def test_other_programs_read_a_package_beyond_4_gib(beyond: Path, program: str) -> None:
    call = OTHERS[program](beyond)
    if shutil.which(call[0]) is None:
        pytest.skip(f"{program} is not installed")
    ran = subprocess.run(call, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
    assert ran.returncode == 0, ran.stderr


@pytest.mark.rare
@pytest.mark.long
def test_it_is_whole(beyond: Path) -> None:
    assert invoke("unpack", "--verify", beyond).exit_code == 0
