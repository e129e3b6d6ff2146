"""`ecodemo init`: a workspace to start from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ecodemo.cli import run
from ecodemo.cli.settings import Settings
from ecodemo.language import marked as _

if TYPE_CHECKING:
    from ecodemo.model.message import Message
    from ecodemo.setup.pinned import Pinned


def init(
    context: typer.Context,
    directory: Annotated[Path, typer.Argument(metavar="DIR", help=_("The folder to make."))],
    example: Annotated[
        bool, typer.Option("--example", help=_("With made-up progress and evidence of Anhua County."))
    ] = False,
    wheel: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help=_(
                "The wheel of ecodemo that CI installs, by its hash. In a workspace only .ecodemo/ is written."
            ),
        ),
    ] = None,
) -> None:
    from ecodemo.model.message import message
    from ecodemo.report.contents.labels import EXAMPLE
    from ecodemo.setup.pinned import pinned_installation, pinned_wheel
    from ecodemo.setup.starter import is_workspace, make_workspace

    settings: Settings = context.obj
    target = settings.folder / directory
    run.put_right(settings, target)
    say = settings.speaker.say
    pinned = pinned_wheel(settings.folder / wheel) if wheel is not None else pinned_installation()
    if pinned is not None and wheel is not None and not example and is_workspace(target):
        pinned.write(target)
    else:
        count = make_workspace(target, example=example, pinned=pinned)
        typer.echo(say(message("{folder}: {count} files.", folder=str(target), count=count)))
    if example:
        typer.echo(say(EXAMPLE))
    if settings.quiet:
        return
    typer.echo(say(_installed_by_ci(pinned, str(target))))
    typer.echo(say(message("Next: ecodemo -C {folder} check", folder=str(target))))


def _installed_by_ci(pinned: Pinned | None, folder: str) -> Message:
    """What CI will install, or what is missing for it."""
    from ecodemo.model.message import message

    if pinned is None:
        return message(
            "CI has no ecodemo to install yet. Name a wheel: ecodemo init {folder} --wheel FILE",
            folder=folder,
        )
    if pinned.content is None:
        return message(
            "CI looks for {file} by its hash: put it into {folder}/.ecodemo, or on the index that CI uses.",
            file=pinned.file_name,
            folder=folder,
        )
    return message(
        "CI installs ecodemo {version} by its hash, sha256 {digest}…",
        version=pinned.version,
        digest=pinned.digest[:12],
    )
