"""Addresses of files and folders, for links in what lies elsewhere."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote

from ecodemo.files import real_path

_PLAIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/()")


def way_to(folder: Path, start: Path) -> str:
    """The address of a folder, seen from another one; empty on another drive of Windows."""
    try:
        return spelt(Path(os.path.relpath(real_path(folder), real_path(start))).as_posix()) + "/"
    except ValueError:
        return ""


def spelt(path: str) -> str:
    """A path as an address: what has a meaning there, or cannot be seen, is spelt out."""
    return "".join(
        character
        if character in _PLAIN or (character > "\x7f" and character.isprintable())
        else quote(character.encode("utf-8", "surrogateescape"), safe="")
        for character in path
    )
