"""`ecodemo evidence`: the inventory, and recording its files."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from ecodemo.cli import catalogue, draw_sample, find_words, lock, options, recognise_scans, run
from ecodemo.cli.settings import Settings
from ecodemo.language import marked as _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecodemo.check.session import CheckOptions
    from ecodemo.model.workspace import Workspace
    from ecodemo.report.contents.delivery_view import DocumentRow


class LightFilter(StrEnum):
    GREEN = "green"
    BLUE = "blue"
    YELLOW = "yellow"
    RED = "red"


evidence = typer.Typer(
    rich_markup_mode=None,
    suggest_commands=False,
)


@evidence.command("list", help=_("List required documents by unit."))
def list_(
    context: typer.Context,
    unit: options.Units = None,
    indicator: options.Indicators = None,
    requirement: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NO",
            help=_(
                "Limit to these required documents (such as 25-1), or to all those of an indicator or box (25, V). May be repeated or comma-separated."
            ),
        ),
    ] = None,
    year: Annotated[str | None, typer.Option(metavar="YEAR", help=_("Limit to this year."))] = None,
    light: Annotated[
        LightFilter | None,
        typer.Option(
            help=_(
                "Limit to documents with this light: green, blue (due soon), yellow (returned, or submitted late), red (overdue)."
            )
        ),
    ] = None,
    missing: Annotated[
        bool, typer.Option("--missing", help=_("Limit to required documents that are missing."))
    ] = False,
    to_review: Annotated[
        bool, typer.Option("--to-review", help=_("Limit to documents awaiting review."))
    ] = False,
    bid: options.Bid = None,
) -> None:
    from ecodemo.check.session import CheckOptions
    from ecodemo.errors import NothingToCheckError
    from ecodemo.model.message import counted, message
    from ecodemo.report.contents.screen_parts import ScreenParts
    from ecodemo.report.status.terminal_board import write_documents

    settings: Settings = context.obj
    wanted = CheckOptions(bid=bid, indicators=options.listed(indicator), units=options.listed(unit))
    result = run.judge(settings, wanted)
    parts = ScreenParts(result, settings.speaker)
    numbers = options.listed(requirement)
    rows = [
        row
        for row in _of(parts.documents, wanted, result.assessment.workspace)
        if (not numbers or any(options.is_of(row.no, number) for number in numbers))
        and (year is None or row.year == year)
        and (light is None or row.light == light)
        and (not missing or (row.required and row.lacking))
        and (not to_review or row.awaits_review)
    ]
    if not rows:
        raise NothingToCheckError(message("Nothing matches the filters."))
    write_documents(rows, settings.console(), settings.speaker)
    shown = {path for row in rows for path in row.files.split("\n")}
    unread = sum(file.unread_pages for file in result.survey.files if file.path in shown)
    if unread:
        words = message(
            "{count} not recognised.", count=counted(unread, "{n} scanned page", "{n} scanned pages")
        )
        typer.echo(settings.speaker.say(words))
    run.may_be_shown_again(settings, result)
    run.end(result)


def _of(rows: Sequence[DocumentRow], wanted: CheckOptions, workspace: Workspace) -> list[DocumentRow]:
    units = {workspace.lookup.unit(word) for word in wanted.units}
    indicators = {workspace.lookup.indicator(word) for word in wanted.indicators}
    return [
        row
        for row in rows
        if (not units or row.unit in units) and (not indicators or row.indicator in indicators)
    ]


@evidence.command("register", help=_("Register new and resubmitted files."))
def register(
    context: typer.Context,
    received: Annotated[
        str | None,
        typer.Option(metavar="YYYY-MM-DD", help=_("Set the date received; required without --dry-run.")),
    ] = None,
    unit: options.Units = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Show what would be registered without writing anything."))
    ] = False,
) -> None:
    from ecodemo.check.register import plan_registration, write_registration
    from ecodemo.errors import EcodemoError
    from ecodemo.model.message import counted, message
    from ecodemo.unknown_word import refuse_unknown

    settings: Settings = context.obj
    if received is None and not dry_run:
        raise EcodemoError(message("Missing date received. Use --received, such as --received 2021-05-19"))
    with run.writing(settings, "evidence register", dry_run=dry_run):
        loaded = run.open_workspace(settings)
        workspace = loaded.workspace
        units = tuple(workspace.lookup.unit(word) for word in options.listed(unit))
        refuse_unknown(message("unit"), units, list(workspace.units))
        today = run.day_of_judging(settings, workspace)
        day = options.day(received) if received else today
        if day > today:
            raise EcodemoError(message("{day} is in the future; nothing was registered.", day=day))
        plan = plan_registration(workspace, run.survey_of(settings, loaded), day, units)
        if not dry_run:
            write_registration(loaded.root, plan.entries)
    say, count = settings.speaker.say, len(plan.entries)
    for words in (*(entry.words for entry in plan.entries), *plan.left):
        typer.echo(say(words))
    text = (
        message("Would register {count}.", count=counted(count, "{n} document", "{n} documents"))
        if dry_run
        else message("Registered {count}.", count=counted(count, "{n} document", "{n} documents"))
    )
    typer.echo(say(text))


evidence.command("lock", help=_("Record the hash of every file for later verification."))(lock.lock)
evidence.command("verify", help=_("Verify every file against the lock."))(lock.verify)
evidence.command("catalogue", help=_("Write the archive catalogue (归档文件目录) of the filed documents."))(
    catalogue.catalogue
)
evidence.command("sample", help=_("Draw documents at random for a re-check by two people."))(
    draw_sample.sample
)
evidence.command("read", help=_("Recognise text in scanned documents (OCR); requires the ocr extra."))(
    recognise_scans.read
)
evidence.command("find", help=_("Find words in all documents, and show the page or cell."))(find_words.find)
