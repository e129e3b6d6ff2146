"""`ecodemo init`: a workspace to start from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ecodemo.cli import run
from ecodemo.cli.settings import Settings
from ecodemo.language import marked as _


def init(
    context: typer.Context,
    directory: Annotated[Path, typer.Argument(metavar="DIR", help=_("The folder to make."))],
    example: Annotated[
        bool, typer.Option("--example", help=_("With made-up progress and evidence of Anhua County."))
    ] = False,
) -> None:
    from ecodemo.model.message import message
    from ecodemo.report.contents.labels import EXAMPLE
    from ecodemo.setup.starter import make_workspace

    settings: Settings = context.obj
    target = settings.folder / directory
    run.put_right(settings, target)
    count = make_workspace(target, example=example)
    say = settings.speaker.say
    typer.echo(say(message("{folder}: {count} files.", folder=str(target), count=count)))
    if example:
        typer.echo(say(EXAMPLE))
    if not settings.quiet:
        typer.echo(say(message("Next: ecodemo -C {folder} check", folder=str(target))))
