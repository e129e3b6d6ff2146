"""Everything looked at once. Of data and of the environment only counts, names and what chose the language are shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ecodemo.errors import EcodemoError
from ecodemo.load.root import find_root
from ecodemo.model.message import Message, message
from ecodemo.setup.doctor.data_and_evidence import workspace
from ecodemo.setup.doctor.diagnosis import Diagnosis, Health
from ecodemo.setup.doctor.machine import cached, encodings, libraries, parser, program
from ecodemo.setup.doctor.repository import repository


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What only the command knows."""

    folder: Path
    today: date
    offset: str
    """Of the clock from UTC, such as +08:00."""
    language: Message
    """The language of this run and what chose it."""
    terminal: Message


def examine(around: Surroundings) -> Iterator[Diagnosis]:
    """Look at everything once; a missing or broken thing is a diagnosis, never an error."""
    yield program()
    yield libraries()
    yield parser()
    yield Diagnosis("language", message("language"), Health.OK, around.language)
    yield Diagnosis("terminal", message("terminal"), Health.OK, around.terminal)
    yield encodings()
    yield Diagnosis(
        "today",
        message("today"),
        Health.OK,
        message(
            "{today}, from the system clock (UTC{offset}); override with --today.",
            today=around.today,
            offset=around.offset,
        ),
    )
    yield cached()
    try:
        root = find_root(around.folder)
    except EcodemoError as error:
        yield Diagnosis("workspace", message("workspace"), Health.NOTE, error.message)
        root = None
    if root is not None:
        yield from workspace(root)
    yield from repository(root or around.folder)
