"""The places of the things that rules point at: each by its kind and id, with the path of keys to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from ecodemo.load.list_file import ENTRIES
from ecodemo.model.base import Record
from ecodemo.model.contact import Contacts
from ecodemo.model.county import CountyFile
from ecodemo.model.drawn_sample import DrawnSamples
from ecodemo.model.finding import Ref, Step
from ecodemo.model.indicator import Indicators
from ecodemo.model.objection import Objections
from ecodemo.model.opinion import Opinions
from ecodemo.model.organisation import Organisation, Townships
from ecodemo.model.progress import Progress
from ecodemo.model.project import Projects
from ecodemo.model.rectification import Rectification
from ecodemo.model.role import DepartmentRole, RequirementRole
from ecodemo.model.site import Sites
from ecodemo.model.standard import Standard
from ecodemo.model.upload import Upload, Uploaded
from ecodemo.model.waiver import Waivers

Path = tuple[Step, ...]
_PROGRESS_LISTS = {
    "observation": "observations",
    "assignment": "assigned",
    "answer": "vetoes",
    "statement": "statements",
    "document": "documents",
}

_LISTS: Mapping[type[Record], tuple[str, str, str]] = {
    Rectification: ("rectification", "rectification", "no"),
    Projects: ("project", "projects", "no"),
    Sites: ("site", "sites", "no"),
    Opinions: ("opinions", ENTRIES, ""),
    DrawnSamples: ("samples", ENTRIES, ""),
    Upload: ("upload_item", "items", "no"),
    Uploaded: ("uploaded", ENTRIES, ""),
    Objections: ("objection", "objections", ""),
    Contacts: ("contact", "contacts", "unit"),
}
"""Of files that are a list of one kind: the kind, the key of the list, and that of what names an entry; else its place does."""


def refs(record: Record) -> Iterator[tuple[Ref, Path]]:
    """Every thing in a file that a rule may point at, with the path of keys to it."""
    match record:
        case CountyFile():
            yield Ref("county"), ("county",)
            yield from _listed("bid", "bids", record.bids, lambda bid: bid.id)
            yield from _listed("phase", "phases", record.phases, lambda phase: phase.id)
        case Organisation():
            yield from ((Ref("role", role), ("departments",)) for role in DepartmentRole)
            yield from _listed("group", "groups", record.groups, lambda group: group.id)
            yield from _listed("unit", "departments", record.departments, lambda unit: unit.id)
        case Townships():
            yield from _listed("unit", "townships", record.townships, lambda unit: unit.id)
        case Indicators():
            yield from ((Ref("role", role), ("boxes",)) for role in RequirementRole)
            yield from _of_indicators(record)
        case Standard():
            yield Ref("standard", record.id), ()
            yield from _listed("row", "rows", record.rows, lambda row: f"{record.id}/{row.no}")
            yield from _listed("veto", "vetoes", record.vetoes, lambda veto: f"{record.id}/{veto.id}")
        case Progress():
            yield Ref("progress", record.unit), ()
            for kind, key in _PROGRESS_LISTS.items():
                entries = getattr(record, key)
                yield from (
                    (Ref(kind, f"{record.unit}/{index}"), (key, index)) for index in range(len(entries))
                )
        case Waivers():
            for kind in ("not_involved", "extensions", "waivers"):
                yield from (
                    (Ref(kind, str(index)), (kind, index)) for index in range(len(getattr(record, kind)))
                )
        case _ if type(record) in _LISTS:
            kind, key, name = _LISTS[type(record)]
            for index, entry in enumerate(getattr(record, key)):
                yield Ref(kind, getattr(entry, name) if name else str(index)), (key, index)
        case _:
            raise TypeError(type(record))


def _listed(
    kind: str, key: str, entries: Iterable[Any], name: Callable[[Any], str]
) -> Iterator[tuple[Ref, Path]]:
    return ((Ref(kind, name(entry)), (key, index)) for index, entry in enumerate(entries))


def _of_indicators(record: Indicators) -> Iterator[tuple[Ref, Path]]:
    yield from _listed("measure", "measures", record.measures, lambda measure: measure.id)
    for b, box in enumerate(record.boxes):
        yield Ref("box", box.no), ("boxes", b)
        for r, requirement in enumerate(box.requirements):
            yield Ref("requirement", requirement.no), ("boxes", b, "requirements", r)
    for i, indicator in enumerate(record.indicators):
        yield Ref("indicator", indicator.id), ("indicators", i)
        for m, measure in enumerate(indicator.measures):
            yield Ref("measure", measure.id), ("indicators", i, "measures", m)
        for r, requirement in enumerate(indicator.requirements):
            yield Ref("requirement", requirement.no), ("indicators", i, "requirements", r)
