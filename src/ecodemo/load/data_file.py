"""A file of data/ while an import puts changes into it: its bytes, and what they say, after each change."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Generic, TypeAlias, TypeVar

from ecodemo.errors import EcodemoError
from ecodemo.files import LARGEST_YAML, read_control_file
from ecodemo.load.document import read_again
from ecodemo.load.edit import add_to_items, append_entries, append_items, set_values
from ecodemo.load.flow import EditError, YamlValue
from ecodemo.load.list_file import with_entries
from ecodemo.model.base import Record
from ecodemo.model.finding import Step
from ecodemo.model.message import message

R = TypeVar("R", bound=Record)
Change: TypeAlias = "Mapping[str, YamlValue | None]"
"""The new values by key; `None` takes a key away."""


def given(change: Change) -> dict[str, YamlValue]:
    """The keys that get a value: what a new entry has of a change."""
    return {key: value for key, value in change.items() if value is not None}


class DataFile(Generic[R]):
    """One file; nothing is written."""

    def __init__(self, root: Path, name: str, model: type[R], empty: bytes = b"") -> None:
        """Read it.

        Args:
            root: the workspace.
            name: the file, relative to the workspace, as in `data/rectification.yaml`.
            model: what it says.
            empty: what a file that is not there begins with.

        Raises:
            EcodemoError: it does not say what it must.
        """
        self.path = root / name
        self.name = name
        self.original: bytes | None = None
        with suppress(FileNotFoundError):
            self.original = read_control_file(self.path, root, LARGEST_YAML)
        self._model = model
        self._beginning = self.original if self.original is not None else empty
        self._content = self._beginning
        self.record = self._read()

    @property
    def content(self) -> bytes:
        """The bytes with all changes."""
        return self._content

    @property
    def is_changed(self) -> bool:
        """Whether there is something to write."""
        return self.content != self._beginning

    def undone_to(self) -> Callable[[], None]:
        """What puts the file back to what it says now."""
        content, record = self._content, self.record

        def undo() -> None:
            self._content, self.record = content, record

        return undo

    def set(self, changes: Mapping[tuple[Step, ...], Change]) -> None:
        """Change mappings by their paths, as in `("rectification", 3)`.

        Raises:
            EcodemoError: the file cannot be changed without a person; nothing of this call was done.
        """
        if changes:
            self._edit(lambda content: set_values(content, changes))

    def append(self, key: str, items: Sequence[Mapping[str, YamlValue]]) -> None:
        """Add entries at the end of a list.

        Raises:
            EcodemoError: as `set`.
        """
        if items:
            self._edit(lambda content: append_items(content, key, items, opens_brackets=True))

    def append_entries(self, items: Sequence[Mapping[str, YamlValue]]) -> None:
        """Add entries at the end of a file that is one list.

        Raises:
            EcodemoError: as `set`.
        """
        if items:
            self._edit(lambda content: append_entries(content, items))

    def add(self, path: tuple[Step, ...], key: str, items: Sequence[Mapping[str, YamlValue]]) -> None:
        """Add entries at the end of the list `key` in the mapping at a path.

        Raises:
            EcodemoError: as `set`.
        """
        if items:
            self._edit(lambda content: add_to_items(content, key, {path: items}))

    def _edit(self, edit: Callable[[bytes], bytes]) -> None:
        before = self.content
        try:
            self._content = edit(before)
        except EditError as error:
            raise EcodemoError(
                message("{path}: {reason} Nothing was imported.", path=self.name, reason=error.message)
            ) from error
        self.record = self._read()

    def _read(self) -> R:
        try:
            return self._model.model_validate(with_entries(read_again(self._content), self._model).data or {})
        except ValueError as error:
            raise EcodemoError(
                message(
                    "{path}: the imported entries do not fit the data ({reason}). Nothing was imported.",
                    path=self.name,
                    reason=" ".join(str(error).split())[:200],
                )
            ) from error
