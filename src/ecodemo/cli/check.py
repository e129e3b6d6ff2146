"""`ecodemo check`: is the gate open?"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ecodemo.cli import complete, known, options, run
from ecodemo.cli.settings import Settings
from ecodemo.language import marked as _
from ecodemo.report.check.check_formats import CheckFormat

if TYPE_CHECKING:
    from ecodemo.check.session import CheckOptions
    from ecodemo.cli.check_output import CheckOutput
    from ecodemo.model.finding import Severity


class FailOn(StrEnum):
    """The minimum severity that blocks the gate."""

    ERROR = "error"
    WARNING = "warning"
    NEVER = "never"


def check(
    context: typer.Context,
    phase: options.Phase = None,
    bid: options.Bid = None,
    format_: Annotated[
        CheckFormat,
        typer.Option("--format", "-f", help=_("Set the output format; does not affect the exit code.")),
    ] = CheckFormat.TEXT,
    output_file: Annotated[
        Path | None,
        typer.Option("--output-file", "-o", metavar="FILE", help=_("Write the output to this file.")),
    ] = None,
    also: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FORMAT:FILE",
            help=_("Also write the output to FILE in FORMAT, such as sarif:check.sarif. May be repeated."),
            autocompletion=complete.format_and_file,
        ),
    ] = None,
    fail_on: Annotated[
        FailOn, typer.Option(help=_("Set the minimum severity that blocks the gate."))
    ] = FailOn.ERROR,
    select: options.Select = None,
    ignore: options.Ignore = None,
    indicator: options.Indicators = None,
    group: options.Groups = None,
    unit: options.Units = None,
    no_cache: options.NoCache = False,
    from_lock: options.FromLock = False,
    baseline: known.Baseline = None,
    write_baseline: known.WriteBaseline = None,
    changed_since: known.ChangedSince = None,
    sarif_suppressed: Annotated[
        bool,
        typer.Option(
            "--sarif-suppressed",
            help=_("Include known and waived findings in SARIF, as suppressed results."),
        ),
    ] = False,
) -> None:
    from ecodemo.check.session import CheckOptions
    from ecodemo.model.finding import Severity

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
        from_lock=from_lock,
    )
    files = [_format_and_file(entry) for entry in also or []]
    if output_file is not None:
        files.insert(0, (format_, output_file))
    _refuse_files(files)
    closes = None if fail_on is FailOn.NEVER else Severity(fail_on)
    known_findings = known.KnownFindings(baseline, write_baseline, changed_since)
    known_findings.refuse_beside(bid, settings.today)
    with known_findings.held(settings):
        output = _judged(settings, wanted, closes, known_findings, with_suppressed=sarif_suppressed)
        if output_file is None:
            output.show(format_)
        output.write(files)
    status = output.end()
    if format_ is CheckFormat.TEXT and not files and known_findings.is_unused():
        output.may_be_shown_again()
    raise typer.Exit(status)


def _judged(
    settings: Settings,
    wanted: CheckOptions,
    fail_on: Severity | None,
    known_findings: known.KnownFindings,
    *,
    with_suppressed: bool,
) -> CheckOutput:
    """What came of the check, also where the data cannot be used."""
    from ecodemo.check.baseline import NOT_WRITTEN
    from ecodemo.cli.check_output import CheckedOutput, UnusableOutput
    from ecodemo.errors import UnusableDataError

    try:
        result, changes = known_findings.filter(run.try_to_judge(settings, wanted), wanted)
    except UnusableDataError as error:
        if known_findings.write_baseline is not None:
            typer.echo(settings.speaker.say(NOT_WRITTEN), err=True)
        return UnusableOutput(wanted, fail_on, settings, error)
    return CheckedOutput(wanted, fail_on, settings, result, with_suppressed, changes)


def _format_and_file(entry: str) -> tuple[CheckFormat, Path]:
    from ecodemo.errors import EcodemoError
    from ecodemo.model.message import message

    name, colon, file = entry.partition(":")
    if not colon or not file or name not in set(CheckFormat):
        raise EcodemoError(
            message(
                "--also expects FORMAT:FILE, such as json:check.json; got “{written}”. Formats: {formats}.",
                written=entry,
                formats=", ".join(CheckFormat),
            )
        )
    return CheckFormat(name), Path(file)


def _refuse_files(files: list[tuple[CheckFormat, Path]]) -> None:
    """Before anything is read: a mistake in a name is reported at once."""
    from ecodemo.errors import EcodemoError
    from ecodemo.files import real_path
    from ecodemo.model.message import message

    seen: set[Path] = set()
    for _format, file in files:
        if str(file) == "-":
            raise EcodemoError(message("“-” is not a file. Use --format to choose what is printed."))
        if file.is_dir():
            raise EcodemoError(message("{file} is a folder. Specify a file in it.", file=str(file)))
        if real_path(file) in seen:
            raise EcodemoError(
                message(
                    "Cannot write two formats to the same file: {file}. Specify two files.", file=str(file)
                )
            )
        seen.add(real_path(file))
