"""`ecodemo doctor`: can it work here, and if not, what is to be done?"""

from __future__ import annotations

import sys
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from ecodemo.cli import run
from ecodemo.cli.settings import Settings
from ecodemo.language import marked as _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecodemo.setup.doctor.diagnosis import Diagnosis
    from ecodemo.setup.doctor.surroundings import Surroundings

_LEAST_WIDTH = 20
"""Columns that must be left beside the names, or else the sentences are below them."""


class DoctorFormat(StrEnum):
    """How it is printed."""

    TEXT = "text"
    JSON = "json"


def doctor(
    context: typer.Context,
    format_: Annotated[
        DoctorFormat, typer.Option("--format", "-f", help=_("Set the output format."))
    ] = DoctorFormat.TEXT,
) -> None:
    from ecodemo.errors import ExitCode
    from ecodemo.setup.doctor.diagnosis import Health
    from ecodemo.setup.doctor.surroundings import examine

    settings: Settings = context.obj
    found = list(examine(_surroundings(settings)))
    if format_ is DoctorFormat.JSON:
        sys.stdout.write(_as_json(found, settings))
    else:
        _print(found, settings)
    works = all(diagnosis.health is not Health.PROBLEM for diagnosis in found)
    raise typer.Exit(ExitCode.OPEN if works else ExitCode.UNUSABLE)


def _surroundings(settings: Settings) -> Surroundings:
    from ecodemo.model.message import message
    from ecodemo.setup.doctor.surroundings import Surroundings

    width = settings.console().width
    return Surroundings(
        folder=settings.folder,
        today=run.clock(),
        offset=datetime.now().astimezone().isoformat()[-len("+08:00") :],
        language=settings.language_source,
        terminal=message("{width} columns wide.", width=width)
        if sys.stdout.isatty()
        else message(
            "Not a terminal: output goes to a file or another program, {width} columns wide.", width=width
        ),
    )


def _print(found: Sequence[Diagnosis], settings: Settings) -> None:
    from rich.cells import cell_len
    from rich.text import Text

    from ecodemo.model.message import counted, message
    from ecodemo.report.writers.folding import fold
    from ecodemo.setup.doctor.diagnosis import Health

    console, say = settings.console(), settings.speaker.say
    text = settings.speaker.text
    marks = {Health.OK: text("ok"), Health.NOTE: text("note"), Health.PROBLEM: text("PROBLEM")}
    styles = {Health.OK: "green", Health.NOTE: "yellow", Health.PROBLEM: "bold red"}
    first = max(map(cell_len, marks.values())) + 2
    second = first + max(cell_len(say(diagnosis.what)) for diagnosis in found) + 2
    if console.width < second + _LEAST_WIDTH:
        second = 2
    for diagnosis in found:
        head = Text(marks[diagnosis.health], styles[diagnosis.health])
        head.append(" " * (first - head.cell_len) + say(diagnosis.what), "default")
        if second <= head.cell_len:  # a narrow terminal: the sentence is below
            console.print(head)
            head = Text()
        head.append(" " * (second - head.cell_len))
        lines = [*fold(Text(say(diagnosis.said)), max(8, console.width - second))]
        if diagnosis.remedy:
            lines += fold(Text(f"→ {say(diagnosis.remedy)}"), max(8, console.width - second))
        for number, line in enumerate(lines):
            console.print((Text(" " * second) if number else head) + line, no_wrap=True)
    problems = sum(diagnosis.health is Health.PROBLEM for diagnosis in found)
    console.print(
        Text(text("No problems found."), "bold green")
        if not problems
        else Text(
            say(
                message(
                    "{count} found.", count=counted(problems, "{n} blocking problem", "{n} blocking problems")
                )
            ),
            "bold red",
        )
    )


def _as_json(found: Sequence[Diagnosis], settings: Settings) -> str:
    import json

    say = settings.speaker.say
    rows = [
        {
            "id": diagnosis.id,
            "what": say(diagnosis.what),
            "health": diagnosis.health.value,
            "said": say(diagnosis.said),
            "remedy": say(diagnosis.remedy),
        }
        for diagnosis in found
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"
