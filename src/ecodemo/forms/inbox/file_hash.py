"""The sha256 of a file, whatever its size."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path


def hash_of(path: Path) -> str:
    """In hexadecimal, whole."""
    whole = sha256()
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            whole.update(block)
    return whole.hexdigest()
