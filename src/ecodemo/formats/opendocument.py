"""Files of OpenOffice and LibreOffice (ODF)."""

from __future__ import annotations

import re

from ecodemo.formats import limits
from ecodemo.formats.bounded_zip import BoundedZip
from ecodemo.formats.content_error import ContentError
from ecodemo.formats.searched_text import official_in, personal_in
from ecodemo.formats.xml_events import paragraphs
from ecodemo.model.evidence import Condition, Facts, Searchable
from ecodemo.model.imprint import imprint_of

_PAGES = re.compile(rb"meta:page-count=\"(\d{1,6})\"")
_SLIDE = re.compile(rb"<draw:page[\s>]")
_SHOWN = re.compile(r"(?:Pictures|Object[^/]*|media)/.+", re.IGNORECASE)


def read(package: BoundedZip, kind: str) -> Facts:
    """The facts of an ODF file.

    Raises:
        ContentError: it is encrypted, or its content is missing or no right XML.
    """
    if b"encryption-data" in package.read("META-INF/manifest.xml"):
        raise ContentError(Condition.ENCRYPTED)
    if "content.xml" not in package:
        raise ContentError(Condition.DAMAGED)
    words = words_of(package)
    around = _words(package, "styles.xml") if "styles.xml" in package else ""
    has_words = bool(words.strip())
    shows = any(_SHOWN.fullmatch(name) for name in package.names)
    pages = _pages(package, kind)
    return Facts(
        size=package.size,
        kind=kind,
        pages=pages,
        blank_pages=() if has_words or shows else tuple(range(1, (pages or 1) + 1)),
        searchable=Searchable.TEXT if has_words else Searchable.SCAN if shows else None,
        macros=any(re.match(r"Basic/.+/.+\.xml|Scripts/.+", name) for name in package.names),
        personal=personal_in(f"{words}\n{around}"),
        numbers=official_in(words[: limits.OPENING_CHARACTERS]) if kind == "odt" else (),
        imprint=imprint_of(words.splitlines() if kind == "odt" else ()),
    )


def words_of(package: BoundedZip) -> str:
    """The words of the content.

    Raises:
        ContentError: it is no right XML.
    """
    return _words(package, "content.xml")


def _words(package: BoundedZip, part: str) -> str:
    """The text of a part: of the content, or of headers and footers."""
    kept: list[str] = []
    length = 0
    with package.open(part) as content:
        for text in paragraphs(content, limits.PART_BYTES, holds=("p",), ends=("p", "h")):
            if length < limits.TEXT_BYTES:
                kept.append(text)
                length += len(text)
    return "\n".join(kept)


def _pages(package: BoundedZip, kind: str) -> int | None:
    if kind == "odp":
        return len(_SLIDE.findall(package.read("content.xml", limits.PART_BYTES))) or None
    counted = _PAGES.search(package.read("meta.xml")) if kind == "odt" else None
    return int(counted[1]) or None if counted else None
