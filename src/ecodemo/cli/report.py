"""`ecodemo report`: the papers of a phase."""

from __future__ import annotations

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
        str, typer.Option("--format", "-f", metavar="LIST", help=_("md, xlsx, or both with a comma between."))
    ] = "md,xlsx",
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help=_("Where to; else reports/ of the workspace."))
    ] = None,
    kind: Annotated[
        str | None,
        typer.Option(
            metavar="LIST",
            help=_("phase (md), status (xlsx) or four-properties (md, xlsx); else phase and status."),
        ),
    ] = None,
) -> None:
    from ecodemo.check.session import CheckOptions, refuse_unknown
    from ecodemo.errors import EcodemoError
    from ecodemo.model.message import message
    from ecodemo.report.contents.build import build
    from ecodemo.report.kinds import FORMAT_NAMES, REPORT_KINDS, USUAL_KINDS, formats_of

    settings: Settings = context.obj
    formats = options.listed([format_])
    kinds = options.listed([kind]) if kind else USUAL_KINDS
    refuse_unknown(message("format"), formats, list(FORMAT_NAMES))
    refuse_unknown(message("kind of report"), kinds, list(REPORT_KINDS))
    wanted = formats_of(kinds, formats)
    if not wanted:
        raise EcodemoError(
            message(
                "None of these kinds is written in these formats: phase is md, status is xlsx, "
                "four-properties is both."
            )
        )
    # A paper rests on what lies there, not on what looked untouched; so it is also the same whenever it is written.
    with run.writing(settings, "report", out):
        result = run.judge(settings, CheckOptions(phase=phase, bid=bid, use_cache=False))
        model = build(result, settings.speaker)
        run.write_reports(settings, "report", result.root, model, model.bid.id, wanted, out)
    if not settings.quiet:
        typer.echo(
            f"{model.summary}{model.conclusion}"
            if model.language == "zh"
            else f"{model.summary} {model.conclusion}",
            err=True,
        )
    run.end(result)
