"""The files that prove something the bid owes, in the order of the archive, each with its reference."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from ecodemo.assess.bid import Assessment
from ecodemo.assess.owed import Item
from ecodemo.model.evidence import EvidenceFile
from ecodemo.model.progress import Document
from ecodemo.model.workspace import Workspace


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """A line of the list before it is worded: a file, or (without one) a reference to a file elsewhere."""

    item: Item
    years: tuple[int, ...]
    """Empty if it is not by year."""
    document: Document | None
    """What the register says of it: of the file itself, else of the event's folder that it is in."""
    file: EvidenceFile | None
    reference: str = ""

    @property
    def number(self) -> str:
        return self.item.requirement.no


def entries(assessment: Assessment) -> tuple[CatalogueEntry, ...]:
    """All lines in the order of boxes, numbers, units, years and paths, each with its reference."""
    workspace = assessment.workspace
    places = {unit: place for place, unit in enumerate(workspace.units)}
    found = [entry for item in (*assessment.items, *assessment.excused) for entry in _of_item(item)]
    found.sort(key=lambda entry: _place(entry, places))
    alike = Counter(_words(entry, workspace) for entry in found)
    seen: Counter[str] = Counter()
    named = []
    for entry in found:
        words = _words(entry, workspace)
        seen[words] += 1
        named.append(replace(entry, reference=f"{words}-{seen[words]}" if alike[words] > 1 else words))
    return tuple(named)


def _of_item(item: Item) -> Iterator[CatalogueEntry]:
    by_year = item.requirement.years != "once"
    registered: dict[str, Document] = {}
    references: dict[int, Document] = {}
    for slot in item.slots:
        for document in slot.documents:
            if document.see:
                references[id(document)] = document
            elif document.file:
                registered.setdefault(document.file, document)
    for file in {file.path: file for slot in item.slots for file in slot.files}.values():
        own = registered.get(file.path) or registered.get(file.delivery)
        yield CatalogueEntry(item, file.years if by_year else (), own, file)
    for reference in references.values():
        yield CatalogueEntry(item, tuple(sorted(reference.years)) if by_year else (), reference, None)


def _place(entry: CatalogueEntry, places: Mapping[str, int]) -> tuple[object, ...]:
    """Boxes of figures before those of letters; in an event its parts in their order, unsorted files last."""
    box, requirement = entry.item.holder.no, entry.item.requirement
    serial = int(re.split(r"-|(?<=[A-Z])", requirement.no)[-1])
    file = entry.file
    within = (
        (0, file.delivery, file.part or len(requirement.parts) + 1, file.path) if file else (1, "", 0, "")
    )
    return (
        (not box.isdigit(), int(box) if box.isdigit() else 0, box),
        (serial, requirement.no),
        places[entry.item.unit],
        entry.years,
        within,
    )


def _words(entry: CatalogueEntry, workspace: Workspace) -> str:
    """A reference as data write it, with the unit as its folders are called: `25-1/2020@梅城镇`."""
    years = entry.years
    span = range(years[0], years[-1] + 1) if years else range(0)
    if len(years) > 1 and years == tuple(span):
        written = f"/{years[0]}-{years[-1]}"
    else:
        written = "/" * bool(years) + ",".join(map(str, years))
    unit = workspace.units[entry.item.unit]
    return f"{entry.number}{written}@{unit.short or unit.name}"
