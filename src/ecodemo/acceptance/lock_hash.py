"""The hash of the lock itself: it says which evidence a package was made from."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from ecodemo.evidence.lock_file import NAME
from ecodemo.files import LARGEST_RECORD, read_own_file


def lock_hash(root: Path) -> str:
    """SHA-256 of evidence.sha256; empty where there is none.

    Raises:
        EcodemoError: it cannot be read.
    """
    content = read_own_file(root / NAME, root, LARGEST_RECORD)
    return "" if content is None else sha256(content).hexdigest()
