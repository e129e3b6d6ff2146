"""Names and paths in a package: such as Windows, memory sticks and archives hold, never two alike, and not too long."""

from __future__ import annotations

import unicodedata

from ecodemo.forms.safe_names import safe_name
from ecodemo.model.file_names import DROPPED_AT_END

LONGEST_PATH = 200
"""Characters of a path with its drive, as Windows counts them: programs of its time stop at 260, and folders may be added."""
_DRIVE = len("X:\\")
_LEAST = 12
"""Characters that a name keeps however long its path is: it begins with the reference that it is known by."""


def package_name(name: str) -> str:
    """A name that a package can have; a percent sign would be spelt out in a manifest (RFC 8493, 2.1.3)."""
    return safe_name(name.replace("%", "％"))


class PackagePaths:
    """The paths of one package, each given out once."""

    def __init__(self, top: str) -> None:
        """`top` is the name of the package's own folder."""
        self._room = LONGEST_PATH - _DRIVE - len(top) - 1
        self._taken: set[str] = set()

    def new(self, folder: str, name: str) -> str:
        """The path of a file that nothing else has, its name shortened where the path would be too long.

        Args:
            folder: below the package's own, with forward slashes; its names are safe.
            name: what the file should be called.
        """
        stem, dot, suffix = package_name(name).rpartition(".")
        stem, ending = (stem, dot + suffix) if dot else (suffix, "")
        number = 1
        while True:
            mark = f"（{number}）" if number > 1 else ""
            room = max(_LEAST, self._room - _length(f"{folder}/{mark}{ending}"))
            path = f"{folder}/{_within(stem, room)}{mark}{ending}"
            if (key := alike(path)) not in self._taken:
                self._taken.add(key)
                return path
            number += 1

    def folder(self, above: str, name: str, room: int) -> str:
        """The path of a folder whose name has at most `room` characters."""
        return f"{above}/{_within(package_name(name), room)}"


def alike(path: str) -> str:
    """What two paths have in common that some system takes for one."""
    return unicodedata.normalize("NFC", path).casefold()


def _length(text: str) -> int:
    """As Windows counts: characters beyond the first plane twice."""
    return len(text.encode("utf-16-le")) // 2


def _within(stem: str, room: int) -> str:
    while _length(stem) > room:
        stem = stem[:-1]
    return stem.rstrip(DROPPED_AT_END)
