"""Unpacking: a package becomes a folder, all of it and unchanged, or nothing does."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from ecodemo.acceptance.open_package import OpenedPackage
from ecodemo.acceptance.verify_package import PackageVerdict, verify_package
from ecodemo.acceptance.write_package import FilesDone, refuse_existing
from ecodemo.files import not_written, sync_folder
from ecodemo.ownership import remove_leftovers, temporary_name


def unpack_package(package: OpenedPackage, out: Path, files_done: FilesDone | None = None) -> PackageVerdict:
    """Unpack a package, and verify it on the way; a package that is not whole leaves nothing behind.

    Args:
        package: it.
        out: the folder that it becomes, which is not there.
        files_done: called with the progress.

    Raises:
        EcodemoError: the folder is there, or cannot be written.
    """
    try:
        refuse_existing(out)
        out.parent.mkdir(parents=True, exist_ok=True)
        remove_leftovers(out.parent)
        _refuse_without_room(package, out)
        temporary = out.with_name(temporary_name(out.name))
        temporary.mkdir()
        try:

            @contextmanager
            def copy(path: str) -> Iterator[IO[bytes]]:
                target = temporary / path
                target.parent.mkdir(parents=True, exist_ok=True)
                with target.open("xb") as stream:
                    yield stream

            verdict = verify_package(package, files_done, copy)
            if verdict.is_whole:
                os.rename(temporary, out)  # noqa: PTH104 - the atomic call is the point
        finally:
            shutil.rmtree(temporary, ignore_errors=True)
    except OSError as error:
        raise not_written(out, error) from error
    sync_folder(out.parent)
    return verdict


def _refuse_without_room(package: OpenedPackage, out: Path) -> None:
    """A zip that grows beyond the disk is known before it is unpacked."""
    needed = sum(package.sizes.values())
    if shutil.disk_usage(out.parent).free < needed:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(out))
