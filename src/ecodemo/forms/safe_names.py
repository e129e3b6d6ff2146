"""Names that every system, archive and U-disk can hold, made of those that the data or a unit's files bear."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from ecodemo.model.file_names import DROPPED_AT_END, FORBIDDEN, HIDDEN, NOT_UTF_8, is_device
from ecodemo.model.workspace import Workspace

_FULL_WIDTH = {
    "<": "＜",
    ">": "＞",
    ":": "：",
    '"': "”",
    "/": "／",
    "\\": "＼",
    "|": "｜",
    "?": "？",
    "*": "＊",
}
"""What a forbidden sign becomes; those without a full width are left out."""
_LONGEST = 180
"""Bytes of the name without its suffix: a folder or a number may yet be added."""
_LONGEST_SUFFIX = 8
_HIDES = ".~"
"""At the beginning of a name they make programs pass over the file."""


def safe_name(name: str) -> str:
    """The name with signs that Windows forbids in full width, without what nobody sees, and not too long."""
    text = NOT_UTF_8.sub("", HIDDEN.sub("", unicodedata.normalize("NFC", name)))
    text = re.sub(r"\s+", " ", text).replace("/", _FULL_WIDTH["/"])
    text = re.sub(" +", " ", FORBIDDEN.sub(lambda found: _FULL_WIDTH.get(found[0], ""), text))
    text = text.rstrip(DROPPED_AT_END).lstrip(_HIDES + " ")
    stem, dot, suffix = text.rpartition(".")
    if not dot or len(suffix) > _LONGEST_SUFFIX:
        stem, suffix = text, ""
    stem = stem.encode()[:_LONGEST].decode(errors="ignore").rstrip(DROPPED_AT_END)
    text = f"{stem}.{suffix}" if suffix else stem
    return f"_{text}" if not stem or is_device(text) else text


def names_of_units(workspace: Workspace) -> dict[str, str]:
    """What files of a unit are named by, by its id; units whose names come out alike have their id added."""
    alike = Counter(safe_name(unit.name).casefold() for unit in workspace.units.values())
    return {
        unit.id: unit.name if alike[safe_name(unit.name).casefold()] == 1 else f"{unit.name}_{unit.id}"
        for unit in workspace.units.values()
    }
