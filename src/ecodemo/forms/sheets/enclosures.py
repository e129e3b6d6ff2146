"""The documents that go out with a review workbook: which, under which names, and which are left out.

Names are safe for Windows and need no escaping in a link, so that a row's link is its file's name in the pack.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from ecodemo.forms import words
from ecodemo.forms.contract import REVIEW_FOLDER
from ecodemo.forms.safe_names import safe_name
from ecodemo.model.evidence import EvidenceFile
from ecodemo.model.size import size_words

_ESCAPED_IN_LINKS = re.compile(r"[\s#%&\[\]`^{}]+")
_LONGEST = 60
"""Characters of a name: Windows takes 260 for the whole path."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A document that a reviewer is to see."""

    path: str
    """The file or the folder of an event, below evidence/."""
    unit: str
    """The name of the unit that handed it in."""
    no: str
    years: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Enclosures:
    """What goes out with a workbook. Documents are known by their paths below evidence/."""

    links: Mapping[str, str] = field(default_factory=dict)
    """The name of each document in the pack; that of an event's folder ends in `/`."""
    files: Mapping[str, EvidenceFile] = field(default_factory=dict)
    """The files by their names in the pack."""
    left_out: Mapping[str, str] = field(default_factory=dict)
    """Why a document, or part of it, is not in the pack."""


def enclosures(wanted: Iterable[Wanted], files: Iterable[EvidenceFile], limit: int) -> Enclosures:
    """Put the documents into folders by unit and number, those first that come first, up to `limit` bytes."""
    wanted = tuple(wanted)
    own: dict[str, list[EvidenceFile]] = {document.path: [] for document in wanted}
    for file in files if wanted else ():
        for place in (file.path, *map(str, PurePosixPath(file.path).parents)):
            if place in own:
                own[place].append(file)
    links: dict[str, str] = {}
    enclosed: dict[str, EvidenceFile] = {}
    left_out: dict[str, str] = {}
    taken: set[str] = set()
    room = limit
    for document in wanted:
        whole = sorted(own[document.path], key=lambda file: file.path)
        here = [file for file in whole if not file.is_pointer]
        size = sum(file.size for file in here)
        if not here:
            left_out[document.path] = words.CONTENT_NOT_HERE
        elif size > room:
            left_out[document.path] = words.TOO_MUCH_TO_ENCLOSE.format(limit=size_words(limit))
        else:
            room -= size
            name = _free(_name_of(document), taken)
            is_folder = here[0].path != document.path
            links[document.path] = f"{name}/" if is_folder else name
            inside: set[str] = set()
            for file in here:
                below = file.path.removeprefix(document.path).strip("/")
                enclosed[_free(f"{name}/{_linkable(below)}", inside) if below else name] = file
            if len(here) < len(whole):
                count = len(whole) - len(here)
                left_out[document.path] = words.SOME_CONTENT_NOT_HERE.format(count=count)
    return Enclosures(links, enclosed, left_out)


def _name_of(document: Wanted) -> str:
    """Below unit and number the name that it has, and its years where that does not say them."""
    name = PurePosixPath(document.path).name
    years = words.years_words(document.years).replace("—", "-")
    if years and years not in name:
        stem, suffix = _apart(name)
        name = f"{stem}_{years}{suffix}"
    return "/".join((REVIEW_FOLDER, _linkable(document.unit), _linkable(document.no), _linkable(name)))


def _linkable(path: str) -> str:
    """A path of names that every system can hold and a link can name as they are."""
    names = []
    for part in path.split("/"):
        stem, suffix = _apart(_ESCAPED_IN_LINKS.sub("_", safe_name(part)))
        names.append(f"{stem[: _LONGEST - len(suffix)].rstrip('. ')}{suffix}")
    return "/".join(names)


def _apart(name: str) -> tuple[str, str]:
    """A name and its suffix."""
    stem, dot, suffix = name.rpartition(".")
    return (stem, f".{suffix}") if stem and dot and len(suffix) <= 5 and suffix.isalnum() else (name, "")


def _free(name: str, taken: set[str]) -> str:
    """A name that nothing else has, whatever the case of its letters."""
    stem, suffix = _apart(name)
    number = 1
    while name.casefold() in taken:
        number += 1
        name = f"{stem}_{number}{suffix}"
    taken.add(name.casefold())
    return name
