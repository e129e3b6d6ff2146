"""A folder to a `Workspace`: every file read, every mistake of every file said at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from pydantic import ValidationError

from ecodemo.errors import EcodemoError
from ecodemo.load import schema
from ecodemo.load.document import Complaint, Document, read
from ecodemo.load.fitting import misfits
from ecodemo.load.places import refs
from ecodemo.load.references import given_twice, unknown_names
from ecodemo.model.base import Record
from ecodemo.model.county import CountyFile
from ecodemo.model.finding import Finding, Position, Ref, Severity, Step
from ecodemo.model.indicator import Indicators
from ecodemo.model.message import message
from ecodemo.model.organisation import Organisation, Townships
from ecodemo.model.progress import Progress
from ecodemo.model.rectification import Rectification
from ecodemo.model.standard import Standard
from ecodemo.model.waiver import Waivers
from ecodemo.model.workspace import Workspace

FILES: Mapping[str, type[Record]] = MappingProxyType(
    {
        "county": CountyFile,
        "indicators": Indicators,
        "groups": Organisation,
        "townships": Townships,
        "standard": Standard,
        "progress": Progress,
        "rectification": Rectification,
        "waivers": Waivers,
    }
)
"""The kinds of file in data/, by the name that `ecodemo schema` knows them by."""

_OPTIONAL = frozenset({"rectification", "waivers"})
_IGNORED = frozenset({"contacts.yaml"})
MARK = Path("data", "county.yaml")

R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class LoadedFile(Generic[R]):
    """One file: its record, as far as it could be read, and where everything in it stands."""

    name: str
    document: Document
    record: R
    dropped: frozenset[str] = frozenset()
    """Ids and numbers of entries that were left out because something in them is wrong."""


@dataclass(frozen=True)
class Loaded:
    """The outcome of loading: a workspace if nothing stands against it, and all that was found."""

    root: Path
    workspace: Workspace | None
    findings: tuple[Finding, ...]
    files: tuple[LoadedFile[Any], ...] = field(repr=False)

    @cached_property
    def _places(self) -> Mapping[Ref, tuple[LoadedFile[Any], tuple[Step, ...]]]:
        return {ref: (file, path) for file in self.files for ref, path in refs(file.record)}

    def locate(self, ref: Ref) -> Position:
        """The file, line and column of a place that is named by what it is."""
        if ref.kind == "evidence":
            return Position(f"evidence/{ref.id}" if ref.id else "evidence")
        found = self._places.get(Ref(ref.kind, ref.id))
        if found is None:
            return Position("data/county.yaml")
        file, base = found
        return Position(file.name, *file.document.place((*base, *ref.path)))


def find_root(start: Path) -> Path:
    """The nearest folder upward, not above the root of its git repository, that is a workspace.

    Raises:
        EcodemoError: there is none.
    """
    start = start.resolve()
    for folder in (start, *start.parents):
        if (folder / MARK).is_file():
            return folder
        if (folder / ".git").exists():
            break
    raise EcodemoError(
        message(
            "No workspace here: neither {folder} nor a folder above it has data/county.yaml. "
            "Make one with “ecodemo init DIR”, or name one with “-C DIR”.",
            folder=str(start),
        )
    )


def load(root: Path) -> Loaded:
    """Everything below data/, with all mistakes at once; never raises on what the files hold."""
    findings: list[Finding] = []
    files: list[LoadedFile[Any]] = []
    for kind, path in _listed(root, findings):
        loaded = _load_file(root, kind, path, findings)
        if loaded is not None:
            files.append(loaded)
    workspace = _assemble(files)
    if workspace is not None:
        findings.extend(_finding(file, complaint) for file, complaint in _across(workspace, files))
    unusable = workspace is None or any(finding.severity is Severity.ERROR for finding in findings)
    ordered = tuple(sorted(findings, key=lambda finding: (finding.position, finding.code)))
    return Loaded(root, None if unusable else workspace, ordered, tuple(files))


def _listed(root: Path, findings: list[Finding]) -> Iterator[tuple[str, Path]]:
    """The files that make up a workspace; what is missing or read by nobody is said."""
    data = root / "data"
    known = set[Path]()
    for kind in FILES:
        if kind in ("standard", "progress"):
            folder = data / ("standards" if kind == "standard" else "progress")
            found = (
                sorted(path for path in folder.glob("*.yaml") if path.is_file()) if folder.is_dir() else []
            )
        else:
            path = data / f"{kind}.yaml"
            found = [path] if path.is_file() else []
            if not found and kind not in _OPTIONAL:
                findings.append(
                    Finding(
                        "SC105",
                        Severity.ERROR,
                        message("The file is missing."),
                        Position(f"data/{kind}.yaml"),
                        hint=message("Copy it from a workspace that “ecodemo init DIR” makes."),
                    )
                )
        known.update(found)
        yield from ((kind, path) for path in found)
    for path in sorted((*data.glob("*.y*ml"), *data.glob("*/*.y*ml"))):
        if path not in known and path.name not in _IGNORED and not path.name.startswith("."):
            findings.append(
                Finding(
                    "SC106",
                    Severity.WARNING,
                    message("Nothing reads this file."),
                    Position(path.relative_to(root).as_posix()),
                    hint=schema.did_you_mean(path.stem, tuple(FILES)),
                )
            )


def _load_file(root: Path, kind: str, path: Path, findings: list[Finding]) -> LoadedFile[Any] | None:
    name = path.relative_to(root).as_posix()
    try:
        document = read(path.read_bytes())
    except OSError as error:
        text = message("The file cannot be read: {reason}.", reason=error.strerror or str(error))
        findings.append(Finding("SC101", Severity.ERROR, text, Position(name)))
        return None
    file, rejected = _validate(name, FILES[kind], document)
    findings.extend(
        Finding(
            complaint.code,
            Severity.ERROR,
            complaint.message,
            Position(name, *complaint.place),
            hint=complaint.hint,
        )
        for complaint in (*document.complaints, *rejected)
    )
    return file


def _validate(
    name: str, model: type[Record], document: Document
) -> tuple[LoadedFile[Any] | None, tuple[Complaint, ...]]:
    """The file without its faulty entries, and what was wrong with them.

    Where the text itself is broken, what follows from that is not said again.
    """
    data = document.data
    if not isinstance(data, dict):
        if document.complaints:
            return None, ()
        text = message(
            "The file must hold keys with a colon, such as “{key}:”.",
            key=next(iter(schema.keys_at(model, ()))),
        )
        return None, (Complaint("SC203", (1, 1), text),)
    rejected: tuple[Complaint, ...] = ()
    pruned = data
    try:
        return LoadedFile(name, document, model.model_validate(data)), ()
    except ValidationError as error:
        if not document.complaints:
            rejected = tuple(schema.complaints(error, model, document))
        pruned = _without_leaves(data, error)
    try:
        return LoadedFile(name, document, model.model_validate(pruned)), rejected
    except ValidationError as error:
        faulty = {tuple(detail["loc"][:2]) for detail in error.errors(include_url=False)}
        faulty |= {loc[:1] for loc in faulty if not isinstance(data.get(str(loc[0])), list)}
    kept = replace(document, data=pruned).without(faulty)
    try:
        record = model.model_validate(kept.data)
    except ValidationError:
        return None, rejected
    dropped = frozenset(
        name
        for key, value in data.items()
        if isinstance(value, list)
        for index, item in enumerate(value)
        if (key, index) in faulty
        for name in _names_in(item)
    )
    return LoadedFile(name, kept, record, dropped), rejected


def _without_leaves(data: dict[str, Any], error: ValidationError) -> dict[str, Any]:
    """The data without the very keys that are wrong, so that the rest can still be looked at."""
    pruned: dict[str, Any] = deepcopy(data)
    for detail in error.errors(include_url=False):
        *above, leaf = schema.path_of(detail["loc"])
        container: Any = pruned
        for step in above:
            try:
                container = container[step]
            except (KeyError, IndexError, TypeError):
                container = None
                break
        if isinstance(container, dict):
            container.pop(leaf, None)
    return pruned


def _names_in(value: object) -> Iterator[str]:
    """Every id and number written anywhere in a value."""
    if isinstance(value, dict):
        yield from (str(value[key]) for key in ("id", "no") if key in value)
        for below in value.values():
            yield from _names_in(below)
    elif isinstance(value, list):
        for below in value:
            yield from _names_in(below)


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
    waivers: list[Waivers] = records.get(Waivers, [])
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
        waivers=waivers[0] if waivers else Waivers(),
        language=county.language,
        today=county.today,
        example=county.example,
    )


def _across(
    workspace: Workspace, files: list[LoadedFile[Any]]
) -> Iterator[tuple[LoadedFile[Any], Complaint]]:
    """What only shows across entries and files."""
    yield from given_twice(files)
    yield from unknown_names(workspace, files)
    for file in files:
        yield from ((file, complaint) for complaint in misfits(workspace, file))


def _finding(file: LoadedFile[Any], complaint: Complaint) -> Finding:
    position = Position(file.name, *complaint.place)
    return Finding(complaint.code, Severity.ERROR, complaint.message, position, hint=complaint.hint)
