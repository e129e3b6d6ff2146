"""The rows of a sheet of the plan workbook: which entry of the data each is about, or that it is a new one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ecodemo.formats.xlsx.written import Written
from ecodemo.forms.intake.import_line import Effect, ImportLine
from ecodemo.forms.plan import plan_sheets as sheets
from ecodemo.forms.plan.plan_entries import PlanEntry
from ecodemo.forms.reading.entry_text import number_in, plain_text
from ecodemo.forms.reading.recognition import ExportRecord, SheetMatch
from ecodemo.load.flow import YamlValue
from ecodemo.model.message import Message, message

CLEARED = "无"
"""What is written to take a value away, or as a name the whole entry."""
_FOUND_BY_NAME = (sheets.GROUPS, sheets.UNITS, sheets.PHASES)


@dataclass
class PlanRow:
    """A row while it is merged."""

    number: int
    entry: PlanEntry | None
    """`None`: a new one."""
    key: str
    """What it is found by; of a new one empty, or the number that was written."""
    name: str
    place: str
    said: dict[str, YamlValue | None] = field(default_factory=dict)
    """By column, what the data shall say; `None` takes it away."""
    lines: dict[str, ImportLine] = field(default_factory=dict)
    """By column, what is reported."""

    def refuse(self, column: str, words: Message) -> None:
        """Take nothing of a column, and say why."""
        self.said.pop(column, None)
        line = self.lines[column]
        self.lines[column] = ImportLine(Effect.REFUSED, line.place, line.about, after=line.after, words=words)


@dataclass
class FoundRows:
    """The rows of a sheet that say something."""

    rows: list[PlanRow] = field(default_factory=list)
    refused: list[ImportLine] = field(default_factory=list)
    """Whole rows that are asked back."""
    present: frozenset[str] = frozenset()
    """The entries whose rows are there, empty ones too."""


def found_rows(found: SheetMatch, entries: Iterable[PlanEntry], record: ExportRecord | None) -> FoundRows:
    """The rows with the entries they are about."""
    by_key = {entry.key: entry for entry in entries}
    finding = _Finding(found, by_key, record)
    numbers = [number for number in found.row_numbers if _is_filled(found, number)]
    for number in numbers:
        if found.sheet.name in _FOUND_BY_NAME:
            finding.by_name(number)
        else:
            finding.by_number(number)
    if found.sheet.name in _FOUND_BY_NAME:
        finding.renamed_and_new()
    finding.result.rows.sort(key=lambda row: row.number)
    bears = "id" if found.sheet.name in _FOUND_BY_NAME else found.sheet.keys[0]
    written = (_key(found.sheet.name, found.cell(number, bears)) for number in found.row_numbers)
    finding.result.present = frozenset((*written, *(row.key for row in finding.result.rows)))
    return finding.result


def _is_filled(found: SheetMatch, number: int) -> bool:
    return any(
        not found.cell(number, column.key).is_empty for column in found.sheet.columns if column.is_units
    )


@dataclass
class _Finding:
    found: SheetMatch
    entries: Mapping[str, PlanEntry]
    record: ExportRecord | None
    result: FoundRows = field(default_factory=FoundRows)
    _left: list[int] = field(default_factory=list)
    _taken: dict[str, int] = field(default_factory=dict)

    def by_name(self, number: int) -> None:
        """A row that has the name of an entry; its id may not be that of another."""
        name = self._text(number, "name")
        named = next((entry for entry in self.entries.values() if entry.contents["name"] == name), None)
        written = self.entries.get(self._text(number, "id"))
        if named is None:
            self._left.append(number)
        elif written is not None and written is not named and written.contents["name"] in self._names:
            self._take(number, named)  # a copied row: the id's own entry has its row
        elif written is not None and written is not named:
            words = message(
                "The row has the name of {name}, but the id (代号) of {other}. Correct one of them.",
                name=named.name,
                other=written.name,
            )
            self._refuse(number, name, words)
        else:
            self._take(number, named)

    def renamed_and_new(self) -> None:
        """Rows with a name that no entry has: that of the row's id was changed, or the row is a new one."""
        for number in self._left:
            entry = self.entries.get(id_ := self._text(number, "id"))
            if entry is not None and entry.key not in self._taken:
                self._take(number, entry)
            elif entry is None and id_ and self._was_exported(id_):
                self._gone(number, id_)
            else:
                self._new(number, "", self._text(number, "name"))

    def by_number(self, number: int) -> None:
        """A row that bears the number of an entry, or a new number."""
        cell = self.found.cell(number, self.found.sheet.keys[0])
        key = _key(self.found.sheet.name, cell)
        entry = self.entries.get(key)
        if entry is not None:
            self._take(number, entry)
        elif self._was_exported(key):
            self._gone(number, key)
        else:
            self._new(number, key, key or self._text(number, "name"))

    @property
    def _names(self) -> set[str]:
        return {self._text(number, "name") for number in self.found.row_numbers}

    def _text(self, number: int, column: str) -> str:
        return plain_text(self.found.cell(number, column))

    def _was_exported(self, key: str) -> bool:
        return self.record is not None and (self.found.sheet.name, key) in self.record.rows

    def _place(self, number: int) -> str:
        return self.found.cell(number, self.found.sheet.keys[0]).place

    def _take(self, number: int, entry: PlanEntry) -> None:
        first = self._taken.setdefault(entry.key, number)
        if first == number:
            self.result.rows.append(PlanRow(number, entry, entry.key, entry.name, self._place(number)))
        elif self._contents(first) != self._contents(number):
            words = message("This is already entered in row {row}. Keep one of them.", row=first + 1)
            self._refuse(number, entry.name, words)

    def _new(self, number: int, key: str, name: str) -> None:
        self.result.rows.append(PlanRow(number, None, key, name, self._place(number)))

    def _gone(self, number: int, key: str) -> None:
        """An entry that was taken out of the data since; the row says nothing new where it is as it was sent out."""
        record = self.record.base if self.record else {}
        is_as_sent = all(
            plain_text(self.found.cell(number, column.key))
            in ("", record.get((self.found.sheet.name, key, column.key), ""))
            for column in self.found.sheet.columns
        )
        is_taken_out = self._text(number, "name") == CLEARED
        if not (is_as_sent or is_taken_out):
            words = message("The entry was removed from the data; the row was not imported.")
            self._refuse(number, key, words)

    def _refuse(self, number: int, about: str, words: Message) -> None:
        self.result.refused.append(ImportLine(Effect.REFUSED, self._place(number), about, words=words))

    def _contents(self, number: int) -> list[str]:
        return [self._text(number, column.key) for column in self.found.sheet.columns]


def _key(sheet: str, cell: Written) -> str:
    """What a row is found by: a number as `25-1` or `07`, or the item of the first sheet."""
    text = plain_text(cell)
    if sheet == sheets.MATERIALS:
        return number_in(cell) or text
    return text.zfill(2) if sheet == sheets.TASKS and re.fullmatch(r"[0-9]+", text) else text
