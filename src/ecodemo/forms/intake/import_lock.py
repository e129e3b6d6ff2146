"""One import at a time: a file with the number of the process that is at it."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ecodemo.errors import EcodemoError, system_reason
from ecodemo.model.message import message

NAME = ".ecodemo-import.lock"


@contextmanager
def import_lock(root: Path, *, is_held: bool = True) -> Iterator[None]:
    """Hold the lock of a workspace; one that a dead process left behind is taken over.

    Args:
        root: the workspace.
        is_held: not where nothing will be written.

    Raises:
        EcodemoError: another import is running, or data/ cannot be written to.
    """
    if not is_held:
        yield
        return
    path = root / "data" / NAME
    own = path.with_name(f"{NAME}.{os.getpid()}")
    try:
        own.write_text(f"{os.getpid()}\n", encoding="ascii")
        try:
            _take(own, path)
        finally:
            own.unlink(missing_ok=True)
    except OSError as error:
        raise EcodemoError(
            message(
                "{path} could not be written: {reason}. What was there is unchanged.",
                path=str(path),
                reason=system_reason(error),
            )
        ) from error
    try:
        yield
    finally:
        path.unlink(missing_ok=True)


def _take(own: Path, path: Path) -> None:
    for _attempt in range(3):
        try:
            # A link appears with its content: nobody ever sees an empty lock.
            os.link(own, path)
        except FileExistsError:
            holder = _holder(path)
            if holder is not None and _is_alive(holder):
                raise EcodemoError(
                    message(
                        "Another import is running (process {number}). Wait until it has ended and start this one again. "
                        "If none is running, delete {path}.",
                        number=str(holder),
                        path=f"data/{NAME}",
                    )
                ) from None
            _put_aside(path, holder)
        else:
            return
    raise EcodemoError(message("Another import began at the same moment. Start this one again."))


def _put_aside(path: Path, holder: int | None) -> None:
    """Remove a lock that was left behind; one that somebody took in between is put back."""
    aside = path.with_name(f"{NAME}.stale.{os.getpid()}")
    with contextlib.suppress(FileNotFoundError):
        path.rename(aside)
        if _holder(aside) != holder:
            with contextlib.suppress(FileExistsError):
                os.link(aside, path)
        aside.unlink(missing_ok=True)


def _holder(path: Path) -> int | None:
    try:
        return int(path.read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None


def _is_alive(process: int) -> bool:
    if sys.platform == "win32":  # there, signal 0 would end the process
        import ctypes

        handle = ctypes.windll.kernel32.OpenProcess(0x1000, 0, process)
        if handle:
            ctypes.windll.kernel32.CloseHandle(handle)
        return bool(handle)
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
