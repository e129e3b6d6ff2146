"""The sheet of documents: the remarks on each besides handing it in: 不涉及, 见25-1, and remarks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ecodemo.assess.owed import years_of
from ecodemo.forms import contract
from ecodemo.forms.intake.import_line import Effect
from ecodemo.forms.intake.merge.decision import shown
from ecodemo.forms.intake.merge.handed_in import FieldKey
from ecodemo.forms.intake.merge.workbook_merge import FormField, WorkbookMerge
from ecodemo.forms.reading.entry_text import normal, number_in, padded
from ecodemo.forms.reading.recognition import SheetMatch
from ecodemo.forms.sheets import imprint_cells
from ecodemo.load.data_file import DataFile
from ecodemo.load.flow import YamlValue
from ecodemo.model.message import message
from ecodemo.model.reference import Reference
from ecodemo.model.requirement import Requirement
from ecodemo.model.waiver import Waivers

_SEE = re.compile(r"(?:同|见|与|参见|详见|互见)\s*(\d{1,3}-\d{1,2}|[A-Z]\d{1,2})(?:\s*(?:相同|一样|同))?")


@dataclass(frozen=True, slots=True)
class _DeclaredRow:
    number: int
    requirement: Requirement
    state: str
    note: str
    exported_state: str
    exported_note: str

    @property
    def about(self) -> str:
        return f"{self.requirement.no} {self.requirement.name}"


@dataclass
class Declared:
    """What the sheet does to data/waivers.yaml: declarations of 不涉及 that somebody has yet to recognise."""

    entries: list[dict[str, YamlValue]] = field(default_factory=list)
    reasons: dict[int, str] = field(default_factory=dict)
    """The new reasons of declarations that are there, by their place in the file."""

    def put_into(self, waivers: DataFile[Waivers]) -> None:
        """Change the file.

        Raises:
            EcodemoError: it cannot be changed without a person; nothing of it was done.
        """
        waivers.set({("not_involved", index): {"reason": text} for index, text in self.reasons.items()})
        waivers.append("not_involved", self.entries)


def notes_of(found: SheetMatch) -> Mapping[str, str]:
    """The remark beside each requirement, by its number."""
    notes: dict[str, str] = {}
    for row in found.row_numbers:
        no = number_in(found.cell(row, "no"))
        if no is not None:
            notes.setdefault(no, normal(found.cell(row, "note").text))
    return notes


def take_documents(merge: WorkbookMerge, found: SheetMatch, declared: Declared) -> None:
    """Merge the sheet into the register, after the documents themselves were filed; what is not taken is reported."""
    for row in _rows(merge, found):
        rest = row.note
        if row.state == contract.NOT_INVOLVED:
            _declare(merge, found, row, declared)
            continue
        _compare_with_declaration(merge, found, row)
        seen = list(dict.fromkeys(padded(no) for no in _SEE.findall(row.note)))
        if seen:
            rest = "；".join(
                part for part in re.split("；", _SEE.sub("", row.note)) if part.strip("，, 、。")
            )
            if not merge.has_base or row.note != row.exported_note:
                _see(merge, found, row, seen)
        _keep_note(merge, found, row, rest)
        _compare_with_files(merge, found, row)


def _rows(merge: WorkbookMerge, found: SheetMatch) -> list[_DeclaredRow]:
    rows: dict[str, _DeclaredRow] = {}
    for number in found.row_numbers:
        cell = found.cell(number, "no")
        no = number_in(cell)
        is_filled = not all(
            found.cell(number, key).is_empty for key in ("state", "note", *imprint_cells.COLUMNS)
        )
        if no is None or not is_filled:
            continue
        requirement = merge.workspace.requirements.get(no)
        if requirement is None or merge.file.unit not in merge.workspace.owing(requirement):
            words = message("Number {no} is not required from this unit.", no=no)
            merge.say(Effect.REFUSED, cell.place, no, words=words)
            continue
        exported = {key: merge.base(contract.DOCUMENTS, no, key) for key in ("state", "note")}
        texts = {key: merge.text(found, number, key, no, exported[key]) for key in ("state", "note")}
        row = _DeclaredRow(
            number, requirement, texts["state"], texts["note"], exported["state"], exported["note"]
        )
        if row.state not in ("", *contract.STATES):
            words = message("Choose one of: {states}.", states="、".join(contract.STATES))
            place = found.cell(number, "state").place
            merge.say(Effect.REFUSED, place, row.about, after=row.state, words=words)
        elif no in rows and (rows[no].state, rows[no].note) != (row.state, row.note):
            words = message(
                "Number {no} occurs in several rows with different entries. Keep one of them.", no=no
            )
            merge.say(Effect.REFUSED, cell.place, row.about, words=words)
        else:
            rows[no] = row
    return list(rows.values())


def _declare(merge: WorkbookMerge, found: SheetMatch, row: _DeclaredRow, declared: Declared) -> None:
    """A declaration waits in waivers.yaml until another unit recognises it."""
    unit, no = merge.file.unit, row.requirement.no
    place = found.cell(row.number, "state").place
    if any(e["requirement"] == no and e["unit"] == unit for e in declared.entries):
        return
    known = _declaration(merge, no)
    if known is not None:
        if not (merge.has_base and row.state == row.exported_state):
            merge.sending.keep(_key(row, "state"), row.state)
        _change_reason(merge, found, row, declared, known)
        return
    if merge.has_base and row.state == row.exported_state:
        return
    if not row.note:
        words = message("With 不涉及, give the reason in the column 说明.")
        merge.say(Effect.REFUSED, place, row.about, after=row.state, words=words)
        return
    item: dict[str, YamlValue] = {"requirement": no, "unit": unit, "reason": row.note}
    document = next((d for d in merge.file.progress.documents if d.requirement == no and d.file), None)
    if document is not None:
        item["document"] = str(Reference(no, document.years[-1] if document.years else None))
    declared.entries.append(item)
    merge.sending.keep(_key(row, "state"), row.state)
    merge.sending.keep(_key(row, "reason"), row.note)
    words = message("Declared as not applicable (不涉及); counts once another unit recognises it.")
    merge.say(Effect.NEW, place, row.about, after=f"{contract.NOT_INVOLVED}：{row.note}", words=words)


def _declaration(merge: WorkbookMerge, no: str) -> int | None:
    """The entry of waivers.yaml that says 不涉及 of a requirement of the unit."""
    entries = merge.workspace.waivers.not_involved
    units = (merge.file.unit, None)
    return next((i for i, e in enumerate(entries) if e.requirement == no and e.unit in units), None)


def _change_reason(
    merge: WorkbookMerge, found: SheetMatch, row: _DeclaredRow, declared: Declared, index: int
) -> None:
    """The unit may word its declaration anew until somebody has recognised it."""
    known = merge.workspace.waivers.not_involved[index]
    held = declared.reasons.get(index, normal(known.reason))
    is_recognised = known.unit is None or known.granted is not None or known.by is not None
    place = found.cell(row.number, "note").place
    form_field = FormField(place, row.about, _key(row, "reason"), is_fixed=is_recognised)
    if merge.take(form_field, row.exported_note, row.note, held):
        declared.reasons[index] = row.note


def _compare_with_declaration(merge: WorkbookMerge, found: SheetMatch, row: _DeclaredRow) -> None:
    """What the unit declared as 不涉及 and now hands in or announces: nothing here takes a declaration back."""
    if not row.state or _declaration(merge, row.requirement.no) is None:
        return
    words = message(
        "Already declared as not applicable (不涉及). If that has changed, the bid office removes the declaration from data/waivers.yaml."
    )
    place = found.cell(row.number, "state").place
    form_field = FormField(place, row.about, _key(row, "state"), is_fixed=True, of_conflict=words)
    merge.take(form_field, row.exported_state, row.state, contract.NOT_INVOLVED)


def _key(row: _DeclaredRow, column: str) -> FieldKey:
    return contract.DOCUMENTS, row.requirement.no, column


def _see(merge: WorkbookMerge, found: SheetMatch, row: _DeclaredRow, seen: list[str]) -> None:
    """同25-1: the other document also proves this, for the years that nothing else proves."""
    place = found.cell(row.number, "note").place
    requirement = row.requirement
    if _sees_another(merge, row, place, seen):
        return
    documents = [d for d in merge.file.progress.documents if d.requirement == requirement.no]
    years = years_of(requirement, merge.bid)
    for no in seen:
        if any(d.see and d.see.requirement == no for d in documents):
            continue
        if merge.workspace.requirements.get(no) is None or no == requirement.no:
            words = message("Unknown document number. Choose one from the list.")
            merge.say(Effect.REFUSED, place, row.about, after=row.note, words=words)
            continue
        open_years = [y for y in years if not any(y is None or y in d.years for d in documents)]
        if not open_years:
            words = message("The document itself was submitted; the reference to {no} was not needed.", no=no)
            merge.say(Effect.REMARK, place, row.about, after=row.note, words=words)
            continue
        targets = [
            reference for y in open_years if (reference := merge.reference(no, y or merge.bid.assessed))
        ]
        for target in dict.fromkeys(targets):
            covered = [y for y, t in zip(open_years, targets, strict=True) if t == target and y is not None]
            item: dict[str, YamlValue] = {"requirement": requirement.no}
            if covered:
                item["years"] = list(covered)
            merge.file.add_document({**item, "see": str(target), "received": merge.day})
        merge.say(Effect.NEW, place, row.about, after=f"见{no}")


def _sees_another(merge: WorkbookMerge, row: _DeclaredRow, place: str, seen: list[str]) -> bool:
    """Whether the unit itself referred to another document before, and the new one takes its place."""
    referring = {
        index: document
        for index, document in enumerate(merge.file.progress.documents)
        if document.requirement == row.requirement.no and document.see
    }
    held = _seen([str(document.see) for document in referring.values()])
    form_field = FormField(place, row.about, _key(row, "see"), show=lambda numbers: f"见{shown(numbers)}")
    line = merge.compare(form_field, _seen(_SEE.findall(row.exported_note)), _seen(seen), held)
    is_known = len(seen) == 1 and seen[0] in merge.workspace.requirements and seen[0] != row.requirement.no
    if not held or not is_known or line is None or line.effect is Effect.CONFLICT:
        return False
    changed = {
        index: {"see": str(merge.reference(seen[0], (*document.years, merge.bid.assessed)[0]))}
        for index, document in referring.items()
    }
    merge.file.change("documents", changed)
    merge.lines.append(line)
    return True


def _seen(references: Iterable[str]) -> str | None:
    """The numbers of documents that are referred to, as they are compared."""
    return "、".join(sorted({padded(reference.partition("/")[0]) for reference in references})) or None


def _keep_note(merge: WorkbookMerge, found: SheetMatch, row: _DeclaredRow, text: str) -> None:
    exported = row.exported_note
    if not text:
        return
    place = found.cell(row.number, "note").place
    documents = [
        (index, d)
        for index, d in enumerate(merge.file.progress.documents)
        if d.requirement == row.requirement.no
    ]
    if any(normal(d.note) == text for _, d in documents):
        return
    if not documents and row.note == exported:
        return
    if not documents:
        words = message(
            "No document was submitted for this remark; it is kept only in the original workbook."
        )
        merge.say(Effect.REMARK, place, row.about, after=text, words=words, is_left=True)
        return
    index, document = documents[-1]
    form_field = FormField(place, row.about, _key(row, "note"))
    if merge.take(form_field, exported, text, normal(document.note)):
        merge.file.change("documents", {index: {"note": text}})


def _compare_with_files(merge: WorkbookMerge, found: SheetMatch, row: _DeclaredRow) -> None:
    is_there = any(d.requirement == row.requirement.no for d in merge.file.progress.documents)
    if row.state == contract.PUT_IN and row.exported_state != contract.PUT_IN and not is_there:
        words = message("Marked 已放入, but no file was received. Check the folder of this number.")
        place = found.cell(row.number, "state").place
        merge.say(Effect.REMARK, place, row.about, after=row.state, words=words, is_left=True)
