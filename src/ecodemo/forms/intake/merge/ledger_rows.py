"""The rows of the rectification ledger: which entry each is about, and what its cells say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from ecodemo.forms import contract
from ecodemo.forms.intake.import_line import Effect, ImportLine
from ecodemo.forms.intake.merge.ledger_cells import DAYS, held
from ecodemo.forms.intake.merge.workbook_merge import WorkbookMerge
from ecodemo.forms.reading.cells import CellError
from ecodemo.forms.reading.days import read_date
from ecodemo.forms.reading.recognition import SheetMatch
from ecodemo.forms.sheets_for_office import LEDGER_SHEET
from ecodemo.model.message import Message, message
from ecodemo.model.rectification import Rectification, RectificationEntry

COLUMNS = tuple(column for column in LEDGER_SHEET.columns if column.is_units and column.key != "no")
"""The columns that people fill in, without the number."""
NUMBER = re.compile(r"([A-Z]{1,4})-?(\d{1,4})")
"""The letters and the count of an entry's number."""
_DASHES = {ord(sign): "-" for sign in "—–－‐‑"} | {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


@dataclass
class LedgerRow:
    """A row while it is merged; the texts are as the data write them."""

    number: int
    no: str
    """Empty where the row has none."""
    entry: RectificationEntry | None
    said: dict[str, str] = field(default_factory=dict)
    """By column, what is to be kept; empty takes it away."""
    lines: dict[str, ImportLine] = field(default_factory=dict)
    """By column, what is reported; places are put in when it is reported."""

    def value(self, key: str) -> str:
        """What the entry will say."""
        return self.said.get(key, held(self.entry)[key] if self.entry else "")

    def refuse(self, key: str, text: str, words: Message) -> None:
        """Take nothing of a column, and say why."""
        self.said.pop(key, None)
        self.lines[key] = ImportLine(Effect.REFUSED, "", after=text, words=words)

    def is_refused(self, key: str) -> bool:
        return key in self.lines and self.lines[key].effect is Effect.REFUSED


def ledger_rows(merge: WorkbookMerge, found: SheetMatch, ledger: Rectification) -> list[LedgerRow]:
    """The rows that say something, each with the entry that it is about."""
    entries = {entry.no: entry for entry in ledger.rectification}
    filled: dict[str, list[int]] = {}
    rows: list[LedgerRow] = []
    for number in found.row_numbers:
        if all(found.spread_cell(number, column.key).is_empty for column in COLUMNS):
            continue
        text = found.cell(number, "no").text.strip()
        no = text if text in entries else text.translate(_DASHES).upper().replace(" ", "")
        if no:
            filled.setdefault(no, []).append(number)
        else:
            alike = _alike(merge, found, number, entries)
            rows.append(LedgerRow(number, alike.no if alike else "", alike))
    for no, numbers in filled.items():
        place = found.cell(numbers[0], "no").place
        if len({_fingerprint(found, number) for number in numbers}) > 1:
            words = message(
                "Number {no} occurs in several rows with different entries. Keep one of them.", no=no
            )
            merge.say(Effect.REFUSED, place, no, words=words)
        elif no not in entries and merge.was_exported(contract.LEDGER, no):
            if not _is_as_sent(merge, found, numbers[0], no):
                words = message("The entry was removed from the ledger; the row was not imported.")
                merge.say(Effect.REFUSED, place, no, words=words)
        elif no not in entries and not NUMBER.fullmatch(no):
            words = message("Use a number such as ZG-012, or leave it empty to have one assigned.")
            merge.say(Effect.REFUSED, place, no, words=words)
        else:
            rows.append(LedgerRow(numbers[0], no, entries.get(no)))
    return sorted(rows, key=lambda row: row.number)


def _alike(
    merge: WorkbookMerge, found: SheetMatch, number: int, entries: Mapping[str, RectificationEntry]
) -> RectificationEntry | None:
    """The entry that a row without a number is about, when the same ledger is imported again."""
    unit = merge.workspace.lookup.unit(ledger_text(merge, found, number, "unit", ""))
    try:
        same = (
            ledger_text(merge, found, number, "problem", ""),
            unit,
            ledger_text(merge, found, number, "found", ""),
        )
    except CellError:
        return None
    return next((e for e in entries.values() if (e.problem, e.unit, e.found.isoformat()) == same), None)


def _is_as_sent(merge: WorkbookMerge, found: SheetMatch, number: int, no: str) -> bool:
    try:
        return all(ledger_text(merge, found, number, c.key, no) == _base(merge, no, c.key) for c in COLUMNS)
    except CellError:
        return False


def _fingerprint(found: SheetMatch, number: int) -> tuple[str, ...]:
    return tuple(found.spread_cell(number, column.key).text for column in COLUMNS)


def _base(merge: WorkbookMerge, no: str, key: str) -> str:
    return merge.base(contract.LEDGER, no, key)


def ledger_text(merge: WorkbookMerge, found: SheetMatch, number: int, key: str, about: str) -> str:
    """What a cell says, days as 2021-06-10.

    Raises:
        CellError: it is no day.
    """
    if key not in DAYS:
        return merge.text(found, number, key, about, _base(merge, about, key))
    cell = found.spread_cell(number, key)
    day = read_date(cell, merge.day)
    if day and day.remark:
        merge.say(Effect.REMARK, cell.place, about, after=cell.text, words=day.remark)
    return day.day.isoformat() if day else ""
