"""`ecodemo evidence catalogue`: the archive's list of the filed documents."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ecodemo.cli import options, run
from ecodemo.cli.settings import Settings
from ecodemo.language import marked as _


def catalogue(
    context: typer.Context,
    bid: options.Bid = None,
    unit: options.Units = None,
    indicator: options.Indicators = None,
    format_: Annotated[
        str,
        typer.Option(
            "--format", "-f", metavar="LIST", help=_("Formats to write, comma-separated: md, xlsx.")
        ),
    ] = "md,xlsx",
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            callback=options.folder,
            help=_("Write to this folder. Default: reports/ in the workspace."),
        ),
    ] = None,
) -> None:
    from ecodemo.check.session import CheckOptions
    from ecodemo.errors import EcodemoError, NothingToCheckError
    from ecodemo.model.message import message
    from ecodemo.report.catalogue.build_catalogue import build_catalogue
    from ecodemo.report.kinds import CATALOGUE, FORMAT_NAMES, formats_of
    from ecodemo.unknown_word import refuse_unknown

    settings: Settings = context.obj
    names = options.listed([format_])
    refuse_unknown(message("format"), names, list(FORMAT_NAMES))
    formats = formats_of([CATALOGUE], names)
    if not formats:
        raise EcodemoError(message("Missing format. Use, for example, --format md,xlsx"))
    wanted = CheckOptions(bid=bid, indicators=options.listed(indicator), units=options.listed(unit))
    with run.writing(settings, "evidence catalogue", out):
        result = run.judge(settings, wanted)
        workspace = result.assessment.workspace
        model = build_catalogue(
            result,
            settings.speaker,
            [workspace.lookup.unit(word) for word in wanted.units],
            [workspace.lookup.indicator(word) for word in wanted.indicators],
        )
        if not model.boxes:
            raise NothingToCheckError(message("No files to list."))
        run.write_reports(
            settings,
            "evidence catalogue",
            result.root,
            [(model, written) for written in formats],
            model.bid_id,
            out,
        )
    if not settings.quiet:
        typer.echo(model.sums, err=True)
    run.end(result)
