"""`ecodemo` and `ecodemo status`: where we are, and where a figure comes from."""

from __future__ import annotations

from typing import Annotated

import typer

from ecodemo.cli import complete
from ecodemo.cli.settings import SPEAKER, Settings

_ = SPEAKER.text


def status(
    context: typer.Context,
    indicator: Annotated[
        str | None,
        typer.Option(
            metavar="ID",
            help=_("Where the figures of this indicator come from."),
            autocompletion=complete.indicators,
        ),
    ] = None,
    bid: Annotated[
        str | None,
        typer.Option(
            metavar="BID", help=_("Judge under the standard of this bid."), autocompletion=complete.bids
        ),
    ] = None,
) -> None:
    from ecodemo.cli.check import outcome_of, print_complaints
    from ecodemo.errors import ExitCode
    from ecodemo.model.message import message
    from ecodemo.report import origin, overview
    from ecodemo.report.build import build
    from ecodemo.session import CheckOptions, refuse_unknown

    settings: Settings = context.obj
    outcome = outcome_of(settings, CheckOptions(bid=bid))
    if outcome.assessment is None:
        print_complaints(outcome, settings, stderr=True)
        raise typer.Exit(ExitCode.UNUSABLE)
    console = settings.console()
    if indicator is None:
        overview.write(build(outcome, settings.speaker), console, settings.speaker)
        return
    known = [entry.id for entry in outcome.assessment.workspace.indicators]
    refuse_unknown(message("indicator"), [indicator], known)
    origin.write(outcome, outcome.assessment, indicator, console, settings.speaker, verbose=settings.verbose)


def where_we_are(settings: Settings) -> None:
    """What `ecodemo` alone prints: the phase, the days left, and the commands to go on with."""
    from datetime import date

    from ecodemo.errors import EcodemoError
    from ecodemo.model.message import message
    from ecodemo.session import open_workspace

    say = settings.speaker.say
    try:
        loaded = open_workspace(settings.folder)
    except EcodemoError as error:
        typer.echo(say(error.message))
        typer.echo(say(message("All commands: ecodemo --help")))
        return
    workspace = loaded.workspace
    if workspace is None:
        typer.echo(say(message("The data cannot be used yet. See what is wrong: ecodemo check")))
        return
    today = settings.today or workspace.today or date.today()  # noqa: DTZ011 - the office's own calendar day
    phase = workspace.phase_on(today)
    left = phase.days_left(today)
    what = (
        message("{day}: {phase}, {days} days left.", day=today, phase=phase.label, days=left)
        if left >= 0
        else message("{day}: {phase}, ended.", day=today, phase=phase.label)
    )
    typer.echo(say(workspace.county.label) + "  " + say(what))
    for text, command in (
        (message("Is the gate open?"), "ecodemo check"),
        (message("The indicators at a glance"), "ecodemo status"),
        (message("The papers of the phase"), f"ecodemo report --phase {phase.id}"),
    ):
        typer.echo(f"  {command:<42}{say(text)}")
