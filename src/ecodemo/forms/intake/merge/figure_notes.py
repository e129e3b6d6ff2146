"""The column 说明 of the sheet of figures into basis, source and remarks of observations."""

from __future__ import annotations

from ecodemo.forms import contract
from ecodemo.forms.intake.import_line import Effect
from ecodemo.forms.intake.merge.figure_rows import FigureRow, sheet_years
from ecodemo.forms.intake.merge.workbook_merge import WorkbookMerge
from ecodemo.forms.reading.entry_text import normal
from ecodemo.forms.reading.recognition import SheetMatch
from ecodemo.forms.sheets.note_parts import NoteParts, notes_apart, notes_said
from ecodemo.model.message import message


def merge_notes(merge: WorkbookMerge, found: SheetMatch, row: FigureRow) -> None:
    """Merge each part for each year; what serves as the reason of a change or of 不涉及 is not kept twice."""
    text, exported = row.texts["note"], row.exported["note"]
    is_untouched = merge.has_base and text == exported
    if not text or text in row.carried or text == "；".join(row.carried):
        return
    place = found.cell(row.number, "note").place
    all_years = sheet_years(found)
    years = [year for year in all_years if year not in row.left and (year in row.held or year in row.taken)]
    theirs, base = notes_said(text, exported, all_years), notes_apart(exported, all_years)
    if not is_untouched and row.left and not row.taken.keys() - row.left:
        words = message("The figure of this row was not imported; submit the remark again with the figure.")
        merge.say(Effect.REMARK, place, row.about, after=text, words=words, is_left=True)
        return
    if not is_untouched and not years:
        words = message("The row has no figure that the remark could belong to.")
        merge.say(Effect.REMARK, place, row.about, after=text, words=words, is_left=True)
        return
    taken = [year for year in years if _merge(merge, place, row, year, theirs[year], base[year])]
    if row.held.keys() & taken:
        merge.say(Effect.CHANGED if exported else Effect.NEW, place, row.about, before=exported, after=text)


def _merge(
    merge: WorkbookMerge, place: str, row: FigureRow, year: int, theirs: NoteParts, base: NoteParts
) -> bool:
    """The parts of one year; whether any of them is taken."""
    own = row.held.get(year)
    is_absent = own is not None and own.not_involved is not None and year not in row.taken
    rest = "not_involved" if is_absent else "note"
    parts = [("basis", theirs.basis, base.basis), ("source", theirs.source, base.source)]
    if not row.note_is_used and theirs.rest not in row.carried:
        parts.append((rest, theirs.rest, base.rest))
    is_taken = False
    for key, said, sent in parts:
        held = normal(getattr(own, key) or "") if own else ""
        form_field = row.form_field(place, year, f"note.{key}")
        if merge.take(form_field, sent, said, held):
            is_cleared = form_field.is_clearable and said in contract.CLEARED
            row.taken.setdefault(year, {})[key] = None if is_cleared else said
            is_taken = True
    return is_taken
