"""`ecodemo province report`: the results of many counties, put together."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ecodemo.cli import options
from ecodemo.cli.settings import Settings
from ecodemo.language import marked as _


def report_of_counties(
    context: typer.Context,
    results: Annotated[
        list[Path],
        typer.Argument(
            metavar="RESULT...", readable=False, help=_("Folders written by “ecodemo province check”.")
        ),
    ],
    format_: Annotated[
        str,
        typer.Option(
            "--format", "-f", metavar="LIST", help=_("Formats to write, comma-separated: md, xlsx, html.")
        ),
    ] = "md,xlsx,html",
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            callback=options.folder,
            help=_("Write to this folder. Default: RESULT; with several, the current folder."),
        ),
    ] = None,
) -> None:
    from ecodemo import __version__
    from ecodemo.files import write_whole
    from ecodemo.model.message import message
    from ecodemo.province.open_results import open_results
    from ecodemo.province.summary.count_counties import count_counties
    from ecodemo.province.summary.summary_formats import SUMMARY_FORMATS, summary_content
    from ecodemo.province.summary.summary_words import contents_of
    from ecodemo.unknown_word import refuse_unknown

    settings: Settings = context.obj
    formats = options.listed([format_])
    refuse_unknown(message("format"), formats, list(SUMMARY_FORMATS))
    folder = out or (results[0] if len(results) == 1 else Path())
    with open_results(results) as opened:
        summary = count_counties(opened, folder)
    contents = contents_of(summary, settings.speaker, f"ecodemo {__version__}")
    written = {folder / f"{contents.name}.{name}": summary_content(contents, name) for name in formats}
    for path, content in written.items():
        write_whole(path, content)
        typer.echo(str(path))
    if not settings.quiet:
        typer.echo(contents.conclusion, err=True)
