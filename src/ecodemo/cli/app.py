"""The commands and the options that all of them share."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer
import typer.main
from typer.utils import get_params_from_function

from ecodemo.cli import (
    bids,
    check,
    doctor,
    evidence,
    explain,
    fill,
    form,
    history,
    init,
    options,
    report,
    standards,
    status,
    supervise,
)
from ecodemo.cli.help_frame import frame_in
from ecodemo.cli.settings import Colour, Settings
from ecodemo.language import Speaker
from ecodemo.language import marked as _

app = typer.Typer(
    rich_markup_mode=None,
    suggest_commands=False,
    pretty_exceptions_enable=False,
    invoke_without_command=True,
    help=_(
        "Track the indicators and evidence of a county's bid to become an eco-civilisation demonstration county."
    ),
)


@app.callback()
def common(
    context: typer.Context,
    directory: Annotated[
        Path,
        typer.Option(
            "--directory", "-C", metavar="DIR", help=_("Use this workspace instead of the current folder.")
        ),
    ] = Path(),
    today: Annotated[
        str | None, typer.Option(metavar="YYYY-MM-DD", help=_("Judge as of this date instead of today."))
    ] = None,
    lang: Annotated[str | None, typer.Option(metavar="zh|en", help=_("Set the output language."))] = None,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help=_("Print only counts and the summary."))
    ] = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help=_("Print more details, including waived findings."))
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help=_("Show a traceback for internal errors."))] = False,
    color: Annotated[
        Colour, typer.Option(help=_("Set when to colour the output; NO_COLOR is respected."))
    ] = "auto",
    version: Annotated[bool, typer.Option("--version", help=_("Print the version."))] = False,
) -> None:
    from ecodemo import __version__

    if version:
        typer.echo(f"ecodemo {__version__}")
        raise typer.Exit
    _refuse_language(lang)
    day = options.day(today) if today else None
    speaker, source = context.obj
    context.obj = Settings(directory, day, speaker, source, quiet, verbose, debug, color)
    if context.invoked_subcommand is None:
        status.where_we_are(context.obj)


def _refuse_language(lang: str | None) -> None:
    from ecodemo.errors import EcodemoError
    from ecodemo.language import Language
    from ecodemo.model.message import message

    if lang is not None and lang not in set(Language):
        raise EcodemoError(message("Unknown language “{lang}”; use zh or en.", lang=lang))


app.command("init", help=_("Create a workspace with the county's data."))(init.init)
app.command("check", help=_("Check a phase and report whether its gate is open."))(check.check)
app.command("status", help=_("Show the state of the bid, or trace figures to their sources."))(status.status)
app.command("report", help=_("Write the phase report and the status workbook."))(report.report)
app.command("fill", help=_("Fill in a form from the higher authority with this county's data."))(fill.fill)
app.command("snapshot", help=_("Store today's state of the bid in history/."))(history.snapshot)
app.command("diff", help=_("Show what changed between two states."))(history.diff)
app.add_typer(bids.bid, name="bid")
app.add_typer(supervise.supervise, name="supervise")
app.add_typer(form.form, name="form")
app.add_typer(evidence.evidence, name="evidence")
app.add_typer(standards.standards, name="standards")
app.command("rules", help=_("List the rules."))(explain.rules)
app.command("explain", help=_("Explain a rule and how to fix its findings."))(explain.explain)
app.command("schema", help=_("Print the JSON Schema of a data file, for editors."))(explain.schema)
app.command("doctor", help=_("Check the installation and the workspace for problems."))(doctor.doctor)


def command_in(speaker: Speaker) -> Callable[..., Any]:
    """The command line with its help in the speaker's language; it takes the arguments and what `common` needs."""
    command = typer.main.get_command(app)
    _translate(command, speaker)
    return command


def _restore_help_of_arguments(command: Any) -> None:  # noqa: ANN401 - as below
    """With click 8.5, arguments of typer 0.25 lose their help, and click would list them a second time."""
    lost = [part for part in command.params if part.param_type_name == "argument" and part.help is None]
    if lost:
        declared = get_params_from_function(inspect.unwrap(command.callback))
        for part in lost:
            part.help = declared[part.name].default.help
        command.format_arguments = lambda *_: None


def _translate(command: Any, speaker: Speaker) -> None:  # noqa: ANN401 - of the library below typer, which is not imported directly
    _restore_help_of_arguments(command)
    frame_in(command, speaker)
    for part in (command, *command.params):
        if getattr(part, "help", None):
            part.help = speaker.text(part.help)
    for below in getattr(command, "commands", {}).values():
        _translate(below, speaker)
