"""A workbook (xlsx) as it was saved, read straight from its parts and within bounds.

Not by openpyxl: it builds every formatted cell of a sheet in memory before the first can be looked at, reads all texts
of the workbook before any cell, takes a formula with an empty result for one that was never computed, and does not
know the strict form of the format nor the days of Chinese programs (formats 27 to 58).
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from posixpath import join, normpath
from typing import BinaryIO

from ecodemo.formats import limits
from ecodemo.formats.bounded_zip import BoundedZip
from ecodemo.formats.content_error import ContentError
from ecodemo.formats.ooxml import main_part
from ecodemo.formats.xlsx.cell_names import CellPosition, position_of
from ecodemo.formats.xlsx.number_formats import GENERAL, builtin_format
from ecodemo.formats.xml_events import XmlEvent, iter_events
from ecodemo.model.evidence import Condition

_ESCAPED = re.compile(r"_x(?![Dd][89A-Fa-f])([0-9A-Fa-f]{4})_")


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A sheet, and the part of the workbook that it is in."""

    name: str
    part: str
    is_hidden: bool


@dataclass(frozen=True, slots=True)
class SavedComment:
    """What somebody wrote beside a cell."""

    author: str
    text: str


@dataclass(slots=True)
class SavedCell:
    """A cell while it is read."""

    position: CellPosition
    kind: str
    style: str
    text: str = ""
    """Of the value, or of the text in the cell itself."""
    has_value: bool = False
    has_formula: bool = False

    @property
    def shared(self) -> int | None:
        """Which of the workbook's shared texts the cell has."""
        written = self.text.strip()
        return int(written) if self.kind == "s" and written.isascii() and written.isdigit() else None


class SavedWorkbook:
    """A workbook whose parts are known and whose cells wait to be read.

    Attributes:
        package: its parts.
        sheets: all of them, in their order.
        counts_from_1904: whether its days are counted from there.
        names: what its defined names stand for, as `汇总!$C$40`.
    """

    def __init__(self, stream: BinaryIO, size: int) -> None:
        """Find the parts.

        Raises:
            ContentError: a part that a workbook must have is missing or is no right XML, or it is too large.
            zipfile.BadZipFile: the package is damaged.
        """
        self.package = BoundedZip(stream, size)
        if self.package.is_too_large:
            raise ContentError(Condition.TOO_LARGE)
        main = main_part(self.package)
        folder, _, name = main.rpartition("/")
        parts: dict[str, str] = {}
        by_type: dict[str, str] = {}
        for event, element, attributes in self._events(join(folder, "_rels", f"{name}.rels")):
            if event is XmlEvent.START and element == "Relationship":
                target = attributes.get("Target", "")
                part = normpath(target.lstrip("/") if target.startswith("/") else join(folder, target))
                parts[attributes.get("Id", "")] = part
                by_type[attributes.get("Type", "").rpartition("/")[2]] = part
        self._strings, self._styles = by_type.get("sharedStrings", ""), by_type.get("styles", "")
        self.sheets: list[SheetPart] = []
        self.counts_from_1904 = False
        self.names: dict[str, str] = {}
        defined = ""
        for event, element, attributes in self._events(main):
            if event is XmlEvent.TEXT:
                if defined and len(self.names) < limits.DEFINED_NAMES:
                    self.names[defined] = (self.names.get(defined, "") + element)[: limits.NAME_CHARACTERS]
                continue
            defined = _defined(attributes) if (event, element) == (XmlEvent.START, "definedName") else ""
            if event is XmlEvent.START and element == "sheet":
                part = parts.get(attributes.get("id", ""), "")
                is_hidden = attributes.get("state", "visible") != "visible"
                self.sheets.append(SheetPart(attributes.get("name", ""), part, is_hidden))
            elif event is XmlEvent.START and element == "workbookPr":
                self.counts_from_1904 = attributes.get("date1904", "") in ("1", "true")

    def _events(self, part: str) -> Iterator[tuple[XmlEvent, str, Mapping[str, str]]]:
        with self.package.open(part) as content:
            yield from iter_events(content, limits.WORKBOOK_PART_BYTES, limits.WORKBOOK_DEPTH)

    def texts(self) -> Iterator[str]:
        """The shared texts, in their order.

        Raises:
            ContentError: they are no right XML, or one is longer than any cell.
        """
        if self._strings not in self.package:
            return
        inside: list[str] = []
        pieces: list[str] = []
        characters = 0
        for event, name, _ in self._events(self._strings):
            if event is XmlEvent.START:
                inside.append(name)
            elif event is XmlEvent.END:
                inside.pop()
                if name == "si":
                    yield unescaped("".join(pieces))
                    pieces.clear()
                    characters = 0
            elif _is_said(inside):
                pieces.append(name)
                characters += len(name)
                if characters > limits.CELL_CHARACTERS:
                    raise ContentError(Condition.TOO_LARGE)

    def formats(self) -> list[str]:
        """The number format of each style of a cell.

        Raises:
            ContentError: the styles are no right XML.
        """
        own: dict[str, str] = {}
        formats: list[str] = []
        is_of_cells = False
        for event, name, attributes in self._events(self._styles) if self._styles in self.package else ():
            if name == "cellXfs" and event is not XmlEvent.TEXT:
                is_of_cells = event is XmlEvent.START
            elif event is XmlEvent.START and name == "numFmt":
                own[attributes.get("numFmtId", "")] = attributes.get("formatCode", GENERAL)
            elif event is XmlEvent.START and name == "xf" and is_of_cells:
                number = attributes.get("numFmtId", "0")
                formats.append(own.get(number) or builtin_format(number))
        return formats

    def comments(self, part: str) -> dict[CellPosition, SavedComment]:
        """What is written beside the cells of a sheet; of an answered comment the whole thread.

        Raises:
            ContentError: a part that holds them is no right XML.
        """
        found: dict[CellPosition, SavedComment] = {}
        kinds = {"comments": "comment", "threadedComment": "threadedComment"}
        related = list(self._related(part))
        for kind, element in kinds.items():
            threads: dict[CellPosition, SavedComment] = {}
            for name in (target for type_, target in related if type_ == kind and target in self.package):
                for position, comment in self._comments(name, element):
                    former = threads.get(position)
                    text = f"{former.text}；{comment.text}" if former else comment.text
                    threads[position] = SavedComment(comment.author, text)
            found |= threads
        return found

    def _related(self, part: str) -> Iterator[tuple[str, str]]:
        """The parts that a sheet names: of which kind, and where."""
        folder, _, name = part.rpartition("/")
        relations = join(folder, "_rels", f"{name}.rels")
        for event, element, attributes in self._events(relations) if relations in self.package else ():
            if event is XmlEvent.START and element == "Relationship":
                target = attributes.get("Target", "")
                place = target.lstrip("/") if target.startswith("/") else join(folder, target)
                yield attributes.get("Type", "").rpartition("/")[2], normpath(place)

    def _comments(self, part: str, element: str) -> Iterator[tuple[CellPosition, SavedComment]]:
        authors: list[str] = []
        pieces: list[str] = []
        position, author, inside = None, "", ""
        for event, name, attributes in self._events(part):
            if event is XmlEvent.TEXT:
                if inside in ("t", "text", "author"):
                    pieces.append(name)
                continue
            inside = name if event is XmlEvent.START else ""
            if name == "author" and event is XmlEvent.END:
                authors.append("".join(pieces))
            elif name == element and event is XmlEvent.END and position is not None:
                yield position, SavedComment(author, unescaped("".join(pieces))[: limits.COMMENT_CHARACTERS])
            if name == element or name == "author":
                pieces.clear()
            if name == element and event is XmlEvent.START:
                position = position_of(attributes.get("ref", ""))
                number = attributes.get("authorId", "")
                is_known = number.isascii() and number.isdigit() and int(number) < len(authors)
                author = authors[int(number)] if is_known else ""

    def cells(
        self, part: str, *, last_row: int = sys.maxsize, merged: list[str] | None = None
    ) -> Iterator[SavedCell]:
        """The cells of a sheet that are in the file, empty ones too, in their order.

        Args:
            part: where the sheet is.
            last_row: rows behind this one are not read.
            merged: takes up the merged ranges, which come after the cells.

        Raises:
            ContentError: the sheet is missing, no right XML, or has more in it than any honest one.
        """
        row, column = -1, -1
        cell: SavedCell | None = None
        inside: list[str] = []
        for event, name, attributes in self._events(part):
            if event is XmlEvent.TEXT:
                if cell is not None and inside:
                    _take(cell, inside, name)
            elif event is XmlEvent.END:
                if cell is None:
                    continue
                if name == "c":
                    yield cell
                    cell = None
                else:
                    inside.pop()
            elif name == "c":
                row, column = position_of(attributes.get("r", "")) or (max(row, 0), column + 1)
                cell = SavedCell((row, column), attributes.get("t", "n"), attributes.get("s", "0"))
                inside.clear()
            elif cell is not None:
                inside.append(name)
                cell.has_value = cell.has_value or name == "v"
                cell.has_formula = cell.has_formula or name == "f"
            elif name == "row":
                row, column = _row(attributes.get("r", ""), row + 1), -1
                if row > last_row:
                    return
            elif name == "mergeCell" and merged is not None:
                merged.append(attributes.get("ref", ""))


def _defined(attributes: Mapping[str, str]) -> str:
    """The name that is defined for the whole workbook; empty for one of a single sheet."""
    return "" if "localSheetId" in attributes else attributes.get("name", "")


def _take(cell: SavedCell, inside: list[str], text: str) -> None:
    if inside[-1] == "v" or _is_said(inside):
        cell.text += text
        if len(cell.text) > limits.CELL_CHARACTERS:
            raise ContentError(Condition.TOO_LARGE)


def _is_said(inside: list[str]) -> bool:
    """Whether it is text; how a word is read aloud (rPh) is not what is written."""
    return inside[-1] == "t" and "rPh" not in inside


def _row(written: str, following: int) -> int:
    return int(written) - 1 if written.isascii() and written.isdigit() and written != "0" else following


def unescaped(text: str) -> str:
    """Characters that XML cannot hold are written by their numbers: `_x000D_`."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text
