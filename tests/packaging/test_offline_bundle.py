"""The bundle for offices without network: made here, installed where no network is."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest

from once import made_once

pytest.importorskip("uv", reason="uv comes with the dev extra")

pytestmark = [pytest.mark.long, pytest.mark.packaging]
ROOT = Path(__file__).resolve().parents[2]
PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"
NO_NETWORK = ("unshare", "--map-root-user", "--net")


def bundle(out: Path, *arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "scripts.offline_bundle", out, *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    def make(folder: Path) -> None:
        subprocess.run(
            [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT],
            capture_output=True,
            check=True,
        )

    [file] = made_once(tmp_path_factory, "wheel", make).iterdir()
    return file


def embeddable(folder: Path) -> Path:
    """A zip laid out as python.org's embeddable package, without a real Python in it."""
    archive = folder / "python-3.11.9-embed-amd64.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("python.exe", b"MZ")
        packed.writestr("python311.zip", b"")
        packed.writestr("python311._pth", "python311.zip\r\n.\r\n\r\n#import site\r\n")
    return archive


def bundle_for(factory: pytest.TempPathFactory, wheel: Path, platform: str, python: str) -> Path:
    """The zip of a bundle; the folder it was made from is beside it."""

    def make(folder: Path) -> None:
        made = bundle(folder / "out", "--wheel", wheel, "--platform", platform, "--python", python)
        assert made.returncode == 0, made.stderr
        assert made.stdout.endswith(f"-{platform}.zip\n")

    [archive] = (made_once(factory, f"bundle-{platform}", make) / "out").glob("*.zip")
    return archive


@pytest.fixture(scope="module")
def linux(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return bundle_for(tmp_path_factory, wheel, "linux-x86_64", PYTHON)


@pytest.fixture(scope="module")
def windows(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return bundle_for(tmp_path_factory, wheel, "windows-x86_64", "3.11").with_suffix("")


def copied(archive: Path, stick: Path) -> Path:
    """The unpacked bundle, as Python's unpacker leaves it: no file may be run."""
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(stick)
    [folder] = stick.iterdir()
    return folder


def offline(*command: str | Path, home: Path) -> subprocess.CompletedProcess[str]:
    """A command that has no network, an empty home, and nothing of this environment."""
    if subprocess.run((*NO_NETWORK, "true"), capture_output=True, check=False).returncode:
        pytest.skip("the network cannot be taken away here: unshare --net is not allowed")
    home.mkdir(exist_ok=True)
    python = Path(sys.executable).resolve().parent
    environment = {
        "PATH": f"/usr/bin:/bin:{python}",
        "HOME": str(home),
        "LC_ALL": "C.UTF-8",
        "PIP_NO_INDEX": "1",
    }
    return subprocess.run(
        (*NO_NETWORK, *command),
        env=environment,
        cwd=home.parent,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.skipif(not shutil.which("unshare"), reason="no unshare, which takes the network away")
def test_without_network_it_installs_and_makes_and_checks_the_example(linux: Path, tmp_path: Path) -> None:
    folder, home = copied(linux, tmp_path / "stick"), tmp_path / "home"
    installed = offline("sh", folder / "install.sh", home=home)
    assert installed.returncode == 0, installed.stderr
    moved = folder.rename(tmp_path / "程序")
    for arguments, code in (
        (("init", "demo", "--example"), 0),
        (("-C", "demo", "check", "--phase", "sound"), 0),
        (("-C", "demo", "report", "--phase", "self-inspection"), 0),
        (("-C", "demo", "form", "export", "--unit", "龙塘镇"), 0),
    ):
        ran = offline(moved / "ecodemo", *arguments, home=home)
        assert ran.returncode == code, ran.stdout + ran.stderr
    assert {file.suffix for file in (tmp_path / "demo" / "reports").iterdir()} == {".md", ".xlsx"}
    [pack] = (tmp_path / "demo" / "发出").glob("*.zip")
    assert "本单位自查报告（样稿）.docx" in zipfile.ZipFile(pack).namelist()


@pytest.mark.skipif(not shutil.which("unshare"), reason="no unshare, which takes the network away")
def test_a_file_that_was_damaged_on_the_way_is_not_installed(linux: Path, tmp_path: Path) -> None:
    folder = copied(linux, tmp_path / "stick")
    [spoilt] = (folder / "wheels").glob("rich-*.whl")
    spoilt.write_bytes(spoilt.read_bytes()[:-1])
    installed = offline("sh", folder / "install.sh", home=tmp_path / "home")
    assert installed.returncode == 1
    assert spoilt.name in installed.stdout
    assert "重新复制" in installed.stderr
    assert not (folder / ".venv").exists()


def test_the_starter_says_when_nothing_is_installed_yet(linux: Path, tmp_path: Path) -> None:
    folder = copied(linux, tmp_path / "stick")
    ran = subprocess.run(["sh", folder / "ecodemo"], capture_output=True, encoding="utf-8", check=False)
    assert ran.returncode == 1
    assert "install.sh" in ran.stderr


def test_every_file_is_in_the_list_of_sums(linux: Path, tmp_path: Path) -> None:
    folder = copied(linux, tmp_path / "stick")
    lines = (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    listed = {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
    there = {
        file.relative_to(folder).as_posix(): sha256(file.read_bytes()).hexdigest()
        for file in folder.rglob("*")
        if file.is_file() and file.name != "SHA256SUMS"
    }
    assert listed == there


def test_the_one_for_windows_has_wheels_for_windows_and_scripts_that_cmd_reads(windows: Path) -> None:
    names = [wheel.name for wheel in (windows / "wheels").iterdir()]
    assert any("-cp311-win_amd64" in name for name in names)
    assert not [name for name in names if not name.endswith(("-any.whl", "win_amd64.whl"))]
    scripts = list(windows.glob("*.bat"))
    assert {script.name for script in scripts} == {"install.bat", "ecodemo.bat"}
    for script in scripts:
        content = script.read_bytes()
        assert content.isascii(), "cmd reads it in the code page of the computer"
        assert content.count(b"\n") == content.count(b"\r\n") > 5


def test_every_label_that_a_script_for_windows_goes_to_is_there(windows: Path) -> None:
    for script in windows.glob("*.bat"):
        lines = script.read_text(encoding="ascii").lower().splitlines()
        labels = {line[1:] for line in lines if line.startswith(":")}
        words = [line.split() for line in lines if not line.startswith("rem")]
        gone_to = {line[line.index("goto") + 1] for line in words if "goto" in line}
        called = {word[1:] for line in words if "call" in line for word in line if word.startswith(":")}
        assert gone_to | called == labels


def test_its_page_can_be_read_by_notepad_and_says_that_it_was_not_tried(windows: Path) -> None:
    page = (windows / "使用说明.txt").read_bytes()
    assert page.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in page
    text = page.decode("utf-8-sig")
    assert "还没有在 Windows 上试过" in text
    assert "{" not in text


def test_with_an_embeddable_python_nothing_is_left_to_install(wheel: Path, tmp_path: Path) -> None:
    made = bundle(
        tmp_path / "out",
        "--wheel",
        wheel,
        "--platform",
        "windows-x86_64",
        "--python-embed",
        embeddable(tmp_path),
    )
    assert made.returncode == 0, made.stderr
    folder = Path(made.stdout.strip()).with_suffix("")
    assert (folder / "python" / "python311._pth").read_bytes() == b"python311.zip\r\n.\r\n..\\site\r\n"
    assert (folder / "site" / "ecodemo" / "_bundled" / "data" / "county.yaml").is_file()
    assert list((folder / "site" / "pydantic_core").glob("*.cp311-win_amd64.pyd"))
    assert not (folder / "wheels").exists()
    assert not (folder / "site" / "bin").exists(), (
        "starters that name the Python of the computer that made them"
    )
    assert "不用另装" in (folder / "使用说明.txt").read_text(encoding="utf-8-sig")


def test_a_zip_that_is_no_embeddable_python_is_refused(wheel: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.zip"
    with zipfile.ZipFile(other, "w") as packed:
        packed.writestr("readme.txt", "x")
    made = bundle(tmp_path / "out", "--wheel", wheel, "--platform", "windows-x86_64", "--python-embed", other)
    assert made.returncode == 1
    assert "is not python.org's embeddable package" in made.stderr
    assert "Traceback" not in made.stderr


def test_without_network_no_bundle_is_made_and_the_reason_is_said(wheel: Path, tmp_path: Path) -> None:
    closed = "http://127.0.0.1:9"
    made = bundle(
        tmp_path / "out", "--wheel", wheel, "--platform", "linux-x86_64", "--python", PYTHON,
        HTTPS_PROXY=closed, HTTP_PROXY=closed, ALL_PROXY=closed, UV_NO_CACHE="1", UV_HTTP_RETRIES="0",
    )  # fmt: skip
    assert made.returncode == 1
    assert "A bundle is made on a computer with network" in made.stderr
    assert "Traceback" not in made.stderr


def test_a_folder_that_holds_something_is_left_alone(wheel: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    made = bundle(tmp_path, "--wheel", wheel)
    assert made.returncode == 1
    assert "is not empty" in made.stderr
    assert [file.name for file in tmp_path.iterdir()] == ["mine.txt"]
