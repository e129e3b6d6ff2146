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
)


@form.command(
    "export",
    help=_("Write a task pack (zip) for each unit."),
)
def export_(
    context: typer.Context,
    unit: options.Units = None,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            callback=options.folder,
            help=_("Write to this folder. Default: 发出/ in the workspace."),
        ),
    ] = None,
    bid: options.Bid = None,
    plan: Annotated[
        bool,
        typer.Option(
            "--plan",
            help=_(
                "Write the plan workbook 方案表.xlsx instead: profile, groups, units, phases, tasks and documents."
            ),
        ),
    ] = False,
    opinions: Annotated[
        bool,
        typer.Option(
            "--opinions",
            help=_(
                "Write the sheet for assessors instead (评审意见表.xlsx): an opinion on each row of the standard."
            ),
        ),
    ] = False,
) -> None:
    from ecodemo.check.session import CheckOptions
    from ecodemo.errors import NothingToCheckError
    from ecodemo.forms.contract import NOTICE
    from ecodemo.forms.export.write_packs import OUT, FileChange, export, notice_in
    from ecodemo.model.message import Name, counted, listing, message

    settings: Settings = context.obj
    if plan or opinions:
        _refuse_together(unit, plan=plan, opinions=opinions)
        (_export_plan if plan else _export_opinions)(settings, out, bid)
        return
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
                "{unit}: {count} not in the pack; see the 审核 sheet.",
                unit=pack.task.unit.label,
                count=counted(left_out, "{n} document to review", "{n} documents to review"),
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
        head = message("Message to send with the packs ({file}):", file=NOTICE)
        typer.echo(f"{say(head)}\n{notice_in(folder)}", err=True)
    run.end(result)


def _refuse_together(unit: list[str] | None, *, plan: bool, opinions: bool) -> None:
    """Refuse options that ask for different things.

    Raises:
        EcodemoError: they do.
    """
    from ecodemo.errors import EcodemoError
    from ecodemo.model.message import message

    if plan and opinions:
        raise EcodemoError(message("--plan and --opinions are mutually exclusive."))
    if unit and plan:
        raise EcodemoError(
            message("--plan cannot be used with --unit: the plan workbook covers the whole county.")
        )
    if unit:
        raise EcodemoError(message("--opinions cannot be used with --unit: the sheet covers the whole list."))


def _export_opinions(settings: Settings, out: Path | None, bid: str | None) -> None:
    """Write the sheet for assessors and print its path."""
    from ecodemo.check.session import CheckOptions
    from ecodemo.cli.written_form import say_written_form
    from ecodemo.forms.export.letterhead import letterhead_of
    from ecodemo.forms.export.opinion_form import OPINION_FORM_NAME, opinion_form
    from ecodemo.forms.export.write_form import write_form
    from ecodemo.forms.export.write_packs import OUT
    from ecodemo.model.message import message

    with run.writing(settings, "form export", out) as root:
        result = run.judge(settings, CheckOptions(bid=bid))
        path = (out or root / OUT) / OPINION_FORM_NAME
        content = opinion_form(result.assessment, letterhead_of(root / "templates"))
        kept = write_form(root, "form export", path, content)
    text = message("Assessors fill in the yellow cells. Then run: ecodemo form import {path}", path=str(path))
    say_written_form(settings, path, kept, text)
    run.end(result)


def _export_plan(settings: Settings, out: Path | None, bid: str | None) -> None:
    """Write the plan workbook and print its path."""
    from ecodemo.cli.written_form import say_written_form
    from ecodemo.forms.export.letterhead import letterhead_of
    from ecodemo.forms.export.write_form import write_form
    from ecodemo.forms.export.write_packs import OUT
    from ecodemo.forms.plan.write_plan import NAME, plan_content
    from ecodemo.model.message import message
    from ecodemo.unknown_word import refuse_unknown

    with run.writing(settings, "form export", out) as root:
        workspace = run.open_workspace(settings).workspace
        day = run.day_of_judging(settings, workspace)
        chosen = workspace.lookup.bid(bid) if bid else workspace.calendar.phase_on(day).bid
        refuse_unknown(message("bid"), [chosen], [one.id for one in workspace.bids])
        path = (out or root / OUT) / NAME
        content = plan_content(workspace, workspace.bid(chosen), day, letterhead_of(root / "templates"))
        kept = write_form(root, "form export", path, content)
    text = message(
        "Fill in the yellow cells and save the workbook. Then run: ecodemo form import {path}", path=str(path)
    )
    say_written_form(settings, path, kept, text)


form.command("import", help=_("Import submitted packs, workbooks and documents."))(form_import.import_)
form.command("status", help=_("Show which units have submitted and what is outstanding."))(form_status.status)
