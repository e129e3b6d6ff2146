"""What is installed has its data, however it was built and wherever it runs from."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from cli.running import SOURCE, environment, run
from once import made_once

pytestmark = [pytest.mark.long, pytest.mark.packaging]
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    [file] = made_once(tmp_path_factory, "sdist", lambda folder: build("sdist", ROOT, folder)).iterdir()
    return file


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built straight from the tree."""
    [file] = made_once(tmp_path_factory, "wheel", lambda folder: build("wheel", ROOT, folder)).iterdir()
    return file


@pytest.fixture(scope="module")
def wheel_of_sdist(sdist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    def rebuild(folder: Path) -> None:
        unpacked = tmp_path_factory.mktemp("unpacked")
        with tarfile.open(sdist) as archive:
            archive.extractall(unpacked, filter="data")
        [source] = unpacked.iterdir()
        build("wheel", source, folder)

    [file] = made_once(tmp_path_factory, "rebuilt", rebuild).iterdir()
    return file


def build(kind: str, source: Path, out: Path) -> Path:
    made = subprocess.run(
        [sys.executable, "-m", "build", f"--{kind}", "--no-isolation", "--outdir", str(out), str(source)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr
    [file] = out.iterdir()
    return file


def members(wheel: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist() if not name.endswith("/RECORD")}


def test_the_wheel_of_the_sdist_is_the_wheel_of_the_tree_byte_by_byte(
    wheel: Path, wheel_of_sdist: Path
) -> None:
    straight, rebuilt = members(wheel), members(wheel_of_sdist)
    assert sorted(straight) == sorted(rebuilt)
    assert [name for name in straight if straight[name] != rebuilt[name]] == []
    assert wheel.read_bytes() == wheel_of_sdist.read_bytes()


def test_the_wheel_holds_all_that_ships(wheel: Path) -> None:
    held = {name.removeprefix("ecodemo/_bundled/") for name in members(wheel)}
    for kind in ("data", "templates", "examples", "docs/schema"):
        shipped = {file.relative_to(ROOT).as_posix() for file in (ROOT / kind).rglob("*") if file.is_file()}
        assert shipped
        assert shipped <= held
    assert {
        "ecodemo/py.typed",
        "ecodemo/locale/zh/LC_MESSAGES/ecodemo.mo",
        "ecodemo/rules/codes.csv",
        "ecodemo/rules/pages/en/TG101.md",
    } <= held


def test_the_wheel_holds_nothing_else(wheel: Path) -> None:
    for name in members(wheel):
        assert name.startswith(("ecodemo/", "ecodemo-")), name
        assert not name.endswith((".pyc", ".part", ".orig")), name


def test_installed_it_makes_the_example_and_reports(wheel: Path, tmp_path: Path) -> None:
    """In an environment of its own that borrows the libraries of this one."""
    home, empty = tmp_path / "venv", tmp_path / "empty"
    empty.mkdir()
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(home)], check=True)
    python = home / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    installed = subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            "--python",
            str(python),
            "install",
            "--no-deps",
            "--no-index",
            "-q",
            str(wheel),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert installed.returncode == 0, installed.stderr
    borrowed = next(Path(path) for path in sys.path if path.endswith("site-packages"))
    [own] = [*home.glob("lib/python*/site-packages"), *home.glob("Lib/site-packages")]
    (own / "borrowed.pth").write_text(str(borrowed), encoding="utf-8")
    script = python.with_name("ecodemo")
    env = {"PYTHONPATH": "", "PATH": f"{python.parent}:/usr/bin:/bin"}
    for arguments, code in (
        (("init", "demo", "--example"), 0),
        (("-C", "demo", "check", "--phase", "sound"), 0),
        (("-C", "demo", "check"), 1),
        (("-C", "demo", "report", "--phase", "self-inspection"), 0),
    ):
        ran = run([str(script), *arguments], cwd=empty, env=env)
        assert ran.exit_code == code, ran.stderr
    assert {file.suffix for file in (empty / "demo" / "reports").iterdir()} == {".md", ".xlsx"}


def makes_the_example(path: Path, folder: Path) -> None:
    script = f"import sys; sys.path.insert(0, {str(path)!r}); import ecodemo; print(ecodemo.__file__); from ecodemo.__main__ import main; main()"
    made = subprocess.run(
        [sys.executable, "-c", script, "init", "demo", "--example"],
        cwd=folder,
        env=environment(PYTHONPATH=""),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert made.returncode == 0, made.stderr
    assert made.stdout.startswith(str(path)), "another ecodemo was imported"
    assert (folder / "demo" / "data" / "county.yaml").is_file()
    assert len(list((folder / "demo" / "evidence").rglob("*.pdf"))) > 100


def test_as_a_zip_on_the_path_it_makes_the_example(wheel: Path, tmp_path: Path) -> None:
    makes_the_example(wheel, tmp_path)


def test_from_the_source_it_makes_the_example(tmp_path: Path) -> None:
    makes_the_example(SOURCE, tmp_path)
