"""EV: whether what is owed lies there, and what lies there is owed."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from ecodemo.assess.bid import Assessment
from ecodemo.assess.owed import Item, Presence
from ecodemo.model.evidence import EvidenceFile
from ecodemo.model.finding import Problem, Ref, Severity, Subject
from ecodemo.model.indicator import Indicator
from ecodemo.model.message import Message, Value, listing, message
from ecodemo.rules._rule import Context, rule


@rule("EV101", "empty-file", Severity.ERROR, on=EvidenceFile)
def empty_file(file: EvidenceFile, context: Context) -> Iterator[Problem]:
    """A file holds nothing."""
    if file.size == 0:
        yield Problem(
            Ref("evidence", file.path),
            message("The file is empty (0 bytes)."),
            _about_file(file, context),
            message("Ask for it again; it was probably not copied to the end."),
        )


@rule("EV102", "belongs-nowhere", Severity.WARNING, on=EvidenceFile)
def belongs_nowhere(file: EvidenceFile, context: Context) -> Iterator[Problem]:
    """A file that nobody owes, or whose number, unit or year cannot be told."""
    what = _why_nowhere(file, context)
    if what is not None:
        yield Problem(Ref("evidence", file.path), what, _about_file(file, context), _guess(file, context))


@rule("EV103", "registered-file-missing", Severity.ERROR, on=Assessment)
def registered_file_missing(assessment: Assessment, context: Context) -> Iterator[Problem]:
    """The register names a file that is not on disk."""
    paths = {file.path for file in context.files}
    folders = {path.rsplit("/", depth)[0] for path in paths for depth in range(1, path.count("/") + 1)}
    for unit, index, document in context.workspace.documents():
        if document.file and document.file not in paths and document.file not in folders:
            yield Problem(
                Ref("document", f"{unit}/{index}", ("file",)),
                message("The registered file {file} is not on disk.", file=document.file),
                Subject(unit=unit, requirement=document.requirement, years=document.years),
                message("Put it back, or correct its path in the register."),
            )


@rule("EV104", "document-missing", Severity.ERROR, on=Item)
def document_missing(item: Item, context: Context) -> Iterator[Problem]:
    """A required document that was due is not there. What is not yet due is no finding."""
    if not item.is_required or (item.due is not None and item.due >= context.today):
        return
    for slot in item.slots:
        if slot.presence not in (Presence.MISSING, Presence.WAIVED):
            continue
        values: dict[str, Value] = {"no": item.requirement.no, "requirement": item.requirement.label}
        yield Problem(
            Ref("requirement", item.requirement.no),
            message("{no} {requirement} is missing.", **values)
            if slot.year is None
            else message(
                "{no} {requirement} is missing for {years}.", **values, years=listing(str(slot.year))
            ),
            Subject(
                unit=item.unit,
                requirement=item.requirement.no,
                indicator=item.holder.id if isinstance(item.holder, Indicator) else None,
                years=(slot.year,) if slot.year else (),
            ),
            message(
                "Put it in {folder}. What does not apply needs a stamped statement that it does not.",
                folder=_folder(item, context),
            ),
            item.due,
        )


def _folder(item: Item, context: Context) -> str:
    unit = context.workspace.units[item.unit]
    return f"evidence/{item.requirement.box} {item.holder.name}/{unit.short or unit.name}/"


def _why_nowhere(file: EvidenceFile, context: Context) -> Message | None:
    if file.requirement is None:
        return message("The name does not begin with the number of a document.")
    requirement = context.workspace.requirements[file.requirement]
    if file.unit is None:
        return message("No folder above it is called by a unit.")
    if file.unit not in context.workspace.owing(requirement):
        return message(
            "{unit} does not owe {no} {requirement}.",
            unit=context.unit(file.unit),
            no=requirement.no,
            requirement=requirement.label,
        )
    if not file.years and requirement.years != "once":
        return message("No folder above it is called by a year.")
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
        return message("Is it {no} {requirement}?", no=requirement.no, requirement=requirement.label)
    return message("Put it where it belongs: box/unit/year/number name, or take it out.")


def _about_file(file: EvidenceFile, context: Context) -> Subject:
    holder = context.workspace.holders.get(file.requirement or "")
    return Subject(
        unit=file.unit,
        requirement=file.requirement,
        indicator=holder.id if isinstance(holder, Indicator) else None,
        years=file.years,
    )


RULES = (empty_file, belongs_nowhere, registered_file_missing, document_missing)
