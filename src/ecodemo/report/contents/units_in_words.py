"""Units in words: all of a kind in a word, else each by its name."""

from __future__ import annotations

from collections.abc import Sequence

from ecodemo.model.message import Listing, Message, listing, message
from ecodemo.model.organisation import UnitKind
from ecodemo.model.workspace import Workspace

_ALL_OF = {
    UnitKind.TOWNSHIP: message("all townships"),
    UnitKind.DEPARTMENT: message("all departments"),
    None: message("all units"),
}


def units_in_words(workspace: Workspace, units: Sequence[str]) -> Message | Listing:
    """All units of a kind, also when a few of them are left out, or a list of names."""
    asked, every = set(units), workspace.units.values()
    for kind, word in _ALL_OF.items():
        members = {unit.id for unit in every if kind in (None, unit.kind)}
        others = [unit.id for unit in every if unit.id in members - asked]
        if len(members) > 1 and asked <= members and 4 * len(others) <= len(members):
            left_out = message("{all} except {units}", all=word, units=_listed(workspace, others))
            return left_out if others else word
    return _listed(workspace, units)


def _listed(workspace: Workspace, units: Sequence[str]) -> Listing:
    return listing(*map(workspace.label, units), most=len(units))
