"""Addresses of files and folders, for links in what is written elsewhere."""

from __future__ import annotations

import os
import re
from pathlib import Path
from urllib.parse import quote

from ecodemo.files import real_path

_PLAIN = re.compile(r"[0-9A-Za-z._~/()\x80-\U0010ffff-]+")
"""Characters that an address may hold as they are, if they are printable too."""
_OTHER = re.compile(r"[^0-9A-Za-z._~/()\x80-\U0010ffff-]+")


def way_to(folder: Path, start: Path) -> str:
    """The address of a folder, seen from another one; ends with a slash."""
    there = real_path(folder)
    try:
        return spelt(Path(os.path.relpath(there, real_path(start))).as_posix()) + "/"
    except ValueError:  # on another drive of Windows
        return f"{there.as_uri()}/"


def spelt(path: str) -> str:
    """A path with forward slashes as an address: what has a meaning there, or cannot be seen, is spelt out."""
    if _is_plain(path):
        return path
    address = _OTHER.sub(_quoted, path)
    if address.isprintable():
        return address
    return "".join(
        character if character.isprintable() else quote(character.encode("utf-8", "surrogateescape"), safe="")
        for character in address
    )


def _quoted(found: re.Match[str]) -> str:
    return quote(found[0].encode(), safe="")


def _is_plain(text: str) -> bool:
    return _PLAIN.fullmatch(text) is not None and text.isprintable()
