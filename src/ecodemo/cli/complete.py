"""Completion of ids in the shell, from the workspace that contains the current folder."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ecodemo.model.workspace import Workspace


def _from_workspace(
    names: Callable[[Workspace], Iterable[tuple[str, str]]],
) -> Callable[[str], list[tuple[str, str]]]:
    def complete(incomplete: str) -> list[tuple[str, str]]:
        from ecodemo.check.session import open_workspace
        from ecodemo.errors import EcodemoError

        try:
            workspace = open_workspace(Path()).workspace
        except EcodemoError:
            return []
        return [(name, label) for name, label in names(workspace) if name.startswith(incomplete)]

    return complete


phases = _from_workspace(
    lambda workspace: [("sound", ""), *((phase.id, phase.name) for phase in workspace.phases)]
)
bids = _from_workspace(lambda workspace: ((bid.id, bid.name) for bid in workspace.bids))
indicators = _from_workspace(
    lambda workspace: ((indicator.id, indicator.name) for indicator in workspace.indicators)
)
groups = _from_workspace(lambda workspace: ((group.id, group.name) for group in workspace.groups))
units = _from_workspace(lambda workspace: ((unit.id, unit.name) for unit in workspace.units.values()))


def codes(incomplete: str) -> list[tuple[str, str]]:
    """The codes of the rules, and their families."""
    from ecodemo.rules import FAMILIES, RULES

    listed = [*((family, "") for family in FAMILIES), *((rule.code, rule.name) for rule in RULES)]
    return [(code, name) for code, name in listed if code.startswith(incomplete.upper())]


def format_and_file(incomplete: str) -> list[str]:
    """The formats of a check, each with the colon before its file."""
    from ecodemo.report.check.check_formats import CheckFormat

    return [f"{name}:" for name in CheckFormat if f"{name}:".startswith(incomplete)]
