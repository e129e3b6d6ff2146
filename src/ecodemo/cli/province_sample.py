"""`ecodemo province sample`: documents of many counties drawn by chance, for two people to check again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ecodemo.cli import options
from ecodemo.cli.settings import Settings
from ecodemo.language import marked as _


def sample_of_counties(
    context: typer.Context,
    results: Annotated[
        list[Path],
        typer.Argument(
            metavar="RESULT...", readable=False, help=_("Folders written by “ecodemo province check”.")
        ),
    ],
    seed: options.Seed,
    number: options.Drawn = 60,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            callback=options.folder,
            help=_("Write to this folder. Default: RESULT; with several, the current folder."),
        ),
    ] = None,
) -> None:
    from dataclasses import asdict
    from datetime import date

    from ecodemo.errors import NothingToCheckError
    from ecodemo.files import write_whole
    from ecodemo.forms.export.counties_sample_form import counties_sample_form
    from ecodemo.model.message import counted, message
    from ecodemo.province.draw_documents import draw_documents
    from ecodemo.province.open_results import open_results
    from ecodemo.province.summary.province_names import PROVINCE_NAMES

    settings: Settings = context.obj
    with open_results(results) as opened:
        draw = draw_documents(opened, number, seed)
    if draw is None:
        raise NothingToCheckError(message("No documents to draw from."))
    known = PROVINCE_NAMES.get(draw.provinces[0]) if len(draw.provinces) == 1 else None
    name, content = counties_sample_form(
        map(asdict, draw.documents),
        of=draw.of,
        counties=draw.counties,
        unjudged=draw.unjudged,
        seed=draw.seed,
        day=date.fromisoformat(draw.day),
        province=known.zh if known else "",
        example=draw.example,
    )
    path = (out or (results[0] if len(results) == 1 else Path())) / name
    write_whole(path, content)
    typer.echo(str(path))
    if not settings.quiet:
        text = message(
            "{drawn} of {of} drawn. Two people fill in the columns 甲查 and 乙查; the sheet 结果对照 has what follows from the number of wrong ones.",
            drawn=counted(len(draw.documents), "{n} document", "{n} documents"),
            of=draw.of,
        )
        typer.echo(settings.speaker.say(text), err=True)
