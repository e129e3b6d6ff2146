"""What takes long to make and is only read is made once a run, also when pytest-xdist divides the tests.

Each worker has its own session fixtures; that one of them makes it and the others wait is what
https://pytest-xdist.readthedocs.io/en/stable/how-to.html says under “Making session-scoped fixtures execute only once”.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """The folder that `make` filled, in this worker or in the one that came first."""
    base = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent
    folder, is_whole = base / name, base / f"{name}.whole"
    with FileLock(base / f"{name}.lock"):
        if not is_whole.exists():
            folder.mkdir()
            make(folder)
            is_whole.touch()
    return folder
