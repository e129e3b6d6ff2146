"""A bundle: wheels with their hashes, the installer, the starter, the pages, the list of sums, the zip."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from hashlib import sha256
from importlib.metadata import version as version_of
from pathlib import Path

from scripts.offline_bundle.platforms import EMBEDDED, Platform

ROOT = Path(__file__).resolve().parents[2]
FILES = Path(__file__).parent / "files"
EPOCH = (2021, 4, 1, 0, 0, 0)
_NETWORK = "The libraries could not be fetched. A bundle is made on a computer with network; it is used on one without.\n"
_PATH_FILE = re.compile(r"python(\d)(\d+)\._pth")


class BundleError(Exception):
    """Why no bundle was made."""


def build(
    out: Path,
    platforms: Sequence[Platform],
    pythons: Sequence[str],
    *,
    wheel: Path | None,
    embedded: Path | None,
) -> list[Path]:
    """The zip of each platform, beside its folder in `out`.

    Raises:
        BundleError: something is there already, cannot be fetched, or is no embeddable Python.
    """
    if out.exists() and any(out.iterdir()):
        raise BundleError(f"{out} is not empty; choose a new folder. Nothing was changed.")
    out.mkdir(parents=True, exist_ok=True)
    wheel = wheel or _own_wheel(out / "wheel")
    version = wheel.name.split("-")[1]
    made = []
    for platform in platforms:
        folder = out / f"ecodemo-{version}-{platform.name}"
        words = platform.words | {"version": version, "platform": platform.name}
        wanted = pythons
        if platform.is_windows and embedded is not None:
            words |= EMBEDDED
            wanted = [_unpack_python(embedded, folder / "python")]
        for python in wanted:
            _fetch(folder, platform, python, wheel)
        if platform.is_windows and embedded is not None:
            _unpack_wheels(folder, platform, wanted[0])
        else:
            _fetch_pip(folder / "wheels")
        _write_pages(
            folder, platform, {k: v.replace("{pythons}", "、".join(wanted)) for k, v in words.items()}
        )
        _write_sums(folder)
        made.append(_zipped(folder))
    return made


def _run(*command: str | Path, failure: str) -> None:
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    if ended.returncode:
        raise BundleError(failure + "\n".join((ended.stderr or ended.stdout).strip().splitlines()[-5:]))


def _own_wheel(folder: Path) -> Path:
    _run(
        sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT,
        failure="The wheel could not be built.\n",
    )  # fmt: skip
    [wheel] = folder.glob("*.whl")
    return wheel


def _fetch(folder: Path, platform: Platform, python: str, wheel: Path) -> None:
    """The wheels that this Python needs on that platform, and the list of them with their hashes."""
    requirements = folder / "requirements" / f"{python}.txt"
    requirements.parent.mkdir(parents=True, exist_ok=True)
    pins = folder / "pins.txt"
    # pip would judge “only on Windows” by this computer; uv judges it by the one that is named.
    _run(
        sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--no-header", "--no-annotate",
        "--python-platform", platform.uv, "--python-version", python, "--only-binary", ":all:",
        "--output-file", pins, ROOT / "pyproject.toml",
        failure=_NETWORK,
    )  # fmt: skip
    wheels = folder / "wheels"
    fetched = folder / "fetched"
    _run(
        sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:",
        *(f"--platform={tag}" for tag in platform.tags), "--implementation=cp", f"--python-version={python}",
        "--dest", fetched, "--requirement", pins,
        failure=_NETWORK,
    )  # fmt: skip
    shutil.copy(wheel, fetched)
    pins.unlink()
    lines = []
    for file in sorted(fetched.iterdir()):
        name, version = file.name.split("-")[:2]
        lines.append(f"{name}=={version} --hash=sha256:{sha256(file.read_bytes()).hexdigest()}\n")
    requirements.write_text("".join(lines), encoding="utf-8")
    shutil.copytree(fetched, wheels, dirs_exist_ok=True)
    shutil.rmtree(fetched)


def _fetch_pip(wheels: Path) -> None:
    """The installer itself: the Python of a computer may have been installed without it."""
    _run(
        sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:",
        "--dest", wheels, f"pip=={version_of('pip')}",
        failure=_NETWORK,
    )  # fmt: skip


def _unpack_python(archive: Path, folder: Path) -> str:
    """Python as python.org packs it for embedding, with the place of the libraries; returns its version."""
    try:
        with zipfile.ZipFile(archive) as packed:
            packed.extractall(folder)
    except (OSError, zipfile.BadZipFile) as error:
        raise BundleError(f"{archive} cannot be read as a zip: {error}") from None
    found = [match for file in folder.iterdir() if (match := _PATH_FILE.fullmatch(file.name))]
    if len(found) != 1 or not (folder / "python.exe").is_file():
        raise BundleError(
            f"{archive} is not python.org's embeddable package: it has no python.exe with its ._pth."
        )
    [match] = found
    (folder / match[0]).write_text(
        f"python{match[1]}{match[2]}.zip\n.\n..\\site\n", encoding="ascii", newline="\r\n"
    )
    return f"{match[1]}.{match[2]}"


def _unpack_wheels(folder: Path, platform: Platform, python: str) -> None:
    """The libraries ready to be imported: an embedded Python has neither venv nor pip."""
    _run(
        sys.executable, "-m", "pip", "--isolated", "install", "--quiet", "--no-compile", "--no-deps", "--no-index",
        "--find-links", folder / "wheels", "--only-binary=:all:", *(f"--platform={tag}" for tag in platform.tags),
        "--implementation=cp", f"--python-version={python}", "--target", folder / "site",
        "--require-hashes", "--requirement", folder / "requirements" / f"{python}.txt",
        failure="The wheels could not be unpacked.\n",
    )  # fmt: skip
    shutil.rmtree(folder / "site" / "bin")  # starters that name the Python of this computer
    for used in ("wheels", "requirements"):
        shutil.rmtree(folder / used)


def _write_pages(folder: Path, platform: Platform, words: dict[str, str]) -> None:
    """The pages, readable by Notepad on Windows; installer and starter with the line ends of their system."""
    ends = "\r\n" if platform.is_windows else "\n"
    for page in FILES.glob("*.txt"):
        text = page.read_text(encoding="utf-8").format(**words).rstrip() + "\n"
        (folder / page.name).write_text(text, encoding="utf-8-sig", newline=ends)
    for script in (FILES / platform.files).iterdir():
        copy = folder / script.name
        copy.write_text(script.read_text(encoding="utf-8"), encoding="utf-8", newline=ends)
        copy.chmod(0o755)


def _write_sums(folder: Path) -> None:
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    lines = [
        f"{sha256(file.read_bytes()).hexdigest()}  {file.relative_to(folder).as_posix()}\n" for file in files
    ]
    (folder / "SHA256SUMS").write_text("".join(lines), encoding="utf-8", newline="\n")


def _zipped(folder: Path) -> Path:
    """A zip of the folder that knows which files may be run; the same files give the same bytes."""
    archive = folder.with_name(f"{folder.name}.zip")
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for file in sorted(file for file in folder.rglob("*") if file.is_file()):
            entry = zipfile.ZipInfo(file.relative_to(folder.parent).as_posix(), EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (file.stat().st_mode & 0xFFFF) << 16
            packed.writestr(entry, file.read_bytes())
    return archive
