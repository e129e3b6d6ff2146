"""Files are written whole to a temporary name and renamed, so that a killed process leaves the old ones."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from ecodemo.errors import EcodemoError, system_reason
from ecodemo.model.message import message


def write_whole(path: Path, content: bytes) -> None:
    """Put `content` at `path`, or leave what is there; a device or a pipe is written to and never replaced.

    Raises:
        EcodemoError: the disk is full, the folder may not be written to, or the file is open elsewhere.
    """
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


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
