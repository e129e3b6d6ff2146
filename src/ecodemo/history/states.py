"""The state that a word on the command line names: a snapshot's day, a git revision, or now."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ecodemo.check.at_commit import UnusableCommitError, workspace_at
from ecodemo.check.git import commit_of, day_of_commit
from ecodemo.check.session import CheckOptions, CheckResult, check, day_of_judging
from ecodemo.errors import EcodemoError
from ecodemo.history.snapshots import day_of, days_of_snapshots, read_snapshot
from ecodemo.model.message import listing, message
from ecodemo.report.build_state import state_of
from ecodemo.report.diff_view import StateName
from ecodemo.report.state import State

NOW = "now"
_SHORT = 8
"""Digits by which a commit is named."""


@dataclass(frozen=True, slots=True)
class NamedState:
    """A state, and what it is called."""

    state: State
    name: StateName


def state_named(written: str, result: CheckResult) -> NamedState:
    """The state by its name.

    Args:
        written: what the user wrote.
        result: of the check of the workspace as it is now.

    Raises:
        EcodemoError: there is no such snapshot or revision, or it cannot be judged.
    """
    if written == NOW:
        return NamedState(state_of(result), StateName(kind="now", name=NOW))
    if day := day_of(written):
        if state := read_snapshot(result.root, day):
            return NamedState(state, StateName(kind="snapshot", name=state.day))
        raise _no_snapshot(written, result.root)
    return _state_at(written, result)


def _no_snapshot(written: str, root: Path) -> EcodemoError:
    if days := days_of_snapshots(root):
        return EcodemoError(
            message(
                "No snapshot of {day}. Snapshots: {days}.",
                day=written,
                days=listing(*(day.isoformat() for day in reversed(days))),
            )
        )
    return EcodemoError(message("No snapshot of {day}. Take one of today: ecodemo snapshot", day=written))


def _state_at(written: str, result: CheckResult) -> NamedState:
    """A commit, judged as of the day on which it was made; an example as of its own day."""
    revision = commit_of(result.root, written)
    made = day_of_commit(result.root, revision)
    try:
        with workspace_at(revision, result, use_cache=result.uses_cache) as then:
            day = day_of_judging(then.loaded.workspace, None, made)
            checked = check(
                then.loaded,
                CheckOptions(use_cache=result.uses_cache, jobs=result.jobs),
                day,
                surveyed=then.surveyed,
            )
            name = StateName(kind="revision", name=written, commit=revision.commit[:_SHORT])
            return NamedState(state_of(checked), name)
    except UnusableCommitError as error:
        raise EcodemoError(
            message("Cannot evaluate {revision}: {reason}", revision=revision.shown, reason=error.message)
        ) from error
