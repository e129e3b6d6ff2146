"""The office's own styles of drafts: `templates/draft.docx` of the workspace, a draft restyled once for all units."""

from __future__ import annotations

from os.path import lexists
from pathlib import Path

from ecodemo.errors import EcodemoError
from ecodemo.files import read_control_file
from ecodemo.model.message import message

NAME = "draft.docx"
_MOST_BYTES = 5 << 20


def draft_base_of(folder: Path) -> bytes | None:
    """The empty docx that drafts begin from; `None` where the office has none of its own.

    Raises:
        EcodemoError: the file is there and cannot be used.
    """
    path = folder / NAME
    if not lexists(path):
        return None
    from ecodemo.paper.styles import emptied

    try:
        return emptied(read_control_file(path, folder, _MOST_BYTES))
    except (OSError, ValueError):
        pass
    raise EcodemoError(
        message(
            "{path} cannot be used for the look of drafts. Save a draft as a .docx file of at most 5 MB, with its styles as you want them.",
            path=str(path),
        )
    )
