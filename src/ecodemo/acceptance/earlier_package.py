"""What changed since an earlier package, determined from its manifest alone: new, replaced and withdrawn documents."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from ecodemo.acceptance import package_words as words
from ecodemo.acceptance.bag import MANIFEST, read_lines
from ecodemo.acceptance.open_package import opened_package
from ecodemo.acceptance.package_file import PAYLOAD
from ecodemo.acceptance.package_parts import (
    ReadPart,
    compare_parts,
    is_package_folder,
    packages_in,
    read_part,
)
from ecodemo.acceptance.package_workbooks import DocumentChange
from ecodemo.acceptance.volumes import Volume
from ecodemo.errors import EcodemoError
from ecodemo.files import LARGEST_RECORD, not_read, read_control_file
from ecodemo.model.message import listing, message

_SERIAL = re.compile(r"^((?:\d{2,3}-\d{1,2}|[A-Z]\d+))(?:-\d{1,3}){0,2}(?= )")
"""A reference with its running numbers, which move when a document or an event is added before it."""
_MADE = re.compile(
    rf"^data/(?:05 [^/]+/.*|.*/00 [^/]+\.docx|.*[（(](?:互见|缺件|未出证明|存在否决情形|压缩包，未放入|见第)[^/]*\.txt|[^/]+/{re.escape(words.SELF_REPORT)}|{words.SITES}/{re.escape(words.SITE_TABLE)})$"
)
"""What was made for a package, and is none of its documents."""


@dataclass(frozen=True, slots=True)
class PackageComparison:
    """What became of the documents since an earlier package."""

    new: tuple[str, ...]
    """Paths in this package."""
    replaced: tuple[str, ...]
    withdrawn: tuple[str, ...]
    """Paths in the earlier one."""
    same: int

    def has(self, path: str) -> bool:
        """Whether a document goes into a package of what changed."""
        return path in self.new or path in self.replaced

    @property
    def changes(self) -> tuple[DocumentChange, ...]:
        return tuple(
            DocumentChange(what, path.removeprefix(PAYLOAD))
            for what, paths in (
                (words.NEW, self.new),
                (words.REPLACED, self.replaced),
                (words.WITHDRAWN, self.withdrawn),
            )
            for path in paths
        )

    @property
    def words(self) -> str:
        return words.SINCE.format(
            new=len(self.new), replaced=len(self.replaced), withdrawn=len(self.withdrawn), same=self.same
        )


def earlier_manifest(path: Path) -> Mapping[str, str]:
    """The hashes of an earlier package by path: of a zip, a folder, a folder of all its parts, or a manifest by itself.

    Raises:
        EcodemoError: it is none of these, its manifest cannot be read, it is a part without the others, or a folder of
            different packages.
    """
    if path.is_file() and path.suffix == ".txt":
        try:
            return _hashes(read_control_file(path, None, LARGEST_RECORD), path)
        except OSError as error:
            raise not_read(path, error) from error
    is_folder_of_parts = path.is_dir() and not is_package_folder(path)
    hashes: dict[str, str] = {}
    parts: list[ReadPart] = []
    different: dict[object, str] = {}
    for package_path in (is_folder_of_parts and packages_in(path)) or [path]:
        with opened_package(package_path) as package:
            if MANIFEST not in package.sizes:
                raise EcodemoError(
                    message("The package has no “{name}”, so nothing can be compared.", name=MANIFEST)
                )
            try:
                own = _hashes(package.read(MANIFEST, LARGEST_RECORD), package_path)
            except OSError as error:
                raise not_read(package_path, error) from error
            part = read_part(package)
            hashes |= own
            parts += [part] if part is not None else []
            identity = frozenset(own.items()) if part is None else part.identity
            different.setdefault(identity, package_path.name)
    if len(different) > 1:
        raise EcodemoError(
            message(
                "{path} contains different packages: {names}. Specify one of them, or a folder with only the parts of one package.",
                path=str(path),
                names=listing(*different.values()),
            )
        )
    for found in compare_parts(parts):
        if not found.is_complete:
            raise EcodemoError(
                message("{problem} Put all parts into one folder, and name that folder.", problem=found.words)
            )
    return hashes


def _hashes(content: bytes, path: Path) -> Mapping[str, str]:
    hashes, bad = read_lines(content)
    if bad or not hashes:
        raise EcodemoError(message("{path} is not the manifest of a package.", path=str(path)))
    return hashes


def compare(volumes: Iterable[Volume], earlier: Mapping[str, str]) -> PackageComparison:
    """Documents are known by their bytes, whatever their running numbers are now; those of one name replace each other.

    Raises:
        EcodemoError: the packages have nothing in common.
    """
    documents = {
        line.path: file.sha256
        for volume in volumes
        for line in volume.files
        if (file := line.placed.entry.file)
    }
    before = {path: sha256 for path, sha256 in earlier.items() if not _MADE.match(path)}
    known, now = frozenset(before.values()), frozenset(documents.values())
    gone: dict[str, list[str]] = {}
    for path, sha256 in before.items():
        if sha256 not in now:
            gone.setdefault(_name(path), []).append(path)
    fresh = [path for path, sha256 in documents.items() if sha256 not in known]
    new, replaced = [], []
    for path in fresh:
        if of_one_name := gone.get(_name(path)):
            of_one_name.pop(0)
            replaced.append(path)
        else:
            new.append(path)
    comparison = PackageComparison(
        new=tuple(new),
        replaced=tuple(replaced),
        withdrawn=tuple(path for paths in gone.values() for path in paths),
        same=len(documents) - len(fresh),
    )
    if documents and comparison.withdrawn and not (comparison.same or comparison.replaced):
        raise EcodemoError(
            message(
                "No document of the earlier package is in this one: it is probably of another county or bid. Specify the package that this one follows."
            )
        )
    return comparison


def _name(path: str) -> str:
    """The path without running numbers, those of events' folders among them."""
    return "/".join(_SERIAL.sub(r"\1", name) for name in path.split("/"))
