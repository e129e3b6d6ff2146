"""A process that ends before one of its steps: as if killed, but in the tests' own process."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ecodemo import ownership
from ecodemo.journal.manifest import FOLDER

CALLS = ("open", "replace", "rename", "link", "unlink", "mkdir", "rmdir")
"""What changes a disk."""


class Killed(BaseException):
    """The process is no more: nothing of it may run, nor does it clean up."""


@contextmanager
def killed_before(step: int | str, root: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let a change of the disk below `root` fail, and all after it; then the process is dead for all who ask.

    Args:
        step: which change, by its number or by the end of the path that it is about.
        root: the folder.
        monkeypatch: pytest's own.
    """
    count = 0
    is_killed = False

    def stepping(call: Callable[..., object]) -> Callable[..., object]:
        def stepped(*arguments: object, **named: object) -> object:
            nonlocal count, is_killed
            flags = arguments[1] if call.__name__ == "open" and len(arguments) > 1 else os.O_CREAT
            path = os.fsdecode(arguments[0]) if isinstance(arguments[0], (str, bytes, Path)) else ""
            if path.startswith(str(root)) and isinstance(flags, int) and flags & os.O_CREAT:
                is_killed = is_killed or (
                    count == step if isinstance(step, int) else path.endswith(step) and FOLDER not in path
                )
                count += 1
                if is_killed:
                    raise Killed
            return call(*arguments, **named)

        return stepped

    with monkeypatch.context() as patched:
        for name in CALLS:
            patched.setattr(os, name, stepping(getattr(os, name)))
        try:
            yield
        finally:
            patched.undo()
            if is_killed:
                _bury(root)


def _bury(root: Path) -> None:
    """Name a process that has ended in all that this one left behind."""
    journal = root / FOLDER
    for path in list(journal.iterdir()) if journal.is_dir() else ():
        if path.name == "lock":
            text = path.read_text(encoding="ascii")
            path.write_text(text.replace(f'"number": {os.getpid()}', f'"number": {_DEAD}'), encoding="ascii")
        elif f"ecodemo-{os.getpid()}-" in path.name:
            path.rename(path.with_name(path.name.replace(f"ecodemo-{os.getpid()}-", f"ecodemo-{_DEAD}-")))


_DEAD = 2**22 + 1
"""The number of no process: Linux gives none above 2 ** 22."""
assert not ownership._is_running(_DEAD)


def contents(root: Path) -> dict[str, bytes]:
    """All files of a workspace but the journal."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and FOLDER not in path.parts
    }
