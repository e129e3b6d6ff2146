"""`ecodemo supervise`: who owes what since when, and the papers that ask for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from ecodemo.cli import options, run, supervise_send
from ecodemo.cli.settings import Settings
from ecodemo.cli.supervised import supervised
from ecodemo.language import marked as _

if TYPE_CHECKING:
    from ecodemo.check.session import CheckResult
    from ecodemo.journal.changes import Change
    from ecodemo.paper.parts import Paper
    from ecodemo.supervise.ledger_drafts import LedgerDrafts
    from ecodemo.supervise.supervision_view import Supervision

_FIRST_YEAR = 2000

supervise = typer.Typer(
    rich_markup_mode=None,
    suggest_commands=False,
    invoke_without_command=True,
)

Out: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        metavar="DIR",
        callback=options.folder,
        help=_("Write to this folder. Default: reports/ in the workspace."),
    ),
]


class SupervisionFormat(StrEnum):
    """How the overview is printed."""

    TEXT = "text"
    JSON = "json"


@supervise.callback()
def overview(
    context: typer.Context,
    bid: options.Bid = None,
    unit: options.Units = None,
    within: options.Within = "30d",
    format_: Annotated[
        SupervisionFormat, typer.Option("--format", "-f", help=_("Set the output format."))
    ] = SupervisionFormat.TEXT,
) -> None:
    if context.invoked_subcommand is not None:
        return
    settings: Settings = context.obj
    result, supervision = supervised(settings, bid, unit, within)
    if format_ is SupervisionFormat.JSON:
        typer.echo(supervision.model_dump_json(indent=2))
    else:
        from ecodemo.cli.supervise_output import write_overview

        write_overview(supervision, settings.console(), settings.speaker)
    run.end(result)


@supervise.command("slips", help=_("Write a slip (督办单) for each unit with something due."))
def slips(
    context: typer.Context,
    bid: options.Bid = None,
    unit: options.Units = None,
    within: options.Within = "30d",
    out: Out = None,
) -> None:
    from ecodemo.errors import NothingToCheckError
    from ecodemo.model.message import message
    from ecodemo.supervise.build_slips import build_slips
    from ecodemo.supervise.slip_paper import slip_paper

    settings: Settings = context.obj
    with run.writing(settings, "supervise slips", out):
        result, supervision = supervised(settings, bid, unit, within)
        templates = str(result.root / "templates")
        papers = [slip_paper(slip, templates) for slip in build_slips(supervision)]
        if not papers:
            raise NothingToCheckError(message("Nothing is due from any unit: no slip is needed."))
        _write(settings, "supervise slips", result, _files(papers, result), out)
    run.end(result)


@supervise.command("circular", help=_("Write the circular (通报) on submissions."))
def circular(
    context: typer.Context,
    bid: options.Bid = None,
    unit: options.Units = None,
    within: options.Within = "30d",
    out: Out = None,
    draft: Annotated[
        bool,
        typer.Option(
            "--draft",
            help=_(
                "Instead of the circular, write a form for objections (异议) for each unit, with what is counted against it."
            ),
        ),
    ] = False,
) -> None:
    from ecodemo.supervise.circular_paper import circular_paper

    settings: Settings = context.obj
    with run.writing(settings, "supervise circular", out):
        result, supervision = supervised(settings, bid, unit, within)
        if draft:
            files = _objection_forms(result, supervision)
        else:
            files = _files([circular_paper(supervision, str(result.root / "templates"))], result)
        _write(settings, "supervise circular", result, files, out)
    run.end(result)


@supervise.command("meeting", help=_("Write the papers for a coordination meeting (调度会)."))
def meeting(
    context: typer.Context,
    bid: options.Bid = None,
    unit: options.Units = None,
    within: options.Within = "30d",
    out: Out = None,
) -> None:
    from ecodemo.forms.export.letterhead import letterhead_of
    from ecodemo.forms.export.minutes_form import minutes_form
    from ecodemo.supervise.build_meeting import build_meeting
    from ecodemo.supervise.meeting_paper import meeting_paper

    settings: Settings = context.obj
    with run.writing(settings, "supervise meeting", out):
        result, supervision = supervised(settings, bid, unit, within)
        templates = result.root / "templates"
        paper = meeting_paper(build_meeting(supervision, result, settings.speaker), str(templates))
        minutes = minutes_form(result.assessment, letterhead_of(templates))
        files = [*_files([paper], result), (f"{paper.name}.xlsx", minutes)]
        _write(settings, "supervise meeting", result, files, out)
    run.end(result)


@supervise.command(
    "ledger",
    help=_("Draft ledger entries from findings."),
)
def ledger(
    context: typer.Context,
    bid: options.Bid = None,
    unit: options.Units = None,
    is_dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Show what would be drafted without writing anything."))
    ] = False,
) -> None:
    from ecodemo.check.session import CheckOptions
    from ecodemo.journal.changes import Change, write_together
    from ecodemo.load.data_files import DataFiles
    from ecodemo.supervise.ledger_drafts import ledger_drafts

    settings: Settings = context.obj
    with run.writing(settings, "supervise ledger", dry_run=is_dry_run):
        result = run.judge(settings, CheckOptions(bid=bid))
        units = options.units_called(result.assessment.workspace, unit)
        drafts = ledger_drafts(result, frozenset(units))
        files = DataFiles(result.root)
        files.ledger.append("rectification", drafts.added)
        changes = [Change(path, content) for path, (_before, content) in files.contents().items()]
        if changes and not is_dry_run:
            write_together(result.root, "supervise ledger", changes)
    _say_drafts(settings, result, drafts, is_dry_run=is_dry_run)
    run.end(result)


@supervise.command("duties", help=_("Write the list of duties (责任清单)."))
def duties(
    context: typer.Context,
    bid: options.Bid = None,
    unit: options.Units = None,
    within: options.Within = "30d",
    out: Out = None,
    year: Annotated[
        int | None,
        typer.Option(
            metavar="YEAR",
            help=_(
                "Write the record of a year by unit and by leader instead (考核): what fell due in it, as of its last day, or today if it has not ended."
            ),
        ),
    ] = None,
) -> None:
    settings: Settings = context.obj
    with run.writing(settings, "supervise duties", out):
        if year is not None:
            settings = _in_year(settings, year)
        result, supervision = supervised(settings, bid, unit, within, needs_owing=False)
        paper, workbook = _duties(result, supervision, settings, year)
        files = [*_files([paper], result), (f"{paper.name}.xlsx", workbook)]
        _write(settings, "supervise duties", result, files, out)
    run.end(result)


@supervise.command(
    "messages", help=_("Write a chat message for each unit with outstanding items, ready to paste.")
)
def messages(
    context: typer.Context,
    bid: options.Bid = None,
    unit: options.Units = None,
    within: options.Within = "30d",
    out: Out = None,
) -> None:
    from ecodemo.forms.reply.replies import text_file
    from ecodemo.supervise.messages import messages_of

    settings: Settings = context.obj
    with run.writing(settings, "supervise messages", out):
        result, supervision = supervised(settings, bid, unit, within)
        texts = list(messages_of(supervision, result))
        files = [(f"message-{id_}-{supervision.today}.txt", text_file(text)) for id_, text in texts]
        _write(settings, "supervise messages", result, files, out, is_named=False)
    typer.echo("\n\n".join(text for _, text in texts))
    run.end(result)


supervise.command(
    "send", help=_("Send the messages by e-mail and to chat groups; requires the notify extra.")
)(supervise_send.send)


def _in_year(settings: Settings, year: int) -> Settings:
    """The settings with the last day of a year, if that is over.

    Raises:
        EcodemoError: the year has not begun.
    """
    from ecodemo.errors import EcodemoError
    from ecodemo.model.message import message

    today = run.day_of_judging(settings, run.open_workspace(settings).workspace)
    if not _FIRST_YEAR <= year <= today.year:
        raise EcodemoError(
            message(
                "--year takes a year from {first} to {last}.", first=str(_FIRST_YEAR), last=str(today.year)
            )
        )
    return replace(settings, today=min(today, date(year, 12, 31)))


def _duties(
    result: CheckResult, supervision: Supervision, settings: Settings, year: int | None
) -> tuple[Paper, bytes]:
    """The list of duties, or the facts of a year, as a paper and as a workbook.

    Raises:
        NothingToCheckError: no unit has any, or nothing of the bid is of the year.
    """
    from ecodemo.errors import NothingToCheckError
    from ecodemo.model.message import message
    from ecodemo.supervise.build_duties import build_duties
    from ecodemo.supervise.build_year_facts import build_year_facts
    from ecodemo.supervise.duties_paper import duties_paper, duties_workbook
    from ecodemo.supervise.year_paper import year_paper, year_workbook

    templates = str(result.root / "templates")
    view = build_duties(supervision, result, settings.speaker, year)
    if not view.units:
        raise NothingToCheckError(message("No unit has duties."))
    if year is None:
        return duties_paper(view, templates), duties_workbook(view)
    facts = build_year_facts(supervision, result, view.units, year)
    if facts.is_empty:
        raise NothingToCheckError(
            message("No document or ledger entry of the bid fell due in {year}.", year=str(year))
        )
    return year_paper(facts, templates), year_workbook(facts)


def _objection_forms(result: CheckResult, supervision: Supervision) -> list[tuple[str, bytes]]:
    """The form of each unit that something is counted against.

    Raises:
        NothingToCheckError: nothing is.
    """
    from ecodemo.errors import NothingToCheckError
    from ecodemo.forms.export.letterhead import letterhead_of
    from ecodemo.forms.export.objection_form import objection_form
    from ecodemo.model.message import message
    from ecodemo.supervise.build_objection_forms import marks_to_check

    letterhead = letterhead_of(result.root / "templates")
    files = [
        (
            f"marks-{unit.standing.unit}-{supervision.today}.xlsx",
            objection_form(result.assessment, unit.standing.unit, marks, letterhead),
        )
        for unit in supervision.units
        if (marks := tuple(marks_to_check(result.assessment, unit.standing.unit)))
    ]
    if not files:
        raise NothingToCheckError(message("Nothing is counted against any unit: no form is needed."))
    return files


def _say_drafts(settings: Settings, result: CheckResult, drafts: LedgerDrafts, *, is_dry_run: bool) -> None:
    """Each draft and each proposal on a line; the counts on stderr."""
    from ecodemo.model.message import message
    from ecodemo.supervise.ledger_drafts import closing_proposed

    say, workspace = settings.speaker.say, result.assessment.workspace
    for item in drafts.added if not settings.quiet else ():
        unit = workspace.label(str(item["unit"]))
        due = message("due {day}", day=item["due"]) if isinstance(item["due"], date) else ""
        line = message(
            "{no} {unit}: {problem} ({due})",
            no=str(item["no"]),
            unit=unit,
            problem=str(item["problem"]),
            due=due,
        )
        typer.echo(say(line))
    for entry in drafts.closable:
        typer.echo(say(closing_proposed(entry, workspace)))
    pattern = (
        message(
            "Would be drafted: {added}; findings already in the ledger: {covered}; can be closed: {closable}.",
            added=len(drafts.added), covered=drafts.covered, closable=len(drafts.closable),
        )
        if is_dry_run
        else message(
            "Drafted: {added}; findings already in the ledger: {covered}; can be closed: {closable}.",
            added=len(drafts.added), covered=drafts.covered, closable=len(drafts.closable),
        )
    )  # fmt: skip
    typer.echo(say(pattern), err=True)


def _files(papers: Sequence[Paper], result: CheckResult) -> list[tuple[str, bytes]]:
    """Each paper as docx and as Markdown."""
    from ecodemo.paper.docx import docx_content
    from ecodemo.paper.own_styles import REPORT, own_base
    from ecodemo.report.writers.markdown_paper import markdown_content

    base = own_base(result.root / "templates", REPORT)
    day: date = result.today
    return [
        file
        for paper in papers
        for file in (
            (f"{paper.name}.docx", docx_content(paper, day, base)),
            (f"{paper.name}.md", markdown_content(paper)),
        )
    ]


def _write(
    settings: Settings,
    command: str,
    result: CheckResult,
    files: Sequence[tuple[str, bytes]],
    out: Path | None,
    *,
    is_named: bool = True,
) -> None:
    """Write files together and name them; on stderr, what of the workspace's templates is not used."""
    from ecodemo.journal.changes import Change, write_together
    from ecodemo.model.message import counted, message
    from ecodemo.report.papers.blocks import remarks_on

    for remark in remarks_on(result.root / "templates"):
        typer.echo(settings.speaker.say(remark), err=True)
    folder = out or result.root / "reports"
    changes: list[Change] = [Change(folder / name, content) for name, content in files]
    write_together(result.root, command, changes)
    for change in changes if is_named else ():
        typer.echo(str(change.path))
    if not is_named and not settings.quiet:
        said = message(
            "{files} written to {folder}.",
            files=counted(len(changes), "{n} file", "{n} files"),
            folder=str(folder),
        )
        typer.echo(settings.speaker.say(said), err=True)
