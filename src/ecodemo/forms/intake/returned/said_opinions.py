"""The rows of a sheet of opinions: what each says, and above them who assessed and when."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from unicodedata import normalize

from ecodemo.formats.xlsx.written import Written
from ecodemo.forms.contract import OPINION_WORDS, OPINIONS_BY, OPINIONS_ON
from ecodemo.forms.intake.import_line import Effect
from ecodemo.forms.intake.returned.returned_sheet import SheetReading
from ecodemo.forms.reading.cells import CellError, read_text
from ecodemo.forms.reading.days import read_date
from ecodemo.forms.reading.entry_text import DASHES, padded, within
from ecodemo.model.message import listing, message
from ecodemo.model.opinion import OpinionWord
from ecodemo.model.reference import Reference, read_reference
from ecodemo.model.standard import Row

_FILLED_IN = ("opinion", "documents", "note")
_LONGEST = 1_000
_BETWEEN = re.compile(r"[、，,；;\n]+")
_REFERENCE = re.compile(r"(\d{1,3}-\d{1,2}|[A-Z]\d{1,2})(?:/(\d{4}))?(?:@(.+))?")
_LABELS = f"{OPINIONS_BY}|{OPINIONS_ON}"
_LABEL = re.compile(rf"\s*({_LABELS})\s*[:：]?\s*")
_WITH_VALUE = re.compile(rf"({_LABELS})\s*[:：]\s*(.*?)\s*(?=(?:{_LABELS})\s*[:：]|$)", re.DOTALL)
_SAID = {word: kind for kind, words in OPINION_WORDS.items() for word in (words, kind.value)}


@dataclass(frozen=True, slots=True)
class SaidOpinion:
    """What a row says."""

    place: str
    row: Row
    word: OpinionWord
    documents: tuple[Reference, ...]
    note: str


def about_row(row: Row) -> str:
    """A row as messages name it."""
    return f"{row.no} {row.name}"


@dataclass(frozen=True, slots=True)
class OpinionHead:
    """Who assessed, and when."""

    by: str
    on: date


def head_of_opinions(reading: SheetReading) -> OpinionHead | None:
    """The entries above the table; `None` where it does not say who, or not a possible day, which is reported."""
    cells = _labelled(reading)
    by_cell, on_cell = cells.get(OPINIONS_BY), cells.get(OPINIONS_ON)
    sheet = reading.found.sheet.name
    try:
        by = within(read_text(by_cell), 100) if by_cell else ""
    except CellError as error:
        reading.refuse(by_cell.place if by_cell else sheet, by_cell.text if by_cell else "", error.words)
        return None
    if not by:
        words = message("Enter who assessed (评审单位) above the table. The sheet was not imported.")
        reading.refuse(by_cell.place if by_cell else sheet, "", words)
        return None
    try:
        said = read_date(on_cell, reading.day) if on_cell else None
    except CellError as error:
        words = message("{reason} The sheet was not imported.", reason=error.words)
        reading.refuse(on_cell.place if on_cell else sheet, on_cell.text if on_cell else "", words)
        return None
    if said and said.day > reading.day:
        words = message(
            "The date is in the future; the workbook was received on {day}. The sheet was not imported.",
            day=reading.day,
        )
        reading.refuse(on_cell.place if on_cell else sheet, said.day.isoformat(), words)
        return None
    if said is None:
        words = message("No date (日期) is given; the date received was used.")
        reading.say(
            Effect.REMARK, on_cell.place if on_cell else sheet, after=reading.day.isoformat(), words=words
        )
    elif said.remark:
        reading.say(Effect.REMARK, on_cell.place if on_cell else sheet, words=said.remark)
    return OpinionHead(by, said.day if said else reading.day)


def _labelled(reading: SheetReading) -> dict[str, Written]:
    """The cells above the heads by their labels: to the right of the label, or after it in the same cell."""
    table, found = reading.found.table, dict[str, Written]()
    for row in range(reading.found.head_row):
        cells = table.rows[row]
        for column, cell in enumerate(cells):
            text = str(cell.value or "")
            if label := _LABEL.fullmatch(text):
                beside = table.cell(row, column + 1)
                is_label = _LABEL.fullmatch(str(beside.value or "")) is not None
                found.setdefault(label[1], Written(beside.place) if is_label else beside)
                continue
            for within_cell in _WITH_VALUE.finditer(text):
                found.setdefault(within_cell[1], Written(cell.place, within_cell[2] or None))
    return found


def said_opinions(reading: SheetReading) -> Iterator[SaidOpinion]:
    """The opinions in the order of the sheet, a row once; what cannot be understood is reported by cell."""
    found, seen = reading.found, dict[str, tuple[str, ...]]()
    rows = {row.no: row for row in reading.workspace.rows_of(reading.bid)}
    for number in found.row_numbers:
        cells = {key: found.spread_cell(number, key) for key in _FILLED_IN}
        if all(cell.is_empty for cell in cells.values()):
            continue
        own = found.spread_cell(number, "no")
        row = rows.get(_row_number(own))
        if row is None:
            reading.refuse(own.place, own.text, message("The list has no row of this number (标准序号)."))
            continue
        texts = tuple(cell.text for cell in cells.values())
        if seen.setdefault(row.no, texts) != texts:
            words = message("Row {no} occurs twice with different entries. Keep one of them.", no=row.no)
            reading.refuse(own.place, own.text, words)
        elif (said := _said(reading, row, cells)) is not None:
            yield said


def _row_number(cell: Written) -> str:
    """`7` of `第7项`, `07` or 7.0."""
    try:
        text = normalize("NFKC", read_text(cell)).translate(DASHES)
    except CellError:
        return ""
    bare = re.sub(r"^第|项$|\s|'", "", text)
    return bare.lstrip("0") if bare.isdigit() else bare


def _said(reading: SheetReading, row: Row, cells: dict[str, Written]) -> SaidOpinion | None:
    opinion, note = cells["opinion"], cells["note"]
    cell = opinion
    try:
        word = _SAID.get(re.sub(r"[\s。.√✓“”]", "", read_text(opinion)))
        cell = note
        text = within(read_text(note), _LONGEST)
    except CellError as error:
        reading.refuse(cell.place, cell.text, error.words, about_row(row))
        return None
    if word is None:
        words = message("Choose one of: {states}.", states=listing(*OPINION_WORDS.values()))
        reading.refuse(opinion.place, opinion.text, words, about_row(row))
        return None
    return SaidOpinion(opinion.place, row, word, tuple(_documents(reading, row, cells["documents"])), text)


def _documents(reading: SheetReading, row: Row, cell: Written) -> Iterator[Reference]:
    """The documents that a cell names, by their number in the package or as the data name them, each once."""
    try:
        parts = [part.strip() for part in _BETWEEN.split(read_text(cell)) if part.strip()]
    except CellError as error:
        reading.refuse(cell.place, cell.text, error.words, about_row(row))
        return
    known = dict.fromkeys(reference for part in parts if (reference := _reference(reading, part)))
    unknown = [part for part in parts if _reference(reading, part) is None]
    if unknown:
        words = (
            message(
                "No such documents: {documents}. Use the number in the package, such as 25-1-21, or 25-1/2020@龙塘镇. They were left out.",
                documents=listing(*unknown),
            )
            if reading.book.remembered("package")
            else message(
                "No such documents: {documents}. This sheet does not come from a package, so numbers such as 25-1-21 are unknown: use 25-1/2020@龙塘镇. They were left out.",
                documents=listing(*unknown),
            )
        )
        reading.refuse(cell.place, cell.text, words, about_row(row))
    yield from known


def _reference(reading: SheetReading, written: str) -> Reference | None:
    text = normalize("NFKC", written).translate(DASHES)
    if named := reading.book.remembered(f"number {text.split()[0]}"):
        return read_reference(named)
    found, workspace = _REFERENCE.fullmatch(re.sub(r"\s", "", text)), reading.workspace
    requirement = workspace.requirements.get(padded(found[1])) if found else None
    if found is None or requirement is None:
        return None
    unit = workspace.lookup.unit(found[3]) if found[3] else None
    if unit is not None and unit not in workspace.units:
        return None
    return Reference(requirement.no, int(found[2]) if found[2] else None, unit)
