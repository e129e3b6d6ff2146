"""The cells of a sheet, one by one: a workbook has hundreds of thousands, so that each is made while its elements are parsed."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from ecodemo.formats import limits
from ecodemo.formats.content_error import ContentError
from ecodemo.formats.xlsx.cell_names import CellPosition, position_of
from ecodemo.formats.xml_events import new_parser, parsed_blocks
from ecodemo.model.evidence import Condition


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


def cells_in(
    stream: IO[bytes], *, last_row: int = sys.maxsize, merged: list[str] | None = None
) -> Iterator[SavedCell]:
    """The cells in the markup of a sheet, empty ones too, in their order.

    Args:
        stream: the markup.
        last_row: rows after this one are not read.
        merged: takes up the merged ranges, which follow the cells.

    Raises:
        ContentError: it is no right XML, or has more in it than any honest sheet.
    """
    reader = _CellReader(last_row, merged)
    parser = new_parser()
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    try:
        for _ in parsed_blocks(parser, stream, limits.WORKBOOK_PART_BYTES):
            yield from reader.found
            reader.found.clear()
    except _EnoughError:
        yield from reader.found


class _EnoughError(Exception):
    """All rows that are wanted were read."""


class _CellReader:
    """What the parser calls."""

    def __init__(self, last_row: int, merged: list[str] | None) -> None:
        self.found: list[SavedCell] = []
        self._last_row, self._merged = last_row, merged
        self._cell: SavedCell | None = None
        self._inside: list[str] = []
        """The elements of the cell that are open."""
        self._row, self._column = -1, -1
        self._depth = 0
        self._left = limits.XML_EVENTS
        self._local: dict[str, str] = {}
        """Names without their namespaces."""

    def start(self, qualified: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        self._left -= 2  # its end is another event
        if self._depth > limits.WORKBOOK_DEPTH or self._left < 0:
            raise ContentError(Condition.TOO_LARGE)
        name = self._local.get(qualified) or self._name(qualified)
        if name == "c":
            self._row, self._column = position_of(attributes.get("r", "")) or (
                max(self._row, 0),
                self._column + 1,
            )
            position = self._row, self._column
            self._cell = SavedCell(position, attributes.get("t", "n"), attributes.get("s", "0"))
            self._inside.clear()
        elif self._cell is not None:
            self._inside.append(name)
            if name == "v":
                self._cell.has_value = True
            elif name == "f":
                self._cell.has_formula = True
        elif name == "row":
            written = attributes.get("r", "")
            is_number = written.isascii() and written.isdigit() and written != "0"
            self._row, self._column = int(written) - 1 if is_number else self._row + 1, -1
            if self._row > self._last_row:
                raise _EnoughError
        elif name == "mergeCell" and self._merged is not None:
            self._merged.append(attributes.get("ref", ""))

    def _name(self, qualified: str) -> str:
        return self._local.setdefault(qualified, qualified.rpartition(" ")[2])

    def text(self, text: str) -> None:
        self._left -= 1
        cell, inside = self._cell, self._inside
        if cell is not None and inside and (inside[-1] == "v" or is_said(inside)):
            cell.text += text
            if len(cell.text) > limits.CELL_CHARACTERS:
                raise ContentError(Condition.TOO_LARGE)

    def end(self, qualified: str) -> None:
        self._depth -= 1
        if self._cell is None:
            return
        if self._local[qualified] == "c":
            self.found.append(self._cell)
            self._cell = None
        else:
            self._inside.pop()


def is_said(inside: list[str]) -> bool:
    """Whether it is text; how a word is read aloud (rPh) is not what is written."""
    return inside[-1] == "t" and "rPh" not in inside
