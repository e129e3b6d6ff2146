"""Keys of a bid written into county.yaml; every other byte stays."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ecodemo.errors import EcodemoError
from ecodemo.files import LARGEST_YAML, read_control_file
from ecodemo.load.edit import set_values
from ecodemo.load.flow import EditError, YamlValue
from ecodemo.model.message import message

NAME = "data/county.yaml"


def with_bid_keys(root: Path, place: int, keys: Mapping[str, YamlValue]) -> bytes:
    """The bytes of county.yaml with keys of a bid set.

    Args:
        root: the workspace.
        place: of the bid, counted from 0.
        keys: the keys and their values.

    Raises:
        EcodemoError: the file cannot be read, or not be changed without a person.
    """
    content = read_control_file(root / NAME, root, LARGEST_YAML)
    try:
        return set_values(content, {("bids", place): keys})
    except EditError as error:
        raise EcodemoError(
            message("{path}: {reason} Nothing was written.", path=NAME, reason=error.message)
        ) from error
