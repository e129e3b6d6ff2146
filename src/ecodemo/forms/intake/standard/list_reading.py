"""The workbook of a list while it is merged: its rows and cells, and what is reported of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from ecodemo.formats.xlsx.written import Written
from ecodemo.forms.intake.import_line import Effect, ImportLine
from ecodemo.forms.intake.plan.cell_merge import CellReader, merge_cell
from ecodemo.forms.intake.plan.plan_data import PlanData
from ecodemo.forms.intake.plan.plan_rows import PlanRow
from ecodemo.forms.intake.standard.list_workbook import ListWorkbook
from ecodemo.forms.plan.plan_entries import PlanEntry
from ecodemo.forms.reading.entry_text import normal, plain_text
from ecodemo.forms.reading.recognition import SheetMatch
from ecodemo.forms.standard.standard_sheets import BASIC, MEASURES
from ecodemo.load.flow import YamlValue
from ecodemo.model.message import Message

KEYS = {"applies": "applies_if"}
"""Where the key in the data is another than that of the column."""
_NEVER_CLEARED = frozenset({"name", "text", "measure", "group", "from", "代号", "名称"})


@dataclass
class ListReading:
    """A workbook that is merged into one list."""

    book: ListWorkbook
    name: str
    """What the file is called."""
    data: PlanData
    id_: str
    """The list's."""
    today: date
    lines: list[ImportLine] = field(default_factory=list)
    """What is reported."""

    @property
    def file(self) -> str:
        """The data file of the list."""
        return f"standards/{self.id_}"

    @property
    def is_of_this_list(self) -> bool:
        """Whether the workbook was exported from this very list."""
        return self.book.record is not None and self.book.record.bid == self.id_

    def item_place(self, label: str) -> str:
        """The cell of an item of the first sheet; the file where the sheet has no such row."""
        return place_of_item(self.book, label) or self.name

    def refuse(self, place: str, about: str, words: Message, after: str = "") -> None:
        """Say that something is not taken, and why."""
        self.lines.append(ImportLine(Effect.REFUSED, place, about, after=after, words=words))

    def remark(self, about: str, words: Message) -> None:
        """Say something of the workbook as a whole."""
        self.lines.append(ImportLine(Effect.REMARK, self.name, about, words=words))

    def row(self, match: SheetMatch, number: int, entry: PlanEntry | None, key: str) -> PlanRow:
        """A row of a sheet, before its cells are read."""
        name = str(entry.contents.get("name") or entry.key) if entry else key
        return PlanRow(
            number, entry, entry.key if entry else key, name, match.cell(number, match.sheet.keys[0]).place
        )

    def cell(
        self, match: SheetMatch, row: PlanRow, key: str, read: Callable[[Written], YamlValue], item: str = ""
    ) -> None:
        """Merge a cell into its row; `item` is the row of the first sheet."""
        if key not in match.columns:
            return
        record = self.book.record
        is_same = (
            (self.is_of_this_list or match.sheet.name == MEASURES)
            and record is not None
            and (match.sheet.name, row.key) in record.rows
        )
        base = normal(record.base.get((match.sheet.name, row.key, key), "")) if record and is_same else None
        may_clear = (item or key) not in _NEVER_CLEARED
        merge_cell(
            match, row, match.sheet.column(key), base, CellReader(read, may_clear=may_clear, about=item)
        )

    def say_untaken(self, row: PlanRow) -> None:
        """Report the cells of a row that change nothing, once."""
        self.lines += [
            line
            for line in row.lines.values()
            if line.effect in (Effect.REFUSED, Effect.CONFLICT) and line not in self.lines
        ]


def place_of_item(book: ListWorkbook, label: str) -> str:
    """The cell of an item of the first sheet."""
    match = book.found.get(BASIC)
    numbers = match.row_numbers if match else ()
    found = (row for row in numbers if match and plain_text(match.cell(row, "item")) == label)
    row = next(found, None)
    return match.cell(row, "content").place if match and row is not None else ""


def given(values: Mapping[str, YamlValue | None]) -> dict[str, YamlValue]:
    """The values that are there."""
    return {key: value for key, value in values.items() if value is not None}
