"""`ecodemo check`: is the gate open?"""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ecodemo.cli import options
from ecodemo.cli.settings import SPEAKER, Settings

if TYPE_CHECKING:
    from rich.console import Console

    from ecodemo.session import CheckOptions, Outcome

_ = SPEAKER.text


class CheckFormat(StrEnum):
    """How a check is printed."""

    TEXT = "text"
    JSON = "json"


class FailOn(StrEnum):
    """What closes the gate."""

    ERROR = "error"
    WARNING = "warning"
    NEVER = "never"


def check(
    context: typer.Context,
    phase: options.Phase = None,
    bid: options.Bid = None,
    format_: Annotated[
        CheckFormat, typer.Option("--format", "-f", help=_("How to print it."))
    ] = CheckFormat.TEXT,
    output_file: Annotated[
        Path | None,
        typer.Option("--output-file", "-o", metavar="FILE", help=_("Write it to a file instead.")),
    ] = None,
    also: Annotated[
        list[str] | None, typer.Option(metavar="FORMAT:FILE", help=_("Write it in this format too."))
    ] = None,
    fail_on: Annotated[FailOn, typer.Option(help=_("What closes the gate."))] = FailOn.ERROR,
    select: options.Select = None,
    ignore: options.Ignore = None,
    indicator: options.Indicators = None,
    group: options.Groups = None,
    unit: options.Units = None,
    no_cache: options.NoCache = False,
) -> None:
    from ecodemo.model.finding import Severity
    from ecodemo.session import CheckOptions

    settings: Settings = context.obj
    wanted = CheckOptions(
        phase=phase,
        bid=bid,
        select=options.listed(select, upper=True),
        ignore=options.listed(ignore, upper=True),
        indicators=options.listed(indicator),
        groups=options.listed(group),
        units=options.listed(unit),
        use_cache=not no_cache,
    )
    extra = [_format_and_file(entry) for entry in also or []]
    outcome = outcome_of(settings, wanted)
    _emit(outcome, settings, format_, output_file)
    for extra_format, file in extra:
        _emit(outcome, settings, extra_format, file)
    if outcome.assessment is not None and not settings.quiet:
        _say_what_was_trusted(outcome, settings)
    if settings.debug:
        sys.stderr.writelines(outcome.crashes)
    raise typer.Exit(outcome.exit_code(None if fail_on is FailOn.NEVER else Severity(fail_on)))


def outcome_of(settings: Settings, options: CheckOptions) -> Outcome:
    """Load, judge and check what the settings and options name."""
    from datetime import date

    from ecodemo.cli.progress import watched
    from ecodemo.session import check as run_check
    from ecodemo.session import open_workspace

    loaded, clock = open_workspace(settings.folder), date.today()  # noqa: DTZ011 - the office's own calendar day
    with watched(settings) as progress:
        return run_check(loaded, options, settings.today, clock, progress)


def _say_what_was_trusted(outcome: Outcome, settings: Settings) -> None:
    """On stderr: it depends on what was looked at before, and the product must not."""
    from ecodemo.report.build_properties import survey_words

    typer.echo(settings.speaker.say(survey_words(outcome.survey)), err=True)


def print_complaints(outcome: Outcome, settings: Settings, *, stderr: bool) -> None:
    """Why the data cannot be used."""
    from ecodemo.report.build import complaints
    from ecodemo.report.text import write_complaints

    write_complaints(complaints(outcome, settings.speaker), settings.console(stderr=stderr), settings.speaker)


def _emit(outcome: Outcome, settings: Settings, format_: CheckFormat, file: Path | None) -> None:
    from ecodemo.files import write_whole

    if file is not None:
        write_whole(file, _captured(outcome, settings, format_).encode())
    elif format_ is CheckFormat.JSON:
        sys.stdout.write(_captured(outcome, settings, format_))
    else:
        _print_text(outcome, settings, settings.console())


def _captured(outcome: Outcome, settings: Settings, format_: CheckFormat) -> str:
    import io

    from rich.console import Console

    from ecodemo.report import json
    from ecodemo.report.build import build, complaints

    if format_ is CheckFormat.JSON:
        loaded = outcome.assessment is not None
        return json.render(
            build(outcome, settings.speaker) if loaded else complaints(outcome, settings.speaker)
        )
    stream = io.StringIO()
    _print_text(
        outcome, settings, Console(file=stream, width=100, highlight=False, markup=False, emoji=False)
    )
    return stream.getvalue()


def _print_text(outcome: Outcome, settings: Settings, console: Console) -> None:
    from ecodemo.report.build import build, complaints
    from ecodemo.report.text import write_check, write_complaints

    speaker = settings.speaker
    if outcome.assessment is None:
        write_complaints(complaints(outcome, speaker), console, speaker)
    else:
        write_check(build(outcome, speaker), console, speaker, quiet=settings.quiet, verbose=settings.verbose)


def _format_and_file(entry: str) -> tuple[CheckFormat, Path]:
    from ecodemo.errors import EcodemoError
    from ecodemo.model.message import message

    name, colon, file = entry.partition(":")
    if not colon or not file or name not in set(CheckFormat):
        raise EcodemoError(
            message("--also takes FORMAT:FILE, such as json:check.json; written: “{written}”.", written=entry)
        )
    return CheckFormat(name), Path(file)
