"""The office's own styles: a docx in the workspace's templates, restyled once for all papers of its kind."""

from __future__ import annotations

from os.path import lexists
from pathlib import Path

from ecodemo.errors import EcodemoError
from ecodemo.files import read_control_file
from ecodemo.model.message import message

DRAFT = "draft.docx"
REPORT = "report.docx"
_MOST_BYTES = 5 << 20


def own_base(folder: Path, name: str) -> bytes | None:
    """The empty docx that papers begin from; `None` where the office has none of its own.

    Raises:
        EcodemoError: the file is there and cannot be used.
    """
    path = folder / name
    if not lexists(path):
        return None
    from ecodemo.paper.styles import emptied

    try:
        return emptied(read_control_file(path, folder, _MOST_BYTES))
    except (OSError, ValueError):
        pass
    raise EcodemoError(
        message(
            "Cannot use {path} for styles. Restyle one of the written documents and save it as a .docx file of at most 5 MB.",
            path=str(path),
        )
    )
