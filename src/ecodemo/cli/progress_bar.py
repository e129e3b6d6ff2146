"""A bar at a terminal; nothing at all for pipes, files and CI."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ecodemo.cli.settings import Settings

if TYPE_CHECKING:
    from rich.progress import Progress as Bars
    from rich.progress import TaskID

    from ecodemo.evidence.stages import Progress, Stage

_PATIENCE = 0.5
"""Seconds before a bar appears: most runs are over by then."""


@contextmanager
def watched(settings: Settings) -> Iterator[Progress | None]:
    """The function that takes progress, or `None` where nobody watches."""
    if settings.quiet or not sys.stderr.isatty():
        yield None
        return
    watcher = _Watcher(settings)
    try:
        yield watcher.tell
    finally:
        watcher.stop()


class _Watcher:
    """Bars that appear only when there is something to wait for, and go when it is done."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._begin = time.monotonic()
        self._bars: Bars | None = None
        self._tasks: dict[Stage, TaskID] = {}

    def tell(self, stage: Stage, done: int, total: int) -> None:
        if self._bars is None:
            if time.monotonic() - self._begin < _PATIENCE or done == total:
                return
            self._bars = self._started()
        if stage not in self._tasks:
            words = {
                "hashing": self._settings.speaker.text("Comparing files"),
                "reading": self._settings.speaker.text("Reading new files"),
                "recognising": self._settings.speaker.text("Recognising scanned pages"),
                "fitting": self._settings.speaker.text("Fitting files for the upload"),
                "packing": self._settings.speaker.text("Writing the package"),
            }
            self._tasks[stage] = self._bars.add_task(words[stage], total=total)
        self._bars.update(self._tasks[stage], completed=done)

    def stop(self) -> None:
        if self._bars is not None:
            self._bars.stop()

    def _started(self) -> Bars:
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        bars = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=self._settings.console(stderr=True),
            transient=True,
        )
        bars.start()
        return bars
