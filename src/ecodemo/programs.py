"""Where other programs are found: on PATH alone, so that nothing in a workspace or package can take their place."""

from __future__ import annotations

import os
import shutil
from pathlib import Path


def program_on_path(name: str) -> str | None:
    """The path of a program; `None` where it is not installed."""
    file = f"{name}.exe" if os.name == "nt" else name
    # Folder by folder: given only a name, `which` looks into the current folder first on Windows.
    return next(filter(None, (shutil.which(str(Path(folder, file))) for folder in folders_on_path())), None)


def folders_on_path() -> list[str]:
    """Where programs are looked for, without what depends on the current folder."""
    return [folder for folder in os.get_exec_path() if Path(folder).is_absolute()]
