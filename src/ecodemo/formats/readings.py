"""The contents of places that figures name, or that are asked for: in workbooks, PDFs and Word files (`model.reading`)."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path

from ecodemo.formats import limits
from ecodemo.formats.content_error import ContentError, known_as
from ecodemo.formats.quiet_loggers import quiet_loggers
from ecodemo.model.evidence import Condition, Facts
from ecodemo.model.explained import asked_at
from ecodemo.model.personal import without_personal_numbers
from ecodemo.model.reading import NO_SUCH_PLACE, NOT_SEARCHABLE

_PAGE = re.compile(r"p([0-9]{1,6})")
_AMOUNT = re.compile(r"-?[0-9]{1,12}(?:\.[0-9]+)?")
_PDFS = frozenset(("pdf", "portfolio", "xfa"))
_WORKBOOKS = frozenset(("xlsx", "xlsm", "xltx", "xltm"))
_DOCUMENTS = frozenset(("docx", "dotx", "docm", "dotm"))

_WIDE_FIGURES = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF1A)} | {
    ord("．"): ".",
    ord("－"): "-",
    ord("−"): "-",
}
_WIDE_COMMA = re.compile(r"(?<=\d)，(?=\d{3}(?!\d))")
_FIGURE = re.compile(r"(?<![0-9A-Za-z)）\]〕.])-?(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?|\d+(?:\.\d+)?")


def readings_of(path: Path, facts: Facts, places: Iterable[str]) -> dict[str, str]:
    """The content of each place in a file, in the words of `model.reading`.

    Raises:
        OSError: the file cannot be read.
    """
    wanted = tuple(dict.fromkeys(places))
    readings = dict.fromkeys(wanted, NOT_SEARCHABLE)
    if facts.condition is not Condition.SOUND:
        return readings
    try:
        with quiet_loggers(), known_as(facts):
            if facts.kind in _PDFS:
                readings |= _on_pages(path, [place for place in wanted if _PAGE.fullmatch(place)])
            elif facts.kind in _WORKBOOKS:
                from ecodemo.formats.xlsx.cell_lookup import cells_of

                with path.open("rb") as stream:
                    size = os.fstat(stream.fileno()).st_size
                    cells = cells_of(
                        stream, size, [p for p in wanted if not _PAGE.fullmatch(p) and not asked_at(p)]
                    )
                readings |= {place: _cell_reading(text) for place, text in cells.items()}
            elif facts.kind in _DOCUMENTS:
                from ecodemo.formats.explained_document import explained

                readings |= explained(path, [place for place in wanted if asked_at(place)])
    except ContentError:
        pass
    return readings


def _on_pages(path: Path, places: list[str]) -> dict[str, str]:
    from ecodemo.formats.pdf import words_of

    numbers = {place: int(place[1:]) for place in places}
    with path.open("rb") as stream:
        size = os.fstat(stream.fileno()).st_size
        words = words_of(stream, size, sorted(set(numbers.values())))
    return {place: _page_reading(words[number]) for place, number in numbers.items()}


def _page_reading(words: str | None) -> str:
    if words is None:
        return NO_SUCH_PLACE
    return figures_in(without_personal_numbers(words)) if words.strip() else NOT_SEARCHABLE


def _cell_reading(text: str) -> str:
    """What of a cell may be kept; an amount of eleven figures is no telephone number."""
    return text if _AMOUNT.fullmatch(text) else without_personal_numbers(text)


def figures_in(text: str) -> str:
    """The numbers of a text as written, with plain digits and without commas, with blanks between them."""
    plain = _WIDE_COMMA.sub(",", text.translate(_WIDE_FIGURES))
    found = (match[0].replace(",", "") for match in _FIGURE.finditer(plain))
    return " ".join(number for number, _ in zip(found, range(limits.READ_NUMBERS), strict=False))
