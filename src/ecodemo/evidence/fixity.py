"""What the bytes of a file are, so that a figure can be traced to exactly what was handed in."""

from __future__ import annotations

import hashlib
from pathlib import Path

_BLOCK = 1 << 18


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal.

    Raises:
        OSError: the file cannot be read.
    """
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()
