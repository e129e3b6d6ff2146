"""What commands say of a workbook that was written to be filled in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from ecodemo.cli.settings import Settings
    from ecodemo.model.message import Message


def say_written_form(settings: Settings, path: Path, kept: Path | None, next_step: Message) -> None:
    """Its path; on stderr, where an earlier one is kept, and what to do with the new one."""
    from ecodemo.model.message import message

    typer.echo(str(path))
    if kept is not None:
        text = message(
            "The existing {name} may have been filled in; it was kept as {kept}.",
            name=path.name,
            kept=kept.name,
        )
        typer.echo(settings.speaker.say(text), err=True)
    if not settings.quiet:
        typer.echo(settings.speaker.say(next_step), err=True)
