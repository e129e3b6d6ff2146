"""The values that were accepted with the bid before, from its record in history/bids/."""

from __future__ import annotations

import json
from pathlib import Path

from ecodemo.errors import EcodemoError
from ecodemo.files import LARGEST_RECORD, read_own_file
from ecodemo.model.accepted_values import AcceptedValues
from ecodemo.model.base import read_quantity
from ecodemo.model.county import Bid, BidResult
from ecodemo.model.indicator import Measure
from ecodemo.model.message import message
from ecodemo.model.workspace import Workspace

FOLDER = "history/bids"


def path_of_record(root: Path, bid: str) -> Path:
    """Where the last state of a closed bid is kept."""
    return root / FOLDER / f"{bid}.json"


def accepted_values(root: Path, workspace: Workspace, bid: Bid) -> AcceptedValues | None:
    """What was accepted with the bid that another follows; `None` where that is not closed with a title, or has no record.

    Raises:
        EcodemoError: the record cannot be read, or is not a state.
    """
    before = workspace.calendar.before(bid)
    if before is None or before.outcome is None or before.outcome.result is not BidResult.NAMED:
        return None
    path = path_of_record(root, before.id)
    content = read_own_file(path, root, LARGEST_RECORD)
    if content is None:
        return None
    year = str(before.assessed)
    try:
        measures = [measure for row in json.loads(content)["rows"] for measure in row["measures"]]
        values = {
            str(measure["id"]): _as_written(measure["values"][year], workspace.measures.get(measure["id"]))
            for measure in measures
            if year in measure["values"]
        }
    except (ValueError, KeyError, TypeError) as error:
        raise EcodemoError(
            message(
                "{path} is not the record of a bid, or is damaged. Restore it from git, or delete it.",
                path=str(path),
            )
        ) from error
    return AcceptedValues(before.id, before.assessed, values)


def _as_written(value: object, measure: Measure | None) -> str:
    """The value of a measure.

    Raises:
        ValueError: it is no number, and the measure has no states.
    """
    if measure is not None and not measure.states:
        read_quantity(value)
    return str(value)
