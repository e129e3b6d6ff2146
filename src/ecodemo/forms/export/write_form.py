"""A workbook that is to be filled in, at its place: what somebody has filled in there is never lost."""

from __future__ import annotations

from itertools import count
from pathlib import Path

from ecodemo.files import LARGEST_RECORD, read_control_file
from ecodemo.forms import words
from ecodemo.forms.export.write_packs import FileChange, file_change
from ecodemo.journal.changes import Change, write_together


def write_form(root: Path, command: str, path: Path, content: bytes) -> Path | None:
    """Write a workbook; return where another one of its name is kept, which may have been filled in.

    Args:
        root: the workspace.
        command: what the user called.
        path: its place.
        content: its bytes.

    Raises:
        EcodemoError: it cannot be written; what was there is as it was.
    """
    match file_change(path, content):
        case FileChange.SAME:
            return None
        case FileChange.NEW:
            write_together(root, command, [Change(path, content)])
            return None
        case FileChange.REPLACED:
            names = (path.with_stem(words.EARLIER_FORM.format(name=path.stem, no=no)) for no in count(1))
            kept = next(name for name in names if not name.exists())
            before = read_control_file(path, None, LARGEST_RECORD)
            write_together(root, command, [Change(kept, before), Change(path, content)])
            return kept
