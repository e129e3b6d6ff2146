"""One data file: read, validated, and its faulty entries set aside, so that the rest can still be looked at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from pydantic import ValidationError

from ecodemo.errors import system_reason
from ecodemo.files import LARGEST_YAML, read_control_file
from ecodemo.load import schema
from ecodemo.load.document import Complaint, YamlDocument, read
from ecodemo.load.list_file import with_entries
from ecodemo.model.base import Record
from ecodemo.model.contact import Contacts
from ecodemo.model.county import CountyFile
from ecodemo.model.drawn_sample import DrawnSamples
from ecodemo.model.finding import Finding, Position, Severity, Step
from ecodemo.model.indicator import Indicators
from ecodemo.model.message import Message, listing, message
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

FILES: Mapping[str, type[Record]] = MappingProxyType(
    {
        "county": CountyFile,
        "indicators": Indicators,
        "groups": Organisation,
        "townships": Townships,
        "standard": Standard,
        "progress": Progress,
        "rectification": Rectification,
        "projects": Projects,
        "sites": Sites,
        "opinions": Opinions,
        "samples": DrawnSamples,
        "upload": Upload,
        "uploaded": Uploaded,
        "waivers": Waivers,
        "objections": Objections,
        "contacts": Contacts,
    }
)
"""The kinds of file in data/, by the name that `ecodemo schema` knows them by."""


R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class LoadedFile(Generic[R]):
    """One file: its record, as far as it could be read, and where everything in it is."""

    name: str
    document: YamlDocument
    record: R
    dropped: frozenset[str] = frozenset()
    """Ids and numbers of entries that were left out because something in them is wrong."""
    digest: str = ""
    """SHA-256 of the file's bytes."""
    pruned: frozenset[tuple[Step, ...]] = frozenset()
    """Entries that lost a wrong key; what follows from that is not reported again."""


def load_file(
    root: Path,
    kind: str,
    path: Path,
    findings: list[Finding],
    known: Mapping[str, LoadedFile[Any]] = MappingProxyType({}),
    content: bytes | None = None,
) -> LoadedFile[Any] | None:
    """One file; of the same bytes as a known one of its name, that one. `content` takes the place of its bytes.

    Known ones are those of a workspace that could be loaded, so nothing was wrong with them.
    """
    name = path.relative_to(root).as_posix()
    try:
        content = read_control_file(path, root, LARGEST_YAML) if content is None else content
    except OSError as error:
        text = message("Cannot read the file: {reason}.", reason=system_reason(error))
        findings.append(Finding("SC101", Severity.ERROR, text, Position(name)))
        return None
    digest = sha256(content).hexdigest()
    if (before := known.get(name)) is not None and before.digest == digest:
        return before
    document = with_entries(read(content), FILES[kind])
    file, rejected = _validate(name, FILES[kind], document)
    findings.extend(found(name, complaint) for complaint in (*document.complaints, *rejected))
    return replace(file, digest=digest) if file is not None else None


def _what_to_write(model: type[Record]) -> Message:
    """For an empty file, which may have lost its content: that there is nothing to enter is written out."""
    fields = {field.alias or name: field for name, field in model.model_fields.items()}
    required = [f"{key}:" for key, field in fields.items() if field.is_required()]
    if required:
        return message(
            "The file is empty. Restore an earlier copy; it must contain {keys}.", keys=listing(*required)
        )
    key = next(key for key, field in fields.items() if field.default == ())
    return message("The file is empty. If there is nothing to enter, write: {line}", line=f"{key}: []")


def _validate(
    name: str, model: type[Record], document: YamlDocument
) -> tuple[LoadedFile[Any] | None, tuple[Complaint, ...]]:
    """The file without its faulty entries, and what was wrong with them.

    Where the text itself is broken, what follows from that is not reported again.
    """
    data = document.data
    if not isinstance(data, dict):
        if document.complaints:
            return None, ()
        if data is None:
            return None, (Complaint("SC203", (1, 1), _what_to_write(model)),)
        text = message(
            "Expected keys with a colon, such as “{key}:”.",
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
        cut = frozenset(schema.path_of(detail["loc"])[:2] for detail in error.errors(include_url=False))
    try:
        return LoadedFile(name, document, model.model_validate(pruned), pruned=cut), rejected
    except ValidationError as error:
        faulty = {tuple(detail["loc"][:2]) for detail in error.errors(include_url=False)} - {()}
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
        path = schema.path_of(detail["loc"])
        if not path:
            continue
        *above, leaf = path
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


def found(name: str, complaint: Complaint) -> Finding:
    """A complaint as a finding at its place in the file called `name`."""
    position = Position(name, *complaint.place)
    return Finding(complaint.code, Severity.ERROR, complaint.message, position, hint=complaint.hint)
