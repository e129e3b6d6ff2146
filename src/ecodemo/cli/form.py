"""`ecodemo form`: task packs out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ecodemo.cli import form_import, form_status, options, run
from ecodemo.cli.settings import Settings
from ecodemo.language import marked as _

form = typer.Typer(
    rich_markup_mode=None,
    suggest_commands=False,
    help=_("Manage the workbooks and task packs that units fill in and submit."),
)


@form.command(
    "export",
    help=_(
        "Write a task pack for each unit: its workbook, a folder for each required document, and the documents to review."
    ),
)
def export_(
    context: typer.Context,
    unit: options.Units = None,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help=_("Output folder; default: 发出/ in the workspace."))
    ] = None,
    bid: options.Bid = None,
) -> None:
    from ecodemo.check.session import CheckOptions
    from ecodemo.errors import NothingToCheckError
    from ecodemo.forms.contract import NOTICE
    from ecodemo.forms.export.write_packs import OUT, FileChange, export, notice_in
    from ecodemo.model.message import Name, counted, listing, message

    settings: Settings = context.obj
    with run.writing(settings, "form export", out) as root:
        result = run.judge(settings, CheckOptions(bid=bid))
        units = options.units_called(result.assessment.workspace, unit)
        folder = out or root / OUT
        packs = export(result, result.assessment, units, folder)
    say = settings.speaker.say
    written = [0, 0, 0]
    replaced: list[str] = []
    nothing: list[Name] = []
    for pack in packs:
        if pack.path is None or pack.change is None:
            nothing.append(pack.task.unit.label)
            continue
        typer.echo(str(pack.path))
        written[list(FileChange).index(pack.change)] += 1
        if pack.change is FileChange.REPLACED:
            replaced.append(pack.path.name)
        if left_out := len(pack.task.enclosed.left_out):
            text = message(
                "{unit}: not in the pack: {count} of the documents to review; the sheet 审核 says which.",
                unit=pack.task.unit.label,
                count=left_out,
            )
            typer.echo(say(text), err=True)
    if replaced:
        typer.echo(
            say(message("Replaced packs of the same name: {names}.", names=listing(*replaced))),
            err=True,
        )
    if nothing and not settings.quiet:
        typer.echo(say(message("Nothing is required from: {units}.", units=listing(*nothing))), err=True)
    if not sum(written):
        raise NothingToCheckError(message("No packs match the filters."))
    text = message(
        "{all} ({new} new, {replaced} replaced, {same} unchanged). Send each unit its own pack.",
        all=counted(sum(written), "{n} pack", "{n} packs"),
        new=written[0],
        replaced=written[1],
        same=written[2],
    )
    typer.echo(say(text), err=True)
    if not settings.quiet:
        head = message("Text to paste with the packs ({file}):", file=NOTICE)
        typer.echo(f"{say(head)}\n{notice_in(folder)}", err=True)
    run.end(result)


form.command("import", help=_("Import submitted packs, workbooks and documents."))(form_import.import_)
form.command("status", help=_("Show which units have submitted and what is outstanding."))(form_status.status)
