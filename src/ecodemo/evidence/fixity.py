"""What the bytes of a file or of an event's folder are: what a review rests on, and what a figure is traced to."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

_BLOCK = 1 << 18


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal.

    Raises:
        OSError: the file cannot be read.
    """
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def hashes_of(folder: Path, wanted: Iterable[str], files: Iterable[str]) -> Mapping[str, str]:
    """The hashes of those wanted paths that are there; of an event's folder, that of its sorted sha256sum lines.

    Args:
        folder: the folder that the paths are relative to.
        wanted: paths of files, or of folders that hold an event.
        files: every file below the folder.
    """
    there = sorted(files)
    known = frozenset(there)
    found: dict[str, str] = {}
    for path in dict.fromkeys(wanted):
        if path in known:
            found[path] = sha256_of(folder / path)
        elif inside := [file for file in there if file.startswith(f"{path}/")]:
            lines = (f"{sha256_of(folder / file)}  {file.removeprefix(f'{path}/')}\n" for file in inside)
            found[path] = hashlib.sha256("".join(sorted(lines)).encode()).hexdigest()
    return found
