"""`ecodemo init`: a workspace to start from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from ecodemo.cli import options, run
from ecodemo.cli.settings import Settings
from ecodemo.language import marked as _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ecodemo.model.message import Message
    from ecodemo.setup.pinned import Pinned

Starter = Literal["anhua"]


def init(
    context: typer.Context,
    directory: Annotated[Path, typer.Argument(metavar="DIR", help=_("Folder to create."))],
    county: Annotated[str, typer.Option(metavar="NAME", help=_("Set the name of the county."))] = "",
    code: Annotated[
        str,
        typer.Option(metavar="CODE", help=_("Set the county's administrative division code, six digits.")),
    ] = "",
    start: Annotated[
        str | None,
        typer.Option(
            metavar="YYYY-MM-DD",
            help=_(
                "Set the first day of the plan, from which the phase dates are computed. Default: the first day of next month."
            ),
        ),
    ] = None,
    standard: Annotated[
        str | None, typer.Option(metavar="ID", help=_("Judge against this standard. Default: national-2019."))
    ] = None,
    starter: Annotated[
        Starter | None, typer.Option(help=_("Start from a bundled plan: Anhua County, 2021."))
    ] = None,
    example: Annotated[
        bool,
        typer.Option(
            "--example", help=_("Start from Anhua County's plan, with made-up progress and evidence.")
        ),
    ] = False,
    wheel: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help=_(
                "Pin this ecodemo wheel by hash for CI. In an existing workspace, only .ecodemo/ is written."
            ),
        ),
    ] = None,
) -> None:
    from ecodemo.model.message import counted, message
    from ecodemo.report.contents.labels import EXAMPLE
    from ecodemo.setup.pinned import pinned_installation, pinned_wheel
    from ecodemo.setup.starter import is_workspace, make_workspace
    from ecodemo.setup.starter import starter as shipped

    settings: Settings = context.obj
    target = settings.folder / directory
    run.put_right(settings, target)
    say = settings.speaker.say
    pinned = pinned_wheel(settings.folder / wheel) if wheel is not None else pinned_installation()
    is_named = any((county, code, start, standard))
    if pinned is not None and wheel is not None and not (example or is_named) and is_workspace(target):
        pinned.write(target)
    else:
        _refuse_both(is_named=is_named, is_shipped=example or starter is not None)
        own = (
            shipped(example=example)
            if example or starter is not None
            else _county(settings, directory, county, code, start, standard)
        )
        count = make_workspace(target, own, pinned)
        typer.echo(
            say(
                message(
                    "{folder}: {count}.", folder=str(target), count=counted(count, "{n} file", "{n} files")
                )
            )
        )
    if example:
        typer.echo(say(EXAMPLE))
    if settings.quiet:
        return
    typer.echo(say(_installed_by_ci(pinned, str(target))))
    typer.echo(say(message("Next: ecodemo -C {folder} check", folder=str(target))))


def _refuse_both(*, is_named: bool, is_shipped: bool) -> None:
    from ecodemo.errors import EcodemoError
    from ecodemo.model.message import message

    if is_named and is_shipped:
        raise EcodemoError(
            message(
                "--starter and --example cannot be used with --county, --code, --start or --standard: they come with their own county."
            )
        )


def _county(
    settings: Settings, directory: Path, county: str, code: str, start: str | None, standard: str | None
) -> Iterable[tuple[str, bytes]]:
    """The data of a county that is named."""
    from ecodemo.errors import EcodemoError
    from ecodemo.model.message import message
    from ecodemo.setup.any_county import DEFAULT_STANDARD, coming_first, county_data

    if not county or not code:
        raise EcodemoError(
            message(
                "Specify the county: ecodemo init {folder} --county NAME --code 000000 (six digits). To start from the plan of Anhua County: ecodemo init {folder} --starter anhua",
                folder=str(directory),
            )
        )
    first = options.day(start) if start else coming_first(settings.today or run.clock())
    return county_data(county, code, first, standard or DEFAULT_STANDARD)


def _installed_by_ci(pinned: Pinned | None, folder: str) -> Message:
    """What CI will install, or what is missing for it."""
    from ecodemo.model.message import message

    if pinned is None:
        return message(
            "CI has no ecodemo to install yet. Specify a wheel: ecodemo init {folder} --wheel FILE",
            folder=folder,
        )
    if pinned.content is None:
        return message(
            "CI expects {file} by its hash: copy it to {folder}/.ecodemo or to the package index that CI uses.",
            file=pinned.file_name,
            folder=folder,
        )
    return message(
        "CI installs ecodemo {version} by its hash, sha256 {digest}…",
        version=pinned.version,
        digest=pinned.digest[:12],
    )
