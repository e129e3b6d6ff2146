"""Which requirement a document is for, by the folders that it is in and by its own name."""

from __future__ import annotations

from functools import partial
from pathlib import PurePosixPath

from ecodemo.forms.intake.filing.document_names import is_called, is_titled, number_of
from ecodemo.forms.intake.filing.fitness import is_document
from ecodemo.forms.reading.archive import Member
from ecodemo.model.requirement import Requirement
from ecodemo.model.role import RequirementRole
from ecodemo.model.workspace import Workspace


def requirement_of(member: Member, workspace: Workspace, unit: str | None = None) -> Requirement | None:
    """The requirement whose number or title a folder, or else the file's name, has."""
    found = placed_by_name(member, workspace, unit)
    return found[0] if found else None


def is_numbered(member: Member, workspace: Workspace) -> bool:
    """Whether a folder or the name begins with the number of a requirement."""
    return any(numbered(part, workspace) for part in member.parts)


def placed_by_name(
    member: Member, workspace: Workspace, unit: str | None
) -> tuple[Requirement, int | None] | None:
    """The requirement, and the place in the path of the folder that names it; `None` where the file's name does."""
    parts = member.parts
    by_number = partial(numbered, workspace=workspace)
    by_title = partial(_titled, workspace=workspace, unit=unit)
    for called in (by_number, by_title):
        for depth in range(len(parts) - 2, -1, -1):
            if requirement := called(parts[depth]):
                return requirement, depth
        if requirement := called(parts[-1]):
            return requirement, None
    requirement = _report_called(parts[-1], workspace)
    return (requirement, None) if requirement else None


def numbered(name: str, workspace: Workspace) -> Requirement | None:
    """The requirement whose number a name begins with."""
    return workspace.requirements.get(number_of(name) or "")


def _titled(name: str, workspace: Workspace, unit: str | None) -> Requirement | None:
    """The one requirement that has this title among those that the unit owes."""
    stem = PurePosixPath(name).stem if is_document(PurePosixPath(name).suffix.lower()) else name
    if unit is not None:
        stem = stem.replace(workspace.units[unit].name, "")
    found = [r for r in workspace.requirements.values() if is_titled(stem, r.name)]
    if unit is not None:
        found = [r for r in found if unit in workspace.owing(r)]
    return found[0] if len(found) == 1 else None


def _report_called(name: str, workspace: Workspace) -> Requirement | None:
    """The self-inspection report whose draft has just this name."""
    called = (
        requirement
        for requirement in workspace.in_role(RequirementRole.UNIT_REPORT)
        if is_called(name, requirement.name)
    )
    return next(called, None)
