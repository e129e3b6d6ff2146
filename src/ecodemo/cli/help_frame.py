"""What typer itself writes around our help, in the speaker's language: heads, defaults, and the options of every program."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from ecodemo.language import Speaker
from ecodemo.language import marked as _

_OF_THE_LIBRARY = (
    _("Arguments:"),
    _("Options:"),
    _("Commands:"),
    _("[required]"),
    _("Show this message and exit."),
    _("Install completion for the current shell."),
    _("Show completion for the current shell, to copy it or customize the installation."),
)
"""Texts of typer that are translated where they are shown."""
_NOTE = re.compile(r"\[(?:default: [^\[\]]*|required)\]$")
"""What typer adds to the help of an option."""


def frame_in(command: Any, speaker: Speaker) -> None:  # noqa: ANN401 - of the library below typer
    """Let a command write its help with a frame in the speaker's language."""

    class Framed(command.context_class):  # type: ignore[misc] # the class is known when it runs
        def make_formatter(self) -> Any:  # noqa: ANN401
            return _translated(super().make_formatter(), speaker)

    command.context_class = Framed
    command.options_metavar = speaker.text(_("[OPTIONS]"))
    if hasattr(command, "subcommand_metavar"):
        command.subcommand_metavar = speaker.text(_("COMMAND [ARGS]..."))


def _translated(formatter: Any, speaker: Speaker) -> Any:  # noqa: ANN401 - of the library below typer
    usage, listed = formatter.write_usage, formatter.write_dl

    def write_usage(program: str, arguments: str = "", prefix: str | None = None) -> None:
        usage(program, arguments, prefix or speaker.text(_("Usage: ")))

    def write_heading(heading: str) -> None:
        formatter.write(f"{'':>{formatter.current_indent}}{speaker.text(f'{heading}:')}\n")

    def write_dl(rows: Sequence[tuple[str, str]], *rest: int) -> None:
        listed([(name, _with_note(meaning, speaker)) for name, meaning in rows], *rest)

    formatter.write_usage, formatter.write_heading, formatter.write_dl = write_usage, write_heading, write_dl
    return formatter


def _with_note(meaning: str, speaker: Speaker) -> str:
    if meaning in _OF_THE_LIBRARY:
        return speaker.text(meaning)
    note = _NOTE.search(meaning)
    if note is None:
        return meaning
    words = speaker.text(note[0]) if note[0] in _OF_THE_LIBRARY else note[0]
    return meaning[: note.start()] + words.replace("default: ", speaker.text(_("default: ")))
