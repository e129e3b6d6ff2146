"""Where the workspace is; looked for without loading anything."""

from __future__ import annotations

from os.path import lexists
from pathlib import Path

from ecodemo.errors import EcodemoError
from ecodemo.files import real_path
from ecodemo.journal.manifest import FOLDER, MANIFEST
from ecodemo.model.message import message

MARK = Path("data", "county.yaml")


def find_root(start: Path) -> Path:
    """The nearest folder upward, not above the root of its git repository, that is a workspace.

    Raises:
        EcodemoError: there is none, or the current folder was deleted.
    """
    try:
        start = real_path(start)
    except OSError as error:
        raise EcodemoError(message("The current folder was deleted. Change to another one.")) from error
    for folder in (start, *start.parents):
        if _is_root(folder):
            return folder
        if (folder / ".git").exists():
            break
    raise EcodemoError(
        message(
            "Not a workspace: neither {folder} nor any folder above it has data/county.yaml. Create one with “ecodemo init DIR”, or specify one with “-C DIR”.",
            folder=str(start),
        )
    )


def exact_root(folder: Path) -> Path:
    """The folder itself, which has to be a workspace: one of many that are judged is never taken for one above it.

    Raises:
        EcodemoError: it is none, or it is not there.
    """
    root = folder.absolute()
    if not _is_root(root):
        raise EcodemoError(
            message("Not a workspace: {folder} contains no data/county.yaml.", folder=str(folder))
        )
    return root


def _is_root(folder: Path) -> bool:
    return lexists(folder / MARK) or lexists(folder / FOLDER / MANIFEST)


def folder_in_repository(root: Path) -> str:
    """A workspace's folder as its git repository names it; empty at the top of one and outside of any."""
    for folder in (root, *root.parents):
        if (folder / ".git").exists():
            return "" if folder == root else root.relative_to(folder).as_posix()
    return ""
