"""Ids that name nothing, and ids given twice: which keys hold ids of what is a table, not code."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from pydantic_core import PydanticCustomError

from ecodemo.load.document import Complaint
from ecodemo.load.file import LoadedFile
from ecodemo.model.base import Record
from ecodemo.model.contact import Contacts
from ecodemo.model.county import CountyFile
from ecodemo.model.drawn_sample import DrawnSamples
from ecodemo.model.finding import Step
from ecodemo.model.indicator import Indicators
from ecodemo.model.message import Message, message
from ecodemo.model.objection import Objections
from ecodemo.model.opinion import Opinions
from ecodemo.model.organisation import Organisation, Townships, UnitKind
from ecodemo.model.progress import Progress
from ecodemo.model.project import Projects
from ecodemo.model.rectification import Rectification
from ecodemo.model.reference import read_reference
from ecodemo.model.role import RequirementRole
from ecodemo.model.site import Sites
from ecodemo.model.standard import Standard
from ecodemo.model.upload import Upload, Uploaded
from ecodemo.model.waiver import Waivers
from ecodemo.model.workspace import EVERYONE, LEAD, Workspace
from ecodemo.unknown_word import did_you_mean

SOUND = "sound"
"""The profile that ships with the tool; phases may extend it."""

NAMES: Mapping[type[Record], Mapping[str, str]] = {
    CountyFile: {
        "bids.*.standard": "standard",
        "bids.*.follows": "bid",
        "bids.*.outcome.document": "document",
        "phases.*.bid": "bid",
        "phases.*.extends": "phase",
        "phases.*.gate.*": "requirement or box",
    },
    Organisation: {"groups.*.lead": "unit"},
    Indicators: {
        "measures.*.from.*": "owing",
        "measures.*.ratio.*.*": "measure",
        "measures.*.drop": "measure",
        "measures.*.drop.of": "measure",
        "measures.*.change": "measure",
        "measures.*.change.of": "measure",
        "boxes.*.requirements.*.from.*": "owing",
        "boxes.*.requirements.*.measures.*": "measure",
        "boxes.*.requirements.*.veto": "veto",
        "indicators.*.group": "group",
        "indicators.*.lead": "unit",
        "indicators.*.support.*": "unit",
        "indicators.*.measures.*.from.*": "owing",
        "indicators.*.measures.*.ratio.*.*": "measure",
        "indicators.*.measures.*.drop": "measure",
        "indicators.*.measures.*.drop.of": "measure",
        "indicators.*.measures.*.change": "measure",
        "indicators.*.measures.*.change.of": "measure",
        "indicators.*.requirements.*.from.*": "owing",
        "indicators.*.requirements.*.measures.*": "measure",
    },
    Standard: {"rows_of": "standard"},
    Progress: {
        "unit": "unit",
        "observations.*.measure": "measure",
        "observations.*.proof": "document",
        "observations.*.document": "document",
        "observations.*.revised.document": "document",
        "observations.*.revised.*.document": "document",
        "assigned.*.measure": "measure",
        "assigned.*.document": "document",
        "vetoes.*.id": "veto",
        "vetoes.*.bid": "bid",
        "vetoes.*.document": "document",
        "statements.*.indicator": "indicator",
        "documents.*.requirement": "requirement",
        "documents.*.bid": "bid",
        "documents.*.see": "document",
        "documents.*.revised.document": "document",
        "documents.*.revised.*.document": "document",
        "documents.*.reviews.*.by": "unit or group",
    },
    Waivers: {
        "not_involved.*.measure": "measure",
        "not_involved.*.requirement": "requirement",
        "not_involved.*.unit": "unit",
        "not_involved.*.document": "document",
        "not_involved.*.by": "unit or group",
        "extensions.*.unit": "unit",
        "extensions.*.requirement": "requirement",
        "extensions.*.by": "unit or group",
        "waivers.*.by": "unit or group",
        "waivers.*.scope.requirement": "requirement",
        "waivers.*.scope.unit": "unit",
        "waivers.*.scope.indicator": "indicator",
        "waivers.*.scope.measure": "measure",
    },
    Rectification: {
        "rectification.*.bid": "bid",
        "rectification.*.indicator": "indicator",
        "rectification.*.measure": "measure",
        "rectification.*.unit": "unit",
        "rectification.*.with.*": "unit",
        "rectification.*.closed.by": "unit or group",
        "rectification.*.closed.proof": "document",
    },
    Objections: {
        "objections.*.bid": "bid",
        "objections.*.unit": "unit",
        "objections.*.requirement": "requirement",
        "objections.*.document": "document",
        "objections.*.decision.by": "unit or group",
    },
    Projects: {
        "projects.*.group": "group",
        "projects.*.unit": "unit",
        "projects.*.indicators.*": "indicator",
        "projects.*.document": "document",
        "projects.*.stages.*.document": "document",
    },
    Sites: {"sites.*.township": "unit", "sites.*.indicators.*": "indicator"},
    Opinions: {"entries.*.bid": "bid", "entries.*.opinions.*.documents.*": "document"},
    DrawnSamples: {"entries.*.bid": "bid"},
    Upload: {"bid": "bid", "items.*.requirements.*": "requirement"},
    Uploaded: {"entries.*.bid": "bid"},
    Contacts: {"contacts.*.unit": "unit"},
}
"""Which keys name something, and what."""

GIVEN: Mapping[type[Record], Mapping[str, str]] = {
    CountyFile: {"bids.*.id": "bid", "phases.*.id": "phase"},
    Organisation: {
        "groups.*.id": "unit",
        "departments.*.id": "unit",
        "groups.*.role": "role",
        "departments.*.role": "role",
    },
    Townships: {"townships.*.id": "unit", "townships.*.code": "code"},
    Indicators: {
        "measures.*.id": "measure",
        "measures.*.no": "measure number",
        "boxes.*.no": "box",
        "boxes.*.requirements.*.no": "requirement",
        "boxes.*.requirements.*.role": "role",
        "indicators.*.id": "indicator",
        "indicators.*.no": "box",
        "indicators.*.measures.*.id": "measure",
        "indicators.*.measures.*.no": "measure number",
        "indicators.*.requirements.*.no": "requirement",
        "indicators.*.requirements.*.role": "role",
    },
    Standard: {"id": "standard", "rows.*.no": "row", "vetoes.*.id": "veto", "vetoes.*.no": "veto number"},
    Progress: {"unit": "progress", "documents.*.file": "file"},
    Rectification: {"rectification.*.no": "rectification"},
    Projects: {"projects.*.no": "project"},
    Sites: {"sites.*.no": "site"},
    Upload: {"items.*.no": "upload item"},
    Contacts: {"contacts.*.unit": "contact"},
}
"""Which keys give a name, and the space in which it must be the only one."""

_OFTEN = frozenset({("role", RequirementRole.EXPLANATION)})
_BY_FILE = frozenset({"row", "veto", "veto number"})
"""Spaces that each standard has for itself."""

Path = tuple[Step, ...]


def found(data: object, pattern: str) -> Iterator[tuple[Path, str]]:
    """Every text at a pattern of keys; `*` stands for the entries of a list, or for one written without it."""
    yield from _found(data, tuple(pattern.split(".")), ())


def _found(data: object, pattern: tuple[str, ...], path: Path) -> Iterator[tuple[Path, str]]:
    if not pattern:
        if isinstance(data, str):
            yield path, data
        return
    key, *rest = pattern
    if key != "*":
        if isinstance(data, dict) and key in data:
            yield from _found(data[key], tuple(rest), (*path, key))
    elif isinstance(data, list):
        for index, item in enumerate(data):
            yield from _found(item, tuple(rest), (*path, index))
    else:
        yield from _found(data, tuple(rest), path)


@dataclass(frozen=True, slots=True)
class _Known:
    """What a word may name, and what people call it."""

    what: Message
    names: frozenset[str]
    called: Mapping[str, str] = field(default_factory=dict)
    """By what people call it, the id; of several that are called alike the last."""


DEFINED_IN: Mapping[str, frozenset[str]] = {
    "county": frozenset({"bid", "phase"}),
    "indicators": frozenset({"measure", "indicator", "requirement", "requirement or box"}),
    "groups": frozenset({"unit", "owing", "group", "unit or group"}),
    "townships": frozenset({"unit", "owing", "unit or group"}),
    "standard": frozenset({"standard", "veto"}),
}
"""Which kind of file gives which names."""


def unknown_names(
    workspace: Workspace, files: list[LoadedFile[Any]], broken: frozenset[str]
) -> Iterator[tuple[LoadedFile[Any], Complaint]]:
    """Every id that names nothing.

    What names an entry that is itself wrong, or anything in a file whose text is broken, is not reported again.
    """
    unsure = frozenset[str]().union(*(DEFINED_IN.get(kind, frozenset()) for kind in broken))
    known = _known(workspace)
    dropped = frozenset(name for file in files for name in file.dropped)
    for file in files:
        for pattern, kind in NAMES.get(type(file.record), {}).items():
            for path, written in found(file.document.data, pattern):
                for name, space in _named(written, kind):
                    if space not in unsure and name not in known[space].names and name not in dropped:
                        yield (
                            file,
                            unknown(
                                file, path, name, known[space].what, known[space].names, known[space].called
                            ),
                        )


def unknown(
    file: LoadedFile[Any],
    path: Path,
    name: str,
    what: Message,
    names: frozenset[str],
    called: Mapping[str, str] = MappingProxyType({}),
) -> Complaint:
    """The complaint about one name, with the id of what is called so, or the nearest known one."""
    text = message("Unknown {what} “{written}”.", what=what, written=name)
    near = difflib.get_close_matches(name, called, n=1, cutoff=_NEARNESS)
    hint = (
        message("Did you mean “{guess}” ({title})?", guess=called[near[0]], title=near[0])
        if near
        else did_you_mean(name, sorted(names))
    )
    return Complaint("SC301", file.document.place(path), text, hint)


_NEARNESS = 0.75
"""How alike a name must be to be taken for that of something: titles are long, and many begin alike."""


def given_twice(files: list[LoadedFile[Any]]) -> Iterator[tuple[LoadedFile[Any], Complaint]]:
    """Every id and number that something else bears already, in this file or another."""
    first: dict[tuple[str, str, str], str] = {}
    for file in files:
        for pattern, space in GIVEN.get(type(file.record), {}).items():
            for path, name in found(file.document.data, pattern):
                place = file.document.place(path)
                key = space, file.name if space in _BY_FILE else "", name
                if key in first and (space, name) not in _OFTEN:
                    text = message("Duplicate “{name}”; first given at {place}.", name=name, place=first[key])
                    yield file, Complaint("SC302", place, text)
                else:
                    first[key] = f"{file.name}:{place[0]}"


def _named(written: str, kind: str) -> Iterator[tuple[str, str]]:
    """The names in a text, each with what it must be one of."""
    if kind != "document":
        yield written, kind
        return
    try:
        reference = read_reference(written)
    except PydanticCustomError:
        return
    yield reference.requirement, "requirement"
    if reference.unit:
        yield reference.unit, "unit"


def _known(workspace: Workspace) -> Mapping[str, _Known]:
    units = {name: unit.id for unit in workspace.units.values() for name in unit.names}
    groups = {group.name: group.id for group in workspace.groups}
    requirements = {requirement.name: no for no, requirement in workspace.requirements.items()}
    unit_ids = frozenset(workspace.units)
    group_ids = frozenset(group.id for group in workspace.groups)
    numbers = frozenset(workspace.requirements)
    boxes = frozenset(box.no for box in workspace.boxes)
    standards = {standard.title: id_ for id_, standard in workspace.standards.items()}
    bids = {bid.name: bid.id for bid in workspace.bids}
    phases = {phase.name: phase.id for phase in workspace.phases}
    vetoes = frozenset(veto.id for standard in workspace.standards.values() for veto in standard.vetoes)
    measures = {measure.name: measure.id for measure in workspace.measures.values()}
    indicators = {indicator.name: indicator.id for indicator in workspace.indicators}
    return {
        "standard": _Known(message("standard"), frozenset(workspace.standards), standards),
        "bid": _Known(message("bid"), frozenset(bid.id for bid in workspace.bids), bids),
        "phase": _Known(
            message("phase"), frozenset(phase.id for phase in workspace.phases) | {SOUND}, phases
        ),
        "requirement": _Known(message("requirement"), numbers, requirements),
        "requirement or box": _Known(message("requirement or box"), numbers | boxes, requirements),
        "unit": _Known(message("unit"), unit_ids, units),
        "owing": _Known(message("unit"), unit_ids | {EVERYONE, LEAD, *UnitKind}, units),
        "group": _Known(message("group"), group_ids, groups),
        "unit or group": _Known(message("unit or group"), unit_ids | group_ids, groups | units),
        "measure": _Known(message("measure"), frozenset(workspace.measures), measures),
        "indicator": _Known(message("indicator"), frozenset(workspace.indicators_by_id), indicators),
        "veto": _Known(message("veto"), vetoes),
    }
