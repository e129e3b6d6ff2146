"""Snapshots: the whole state of a day, a file each in history/."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from ecodemo.errors import EcodemoError
from ecodemo.files import LARGEST_RECORD, read_own_file
from ecodemo.journal.changes import Change
from ecodemo.model.message import message
from ecodemo.report.contents.course_points import StateInCourse, point_of
from ecodemo.report.contents.report_view import CoursePoint
from ecodemo.report.state import State

FOLDER = "history"
Kept = TypeVar("Kept", State, StateInCourse)
_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})\.json")


def snapshot_change(root: Path, state: State, note: str = "") -> Change:
    """The file of a state's day; one of the same day is replaced."""
    return Change(_path(root, state.day), state.model_copy(update={"note": note}).canonical())


def days_of_snapshots(root: Path) -> list[date]:
    """The days of which there are snapshots, earliest first.

    Raises:
        EcodemoError: the folder cannot be listed.
    """
    folder = root / FOLDER
    try:
        names = [entry.name for entry in folder.iterdir()] if folder.is_dir() else []
    except OSError as error:
        raise EcodemoError(message("Cannot read {path}.", path=str(folder))) from error
    return sorted(day for name in names if (named := _NAME.fullmatch(name)) and (day := day_of(named[1])))


def day_of(written: str) -> date | None:
    """The day that a word is; `None` if it is none."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def read_snapshot(root: Path, day: date) -> State | None:
    """The snapshot of a day; `None` if there is none. Fields that a later version added are left out.

    Raises:
        EcodemoError: it cannot be read, or is not a snapshot.
    """
    return _read(root, day, State)


def _read(root: Path, day: date, model: type[Kept]) -> Kept | None:
    path = _path(root, day.isoformat())
    content = read_own_file(path, root, LARGEST_RECORD)
    if content is None:
        return None
    try:
        state = model.model_validate_json(content, extra="ignore")
    except ValidationError as error:
        raise _not_usable(path) from error
    if state.day != day.isoformat():
        raise _not_usable(path)
    return state


def course(root: Path, bid: str, until: date) -> Iterator[CoursePoint]:
    """The numbers of a bid on the days before one of which there are snapshots, earliest first.

    Raises:
        EcodemoError: a snapshot cannot be read, or is none.
    """
    for day in days_of_snapshots(root):
        state = _read(root, day, StateInCourse) if day < until else None
        if state is not None and state.bid == bid:
            yield point_of(state)


def last_snapshot(root: Path, bid: str, until: date) -> State | None:
    """The latest snapshot of a bid up to a day; `None` if there is none.

    Raises:
        EcodemoError: a snapshot cannot be read, or is none.
    """
    for day in reversed(days_of_snapshots(root)):
        state = read_snapshot(root, day) if day <= until else None
        if state is not None and state.bid == bid:
            return state
    return None


def _not_usable(path: Path) -> EcodemoError:
    return EcodemoError(
        message("{path} is not a snapshot, or is damaged. Restore it from git, or delete it.", path=str(path))
    )


def _path(root: Path, day: str) -> Path:
    return root / FOLDER / f"{day}.json"
