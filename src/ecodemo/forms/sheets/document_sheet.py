"""The rows of documents that a unit owes, with what came, and the sentence that goes into each folder of its pack."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ecodemo.assess.owed import Item, Presence, Slot
from ecodemo.assess.review import ReviewState
from ecodemo.assess.timeliness import ItemTiming, SlotTiming, Standing
from ecodemo.forms import words
from ecodemo.forms.contract import NOT_INVOLVED, PUT_IN, REQUIRED, SUPPORT, Content
from ecodemo.forms.sheets import imprint_cells
from ecodemo.forms.sheets.blank_ledger import BlankLedger
from ecodemo.forms.sheets.sheet_table import SheetRow, SheetTable
from ecodemo.forms.sheets_for_units import DOCUMENT_SHEET
from ecodemo.model.indicator import Indicator
from ecodemo.model.requirement import Requirement
from ecodemo.model.waiver import NotInvolved
from ecodemo.model.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of a pack: named by number and name as the data write them, with what belongs into it."""

    no: str
    name: str
    asked: str
    """What is asked; in a second line why it was sent back most often, if it was."""
    blanks: tuple[BlankLedger, ...] = ()

    @property
    def title(self) -> str:
        return f"{self.no} {self.name}"


def document_table(workspace: Workspace, timings: Iterable[ItemTiming], unit: str, today: date) -> SheetTable:
    """The sheet of documents that a unit owes."""
    rows = tuple(_row(workspace, timing, today) for timing in timings)
    return SheetTable(
        sheet=DOCUMENT_SHEET,
        rows=rows,
        title=DOCUMENT_SHEET.title.format(unit=workspace.units[unit].name),
        note=words.READ_OUT_NOTE if any(row.proposed for row in rows) else "",
    )


def folder_of(item: Item, returned_for: str, blanks: Iterable[BlankLedger]) -> Folder:
    """The folder of a document that a unit owes.

    Args:
        item: the document.
        returned_for: why it was sent back, as a line; empty where it never was.
        blanks: the blank ledgers that go with it.
    """
    asked = "\r\n".join(line for line in (_asked(item), returned_for) if line)
    return Folder(item.requirement.no, item.requirement.name, asked, tuple(blanks))


def _row(workspace: Workspace, timing: ItemTiming, today: date) -> SheetRow:
    item = timing.item
    requirement = item.requirement
    declared = _declared(workspace, item)
    received, is_short = _received(workspace, timing, today)
    review, is_returned = _reviewed(workspace, timing, declared, today)
    due = words.day_words(item.due, today) if item.due else ""
    said, proposed = _imprints(item, today)
    return SheetRow(
        about=requirement.no,
        contents={
            "no": requirement.no,
            "holder": item.holder.name,
            "name": requirement.name,
            "form": words.FORM[requirement.form],
            "years": years_asked(item),
            "need": REQUIRED if item.is_required else SUPPORT,
            "due": words.EXTENDED.format(day=due) if item.extension else due,
            "state": _state(item, declared, today),
            **said,
            "note": _note(item, declared),
            "received": received or None,
            "review": review or None,
        },
        wrong=frozenset(
            key for key, is_wrong in (("received", is_short), ("review", is_returned)) if is_wrong
        ),
        proposed=proposed,
    )


def _imprints(item: Item, today: date) -> tuple[dict[str, Content], dict[str, Content]]:
    """What the register says of the documents themselves, and the same with what was read in them, where that is more."""
    documents = imprint_cells.bearing(document for slot in item.slots for document in slot.documents)
    files = {file.path: file for slot in item.slots for file in slot.files}.values()
    years = [slot.year for slot in item.slots if slot.year is not None]
    read = [imprint_cells.proposed(document, files, today) for document in documents]
    said: dict[str, Content] = {}
    proposed: dict[str, Content] = {}
    for column in imprint_cells.COLUMNS:
        held = [imprint_cells.entry_of(document, column) for document in documents]
        filled = [
            entry or imprint_cells.entry_of(imprint, column)
            for entry, imprint in zip(held, read, strict=True)
        ]
        said[column] = imprint_cells.together(documents, held, column, years)
        if filled != held:
            proposed[column] = imprint_cells.together(documents, filled, column, years)
    return said, proposed


def years_asked(item: Item) -> str:
    """The years of an item, those that follow one another as a span."""
    years = [slot.year for slot in item.slots if slot.year is not None]
    return words.years_words(years) or words.ONCE


def _declared(workspace: Workspace, item: Item) -> NotInvolved | None:
    """The unit's own declaration that nobody has recognised yet; what was recognised is not owed."""
    return next(
        (
            entry
            for entry in workspace.waivers.not_involved
            if entry.requirement == item.requirement.no and entry.unit == item.unit
        ),
        None,
    )


def _state(item: Item, declared: NotInvolved | None, today: date) -> str | None:
    if declared:
        return NOT_INVOLVED
    came = any(slot.files or slot.documents for slot in item.slots)
    return PUT_IN if came else None


def _note(item: Item, declared: NotInvolved | None) -> str | None:
    notes = [declared.reason] if declared else []
    for slot in item.slots:
        for document in slot.documents:
            if document.see and document.see.unit in (None, item.unit):
                notes.append(words.SEE.format(no=document.see.requirement))
            if document.note:
                notes.append(document.note)
    return "；".join(dict.fromkeys(notes)) or None


def _received(workspace: Workspace, timing: ItemTiming, today: date) -> tuple[str, bool]:
    """What came, in words, and whether something of it has to be handed in (again)."""
    item = timing.item
    there = [slot for slot in item.slots if slot.presence is Presence.PRESENT]
    waived = [slot for slot in item.slots if slot.presence is Presence.WAIVED]
    missing = [slot for slot in item.slots if slot.presence is Presence.MISSING]
    spoilt = [
        _of_years(pattern, [slot for slot in item.slots if slot.presence is presence])
        for presence, pattern in (
            (Presence.UNUSABLE, words.SPOILT),
            (Presence.EMPTY, words.EMPTY_FILE),
            (Presence.INCOMPLETE, words.NOT_COMPLETE),
        )
    ]
    said = [_there(workspace, there, partly=len(there) < len(item.slots))] if there else []
    said += [text for text in (*spoilt, _of_years(words.WAIVED_YEARS, waived)) if text]
    if missing and (said or len(missing) < len(item.slots)):
        said.append(_of_years(words.LACKS, missing))
    elif missing and timing.standing is Standing.OVERDUE:
        said.append(words.NOT_THERE)
    is_late = timing.standing in (Standing.OVERDUE, Standing.RETURNED_OVERDUE)
    is_short = bool(any(spoilt) or (missing and (there or is_late))) and item.is_required
    return "；".join(said), is_short


def _there(workspace: Workspace, slots: list[Slot], *, partly: bool) -> str:
    references = (document.see for slot in slots for document in slot.documents if document.see)
    seen = dict.fromkeys(
        f"{workspace.label(see.unit).zh if see.unit else ''}{see.requirement}" for see in references
    )
    deliveries: dict[str, list[int]] = {}
    for slot in slots:
        for delivery in dict.fromkeys(file.delivery for file in slot.files):
            deliveries.setdefault(delivery, []).extend([slot.year] if slot.year else [])
    said = [words.SEE.format(no="、".join(seen))] if seen else []
    only = next(iter(deliveries.values()), [])
    if partly and seen:
        said[0] = _of_years("{years}", slots) + said[0]
    elif partly:
        said.append(_of_years("{years}", slots))
    elif len(deliveries) == 1 and len(only) > 1:
        said.append(words.SPAN_COPY.format(years=words.years_words(only)))
    elif deliveries:
        said.append(words.COPIES.format(count=len(deliveries)))
    return "；".join(said)


def _of_years(pattern: str, slots: list[Slot]) -> str:
    if not slots:
        return ""
    return pattern.format(years="、".join(str(slot.year) for slot in slots if slot.year))


def _reviewed(
    workspace: Workspace, timing: ItemTiming, declared: NotInvolved | None, today: date
) -> tuple[str, bool]:
    """What the reviewer says of each year, the same of several years once; and whether something was returned."""
    item = timing.item
    if declared:
        return words.TO_RECOGNISE.format(unit=_reviewer(workspace, item)), False
    said: dict[str, list[int]] = {}
    for slot in timing.slots:
        text = _review_words(slot, today)
        if text:
            said.setdefault(text, []).extend([slot.year] if slot.year else [])
    is_returned = any(slot.review is ReviewState.RETURNED for slot in timing.slots)
    if len(said) == 1:
        return next(iter(said)), is_returned
    return "；".join(f"{words.years_words(years)}{text}" for text, years in said.items()), is_returned


def _review_words(slot: SlotTiming, today: date) -> str:
    match slot.review:
        case ReviewState.RETURNED:
            again = (
                words.AGAIN_BY.format(day=words.day_words(slot.return_due, today)) if slot.return_due else ""
            )
            return words.returned(slot.returned_for) + again
        case ReviewState.TO_REVIEW:
            return words.TO_REVIEW
        case ReviewState.VOID:
            return words.TO_REVIEW_AGAIN
        case ReviewState.ACCEPTED:
            return words.PASSED
        case _:
            return ""


def _reviewer(workspace: Workspace, item: Item) -> str:
    lead = item.holder.lead if isinstance(item.holder, Indicator) else None
    return workspace.label(lead).zh if lead and lead != item.unit else words.OFFICE


def _asked(item: Item) -> str:
    """One sentence: what, which years, in which form, whose stamp, by when."""
    requirement = item.requirement
    years = [slot.year for slot in item.slots if slot.year is not None]
    if not years:
        asked_years = words.ASKED_ONCE
    elif len(years) == 1:
        asked_years = words.ASKED_YEAR.format(years=years[0])
    else:
        asked_years = words.ASKED_EACH.format(years=words.years_words(years))
    pattern = words.ASKED if item.due else words.ASKED_NO_DAY
    sentence = pattern.format(
        name=requirement.name,
        years=asked_years,
        form=words.FORM[requirement.form],
        stamp=_stamp(requirement),
        due=words.full_day(item.due) if item.due else "",
        need="" if item.is_required else words.ASKED_SUPPORT,
    )
    if requirement.parts:
        parts = (
            (words.ASKED_PART if part.at_least == 1 else words.ASKED_SOME_PARTS).format(
                name=f"{part.no} {part.name}", count=part.at_least
            )
            for part in requirement.parts
        )
        sentence += words.ASKED_PARTS.format(parts="、".join(parts))
    if requirement.at_least > 1:
        sentence += words.ASKED_AT_LEAST.format(count=requirement.at_least)
    return sentence


def _stamp(requirement: Requirement) -> str:
    if requirement.stamp:
        return words.ASKED_STAMP.format(stamp=requirement.stamp)
    return words.ASKED_OWN_STAMP if requirement.form in words.STAMPED_BY_UNIT else words.ASKED_NO_STAMP
