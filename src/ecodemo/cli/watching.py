"""Waiting for a workspace to change: its files are looked at again and again, which works on every disk and network."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

_WATCHED = ("data", "evidence", "templates", "history", "evidence.sha256", "evidence.facts.csv")
_SECONDS = 1.0


def at_every_change(
    root: Path, act: Callable[[], None], pause: Callable[[float], object] = time.sleep
) -> NoReturn:
    """Act now, and again whenever the workspace has changed and then stays as it is for a moment.

    Args:
        root: the workspace.
        act: what is done.
        pause: waits for so many seconds.

    Raises:
        KeyboardInterrupt: somebody ended it.
    """
    while True:
        acted_on = _state_of(root)
        act()
        while (state := _state_of(root)) == acted_on:
            pause(_SECONDS)
        while True:  # a pack of documents is copied file by file
            pause(_SECONDS)
            if (later := _state_of(root)) == state:
                break
            state = later


def _state_of(root: Path) -> frozenset[tuple[str, int, int]]:
    """Every watched file with its size and the time of its last change."""
    return frozenset(state for name in _WATCHED for state in _states(root / name))


def _states(path: Path) -> Iterator[tuple[str, int, int]]:
    try:
        if path.is_file():
            found = path.stat()
            yield str(path), found.st_size, found.st_mtime_ns
            return
        with os.scandir(path) as entries:
            listed = list(entries)
    except OSError:  # it is not there, or is gone again
        return
    for entry in listed:
        try:
            if entry.is_dir(follow_symlinks=False):
                yield from _states(Path(entry.path))
                continue
            found = entry.stat(follow_symlinks=False)
        except OSError:
            continue
        yield entry.path, found.st_size, found.st_mtime_ns
