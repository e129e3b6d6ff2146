"""`ecodemo fill`: the upper level's own form, filled."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ecodemo.cli import options, run
from ecodemo.cli.settings import Settings
from ecodemo.language import marked as _


def fill(
    context: typer.Context,
    form: Annotated[
        Path, typer.Argument(metavar="FORM", help=_("The form, an .xlsx or .docx file with placeholders."))
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help=_("Write to this file. Default: a file in reports/ in the workspace.")
        ),
    ] = None,
    phase: options.Phase = None,
    bid: options.Bid = None,
) -> None:
    from ecodemo.check.session import CheckOptions
    from ecodemo.journal.changes import Change, write_together
    from ecodemo.report.fill.fill_form import fill_form
    from ecodemo.report.fill.form_data import form_data

    settings: Settings = context.obj
    with run.writing(settings, "fill", out, may_be_evidence=True) as root:
        _refuse_target(form, out)
        result = run.judge(settings, CheckOptions(phase=phase, bid=bid, use_cache=False))
        path = out or root / "reports" / f"{form.stem}-{result.today}{form.suffix.lower()}"
        filled = fill_form(
            form,
            lambda template: form_data(result, settings.speaker, template),
            result.today.isoformat(),
            settings.speaker,
        )
        write_together(root, "fill", [Change(path, filled.content)])
    typer.echo(str(path))
    for remark in filled.remarks:
        typer.echo(settings.speaker.say(remark), err=True)
    run.end(result)


def _refuse_target(form: Path, out: Path | None) -> None:
    """The form itself is never written over, nor is a file of another kind written.

    Raises:
        EcodemoError: it would be.
    """
    from ecodemo.errors import EcodemoError
    from ecodemo.model.message import message

    if out is None:
        return
    if out.suffix.lower() != form.suffix.lower():
        raise EcodemoError(
            message(
                "{path} must have the same extension as the form: {suffix}.",
                path=str(out),
                suffix=form.suffix,
            )
        )
    if out.exists() and form.exists() and out.samefile(form):
        raise EcodemoError(message("{path} is the form itself. Name another output file.", path=str(out)))
