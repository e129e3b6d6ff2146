"""`ecodemo evidence lock` and `ecodemo evidence verify`: that nothing was changed since."""

from __future__ import annotations

from collections.abc import Iterable
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
        typer.Option("--update", help=_("Also lock anew what was changed, and release what is gone.")),
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Say what would be locked, and write nothing."))
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
                message("A lock bears the day on which it is made; --today is only for examples.")
            )
        today = run.day_of_judging(settings, workspace)
        surveyed = run.survey_of(settings, loaded, use_cache=not no_cache, is_for_lock=True)
        if not surveyed.files and not surveyed.lock:
            raise NothingToCheckError(message("There is no evidence to lock."))
        plan = plan_lock(loaded.root, workspace, surveyed, today, update=update)
        if not dry_run:
            write_lock(loaded.root, plan)
    for line in surveyed.unreadable:
        _say(settings, message("not readable: {path} ({reason})", path=line.path, reason=line.reason))
    _say_plan(plan, settings, dry_run=dry_run)
    raise typer.Exit(ExitCode.OPEN if plan.is_complete and not surveyed.unreadable else ExitCode.CLOSED)


def verify(
    context: typer.Context,
    strict: Annotated[
        bool,
        typer.Option(
            "--strict",
            help=_(
                "Also fail on files that are not locked or cannot be read, as validating a BagIt bag does."
            ),
        ),
    ] = False,
    no_cache: options.NoCache = False,
) -> None:
    from ecodemo.cli.progress_bar import watched
    from ecodemo.errors import EcodemoError, ExitCode, NothingToCheckError, system_reason
    from ecodemo.evidence.lock import NAME
    from ecodemo.evidence.verification import verify as compare
    from ecodemo.files import LARGEST_RECORD, read_control_file
    from ecodemo.model.message import message

    settings: Settings = context.obj
    root = run.root_of(settings)
    try:
        content = read_control_file(root / NAME, root, LARGEST_RECORD)
    except FileNotFoundError:
        raise NothingToCheckError(
            message("Nothing is locked yet. Lock the evidence first: ecodemo evidence lock")
        ) from None
    except OSError as error:
        raise EcodemoError(
            message("{path} could not be read: {reason}.", path=NAME, reason=system_reason(error))
        ) from error
    with watched(settings) as progress:
        found = compare(root, content, use_cache=not no_cache, progress=progress)
    _say_verification(found, settings, strict=strict)
    raise typer.Exit(ExitCode.OPEN if _is_passed(found, strict=strict) else ExitCode.CLOSED)


def _say(settings: Settings, words: Message) -> None:
    typer.echo(settings.speaker.say(words))


def _say_each(paths: Iterable[str], head: str) -> None:
    from ecodemo.language import without_controls

    for path in paths:
        typer.echo(f"{head} {without_controls(path)}")


def _say_plan(plan: LockPlan, settings: Settings, *, dry_run: bool) -> None:
    from ecodemo.model.message import message

    text = settings.speaker.text

    released = frozenset((*plan.changed, *plan.lost)) - frozenset(plan.refused) if plan.is_update else ()
    left = [path for path in (*plan.changed, *plan.lost) if path not in released]
    if not settings.quiet:
        _say_each(
            (path for path in plan.changed if path in left),
            text("changed since it was locked:"),
        )
        _say_each((path for path in plan.lost if path in left), text("locked, and gone:"))
    _say(
        settings,
        message("Would be locked anew: {count}.", count=len(plan.added))
        if dry_run
        else message("Newly locked: {count}.", count=len(plan.added)),
    )
    if released:
        _say(settings, message("Locked anew or released: {count}.", count=len(released)))
    if plan.refused and plan.is_update:
        _say(
            settings,
            message(
                "Not released, because a phase that is over was judged by them: {count}. "
                "It takes a waiver of FX101 (changed) or FX102 (gone) in data/waivers.yaml.",
                count=len(plan.refused),
            ),
        )
    elif left:
        _say(
            settings,
            message(
                "Changed or gone since they were locked: {count}; their lock stays. "
                "Put the old files back; or, if they were rightly replaced: ecodemo evidence lock --update",
                count=len(left),
            ),
        )
    _say(settings, message("Files in the lock: {count}.", count=len(plan.hashes)))


def _is_passed(found: Verification, *, strict: bool) -> bool:
    return found.is_exact if strict else found.holds


def _say_verification(found: Verification, settings: Settings, *, strict: bool) -> None:
    from ecodemo.model.evidence import LineFault
    from ecodemo.model.message import message

    text = settings.speaker.text

    if not settings.quiet:
        for bad in found.bad_lines:
            _say(
                settings,
                message("{file}:{line}: a conflict marker of git.", file=bad.file, line=bad.line)
                if bad.fault is LineFault.MARK
                else message("{file}:{line}: this line cannot be understood.", file=bad.file, line=bad.line),
            )
        for lost in found.unreadable:
            _say(settings, message("not readable: {path} ({reason})", path=lost.path, reason=lost.reason))
        _say_each(found.changed, text("changed:"))
        _say_each(found.lost, text("lost:"))
        _say_each(found.respelled, text("the same file under another form of its name:"))
        _say_each((*found.added, *(found.beside if strict else ())), text("not locked:"))
    _say(
        settings,
        message(
            "Locked {locked}: unchanged {same}, changed {changed}, lost {lost}, not to be compared {unseen}. Not locked: {added}.",
            locked=found.locked,
            same=found.unchanged,
            changed=len(found.changed),
            lost=len(found.lost),
            added=len(found.added),
            unseen=len(found.unseen),
        ),
    )
    _say(
        settings,
        message(
            "Hashes: computed {computed}, trusted because the file looks untouched {trusted}, taken from pointers {pointers}.",
            computed=found.computed,
            trusted=found.trusted,
            pointers=found.pointers,
        ),
    )
    _say(settings, _outcome(found, strict=strict))


def _outcome(found: Verification, *, strict: bool) -> Message:
    from ecodemo.model.message import message

    if found.changed or found.lost:
        return message("The evidence is not what was locked.")
    if found.unseen or found.bad_lines:
        return message("Not all of the evidence could be compared with its lock.")
    added = len(found.added) + (len(found.beside) if strict else 0)
    if not (added or found.unreadable):
        return message("The evidence is what was locked.")
    unread = len(found.unreadable)
    if strict:
        return message(
            "The evidence is not exactly what was locked; not locked: {added}, not readable: {unread}.",
            added=added,
            unread=unread,
        )
    return message(
        "Everything that was locked is unchanged; not locked: {added}, not readable: {unread}.",
        added=added,
        unread=unread,
    )
