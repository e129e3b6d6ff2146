"""Which units the names of packs, folders and documents speak of: who sent a pack, and whom a document counts for."""

from __future__ import annotations

from pathlib import PurePosixPath

from ecodemo.forms.intake.filing.document_names import number_of
from ecodemo.forms.intake.parcel import Parcel
from ecodemo.forms.reading.archive import Member
from ecodemo.forms.reading.recognition import unit_named
from ecodemo.forms.reading.unit_list import unit_list
from ecodemo.model.indicator import Indicator
from ecodemo.model.message import Message, listing, message
from ecodemo.model.requirement import Requirement
from ecodemo.model.workspace import Workspace


def unit_of_parcel(parcel: Parcel, workspace: Workspace) -> str | None:
    """The unit by the parcel's name, else by the folder that all of it is in, else by the folders above."""
    firsts = {member.parts[0] for member in parcel.unpacked.members if len(member.parts) > 1}
    words = [parcel.name, *(firsts if len(firsts) == 1 else ())]
    words += [folder.name for folder in list(parcel.path.resolve().parents)[:2]]
    words = [word for word in words if number_of(word) is None or not unit_list(word, workspace)]
    return next((unit for word in words if (unit := unit_named(word, workspace))), None)


def units_listed(
    member: Member, requirement: Requirement, sender: str | None, workspace: Workspace
) -> tuple[str, ...] | Message:
    """The units that a document counts for by its name; empty where it is that of one unit.

    Only the office and the lead speak for others; a parcel that names no sender is the office's.
    """
    holder = workspace.holders[requirement.no]
    lead = holder.lead if isinstance(holder, Indicator) else None
    if sender not in (None, workspace.office, lead):
        return ()
    stems = (*member.parts[:-1], PurePosixPath(member.name).stem)
    lists = (unit_list(stem, workspace, requirement.name) for stem in stems)
    found = next((entry for entry in lists if entry), None)
    if found is None:
        return ()
    owing = workspace.owing(requirement)
    of_kinds = [unit for unit in owing if workspace.units[unit].kind in found.kinds]
    units = tuple(dict.fromkeys((*found.units, *of_kinds)))
    if sender in owing and not set(units) & set(owing):
        return ()
    if found.unknown:
        return message("Unknown unit “{name}”. Use the name from the list of units.", name=found.unknown[0])
    strangers = [workspace.label(unit) for unit in units if unit not in owing]
    if strangers or not units:
        others = listing(*strangers) if strangers else member.parts[-1]
        return message("{no} is not required from {units}.", no=requirement.no, units=others)
    return units
