"""A workbook that is handed in, recognised as a sheet of assessors' opinions, of a drawn re-check or of uploads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from ecodemo.forms import contract
from ecodemo.forms.intake.import_line import Effect, ImportLine
from ecodemo.forms.reading.recognition import ExportRecord, SheetMatch, is_plainly, sheet_in
from ecodemo.forms.reading.tables import CellTable
from ecodemo.forms.sheets_for_assessors import OPINION_SHEET, SAMPLE_SHEET
from ecodemo.forms.sheets_for_office import UPLOAD_SHEET
from ecodemo.load.data_files import DataFiles
from ecodemo.model.county import Bid
from ecodemo.model.message import Message
from ecodemo.model.workspace import Workspace

_SHEETS = {
    contract.FormKind.OPINIONS.value: OPINION_SHEET,
    contract.FormKind.SAMPLE.value: SAMPLE_SHEET,
    contract.FormKind.UPLOADS.value: UPLOAD_SHEET,
}


@dataclass(frozen=True, slots=True)
class ReturnedSheet:
    """A workbook that holds one of these sheets."""

    sheet: contract.Sheet
    found: SheetMatch | None
    """`None` where the record says what it was, and the sheet is gone."""
    record: ExportRecord | None

    def remembered(self, word: str) -> str:
        """What the record keeps under a word; empty where it is gone."""
        base = self.record.base if self.record else {}
        return base.get((self.sheet.name, contract.REMEMBERED, word), "")


def returned_sheet(tables: Iterable[CellTable], record: ExportRecord | None) -> ReturnedSheet | None:
    """The sheet in a workbook; `None` where it is another."""
    if record and record.kind not in _SHEETS:
        return None
    sheets = (_SHEETS[record.kind],) if record else tuple(_SHEETS.values())
    for table in tables:
        found = None if table.name.startswith("_") or table.is_hidden else sheet_in(table, sheets)
        if found is not None and (record or is_plainly(found)):
            return ReturnedSheet(found.sheet, found, record)
    return ReturnedSheet(sheets[0], None, record) if record else None


@dataclass
class SheetReading:
    """A sheet while it is read: what it is read into, and the lines of the report."""

    book: ReturnedSheet
    found: SheetMatch
    workspace: Workspace
    bid: Bid
    files: DataFiles
    day: date
    """When it came."""
    lines: list[ImportLine] = field(default_factory=list)

    @property
    def kept_bid(self) -> str | None:
        """The bid as the data keep it: the first one is not named."""
        return self.bid.id if self.bid.id != self.workspace.bids[0].id else None

    def say(self, effect: Effect, place: str, about: str = "", **rest: str | Message | None) -> None:
        """Add a line to the report."""
        self.lines.append(ImportLine(effect, place, about, **rest))  # type: ignore[arg-type] # by its own fields

    def refuse(self, place: str, written: str, words: Message, about: str = "") -> None:
        self.say(Effect.REFUSED, place, about, after=written, words=words)
