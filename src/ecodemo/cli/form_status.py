"""`ecodemo form status`: who has returned theirs, what is still open, and who has not."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from ecodemo.cli import options, run
from ecodemo.cli.settings import Settings
from ecodemo.language import marked as _

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import Console

    from ecodemo.assess.bid import Assessment
    from ecodemo.forms.submissions import Submission
    from ecodemo.language import Speaker


class StatusFormat(StrEnum):
    """How the list is printed."""

    TEXT = "text"
    CSV = "csv"
    JSON = "json"


def status(
    context: typer.Context,
    unit: Annotated[
        list[str] | None,
        typer.Option(
            "--unit",
            metavar="ID",
            help=_("Limit to these units, by id or name. May be repeated or comma-separated."),
        ),
    ] = None,
    group: Annotated[
        list[str] | None,
        typer.Option(
            "--group",
            metavar="ID",
            help=_(
                "Limit to units that report for the indicators of these groups, by id or name. May be repeated or comma-separated."
            ),
        ),
    ] = None,
    format_: Annotated[
        StatusFormat, typer.Option("--format", "-f", help=_("Set the output format."))
    ] = StatusFormat.TEXT,
    bid: options.Bid = None,
) -> None:
    from ecodemo.check.session import CheckOptions
    from ecodemo.cli.submission_table import file_columns
    from ecodemo.errors import NothingToCheckError
    from ecodemo.forms.submissions import submissions, units_of_groups
    from ecodemo.model.message import message
    from ecodemo.report.writers.csv_table import csv_table
    from ecodemo.unknown_word import refuse_unknown

    settings: Settings = context.obj
    result = run.judge(settings, CheckOptions(bid=bid))
    assessment = result.assessment
    workspace = assessment.workspace
    units = options.units_called(workspace, unit)
    groups = [workspace.lookup.group(word) for word in options.listed(group)]
    refuse_unknown(message("group"), groups, [entry.id for entry in workspace.groups])
    of_groups = units_of_groups(assessment, groups)
    rows = tuple(
        row
        for row in submissions(result, assessment)
        if (not units or row.unit.id in units) and (not groups or row.unit.id in of_groups)
    )
    if not rows:
        raise NothingToCheckError(message("Nothing matches the filters."))
    match format_:
        case StatusFormat.JSON:
            typer.echo(_as_json(rows, assessment))
        case StatusFormat.CSV:
            typer.echo(csv_table(file_columns(settings.speaker), rows), nl=False)
        case _:
            has_inbox = (result.root / "inbox").is_dir()
            _write(rows, assessment, settings.console(), settings.speaker, has_inbox=has_inbox)
    run.may_be_shown_again(settings, result)
    run.end(result)


def _write(
    rows: Sequence[Submission], assessment: Assessment, console: Console, speaker: Speaker, *, has_inbox: bool
) -> None:
    from rich.text import Text

    from ecodemo.cli.submission_table import terminal_columns
    from ecodemo.forms.submissions import lists_to_paste
    from ecodemo.model.message import message
    from ecodemo.model.organisation import UnitKind
    from ecodemo.report.writers.terminal_table import write_table

    say = speaker.say
    _title(assessment, console, speaker)
    kinds = {UnitKind.DEPARTMENT: speaker.text("Departments"), UnitKind.TOWNSHIP: speaker.text("Townships")}
    for kind, name in kinds.items():
        of_kind = [row for row in rows if row.unit.kind is kind]
        if not of_kind:
            continue
        come = sum(row.has_come for row in of_kind)
        head = message("{kind}: {come} of {all} submitted", kind=name, come=come, all=len(of_kind))
        console.print(Text(say(head), style="bold"))
        columns = terminal_columns(assessment.today, speaker)
        write_table(console, columns, of_kind, keeps_heads=True)
        for line in lists_to_paste(of_kind):
            console.print(Text(line), soft_wrap=True)
        console.print()
    known = (
        message(
            "Dates are taken from the packs in inbox/ and from the register (data/progress), up to {day}.",
            day=assessment.today,
        )
        if has_inbox
        else message(
            "No inbox/ folder: dates are taken only from the register (data/progress), up to {day}. Packs without documents are not dated there.",
            day=assessment.today,
        )
    )
    _line(say(known), console)


def _title(assessment: Assessment, console: Console, speaker: Speaker) -> None:
    from rich.text import Text

    from ecodemo.report.contents.labels import EXAMPLE
    from ecodemo.report.writers.folding import fold

    workspace, say = assessment.workspace, speaker.say
    phase = workspace.calendar.phase_on(assessment.today)
    names = (say(named.label) for named in (workspace.county, assessment.bid, phase))
    title = Text("  ".join((*names, say(assessment.today))), style="bold")
    if workspace.example:
        title.append(f"  [{say(EXAMPLE)}]", "magenta")
    for line in fold(title, console.width):
        console.print(line)


def _line(line: str, console: Console) -> None:
    from rich.text import Text

    from ecodemo.report.writers.folding import fold

    for part in fold(Text(line), console.width):
        console.print(part)


def _as_json(rows: Iterable[Submission], assessment: Assessment) -> str:
    import json

    rows = list(rows)
    phase = assessment.workspace.calendar.phase_on(assessment.today)
    return json.dumps(
        {
            "version": 1,
            "county": assessment.workspace.county.name,
            "bid": assessment.bid.id,
            "phase": phase.id,
            "today": assessment.today.isoformat(),
            "example": assessment.workspace.example,
            "units": [
                {
                    "unit": row.unit.id,
                    "name": row.unit.name,
                    "kind": row.unit.kind.value,
                    "returned": row.has_come,
                    "first": row.first.isoformat() if row.first else None,
                    "last": row.last.isoformat() if row.last else None,
                    "deliveries": row.deliveries,
                    "known_from": [source.value for source in row.sources],
                    "problems": row.problems,
                    "figures_owed": row.figures_owed,
                    "documents_owed": row.documents_owed,
                    "silent_in_phase": row.is_silent,
                }
                for row in rows
            ],
        },
        ensure_ascii=False,
        indent=2,
    )
