"""Links of a workbook: to rows of its other sheets, and to files of evidence from where it is."""

from __future__ import annotations

from collections import Counter

from openpyxl.cell import Cell
from openpyxl.worksheet.hyperlink import Hyperlink

from ecodemo.report.contents.file_address import spelt
from ecodemo.spreadsheet import Styles
from ecodemo.table import ToFile, ToRow

MOST_LINKS = 65_000
LONGEST_ADDRESS = 2_000
"""Excel reads 65,530 links of a sheet and addresses of 2,079 characters; a file with more is called damaged."""
LINKED = {"text": "link", "centred": "centred link", "number": "number link", "note": "note link"}
"""The styles of cells, and of the same ones where they lead somewhere."""


class WorkbookLinks:
    """What leads where; settled when all sheets are written, because a link may lead to a later one."""

    def __init__(self, styles: Styles, evidence: str) -> None:
        """`evidence` is the address of the folder that paths of files begin in; without one, none is linked."""
        self._styles = styles
        self._evidence = evidence
        self._places: dict[tuple[str, str], str] = {}
        self._wanted: list[tuple[Cell, ToRow]] = []
        self._count: Counter[str] = Counter()

    def note(self, table: str, row: str, cell: Cell) -> None:
        """This is the place of a row, unless another one has its key."""
        if (table, row) not in self._places:
            self._places[table, row] = _place(cell)

    def add(self, cell: Cell, target: ToFile | ToRow) -> None:
        """A cell leads somewhere."""
        if isinstance(target, ToRow):
            self._wanted.append((cell, target))
        elif self._evidence and len(address := self._evidence + spelt(target.path)) <= LONGEST_ADDRESS:
            self._put(cell, Hyperlink(ref="", target=address))

    def settle(self) -> None:
        """Link what leads to rows that there are."""
        for cell, target in self._wanted:
            if place := self._places.get((target.table, target.row)):
                self._put(cell, Hyperlink(ref="", location=place))

    def _put(self, cell: Cell, link: Hyperlink) -> None:
        title = cell.parent.title
        if cell.value is not None and self._count[title] < MOST_LINKS:
            self._count[title] += 1
            cell.hyperlink = link
            if cell.style in LINKED:
                self._styles.put_on(cell, LINKED[cell.style])


def _place(cell: Cell) -> str:
    title = cell.parent.title.replace("'", "''")
    return f"'{title}'!{cell.coordinate}"
