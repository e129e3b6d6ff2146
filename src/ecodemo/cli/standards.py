"""`ecodemo standards`: the lists of indicators of the workspace, and the workbook of one."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ecodemo.cli import run
from ecodemo.cli.settings import Settings
from ecodemo.language import marked as _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecodemo.model.message import Message
    from ecodemo.model.standard import Standard
    from ecodemo.model.workspace import Workspace


class ComparisonFormat(StrEnum):
    """How the comparison of two lists is printed."""

    TEXT = "text"
    MARKDOWN = "md"
    JSON = "json"


standards = typer.Typer(
    rich_markup_mode=None,
    suggest_commands=False,
    invoke_without_command=True,
)


@standards.callback()
def list_(context: typer.Context) -> None:
    if context.invoked_subcommand is not None:
        return
    settings: Settings = context.obj
    workspace = run.open_workspace(settings).workspace
    for id_ in sorted(workspace.standards):
        _say(workspace.standards[id_], workspace, settings)


def _say(standard: Standard, workspace: Workspace, settings: Settings) -> None:
    """A line about a list, and one below it that says how far it can be relied on."""
    from ecodemo.model.message import listing, message

    say = settings.speaker.say
    typer.echo(say(message("{id}  {title}", id=standard.id, title=standard.label)))
    facts = [message("rows: {count}", count=len(standard.rows))]
    if standard.rows_of:
        facts = [message("rows of {other}", other=standard.rows_of)]
    if standard.vetoes:
        facts.append(message("vetoes: {count}", count=len(standard.vetoes)))
    if standard.pass_rule and standard.pass_rule.points is not None:
        facts.append(message("points: {score}", score=standard.pass_rule.score))
    if standard.partial:
        facts.append(message("rows are missing"))
    if standard.unverified or standard.rows_of:
        facts.append(message("not verified"))
    elif standard.is_verified:
        facts.append(message("verified"))
    else:
        facts += _unverified(standard)
    bids = [bid.id for bid in workspace.bids if bid.standard == standard.id]
    if bids:
        facts.append(message("used by {bids}", bids=listing(*bids)))
    typer.echo(f"  {say(message('{facts}', facts=listing(*facts)))}")


def _unverified(standard: Standard) -> Iterator[Message]:
    """What of a list is not compared with its source yet."""
    from ecodemo.model.message import message

    if rows := sum(bool(row.unverified) for row in standard.rows):
        yield message("rows not verified: {count}", count=rows)
    if standard.pass_rule and standard.pass_rule.unverified:
        yield message("pass rule not verified")
    if vetoes := sum(bool(veto.unverified) for veto in standard.vetoes):
        yield message("vetoes not verified: {count}", count=vetoes)


@standards.command(
    "form",
    help=_("Write a standard as a workbook to fill in."),
)
def form_(
    context: typer.Context,
    standard: Annotated[
        str | None, typer.Argument(metavar="ID", help=_("Standard to write. Default: an empty workbook."))
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help=_("Write to this file. Default: a workbook in 发出/ in the workspace.")
        ),
    ] = None,
) -> None:
    from ecodemo.cli.written_form import say_written_form
    from ecodemo.errors import EcodemoError
    from ecodemo.forms.contract import WORKBOOK_NAME, FormKind
    from ecodemo.forms.export.write_form import write_form
    from ecodemo.forms.export.write_packs import OUT
    from ecodemo.forms.standard.standard_entries import standard_content
    from ecodemo.model.message import message
    from ecodemo.unknown_word import refuse_unknown

    settings: Settings = context.obj
    with run.writing(settings, "standards form", out) as root:
        workspace = run.open_workspace(settings).workspace
        if standard is not None:
            refuse_unknown(message("standard"), [standard], sorted(workspace.standards))
            if other := workspace.standards[standard].rows_of:
                words = message(
                    "{id} uses the rows of {other}. Write the workbook of {other} instead, and enter a new id (代号) in it.",
                    id=standard,
                    other=other,
                )
                raise EcodemoError(words)
        name = (
            f"{WORKBOOK_NAME[FormKind.STANDARD]}_{standard}" if standard else WORKBOOK_NAME[FormKind.STANDARD]
        )
        path = out or root / OUT / f"{name}.xlsx"
        listed = workspace.standards[standard] if standard else None
        content = standard_content(workspace, listed, run.day_of_judging(settings, workspace))
        kept = write_form(root, "standards form", path, content)
    text = message(
        "Fill in the yellow cells and save the workbook. Then run: ecodemo form import {path}", path=str(path)
    )
    say_written_form(settings, path, kept, text)


@standards.command("diff", help=_("Compare two standards line by line."))
def diff_(
    context: typer.Context,
    before: Annotated[str, typer.Argument(metavar="FROM", help=_("The earlier standard."))],
    after: Annotated[str, typer.Argument(metavar="TO", help=_("The later standard."))],
    format_: Annotated[
        ComparisonFormat, typer.Option("--format", "-f", help=_("Set the output format."))
    ] = ComparisonFormat.TEXT,
) -> None:
    from ecodemo.model.message import message
    from ecodemo.report.editions.comparison_paper import comparison_paper
    from ecodemo.report.editions.list_comparison import compare_lists
    from ecodemo.report.writers.markdown_paper import markdown_content
    from ecodemo.report.writers.terminal_paper import write_paper
    from ecodemo.unknown_word import refuse_unknown

    settings: Settings = context.obj
    workspace = run.open_workspace(settings).workspace
    refuse_unknown(message("standard"), [before, after], sorted(workspace.standards))
    compared = compare_lists(workspace.standards[before], workspace.standards[after], workspace)
    if format_ is ComparisonFormat.JSON:
        typer.echo(compared.model_dump_json(indent=2, by_alias=True))
        return
    paper = comparison_paper(compared, workspace, settings.speaker)
    if format_ is ComparisonFormat.MARKDOWN:
        typer.echo(markdown_content(paper).decode(), nl=False)
    else:
        write_paper(paper, settings.console())
