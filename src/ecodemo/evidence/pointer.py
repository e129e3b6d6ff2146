"""Git LFS pointers: a few lines in place of a file whose content was not fetched."""

from __future__ import annotations

import re

LONGEST = 1024
"""Bytes: the specification of Git LFS (docs/spec.md) says that a pointer is shorter."""
_POINTER = re.compile(
    rb"version https://git-lfs\.github\.com/spec/v1\r?\n(?:ext-[^\n]*\n)*"
    rb"oid sha256:([0-9a-f]{64})\r?\nsize (\d{1,15})(?:\r?\n)?"
)
"""Also as git leaves it on Windows, with a carriage return before each line feed."""


def pointed_at(content: bytes) -> tuple[str, int] | None:
    """The hash and the size of what a pointer stands for; `None` for any other content."""
    found = _POINTER.fullmatch(content)
    return (found[1].decode(), int(found[2])) if found else None
