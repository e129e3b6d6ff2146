"""`ecodemo report`: the papers of a phase."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from ecodemo.cli import options, run
from ecodemo.cli.settings import Settings
from ecodemo.language import marked as _


def report(
    context: typer.Context,
    phase: options.Phase = None,
    bid: options.Bid = None,
    format_: Annotated[
        str,
        typer.Option(
            "--format", "-f", metavar="LIST", help=_("md, docx, xlsx, several with commas between, or all.")
        ),
    ] = "md,xlsx",
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help=_("Output folder; default: reports/ in the workspace."))
    ] = None,
    kind: Annotated[
        str | None,
        typer.Option(
            metavar="LIST",
            help=_(
                "phase, status, tasks, four-properties, several with commas between, or all. Default: phase and status."
            ),
        ),
    ] = None,
) -> None:
    from ecodemo.check.session import CheckOptions, refuse_unknown
    from ecodemo.model.message import message
    from ecodemo.report.contents.build import build
    from ecodemo.report.kinds import ALL, FORMAT_NAMES, REPORT_KINDS, TASKS, USUAL_KINDS, formats_of
    from ecodemo.report.tasks.build_tasks import build_tasks

    settings: Settings = context.obj
    formats = FORMAT_NAMES if format_ == ALL else options.listed([format_])
    kinds = USUAL_KINDS if kind is None else REPORT_KINDS if kind == ALL else options.listed([kind])
    refuse_unknown(message("format"), formats, list(FORMAT_NAMES))
    refuse_unknown(message("kind of report"), kinds, list(REPORT_KINDS))
    _refuse_impossible(kinds, formats, is_named=kind not in (None, ALL) and format_ != ALL)
    wanted = formats_of(kinds, formats)
    # A paper rests on what lies there, not on what looked untouched; so it is also the same whenever it is written.
    with run.writing(settings, "report", out):
        result = run.judge(settings, CheckOptions(phase=phase, bid=bid, use_cache=False))
        model = build(result, settings.speaker)
        tasks = build_tasks(result, settings.speaker) if TASKS in kinds else None
        run.write_reports(
            settings,
            "report",
            result.root,
            [(tasks if tasks and written.kind == TASKS else model, written) for written in wanted],
            model.bid.id,
            out,
        )
    if not settings.quiet:
        typer.echo(
            f"{model.summary}{model.conclusion}"
            if model.language == "zh"
            else f"{model.summary} {model.conclusion}",
            err=True,
        )
    run.end(result)


def _refuse_impossible(kinds: Sequence[str], formats: Sequence[str], *, is_named: bool) -> None:
    """A kind and a format that are named both must be one of those that there are; `all` takes what there is.

    Raises:
        EcodemoError: a kind is written in none of the formats, or a named format belongs to none of the kinds.
    """
    from ecodemo.errors import EcodemoError
    from ecodemo.model.message import listing, message
    from ecodemo.report.kinds import FORMAT_NAMES, formats_of

    for kind in kinds if is_named else ():
        if not formats_of([kind], formats):
            there = dict.fromkeys(written.name for written in formats_of([kind], FORMAT_NAMES))
            raise EcodemoError(
                message(
                    "{kind} is written as {formats}, not as {asked}.",
                    kind=kind,
                    formats=listing(*there),
                    asked=listing(*formats),
                )
            )
    if not formats_of(kinds, formats):
        raise EcodemoError(message("None of these kinds of report is written in these formats."))
