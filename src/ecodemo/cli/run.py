"""How every command begins and ends: load the workspace, judge it, and report a crash or unusable data."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, NoReturn

import typer

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from ecodemo.check.session import CheckOptions, CheckResult
    from ecodemo.cli.settings import Settings
    from ecodemo.errors import UnusableDataError
    from ecodemo.evidence.stages import Progress
    from ecodemo.load.workspace import Loaded
    from ecodemo.model.evidence import Survey
    from ecodemo.model.workspace import Workspace
    from ecodemo.report.contents.board_view import Board
    from ecodemo.report.contents.evidence_view import Catalogue
    from ecodemo.report.contents.indicator_page_view import IndicatorPages
    from ecodemo.report.contents.leader_view import Leader
    from ecodemo.report.contents.migration_view import Migration
    from ecodemo.report.contents.report_view import Report
    from ecodemo.report.contents.site_view import SiteRoute
    from ecodemo.report.contents.task_view import Tasks
    from ecodemo.report.contents.weekly_view import Weekly
    from ecodemo.report.kinds import Format


def open_workspace(settings: Settings) -> Loaded:
    """The workspace that the settings name; where its data cannot be used, say why and end.

    Raises:
        EcodemoError: there is none.
    """
    from ecodemo.check.session import open_workspace as opened
    from ecodemo.errors import UnusableDataError

    try:
        return opened(root_of(settings))
    except UnusableDataError as error:
        _end_with_complaints(error, settings)


def root_of(settings: Settings) -> Path:
    """The workspace that the settings name, not loaded yet; what a killed command left there is put right.

    Raises:
        EcodemoError: there is none, or the killed command cannot be completed.
    """
    from ecodemo.load.root import find_root

    root = find_root(settings.folder)
    put_right(settings, root)
    return root


def put_right(settings: Settings, root: Path) -> None:
    """Complete or undo what a killed command was writing, and say on stderr which.

    Raises:
        EcodemoError: it cannot be completed.
    """
    from ecodemo.journal.workspace_lock import recover

    for remark in recover(root):
        typer.echo(settings.speaker.say(remark), err=True)


@contextmanager
def writing(
    settings: Settings,
    command: str,
    out: Path | None = None,
    *,
    dry_run: bool = False,
    may_be_evidence: bool = False,
) -> Iterator[Path]:
    """No other command writes to the workspace meanwhile; not needed where only a folder outside is written to.

    Args:
        settings: those of the command.
        command: its name.
        out: what it writes to, if that was named.
        dry_run: nothing is written.
        may_be_evidence: what is written may be a document of the evidence.

    Raises:
        EcodemoError: another command is writing, or the workspace cannot be written to.
    """
    from ecodemo.files import real_path
    from ecodemo.journal.workspace_lock import workspace_lock

    root = root_of(settings)
    if out is not None and not may_be_evidence:
        refuse_in_evidence(out, root)
    if dry_run or (out is not None and not real_path(out).is_relative_to(root)):
        yield root
        return
    with workspace_lock(root, command) as held:
        for remark in held.remarks:
            typer.echo(settings.speaker.say(remark), err=True)
        yield root


def refuse_in_evidence(out: Path, root: Path) -> None:
    """What a command makes would be listed, hashed and packed as a document if it were in evidence/.

    Raises:
        EcodemoError: it is to be written there.
    """
    from ecodemo.errors import EcodemoError
    from ecodemo.files import real_path
    from ecodemo.model.message import message

    if real_path(out).is_relative_to(real_path(root / "evidence")):
        raise EcodemoError(
            message("“{path}” is inside evidence/. Choose a folder outside evidence/.", path=str(out))
        )


def judge(settings: Settings, options: CheckOptions, *, says_undated: bool = True) -> CheckResult:
    """Load, judge and check; where the data cannot be used, say why and end.

    Args:
        settings: those of the command.
        options: those of the check.
        says_undated: whether to say, looking back, what has no day; not where the output says it itself.

    Raises:
        EcodemoError: there is no workspace, or an option names what is not there.
    """
    from ecodemo.errors import UnusableDataError

    try:
        return try_to_judge(settings, options, says_undated=says_undated)
    except UnusableDataError as error:
        _end_with_complaints(error, settings)


def try_to_judge(settings: Settings, options: CheckOptions, *, says_undated: bool = True) -> CheckResult:
    """Load, judge and check what the settings and options name.

    Raises:
        EcodemoError: there is no workspace, its data cannot be used, or an option names what is not there.
    """
    from ecodemo.check.session import check
    from ecodemo.check.session import open_workspace as opened

    loaded = opened(root_of(settings))
    with watched(settings) as progress:
        result = check(
            loaded,
            replace(options, jobs=settings.jobs),
            day_of_judging(settings, loaded.workspace),
            progress,
        )
    if says_undated and not settings.quiet:
        _say_undated(settings, loaded.workspace, result.today)
    return result


def _say_undated(settings: Settings, workspace: Workspace, today: date) -> None:
    """On stderr, of a day after which figures came: that what has no day counts as known."""
    from ecodemo.report.contents.labels import undated

    if workspace.as_known_on(today) is not workspace and (said := undated(workspace)):
        typer.echo(settings.speaker.say(said), err=True)


def survey_of(
    settings: Settings, loaded: Loaded, *, use_cache: bool = True, is_for_lock: bool = False
) -> Survey:
    """Look at all evidence of a workspace."""
    from ecodemo.check.session import take_survey

    with watched(settings) as progress:
        return take_survey(
            loaded.root,
            loaded.workspace,
            use_cache=use_cache,
            is_for_lock=is_for_lock,
            progress=progress,
            jobs=settings.jobs,
        )


def day_of_judging(settings: Settings, workspace: Workspace) -> date:
    """`--today`, else the example's own day, else today."""
    from ecodemo.check.session import day_of_judging as decided

    return decided(workspace, settings.today, clock())


def clock() -> date:
    """The office's own calendar day."""
    return date.today()  # noqa: DTZ011 - days are the office's, whatever the zone of a server


def write_reports(
    settings: Settings,
    command: str,
    root: Path,
    papers: Iterable[
        tuple[
            Report | Catalogue | Tasks | Leader | Weekly | Board | IndicatorPages | SiteRoute | Migration,
            Format,
        ]
    ],
    bid: str,
    out: Path | None,
    *,
    is_listed: bool = True,
) -> list[Path]:
    """Write papers, each in its format, and print their paths unless `is_listed` is false; on stderr, what of the workspace's templates is not used.

    Raises:
        EcodemoError: a template of the workspace's own is not right, or a file cannot be written.
    """
    from ecodemo.journal.changes import Change, write_together
    from ecodemo.report.papers.blocks import remarks_on

    templates = root / "templates"
    for remark in remarks_on(templates):
        typer.echo(settings.speaker.say(remark), err=True)
    folder = out or root / "reports"
    changes = [
        Change(
            folder / written.file_name(view, bid),
            written.render(view, str(templates)),
        )
        for view, written in papers
    ]
    write_together(root, command, changes)
    for change in changes if is_listed else ():
        typer.echo(str(change.path))
    return [change.path for change in changes]


def may_be_shown_again(
    settings: Settings, result: CheckResult, commands: Sequence[Sequence[str]] = ()
) -> None:
    """Say that what was printed rests on nothing but the workspace and the day; not where it would say another thing next time.

    Args:
        settings: those of the command.
        result: what was judged.
        commands: what may be chosen next.
    """
    from ecodemo.evidence.stored_survey import is_repeatable

    if settings.screen and result.uses_cache and not result.crashes and is_repeatable(result.survey):
        settings.screen.follows_from_workspace(commands)


def end(result: CheckResult) -> None:
    """End a command that wrote what it was asked for: a rule that crashed is never a success."""
    from ecodemo.errors import ExitCode

    if result.crashes:
        raise typer.Exit(ExitCode.FAULT)


def _end_with_complaints(error: UnusableDataError, settings: Settings) -> NoReturn:
    """On stderr: there is no product."""
    from ecodemo.errors import ExitCode
    from ecodemo.report.check.terminal import write_complaints
    from ecodemo.report.contents.build import complaints

    speaker = settings.speaker
    write_complaints(complaints(error, speaker), settings.console(stderr=True), speaker)
    raise typer.Exit(ExitCode.UNUSABLE)


def watched(settings: Settings) -> AbstractContextManager[Progress | None]:
    """A bar at a terminal."""
    from ecodemo.cli.progress_bar import watched as bar

    return bar(settings)
