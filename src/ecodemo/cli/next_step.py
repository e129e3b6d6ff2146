"""Bare `ecodemo` on a terminal: a step that it names is taken by its number."""

from __future__ import annotations

import shlex
import subprocess
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import typer

from ecodemo.cli.settings import Settings
from ecodemo.model.message import message

if TYPE_CHECKING:
    from ecodemo.report.contents.view import Step


def can_ask(settings: Settings) -> bool:
    """Whether somebody sits there who can answer."""
    return not settings.quiet and sys.stdin.isatty() and sys.stdout.isatty()


def offer(steps: Sequence[Step], settings: Settings) -> int:
    """Ask which step to take and take it; the exit status is the step's, 0 where none is taken."""
    say = settings.speaker.say
    numbers = {str(number): step for number, step in enumerate(steps, 1)}
    question = message("Number of the step to run now, or Enter to leave: ")
    while True:
        typer.echo(say(question), nl=False)  # `input` would print it on stderr
        sys.stdout.flush()
        try:
            answer = input().strip()
        except EOFError:
            typer.echo()
            return 0
        if not answer:
            return 0
        if answer in numbers:
            return _run(numbers[answer], settings)


def _run(step: Step, settings: Settings) -> int:
    command = [*_common(settings), *shlex.split(step.command)[1:]]
    return subprocess.run([sys.executable, "-m", "ecodemo", *command], check=False).returncode  # noqa: S603 - a step of our own


def _common(settings: Settings) -> list[str]:
    """The common options of this run, for the command that follows."""
    day = ["--today", settings.today.isoformat()] if settings.today else []
    language = settings.speaker.language.value
    return ["--directory", str(settings.folder), "--lang", language, "--color", settings.colour, *day]
