"""Evidence of a few plain bytes is read in the tests' own process: it does no harm, and starting others takes longer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from ecodemo.evidence import examination
from ecodemo.evidence.examination import Task

_in_processes = examination._in_processes


def _here_if_plain(
    tasks: list[Task], work: Callable[[Task], Any], *others: Any
) -> Iterator[tuple[Task, Any]]:
    if all(examination._is_short_text(task.path) for task in tasks):
        return ((task, work(task)) for task in tasks)
    return _in_processes(tasks, work, *others)


@contextmanager
def plain_read_here() -> Iterator[None]:
    """All other evidence is read as always."""
    with patch.object(examination, "_in_processes", _here_if_plain):
        yield
