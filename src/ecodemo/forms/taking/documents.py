"""The sheet of documents: what is said of each besides handing it in: 不涉及, 见25-1, and remarks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from ecodemo.assess.owed import years_of
from ecodemo.forms import sheets
from ecodemo.forms.reading.recognition import Found
from ecodemo.forms.taking.merge import Effect, Outcome, decide
from ecodemo.forms.taking.taking import Taking, normal, number_in, padded, rows_below
from ecodemo.load.flow import Value as Kept
from ecodemo.model.message import message
from ecodemo.model.reference import Reference
from ecodemo.model.requirement import Requirement

_SEE = re.compile(r"(?:同|见|与|参见|详见|互见)\s*(\d{1,3}-\d{1,2}|[A-Z]\d{1,2})(?:\s*(?:相同|一样|同))?")


@dataclass(frozen=True, slots=True)
class _Row:
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
    """What the sheet adds to data/waivers.yaml: declarations of 不涉及 that somebody has yet to recognise."""

    entries: list[dict[str, Kept]] = field(default_factory=list)


def notes_of(found: Found) -> Mapping[str, str]:
    """The remark beside each requirement, by its number."""
    notes: dict[str, str] = {}
    for row in rows_below(found):
        no = number_in(found.cell(row, "no"))
        if no is not None:
            notes.setdefault(no, normal(found.cell(row, "note").text))
    return notes


def take_documents(taking: Taking, found: Found, declared: Declared) -> None:
    """Merge the sheet into the register, after the documents themselves were filed; what is not taken is said."""
    for row in _rows(taking, found):
        rest = row.note
        if row.state == sheets.NOT_INVOLVED:
            _declare(taking, found, row, declared)
            continue
        seen = list(dict.fromkeys(padded(no) for no in _SEE.findall(row.note)))
        if seen:
            rest = "；".join(
                part for part in re.split("；", _SEE.sub("", row.note)) if part.strip("，, 、。")
            )
            _see(taking, found, row, seen)
        _keep_note(taking, found, row, rest)
        _compare_with_files(taking, found, row)


def _rows(taking: Taking, found: Found) -> list[_Row]:
    rows: dict[str, _Row] = {}
    for number in rows_below(found):
        cell = found.cell(number, "no")
        no = number_in(cell)
        is_filled = not found.cell(number, "state").is_empty or not found.cell(number, "note").is_empty
        if no is None or not is_filled:
            continue
        requirement = taking.workspace.requirements.get(no)
        if requirement is None or taking.file.unit not in taking.workspace.owing(requirement):
            words = message("Nothing is asked of this unit under the number {no}.", no=no)
            taking.say(Effect.REFUSED, cell.place, no, words=words)
            continue
        exported = {key: taking.base(sheets.DOCUMENTS, no, key) for key in ("state", "note")}
        texts = {key: taking.text(found, number, key, no, exported[key]) for key in ("state", "note")}
        row = _Row(number, requirement, texts["state"], texts["note"], exported["state"], exported["note"])
        if row.state not in ("", *sheets.STATES):
            words = message("Choose one of: {states}.", states="、".join(sheets.STATES))
            place = found.cell(number, "state").place
            taking.say(Effect.REFUSED, place, row.about, after=row.state, words=words)
        elif no in rows and (rows[no].state, rows[no].note) != (row.state, row.note):
            words = message(
                "The number {no} stands in several rows with different entries. Leave one of them.", no=no
            )
            taking.say(Effect.REFUSED, cell.place, row.about, words=words)
        else:
            rows[no] = row
    return list(rows.values())


def _declare(taking: Taking, found: Found, row: _Row, declared: Declared) -> None:
    """A declaration waits in waivers.yaml until another unit recognises it."""
    unit, no = taking.file.unit, row.requirement.no
    known = next(
        (e for e in taking.workspace.waivers.not_involved if e.requirement == no and e.unit in (unit, None)),
        None,
    )
    place = found.cell(row.number, "state").place
    if known is not None or any(e["requirement"] == no and e["unit"] == unit for e in declared.entries):
        if known is not None and row.note and row.note not in (row.exported_note, normal(known.reason)):
            note_place = found.cell(row.number, "note").place
            taking.say(
                Effect.CONFLICT,
                note_place,
                row.about,
                before=known.reason,
                after=row.note,
                exported=row.exported_note,
            )
        return
    if taking.has_base and row.state == row.exported_state:
        return
    if not row.note:
        words = message("Write the reason beside 不涉及, in the column 说明.")
        taking.say(Effect.REFUSED, place, row.about, after=row.state, words=words)
        return
    item: dict[str, Kept] = {"requirement": no, "unit": unit, "reason": row.note}
    document = next((d for d in taking.file.progress.documents if d.requirement == no and d.file), None)
    if document is not None:
        item["document"] = str(Reference(no, document.years[-1] if document.years else None))
    declared.entries.append(item)
    words = message("Declared as not involved; it counts once another unit has recognised it.")
    taking.say(Effect.NEW, place, row.about, after=f"{sheets.NOT_INVOLVED}：{row.note}", words=words)


def _see(taking: Taking, found: Found, row: _Row, seen: list[str]) -> None:
    """同25-1: the other document also proves this, for the years that nothing else proves."""
    place = found.cell(row.number, "note").place
    requirement = row.requirement
    documents = [d for d in taking.file.progress.documents if d.requirement == requirement.no]
    years = years_of(requirement, taking.bid)
    for no in seen:
        other = taking.workspace.requirements.get(no)
        if other is None or no == requirement.no:
            words = message("There is no document of this number. Choose one of the list.")
            taking.say(Effect.REFUSED, place, row.about, after=row.note, words=words)
            continue
        if any(d.see and d.see.requirement == no for d in documents):
            continue
        open_years = [y for y in years if not any(y is None or y in d.years for d in documents)]
        if not open_years:
            words = message("Its own document is there; the reference to {no} was not needed.", no=no)
            taking.say(Effect.REMARK, place, row.about, after=row.note, words=words)
            continue
        targets = [
            reference for y in open_years if (reference := taking.reference(no, y or taking.bid.assessed))
        ]
        for target in dict.fromkeys(targets):
            covered = [y for y, t in zip(open_years, targets, strict=True) if t == target and y is not None]
            item: dict[str, Kept] = {"requirement": requirement.no}
            if covered:
                item["years"] = list(covered)
            taking.file.add_document({**item, "see": str(target), "received": taking.day})
        taking.say(Effect.NEW, place, row.about, after=f"见{no}")


def _keep_note(taking: Taking, found: Found, row: _Row, text: str) -> None:
    exported = row.exported_note
    if not text or row.note == exported:
        return
    place = found.cell(row.number, "note").place
    documents = [
        (index, d)
        for index, d in enumerate(taking.file.progress.documents)
        if d.requirement == row.requirement.no
    ]
    if any(normal(d.note) == text for _, d in documents):
        return
    if not documents:
        words = message(
            "Nothing has come that the remark could belong to; it stays in the workbook that is kept."
        )
        taking.say(Effect.REMARK, place, row.about, after=text, words=words)
        return
    index, document = documents[-1]
    held = normal(document.note)
    match decide(exported or None, text, held or None, has_base=taking.has_base):
        case Outcome.TAKE:
            taking.file.change("documents", {index: {"note": text}})
            taking.say(Effect.CHANGED if held else Effect.NEW, place, row.about, before=held, after=text)
        case Outcome.CONFLICT:
            taking.say(Effect.CONFLICT, place, row.about, before=held, after=text, exported=exported)
        case _:
            pass


def _compare_with_files(taking: Taking, found: Found, row: _Row) -> None:
    is_there = any(d.requirement == row.requirement.no for d in taking.file.progress.documents)
    if row.state == sheets.PUT_IN and row.exported_state != sheets.PUT_IN and not is_there:
        words = message("It says 已放入, and no file has come. Look into the folder of this number.")
        taking.say(
            Effect.REMARK, found.cell(row.number, "state").place, row.about, after=row.state, words=words
        )
