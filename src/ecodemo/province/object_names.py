"""Which objects can be files: anyone may have chosen their names, and none may lead out of the county's folder."""

from __future__ import annotations

import re
import unicodedata

from ecodemo.model.message import Message, message

_DRIVE = re.compile(r"[A-Za-z]:")
_UNWRITTEN = ("Cc", "Cs")
"""Control characters, and halves of characters."""
_LONGEST_PART = 255
"""Bytes that the usual file systems take for one name."""
_LONGEST_NAME = 1024
"""Bytes that S3 takes for a whole one."""
_WIDE_SPACE = "\u3000"


def why_no_file(name: str) -> Message | None:
    """What keeps an object of this name, counted from the county's folder, from being a file there; `None`: nothing."""
    parts = name.split("/")
    if name.startswith("/") or _DRIVE.match(name):
        return message("the path is absolute")
    if ".." in parts or "." in parts:
        return message("the path contains “.” or “..”")
    if "" in parts:
        return message("the path has an empty part")
    if "\\" in name:
        return message("the path contains a backslash")
    if any(unicodedata.category(character) in _UNWRITTEN for character in name):
        return message("the path contains a control character")
    if len(name.encode("utf-8", "replace")) > _LONGEST_NAME or any(
        len(part.encode("utf-8", "replace")) > _LONGEST_PART for part in parts
    ):
        return message("the name is too long")
    return None


def shown(name: str) -> str:
    """The name of an object as it is printed: nothing in it moves a cursor or turns the line round."""
    return "".join(
        character if character.isprintable() or character == _WIDE_SPACE else ascii(character)[1:-1]
        for character in name
    )
