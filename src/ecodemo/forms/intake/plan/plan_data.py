"""The data files that the plan workbook changes, tried before anything is written: what does not load is not taken."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from ecodemo.errors import EcodemoError, UnusableDataError
from ecodemo.files import LARGEST_YAML, read_control_file
from ecodemo.forms.intake.import_line import Effect, ImportLine
from ecodemo.load.edit import add_to_items, append_items, remove_item, set_values
from ecodemo.load.flow import EditError, YamlValue
from ecodemo.load.workspace import Loaded, load
from ecodemo.model.finding import Step
from ecodemo.model.message import Message, message, sentences
from ecodemo.model.workspace import Workspace


@dataclass(frozen=True, slots=True)
class PlanEdit:
    """A change of one mapping, or an entry added to a list, with the lines that say so."""

    file: str
    """The data file, without folder and suffix."""
    path: tuple[Step, ...]
    """Of the mapping that is changed, or that holds the list."""
    values: Mapping[str, YamlValue | None] = field(default_factory=dict)
    """The new values by key; `None` takes a key away."""
    added: Mapping[str, Mapping[str, YamlValue]] = field(default_factory=dict)
    """An entry for the end of a list, by the list's key."""
    lines: tuple[ImportLine, ...] = ()
    removed: int | None = None
    """The entry that is taken out of the list at `path`; such a change is tried by itself."""


class PlanData:
    """The data as they will be; nothing is written."""

    def __init__(self, root: Path) -> None:
        """Load what is there.

        Raises:
            UnusableDataError: it cannot be used.
        """
        self._root = root
        self._loaded: Loaded = load(root)
        self._before: dict[Path, bytes | None] = {}
        self._now: dict[Path, bytes] = {}

    @property
    def workspace(self) -> Workspace:
        """What the data say with all changes."""
        return self._loaded.workspace

    def undone_to(self) -> Callable[[], None]:
        """What takes back all changes that are made from here on."""
        before = self._loaded, dict(self._before), dict(self._now)

        def undo() -> None:
            self._loaded, self._before, self._now = before

        return undo

    def contents(self) -> Mapping[Path, tuple[bytes | None, bytes]]:
        """Of each file that is to be written: the bytes that it was worked out from, and the new ones."""
        return {
            path: (self._before[path], content)
            for path, content in self._now.items()
            if content != self._before[path]
        }

    def create(self, file: str, content: bytes) -> Message | None:
        """Make a file that is not there; where it does not load nothing is made, and the reason is reported."""
        path = self._root / "data" / f"{file}.yaml"
        contents = {**self._now, path: content}
        try:
            self._loaded = load(self._root, self._loaded.files, contents)
        except UnusableDataError as error:
            return _why(error)
        self._before[path], self._now = None, contents
        return None

    def apply(self, edits: Sequence[PlanEdit]) -> list[ImportLine]:
        """Make the changes that fit into the data, and say of each cell what became of it."""
        edits = [edit for edit in edits if edit.values or edit.added or edit.removed is not None]
        if not edits:
            return []
        try:
            self._try(edits)
        except (EditError, UnusableDataError) as error:
            if len(edits) > 1:
                middle = len(edits) // 2
                return [*self.apply(edits[:middle]), *self.apply(edits[middle:])]
            words = _why(error)
            return [replace(line, effect=Effect.REFUSED, before="", words=words) for line in edits[0].lines]
        return [line for edit in edits for line in edit.lines]

    def _try(self, edits: Sequence[PlanEdit]) -> None:
        contents = dict(self._now)
        for file in dict.fromkeys(edit.file for edit in edits):
            path = self._root / "data" / f"{file}.yaml"
            if path not in self._before:
                self._before[path] = read_control_file(path, self._root, LARGEST_YAML)
            content = contents.get(path, self._before[path])
            contents[path] = _edited(content or b"", [edit for edit in edits if edit.file == file])
        self._loaded = load(self._root, self._loaded.files, contents)
        self._now = contents


def _edited(content: bytes, edits: Sequence[PlanEdit]) -> bytes:
    values: dict[tuple[Step, ...], dict[str, YamlValue | None]] = {}
    lists: dict[str, dict[tuple[Step, ...], list[Mapping[str, YamlValue]]]] = {}
    for edit in edits:
        if edit.removed is not None:
            content = remove_item(content, edit.path, edit.removed)
        elif edit.values:
            values.setdefault(edit.path, {}).update(edit.values)
        for key, item in edit.added.items():
            lists.setdefault(key, {}).setdefault(edit.path, []).append(item)
    if values:
        content = set_values(content, values)
    for key, items in lists.items():
        if top := items.pop((), []):
            content = append_items(content, key, top, opens_brackets=True)
        content = add_to_items(content, key, items)
    return content


def _why(error: EcodemoError) -> Message:
    if not isinstance(error, UnusableDataError):
        return error.message
    first = next(finding for finding in error.findings if finding.severity == "error")
    if first.hint is None:
        return first.message
    return message("{sentences}", sentences=sentences(first.message, first.hint))
