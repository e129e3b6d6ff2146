"""`ecodemo check`: is the gate open?"""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ecodemo.cli import complete, known, options
from ecodemo.cli.settings import SPEAKER, Settings
from ecodemo.report.check.formats import CheckFormat

if TYPE_CHECKING:
    from ecodemo.session import CheckOptions, Outcome

_ = SPEAKER.text


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
        CheckFormat,
        typer.Option("--format", "-f", help=_("How to print it; the exit code is the same in all.")),
    ] = CheckFormat.TEXT,
    output_file: Annotated[
        Path | None,
        typer.Option("--output-file", "-o", metavar="FILE", help=_("Write it to a file instead.")),
    ] = None,
    also: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FORMAT:FILE",
            help=_("Write it to a file too, such as sarif:check.sarif; may be given several times."),
            autocompletion=complete.format_and_file,
        ),
    ] = None,
    fail_on: Annotated[FailOn, typer.Option(help=_("What closes the gate."))] = FailOn.ERROR,
    select: options.Select = None,
    ignore: options.Ignore = None,
    indicator: options.Indicators = None,
    group: options.Groups = None,
    unit: options.Units = None,
    no_cache: options.NoCache = False,
    baseline: known.Baseline = None,
    write_baseline: known.WriteBaseline = None,
    changed_since: known.ChangedSince = None,
) -> None:
    from ecodemo.cli.check_output import CheckOutput
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
    files = [_format_and_file(entry) for entry in also or []]
    if output_file is not None:
        files.insert(0, (format_, output_file))
    _refuse_files(files)
    closes = None if fail_on is FailOn.NEVER else Severity(fail_on)
    aside = known.SetAside(baseline, write_baseline, changed_since)
    outcome = aside.from_(outcome_of(settings, wanted), wanted)
    output = CheckOutput(outcome, wanted, closes, settings)
    if output_file is None:
        output.show(format_)
    for file_format, file in files:
        output.write(file_format, file)
    if outcome.assessment is None:
        sys.stderr.writelines(f"{settings.speaker.say(remark)}\n" for remark in outcome.remarks)
    elif not settings.quiet:
        _say_what_was_trusted(outcome, settings)
    if settings.debug:
        sys.stderr.writelines(outcome.crashes)
    raise typer.Exit(outcome.exit_code(closes))


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


def _format_and_file(entry: str) -> tuple[CheckFormat, Path]:
    from ecodemo.errors import EcodemoError
    from ecodemo.model.message import message

    name, colon, file = entry.partition(":")
    if not colon or not file or name not in set(CheckFormat):
        raise EcodemoError(
            message(
                "--also takes FORMAT:FILE, such as json:check.json; written: “{written}”. Formats: {formats}.",
                written=entry,
                formats=", ".join(CheckFormat),
            )
        )
    return CheckFormat(name), Path(file)


def _refuse_files(files: list[tuple[CheckFormat, Path]]) -> None:
    """Before anything is looked at: a mistake in a name is told at once."""
    from ecodemo.errors import EcodemoError
    from ecodemo.model.message import message

    seen: set[Path] = set()
    for _format, file in files:
        if str(file) == "-":
            raise EcodemoError(
                message("“-” is no file. What is printed on the screen is chosen with --format alone.")
            )
        if file.is_dir():
            raise EcodemoError(message("{file} is a folder. Name a file in it.", file=str(file)))
        if file.resolve() in seen:
            raise EcodemoError(
                message("Two formats cannot be written to one file: {file}. Name two.", file=str(file))
            )
        seen.add(file.resolve())
