"""`ecodemo evidence lock` and `ecodemo evidence verify`: that nothing was changed since."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from ecodemo.cli import options, run
from ecodemo.cli.settings import Settings
from ecodemo.language import marked as _

if TYPE_CHECKING:
    from ecodemo.check.locking import LockPlan
    from ecodemo.evidence.verification import Verification
    from ecodemo.model.message import Message


def lock(
    context: typer.Context,
    update: Annotated[
        bool,
        typer.Option("--update", help=_("Also re-lock changed files and drop missing files from the lock.")),
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Show what would be locked without writing anything."))
    ] = False,
    no_cache: options.NoCache = False,
) -> None:
    from ecodemo.check.locking import plan_lock, write_lock
    from ecodemo.errors import EcodemoError, ExitCode, NothingToCheckError
    from ecodemo.model.message import message

    settings: Settings = context.obj
    with run.writing(settings, "evidence lock", dry_run=dry_run):
        loaded = run.open_workspace(settings)
        workspace = loaded.workspace
        if settings.today and not workspace.example:
            raise EcodemoError(
                message(
                    "--today cannot be used here: a lock bears the date on which it is written. Only examples may set another date."
                )
            )
        today = run.day_of_judging(settings, workspace)
        surveyed = run.survey_of(settings, loaded, use_cache=not no_cache, is_for_lock=True)
        if not surveyed.files and not surveyed.lock:
            raise NothingToCheckError(message("No evidence to lock."))
        plan = plan_lock(loaded.root, workspace, surveyed, today, update=update)
        if not dry_run:
            write_lock(loaded.root, plan)
    for line in surveyed.unreadable:
        _say(settings, message("unreadable: {path} ({reason})", path=line.path, reason=line.reason))
    _say_plan(plan, settings, dry_run=dry_run)
    raise typer.Exit(ExitCode.OPEN if plan.is_complete and not surveyed.unreadable else ExitCode.CLOSED)


def verify(
    context: typer.Context,
    strict: Annotated[
        bool,
        typer.Option(
            "--strict",
            help=_("Also fail on unlocked or unreadable files, as BagIt validation does."),
        ),
    ] = False,
    no_cache: options.NoCache = False,
) -> None:
    from ecodemo.cli.progress_bar import watched
    from ecodemo.errors import ExitCode, NothingToCheckError
    from ecodemo.evidence.lock_file import NAME
    from ecodemo.evidence.verification import verify as compare
    from ecodemo.files import LARGEST_RECORD, not_read, read_control_file
    from ecodemo.model.message import message

    settings: Settings = context.obj
    root = run.root_of(settings)
    try:
        content = read_control_file(root / NAME, root, LARGEST_RECORD)
    except FileNotFoundError:
        raise NothingToCheckError(
            message("Nothing is locked yet. Lock the evidence first with: ecodemo evidence lock")
        ) from None
    except OSError as error:
        raise not_read(NAME, error) from error
    with watched(settings) as progress:
        found = compare(root, content, use_cache=not no_cache, progress=progress, jobs=settings.jobs)
    _say_verification(found, settings, strict=strict)
    is_settled = not (found.computed or found.changed or found.unreadable)
    if settings.screen is not None and is_settled and not no_cache:
        settings.screen.follows_from_workspace()
    raise typer.Exit(ExitCode.OPEN if _is_passed(found, strict=strict) else ExitCode.CLOSED)


def _say(settings: Settings, words: Message) -> None:
    typer.echo(settings.speaker.say(words))


def _say_each(settings: Settings, paths: Iterable[str], words: Callable[[str], Message]) -> None:
    from ecodemo.language import without_controls

    for path in paths:
        _say(settings, words(without_controls(path)))


def _say_plan(plan: LockPlan, settings: Settings, *, dry_run: bool) -> None:
    from ecodemo.model.message import counted, message

    released = frozenset((*plan.changed, *plan.lost)) - frozenset(plan.refused) if plan.is_update else ()
    left = [path for path in (*plan.changed, *plan.lost) if path not in released]
    if not settings.quiet:
        _say_each(
            settings,
            (path for path in plan.changed if path in left),
            lambda path: message("changed since locked: {path}", path=path),
        )
        _say_each(
            settings,
            (path for path in plan.lost if path in left),
            lambda path: message("locked, now missing: {path}", path=path),
        )
    _say(
        settings,
        message("Would add {count} to the lock.", count=counted(len(plan.added), "{n} file", "{n} files"))
        if dry_run
        else message("Added {count} to the lock.", count=counted(len(plan.added), "{n} file", "{n} files")),
    )
    if released:
        _say(
            settings,
            message(
                "Updated or removed {count} in the lock.",
                count=counted(len(released), "{n} file", "{n} files"),
            ),
        )
    if plan.refused and plan.is_update:
        _say(
            settings,
            message(
                "{count} not updated: a past phase was judged by the locked content, or it was submitted for acceptance. Add a waiver of FX101 (changed) or FX102 (missing) to data/waivers.yaml.",
                count=counted(len(plan.refused), "{n} file", "{n} files"),
            ),
        )
    elif left:
        _say(
            settings,
            message(
                "{count} changed or missing since locked; the lock entries are kept. Restore the old files; if the change is correct, run: ecodemo evidence lock --update",
                count=counted(len(left), "{n} file", "{n} files"),
            ),
        )
    _say(settings, message("{count} in the lock.", count=counted(len(plan.hashes), "{n} file", "{n} files")))


def _is_passed(found: Verification, *, strict: bool) -> bool:
    return found.is_exact if strict else found.holds


def _say_verification(found: Verification, settings: Settings, *, strict: bool) -> None:
    from ecodemo.model.evidence import LineFault
    from ecodemo.model.message import counted, message

    if not settings.quiet:
        for bad in found.bad_lines:
            _say(
                settings,
                message("{file}:{line}: git conflict marker.", file=bad.file, line=bad.line)
                if bad.fault is LineFault.MARK
                else message("{file}:{line}: cannot parse this line.", file=bad.file, line=bad.line),
            )
        for lost in found.unreadable:
            _say(settings, message("unreadable: {path} ({reason})", path=lost.path, reason=lost.reason))
        _say_each(settings, found.changed, lambda path: message("changed: {path}", path=path))
        _say_each(settings, found.lost, lambda path: message("lost: {path}", path=path))
        _say_each(
            settings,
            found.respelled,
            lambda path: message("same file, different encoding of its name: {path}", path=path),
        )
        _say_each(
            settings,
            (*found.added, *(found.beside if strict else ())),
            lambda path: message("not locked: {path}", path=path),
        )
    _say(
        settings,
        message(
            "{locked} locked: {same} unchanged, {changed} changed, {lost} lost, {unseen} not comparable. {added} not locked.",
            locked=counted(found.locked, "{n} file", "{n} files"),
            same=found.unchanged,
            changed=len(found.changed),
            lost=len(found.lost),
            added=counted(len(found.added), "{n} file", "{n} files"),
            unseen=len(found.unseen),
        ),
    )
    _say(
        settings,
        message(
            "Hashes: {computed} computed, {trusted} reused, {pointers} from pointers.",
            computed=found.computed,
            trusted=found.trusted,
            pointers=found.pointers,
        ),
    )
    _say(settings, _outcome(found, strict=strict))


def _outcome(found: Verification, *, strict: bool) -> Message:
    from ecodemo.model.message import counted, message

    if found.changed or found.lost:
        return message("The evidence does not match the lock.")
    if found.unseen or found.bad_lines:
        return message("Some of the evidence could not be compared with the lock.")
    added = len(found.added) + (len(found.beside) if strict else 0)
    if not (added or found.unreadable):
        return message("The evidence matches the lock.")
    unread = len(found.unreadable)
    if strict:
        return message(
            "The evidence does not exactly match the lock: {added} not locked, {unread} unreadable.",
            added=counted(added, "{n} file", "{n} files"),
            unread=unread,
        )
    return message(
        "All locked files are unchanged; {added} not locked, {unread} unreadable.",
        added=counted(added, "{n} file", "{n} files"),
        unread=unread,
    )
