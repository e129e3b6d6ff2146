"""`ecodemo bid`: the county's bids, and from one to the next."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from ecodemo.cli import complete, options, run
from ecodemo.cli.settings import Settings
from ecodemo.language import marked as _

if TYPE_CHECKING:
    from ecodemo.check.session import CheckResult
    from ecodemo.load.flow import YamlValue
    from ecodemo.model.county import Bid, BidOutcome, Phase
    from ecodemo.model.message import Message
    from ecodemo.model.workspace import Workspace


class Ending(StrEnum):
    """How a bid ends, as typed."""

    NAMED = "named"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


bid = typer.Typer(
    rich_markup_mode=None,
    suggest_commands=False,
    invoke_without_command=True,
)
BidId = Annotated[
    str, typer.Argument(metavar="ID", help=_("The id of a bid in county.yaml."), autocompletion=complete.bids)
]


@bid.callback()
def list_(context: typer.Context) -> None:
    if context.invoked_subcommand is not None:
        return
    from ecodemo.history.closed_bids import last_state
    from ecodemo.model.message import message, sentences

    settings: Settings = context.obj
    loaded = run.open_workspace(settings)
    say = settings.speaker.say
    for one in loaded.workspace.bids:
        typer.echo(say(message("{id}  {title}", id=one.id, title=one.label)))
        typer.echo(f"  {say(sentences(*_facts(one, loaded.workspace)))}")
        if one.outcome and (state := last_state(loaded.root, one.id)):
            applicable = [row for row in state.rows if row.verdict != "not applicable"]
            words = message(
                "Its last state, of {day}: {met} of {rows} rows met, {counted} with full proof.",
                day=date.fromisoformat(state.day),
                met=sum(row.verdict == "met" for row in applicable),
                rows=len(applicable),
                counted=sum(row.counts for row in applicable),
            )
            typer.echo(f"  {say(words)}")


@bid.command(
    "open", help=_("Open a bid: show what carries over from the bid before it, and record the opening date.")
)
def open_(
    context: typer.Context,
    bid_id: BidId,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Only show what carries over; write nothing."))
    ] = False,
) -> None:
    from ecodemo.check.session import CheckOptions
    from ecodemo.errors import ExitCode
    from ecodemo.journal.changes import Change, write_together
    from ecodemo.load.county_file import NAME, with_bid_keys
    from ecodemo.model.message import message

    settings: Settings = context.obj
    with run.writing(settings, "bid open", dry_run=dry_run) as root:
        chosen = _bid_of(settings, bid_id)
        result = run.judge(settings, CheckOptions(bid=chosen.id))
        workspace, say = result.assessment.workspace, settings.speaker.say
        before = workspace.calendar.before(chosen)
        _show_plan(result, settings)
        if before is not None and before.outcome is None:
            text = message(
                "{bid} is still open. Close it first: ecodemo bid close {id}",
                bid=before.label,
                id=before.id,
            )
            typer.echo(say(text), err=True)
            raise typer.Exit(ExitCode.CLOSED)
        if chosen.opened:
            typer.echo(say(message("{bid} was opened on {day}.", bid=chosen.label, day=chosen.opened)))
        elif dry_run:
            typer.echo(say(message("Dry run: nothing was written.")))
        else:
            keys: dict[str, YamlValue] = {"opened": result.today}
            if before:
                keys["follows"] = before.id
            content = with_bid_keys(root, workspace.bids.index(chosen), keys)
            write_together(root, "bid open", [Change(root / NAME, content)])
            written = ", ".join(f"{key}: {value}" for key, value in keys.items())
            typer.echo(say(message("Written to {path}: {keys}", path=NAME, keys=written)))
    run.end(result)


@bid.command("close", help=_("Close a bid: record how it ended and keep its last state."))
def close(
    context: typer.Context,
    bid_id: BidId,
    outcome: Annotated[Ending, typer.Option(help=_("How it ended."))],
    on: Annotated[str, typer.Option(metavar="YYYY-MM-DD", help=_("Date of the result."))],
    document: Annotated[
        str, typer.Option(metavar="REF", help=_("Document that states it, such as 00-13/2021."))
    ],
) -> None:
    from dataclasses import replace

    from ecodemo.check.session import CheckOptions
    from ecodemo.errors import EcodemoError, ExitCode
    from ecodemo.history.closed_bids import record_change
    from ecodemo.journal.changes import Change, write_together
    from ecodemo.load.county_file import NAME, with_bid_keys
    from ecodemo.model.message import message
    from ecodemo.report.build_state import state_of

    settings: Settings = context.obj
    given = _given(outcome, on, document)
    with run.writing(settings, "bid close") as root:
        chosen = _bid_of(settings, bid_id)
        workspace = run.open_workspace(settings).workspace
        say, today = settings.speaker.say, run.day_of_judging(settings, workspace)
        if given.on > today:
            raise EcodemoError(message("{day} is in the future.", day=given.on))
        if chosen.outcome not in (None, given):
            raise EcodemoError(
                message("{bid} is closed already. To change that, edit {path}.", bid=chosen.label, path=NAME)
            )
        asked = CheckOptions(bid=chosen.id, phase=_phase_on(workspace.calendar.phases_of(chosen), given.on))
        result = run.judge(replace(settings, today=given.on), asked)
        if not _is_there(result, given, today):
            text = message("{document} is not filed; the bid stays open.", document=document)
            typer.echo(say(text), err=True)
            raise typer.Exit(ExitCode.CLOSED)
        record = record_change(root, state_of(result))
        keys: dict[str, YamlValue] = {
            "outcome": {"result": outcome.value, "on": given.on, "document": document}
        }
        content = with_bid_keys(root, workspace.bids.index(chosen), keys)
        write_together(root, "bid close", [Change(root / NAME, content), record])
    typer.echo(str(record.path))
    if not settings.quiet:
        typer.echo(say(_how_it_ended(given)), err=True)
        words = message(
            "To hand its documents over to the archive: ecodemo pack --layout archive --bid {id}",
            id=chosen.id,
        )
        typer.echo(say(words), err=True)
    run.end(result)


def _bid_of(settings: Settings, bid_id: str) -> Bid:
    """The bid of that id or name.

    Raises:
        EcodemoError: there is none; with the lines to add to county.yaml.
    """
    from ecodemo.errors import EcodemoError
    from ecodemo.model.message import listing, message

    workspace = run.open_workspace(settings).workspace
    called = workspace.lookup.bid(bid_id)
    found = next((one for one in workspace.bids if one.id == called), None)
    if found is not None:
        return found
    year, last = run.day_of_judging(settings, workspace).year, workspace.bids[-1]
    lines = (
        f"- id: {bid_id}",
        "  name: …",
        f"  standard: {last.standard}",
        f"  assessed: {year - 1}",
        f"  years: {last.years}",
        f"  apply: {year}-12-31",
    )
    raise EcodemoError(
        message(
            "Unknown bid “{id}”. Bids: {known}. To add it, put these lines below “bids:” in data/county.yaml and adapt them:\n{lines}",
            id=bid_id,
            known=listing(*(one.id for one in workspace.bids)),
            lines="\n".join(lines),
        )
    )


def _show_plan(result: CheckResult, settings: Settings) -> None:
    """What carries over, is owed again and is new, and which figures are there."""
    from ecodemo.report.migration.carry_plan import write_plan

    write_plan(result, settings.console(), settings.speaker, with_table=not settings.quiet)


def _given(outcome: Ending, on: str, document: str) -> BidOutcome:
    """The outcome as typed.

    Raises:
        EcodemoError: the day is none, or the document is not named as number/year.
    """
    from ecodemo.errors import EcodemoError
    from ecodemo.model.county import BidOutcome
    from ecodemo.model.message import message

    day = options.day(on)
    try:
        return BidOutcome.model_validate({"result": outcome.value, "on": day, "document": document})
    except ValueError:
        raise EcodemoError(
            message("“{written}” names no document. Use number/year, such as 00-13/2021.", written=document)
        ) from None


def _phase_on(phases: tuple[Phase, ...], day: date) -> str | None:
    """The bid's own phase of a day; before the first the first."""
    begun = [phase.id for phase in phases if phase.start <= day]
    return begun[-1] if begun else phases[0].id if phases else None


def _is_there(result: CheckResult, given: BidOutcome, today: date) -> bool:
    """Whether the document of the result is in hand, in whichever unit's register."""
    from ecodemo.assess.shelf import Shelf

    workspace = result.assessment.workspace
    shelf = Shelf(workspace, result.survey.files)
    units = (given.document.unit,) if given.document.unit else workspace.units
    return any(shelf.proves(given.document, unit, today) for unit in units)


def _facts(one: Bid, workspace: Workspace) -> list[Message]:
    from ecodemo.model.message import message

    facts = [
        message("Standard {standard}, assessed year {year}.", standard=one.standard, year=str(one.assessed))
    ]
    if one.recheck:
        facts.append(message("Re-assessment."))
    if one.follows:
        facts.append(message("Follows {bid}.", bid=one.follows))
    if one.opened:
        facts.append(message("Opened on {day}.", day=one.opened))
    if one.outcome:
        facts.append(_how_it_ended(one.outcome))
    elif one.opened or one.id == workspace.phases[0].bid:
        facts.append(message("Open."))
    return facts


def _how_it_ended(outcome: BidOutcome) -> Message:
    from ecodemo.model.county import BidResult
    from ecodemo.model.message import message

    words = {
        BidResult.NAMED: message(
            "Closed on {day}: named ({document}).", day=outcome.on, document=str(outcome.document)
        ),
        BidResult.REFUSED: message(
            "Closed on {day}: refused ({document}).", day=outcome.on, document=str(outcome.document)
        ),
        BidResult.WITHDRAWN: message(
            "Closed on {day}: withdrawn ({document}).", day=outcome.on, document=str(outcome.document)
        ),
    }
    return words[outcome.result]
