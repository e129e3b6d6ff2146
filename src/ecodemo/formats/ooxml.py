"""Word, Excel and PowerPoint files of today (OOXML), by the types that they themselves give to their parts."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from contextlib import suppress
from html import unescape
from itertools import chain
from pathlib import PurePosixPath
from posixpath import normpath

from ecodemo.formats import limits
from ecodemo.formats.bounded_zip import BoundedZip
from ecodemo.formats.content_error import ContentError
from ecodemo.formats.searched_text import official_in, personal_in
from ecodemo.formats.xml_events import XmlEvent, iter_events, paragraphs
from ecodemo.model.evidence import Condition, Facts, Searchable
from ecodemo.model.imprint import imprint_of

_CONTENT_TYPES, _RELATIONS = "[Content_Types].xml", "_rels/.rels"

_OPEN = "application/vnd.openxmlformats-officedocument."
_WORD, _EXCEL = "application/vnd.ms-word.", "application/vnd.ms-excel."
_POWERPOINT = "application/vnd.ms-powerpoint."
_KINDS = {
    f"{_OPEN}wordprocessingml.document.main+xml": "docx",
    f"{_OPEN}wordprocessingml.template.main+xml": "dotx",
    f"{_WORD}document.macroenabled.main+xml": "docm",
    f"{_WORD}template.macroenabledtemplate.main+xml": "dotm",
    f"{_OPEN}spreadsheetml.sheet.main+xml": "xlsx",
    f"{_OPEN}spreadsheetml.template.main+xml": "xltx",
    f"{_EXCEL}sheet.macroenabled.main+xml": "xlsm",
    f"{_EXCEL}template.macroenabled.main+xml": "xltm",
    f"{_EXCEL}sheet.binary.macroenabled.main": "xlsb",
    f"{_OPEN}presentationml.presentation.main+xml": "pptx",
    f"{_OPEN}presentationml.slideshow.main+xml": "ppsx",
    f"{_OPEN}presentationml.template.main+xml": "potx",
    f"{_POWERPOINT}presentation.macroenabled.main+xml": "pptm",
    f"{_POWERPOINT}slideshow.macroenabled.main+xml": "ppsm",
}
_FOLDERS = (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx"))
_DOCUMENTS = frozenset(("docx", "dotx", "docm", "dotm"))
_WORKBOOKS = frozenset(("xlsx", "xltx", "xlsm", "xltm"))
_PRESENTATIONS = frozenset(("pptx", "ppsx", "potx", "pptm", "ppsm"))
_SHOWN = re.compile(r".*/(?:media|charts|diagrams|embeddings|drawings)/.+", re.IGNORECASE)
_PAGES = re.compile(rb"<(?:\w+:)?Pages>(\d{1,6})</")
_CELL = re.compile(
    rb"<(?:\w+:)?([vt]|(?:odd|even|first)(?:Header|Footer))(?:\s[^>]*)?>([^<]{5,1000})</(?:\w+:)?\1>"
)
"""Values and texts in cells, headers and footers; shorter ones hold no personal number."""
_ANY_CELL = re.compile(rb"<(?:\w+:)?[vt](?:\s[^>]*)?>")
_HELD_BESIDE = ("t", "delText", "text")
_UNTYPED = frozenset(("", "application/xml", "text/xml"))
_CALLED = {"worksheet": r"sheet\d*"}
"""What parts are called, where not as their types."""
_NUMBER = re.compile(r"(\d{1,9})")
_BLOCK, _OVERLAP = 1 << 20, 2_000


def kind_of(package: BoundedZip) -> str:
    """The kind by the type of the main part; by the folders where no part has a known type."""
    kind, _ = _main(package)
    by_folder = (kind for folder, kind in _FOLDERS if any(name.startswith(folder) for name in package.names))
    return kind or next(by_folder, "zip")


def read(package: BoundedZip, kind: str) -> Facts:
    """The facts of an Office file.

    Raises:
        ContentError: a part that it must have is missing or is no right XML.
    """
    if kind == "zip":
        return Facts(size=package.size, kind=kind)
    main = main_part(package)
    macros = any(name.lower().endswith("vbaproject.bin") for name in package.names)
    if kind == "xlsb":
        return Facts(size=package.size, kind=kind, macros=macros, searchable=Searchable.TEXT)
    pages, opening, words = _READ[_family(kind)](package, main)
    has_words = bool(opening.strip() or words.strip())
    shows = any(_SHOWN.fullmatch(name) for name in package.names)
    return Facts(
        size=package.size,
        kind=kind,
        pages=pages,
        blank_pages=() if has_words or shows else tuple(range(1, (pages or 1) + 1)),
        searchable=Searchable.TEXT if has_words else Searchable.SCAN if shows else None,
        macros=macros,
        personal=personal_in(words),
        numbers=official_in(opening[: limits.OPENING_CHARACTERS]),
        imprint=imprint_of(opening.splitlines() if kind in _DOCUMENTS else ()),
    )


def words_of(package: BoundedZip, kind: str) -> list[str]:
    """The words of each slide of a presentation, and of the body of another document as one.

    Raises:
        ContentError: a part that it must have is missing or is no right XML.
    """
    if _family(kind) == "presentation":
        return [_joined(_paragraphs(package, slide)) for slide in _parts(package, "slide")]
    return [_joined(_paragraphs(package, main_part(package)))]


def main_part(package: BoundedZip) -> str:
    """The name of the part that everything else hangs on.

    Raises:
        ContentError: there is none.
    """
    _, name = _main(package)
    if name not in package:
        raise ContentError(Condition.DAMAGED)
    return name


def _main(package: BoundedZip) -> tuple[str, str]:
    """The kind and the name of the main part, if a part has the type of one."""
    found = {name: _KINDS[known] for name, known in _types(package).items() if known in _KINDS}
    if len(found) > 1:
        found = {name: found[name] for name in _beginnings(package) if name in found} or found
    name, kind = next(iter(found.items()), ("", ""))
    return kind, name


def _types(package: BoundedZip) -> Mapping[str, str]:
    """The type of each part that has one: its own, else the one that all of its suffix have by default."""
    by_suffix: dict[str, str] = {}
    own: dict[str, str] = {}
    with package.open(_CONTENT_TYPES) as content:
        for event, name, attributes in iter_events(content, limits.TEXT_BYTES):
            if event is not XmlEvent.START:
                continue
            known = attributes.get("ContentType", "").strip().lower()
            if name == "Override":
                own[attributes.get("PartName", "").lstrip("/")] = known
            elif name == "Default":
                by_suffix[attributes.get("Extension", "").lower()] = known
    stated = {name.lower() for name in own}
    rest = (name for name in package.names if name.lower() not in stated)
    return own | {name: by_suffix.get(name.rpartition(".")[2].lower(), "") for name in rest}


def _beginnings(package: BoundedZip) -> Iterator[str]:
    """The parts that the package itself calls its document."""
    if _RELATIONS not in package:
        return
    with package.open(_RELATIONS) as content:
        for event, _, attributes in iter_events(content, limits.TEXT_BYTES):
            if event is XmlEvent.START and attributes.get("Type", "").endswith("/officeDocument"):
                yield normpath(attributes.get("Target", "").lstrip("/"))


def _parts(package: BoundedZip, *types: str) -> list[str]:
    """The parts of these types, and those that are called so and have no type; numbered ones in their order."""
    called = re.compile("|".join(_CALLED.get(one, rf"{one}\d*") for one in types), re.IGNORECASE)
    endings = tuple(f".{one}+xml" for one in types)
    found = [
        name
        for name, known in _types(package).items()
        if name in package
        and (known.endswith(endings) or (known in _UNTYPED and called.fullmatch(PurePosixPath(name).stem)))
        and name.lower().endswith(".xml")
    ]
    return sorted(
        found, key=lambda name: [int(part) if part.isdigit() else 0 for part in _NUMBER.split(name)]
    )


def _family(kind: str) -> str:
    if kind in _DOCUMENTS:
        return "document"
    return "workbook" if kind in _WORKBOOKS else "presentation"


def _document(package: BoundedZip, main: str) -> tuple[int | None, str, str]:
    """Pages as counted when it was saved, the text of the body, and the same with headers, footers and deleted text."""
    body = _joined(_paragraphs(package, main))
    around = _parts(package, "header", "footer", "footnotes", "endnotes", "comments")
    rest = _words_of(package, around)
    deleted = _joined(_paragraphs(package, main, holds=("delText",)))
    pages = _PAGES.search(package.read("docProps/app.xml"))
    return int(pages[1]) or None if pages else None, body, f"{rest}\n{deleted}\n{body}"


def _presentation(package: BoundedZip, main: str) -> tuple[int | None, str, str]:
    _check(package, main)
    slides = _parts(package, "slide")
    opening = _joined(_paragraphs(package, slides[0])) if slides else ""
    beside = _parts(package, "notesslide", "comments")
    return len(slides), opening, f"{_words_of(package, slides)}\n{_words_of(package, beside)}"


def _workbook(package: BoundedZip, main: str) -> tuple[int | None, str, str]:
    _check(package, main)
    shared = _joined(
        chain.from_iterable(_paragraphs(package, n, ends="si") for n in _parts(package, "sharedstrings"))
    )
    beside = _parts(package, "comments", "threadedcomments", "drawing")
    cells = "\n".join(_cells(package, _parts(package, "worksheet")))
    return None, "", f"{shared}\n{_words_of(package, beside)}\n{cells}"


def _words_of(package: BoundedZip, parts: Iterable[str]) -> str:
    """The words of parts beside the body; what cannot be read there takes nothing from the document."""
    words: list[str] = []
    for name in parts:
        with suppress(ContentError):
            words.append(_joined(_paragraphs(package, name, holds=_HELD_BESIDE)))
    return "\n".join(words)


_READ = {"document": _document, "workbook": _workbook, "presentation": _presentation}


def _check(package: BoundedZip, name: str) -> None:
    with package.open(name) as content:
        for _ in iter_events(content, limits.PART_BYTES):
            pass


def _paragraphs(
    package: BoundedZip, name: str, *, holds: Container[str] = ("t",), ends: str = "p"
) -> Iterator[str]:
    with package.open(name) as content:
        yield from paragraphs(content, limits.PART_BYTES, holds=holds, ends=(ends,))


def _joined(texts: Iterator[str]) -> str:
    """All of them read, which shows that the part is right; as many kept as are searched."""
    kept: list[str] = []
    length = 0
    for text in texts:
        if length < limits.TEXT_BYTES:
            kept.append(text)
            length += len(text)
    return "\n".join(kept)


def _cells(package: BoundedZip, sheets: list[str]) -> Iterator[str]:
    """What cells hold themselves: long numbers, and texts that are not shared."""
    remaining = limits.SEARCHED_SHEET_BYTES
    for name in sheets:
        with package.open(name) as content:
            before = b""
            while remaining > 0 and (block := content.read(_BLOCK)):
                remaining -= len(block)
                block = before + block
                if _ANY_CELL.search(block):
                    yield "0"
                yield from (unescape(text.decode("utf-8", "replace")) for _, text in _CELL.findall(block))
                before = block[-_OVERLAP:]
