"""The vetoes of the workbook of a list."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ecodemo.forms.intake.import_line import Effect, ImportLine
from ecodemo.forms.intake.plan.plan_data import PlanEdit
from ecodemo.forms.intake.standard.list_reading import KEYS, ListReading, given
from ecodemo.forms.intake.standard.list_values import condition, one_text, years_of
from ecodemo.forms.plan.plan_entries import PlanEntry
from ecodemo.forms.reading.entry_text import plain_text
from ecodemo.forms.reading.recognition import SheetMatch
from ecodemo.forms.standard import standard_sheets as sheets
from ecodemo.forms.standard.standard_entries import standard_entries
from ecodemo.load.flow import YamlValue
from ecodemo.model.message import listing, message
from ecodemo.model.standard import Standard, Veto

VETO_BOX = "V"
_PROOF_NUMBER = re.compile(rf"{VETO_BOX}\d{{1,2}}")


def take_vetoes(reading: ListReading, standard: Standard) -> None:
    """Merge the vetoes, and say what becomes of them."""
    match = reading.book.found.get(sheets.LIST_VETOES)
    if match is None:
        return
    entries = {
        entry.key: entry for entry in standard_entries(standard, reading.data.workspace)[sheets.LIST_VETOES]
    }
    edits: list[PlanEdit] = []
    there: dict[str, int] = {}
    for number in match.row_numbers:
        if all(match.cell(number, one.key).is_empty for one in match.sheet.columns):
            continue
        no = plain_text(match.cell(number, "no"))
        place = match.cell(number, "no").place
        if not no:
            reading.refuse(place, "", message("A veto requires a number (编号), such as V1."))
        elif (first := there.setdefault(no, number)) != number:
            words = message("This is already entered in row {row}. Keep one of them.", row=first + 1)
            reading.refuse(place, no, words)
        else:
            edits += _edits(reading, match, number, entries.get(no))
    reading.lines += reading.data.apply(edits)
    for veto in reading.data.workspace.standards[reading.id_].vetoes:
        if veto.no not in entries:
            _ask_for_proof(reading, veto)


def _edits(
    reading: ListReading, match: SheetMatch, number: int, entry: PlanEntry | None
) -> Iterator[PlanEdit]:
    no = plain_text(match.cell(number, "no"))
    row = reading.row(match, number, entry, no)
    for key, read in (("text", one_text), ("years", years_of), ("proof", one_text), ("applies", condition)):
        reading.cell(match, row, key, read)
    reading.say_untaken(row)
    if entry is not None:
        for key, value in row.said.items():
            yield PlanEdit(entry.file, entry.path, {KEYS.get(key, key): value}, lines=(row.lines[key],))
    elif "text" in row.said:
        text = str(row.said["text"])
        known = {
            veto.text: veto.id for one in reading.data.workspace.standards.values() for veto in one.vetoes
        }
        item = {"no": no, "id": known.get(text, f"veto-{no.lower()}"), **given(row.said)}
        if "applies" in item:
            item["applies_if"] = item.pop("applies")
        line = ImportLine(Effect.NEW, row.place, no, after=text)
        yield PlanEdit(reading.file, (), added={"vetoes": item}, lines=(line,))
    elif "text" not in row.lines:
        heads = listing(match.sheet.column("text").head)
        reading.refuse(row.place, no, message("A new row also requires: {heads}.", heads=heads))


def _ask_for_proof(reading: ListReading, veto: Veto) -> None:
    """The document that proves the answer to a veto which nobody had to answer before."""
    workspace = reading.data.workspace
    place, box = next(((at, box) for at, box in enumerate(workspace.boxes) if box.no == VETO_BOX), (0, None))
    if box is None or any(one.veto == veto.id for one in workspace.requirements.values()):
        return
    taken = {one.no for one in box.requirements}
    numbers = (veto.no, *(f"{VETO_BOX}{number}" for number in range(1, 100)))
    number = next((no for no in numbers if _PROOF_NUMBER.fullmatch(no) and no not in taken), None)
    if number is None:
        return
    owing: list[YamlValue] = [unit for one in box.requirements[:1] for unit in one.owed_by]
    item: dict[str, YamlValue] = {
        "no": number,
        "veto": veto.id,
        "name": veto.proof or "无此类情形证明",
        "from": owing or workspace.office or "lead",
        "form": "certificate",
        "years": "once",
    }
    words = message(
        "Its proof is document {no}; set who submits it on the “材料” sheet of 方案表.", no=number
    )
    line = ImportLine(Effect.NEW, reading.name, veto.no, after=str(item["name"]), words=words)
    reading.lines += reading.data.apply(
        [PlanEdit("indicators", ("boxes", place), added={"requirements": item}, lines=(line,))]
    )
