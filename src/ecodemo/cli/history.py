"""`ecodemo snapshot` and `ecodemo diff`: what is kept of a day, and what changed since."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ecodemo.cli import run
from ecodemo.cli.settings import Settings
from ecodemo.language import marked as _

if TYPE_CHECKING:
    from ecodemo.check.session import CheckResult
    from ecodemo.history.states import NamedState
    from ecodemo.paper.parts import Paper
    from ecodemo.report.diff_view import Diff

_FROM = _("The earlier state: the date of a snapshot, a git revision, or “now”. Default: the last snapshot.")
_TO = _("The later state: the date of a snapshot, a git revision, or “now”. Default: now.")


class DiffFormat(StrEnum):
    """How a difference is printed."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "md"


def snapshot(
    context: typer.Context,
    note: Annotated[str, typer.Option(metavar="TEXT", help=_("Store a note in the snapshot."))] = "",
) -> None:
    from ecodemo.check.session import CheckOptions
    from ecodemo.history.snapshots import snapshot_change
    from ecodemo.journal.changes import write_together
    from ecodemo.report.build_state import state_of

    settings: Settings = context.obj
    with run.writing(settings, "snapshot") as root:
        result = run.judge(settings, CheckOptions())
        change = snapshot_change(root, state_of(result), note)
        write_together(root, "snapshot", [change])
    typer.echo(str(change.path))
    run.end(result)


def diff(
    context: typer.Context,
    before: Annotated[str | None, typer.Argument(metavar="FROM", help=_FROM)] = None,
    after: Annotated[str | None, typer.Argument(metavar="TO", help=_TO)] = None,
    format_: Annotated[
        DiffFormat, typer.Option("--format", "-f", help=_("Set the output format."))
    ] = DiffFormat.TEXT,
    output_file: Annotated[
        Path | None,
        typer.Option("--output-file", "-o", metavar="FILE", help=_("Write the output to this file.")),
    ] = None,
) -> None:
    from ecodemo.check.session import CheckOptions
    from ecodemo.history.states import NOW, state_named
    from ecodemo.journal.changes import Change, write_together
    from ecodemo.report.compute_diff import diff_of

    settings: Settings = context.obj
    result = run.judge(settings, CheckOptions(), says_undated=False)
    earlier = state_named(before, result) if before else _last_snapshot(result)
    later = state_named(after or NOW, result)
    compared = diff_of(earlier.state, later.state, before_name=earlier.name, after_name=later.name)
    if output_file is None:
        _show(compared, result, format_, settings)
    else:
        write_together(
            result.root, "diff", [Change(output_file, _rendered(compared, result, format_, settings))]
        )
    run.end(result)


def _last_snapshot(result: CheckResult) -> NamedState:
    """The last one before the day, or of it.

    Raises:
        NothingToCheckError: there is none.
    """
    from ecodemo.errors import NothingToCheckError
    from ecodemo.history.snapshots import days_of_snapshots
    from ecodemo.history.states import state_named
    from ecodemo.model.message import message

    days = [day for day in days_of_snapshots(result.root) if day <= result.today]
    if not days:
        raise NothingToCheckError(
            message(
                "No snapshots yet. Take one with “ecodemo snapshot”, or specify two states, such as HEAD~1 now."
            )
        )
    return state_named(days[-1].isoformat(), result)


def _show(compared: Diff, result: CheckResult, format_: DiffFormat, settings: Settings) -> None:
    import sys

    if format_ is DiffFormat.TEXT:
        from ecodemo.report.writers.terminal_paper import write_paper

        write_paper(_paper(compared, result, settings), settings.console())
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(_rendered(compared, result, format_, settings))
    sys.stdout.buffer.flush()


def _rendered(compared: Diff, result: CheckResult, format_: DiffFormat, settings: Settings) -> bytes:
    from ecodemo.report.writers.markdown_paper import markdown_content

    if format_ is DiffFormat.JSON:
        return (compared.model_dump_json(indent=2, by_alias=True) + "\n").encode()
    paper = _paper(compared, result, settings)
    return markdown_content(paper) if format_ is DiffFormat.MARKDOWN else f"{paper.text}\n".encode()


def _paper(compared: Diff, result: CheckResult, settings: Settings) -> Paper:
    from ecodemo.history.diff_paper import diff_paper

    return diff_paper(compared, result.assessment.workspace, settings.speaker)
