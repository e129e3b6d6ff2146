"""A worked-out import onto the disk, all of it or nothing: packs, what is replaced, the list, evidence and data."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from ecodemo.errors import EcodemoError
from ecodemo.files import not_read
from ecodemo.forms.inbox.delivered import FOLDER, LIST, with_delivered
from ecodemo.forms.inbox.file_hash import hash_of
from ecodemo.forms.intake.import_plan import ImportPlan
from ecodemo.journal.changes import Change, write_together
from ecodemo.model.message import message


def write(plan: ImportPlan) -> None:
    """Write what was worked out.

    Raises:
        EcodemoError: a file was changed meanwhile, or cannot be written.
    """
    for path, (before, _) in plan.contents.items():
        now = path.read_bytes() if path.exists() else None
        if now != before:
            raise EcodemoError(
                message(
                    "{path} was changed during the import; nothing was imported. Run it again.",
                    path=path.name,
                )
            )
    try:
        changes = tuple(_changes(plan))
    except OSError as error:
        raise not_read(error.filename or plan.root, error) from error
    write_together(plan.root, "form import", changes)


def _changes(plan: ImportPlan) -> Iterator[Change]:
    root = plan.root
    for copy in plan.kept:
        yield Change(root / copy.target, copy.source)
    saved: dict[Path, str] = {}
    for copy in plan.copies:
        old = root / copy.target
        if copy.saved_as is not None and old.exists() and hash_of(old) != hash_of(copy.source):
            yield _saved(root, old, copy.saved_as, saved)
    for removal in plan.removed:
        yield _saved(root, removal.bytes_at, removal.kept, saved)
    listed = with_delivered(root, plan.delivered)
    if listed is not None:
        yield Change(root / FOLDER / LIST, listed)
    for path, content in plan.handed_in.items():
        yield Change(path, content)
    for copy in plan.copies:
        yield Change(root / copy.target, copy.source)
    for removal in plan.removed:
        yield Change(root / removal.path, None)
    for path, (_, content) in plan.contents.items():
        yield Change(path, content)


def _saved(root: Path, old: Path, place: str, saved: dict[Path, str]) -> Change:
    """Before something takes the place of a file, the file is in the inbox."""
    digest = hash_of(old)
    target, number = root / place, 1
    while (there := saved.get(target) or (hash_of(target) if target.exists() else digest)) != digest:
        number += 1
        target = (root / place).with_stem(f"{PurePosixPath(place).stem}（{number}）")
    saved[target] = there
    return Change(target, old)
