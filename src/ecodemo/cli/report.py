"""`ecodemo report`: the papers of a phase."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ecodemo.cli import complete, options, run
from ecodemo.cli.settings import Settings
from ecodemo.language import marked as _

if TYPE_CHECKING:
    from ecodemo.report.contents.indicator_page_view import IndicatorPages
    from ecodemo.report.contents.leader_view import Leader
    from ecodemo.report.contents.task_view import Tasks


def report(
    context: typer.Context,
    phase: options.Phase = None,
    bid: options.Bid = None,
    format_: Annotated[
        str,
        typer.Option(
            "--format",
            "-f",
            metavar="LIST",
            help=_("Set the formats, separated by commas: md, docx, xlsx, txt, or all."),
        ),
    ] = "md,xlsx",
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help=_("Write to this folder. Default: reports/ in the workspace.")),
    ] = None,
    kind: Annotated[
        str | None,
        typer.Option(
            metavar="LIST",
            help=_(
                "Set the reports, separated by commas: phase, status, leader, indicator, explanation, tasks, four-properties, or all. Default: phase,status."
            ),
        ),
    ] = None,
    group: Annotated[
        str | None,
        typer.Option(
            metavar="GROUP",
            help=_("Limit leader, indicator and explanation to this working group."),
        ),
    ] = None,
    indicator: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ID",
            help=_("Limit indicator and explanation to this indicator."),
            autocompletion=complete.indicators,
        ),
    ] = None,
    is_opened: Annotated[bool, typer.Option("--open", help=_("Open the first file written."))] = False,
) -> None:
    from ecodemo.check.session import CheckOptions, refuse_unknown
    from ecodemo.model.message import message
    from ecodemo.report.contents.build import build
    from ecodemo.report.indicator.build_pages import build_pages
    from ecodemo.report.kinds import (
        ALL,
        EXPLANATION,
        FORMAT_NAMES,
        INDICATOR,
        LEADER,
        REPORT_KINDS,
        TASKS,
        USUAL_KINDS,
        formats_of,
    )
    from ecodemo.report.leader.build_leader import build_leader
    from ecodemo.report.tasks.build_tasks import build_tasks

    settings: Settings = context.obj
    formats = FORMAT_NAMES if format_ == ALL else options.listed([format_])
    kinds = USUAL_KINDS if kind is None else REPORT_KINDS if kind == ALL else options.listed([kind])
    refuse_unknown(message("format"), formats, list(FORMAT_NAMES))
    refuse_unknown(message("kind of report"), kinds, list(REPORT_KINDS))
    _refuse_impossible(kinds, formats, is_named=kind not in (None, ALL) and format_ != ALL)
    of_indicators = [INDICATOR, EXPLANATION]
    _refuse_alone("--group", group, kinds, [LEADER, *of_indicators])
    _refuse_alone("--indicator", indicator, kinds, of_indicators)
    wanted = formats_of(kinds, formats)
    # A paper rests on what lies there, not on what looked untouched; so it is also the same whenever it is written.
    with run.writing(settings, "report", out):
        result = run.judge(settings, CheckOptions(phase=phase, bid=bid, use_cache=False))
        model = build(result, settings.speaker)
        views: dict[str, Tasks | Leader | IndicatorPages] = {}
        if TASKS in kinds:
            views[TASKS] = build_tasks(result, settings.speaker)
        if LEADER in kinds:
            views[LEADER] = build_leader(result, model, settings.speaker, group or "")
        if not set(of_indicators).isdisjoint(kinds):
            called = result.assessment.workspace.indicator_called
            chosen = [called(word) for word in options.listed(indicator)]
            pages = build_pages(result, model, settings.speaker, group or "", chosen)
            views |= dict.fromkeys(of_indicators, pages)
        papers = [(views.get(written.kind, model), written) for written in wanted]
        files = run.write_reports(settings, "report", result.root, papers, model.bid.id, out)
    if is_opened and typer.launch(str(files[0].absolute())):
        typer.echo(
            settings.speaker.say(
                message("Cannot open {path}: no suitable program found.", path=str(files[0]))
            ),
            err=True,
        )
    if not settings.quiet:
        typer.echo(
            f"{model.summary}{model.conclusion}"
            if model.language == "zh"
            else f"{model.summary} {model.conclusion}",
            err=True,
        )
    run.end(result)


def _refuse_alone(option: str, value: object, kinds: Sequence[str], able: Sequence[str]) -> None:
    """An option that chooses pages goes with a kind that has them.

    Raises:
        EcodemoError: no such kind is written.
    """
    from ecodemo.errors import EcodemoError
    from ecodemo.model.message import listing, message

    if value and not set(able) & set(kinds):
        raise EcodemoError(message("{option} requires --kind {kinds}.", option=option, kinds=listing(*able)))


def _refuse_impossible(kinds: Sequence[str], formats: Sequence[str], *, is_named: bool) -> None:
    """A kind and a format that are named both must be one of those that there are; `all` takes what there is.

    Raises:
        EcodemoError: a kind is written in none of the formats, or a named format belongs to none of the kinds.
    """
    from ecodemo.errors import EcodemoError
    from ecodemo.model.message import listing, message
    from ecodemo.report.kinds import FORMAT_NAMES, formats_of

    for kind in kinds if is_named else ():
        if not formats_of([kind], formats):
            there = dict.fromkeys(written.name for written in formats_of([kind], FORMAT_NAMES))
            raise EcodemoError(
                message(
                    "{kind} is available as {formats}, not as {asked}.",
                    kind=kind,
                    formats=listing(*there),
                    asked=listing(*formats),
                )
            )
    if not formats_of(kinds, formats):
        raise EcodemoError(message("None of these reports is available in these formats."))
