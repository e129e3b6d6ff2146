"""Small packages, whole and spoilt, written without the program that is tested."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

FOLDER = "清溪县_验收材料"


def bag_files(payload: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files of a bag with these below data/."""
    files = {
        **payload,
        "bagit.txt": b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
        "manifest-sha256.txt": lines(payload),
    }
    return {**files, "tagmanifest-sha256.txt": lines({name: files[name] for name in list(files)[-2:]})}


def lines(files: Mapping[str, bytes]) -> bytes:
    """Lines of a manifest."""
    return "".join(f"{sha256(content).hexdigest()}  {name}\n" for name, content in files.items()).encode()


def bag(path: Path, payload: Mapping[str, bytes]) -> Path:
    """A package as a zip."""
    return zipped(path, bag_files(payload))


def zipped(path: Path, files: Mapping[str, bytes], folder: str = f"{FOLDER}/") -> Path:
    """A zip of files, all in one folder."""
    with ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(f"{folder}{name}", content)
    return path


def unzipped(path: Path, folder: Path) -> Path:
    """The folder of a package that another program unpacked."""
    with ZipFile(path) as archive:
        archive.extractall(folder)
    (top,) = folder.iterdir()
    return top
