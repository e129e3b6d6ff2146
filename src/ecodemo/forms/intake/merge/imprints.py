"""文号, 成文日期 and 责任者 in the sheet of documents, into the register: what the unit wrote, or left as it was read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ecodemo.formats.xlsx.written import Written
from ecodemo.forms import contract
from ecodemo.forms.intake.import_line import Effect
from ecodemo.forms.intake.merge.workbook_merge import FormField, WorkbookMerge
from ecodemo.forms.reading.cells import CellError
from ecodemo.forms.reading.days import read_date
from ecodemo.forms.reading.entry_text import normal, number_in, within
from ecodemo.forms.reading.recognition import SheetMatch
from ecodemo.forms.sheets import imprint_cells
from ecodemo.load.flow import YamlValue
from ecodemo.model.message import Message, message
from ecodemo.model.official import NO_NUMBER, canonical_number
from ecodemo.model.progress import Document

_LONGEST = 60
_YEAR = re.compile(r"〔([0-9]{4})〕")
_WHOSE = message("Several documents have this number. Put the year before each entry: 2018：…；2019：….")
_NOT_YET = message("The date is in the future. Enter the date on the document.")
_NOT_YET_A_NUMBER = message("The year in the number is in the future. Check it against the document.")
_NOTHING_CAME = message(
    "No document was received under this number; the entry is kept only in the original workbook."
)


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell of one of the three columns, with the documents that it is about."""

    written: Written
    text: str
    column: str
    no: str
    about: str
    documents: Sequence[tuple[int, Document]]
    """With their places in the register."""

    def apart(self, text: str) -> list[str] | None:
        """The entry of each document; `None` where it is unclear whose an entry is."""
        own = [document for _, document in self.documents]
        return imprint_cells.apart(text, own, self.column) if text else [""] * len(own)


def take_imprints(merge: WorkbookMerge, found: SheetMatch) -> None:
    """Merge the three columns into the register; what is not taken is reported.

    What was only proposed and comes back as it was counts as confirmed, but changes nothing that was said since.
    """
    changed: dict[int, dict[str, str]] = {}
    for cell in _cells(merge, found):
        for index, value in _new_values(merge, cell):
            own = changed.setdefault(index, {})
            if own.setdefault(cell.column, value) != value:
                words = message(
                    "Number {no} occurs in several rows with different entries. Keep one of them.",
                    no=cell.no,
                )
                merge.say(Effect.REFUSED, cell.written.place, cell.about, after=value, words=words)
    merge.file.change(
        "documents",
        {
            index: {column: _kept(column, value) for column, value in values.items()}
            for index, values in changed.items()
        },
    )


def _new_values(merge: WorkbookMerge, cell: _Cell) -> Iterator[tuple[int, str]]:
    """What a cell says that the register is to take, by the places of documents there."""
    exported = merge.base(contract.DOCUMENTS, cell.no, cell.column)
    read_out = merge.base(contract.DOCUMENTS, cell.no, contract.READ_OUT.format(column=cell.column))
    place, text = cell.written.place, cell.text
    if not cell.documents:
        if text not in (exported, read_out, *contract.CLEARED):
            merge.say(Effect.REMARK, place, cell.about, after=text, words=_NOTHING_CAME, is_left=True)
        return
    entries = cell.apart(text)
    if entries is None:
        if text != exported:
            merge.say(Effect.REFUSED, place, cell.about, after=text, words=_WHOSE)
        return
    before, proposed = (cell.apart(known) or [""] * len(entries) for known in (exported, read_out))
    for (index, document), *sides in zip(cell.documents, entries, before, proposed, strict=True):
        if value := _taken(merge, cell, document, *sides):
            yield index, value


def _kept(column: str, value: str) -> YamlValue | None:
    """What the register holds: that a paper has no number is kept, so that what was read in it is not proposed again."""
    if column != "number" and value in contract.CLEARED:
        return None
    return date.fromisoformat(value) if column == "issued" else value


def _cells(merge: WorkbookMerge, found: SheetMatch) -> Iterator[_Cell]:
    """The filled cells of documents that the unit owes; other rows are refused with what else is in them."""
    register = merge.file.progress.documents
    for row in found.row_numbers:
        no = number_in(found.cell(row, "no"))
        requirement = merge.workspace.requirements.get(no) if no else None
        if requirement is None or merge.file.unit not in merge.workspace.owing(requirement):
            continue
        places = {id(document): index for index, document in enumerate(register)}
        own = imprint_cells.bearing(
            document for document in register if document.requirement == requirement.no
        )
        documents = [(places[id(document)], document) for document in own]
        for column in imprint_cells.COLUMNS:
            written = found.spread_cell(row, column)
            if not written.is_empty:
                about = f"{requirement.no} {requirement.name} {found.sheet.column(column).head}"
                exported = merge.base(contract.DOCUMENTS, requirement.no, column)
                text = merge.text(found, row, column, about, exported)
                yield _Cell(written, text, column, requirement.no, about, documents)


def _taken(
    merge: WorkbookMerge, cell: _Cell, document: Document, entry: str, before: str, proposed: str
) -> str:
    """What is to be kept of a document; empty: nothing new."""
    held = normal(imprint_cells.entry_of(document, cell.column))
    place = cell.written.place
    try:
        remark = None
        if entry and entry not in (before, held, *contract.CLEARED):
            entry, remark = _understood(merge, cell, entry)
    except CellError as error:
        merge.say(Effect.REFUSED, place, cell.about, after=entry, words=error.words)
        return ""
    if not entry or (held and entry == proposed):
        return ""
    if remark is not None and entry != before:
        merge.say(Effect.REMARK, place, cell.about, after=entry, words=remark)
    key = (contract.DOCUMENTS, cell.no, f"{cell.column}/{document.file}")
    has_none = cell.column == "number" and entry in contract.CLEARED and bool(held or proposed)
    entry = NO_NUMBER if has_none else entry
    form_field = FormField(place, cell.about, key, is_clearable=not has_none)
    return entry if merge.take(form_field, before, entry, held) else ""


def _understood(merge: WorkbookMerge, cell: _Cell, entry: str) -> tuple[str, Message | None]:
    """An entry as it is kept, a day as 2021-03-05, and how it was understood.

    Raises:
        CellError: it cannot be right.
    """
    match cell.column:
        case "issued":
            found = read_date(replace(cell.written, value=entry), merge.day)
            if found and found.day > merge.day:
                raise CellError(_NOT_YET)
            return (found.day.isoformat(), found.remark) if found else ("", None)
        case "number":
            number = canonical_number(within(entry, _LONGEST))
            year = _YEAR.search(number)
            if year and int(year[1]) > merge.day.year:
                raise CellError(_NOT_YET_A_NUMBER)
            return number, None
        case _:
            return within(entry, _LONGEST), None
