"""One YAML file of its own, outside data/: read whole or refused with every mistake placed."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from ecodemo.errors import EcodemoError
from ecodemo.files import LARGEST_YAML, not_read, read_control_file
from ecodemo.load import schema
from ecodemo.load.document import Complaint, YamlDocument, read
from ecodemo.load.flow import EditError
from ecodemo.model.base import Record
from ecodemo.model.finding import Position
from ecodemo.model.message import counted, message

R = TypeVar("R", bound=Record)


def read_single(path: Path, model: type[R], root: Path | None = None) -> tuple[R, YamlDocument]:
    """The record that a file holds, and where everything in it is; `root` is the workspace that it belongs to.

    Raises:
        EcodemoError: it cannot be read, or is not what `model` describes; with the place of each mistake.
    """
    try:
        content = read_control_file(path, root, LARGEST_YAML)
    except OSError as error:
        raise not_read(path, error) from error
    document = read(content)
    complaints = document.complaints
    if not complaints:
        try:
            return model.model_validate(document.data), document
        except ValidationError as error:
            complaints = tuple(schema.complaints(error, model, document))
    raise refused(path, complaints)


def refused(path: Path, complaints: tuple[Complaint, ...]) -> EcodemoError:
    """The error that says every mistake in a file at its place."""
    first, *more = complaints
    said = message(
        "{place}: {what} {hint}",
        place=str(Position(str(path), *first.place)),
        what=first.message,
        hint=first.hint or "",
    )
    if more:
        said = message(
            "{first} {more} below it.",
            first=said,
            more=counted(len(more), "{n} more error", "{n} more errors"),
        )
    return EcodemoError(said)


def without_items(content: bytes, key: str, dropped: Collection[int]) -> bytes:
    """The text without some entries of a top-level list, each of which is on a line of its own.

    Raises:
        EditError: an entry shares its line or takes several; then nothing is cut.
    """
    before = read(content)
    assert isinstance(before.data, dict)  # noqa: S101 - the caller has read it
    lines = {before.tree.below[key].below[index].place[0] for index in dropped}
    left = b"".join(
        line for number, line in enumerate(content.splitlines(keepends=True), 1) if number not in lines
    )
    wanted = [item for index, item in enumerate(before.data[key]) if index not in dropped]
    after = read(left)
    is_as_wanted = isinstance(after.data, dict) and (after.data.get(key) or []) == wanted
    if after.complaints or not is_as_wanted:
        raise EditError(
            message("The entries are not one per line, so they must be removed by hand: nothing was changed.")
        )
    return left
