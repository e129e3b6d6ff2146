"""`ecodemo form import`: packs, workbooks and documents in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ecodemo.cli import options, recognise_scans, run
from ecodemo.cli.settings import OWN_FILE, Settings
from ecodemo.language import marked as _

if TYPE_CHECKING:
    from ecodemo.check.session import CheckResult
    from ecodemo.forms.intake.import_line import ImportLine
    from ecodemo.forms.intake.import_plan import ImportPlan, Receipt


REPLIES = "回复"
"""What goes back to the units, in the workspace; git ignores it."""
_EFFECTS = {
    "new": _("new"),
    "changed": _("changed"),
    "cleared": _("cleared"),
    "filed": _("filed"),
    "replaced": _("replaced"),
    "unknown": _("not recognised"),
    "rejected": _("rejected"),
    "conflict": _("conflict"),
    "remark": _("note"),
}


def import_(
    context: typer.Context,
    packs: Annotated[
        list[Path] | None,
        typer.Argument(metavar="FILE|FOLDER…", help=_("Zips, workbooks, documents, or folders of them.")),
    ] = None,
    received: Annotated[
        str | None,
        typer.Option(
            metavar="YYYY-MM-DD",
            help=_(
                "Set the date received. Default: the date in the folder name (inbox/2021-05-19), otherwise today."
            ),
        ),
    ] = None,
    return_: Annotated[
        Path | None,
        typer.Option(
            "--return",
            metavar="DIR",
            callback=options.folder,
            help=_(
                "Write replies to this folder: a message for each unit, its workbook marked in red if something must be corrected, and the bid office's own workbooks. Without DIR: 回复/ in the workspace."
            ),
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Show what would be imported without writing anything."))
    ] = False,
    no_read: Annotated[
        bool, typer.Option("--no-read", help=_("Do not recognise the text of new scans."))
    ] = False,
) -> None:
    from tempfile import TemporaryDirectory, gettempdir

    from ecodemo.errors import EcodemoError, NothingToCheckError
    from ecodemo.forms.intake.importer import Importer
    from ecodemo.forms.intake.parcel import parcels
    from ecodemo.forms.intake.write_import import write
    from ecodemo.model.message import message
    from ecodemo.ownership import remove_leftovers, temporary_prefix

    settings: Settings = context.obj
    if not packs:
        raise EcodemoError(
            message("Specify what to import, such as: ecodemo form import inbox/2021-05-19/*.zip")
        )
    if return_ == Path(OWN_FILE):
        return_ = run.root_of(settings) / REPLIES
    if return_ is not None and return_.exists() and not return_.is_dir():
        raise EcodemoError(message("{path} is not a folder; nothing was imported.", path=str(return_)))
    remove_leftovers(Path(gettempdir()))
    with (
        run.writing(settings, "form import", dry_run=dry_run) as root,
        TemporaryDirectory(prefix=temporary_prefix()) as unpacked,
    ):
        workspace = run.open_workspace(settings).workspace
        today = run.day_of_judging(settings, workspace)
        day = options.day(received) if received else None
        importer = Importer(root, workspace, today)
        for parcel in parcels(packs, Path(unpacked), day, today):
            importer.add(parcel)
        plan = importer.finish()
        if not plan.receipts:
            raise NothingToCheckError(message("Nothing to import."))
        if not dry_run:
            write(plan)
        _say_plan(plan, settings, dry_run=dry_run)
    if not (dry_run or no_read):
        recognise_scans.read_new(settings, {copy.target for copy in plan.copies})
    if return_ is not None and not dry_run:
        _return(plan, settings, return_, workspace.calendar.phase_on(today).bid)
    raise typer.Exit(plan.exit_code)


def _say_plan(plan: ImportPlan, settings: Settings, *, dry_run: bool) -> None:
    from ecodemo.forms.intake.import_line import Effect
    from ecodemo.model.message import counted, listing, message

    say = settings.speaker.say
    for receipt in plan.receipts:
        typer.echo(_head(receipt, settings, plan))
        if not settings.quiet:
            for line in receipt.lines:
                typer.echo(f"  {_line(line, settings)}")
            if receipt.dropped:
                text = message(
                    "Ignored files left behind by programs: {names}.",
                    names=listing(*receipt.dropped, most=5),
                )
                typer.echo(f"  {say(text)}")
            if receipt.parcel in receipt.dropped and receipt.parcel.startswith("~$"):
                text = message("A file is open in Office or WPS. Save and close it, then import it again.")
                typer.echo(f"  {say(text)}")
    counts = {effect: sum(receipt.count(effect) for receipt in plan.receipts) for effect in Effect}
    typer.echo(
        say(
            message(
                "Figures and texts: {new} new, {changed} changed, {cleared} cleared. Files: {filed} filed, {replaced} replaced, {unknown} not recognised. {rejected} rejected, {conflict}.",
                **{effect.value: count for effect, count in counts.items() if effect is not Effect.CONFLICT},
                conflict=counted(counts[Effect.CONFLICT], "{n} conflict", "{n} conflicts"),
            )
        )
    )
    if any(_is_plain_conflict(line) for receipt in plan.receipts for line in receipt.lines):
        text = message(
            "In a conflict the current value is kept. To use the one in the workbook instead, enter it in data/."
        )
        typer.echo(say(text))
    if dry_run:
        typer.echo(say(message("Nothing was written (--dry-run).")))
    elif not any((plan.contents, plan.copies, plan.kept)):
        typer.echo(
            say(
                message("Nothing was changed.")
                if any(counts.values())
                else message("Nothing was changed: everything is already imported.")
            )
        )


def _is_plain_conflict(line: ImportLine) -> bool:
    """Whether its own line does not already say what to do."""
    return line.effect.value == "conflict" and line.words is None


def _return(plan: ImportPlan, settings: Settings, folder: Path, usual_bid: str) -> None:
    """Write what goes back, as the data are now; a unit is answered by the form that it used, whatever the bid."""
    from ecodemo.check.session import CheckOptions
    from ecodemo.errors import EcodemoError
    from ecodemo.forms.reply.office_copy import OfficeCopy, office_copies
    from ecodemo.forms.reply.replies import Reply, by_bid, replies
    from ecodemo.journal.changes import write_together
    from ecodemo.model.message import message

    say = settings.speaker.say
    command = "form import --return"
    results: list[CheckResult] = []
    found: list[Reply] = []
    copies: list[OfficeCopy] = []
    try:
        with run.writing(settings, command, folder) as root:
            for bid, receipts in by_bid(plan.receipts, usual_bid).items():
                results.append(run.judge(settings, CheckOptions(bid=bid)))
                found += replies(results[-1], results[-1].assessment, receipts, folder)
                copies += office_copies(results[-1].assessment, receipts, folder)
            changes = [change for reply in found for change in reply.changes]
            changes += [change for copy in copies for change in copy.changes]
            write_together(root, command, changes)
    except EcodemoError as error:
        said = message(
            "Everything was imported, but not all replies were written. Run the same import again."
        )
        typer.echo(say(said), err=True)
        raise error from None
    for reply in found:
        unit = plan.label(reply.unit)
        returned, thanked = message("Return to {unit}:", unit=unit), message("Reply to {unit}:", unit=unit)
        typer.echo(say(returned if reply.is_return else thanked))
        for path, change in reply.papers:
            replaced = f"  [{say(message('replaced'))}]" if change.value == "replaced" else ""
            typer.echo(f"  {path}{replaced}")
        if not settings.quiet:
            typer.echo(f"  {reply.text}")
    for copy in copies:
        typer.echo(say(message("Rejected cells are marked in red; correct and import again:")))
        typer.echo(f"  {copy.path}")
    for result in results:
        run.end(result)


def _head(receipt: Receipt, settings: Settings, plan: ImportPlan) -> str:
    from ecodemo.model.message import message

    say = settings.speaker.say
    if receipt.returned is not None:
        words = message(
            "{pack}: {sheet}, received {day}.",
            pack=receipt.parcel,
            sheet=receipt.returned.sheet.name,
            day=receipt.day,
        )
        return say(words)
    if receipt.is_no_units:
        words = message(
            "{pack}: workbook of the office, received {day}.", pack=receipt.parcel, day=receipt.day
        )
        return say(words)
    nobody = message("several units") if receipt.is_for_several else message("unit unknown")
    unit = plan.label(receipt.unit) if receipt.unit else nobody
    words = message("{pack}: {unit}, received {day}.", pack=receipt.parcel, unit=unit, day=receipt.day)
    return say(words)


def _line(line: ImportLine, settings: Settings) -> str:
    from ecodemo.language import without_controls
    from ecodemo.model.message import message

    say = settings.speaker.say
    parts = [f"[{settings.speaker.text(_EFFECTS[line.effect.value])}]", line.place, line.about]
    if line.exported is not None or line.effect.value == "conflict":
        text = message(
            "current {ours}, workbook {theirs}, exported {base}; current value kept",
            ours=line.before or "–",
            theirs=line.after or "–",
            base=line.exported or "–",
        )
        parts.append(say(text))
    elif line.before or line.after:
        parts.append(f"{line.before} → {line.after}" if line.before else line.after)
    if line.words is not None:
        parts.append(say(line.words))
    return without_controls("  ".join(part for part in parts if part))
