"""A package is written as a zip or as a folder under a temporary name, and then gets its own: never a half one.

Every document is hashed as it is copied: what was changed since it was looked at is not packed.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import IO, Protocol
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from ecodemo.acceptance.package_file import PackageFile
from ecodemo.errors import EcodemoError, RefusedFileError
from ecodemo.evidence.inventory import FOLDER as EVIDENCE
from ecodemo.files import not_read, not_written, real_path, sync_folder
from ecodemo.journal.manifest import FOLDER as JOURNAL
from ecodemo.model.message import message
from ecodemo.ownership import remove_leftovers, temporary_name

ZIP = ".zip"
_BLOCK = 1 << 20
_FILE = 0o644 << 16
_FIRST_YEAR = 1980
FilesDone = Callable[[int, int], None]
"""Called now and then with how many of how many files are written."""


class _PackageTarget(Protocol):
    """What a package is written to."""

    def open(self, file: PackageFile) -> contextlib.AbstractContextManager[IO[bytes]]: ...


class _ZipTarget:
    """A zip without compression: documents are compressed already, and one can be taken out without reading the rest."""

    def __init__(self, archive: ZipFile, folder: str, day: date) -> None:
        self._archive, self._folder = archive, folder
        self._time = (max(day.year, _FIRST_YEAR), day.month, day.day, 0, 0, 0)

    def open(self, file: PackageFile) -> contextlib.AbstractContextManager[IO[bytes]]:
        info = ZipInfo(f"{self._folder}/{file.path}", self._time)
        info.compress_type, info.external_attr, info.create_system = ZIP_STORED, _FILE, 3
        info.file_size = file.size
        return self._archive.open(info, "w")


class _FolderTarget:
    """A folder as it is copied to a memory stick."""

    def __init__(self, top: Path) -> None:
        self._top = top
        self._made: set[Path] = set()

    def open(self, file: PackageFile) -> contextlib.AbstractContextManager[IO[bytes]]:
        path = self._top / file.path
        if path.parent not in self._made:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._made.add(path.parent)
        return path.open("xb")


def write_package(
    out: Path,
    folder: str,
    files: Sequence[PackageFile],
    root: Path,
    day: date,
    files_done: FilesDone | None = None,
) -> None:
    """Write a package.

    Args:
        out: a name that ends in .zip, which is replaced, or a folder that is not there.
        folder: the package's own name, in a zip the folder that contains everything.
        files: in the order in which they are written; the same files give the same bytes.
        root: the workspace of the documents.
        day: which the members of a zip are dated by.
        files_done: called with the progress.

    Raises:
        EcodemoError: it cannot be written, or a document is not the one that was looked at. Nothing is there then.
    """
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        remove_leftovers(out.parent)
        waiting = waiting_folder(out, root)
        waiting.mkdir(exist_ok=True)
        temporary = waiting / temporary_name(out.name)
        try:
            if is_zip(out):
                _write_zip(temporary, folder, files, root / EVIDENCE, day, files_done)
            else:
                refuse_existing(out)
                temporary.mkdir()
                _write_each(_FolderTarget(temporary), files, root / EVIDENCE, files_done)
                _sync_all()
                refuse_existing(out)
            os.replace(temporary, out)  # noqa: PTH105 - the atomic call is the point
        finally:
            _remove(temporary)
            if waiting.name == JOURNAL:
                with contextlib.suppress(OSError):  # something else waits there
                    waiting.rmdir()
    except OSError as error:
        raise not_written(out, error) from error
    sync_folder(out.parent)


def waiting_folder(out: Path, root: Path) -> Path:
    """The temporary place of a package until it is whole: in a workspace where the next command removes what a killed one left."""
    parent, top = real_path(out.parent), real_path(root)
    if parent.is_relative_to(top) and parent.stat().st_dev == top.stat().st_dev:
        return top / JOURNAL
    return parent


def is_zip(out: Path) -> bool:
    """Whether a package of this name is a zip."""
    return out.name.lower().endswith(ZIP)


def _write_zip(
    temporary: Path,
    folder: str,
    files: Sequence[PackageFile],
    evidence: Path,
    day: date,
    files_done: FilesDone | None,
) -> None:
    with temporary.open("xb") as stream:
        with ZipFile(stream, "w", ZIP_STORED) as archive:
            _write_each(_ZipTarget(archive, folder, day), files, evidence, files_done)
        stream.flush()
        with contextlib.suppress(OSError):  # some shared folders know of no disk below them
            os.fsync(stream.fileno())


def _write_each(
    target: _PackageTarget, files: Sequence[PackageFile], evidence: Path, files_done: FilesDone | None
) -> None:
    top = real_path(evidence)
    for number, file in enumerate(files):
        if files_done is not None:
            files_done(number, len(files))
        if file.content is not None:
            with target.open(file) as stream:
                stream.write(file.content)
        else:
            _copy(target, file, top)
    if files_done is not None:
        files_done(len(files), len(files))


def _copy(target: _PackageTarget, file: PackageFile, evidence: Path) -> None:
    digest, size = sha256(), 0
    document = (
        _document(evidence / file.source, evidence) if file.made_at is None else file.made_at.open("rb")
    )
    with document as source, target.open(file) as stream:
        while block := _read(source, file.source):
            size += len(block)
            if size > file.size:  # before more is written than was announced
                break
            digest.update(block)
            stream.write(block)
    if size != file.size or digest.hexdigest() != file.sha256:
        raise EcodemoError(
            message(
                "{path} was changed while the package was being written; no package was written. Run it again.",
                path=file.source,
            )
        )


@contextmanager
def _document(path: Path, evidence: Path) -> Iterator[IO[bytes]]:
    try:
        if not real_path(path).is_relative_to(evidence):
            raise RefusedFileError(message("it links outside the workspace"), path)
        stream = path.open("rb")
    except OSError as error:
        raise _unreadable(str(path), error) from error
    with stream:
        yield stream


def _read(stream: IO[bytes], path: str) -> bytes:
    try:
        return stream.read(_BLOCK)
    except OSError as error:
        raise _unreadable(path, error) from error


def _unreadable(path: str, error: OSError) -> EcodemoError:
    return not_read(path, error)


def refuse_existing(out: Path) -> None:
    """Before a folder is written: nothing with its name may be there.

    Raises:
        EcodemoError: something is.
    """
    if os.path.lexists(out):
        reason = message("a file or folder with this name already exists; choose another name")
        raise not_written(out, RefusedFileError(reason, out))


def _sync_all() -> None:
    """Have everything written down to the disk; one by one, small files would take longer than copying them."""
    if hasattr(os, "sync"):
        os.sync()


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def written_size(folder: str, files: Iterable[PackageFile]) -> int:
    """How many bytes a zip of these files has, as it is written here, without those of large files and many members."""
    return (
        sum(file.size + _PER_FILE + 2 * len(f"{folder}/{file.path}".encode()) for file in files) + _AT_THE_END
    )


_PER_FILE, _AT_THE_END = 30 + 46 + 2 * 28, 22 + 76
"""Bytes of a zip: its records of a member, with sizes of eight bytes in both, and its end, as for many members."""
