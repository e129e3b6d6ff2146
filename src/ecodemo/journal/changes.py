"""Writing several files as one."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ecodemo.errors import EcodemoError
from ecodemo.files import not_written, put_whole, sync_folder, write_new, write_whole
from ecodemo.journal.manifest import (
    FOLDER,
    MANIFEST,
    Entry,
    Manifest,
    blocks_of,
    check_target,
    checksum_of,
    staged,
)
from ecodemo.journal.recovery import apply, clear, nearest_folder, not_completed
from ecodemo.journal.workspace_lock import WorkspaceLock, holder_of, workspace_lock
from ecodemo.model.message import message
from ecodemo.ownership import this_process


@dataclass(frozen=True, slots=True)
class Change:
    """A file that is to be written or removed."""

    path: Path
    content: bytes | Path | None
    """The new bytes, the file that has them, or `None`: it is removed."""

    def blocks(self) -> Iterable[bytes]:
        """The new bytes, piece by piece."""
        return blocks_of(self.content) if isinstance(self.content, Path) else (self.content or b"",)


def write_together(root: Path, command: str, changes: Iterable[Change]) -> None:
    """Write and remove files: those of the workspace all or not at all, others one by one before them.

    Of several changes of one file the last counts.

    Args:
        root: the workspace, or the folder that becomes one.
        command: what the user called.
        changes: what is to be written.

    Raises:
        EcodemoError: a file cannot be written; nothing of the workspace was changed, or all of it will be.
    """
    top = Path(os.path.realpath(root))
    changes = tuple(changes)
    _check_folders(changes)
    inside: dict[str, Change] = {}
    for change in changes:
        own = _own_path(top, change.path)
        if own is None:
            _write_outside(change)
        else:
            inside.pop(own, None)
            inside[own] = change
    if len(inside) == 1 and not _is_held(top):
        (change,) = inside.values()
        _write_outside(change)
    elif inside:
        with workspace_lock(top, command) as lock:
            _write_inside(lock, inside)


def _check_folders(changes: Iterable[Change]) -> None:
    """See that no file has the name of a folder that is written to."""
    for folder in {change.path.parent for change in changes if change.content is not None}:
        there = next((above for above in (folder, *folder.parents) if above.exists()), None)
        if there is not None and not there.is_dir():
            raise EcodemoError(
                message("{path} is a file, not a folder. Nothing was written.", path=str(there))
            )


def _own_path(top: Path, path: Path) -> str | None:
    """The path relative to the workspace, links resolved; `None` for a path outside, a device or a pipe."""
    if path.exists() and not path.is_file() and not path.is_dir():
        return None
    whole = Path(os.path.realpath(path.parent)) / path.name
    return whole.relative_to(top).as_posix() if whole.is_relative_to(top) else None


def _is_held(top: Path) -> bool:
    holder = holder_of(top)
    return holder is not None and holder.process == this_process()


def _write_outside(change: Change) -> None:
    """One file for itself."""
    if isinstance(change.content, bytes):
        write_whole(change.path, change.content)
        return
    try:
        if change.content is None:
            change.path.unlink(missing_ok=True)
            return
        change.path.parent.mkdir(parents=True, exist_ok=True)
        put_whole(change.path, change.blocks())
    except OSError as error:
        raise not_written(change.path, error) from error


def _write_inside(lock: WorkspaceLock, inside: dict[str, Change]) -> None:
    root = lock.root
    try:
        entries = tuple(_staged(root, inside))
        if not entries:
            return
        manifest = Manifest(lock.holder.command, entries)
        _record(lock, manifest)
    except BaseException:
        if not os.path.lexists(root / FOLDER / MANIFEST):
            with contextlib.suppress(OSError):
                clear(root)
        raise
    apply(root, manifest)
    with contextlib.suppress(OSError):
        lock.say_done()
    try:
        clear(root)
    except OSError as error:
        raise not_completed(error, root) from error


def _staged(root: Path, inside: dict[str, Change]) -> Iterator[Entry]:
    """Write the new contents down, those that differ from what is there."""
    number = 0
    for path, change in inside.items():
        target = root / path
        try:
            check_target(root, path)
            _check_writable(root, path)
            before = checksum_of(target)
            if change.content is None:
                if before is not None:
                    yield Entry(path, before, None)
                    number += 1
                continue
            waiting = staged(root, number)
            write_new(waiting, change.blocks())
            after = checksum_of(waiting)
            if after == before:
                waiting.unlink()
                continue
            yield Entry(path, before, after, waiting.stat().st_size)
            number += 1
        except OSError as error:
            raise not_written(target, error) from error


def _check_writable(root: Path, path: str) -> None:
    """See beforehand what would else stop the change halfway."""
    target, folder = root / path, nearest_folder(root, path)
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(target))
    if not os.access(folder, os.W_OK | os.X_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(folder))


def _record(lock: WorkspaceLock, manifest: Manifest) -> None:
    """From here on the change counts."""
    path = lock.root / FOLDER / MANIFEST
    sync_folder(path.parent)
    if not lock.is_still_held():
        raise EcodemoError(
            message(
                "The workspace lock was removed or taken over while “{command}” was writing. Nothing was changed; run it again.",
                command=manifest.command,
            )
        )
    try:
        put_whole(path, (manifest.content(),))
    except OSError as error:
        raise not_written(path, error) from error
    sync_folder(path.parent)
