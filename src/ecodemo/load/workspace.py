"""A folder to a `Workspace`: every file read, every mistake of every file reported at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from os.path import lexists
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ecodemo.errors import UnusableDataError
from ecodemo.load.document import Complaint
from ecodemo.load.file import FILES, LoadedFile, found, load_file
from ecodemo.load.fitting import misfits
from ecodemo.load.places import refs
from ecodemo.load.references import given_twice, unknown_names
from ecodemo.model.base import Record
from ecodemo.model.contact import Contacts
from ecodemo.model.county import CountyFile
from ecodemo.model.drawn_sample import DrawnSamples
from ecodemo.model.finding import UNKNOWN, Finding, Position, Ref, Severity, Step
from ecodemo.model.indicator import Indicators
from ecodemo.model.message import message
from ecodemo.model.objection import Objections
from ecodemo.model.opinion import Opinions
from ecodemo.model.organisation import Organisation, Townships
from ecodemo.model.progress import Progress
from ecodemo.model.project import Projects
from ecodemo.model.rectification import Rectification
from ecodemo.model.site import Sites
from ecodemo.model.standard import Standard
from ecodemo.model.upload import Upload, Uploaded
from ecodemo.model.waiver import Waivers
from ecodemo.model.workspace import Workspace
from ecodemo.unknown_word import did_you_mean

_FOLDERS = {"standard": "standards", "progress": "progress"}
_YAML = frozenset({".yaml", ".yml"})
_OPTIONAL = frozenset(
    {
        "rectification",
        "projects",
        "sites",
        "opinions",
        "samples",
        "upload",
        "uploaded",
        "waivers",
        "objections",
        "contacts",
    }
)


@dataclass(frozen=True)
class Loaded:
    """A workspace as its files hold it, with what was found that does not keep it from being used."""

    root: Path
    workspace: Workspace
    findings: tuple[Finding, ...]
    files: tuple[LoadedFile[Any], ...] = field(repr=False)

    @cached_property
    def _places(self) -> Mapping[Ref, tuple[LoadedFile[Any], tuple[Step, ...]]]:
        return {ref: (file, path) for file in self.files for ref, path in refs(file.record)}

    @cached_property
    def _in_evidence(self) -> dict[str, Position]:
        """Places in the evidence, each kept once: several rules may name each of tens of thousands of files."""
        return {}

    @property
    def version(self) -> str:
        """What the data are, in twelve digits: they change when any data file does that git keeps."""
        kept = (file for file in self.files if not isinstance(file.record, Contacts))
        lines = sorted(f"{file.digest}  {file.name}\n" for file in kept)
        return sha256("".join(lines).encode()).hexdigest()[:12]

    def locate(self, ref: Ref) -> Position:
        """The file, line and column of a place that is named by what it is; unknown where no file has it."""
        if ref.kind == "evidence":
            return self._in_evidence.setdefault(
                ref.id, Position(f"evidence/{ref.id}" if ref.id else "evidence")
            )
        if ref.kind == "line":
            line = int(ref.path[0]) if ref.path else 0
            return Position(ref.id, line, min(line, 1))
        found = self._places.get(Ref(ref.kind, ref.id))
        if found is None:
            return UNKNOWN
        file, base = found
        return Position(file.name, *file.document.place((*base, *ref.path)))


def load(
    root: Path,
    known: Iterable[LoadedFile[Any]] = (),
    contents: Mapping[Path, bytes] = MappingProxyType({}),
) -> Loaded:
    """Everything below data/, with all mistakes at once.

    Args:
        root: the workspace's folder.
        known: files of a workspace that was loaded; those that have the same bytes here are not read again.
        contents: what files are to hold, by path: read in place of what they hold now.

    Raises:
        UnusableDataError: something in the files keeps them from being used.
    """
    listed = list(_listed(root, contents))
    before = {file.name: file for file in known}
    findings = [*_missing(listed), *_no_folders(root), *_unread(root, listed)]
    files: list[LoadedFile[Any]] = []
    broken = set[str]()
    for kind, path in listed:
        loaded = load_file(root, kind, path, findings, before, contents.get(path))
        if loaded is None or loaded.document.complaints:
            broken.add(kind)
        if loaded is not None:
            files.append(loaded)
    workspace = _assemble(files)
    if workspace is not None:
        findings.extend(
            found(file.name, complaint) for file, complaint in _across(workspace, files, frozenset(broken))
        )
    ordered = tuple(sorted(findings, key=lambda finding: (finding.position, finding.code)))
    if workspace is None or any(finding.severity is Severity.ERROR for finding in ordered):
        raise UnusableDataError(root, ordered)
    return Loaded(root, workspace, ordered, tuple(files))


def _listed(root: Path, contents: Mapping[Path, bytes]) -> Iterator[tuple[str, Path]]:
    """The files that make up a workspace, by kind; those too that are still to be written."""
    data = root / "data"
    for kind in FILES:
        folder = _FOLDERS.get(kind)
        if folder is not None:
            new = {path for path in contents if path.parent == data / folder}
            yield from ((kind, path) for path in sorted({*(data / folder).glob("*.yaml"), *new}))
        elif lexists(data / f"{kind}.yaml"):  # also what is no ordinary file: reading it says so
            yield kind, data / f"{kind}.yaml"


def _missing(listed: list[tuple[str, Path]]) -> Iterator[Finding]:
    there = {kind for kind, _ in listed}
    for kind in FILES:
        if kind not in there and kind not in _OPTIONAL and kind not in _FOLDERS:
            hint = message("Copy it from a workspace created with “ecodemo init DIR”.")
            yield Finding(
                "SC105",
                Severity.ERROR,
                message("The file is missing."),
                Position(f"data/{kind}.yaml"),
                hint=hint,
            )


def _no_folders(root: Path) -> Iterator[Finding]:
    """What is in place of a folder of files, and is none: all of its files would be passed over."""
    for folder in _FOLDERS.values():
        path = root / "data" / folder
        if lexists(path) and not path.is_dir():
            text = message("Not a folder, so none of its files are read.")
            yield Finding("SC101", Severity.ERROR, text, Position(f"data/{folder}"))


def _unread(root: Path, listed: list[tuple[str, Path]]) -> Iterator[Finding]:
    """YAML files below data/ whose names nothing looks for."""
    data = root / "data"
    known = {path for _, path in listed}
    for path in sorted(path for path in data.rglob("*") if path.suffix.lower() in _YAML):
        hidden = any(part.startswith(".") for part in path.relative_to(data).parts)
        if not hidden and path not in known and not _is_one_of(known, path):
            position = Position(path.relative_to(root).as_posix())
            hint = did_you_mean(path.name.lower(), [f"{kind}.yaml" for kind in FILES], nearness=0.8)
            yield Finding("SC106", Severity.WARNING, message("The file is not used."), position, hint=hint)


def _is_one_of(known: set[Path], path: Path) -> bool:
    """Whether it is read under a name in other case, as some systems allow."""
    alike = (one for one in known if str(one).lower() == str(path).lower())
    return any(one.samefile(path) for one in alike)


def _assemble(files: list[LoadedFile[Any]]) -> Workspace | None:
    records: dict[type[Record], list[Any]] = {}
    for file in files:
        records.setdefault(type(file.record), []).append(file.record)
    if not all(kind in records for kind in (CountyFile, Indicators, Organisation, Townships)):
        return None
    county: CountyFile = records[CountyFile][0]
    indicators: Indicators = records[Indicators][0]
    organisation: Organisation = records[Organisation][0]
    townships: Townships = records[Townships][0]
    rectification: list[Rectification] = records.get(Rectification, [])
    projects: list[Projects] = records.get(Projects, [])
    sites: list[Sites] = records.get(Sites, [])
    waivers: list[Waivers] = records.get(Waivers, [])
    objections: list[Objections] = records.get(Objections, [])
    contacts: list[Contacts] = records.get(Contacts, [])
    return Workspace(
        county=county.county,
        bids=county.bids,
        phases=county.phases,
        standards={standard.id: standard for standard in records.get(Standard, [])},
        shared_measures=indicators.measures,
        boxes=indicators.boxes,
        indicators=indicators.indicators,
        groups=organisation.groups,
        departments=organisation.departments,
        townships=townships.townships,
        progress={progress.unit: progress for progress in records.get(Progress, [])},
        rectification=rectification[0].rectification if rectification else (),
        projects=projects[0].projects if projects else (),
        objections=objections[0].objections if objections else (),
        sites=sites[0].sites if sites else (),
        opinions=tuple(entry for file in records.get(Opinions, []) for entry in file.entries),
        upload=next(iter(records.get(Upload, [])), Upload()),
        uploaded=tuple(entry for file in records.get(Uploaded, []) for entry in file.entries),
        samples=tuple(entry for file in records.get(DrawnSamples, []) for entry in file.entries),
        waivers=waivers[0] if waivers else Waivers(),
        contacts={contact.unit: contact for each in contacts for contact in each.contacts},
        review=county.review,
        language=county.language,
        today=county.today,
        example=county.example,
    )


def _across(
    workspace: Workspace, files: list[LoadedFile[Any]], broken: frozenset[str]
) -> Iterator[tuple[LoadedFile[Any], Complaint]]:
    """What only shows across entries and files."""
    yield from given_twice(files)
    yield from unknown_names(workspace, files, broken)
    for file in files:
        yield from ((file, complaint) for complaint in misfits(workspace, file))
