"""A worked-out import onto the disk, in an order that lets a killed one be finished by importing the same again.

The packs are kept first, then what was not understood and what is replaced, then the list, what units said last, the
evidence, and last the data, each file whole.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from pathlib import Path, PurePosixPath

from ecodemo.errors import EcodemoError, system_reason
from ecodemo.files import write_whole
from ecodemo.forms.inbox.delivered import FOLDER, LIST, with_delivered
from ecodemo.forms.inbox.file_hash import hash_of
from ecodemo.forms.intake.filing.filed import Copy
from ecodemo.forms.intake.import_plan import ImportPlan
from ecodemo.model.message import message


def write(plan: ImportPlan) -> None:
    """Write what was worked out.

    Raises:
        EcodemoError: a file was changed meanwhile, or cannot be written; importing the same again finishes the work.
    """
    for path, (before, _) in plan.contents.items():
        now = path.read_bytes() if path.exists() else None
        if now != before:
            raise EcodemoError(
                message("{path} was changed meanwhile; nothing was imported. Start again.", path=path.name)
            )
    root = plan.root
    try:
        for copy in plan.kept:
            copy_whole(copy.source, root / copy.target)
        for copy in (*plan.copies, *plan.removed):
            _keep_replaced(root, copy)
        listed = with_delivered(root, plan.delivered)
        if listed is not None:
            write_whole(root / FOLDER / LIST, listed)
        for path, content in plan.handed_in.items():
            write_whole(path, content)
        for copy in plan.copies:
            copy_whole(copy.source, root / copy.target)
        for copy in plan.removed:
            copy.source.unlink(missing_ok=True)
    except OSError as error:
        raise EcodemoError(
            message(
                "{path} could not be written: {reason}. Import the same again when that is put right.",
                path=str(error.filename or root),
                reason=system_reason(error),
            )
        ) from error
    for path, (_, content) in plan.contents.items():
        write_whole(path, content)


def _keep_replaced(root: Path, copy: Copy) -> None:
    """Before something takes the place of a file, the file is in the inbox."""
    is_removed = copy.saved_as is None and copy.target.startswith(FOLDER)
    old = copy.source if is_removed else root / copy.target
    place = copy.target if is_removed else copy.saved_as
    if place is None or not old.exists() or (not is_removed and hash_of(old) == hash_of(copy.source)):
        return
    target, number = root / place, 1
    while target.exists() and hash_of(target) != hash_of(old):
        number += 1
        target = (root / place).with_stem(f"{PurePosixPath(place).stem}（{number}）")
    if not target.exists():
        copy_whole(old, target)


def copy_whole(source: Path, target: Path) -> None:
    """A copy that is there whole or not at all.

    Raises:
        OSError: it cannot be read or written; what was there is unchanged.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(f".{os.getpid()}-{abs(hash(target.name)):x}.part")
    try:
        shutil.copyfile(source, temporary)
        with temporary.open("rb+") as stream:
            os.fsync(stream.fileno())
        temporary.replace(target)
    except OSError:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
