"""`ecodemo evidence sample`: documents drawn by chance, for two people to check again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ecodemo.cli import options, run
from ecodemo.cli.settings import Settings
from ecodemo.language import marked as _


def sample(
    context: typer.Context,
    seed: options.Seed,
    number: options.Drawn = 60,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            callback=options.folder,
            help=_("Write to this folder. Default: 发出/ in the workspace."),
        ),
    ] = None,
    bid: options.Bid = None,
) -> None:
    from ecodemo.check.session import CheckOptions
    from ecodemo.cli.written_form import say_written_form
    from ecodemo.errors import NothingToCheckError
    from ecodemo.forms.export.letterhead import letterhead_of
    from ecodemo.forms.export.sample_form import sample_form
    from ecodemo.forms.export.write_form import write_form
    from ecodemo.forms.export.write_packs import OUT
    from ecodemo.model.message import counted, message

    settings: Settings = context.obj
    with run.writing(settings, "evidence sample", out) as root:
        result = run.judge(settings, CheckOptions(bid=bid))
        form = sample_form(result.assessment, number, seed, letterhead_of(root / "templates"))
        if form is None:
            raise NothingToCheckError(message("No documents to draw from."))
        path = (out or root / OUT) / form.name
        kept = write_form(root, "evidence sample", path, form.content)
    text = message(
        "{drawn} of {of} drawn. Two people fill in the columns 甲查 and 乙查. Then run: ecodemo form import {path}",
        drawn=counted(form.drawn, "{n} document", "{n} documents"),
        of=form.of,
        path=str(path),
    )
    say_written_form(settings, path, kept, text)
    run.end(result)
