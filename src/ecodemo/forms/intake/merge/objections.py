"""The sheet of objections into data/objections.yaml; what is counted changes by no import."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ecodemo.forms import contract
from ecodemo.forms.intake.import_line import Effect
from ecodemo.forms.intake.merge.workbook_merge import FormField, WorkbookMerge, record_key
from ecodemo.forms.reading.entry_text import normal, number_in, plain_text
from ecodemo.forms.reading.recognition import SheetMatch
from ecodemo.forms.sheets.objection_sheet import RECORDED, counted_then
from ecodemo.load.data_file import given
from ecodemo.load.data_files import DataFiles
from ecodemo.load.flow import YamlValue
from ecodemo.model.message import message
from ecodemo.model.objection import CountedMark, Objection
from ecodemo.model.reference import Reference

_COLUMNS = ("reason", "document")
_YES = frozenset({contract.YES, "有", "有异议", "√"})
_NO = frozenset({"否", "无", "没有", "无异议", "没有异议"})


@dataclass(frozen=True, slots=True)
class _MarkedRow:
    """A row of the sheet, and the mark that it is about."""

    row: int
    key: str
    requirement: str
    years: tuple[int, ...]
    counted: CountedMark

    about: str


def take_objections(merge: WorkbookMerge, found: SheetMatch, files: DataFiles) -> None:
    """Merge the objections of a unit; what is not taken is reported. The same again changes nothing."""
    for row in found.row_numbers:
        if not _is_filled_in(merge, found, row):
            continue
        mark = _mark(merge, found, row)
        if mark is not None and _objects(merge, found, mark):
            _take(merge, found, mark, files)


def _is_filled_in(merge: WorkbookMerge, found: SheetMatch, row: int) -> bool:
    """Whether a cell of the unit's holds something else than was sent out."""
    key = record_key(found, row)
    cells = {column: found.cell(row, column) for column in ("objects", *_COLUMNS)}
    return any(
        not cell.is_empty
        and (cell.is_formula or normal(cell.text) != merge.base(contract.OBJECTIONS, key, column))
        for column, cell in cells.items()
    )


def _mark(merge: WorkbookMerge, found: SheetMatch, row: int) -> _MarkedRow | None:
    """The mark that a row is about; `None`, and a line, where the form that was sent has none like it."""
    cell, key = found.cell(row, "no"), record_key(found, row)
    no = number_in(cell) or ""
    requirement = merge.workspace.requirements.get(no)
    recorded = {name: merge.base(contract.OBJECTIONS, key, name) for name in RECORDED}
    words = message(
        "No such item is counted against this unit in the form that was sent; the row was not imported. Do not change 编号 and 年度."
    )
    try:
        if not merge.has_base:
            words = message(
                "The workbook has lost its record of what was exported: enter the objection in the form as it was sent; the row was not imported."
            )
        elif requirement is not None and merge.file.unit in merge.workspace.owing(requirement):
            counted, years = counted_then(recorded)
            about = f"{no} {requirement.name}（{plain_text(found.cell(row, 'years'))}）"
            return _MarkedRow(row, key, no, years, counted, about)
    except ValueError:
        pass
    merge.say(Effect.REFUSED, cell.place, key.replace("/", " "), after=cell.text, words=words)
    return None


def _objects(merge: WorkbookMerge, found: SheetMatch, mark: _MarkedRow) -> bool:
    """Whether the unit objects; anything else in the cell is asked back."""
    cell = found.cell(mark.row, "objects")
    text = plain_text(cell)
    if text in _YES:
        return True
    if text not in _NO:
        words = (
            message("A reason or a document is given, but 异议 is empty. To object, choose 是.")
            if cell.is_empty
            else message("To object, choose 是; otherwise leave the cell empty.")
        )
        merge.say(Effect.REFUSED, cell.place, mark.about, after=cell.text, words=words)
    return False


def _take(merge: WorkbookMerge, found: SheetMatch, mark: _MarkedRow, files: DataFiles) -> None:
    place, held = _held(merge, mark, files)
    ours = {"reason": held.reason if held else "", "document": str(held.document or "") if held else ""}
    said = _said(merge, found, mark)
    if held is not None and held.decision is not None:
        if any(text and text != normal(ours[column]) for column, text in said.items()):
            words = message("Decided on {day}; the objection was not changed.", day=held.decision.on)
            merge.say(Effect.REFUSED, found.cell(mark.row, "objects").place, mark.about, words=words)
        return
    if held is None and not said["reason"]:
        cell = found.cell(mark.row, "reason")
        if cell.is_empty:
            words = message("An objection requires a reason; the row was not imported.")
            merge.say(Effect.REFUSED, cell.place, mark.about, words=words)
        return
    taken: dict[str, YamlValue | None] = {}
    for column, text in said.items():
        form_field = FormField(
            found.cell(mark.row, column).place,
            f"{mark.about} {found.sheet.column(column).head}",
            (contract.OBJECTIONS, f"{mark.key}/{mark.counted.on}", column),
        )
        base = merge.base(contract.OBJECTIONS, mark.key, column)
        if merge.take(form_field, base, text, normal(ours[column])):
            taken[column] = text
    if place is not None and taken:
        files.objections.set({("objections", place): taken})
    elif taken:
        files.objections.append("objections", [_entry(merge, mark, said)])


def _held(merge: WorkbookMerge, mark: _MarkedRow, files: DataFiles) -> tuple[int | None, Objection | None]:
    """The objection to this very mark that came before, the last of them, and its place."""
    for place, entry in reversed(list(enumerate(files.objections.record.objections))):
        is_about = entry.is_about(merge.bid.id, merge.file.unit, mark.requirement, mark.years)
        if is_about and entry.counted.is_like(mark.counted):
            return place, entry
    return None, None


def _said(merge: WorkbookMerge, found: SheetMatch, mark: _MarkedRow) -> dict[str, str]:
    """Reason and document as the row has them; a document that cannot be one is asked back and left out."""
    said = {
        column: merge.text(
            found, mark.row, column, mark.about, merge.base(contract.OBJECTIONS, mark.key, column)
        )
        for column in _COLUMNS
    }
    if not said["document"]:
        return said
    cell = found.cell(mark.row, "document")
    reference = merge.reference(said["document"], max(mark.years, default=merge.bid.assessed))
    if reference is None:
        words = message("No document has this number. Enter number and year, such as 25-1/2020.")
        merge.say(Effect.REFUSED, cell.place, mark.about, after=cell.text, words=words)
        return {**said, "document": ""}
    if not _has_come(merge, reference):
        words = message("{document} has not been received yet.", document=str(reference))
        merge.say(Effect.REMARK, cell.place, mark.about, after=cell.text, words=words)
    return {**said, "document": str(reference)}


def _has_come(merge: WorkbookMerge, reference: Reference) -> bool:
    """Whether the register has it, or it came with the workbook."""
    own = reference.unit in (None, merge.file.unit)
    return bool(merge.workspace.entries(reference, merge.file.unit)) or any(
        document.requirement == reference.requirement
        and (not reference.year or not document.years or reference.year in document.years)
        for document in (merge.file.progress.documents if own else ())
    )


def _entry(merge: WorkbookMerge, mark: _MarkedRow, said: Mapping[str, str]) -> Mapping[str, YamlValue]:
    then = mark.counted
    counted: dict[str, YamlValue | None] = {
        "as": then.kind.value,
        "due": then.due,
        "received": then.received,
        "days": then.days,
        "on": then.on,
    }
    entry: dict[str, YamlValue | None] = {
        "bid": merge.bid.id,
        "unit": merge.file.unit,
        "requirement": mark.requirement,
        "years": list(mark.years) or None,
        "counted": given(counted),
        "on": merge.day,
        "reason": said["reason"],
        "document": said["document"] or None,
    }
    return given(entry)
