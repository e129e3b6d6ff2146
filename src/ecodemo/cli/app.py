"""The commands and the options that all of them share."""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable, Collection
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer
import typer.main
from typer.utils import get_params_from_function

from ecodemo.cli import options
from ecodemo.cli.help_frame import frame_in
from ecodemo.cli.jobs import add_jobs, jobs_of
from ecodemo.cli.settings import Colour, Settings
from ecodemo.cli.usage_errors import say_usage_errors_in
from ecodemo.language import Speaker
from ecodemo.language import marked as _

_COMMANDS = (
    ("init", "init", _("Create a workspace with the county's data.")),
    ("check", "check", _("Check a phase and report whether its gate is open.")),
    ("status", "status", _("Show the state of the bid, or trace figures to their sources.")),
    ("report", "report", _("Write the phase report and the status workbook.")),
    ("fill", "fill", _("Fill in a form from the higher authority with this county's data.")),
    ("snapshot", "history", _("Store today's state of the bid in history/.")),
    ("diff", "history", _("Show what changed between two states.")),
    ("pack", "pack", _("Pack the evidence for acceptance, with lists and checksums.")),
    ("unpack", "unpack", _("Verify or unpack a package that was handed over.")),
    ("rules", "explain", _("List the rules.")),
    ("explain", "explain", _("Explain a rule and how to fix its findings.")),
    ("schema", "explain", _("Print the JSON Schema of a data file, for editors.")),
    ("doctor", "doctor", _("Check the installation and the workspace for problems.")),
)
"""Name, module and help; in the module, the command is called as here."""
_GROUPS = (
    ("bid", "bids", _("List the bids, or open or close one.")),
    ("supervise", "supervise", _("List outstanding items by unit, or write documents for supervision.")),
    ("form", "form", _("Manage the packs that units fill in and submit.")),
    ("evidence", "evidence", _("Manage the evidence: required, filed and received documents.")),
    ("standards", "standards", _("List the standards, compare two, or write one as a workbook.")),
    ("province", "province", _("Judge many counties at once and report on all of them.")),
)
"""The same of commands that have commands below them."""


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
    speaker, source, screen = context.obj
    context.obj = Settings(directory, day, speaker, source, quiet, verbose, debug, color, screen=screen)
    if context.invoked_subcommand is None:
        from ecodemo.cli.status import where_we_are

        where_we_are(replace(context.obj, jobs=jobs_of(None, os.environ)))


def _refuse_language(lang: str | None) -> None:
    from ecodemo.errors import EcodemoError
    from ecodemo.language import Language
    from ecodemo.model.message import message

    if lang is not None and lang not in set(Language):
        raise EcodemoError(message("Unknown language “{lang}”; use zh or en.", lang=lang))


def command_in(speaker: Speaker, arguments: Collection[str] | None = None) -> Callable[..., Any]:
    """The command line with its help in the speaker's language; it takes the arguments and what `common` needs.

    Args:
        speaker: who speaks.
        arguments: those it will be given; of commands that are not among them, only name and help are there.
    """
    command = typer.main.get_command(_app(arguments))
    add_jobs(command)
    _translate(command, speaker)
    say_usage_errors_in(command, speaker)
    return command


def _app(arguments: Collection[str] | None) -> typer.Typer:
    """To make every command, with all its options, would be most of the time that `--help` takes."""
    app = typer.Typer(
        rich_markup_mode=None,
        suggest_commands=False,
        pretty_exceptions_enable=False,
        invoke_without_command=True,
        callback=common,
        help=_(
            "Track the indicators and evidence of a county's bid to become an eco-civilisation demonstration county."
        ),
    )
    for name, module, meaning in _COMMANDS:
        is_named = arguments is None or name in arguments
        app.command(name, help=meaning)(_found(module, name) if is_named else _nothing)
    for name, module, meaning in _GROUPS:
        is_named = arguments is None or name in arguments
        app.add_typer(_found(module, name) if is_named else typer.Typer(), name=name, help=meaning)
    return app


def _found(module: str, name: str) -> Any:  # noqa: ANN401 - a command or a group of them
    return getattr(import_module(f"ecodemo.cli.{module}"), name)


def _nothing() -> None:
    """In the place of a command that is only listed."""


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
