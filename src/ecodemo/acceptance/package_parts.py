"""Packages that are parts of one: which of them are there, and whether they belong together.

Each says in bag-info.txt which part of how many it is, and the hash of one manifest of all parts. That hash represents the
package as a whole; opinions on any of its parts are opinions on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from ecodemo.acceptance.bag import (
    COUNT,
    DECLARATION,
    GROUP,
    INFORMATION,
    MANIFEST,
    WHOLE,
    read_information,
    read_lines,
)
from ecodemo.acceptance.open_package import OpenedPackage
from ecodemo.acceptance.package_manifests import ARCHIVE_DIRECTORY
from ecodemo.acceptance.write_package import is_zip
from ecodemo.files import LARGEST_RECORD, not_read, real_path
from ecodemo.model.message import Message, counted, listing, message


@dataclass(frozen=True, slots=True)
class ReadPart:
    """What a package says of itself as a part of several."""

    package: str
    """The name of the package that was split."""
    number: int
    of: int
    whole: str
    """The hash of the manifest of all parts."""
    hashes: Mapping[str, str]
    """Those of its own manifest, by path."""

    @property
    def identity(self) -> tuple[str, int, str]:
        """What all parts of one package have in common."""
        return self.package, self.of, self.whole


@dataclass(frozen=True, slots=True)
class PartsVerdict:
    """The messages about the parts of a package that are in one folder."""

    is_complete: bool
    words: Message


def is_package_folder(folder: Path) -> bool:
    """Whether a folder is an unpacked package, for acceptance or for an archive."""
    return any((folder / name).is_file() for name in (DECLARATION, ARCHIVE_DIRECTORY))


def package_around(path: Path) -> Path | None:
    """The unpacked package that contains a file or folder which is no package; `None` where there is none around it."""
    if not path.exists() or is_zip(path) or is_package_folder(path):
        return None
    return next((folder for folder in real_path(path).parents if is_package_folder(folder)), None)


def packages_in(folder: Path) -> list[Path]:
    """The packages in a folder, zips and folders, by name.

    Raises:
        EcodemoError: the folder cannot be read.
    """
    try:
        return sorted(
            path
            for path in folder.iterdir()
            if (is_zip(path) and path.is_file()) or (path.is_dir() and is_package_folder(path))
        )
    except OSError as error:
        raise not_read(folder, error) from error


def read_part(package: OpenedPackage) -> ReadPart | None:
    """What it says of itself as a part; `None`: it is none, or does not say it rightly."""
    try:
        details = read_information(package.read(INFORMATION, LARGEST_RECORD))
        hashes, _ = read_lines(package.read(MANIFEST, LARGEST_RECORD))
    except OSError:
        return None
    number, between, of = details.get(COUNT, "").partition(" of ")
    if not (between and number.isdecimal() and of.isdecimal()):
        return None
    return ReadPart(details.get(GROUP, ""), int(number), int(of), details.get(WHOLE, ""), hashes)


def compare_parts(parts: Iterable[ReadPart]) -> Iterator[PartsVerdict]:
    """For each package that was split whether all of its parts are there, and are parts of the same."""
    by_package: dict[tuple[str, int, str], list[ReadPart]] = {}
    for part in parts:
        by_package.setdefault(part.identity, []).append(part)
    for (package, of, whole), there in by_package.items():
        missing = sorted(set(range(1, of + 1)) - {part.number for part in there})
        if missing:
            words = message(
                "{package}: {count} of {parts} missing: {missing}.",
                package=package,
                count=len(missing),
                parts=counted(of, "{n} part", "{n} parts"),
                missing=listing(*(str(number) for number in missing)),
            )
            yield PartsVerdict(is_complete=False, words=words)
        elif whole_hash(there) != whole:
            words = message("{package}: the parts do not belong together.", package=package)
            yield PartsVerdict(is_complete=False, words=words)
        else:
            words = message(
                "{package}: {parts}, all there.", package=package, parts=counted(of, "{n} part", "{n} parts")
            )
            yield PartsVerdict(is_complete=True, words=words)


def whole_hash(parts: Sequence[ReadPart]) -> str:
    """The hash of one manifest of all parts."""
    hashes = {path: digest for part in parts for path, digest in part.hashes.items()}
    return sha256("".join(f"{hashes[path]}  {path}\n" for path in sorted(hashes)).encode()).hexdigest()
