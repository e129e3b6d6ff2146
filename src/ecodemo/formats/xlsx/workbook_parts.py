"""The parts of a workbook (xlsx) that its sheets share, read within bounds: names of sheets, texts, number formats."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from posixpath import join, normpath
from typing import IO

from ecodemo.formats.bounded_zip import BoundedZip
from ecodemo.formats.ooxml import main_part
from ecodemo.formats.xlsx.number_formats import GENERAL, builtin_format
from ecodemo.formats.xml_events import Event, Happening, happenings

_MOST_BYTES = 300_000_000
"""Of one part; a million formatted rows without anything in them are a hundred."""
_MOST_HAPPENINGS = 10_000_000
"""Of one part: some seconds."""
_MOST_CHARACTERS = 20_000_000
"""Of all shared texts."""
_DEEPEST = 100
"""Elements within elements; the parser keeps them all in mind."""
_ESCAPED = re.compile(r"_x(?![Dd][89A-Fa-f])([0-9A-Fa-f]{4})_")


class TooLargeError(Exception):
    """There is far more in the workbook than in any form."""


@dataclass(frozen=True, slots=True)
class WorkbookParts:
    """Where the parts are."""

    sheets: tuple[tuple[str, str, bool], ...]
    """Name, part, whether it is hidden."""
    strings: str = ""
    styles: str = ""
    counts_from_1904: bool = False


def bounded(content: IO[bytes]) -> Iterator[Happening]:
    """What stands in a part, in order.

    Raises:
        ContentError: it is no right XML.
        TooLargeError: there is more in it, or more deeply, than in any form.
    """
    depth = 0
    for number, happening in enumerate(happenings(content, _MOST_BYTES)):
        event = happening[0]
        if event is Event.START:
            depth += 1
        elif event is Event.END:
            depth -= 1
        if number > _MOST_HAPPENINGS or depth > _DEEPEST:
            raise TooLargeError
        yield happening


def workbook_parts(package: BoundedZip) -> WorkbookParts:
    """Where the sheets are, and what they share."""
    main = main_part(package)
    folder, _, name = main.rpartition("/")
    parts: dict[str, str] = {}
    by_type: dict[str, str] = {}
    with package.open(join(folder, "_rels", f"{name}.rels")) as content:
        for event, element, attributes in bounded(content):
            if event is Event.START and element == "Relationship":
                target = attributes.get("Target", "")
                part = normpath(target.lstrip("/") if target.startswith("/") else join(folder, target))
                parts[attributes.get("Id", "")] = part
                by_type[attributes.get("Type", "").rpartition("/")[2]] = part
    sheets: list[tuple[str, str, bool]] = []
    counts_from_1904 = False
    with package.open(main) as content:
        for event, element, attributes in bounded(content):
            if event is Event.START and element == "sheet":
                is_hidden = attributes.get("state", "visible") != "visible"
                sheets.append(
                    (attributes.get("name", ""), parts.get(attributes.get("id", ""), ""), is_hidden)
                )
            elif event is Event.START and element == "workbookPr":
                counts_from_1904 = attributes.get("date1904", "") in ("1", "true")
    return WorkbookParts(
        tuple(sheets), by_type.get("sharedStrings", ""), by_type.get("styles", ""), counts_from_1904
    )


def shared_strings(package: BoundedZip, part: str) -> list[str]:
    """The shared texts, in their order; how a word is read aloud (rPh) is not what is written."""
    if part not in package:
        return []
    strings: list[str] = []
    inside: list[str] = []
    pieces: list[str] = []
    characters = 0
    with package.open(part) as content:
        for event, name, _ in bounded(content):
            if event is Event.START:
                inside.append(name)
            elif event is Event.END:
                inside.pop()
                if name == "si":
                    strings.append(unescaped("".join(pieces)))
                    pieces.clear()
            elif inside[-1] == "t" and "rPh" not in inside:
                pieces.append(name)
                characters += len(name)
                if characters > _MOST_CHARACTERS:
                    raise TooLargeError
    return strings


def cell_formats(package: BoundedZip, part: str) -> list[str]:
    """The number format of each style of a cell."""
    if part not in package:
        return []
    own: dict[str, str] = {}
    formats: list[str] = []
    is_of_cells = False
    with package.open(part) as content:
        for event, name, attributes in bounded(content):
            if name == "cellXfs" and event is not Event.TEXT:
                is_of_cells = event is Event.START
            elif event is Event.START and name == "numFmt":
                own[attributes.get("numFmtId", "")] = attributes.get("formatCode", GENERAL)
            elif event is Event.START and name == "xf" and is_of_cells:
                number = attributes.get("numFmtId", "0")
                formats.append(own.get(number) or builtin_format(number))
    return formats


def unescaped(text: str) -> str:
    """Characters that XML cannot hold are written by their numbers: `_x000D_`."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text
