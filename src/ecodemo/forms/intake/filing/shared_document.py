"""A document that counts for several units: filed once, and referred to by the others."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ecodemo.forms.intake.filing.filed import Filed, NewDocument
from ecodemo.forms.intake.filing.filer import Filer
from ecodemo.forms.intake.filing.holdings import Holdings
from ecodemo.forms.intake.filing.which_requirement import requirement_of
from ecodemo.forms.intake.import_line import Effect, ImportLine
from ecodemo.forms.reading.archive import Member
from ecodemo.load.flow import YamlValue
from ecodemo.load.unit_file import UnitFile
from ecodemo.model.indicator import Indicator
from ecodemo.model.message import listing, message
from ecodemo.model.reference import Reference
from ecodemo.model.requirement import Requirement
from ecodemo.model.workspace import Workspace


def file_once(
    filer: Filer,
    workspace: Workspace,
    files: Sequence[UnitFile],
    member: Member,
    day: date,
    pack: str,
    note: str = "",
) -> Filed:
    """Plan for one document that counts for several units: filed under one, to which the others refer (互见).

    Args:
        filer: plans the filing.
        workspace: whose units and requirements these are.
        files: the registers of the units, which are changed.
        member: the document.
        day: when it came.
        pack: what it came in.
        note: what the sheet of documents says of its requirement.
    """
    requirement = requirement_of(member, workspace)
    keeper = _keeper(filer.holdings, workspace, files, requirement, member) if requirement else files[0]
    done = filer.file(keeper, member, day, pack, note)
    if done.document is None or not _registered(keeper, done.document):
        return done
    others = [file for file in files if file is not keeper]
    referring = [file.unit for file in others if _refer(done.document, keeper.unit, file)]
    having = [file.unit for file in others if not _refers(done.document, keeper.unit, file)]
    label = workspace.label
    if referring:
        words = message(
            "Filed once, under {unit}; also counts for: {others}.",
            unit=label(keeper.unit),
            others=listing(*map(label, referring), most=len(referring)),
        )
        done.lines.append(ImportLine(Effect.REMARK, member.name, done.document.about, words=words))
    if having:
        words = message(
            "These submitted their own document, which is kept: {units}.",
            units=listing(*map(label, having), most=len(having)),
        )
        done.lines.append(ImportLine(Effect.REMARK, member.name, done.document.about, words=words))
    return done


def _keeper(
    holdings: Holdings,
    workspace: Workspace,
    files: Sequence[UnitFile],
    requirement: Requirement,
    member: Member,
) -> UnitFile:
    """Under which unit a document for several is filed: where it or an earlier one is, else the first that has none of
    its own and does not review it.
    """
    digest = holdings.hash_of(member.path)
    seen = [
        document.see.unit
        for file in files
        for document in file.progress.documents
        if document.requirement == requirement.no and document.see
    ]
    holder = workspace.holders[requirement.no]
    reviewer = holder.lead if isinstance(holder, Indicator) else workspace.office

    def rank(file: UnitFile) -> tuple[bool, ...]:
        there = holdings.of(requirement, file.unit, ())
        has_it = holdings.same_bytes(there, digest) is not None
        own = any(d.requirement == requirement.no for d in file.progress.documents)
        return not has_it, file.unit not in seen, own, file.unit == reviewer

    return min(files, key=rank)


def _registered(file: UnitFile, document: NewDocument) -> bool:
    """Whether the register has a file for the requirement and years of a document."""
    return any(
        known.file
        and known.requirement == document.requirement.no
        and set(document.years) <= set(known.years)
        for known in file.progress.documents
    )


def _refer(document: NewDocument, keeper: str, other: UnitFile) -> bool:
    """Let another unit's register refer to a document for the years that nothing else proves there."""
    no = document.requirement.no
    own = [known for known in other.progress.documents if known.requirement == no]
    open_years = [year for year in document.years if not any(year in known.years for known in own)]
    if own and not open_years:
        return False
    item: dict[str, YamlValue] = {"requirement": no}
    if open_years:
        item["years"] = list(open_years)
    see = Reference(no, document.years[-1] if document.years else None, keeper)
    other.add_document({**item, "see": str(see), "received": document.day})
    return True


def _refers(document: NewDocument, keeper: str, other: UnitFile) -> bool:
    """Whether another unit's register refers to a document of the one that keeps it."""
    return any(
        known.see is not None and known.see.unit == keeper and known.requirement == document.requirement.no
        for known in other.progress.documents
    )
