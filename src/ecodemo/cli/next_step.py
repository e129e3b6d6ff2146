"""Bare `ecodemo` on a terminal: a step that it names is taken by its number."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ecodemo.cli.settings import Settings
from ecodemo.model.message import message

if TYPE_CHECKING:
    from ecodemo.language import Speaker
    from ecodemo.report.contents.report_view import Step


def can_ask(settings: Settings) -> bool:
    """Whether somebody sits there who can answer."""
    return not settings.quiet and sys.stdin.isatty() and sys.stdout.isatty()


class StepChosen(Exception):  # noqa: N818 - no error: the command that runs in place of the one that asked
    """Somebody chose a step: the arguments of its command."""

    def __init__(self, arguments: Sequence[str]) -> None:
        super().__init__(arguments)
        self.arguments = arguments


def commands_of(steps: Sequence[Step], settings: Settings) -> list[list[str]]:
    """The arguments of each step's command, with the common options of this run."""
    return [[*_common(settings), *shlex.split(step.command)[1:]] for step in steps]


def offer(commands: Sequence[Sequence[str]], speaker: Speaker) -> None:
    """Ask which step to run next; return when none is.

    Args:
        commands: the arguments of each step, in the order in which they were named.
        speaker: who asks.

    Raises:
        StepChosen: one is to be run.
    """
    numbers = {str(number): command for number, command in enumerate(commands, 1)}
    question = message("Number of the step to run now, or Enter to quit: ")
    while True:
        sys.stdout.write(speaker.say(question))  # `input` would print it on stderr
        sys.stdout.flush()
        try:
            answer = input().strip()
        except EOFError:
            sys.stdout.write("\n")
            return
        if not answer:
            return
        if answer in numbers:
            raise StepChosen(numbers[answer])


def _common(settings: Settings) -> list[str]:
    """The common options of this run, for the command that follows."""
    day = ["--today", settings.today.isoformat()] if settings.today else []
    language = settings.speaker.language.value
    return ["--directory", str(settings.folder), "--lang", language, "--color", settings.colour, *day]
