"""OFD, the national format of fixed pages (GB/T 33190-2016): what official papers are sent as."""

from __future__ import annotations

from collections.abc import Container
from itertools import islice
from posixpath import dirname, join, normpath

from ecodemo.formats import limits
from ecodemo.formats.bounded_zip import BoundedZip
from ecodemo.formats.content_error import ContentError
from ecodemo.formats.searched_text import official_in, personal_in
from ecodemo.formats.xml_events import XmlEvent, iter_events
from ecodemo.model.evidence import Condition, Facts, Searchable
from ecodemo.model.imprint import imprint_of

_MAIN = "OFD.xml"
_DRAWN = frozenset(("ImageObject", "PathObject", "CompositeObject", "Template", "CellContent", "PageBlock"))
"""What a page shows beside words; a template may draw the red head of an official paper."""
_LAID_ON = frozenset(("Signatures", "Annotations"))
"""Seals and notes, in parts of their own that say on which page they are."""


def read(package: BoundedZip, kind: str) -> Facts:
    """The facts of an OFD.

    Raises:
        ContentError: a document or page that it names is missing or is no right XML.
    """
    pages = [page for document in _documents(package) for page in _pages(package, document)]
    if not pages:
        raise ContentError(Condition.DAMAGED)
    is_sealed = any(
        _names(package, part, _LAID_ON) for part in (_MAIN, *_documents(package)) if part in package
    )
    texts: list[str] = []
    drawn: list[bool] = []
    for page in islice(pages, limits.PAGES_SEEN):
        text, shows = _page(package, page)
        texts.append(text)
        drawn.append(shows or (is_sealed and not text))
    return Facts(
        size=package.size,
        kind=kind,
        pages=len(pages),
        blank_pages=tuple(
            number
            for number, (text, shows) in enumerate(zip(texts, drawn, strict=True), 1)
            if not text and not shows
        ),
        searchable=_searchable(texts, drawn),
        personal=personal_in("\n".join(texts)),
        numbers=official_in(texts[0]),
        imprint=imprint_of("\n".join(texts).splitlines()),
    )


def words_of(package: BoundedZip) -> list[str]:
    """The words of each page, of as many as are looked at.

    Raises:
        ContentError: a document or page that it names is missing or is no right XML.
    """
    pages = (page for document in _documents(package) for page in _pages(package, document))
    return [_page(package, page)[0] for page in islice(pages, limits.PAGES_SEEN)]


def _documents(package: BoundedZip) -> list[str]:
    """The description of each document; usually there is one."""
    found: list[str] = []
    is_open = False
    with package.open(_MAIN) as content:
        for event, name, _ in iter_events(content, limits.TEXT_BYTES):
            if event is XmlEvent.TEXT and is_open:
                found.append(normpath(name.strip().lstrip("/")))
            is_open = event is XmlEvent.START and name == "DocRoot"
    return found


def _pages(package: BoundedZip, document: str) -> list[str]:
    """The content of each page, as the document's description names it."""
    with package.open(document) as content:
        return [
            _resolved(document, attributes.get("BaseLoc", ""))
            for event, name, attributes in iter_events(content, limits.PART_BYTES)
            if event is XmlEvent.START and name == "Page"
        ]


def _resolved(document: str, place: str) -> str:
    """A place from the root of the package, or from where the description is."""
    return normpath(place.lstrip("/") if place.startswith("/") else join(dirname(document), place))


def _page(package: BoundedZip, name: str) -> tuple[str, bool]:
    """The words of a page, and whether anything is drawn on it; one without any content says nothing of that."""
    words: list[str] = []
    shows = is_open = has_content = False
    with package.open(name) as content:
        for event, what, _ in iter_events(content, limits.PART_BYTES):
            if event is XmlEvent.TEXT and is_open:
                words.append(what)
            elif event is XmlEvent.START and what in _DRAWN:
                shows = True
            elif event is XmlEvent.START and what == "Content":
                has_content = True
            if event is not XmlEvent.TEXT:
                is_open = event is XmlEvent.START and what == "TextCode"
    return "\n".join(words).strip(), shows or not has_content


def _names(package: BoundedZip, part: str, wanted: Container[str]) -> bool:
    """Whether an element of these names is in a part."""
    with package.open(part) as content:
        return any(
            event is XmlEvent.START and name in wanted
            for event, name, _ in iter_events(content, limits.PART_BYTES)
        )


def _searchable(texts: list[str], drawn: list[bool]) -> Searchable | None:
    scans = any(shows and not text for text, shows in zip(texts, drawn, strict=True))
    if any(texts):
        return Searchable.PARTLY if scans else Searchable.TEXT
    return Searchable.SCAN if scans else None
