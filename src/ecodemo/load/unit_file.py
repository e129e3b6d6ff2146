"""The file of one unit while an import puts changes into it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from ecodemo.load.data_file import Change, DataFile
from ecodemo.load.edit import add_to_item, add_to_items, append_items, new_file, set_values
from ecodemo.load.flow import YamlValue, plain
from ecodemo.model.finding import Step
from ecodemo.model.progress import Document, Progress

_HEADER = ("# yaml-language-server: $schema=../.schema/progress.json",)


class UnitFile(DataFile[Progress]):
    """A unit's progress file; nothing is written."""

    def __init__(self, root: Path, unit: str) -> None:
        self.unit = unit
        self._pending: list[Mapping[str, YamlValue]] = []
        super().__init__(root, f"data/progress/{unit}.yaml", Progress, new_file(_HEADER, {"unit": unit}))

    @property
    def progress(self) -> Progress:
        """What the file says with all changes."""
        return self.record

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

    def add_document(self, item: Mapping[str, YamlValue]) -> None:
        """Add an entry to the register."""
        self._pending.append(item)
        added = Document.model_validate(plain(item))
        self.record = self.record.model_copy(update={"documents": (*self.record.documents, added)})

    def change(
        self, key: str, changed: Mapping[int, Change], added: Sequence[Mapping[str, YamlValue]] = ()
    ) -> None:
        """Change entries of a list by their numbers, and add others at its end.

        Raises:
            EcodemoError: the file cannot be changed without a person; nothing of this call was done.
        """
        if not changed and not added:
            return
        changes: dict[tuple[Step, ...], Change] = {(key, index): values for index, values in changed.items()}
        self._edit(lambda content: append_items(set_values(content, changes), key, added))

    def add_redelivery(self, index: int, item: Mapping[str, YamlValue]) -> None:
        """Record that a document came again.

        Raises:
            EcodemoError: as `change`.
        """
        self._edit(lambda content: add_to_item(content, ("documents", index), "redelivered", item))

    def add_reviews(self, items: Mapping[int, Sequence[Mapping[str, YamlValue]]]) -> None:
        """Add reviews to documents by their numbers.

        Raises:
            EcodemoError: as `change`.
        """
        if items:
            added: dict[tuple[Step, ...], Sequence[Mapping[str, YamlValue]]] = {
                ("documents", index): reviews for index, reviews in items.items()
            }
            self._edit(lambda content: add_to_items(content, "reviews", added))
