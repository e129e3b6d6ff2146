"""What names of files and folders every system, archive and U-disk can hold.

Windows' own list: learn.microsoft.com, "Naming Files, Paths, and Namespaces".
"""

from __future__ import annotations

import re

LONGEST_NAME = 255
"""Bytes of UTF-8 that ext4 and most archives hold in one name; Windows holds at least as many characters."""
FORBIDDEN = re.compile(r'[<>:"|?*\\\x00-\x1f\x7f-\x9f]')
"""Signs that no name may hold; `/` separates names."""
HIDDEN = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
"""Signs that nobody sees."""
NOT_UTF_8 = re.compile(r"[\ud800-\udfff]")
DROPPED_AT_END = " ."
"""What Windows takes away from the end of a name, and then does not find the file."""
_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", "conin$", "conout$"}
    | {f"{port}{number}" for port in ("com", "lpt") for number in "123456789¹²³"}
)


def is_device(name: str) -> bool:
    """Whether Windows keeps the name for a device, whatever its suffix."""
    return name.split(".", 1)[0].rstrip(" ").casefold() in _DEVICES
