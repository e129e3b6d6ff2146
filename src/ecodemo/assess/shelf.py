"""Files of evidence and entries of the register by requirement and unit, and which of them can prove anything."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ecodemo.model.evidence import Condition, EvidenceFile, Facts
from ecodemo.model.progress import Document
from ecodemo.model.reference import Reference
from ecodemo.model.workspace import Workspace


class Shelf:
    """Files and register entries by requirement and unit."""

    def __init__(self, workspace: Workspace, files: Iterable[EvidenceFile]) -> None:
        self._files: dict[tuple[str, str], list[EvidenceFile]] = {}
        self._proven: dict[tuple[Reference, date], bool] = {}
        """What was asked before: many entries of a ledger refer to the same."""
        for file in files:
            if file.requirement and file.unit:
                self._files.setdefault((file.requirement, file.unit), []).append(file)
        self._workspace = workspace

    def files(self, reference: Reference) -> tuple[EvidenceFile, ...]:
        found = self._files.get((reference.requirement, reference.unit or ""), [])
        return tuple(file for file in found if reference.year is None or reference.year in file.years)

    def documents(self, reference: Reference) -> tuple[Document, ...]:
        found = self._workspace.entries_of(reference.requirement, reference.unit or "")
        return tuple(entry for entry in found if reference.year is None or reference.year in entry.years)

    def came(self, reference: Reference, today: date) -> tuple[EvidenceFile, ...]:
        """The files that were there on a day: those that were registered later were not."""
        later = {entry.file for entry in self.documents(reference) if not entry.had_come(today)}
        found = self.files(reference)
        return tuple(f for f in found if later.isdisjoint((f.path, f.delivery))) if later else found

    def proves(self, reference: Reference, unit: str, today: date) -> bool:
        """Whether what a unit refers to was there on a day, itself or as one that it refers to (互见)."""
        asked = at(reference, unit), today
        if asked not in self._proven:
            self._proven[asked] = self._proves(*asked)
        return self._proven[asked]

    def _proves(self, own: Reference, today: date) -> bool:
        seen = (entry.see for entry in self.documents(own) if entry.see and entry.had_come(today))
        referred = (file for see in seen for file in self.came(at(see, own.unit or ""), today))
        return any(map(can_prove, self.came(own, today))) or any(map(can_prove, referred))


def can_prove(file: EvidenceFile) -> bool:
    """Whether there is something in it, and it opens as far as is known."""
    return not is_blank(file) and (file.facts is None or file.facts.condition is Condition.SOUND)


def is_blank(file: EvidenceFile) -> bool:
    """Whether there is nothing in it: no byte, or a text of nothing but blanks."""
    facts = file.facts
    return file.is_empty or (facts is not None and facts.kind == "txt" and _is_all_blank(facts))


def _is_all_blank(facts: Facts) -> bool:
    return facts.pages is None and facts.blank_pages == (1,)


def came_by(workspace: Workspace, today: date, files: Iterable[EvidenceFile]) -> tuple[EvidenceFile, ...]:
    """The files that were there on a day: those that the register has only from a later day on were not."""
    there = {document.file for _, _, document in workspace.documents(today)}
    later = {document.file for _, _, document in workspace.documents()} - there
    return (
        tuple(file for file in files if later.isdisjoint((file.path, file.delivery)))
        if later
        else tuple(files)
    )


def at(reference: Reference, unit: str) -> Reference:
    """A reference as a unit writes it: its own document where it names no other unit."""
    return reference if reference.unit else Reference(reference.requirement, reference.year, unit)
