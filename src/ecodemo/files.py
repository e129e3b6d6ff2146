"""Files are written whole to a temporary name and renamed, so that a killed process leaves the old ones.

What says how a workspace is judged is read only where an ordinary file lies, of a size that such a file can have.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from pathlib import Path

from ecodemo.errors import EcodemoError, RefusedFileError, system_reason
from ecodemo.model.message import message

LARGEST_YAML = 20_000_000
"""Bytes; a unit that registers ten thousand documents has some 3 MB."""
LARGEST_RECORD = 256_000_000
"""Bytes of evidence.sha256 and evidence.facts.csv; of a hundred thousand files they have some 15 MB and 30 MB."""
_BLOCK = 1 << 20
_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NONBLOCK", 0)
"""A pipe that takes the file's place after it was looked at must not keep the program waiting."""


def write_whole(path: Path, content: bytes) -> None:
    """Put `content` at `path`, or leave what is there; a device or a pipe is written to and never replaced.

    Raises:
        EcodemoError: the disk is full, the folder may not be written to, or the file is open elsewhere.
    """
    import tempfile  # not at the top: every start reads a file, few write one

    temporary: str | None = None
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            path.write_bytes(content)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(
            prefix=f".{path.name[:40]}.", suffix=".part", dir=path.parent
        )
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(temporary, 0o666 & ~_umask())  # noqa: PTH101 - mkstemp gives 0600; reports are for sharing
        os.replace(temporary, path)  # noqa: PTH105 - the atomic call is the point
    except OSError as error:
        if temporary is not None:
            with contextlib.suppress(OSError):
                os.unlink(temporary)  # noqa: PTH108
        raise EcodemoError(
            message(
                "{path} could not be written: {reason}. What was there is unchanged.",
                path=str(path),
                reason=system_reason(error),
            )
        ) from error


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
            raise RefusedFileError(message("it is a link to what is not there"), path) from None
        raise
    if root is not None and not real_path(path).is_relative_to(real_path(root)):
        raise RefusedFileError(message("it is a link that leads out of the workspace"), path)
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
    """As `read_control_file`, for whoever can go no further; `None` where nothing is there.

    Raises:
        EcodemoError: it is there and is not read.
    """
    try:
        return read_control_file(path, root, limit)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise EcodemoError(
            message("{path} could not be read: {reason}.", path=str(path), reason=system_reason(error))
        ) from error


def real_path(path: Path) -> Path:
    """Where a path leads once its links are followed; links in a circle lead nowhere and stay as they are."""
    return Path(os.path.realpath(path))  # Path.resolve raises RuntimeError before Python 3.13


def _look(found: os.stat_result, path: Path, limit: int) -> None:
    if stat.S_ISDIR(found.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if not stat.S_ISREG(found.st_mode):
        raise RefusedFileError(message("it is no ordinary file"), path)
    if found.st_size > limit:
        raise _too_large(path, limit)


def _too_large(path: Path, limit: int) -> RefusedFileError:
    return RefusedFileError(message("it is larger than {most} MB", most=limit // 10**6), path)


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
