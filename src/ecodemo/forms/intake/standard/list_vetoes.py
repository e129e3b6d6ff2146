"""The vetoes of the workbook of a list."""

from __future__ import annotations

from ecodemo.forms.intake.import_line import Effect, ImportLine
from ecodemo.forms.intake.plan.plan_data import PlanEdit
from ecodemo.forms.intake.standard.list_reading import KEYS, ListReading, given
from ecodemo.forms.intake.standard.list_values import condition, one_text, years_of
from ecodemo.forms.reading.entry_text import plain_text
from ecodemo.forms.standard import standard_sheets as sheets
from ecodemo.forms.standard.standard_entries import standard_entries
from ecodemo.model.message import listing, message
from ecodemo.model.standard import Standard


def take_vetoes(reading: ListReading, standard: Standard) -> None:
    """Merge the vetoes, and say what becomes of them."""
    match = reading.book.found.get(sheets.LIST_VETOES)
    if match is None:
        return
    entries = {
        entry.key: entry for entry in standard_entries(standard, reading.data.workspace)[sheets.LIST_VETOES]
    }
    known = {veto.text: veto.id for one in reading.data.workspace.standards.values() for veto in one.vetoes}
    edits = []
    there: dict[str, int] = {}
    for number in match.row_numbers:
        if all(match.cell(number, one.key).is_empty for one in match.sheet.columns):
            continue
        no = plain_text(match.cell(number, "no"))
        place = match.cell(number, "no").place
        if not no:
            reading.refuse(place, "", message("A veto requires a number (编号), such as V1."))
            continue
        if (first := there.setdefault(no, number)) != number:
            words = message("This is already entered in row {row}. Keep one of them.", row=first + 1)
            reading.refuse(place, no, words)
            continue
        row = reading.row(match, number, entries.get(no), no)
        for key, read in (
            ("text", one_text),
            ("years", years_of),
            ("proof", one_text),
            ("applies", condition),
        ):
            reading.cell(match, row, key, read)
        reading.say_untaken(row)
        if row.entry is not None:
            edits += [
                PlanEdit(row.entry.file, row.entry.path, {KEYS.get(key, key): value}, lines=(row.lines[key],))
                for key, value in row.said.items()
            ]
        elif "text" in row.said:
            text = str(row.said["text"])
            item = {"no": no, "id": known.get(text, f"veto-{no.lower()}"), **given(row.said)}
            if "applies" in item:
                item["applies_if"] = item.pop("applies")
            line = ImportLine(Effect.NEW, row.place, no, after=text)
            edits.append(PlanEdit(reading.file, (), added={"vetoes": item}, lines=(line,)))
        elif "text" not in row.lines:
            heads = listing(match.sheet.column("text").head)
            reading.refuse(place, no, message("A new row also requires: {heads}.", heads=heads))
    reading.lines += reading.data.apply(edits)
