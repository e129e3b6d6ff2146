"""`ecodemo` and `ecodemo status`: where we are, the board, and where a figure comes from."""

from __future__ import annotations

from typing import Annotated

import typer

from ecodemo.cli import complete, options, run
from ecodemo.cli.settings import Settings
from ecodemo.language import marked as _


def status(
    context: typer.Context,
    indicator: Annotated[
        str | None,
        typer.Option(
            metavar="ID",
            help=_("Trace the figures of this indicator to their sources."),
            autocompletion=complete.indicators,
        ),
    ] = None,
    group: Annotated[
        str | None,
        typer.Option(
            metavar="ID", help=_("Limit to this group's indicators."), autocompletion=complete.groups
        ),
    ] = None,
    unit: Annotated[
        str | None,
        typer.Option(
            metavar="ID",
            help=_("Limit to this unit and list its required documents."),
            autocompletion=complete.units,
        ),
    ] = None,
    bid: options.Bid = None,
    from_lock: options.FromLock = False,
) -> None:
    from ecodemo.check.session import CheckOptions
    from ecodemo.model.message import message
    from ecodemo.model.role import GroupRole
    from ecodemo.report.contents.screen_parts import ScreenParts
    from ecodemo.report.status import figure_origin as origin
    from ecodemo.report.status import terminal_board as board
    from ecodemo.unknown_word import refuse_unknown

    settings: Settings = context.obj
    result = run.judge(settings, CheckOptions(bid=bid, from_lock=from_lock))
    workspace, console, speaker = result.assessment.workspace, settings.console(), settings.speaker
    if indicator is not None:
        indicator = workspace.lookup.indicator(indicator)
        refuse_unknown(message("indicator"), [indicator], [entry.id for entry in workspace.indicators])
        origin.write(result, result.assessment, indicator, console, speaker, verbose=settings.verbose)
        run.may_be_shown_again(settings, result)
        run.end(result)
        return
    shown = ScreenParts(result, speaker)
    if unit is not None:
        unit = workspace.lookup.unit(unit)
        refuse_unknown(message("unit"), [unit], list(workspace.units))
        board.write_unit(shown, unit, console, speaker)
    elif group is not None:
        group = options.group_called(workspace, group)
        board.write_group(shown, group, console, speaker)
        if any(entry.id == group and entry.role is GroupRole.SUPERVISION for entry in workspace.groups):
            from ecodemo.cli.supervision_status import write_supervision

            write_supervision(result, shown, console, speaker)
    else:
        board.write_board(shown, console, speaker)
    run.may_be_shown_again(settings, result)
    run.end(result)


def where_we_are(settings: Settings) -> None:
    """What `ecodemo` alone prints: the phase, the days left, and the next three things with their commands."""
    from ecodemo.check.session import CheckOptions
    from ecodemo.cli.advice import in_turn
    from ecodemo.cli.next_step import can_ask, commands_of, offer
    from ecodemo.errors import EcodemoError, ExitCode, UnusableDataError
    from ecodemo.model.message import message
    from ecodemo.report.check.terminal import write_next_steps
    from ecodemo.report.contents.next_steps import MOST_STEPS, all_steps
    from ecodemo.report.contents.screen_parts import ScreenParts

    say = settings.speaker.say
    try:
        result = run.try_to_judge(settings, CheckOptions())
    except UnusableDataError:
        typer.echo(say(message("The data has errors. List them with: ecodemo check")))
        raise typer.Exit(ExitCode.UNUSABLE) from None
    except EcodemoError as error:
        typer.echo(say(error.message))
        typer.echo(say(message("All commands: ecodemo --help")))
        return
    steps = in_turn(result.root, result.today, all_steps(result, settings.speaker))
    named = steps[:MOST_STEPS]
    write_next_steps(ScreenParts(result, settings.speaker), named, settings.console(), settings.speaker)
    commands = commands_of(named, settings) if can_ask(settings) else []
    run.may_be_shown_again(settings, result, commands)
    if commands:
        offer(commands, settings.speaker)
