"""Looking into packages."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile


def names(path: Path) -> list[str]:
    """The names of a zip's members."""
    with ZipFile(path) as archive:
        return archive.namelist()


def inside(path: Path, ending: str) -> bytes:
    """The one member whose name ends so."""
    with ZipFile(path) as archive:
        (name,) = [name for name in archive.namelist() if name.endswith(ending)]
        return archive.read(name)
