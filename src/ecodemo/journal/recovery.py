"""What a killed process left in the journal: a change that counts is completed, anything else is removed."""

from __future__ import annotations

import contextlib
import errno
import os
import re
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from ecodemo.errors import EcodemoError, system_reason
from ecodemo.files import put_whole, sync_folder
from ecodemo.journal.manifest import (
    FOLDER,
    MANIFEST,
    Entry,
    Manifest,
    blocks_of,
    check_target,
    checksum_of,
    invalid,
    read_manifest,
    staged,
)
from ecodemo.model.message import message

_STAGED = re.compile(r"[0-9]{6,}")


def complete(root: Path) -> Manifest | None:
    """Complete a change that counts, if there is one; everything is looked at before anything is done.

    Raises:
        EcodemoError: the journal is not valid, a file was changed meanwhile, or cannot be written.
    """
    manifest = read_manifest(root)
    if manifest is None:
        return None
    for number, entry in enumerate(manifest.entries):
        check_target(root, entry.path)
        try:
            _check(root, manifest, number, entry)
        except OSError as error:
            raise not_completed(error, root) from error
    apply(root, manifest)
    return manifest


def apply(root: Path, manifest: Manifest) -> None:
    """Put everything in place that is not yet.

    Raises:
        EcodemoError: a file cannot be written; the journal stays, and completes the change later.
    """
    try:
        for number, entry in enumerate(manifest.entries):
            _put(staged(root, number), root / entry.path, entry)
    except OSError as error:
        raise not_completed(error, root) from error
    for folder in {(root / entry.path).parent for entry in manifest.entries}:
        sync_folder(folder)


def clear(root: Path) -> bool:
    """Remove the list and what waits for it; returns whether there was any of it.

    Raises:
        OSError: something cannot be removed.
    """
    folder = root / FOLDER
    names = _names(folder)
    if MANIFEST in names:  # first: without it, what waits is of no use
        (folder / MANIFEST).unlink()
        sync_folder(folder)
    waiting = [name for name in names if _STAGED.fullmatch(name)]
    for name in waiting:
        (folder / name).unlink()
    return MANIFEST in names or bool(waiting)


def _names(folder: Path) -> frozenset[str]:
    with contextlib.suppress(FileNotFoundError):
        return frozenset(os.listdir(folder))  # noqa: PTH208
    return frozenset()


def _check(root: Path, manifest: Manifest, number: int, entry: Entry) -> None:
    """See that the file is the old or the new one, and that the new one is at hand."""
    path = staged(root, number)
    now = checksum_of(root / entry.path)
    waits = entry.after is not None and not path.is_symlink() and path.is_file()
    if waits and (path.stat().st_size != entry.size or checksum_of(path) != entry.after):
        raise invalid(message("checksum mismatch in {path}", path=f"{FOLDER}/{path.name}"))
    if now == entry.after:
        return
    if now != entry.before:
        raise EcodemoError(
            message(
                "{path} was changed after “{command}” was interrupted, so that command cannot be completed. Restore the file, or delete {folder} to keep everything as it is now.",
                path=entry.path,
                command=manifest.command,
                folder=FOLDER,
            )
        )
    if entry.after is not None and not waits:
        raise invalid(message("{path} is missing", path=f"{FOLDER}/{path.name}"))


def _put(waiting: Path, target: Path, entry: Entry) -> None:
    if entry.after is None:
        target.unlink(missing_ok=True)
        return
    if not waiting.exists():  # put in place before the process was killed
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.replace(waiting, target)  # noqa: PTH105 - the atomic call is the point
    except OSError as error:
        if error.errno != errno.EXDEV:  # a folder that is a disk of its own
            raise
        put_whole(target, blocks_of(waiting))
        waiting.unlink()


def not_completed(error: OSError, root: Path) -> EcodemoError:
    """That a change counts and is not in place yet, and why."""
    named = error.filename2 or error.filename or root
    return EcodemoError(
        message(
            "Cannot write {path}: {reason}. The change is recorded in {folder}: the next command that can write there completes it.",
            path=str(named),
            reason=system_reason(error),
            folder=FOLDER,
        )
    )


def nearest_folder(root: Path, path: str) -> Path:
    """The innermost folder on the way to a path that is there already."""
    folders: Iterable[Path] = (root / above for above in PurePosixPath(path).parents)
    return next((folder for folder in folders if os.path.lexists(folder)), root)
