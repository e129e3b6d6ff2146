"""How far the judging of many counties is: a bar on a terminal, else a line for every tenth."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from ecodemo.cli.settings import Settings

if TYPE_CHECKING:
    from rich.progress import Progress as Bars
    from rich.progress import TaskID

    from ecodemo.province.county_order import CountyOrder, CountyOutcome
    from ecodemo.province.read_counties import NamedCounty

_TENTHS = 10


@contextmanager
def watched(settings: Settings, counties: Sequence[NamedCounty]) -> Iterator[CountyWatcher]:
    """Is notified of what begins and what has ended."""
    watcher: CountyWatcher
    if settings.quiet:
        watcher = CountyWatcher()
    elif sys.stderr.isatty():
        watcher = _Bar(settings, counties)
    else:
        watcher = _Lines(settings, len(counties))
    try:
        yield watcher
    finally:
        watcher.stop()


class CountyWatcher:
    """Tells nobody."""

    def begun(self, order: CountyOrder) -> None:
        """A county is being judged; called from any thread."""

    def ended(self, outcome: CountyOutcome) -> None:
        """A county has its outcome."""

    def stop(self) -> None:
        """All have, or no more will."""


class _Lines(CountyWatcher):
    """For files and CI."""

    def __init__(self, settings: Settings, total: int) -> None:
        self._settings = settings
        self._total = total
        self._done = 0

    def ended(self, _outcome: CountyOutcome) -> None:
        before = self._done * _TENTHS // self._total
        self._done += 1
        if self._done * _TENTHS // self._total > before:
            from ecodemo.model.message import message

            said = message("{done} of {total} counties", done=self._done, total=self._total)
            typer.echo(self._settings.speaker.say(said), err=True)


class _Bar(CountyWatcher):
    """For a terminal: how many of how many, which are being judged, how long it will take."""

    def __init__(self, settings: Settings, counties: Sequence[NamedCounty]) -> None:
        self._settings = settings
        self._running: dict[str, str] = {}
        self._bars, self._task = self._started(len(counties))

    def begun(self, order: CountyOrder) -> None:
        self._running[order.county.code] = order.county.name or order.county.code
        self._show()

    def ended(self, outcome: CountyOutcome) -> None:
        self._running.pop(outcome.code, None)
        self._bars.advance(self._task)
        self._show()

    def stop(self) -> None:
        self._bars.stop()

    def _show(self) -> None:
        self._bars.update(self._task, counties=" ".join(list(self._running.values())[:4]))

    def _started(self, total: int) -> tuple[Bars, TaskID]:
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        bars = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=20),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            TextColumn("{task.fields[counties]}", markup=False),
            console=self._settings.console(stderr=True),
            transient=True,
        )
        task = bars.add_task(self._settings.speaker.text("Judging counties"), total=total, counties="")
        bars.start()
        return bars, task
