"""`ecodemo supervise send`: the messages of supervision by mail and to groups, each at most once."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from ecodemo.cli import complete, options, run
from ecodemo.cli.settings import Settings
from ecodemo.cli.supervised import supervised
from ecodemo.language import marked as _


def send(
    context: typer.Context,
    bid: options.Bid = None,
    unit: options.Units = None,
    within: options.Within = "30d",
    again: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ID",
            help=_("Send to these units again, whether or not their message was sent."),
            autocompletion=complete.units,
        ),
    ] = None,
    is_dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Show who would get what without sending anything."))
    ] = False,
) -> None:
    from ecodemo.cli.sending_output import SendingOutput
    from ecodemo.errors import ExitCode
    from ecodemo.supervise.sending.channels import channels_in
    from ecodemo.supervise.sending.reminders import reminders_of, send_reminders
    from ecodemo.supervise.sending.sent_record import SentRecord

    settings: Settings = context.obj
    channels = channels_in(os.environ)
    with run.writing(settings, "supervise send", dry_run=is_dry_run) as root:
        result, supervision = supervised(settings, bid, unit, within)
        workspace = result.assessment.workspace
        record = SentRecord(root)
        interrupted = record.interrupted()
        if not is_dry_run:
            record.note(*(line.at("unknown") for line in interrupted))
        asked_again = frozenset(options.units_called(workspace, again))
        reminders = list(reminders_of(supervision, result, channels, record, asked_again))
        output = SendingOutput(settings, workspace)
        if is_dry_run:
            output.preview(reminders)
        else:
            send_reminders(reminders, record, output.say)
        is_complete = output.summarise(reminders, interrupted, is_dry_run=is_dry_run)
    run.end(result)
    if not is_complete:
        raise typer.Exit(ExitCode.CLOSED)
