"""The words of a file with their places: pages, slides, rows of cells, or all of a document without pages."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import BinaryIO

from ecodemo.formats import limits
from ecodemo.formats.bounded_zip import BoundedZip
from ecodemo.formats.content_error import ContentError, known_as
from ecodemo.formats.quiet_loggers import quiet_loggers
from ecodemo.model.evidence import Condition, Facts
from ecodemo.model.reading import page_place

_PDFS = frozenset(("pdf", "portfolio", "xfa"))
_WORKBOOKS = frozenset(("xlsx", "xlsm", "xltx", "xltm"))
_OFFICE = frozenset(("docx", "dotx", "docm", "dotm", "pptx", "ppsx", "potx", "pptm", "ppsm"))
_SLIDES = frozenset(("pptx", "ppsx", "potx", "pptm", "ppsm"))
_OPEN = frozenset(("odt", "ods", "odp"))
_PLAIN = frozenset(("txt", "csv", "html", "xml", "json"))


@dataclass(frozen=True, slots=True)
class Passage:
    """Words that belong together."""

    lines: tuple[str, ...]
    places: tuple[str, ...] = ()
    """That of each line, or one for all of them (`p3`); none in a document without pages."""


def passages_of(path: Path, facts: Facts) -> tuple[Passage, ...]:
    """The words that are in a file as text; none where it cannot be opened, or is of a kind that is not read.

    Raises:
        OSError: the file cannot be read.
    """
    if facts.condition is not Condition.SOUND:
        return ()
    found: list[Passage] = []
    length = 0
    try:
        with quiet_loggers(), known_as(facts), path.open("rb") as stream:
            for passage in _passages(stream, os.fstat(stream.fileno()).st_size, facts.kind):
                found.append(passage)
                length += sum(map(len, passage.lines))
                if length > limits.TEXT_BYTES:
                    break
    except ContentError:
        pass
    return tuple(passage for passage in found if passage.lines)


def _passages(stream: BinaryIO, size: int, kind: str) -> Iterator[Passage]:
    if kind in _PDFS:
        from ecodemo.formats.pdf import pages_with_words

        for number, text in pages_with_words(stream, size):
            yield Passage(_lines(text), (page_place(number),))
    elif kind in _WORKBOOKS:
        yield from _rows(stream, size)
    elif kind in _OFFICE:
        from ecodemo.formats import ooxml

        texts = ooxml.words_of(BoundedZip(stream, size), kind)
        yield from _numbered(texts) if kind in _SLIDES else (Passage(_lines(text)) for text in texts)
    elif kind == "ofd":
        from ecodemo.formats import ofd

        yield from _numbered(ofd.words_of(BoundedZip(stream, size)))
    elif kind in _OPEN:
        from ecodemo.formats import opendocument

        yield Passage(_lines(opendocument.words_of(BoundedZip(stream, size))))
    elif kind in _PLAIN:
        from ecodemo.formats import plain_text

        yield Passage(_lines(plain_text.words_of(stream)))


def _numbered(texts: list[str]) -> Iterator[Passage]:
    for number, text in enumerate(texts, 1):
        yield Passage(_lines(text), (page_place(number),))


def _rows(stream: BinaryIO, size: int) -> Iterator[Passage]:
    from ecodemo.formats.xlsx.whole_sheets import saved_sheets

    for sheet in saved_sheets(stream, size):
        filled = sorted((place, cell) for place, cell in sheet.cells.items() if not cell.is_empty)
        for _, row in groupby(filled, key=lambda item: item[0][0]):
            cells = [cell for _, cell in row if cell.text]
            yield Passage(tuple(cell.text for cell in cells), tuple(cell.place for cell in cells))


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line for line in map(str.strip, text.splitlines()) if line)
