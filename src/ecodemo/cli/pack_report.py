"""`ecodemo pack --layout report`: the file by which a province judges the county."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from ecodemo.cli import run
from ecodemo.cli.pack_output import PackOptions
from ecodemo.cli.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from ecodemo.acceptance.mailed_report import MailedReport
    from ecodemo.evidence.lock_file import Lock

REPORT = "report"


def pack_report(settings: Settings, asked: PackOptions) -> None:
    """Write the file, whatever the gate; it seals nothing."""
    from ecodemo.acceptance.mailed_report import build_mailed_report
    from ecodemo.errors import EcodemoError, UnusableDataError
    from ecodemo.journal.changes import Change, write_together
    from ecodemo.model.message import message

    _refuse_folder(asked.out)
    with run.writing(settings, "pack", asked.out):
        loaded = run.open_workspace(settings)
        day = run.day_of_judging(settings, loaded.workspace)
        try:
            mailed = build_mailed_report(loaded, asked.bid, day)
        except UnusableDataError as error:
            raise EcodemoError(message("The data has errors. List them with: ecodemo check")) from error
        out = asked.out or loaded.root / "reports" / mailed.name
        write_together(loaded.root, "pack", [Change(out, mailed.content)])
    typer.echo(str(out))
    _say_summary(mailed, loaded.root, settings)
    run.end(mailed.result)


def _refuse_folder(out: Path | None) -> None:
    from ecodemo.acceptance.write_package import is_zip
    from ecodemo.errors import EcodemoError
    from ecodemo.model.message import message

    if out is not None and (not is_zip(out) or out.is_dir()):
        raise EcodemoError(message("“{path}” must be a file whose name ends in .zip.", path=str(out)))


def _say_summary(mailed: MailedReport, root: Path, settings: Settings) -> None:
    from ecodemo.evidence.lock_file import read_lock
    from ecodemo.model.message import counted, message
    from ecodemo.model.size import size_words

    say = settings.speaker.say
    words = message(
        "{files}, {size}: data, lock and file metadata of {locked}, and the resulting state. No evidence, no contacts; nothing was sealed.",
        files=counted(mailed.files, "{n} file", "{n} files"),
        size=size_words(max(1_000, round(len(mailed.content), -3))),
        locked=counted(len(mailed.result.survey.files), "{n} locked file", "{n} locked files"),
    )
    typer.echo(say(words), err=True)
    if (lock := read_lock(root)) is not None:
        _say_stale(lock, root, settings)


def _say_stale(lock: Lock, root: Path, settings: Settings) -> None:
    """The names show at once that something came or went since; other bytes take a check."""
    from ecodemo.evidence.inventory import list_evidence
    from ecodemo.evidence.lock_file import as_spelled
    from ecodemo.model.message import counted, message

    there = list_evidence(root).files
    locked = as_spelled(lock.hashes, there)
    added, lost = len(there.keys() - locked.keys()), len(locked.keys() - there.keys())
    if there and (added or lost):
        words = message(
            "The lock is not current: {added} not locked, {lost} locked and missing. To include them, run “ecodemo evidence lock --update” and pack again.",
            added=counted(added, "{n} file", "{n} files"),
            lost=counted(lost, "{n} file", "{n} files"),
        )
        typer.echo(settings.speaker.say(words), err=True)
