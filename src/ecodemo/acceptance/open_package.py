"""A package as it came: a zip or a folder, read without trusting any of its names, sizes and links."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol
from zipfile import ZipInfo

from ecodemo.acceptance.bag import DECLARATION
from ecodemo.acceptance.package_manifests import ARCHIVE_DIRECTORY, PackageManifests, manifests_of
from ecodemo.errors import EcodemoError, RefusedFileError
from ecodemo.files import not_read, read_control_file
from ecodemo.formats.bounded_zip import BoundedZip
from ecodemo.formats.content_error import ContentError, known_as
from ecodemo.formats.limits import PACKAGE_ZIP
from ecodemo.formats.zip_names import is_unsafe, names_of
from ecodemo.model.evidence import Condition, Facts
from ecodemo.model.message import Message, message
from ecodemo.model.size import size_words

_BLOCK = 1 << 20
_MOST_FOLDERS = 40
"""Folders within folders of a package that is a folder."""


class DamagedError(Exception):
    """A file of a package that cannot be read to its end."""


class OpenedPackage(Protocol):
    """A package that is being read; paths are relative to its own folder."""

    folder: str
    """What it calls itself."""
    sizes: dict[str, int]
    """Bytes of each file, as the zip or the folder says."""
    refused: tuple[str, ...]
    """Names outside its folder, links, and what is there twice: none of it is read."""

    def blocks(self, path: str) -> Iterator[bytes]:
        """The content of a file, piece by piece.

        Raises:
            DamagedError: it cannot be read to its end.
        """
        ...

    def read(self, path: str, limit: int) -> bytes:
        """The content of a file.

        Raises:
            OSError: it is not there, damaged, or larger than `limit`.
        """
        ...


@contextmanager
def opened_package(path: Path) -> Iterator[OpenedPackage]:
    """Open a package.

    Raises:
        EcodemoError: it is none.
    """
    try:
        if path.is_dir():
            yield _checked(_FolderPackage(path), path)
            return
        with path.open("rb") as stream:
            if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                raise RefusedFileError(message("not a regular file"), path)
            size = os.fstat(stream.fileno()).st_size
            try:
                with known_as(Facts(size)):
                    archive = BoundedZip(stream, size, PACKAGE_ZIP)
            except ContentError as error:
                raise EcodemoError(_unreadable(path, error.condition)) from error
            if reason := _refusal(archive, path):
                raise EcodemoError(reason)
            yield _checked(_ZipPackage(archive, path), path)
    except OSError as error:
        raise not_read(path, error) from error


def manifests_in(package: OpenedPackage) -> PackageManifests:
    """The manifests of a package that was opened."""
    manifests = manifests_of(package.sizes)
    assert manifests is not None  # noqa: S101 - only what has them is opened as a package
    return manifests


def _checked(package: OpenedPackage, path: Path) -> OpenedPackage:
    if manifests_of(package.sizes) is None:
        pattern = (
            # The end of a document in the part that is there may be taken for the end of the zip.
            message(
                "{path} is not a package, or its end is missing: there is neither “{bag}” nor “{archive}” in it.",
                path=str(path),
                bag=DECLARATION,
                archive=ARCHIVE_DIRECTORY,
            )
            if path.is_file()
            else message(
                "{path} is not a package: there is neither “{bag}” nor “{archive}” in it.",
                path=str(path),
                bag=DECLARATION,
                archive=ARCHIVE_DIRECTORY,
            )
        )
        raise EcodemoError(pattern)
    return package


def _unreadable(path: Path, condition: Condition) -> Message:
    """Why the members of a zip cannot be listed, and what to do."""
    if condition is Condition.TOO_LARGE:
        return message(
            "{path} is not a package: a package has at most {count} files.",
            path=str(path),
            count=PACKAGE_ZIP.members,
        )
    return message(
        "{path} is not a zip file, or its end is missing. If it was copied or downloaded, do so again.",
        path=str(path),
    )


def _refusal(archive: BoundedZip, path: Path) -> Message | None:
    """Why a zip is not read although its members can be listed, and what to do."""
    if archive.is_encrypted:
        return message(
            "{path} is protected by a password. Unpack it with the program that made it, then verify the folder.",
            path=str(path),
        )
    if archive.has_rare_methods:
        return message(
            "{path} is compressed by a method that is not supported. Unpack it with the program that made it, then verify the folder.",
            path=str(path),
        )
    if archive.is_too_large:
        return message(
            "{path} is not a package: its files take {size} when unpacked, far more than the zip itself.",
            path=str(path),
            size=size_words(sum(member.file_size for member in archive.members)),
        )
    return None


def _own_folder(names: Iterable[str]) -> str:
    """The folder in a zip that is the package; empty where the zip itself is, or where none or several are."""
    paths = [name.partition("/") for name in names]
    if any(not inside and manifests_of((first,)) for first, _, inside in paths):
        return ""
    folders = {first for first, _, inside in paths if manifests_of((inside,))}
    return folders.pop() if len(folders) == 1 else ""


class _ZipPackage:
    def __init__(self, archive: BoundedZip, path: Path) -> None:
        self._archive = archive
        names = names_of(archive.members)
        folder = _own_folder(names)
        prefix = f"{folder}/" if folder else ""
        self.folder = folder or path.stem
        self._members: dict[str, ZipInfo] = {}
        refused = []
        for name, member in zip(names, archive.members, strict=True):
            inside = name.removeprefix(prefix)
            is_outside = not name.startswith(prefix) or is_unsafe(name) or is_unsafe(inside)
            if is_outside or _is_link(member) or inside in self._members:
                refused.append(name)
            else:
                self._members[inside] = member
        self.refused = tuple(refused)
        self.sizes = {name: member.file_size for name, member in self._members.items()}

    def blocks(self, path: str) -> Iterator[bytes]:
        try:
            yield from self._archive.blocks(self._members[path])
        except ContentError as error:
            raise DamagedError(path) from error

    def read(self, path: str, limit: int) -> bytes:
        member = self._members.get(path)
        if member is None:
            raise FileNotFoundError(path)
        if member.file_size > limit:
            raise RefusedFileError(message("it is larger than {most} MB", most=limit // 10**6), Path(path))
        try:
            return b"".join(self.blocks(path))
        except DamagedError as error:
            raise RefusedFileError(message("it is damaged"), Path(path)) from error


class _FolderPackage:
    def __init__(self, top: Path) -> None:
        self._top = top
        self.folder = top.resolve().name
        self.sizes: dict[str, int] = {}
        refused: list[str] = []
        pending = [("", 0)]
        while pending:
            prefix, depth = pending.pop()
            with os.scandir(top / prefix) as entries:
                for entry in sorted(entries, key=lambda entry: entry.name):
                    name = f"{prefix}{entry.name}"
                    if entry.is_symlink() or depth > _MOST_FOLDERS:
                        refused.append(name)
                    elif entry.is_dir(follow_symlinks=False):
                        pending.append((f"{name}/", depth + 1))
                    elif entry.is_file(follow_symlinks=False):
                        self.sizes[name] = entry.stat(follow_symlinks=False).st_size
                    else:
                        refused.append(name)
        self.refused = tuple(refused)

    def blocks(self, path: str) -> Iterator[bytes]:
        try:
            with (self._top / path).open("rb") as stream:
                while block := stream.read(_BLOCK):
                    yield block
        except OSError as error:
            raise DamagedError(path) from error

    def read(self, path: str, limit: int) -> bytes:
        return read_control_file(self._top / path, self._top, limit)


def _is_link(member: ZipInfo) -> bool:
    return stat.S_ISLNK(member.external_attr >> 16)
