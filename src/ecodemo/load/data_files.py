"""The files of data/ that an import may change, each read when it is first needed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from ecodemo.load.data_file import DataFile
from ecodemo.load.edit import new_file
from ecodemo.load.unit_file import UnitFile
from ecodemo.model.contact import Contacts
from ecodemo.model.drawn_sample import DrawnSamples
from ecodemo.model.objection import Objections
from ecodemo.model.opinion import Opinions
from ecodemo.model.project import Projects
from ecodemo.model.rectification import Rectification
from ecodemo.model.upload import Uploaded
from ecodemo.model.waiver import Waivers

_HEADER = "# yaml-language-server: $schema=.schema/{kind}.json"


class DataFiles:
    """All of them; nothing is written."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._units: dict[str, UnitFile] = {}

    def of(self, unit: str) -> UnitFile:
        """The progress file of a unit.

        Raises:
            EcodemoError: it does not say what it must.
        """
        if unit not in self._units:
            self._units[unit] = UnitFile(self._root, unit)
        return self._units[unit]

    @cached_property
    def ledger(self) -> DataFile[Rectification]:
        return DataFile(self._root, "data/rectification.yaml", Rectification, _beginning("rectification"))

    @cached_property
    def projects(self) -> DataFile[Projects]:
        return DataFile(self._root, "data/projects.yaml", Projects, _beginning("projects"))

    @cached_property
    def opinions(self) -> DataFile[Opinions]:
        """What assessors said."""
        return DataFile(self._root, "data/opinions.yaml", Opinions, _beginning("opinions"))

    @cached_property
    def samples(self) -> DataFile[DrawnSamples]:
        """Drawn re-checks."""
        return DataFile(self._root, "data/samples.yaml", DrawnSamples, _beginning("samples"))

    @cached_property
    def uploaded(self) -> DataFile[Uploaded]:
        """What was uploaded, with its receipts."""
        return DataFile(self._root, "data/uploaded.yaml", Uploaded, _beginning("uploaded"))

    @cached_property
    def waivers(self) -> DataFile[Waivers]:
        """Declarations of 不涉及, among other things."""
        return DataFile(self._root, "data/waivers.yaml", Waivers, _beginning("waivers"))

    @cached_property
    def objections(self) -> DataFile[Objections]:
        """Objections to what is counted against units."""
        return DataFile(self._root, "data/objections.yaml", Objections, _beginning("objections"))

    @cached_property
    def contacts(self) -> DataFile[Contacts]:
        """Names and telephone numbers, which git ignores."""
        return DataFile(self._root, "data/contacts.yaml", Contacts, _beginning("contacts"))

    def contents(self) -> Mapping[Path, tuple[bytes | None, bytes]]:
        """Of each file that is to be written: the bytes that it was worked out from, and the new ones."""
        opened: list[DataFile[Any]] = [*self._units.values()]
        shared = (
            "ledger",
            "projects",
            "opinions",
            "samples",
            "uploaded",
            "waivers",
            "objections",
            "contacts",
        )
        opened += [self.__dict__[name] for name in shared if name in self.__dict__]
        return {file.path: (file.original, file.content) for file in opened if file.is_changed}


def _beginning(kind: str) -> bytes:
    return new_file((_HEADER.format(kind=kind),), {})
