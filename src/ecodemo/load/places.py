"""Where the things stand that rules point at: each by its kind and id, with the path of keys to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from ecodemo.model.base import Record
from ecodemo.model.contact import Contacts
from ecodemo.model.county import CountyFile
from ecodemo.model.finding import Ref, Step
from ecodemo.model.indicator import Indicators
from ecodemo.model.objection import Objections
from ecodemo.model.organisation import Organisation, Townships
from ecodemo.model.progress import Progress
from ecodemo.model.project import Projects
from ecodemo.model.rectification import Rectification
from ecodemo.model.role import DepartmentRole, RequirementRole
from ecodemo.model.standard import Standard
from ecodemo.model.waiver import Waivers

Path = tuple[Step, ...]
_PROGRESS_LISTS = {
    "observation": "observations",
    "assignment": "assigned",
    "answer": "vetoes",
    "statement": "statements",
    "document": "documents",
}

_NUMBERED: Mapping[type[Record], tuple[str, str]] = {
    Rectification: ("rectification", "rectification"),
    Projects: ("project", "projects"),
}
_BY_PLACE: Mapping[type[Record], tuple[tuple[str, str], ...]] = {
    Waivers: tuple((kind, kind) for kind in ("not_involved", "extensions", "waivers")),
    Objections: (("objection", "objections"),),
}


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
        case Waivers() | Objections():
            yield from (
                (Ref(kind, str(index)), (key, index))
                for kind, key in _BY_PLACE[type(record)]
                for index in range(len(getattr(record, key)))
            )
        case Rectification() | Projects():
            kind, key = _NUMBERED[type(record)]
            yield from _listed(kind, key, getattr(record, key), lambda entry: entry.no)
        case Contacts():
            yield from _listed("contact", "contacts", record.contacts, lambda contact: contact.unit)
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
