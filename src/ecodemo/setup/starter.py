"""Making a workspace from the packaged starter, with or without the example."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from importlib.resources.abc import Traversable
from pathlib import Path

from ecodemo._resources import bundled
from ecodemo.errors import EcodemoError
from ecodemo.journal.changes import Change, write_together
from ecodemo.journal.manifest import FOLDER
from ecodemo.load.file import FILES
from ecodemo.load.root import MARK
from ecodemo.model.message import message
from ecodemo.setup.pinned import Pinned
from ecodemo.setup.schemas import json_schema

_DOTTED = "dot-"
"""Files of the workspace template that begin with a dot are kept under a visible name."""


def is_workspace(folder: Path) -> bool:
    """Whether a workspace begins in this folder."""
    return (folder / MARK).exists()


def make_workspace(folder: Path, own: Iterable[tuple[str, bytes]], pinned: Pinned | None = None) -> int:
    """Write a workspace with its own files into a new or empty folder, and what its CI installs; returns how many files it has.

    Raises:
        EcodemoError: something is there already, or the folder may not be written to.
    """
    if is_workspace(folder):
        raise EcodemoError(
            message("{folder} is already a workspace; nothing was changed.", folder=str(folder))
        )
    if folder.exists() and (not folder.is_dir() or any(entry.name != FOLDER for entry in folder.iterdir())):
        raise EcodemoError(
            message("{folder} is not empty; choose a new folder. Nothing was changed.", folder=str(folder))
        )
    contents = {**dict(_common()), **dict(own), **(pinned.files() if pinned is not None else {})}
    mark = MARK.as_posix()
    paths = sorted(contents, key=lambda path: (path == mark, path))
    write_together(folder, "init", (Change(folder / path, contents[path]) for path in paths))
    return len(contents)


def starter(*, example: bool) -> Iterator[tuple[str, bytes]]:
    """The shipped plan of Anhua County by path, and its made-up progress and evidence; what comes later takes the place of what came before."""
    for path, file in _files(bundled("data")):
        yield f"data/{path}", file.read_bytes()
    if example:
        for path, file in _files(bundled("examples") / "anhua"):
            yield path, file.read_bytes()


def _common() -> Iterator[tuple[str, bytes]]:
    """What every workspace has, whatever its county."""
    for path, file in _files(bundled("templates") / "workspace"):
        yield path.replace(_DOTTED, "."), file.read_bytes()
    for name in FILES:
        yield (
            f"data/.schema/{name}.json",
            json.dumps(json_schema(name), ensure_ascii=False, indent=1).encode() + b"\n",
        )


def _files(folder: Traversable, prefix: str = "") -> Iterator[tuple[str, Traversable]]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            yield from _files(entry, f"{prefix}{entry.name}/")
        else:
            yield f"{prefix}{entry.name}", entry
