"""How every command begins and ends: load the workspace, judge it, and say what a crash or unusable data come to."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import date
from typing import TYPE_CHECKING, NoReturn

import typer

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from ecodemo.check.session import CheckOptions, CheckResult
    from ecodemo.cli.settings import Settings
    from ecodemo.errors import UnusableDataError
    from ecodemo.evidence.stages import Progress
    from ecodemo.load.workspace import Loaded
    from ecodemo.model.evidence import Survey
    from ecodemo.model.workspace import Workspace
    from ecodemo.report.contents.evidence_view import Catalogue
    from ecodemo.report.contents.view import Report
    from ecodemo.report.kinds import Format


def open_workspace(settings: Settings) -> Loaded:
    """The workspace that the settings name; where its data cannot be used, say why and end.

    Raises:
        EcodemoError: there is none.
    """
    from ecodemo.check.session import open_workspace as opened
    from ecodemo.errors import UnusableDataError

    try:
        return opened(settings.folder)
    except UnusableDataError as error:
        _end_with_complaints(error, settings)


def judge(settings: Settings, options: CheckOptions) -> CheckResult:
    """Load, judge and check; where the data cannot be used, say why and end.

    Raises:
        EcodemoError: there is no workspace, or an option names what is not there.
    """
    from ecodemo.errors import UnusableDataError

    try:
        return try_to_judge(settings, options)
    except UnusableDataError as error:
        _end_with_complaints(error, settings)


def try_to_judge(settings: Settings, options: CheckOptions) -> CheckResult:
    """Load, judge and check what the settings and options name.

    Raises:
        EcodemoError: there is no workspace, its data cannot be used, or an option names what is not there.
    """
    from ecodemo.check.session import check
    from ecodemo.check.session import open_workspace as opened

    loaded = opened(settings.folder)
    with _watched(settings) as progress:
        return check(loaded, options, day_of_judging(settings, loaded.workspace), progress)


def survey_of(
    settings: Settings, loaded: Loaded, *, use_cache: bool = True, is_for_lock: bool = False
) -> Survey:
    """Look at all evidence of a workspace."""
    from ecodemo.check.session import take_survey

    with _watched(settings) as progress:
        return take_survey(
            loaded.root, loaded.workspace, use_cache=use_cache, is_for_lock=is_for_lock, progress=progress
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
    root: Path,
    view: Report | Catalogue,
    bid: str,
    formats: Iterable[Format],
    out: Path | None,
) -> None:
    """Write a report in some formats and print their paths; on stderr, what of the workspace's templates is not used.

    Raises:
        EcodemoError: a template of the workspace's own is not right, or a file cannot be written.
    """
    from ecodemo.files import write_whole
    from ecodemo.report.papers.blocks import remarks_on

    templates = root / "templates"
    for remark in remarks_on(templates):
        typer.echo(settings.speaker.say(remark), err=True)
    for written in formats:
        path = (out or root / "reports") / f"{written.kind}-{bid}-{view.today}{written.suffix}"
        write_whole(path, written.render(view, str(templates)))
        typer.echo(str(path))


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


def _watched(settings: Settings) -> AbstractContextManager[Progress | None]:
    from ecodemo.cli.progress_bar import watched

    return watched(settings)
