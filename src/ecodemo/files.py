"""Files are written whole to a temporary name and renamed, so that a killed process leaves the old ones.

The files that decide how a workspace is judged are read only if they are ordinary files of a plausible size.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Iterable
from pathlib import Path

from ecodemo.errors import EcodemoError, RefusedFileError, system_reason
from ecodemo.model.message import message
from ecodemo.ownership import remove_leftovers, temporary_name

LARGEST_YAML = 20_000_000
"""Bytes; a unit that registers ten thousand documents has some 3 MB."""
LARGEST_RECORD = 256_000_000
"""Bytes of evidence.sha256 and evidence.facts.csv; of a hundred thousand files they have some 15 MB and 30 MB."""
_BLOCK = 1 << 20
_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NONBLOCK", 0)
"""A pipe that takes the file's place after it was looked at must not keep the program waiting."""
_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
_CANNOT_SYNC = frozenset((errno.EINVAL, errno.ENOSYS, errno.ENOTSUP))
"""Some shared folders know of no disk below them."""


def write_whole(path: Path, content: bytes) -> None:
    """Put `content` at `path`, or leave what is there; a device or a pipe is written to and never replaced.

    Raises:
        EcodemoError: the disk is full, the folder may not be written to, or the file is open elsewhere.
    """
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            path.write_bytes(content)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        remove_leftovers(path.parent)
        put_whole(path, (content,))
    except OSError as error:
        raise not_written(path, error) from error
    sync_folder(path.parent)


def not_read(path: Path | str, error: OSError) -> EcodemoError:
    """That a file or folder cannot be read, and why."""
    return EcodemoError(message("Cannot read {path}: {reason}.", path=str(path), reason=system_reason(error)))


def not_written(path: Path, error: OSError) -> EcodemoError:
    """That a file is as it was, and why."""
    return EcodemoError(
        message(
            "Cannot write {path}: {reason}. The existing content is unchanged.",
            path=str(path),
            reason=system_reason(error),
        )
    )


def put_whole(path: Path, blocks: Iterable[bytes]) -> None:
    """Put a file in place, whole or not at all; its folder is there.

    Raises:
        OSError: it cannot be written; what was there is unchanged.
    """
    temporary = path.with_name(temporary_name(path.name))
    try:
        write_new(temporary, blocks)
        os.replace(temporary, path)  # noqa: PTH105 - the atomic call is the point
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise


def write_new(path: Path, blocks: Iterable[bytes]) -> None:
    """Write a file that is not there yet, down to the disk.

    Raises:
        OSError: it is there already, or cannot be written.
    """
    # With its rights from the start: where they cannot be changed later, files are for sharing too.
    with os.fdopen(os.open(path, _CREATE, 0o666), "wb") as stream:
        stream.writelines(blocks)
        stream.flush()
        _sync(stream.fileno())


def sync_folder(folder: Path) -> None:
    """Have the names in a folder written down to the disk, where the system can."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _sync(descriptor: int) -> None:
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _CANNOT_SYNC:
            raise


def read_control_file(path: Path, root: Path | None, limit: int) -> bytes:
    """The bytes of a file that says how a workspace is judged; it is looked at before it is opened.

    Args:
        path: the file.
        root: the workspace, which no link may lead out of; `None` for a file that the user named.
        limit: the most bytes that it may have.

    Raises:
        FileNotFoundError: it is not there.
        OSError: it is no ordinary file, leads out of the workspace, is too large, or cannot be read.
    """
    try:
        _look(path.stat(), path, limit)
    except FileNotFoundError:
        if path.is_symlink():
            raise RefusedFileError(message("it is a broken link"), path) from None
        raise
    if root is not None and not real_path(path).is_relative_to(real_path(root)):
        raise RefusedFileError(message("it links outside the workspace"), path)
    descriptor = os.open(path, _READ)
    try:
        _look(os.fstat(descriptor), path, limit)
        blocks: list[bytes] = []
        size = 0
        while block := os.read(descriptor, _BLOCK):
            blocks.append(block)
            size += len(block)
            if size > limit:
                raise _too_large(path, limit)
    finally:
        os.close(descriptor)
    return b"".join(blocks)


def read_own_file(path: Path, root: Path | None, limit: int) -> bytes | None:
    """As `read_control_file`, where one cannot go on without it; `None` where nothing is there.

    Raises:
        EcodemoError: it is there and is not read.
    """
    try:
        return read_control_file(path, root, limit)
    except FileNotFoundError:
        return None
    except NotADirectoryError as error:
        above = next((folder for folder in path.parents if folder.is_file()), path.parent)
        raise EcodemoError(
            message("{path} is a file where a folder is needed. Rename or move it.", path=str(above))
        ) from error
    except OSError as error:
        raise not_read(path, error) from error


def real_path(path: Path) -> Path:
    """Where a path leads once its links are followed; links in a circle lead nowhere and stay as they are."""
    return Path(os.path.realpath(path))  # Path.resolve raises RuntimeError before Python 3.13


def _look(found: os.stat_result, path: Path, limit: int) -> None:
    if stat.S_ISDIR(found.st_mode):
        raise RefusedFileError(message("it is a folder, not a file"), path)
    if not stat.S_ISREG(found.st_mode):
        raise RefusedFileError(message("not a regular file"), path)
    if found.st_size > limit:
        raise _too_large(path, limit)


def _too_large(path: Path, limit: int) -> RefusedFileError:
    return RefusedFileError(message("it is larger than {most} MB", most=limit // 10**6), path)
