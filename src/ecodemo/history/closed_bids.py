"""The last state of each closed bid, a file each in history/bids/: what was accepted, refused or withdrawn."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from ecodemo.check.bid_record import path_of_record
from ecodemo.errors import EcodemoError
from ecodemo.files import LARGEST_RECORD, read_own_file
from ecodemo.journal.changes import Change
from ecodemo.model.message import message
from ecodemo.report.state import State


def record_change(root: Path, state: State) -> Change:
    """The file of a bid's last state; canonical, as a snapshot is."""
    return Change(path_of_record(root, state.bid), state.canonical())


def last_state(root: Path, bid: str) -> State | None:
    """The state with which a bid was closed; `None` without a record. Fields that a later version added are left out.

    Raises:
        EcodemoError: it cannot be read, or is not the state of that bid.
    """
    path = path_of_record(root, bid)
    content = read_own_file(path, root, LARGEST_RECORD)
    if content is None:
        return None
    try:
        state = State.model_validate_json(content, extra="ignore")
    except ValidationError as error:
        raise _not_usable(path) from error
    if state.bid != bid:
        raise _not_usable(path)
    return state


def _not_usable(path: Path) -> EcodemoError:
    return EcodemoError(
        message(
            "{path} is not the record of a bid, or is damaged. Restore it from git, or delete it.",
            path=str(path),
        )
    )
