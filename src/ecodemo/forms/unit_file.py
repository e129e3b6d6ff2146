"""The file of one unit while an import puts changes into it: its bytes, and what they say, after each change."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from ecodemo.errors import EcodemoError
from ecodemo.load.document import read
from ecodemo.load.edit import add_to_item, append_items, new_file, set_values
from ecodemo.load.flow import EditError, Value, plain
from ecodemo.model.finding import Step
from ecodemo.model.message import message
from ecodemo.model.progress import Document, Progress

_HEADER = ("# yaml-language-server: $schema=../.schema/progress.json",)

Change: TypeAlias = "Mapping[str, Value | None]"
"""The new values by key; `None` takes a key away."""


class UnitFile:
    """A unit's progress file; nothing is written."""

    def __init__(self, root: Path, unit: str) -> None:
        self.unit = unit
        self.path = root / "data" / "progress" / f"{unit}.yaml"
        self.name = self.path.relative_to(root).as_posix()
        self.original = self.path.read_bytes() if self.path.exists() else None
        self._content = self.original if self.original is not None else self._empty()
        self._pending: list[Mapping[str, Value]] = []
        self.progress = self._read()

    @property
    def content(self) -> bytes:
        """The bytes with all changes.

        Raises:
            EcodemoError: an entry does not fit into the file.
        """
        if self._pending:
            pending, self._pending = self._pending, []
            self._edit(lambda content: append_items(content, "documents", pending))
        return self._content

    def add_document(self, item: Mapping[str, Value]) -> None:
        """Add an entry to the register."""
        self._pending.append(item)
        added = Document.model_validate(plain(item))
        self.progress = self.progress.model_copy(update={"documents": (*self.progress.documents, added)})

    @property
    def is_changed(self) -> bool:
        """Whether there is something to write."""
        return self.content != (self.original if self.original is not None else self._empty())

    def change(
        self, key: str, changed: Mapping[int, Change], added: Sequence[Mapping[str, Value]] = ()
    ) -> None:
        """Change entries of a list by their numbers, and add others at its end.

        Raises:
            EcodemoError: the file cannot be changed without a person; nothing of this call was done.
        """
        if not changed and not added:
            return
        changes: dict[tuple[Step, ...], Change] = {(key, index): values for index, values in changed.items()}
        self._edit(lambda content: append_items(set_values(content, changes), key, added))

    def add_redelivery(self, index: int, item: Mapping[str, Value]) -> None:
        """Record that a document came again.

        Raises:
            EcodemoError: as `change`.
        """
        self._edit(lambda content: add_to_item(content, ("documents", index), "redelivered", item))

    def _edit(self, edit: Callable[[bytes], bytes]) -> None:
        before = self.content
        try:
            self._content = edit(before)
        except EditError as error:
            raise EcodemoError(
                message("{path}: {reason} Nothing was imported.", path=self.name, reason=error.message)
            ) from error
        self.progress = self._read()

    def _empty(self) -> bytes:
        return new_file(_HEADER, {"unit": self.unit})

    def _read(self) -> Progress:
        try:
            return Progress.model_validate(read(self._content).data)
        except ValueError as error:
            raise EcodemoError(
                message(
                    "{path}: what came in does not fit into the data ({reason}). Nothing was imported.",
                    path=self.name,
                    reason=" ".join(str(error).split())[:200],
                )
            ) from error
