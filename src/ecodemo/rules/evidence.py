"""EV: whether what is owed has been filed, and what has been filed is owed."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import replace

from ecodemo.assess.bid import Assessment
from ecodemo.assess.owed import Item, Presence, Shortfall
from ecodemo.assess.review import ReviewState
from ecodemo.assess.shelf import is_blank
from ecodemo.assess.timeliness import ItemTiming, Standing
from ecodemo.model.evidence import EvidenceFile
from ecodemo.model.finding import Problem, Ref, Severity, Subject
from ecodemo.model.indicator import Indicator
from ecodemo.model.message import Message, Value, listing, message
from ecodemo.rules._path import named
from ecodemo.rules._rule import Context, rule


@rule("EV101", "empty-file", Severity.ERROR, on=EvidenceFile)
def empty_file(file: EvidenceFile, context: Context) -> Iterator[Problem]:
    """A file holds nothing."""
    if is_blank(file):
        yield Problem(
            Ref("evidence", file.path),
            message("The file is empty (0 bytes).")
            if file.is_empty
            else message("The file is empty: it contains only whitespace."),
            _about_file(file, context),
            message("Ask for it again; it was probably not copied completely."),
        )


@rule("EV102", "belongs-nowhere", Severity.WARNING, on=EvidenceFile)
def belongs_nowhere(file: EvidenceFile, context: Context) -> Iterator[Problem]:
    """A file that nobody owes, or whose number, unit or year is unclear."""
    what = _why_nowhere(file, context)
    if what is not None:
        yield Problem(Ref("evidence", file.path), what, _about_file(file, context), _guess(file, context))


@rule("EV103", "registered-file-missing", Severity.ERROR, on=Assessment)
def registered_file_missing(assessment: Assessment, context: Context) -> Iterator[Problem]:
    """The register names a file that is not on disk."""
    paths = named(context.files)
    for unit, index, document in context.documents():
        if document.file and document.file not in paths:
            yield Problem(
                Ref("document", f"{unit}/{index}", ("file",)),
                message("The registered file {file} is missing on disk.", file=document.file),
                Subject(unit=unit, requirement=document.requirement, years=document.years),
                message("Restore it, or correct its path in the register."),
            )


@rule("EV104", "document-missing", Severity.ERROR, on=Item)
def document_missing(item: Item, context: Context) -> Iterator[Problem]:
    """A required document that was due is not there. What is not yet due is no finding."""
    if not item.is_required:
        return
    was_due = item.due is not None and item.due < context.today
    for slot in item.slots:
        if slot.presence is not Presence.WAIVED and not (was_due and slot.presence is Presence.MISSING):
            continue
        values: dict[str, Value] = {"no": item.requirement.no, "requirement": item.requirement.label}
        yield Problem(
            Ref("requirement", item.requirement.no),
            message("{no} {requirement} is missing.", **values)
            if slot.year is None
            else message(
                "{no} {requirement} is missing for {years}.", **values, years=listing(str(slot.year))
            ),
            _about(item, slot.year),
            message(
                "Put it in {folder}. If it does not apply, submit a stamped statement.",
                folder=_folder(item, context),
            ),
            None if slot.documents else item.due,
        )


@rule("EV105", "file-not-registered", Severity.WARNING, on=EvidenceFile)
def file_not_registered(file: EvidenceFile, context: Context) -> Iterator[Problem]:
    """A file counts as there, but the register does not say when it came."""
    registered = context.workspace.registered
    is_registered = (file.unit, file.path) in registered or (file.unit, file.delivery) in registered
    if file.unit is not None and not is_registered and _why_nowhere(file, context) is None:
        yield Problem(
            Ref("evidence", file.delivery),
            message("Not in the register, so the date received is unknown."),
            replace(_about_file(file, context), years=()),
            message("Register it with: ecodemo evidence register --received DATE"),
        )


@rule("EV106", "parts-incomplete", Severity.ERROR, on=Item)
def parts_incomplete(item: Item, context: Context) -> Iterator[Problem]:
    """An event lacks a part, or there are fewer events than are asked for."""
    if not item.is_required or item.due is None or item.due >= context.today:
        return
    for slot in item.slots:
        for shortfall in slot.shortfalls:
            yield Problem(
                Ref("evidence", shortfall.delivery)
                if shortfall.delivery
                else Ref("requirement", item.requirement.no),
                _shortfall_words(item, shortfall),
                _about(item, slot.year),
                message("Add it to the event's folder; the parts count only together."),
                item.due,
            )


@rule("EV107", "return-overdue", Severity.ERROR, on=ItemTiming)
def return_overdue(timing: ItemTiming, context: Context) -> Iterator[Problem]:
    """A document was sent back and not handed in again by the return's own due date."""
    item = timing.item
    for slot in timing.slots:
        if slot.standing is Standing.RETURNED_OVERDUE and item.is_required:
            yield Problem(
                Ref("requirement", item.requirement.no),
                message(
                    "{no} {requirement} was returned and not resubmitted: {reason}",
                    no=item.requirement.no,
                    requirement=item.requirement.label,
                    reason=slot.returned_for or message("no reason given"),
                ),
                _about(item, slot.year),
                message("Fix it and resubmit it."),
                slot.return_due,
            )


@rule("EV108", "review-void", Severity.WARNING, on=ItemTiming)
def review_void(timing: ItemTiming, context: Context) -> Iterator[Problem]:
    """The bytes are not those that were reviewed: to be reviewed again (待复核)."""
    item = timing.item
    own = {slot.year for slot in item.slots if any(document.see is None for document in slot.documents)}
    for slot in timing.slots:
        if slot.review is ReviewState.VOID and slot.year in own:
            yield Problem(
                Ref("requirement", item.requirement.no),
                message(
                    "{no} {requirement} of {unit} differs from the reviewed file; it awaits re-review (待复核).",
                    no=item.requirement.no,
                    requirement=item.requirement.label,
                    unit=context.unit(item.unit),
                ),
                replace(_about(item, slot.year), unit=_reviewer(item)),
                message("The reviewing unit reviews it again, or the reviewed file is restored."),
            )


def _about(item: Item, year: int | None) -> Subject:
    indicator = item.holder.id if isinstance(item.holder, Indicator) else None
    return Subject(item.unit, item.requirement.no, indicator, years=(year,) if year else ())


def _reviewer(item: Item) -> str:
    """The lead unit of the indicator; what belongs to none is its unit's own affair."""
    return item.holder.lead or item.unit if isinstance(item.holder, Indicator) else item.unit


def _shortfall_words(item: Item, shortfall: Shortfall) -> Message:
    no, name = item.requirement.no, item.requirement.label
    if shortfall.part is None:
        return message(
            "{no} {requirement}: {there} of {wanted} present.",
            no=no,
            requirement=name,
            there=shortfall.there,
            wanted=shortfall.wanted,
        )
    return message(
        "{no} {requirement}: part {number} {part} is incomplete, {there} of {wanted} present.",
        no=no,
        requirement=name,
        number=shortfall.part.no,
        part=shortfall.part.label,
        there=shortfall.there,
        wanted=shortfall.wanted,
    )


def _folder(item: Item, context: Context) -> str:
    unit = context.workspace.units[item.unit]
    return f"evidence/{item.requirement.box} {item.holder.name}/{unit.short or unit.name}/"


def _why_nowhere(file: EvidenceFile, context: Context) -> Message | None:
    if file.requirement is None:
        return message("The name does not start with the number of a document.")
    requirement = context.workspace.requirements[file.requirement]
    if file.unit is None:
        return message("No folder above it is named after a unit.")
    owing = context.workspace.owing(requirement)
    if owing and file.unit not in owing:
        return message(
            "{no} {requirement} is not required from {unit}.",
            unit=context.unit(file.unit),
            no=requirement.no,
            requirement=requirement.label,
        )
    if requirement.years == "once":
        return None
    if not file.years:
        return message("No folder above it is named after a year.")
    if context.years_asked[requirement.no].isdisjoint(file.years):
        return message(
            "No bid requires {no} of {years}.",
            no=requirement.no,
            years=listing(*(str(y) for y in file.years)),
        )
    return None


def _guess(file: EvidenceFile, context: Context) -> Message:
    """Which number it may be, by the name, among what the unit owes."""
    name = file.path.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    owed = {
        item.requirement.name: item.requirement
        for item in context.assessment.items
        if file.unit in (item.unit, None)
    }
    near = [key for key in owed if key in name] or difflib.get_close_matches(name, owed, n=1, cutoff=0.5)
    if file.requirement is None and near:
        requirement = owed[near[0]]
        return message("Did you mean {no} {requirement}?", no=requirement.no, requirement=requirement.label)
    return message("Move it to evidence/BOX/UNIT/YEAR/NO NAME, or remove it.")


def _about_file(file: EvidenceFile, context: Context) -> Subject:
    holder = context.workspace.holders.get(file.requirement or "")
    return Subject(
        unit=file.unit,
        requirement=file.requirement,
        indicator=holder.id if isinstance(holder, Indicator) else None,
        years=file.years,
    )


RULES = (
    empty_file,
    belongs_nowhere,
    registered_file_missing,
    document_missing,
    file_not_registered,
    parts_incomplete,
    return_overdue,
    review_void,
)
