"""`ecodemo report`: the papers of a phase."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from ecodemo.cli import complete, options, run
from ecodemo.cli.settings import Settings
from ecodemo.language import marked as _

if TYPE_CHECKING:
    from ecodemo.check.session import CheckOptions, CheckResult
    from ecodemo.report.contents.board_view import Board
    from ecodemo.report.contents.indicator_page_view import IndicatorPages
    from ecodemo.report.contents.leader_view import Leader
    from ecodemo.report.contents.migration_view import Migration
    from ecodemo.report.contents.report_view import Report
    from ecodemo.report.contents.site_view import SiteRoute
    from ecodemo.report.contents.task_view import Tasks
    from ecodemo.report.contents.weekly_view import Weekly
    from ecodemo.report.kinds import Format


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
            help=_("Formats to write, comma-separated: md, docx, xlsx, txt, html, or all."),
        ),
    ] = "md,xlsx",
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            callback=options.folder,
            help=_("Write to this folder. Default: reports/ in the workspace."),
        ),
    ] = None,
    kind: Annotated[
        str | None,
        typer.Option(
            metavar="LIST",
            help=_(
                "Reports to write, comma-separated: phase, status, leader, weekly, board, indicator, explanation, tasks, four-properties, or all. Default: phase,status."
            ),
        ),
    ] = None,
    group: Annotated[
        str | None,
        typer.Option(
            metavar="ID",
            help=_("Limit the leader, indicator and explanation reports to this group."),
        ),
    ] = None,
    indicator: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ID",
            help=_(
                "Limit the indicator and explanation reports to these indicators, by id, number or name. May be repeated or comma-separated."
            ),
            autocompletion=complete.indicators,
        ),
    ] = None,
    from_lock: options.FromLock = False,
    is_opened: Annotated[bool, typer.Option("--open", help=_("Open the first file written."))] = False,
    is_watched: Annotated[
        bool,
        typer.Option(
            "--watch",
            help=_("Rewrite the reports whenever data, evidence or templates change; press Ctrl-C to stop."),
        ),
    ] = False,
) -> None:
    from ecodemo.check.session import CheckOptions
    from ecodemo.model.message import message
    from ecodemo.report.kinds import (
        ALL,
        BOARD,
        EXPLANATION,
        FORMAT_NAMES,
        INDICATOR,
        LEADER,
        REPORT_KINDS,
        USUAL_KINDS,
        formats_of,
        is_usual,
    )
    from ecodemo.unknown_word import refuse_unknown

    settings: Settings = context.obj
    if is_watched and kind is None and not _is_typed(context, "format_"):
        kind, format_ = BOARD, "html"
    formats = FORMAT_NAMES if format_ == ALL else options.listed([format_])
    kinds = USUAL_KINDS if kind is None else REPORT_KINDS if kind == ALL else options.listed([kind])
    refuse_unknown(message("format"), formats, list(FORMAT_NAMES))
    refuse_unknown(message("kind of report"), kinds, list(REPORT_KINDS))
    _refuse_impossible(
        kinds,
        formats,
        kinds_named=kind not in (None, ALL),
        formats_named=format_ != ALL and _is_typed(context, "format_"),
    )
    of_indicators = [INDICATOR, EXPLANATION]
    _refuse_alone("--group", group, kinds, [LEADER, *of_indicators])
    _refuse_alone("--indicator", indicator, kinds, of_indicators)
    chosen = formats_of(kinds, formats)
    if kind is None and format_ != ALL:
        chosen = tuple(filter(is_usual, chosen))
    # A paper rests on the files, not on what looked untouched; so it is also the same whenever it is written.
    asked = CheckOptions(phase=phase, bid=bid, use_cache=from_lock, from_lock=from_lock)
    wanted = _Wanted(kinds, chosen, asked, group or "", options.listed(indicator), out)
    if is_watched:
        _write_again_and_again(settings, wanted, is_opened=is_opened)
    files, result, model = _write(settings, wanted)
    if is_opened:
        _open(settings, files[0])
    if not settings.quiet:
        typer.echo(
            f"{model.summary}{model.conclusion}"
            if model.language == "zh"
            else f"{model.summary} {model.conclusion}",
            err=True,
        )
    run.end(result)


def _is_typed(context: typer.Context, parameter: str) -> bool:
    source = context.get_parameter_source(parameter)
    return source is not None and source.name == "COMMANDLINE"


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What was asked for on the command line."""

    kinds: Sequence[str]
    formats: Sequence[Format]
    options: CheckOptions
    group: str
    indicators: Sequence[str]
    out: Path | None


def _write(
    settings: Settings, wanted: _Wanted, *, is_listed: bool = True
) -> tuple[list[Path], CheckResult, Report]:
    """Judge, and write the reports that are asked for."""
    from ecodemo.errors import NothingToCheckError
    from ecodemo.history.snapshots import course
    from ecodemo.model.message import message
    from ecodemo.report.contents.build import build
    from ecodemo.report.contents.course_points import point_of
    from ecodemo.report.contents.file_address import way_to
    from ecodemo.report.kinds import BOARD, SITES, STATUS, WEEKLY

    with run.writing(settings, "report", wanted.out):
        result = run.judge(settings, wanted.options)
        address = way_to(result.root / "evidence", wanted.out or result.root / "reports")
        model = build(result, settings.speaker).model_copy(update={"evidence": address})
        if {BOARD, STATUS, WEEKLY} & set(wanted.kinds):
            earlier = course(result.root, model.bid.id, result.today)
            model = model.model_copy(update={"course": (*earlier, point_of(model.state))})
        views = _views(result, model, wanted, settings)
        papers = [
            (views.get(written.kind, model), written)
            for written in wanted.formats
            if written.kind != SITES or result.assessment.workspace.sites
        ]
        if not papers:
            raise NothingToCheckError(message("No sites: enter them in data/sites.yaml."))
        files = run.write_reports(
            settings, "report", result.root, papers, model.bid.id, wanted.out, is_listed=is_listed
        )
    return files, result, model


def _views(
    result: CheckResult, model: Report, wanted: _Wanted, settings: Settings
) -> dict[str, Tasks | Leader | Weekly | Board | IndicatorPages | SiteRoute | Migration]:
    """Those of the kinds that have one of their own."""
    from ecodemo.history.snapshots import last_snapshot
    from ecodemo.report.board.build_board import build_board
    from ecodemo.report.indicator.build_pages import build_pages
    from ecodemo.report.kinds import BOARD, EXPLANATION, INDICATOR, LEADER, MIGRATION, SITES, TASKS, WEEKLY
    from ecodemo.report.leader.build_leader import build_leader
    from ecodemo.report.migration.build_migration import build_migration
    from ecodemo.report.sites.build_sites import build_sites
    from ecodemo.report.tasks.build_tasks import build_tasks
    from ecodemo.report.weekly.build_weekly import build_weekly
    from ecodemo.report.weekly.week_before import begin_of_week

    views: dict[str, Tasks | Leader | Weekly | Board | IndicatorPages | SiteRoute | Migration] = {}
    if TASKS in wanted.kinds:
        views[TASKS] = build_tasks(result, settings.speaker)
    if SITES in wanted.kinds:
        views[SITES] = build_sites(result, settings.speaker)
    if BOARD in wanted.kinds:
        folder = wanted.out or result.root / "reports"
        views[BOARD] = build_board(result, model, settings.speaker, folder)
    if LEADER in wanted.kinds:
        views[LEADER] = build_leader(result, model, settings.speaker, wanted.group)
    if WEEKLY in wanted.kinds:
        snapshot = last_snapshot(result.root, model.bid.id, begin_of_week(result.today))
        views[WEEKLY] = build_weekly(result, model, settings.speaker, snapshot)
    if MIGRATION in wanted.kinds:
        views[MIGRATION] = build_migration(result, settings.speaker)
    if of_indicators := {INDICATOR, EXPLANATION} & set(wanted.kinds):
        called = result.assessment.workspace.lookup.indicator
        chosen = [called(word) for word in wanted.indicators]
        pages = build_pages(result, model, settings.speaker, wanted.group, chosen)
        views |= dict.fromkeys(of_indicators, pages)
    return views


def _open(settings: Settings, path: Path) -> None:
    from ecodemo.model.message import message

    if typer.launch(str(path.absolute())):
        words = message("Cannot open {path}: no suitable program found.", path=str(path))
        typer.echo(settings.speaker.say(words), err=True)


def _write_again_and_again(settings: Settings, wanted: _Wanted, *, is_opened: bool) -> NoReturn:
    """Write now and after every change of the data, the evidence or the templates, until somebody interrupts it."""
    from datetime import datetime

    from ecodemo.cli.watching import at_every_change
    from ecodemo.errors import EcodemoError
    from ecodemo.model.message import counted, message

    root, left = run.root_of(settings), [is_opened]

    def rebuild() -> None:
        try:
            files, _, _ = _write(settings, wanted, is_listed=False)
        except EcodemoError as error:
            typer.echo(settings.speaker.say(error.message), err=True)
            return
        except typer.Exit:  # what is wrong with the data was reported
            return
        line = message(
            "{time} {files} written to {folder}",
            time=datetime.now().strftime("%H:%M:%S"),  # noqa: DTZ005 - as on the clock in the office
            files=counted(len(files), "{n} file", "{n} files"),
            folder=str(files[0].parent),
        )
        typer.echo(settings.speaker.say(line))
        sys.stdout.flush()
        if left.pop() if left else False:
            _open(settings, files[0])

    at_every_change(root, rebuild)


def _refuse_alone(option: str, value: object, kinds: Sequence[str], able: Sequence[str]) -> None:
    """An option that chooses pages goes with a kind that has them.

    Raises:
        EcodemoError: no such kind is written.
    """
    from ecodemo.errors import EcodemoError
    from ecodemo.model.message import listing, message

    if value and not set(able) & set(kinds):
        raise EcodemoError(message("{option} requires --kind {kinds}.", option=option, kinds=listing(*able)))


def _refuse_impossible(
    kinds: Sequence[str], formats: Sequence[str], *, kinds_named: bool, formats_named: bool
) -> None:
    """A kind and a format that are named both must be one of those that there are; what is not named takes what there is.

    Raises:
        EcodemoError: a named kind is not written in a named format, or nothing is left to write.
    """
    from ecodemo.errors import EcodemoError
    from ecodemo.model.message import listing, message
    from ecodemo.report.kinds import FORMAT_NAMES, formats_of

    for kind in kinds if kinds_named else ():
        there = tuple(dict.fromkeys(written.name for written in formats_of([kind], FORMAT_NAMES)))
        impossible = [name for name in formats if name not in there]
        if impossible and (formats_named or len(impossible) == len(formats)):
            raise EcodemoError(
                message(
                    "{kind} is available as {formats}, not as {asked}.",
                    kind=kind,
                    formats=listing(*there),
                    asked=listing(*impossible),
                )
            )
    if not formats_of(kinds, formats):
        raise EcodemoError(message("None of these reports is available in these formats."))
