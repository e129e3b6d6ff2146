"""Writing the packs: which units, which names, what was there before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from ecodemo.assess.bid import Assessment
from ecodemo.files import write_whole
from ecodemo.forms.books import Task, Tasks
from ecodemo.forms.letterhead import letterhead_of
from ecodemo.forms.pack import pack_content, pack_name
from ecodemo.session import Outcome

OUT = "发出"
"""The folder of a workspace that packs are written to."""


class Change(StrEnum):
    """What writing a pack did."""

    NEW = "new"
    REPLACED = "replaced"
    """There was one of the same name with other contents."""
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Written:
    """A pack on disk, or (`path=None`) a unit that nothing is asked of."""

    task: Task
    path: Path | None
    change: Change | None = None


def export(outcome: Outcome, assessment: Assessment, units: Sequence[str], folder: Path) -> Iterator[Written]:
    """Write the packs of the units, in the order of the data; all units where none is named.

    Raises:
        EcodemoError: the letterhead cannot be used, or a file cannot be written.
    """
    workspace = assessment.workspace
    letterhead = letterhead_of(outcome.root / "templates")
    tasks = Tasks(outcome, assessment)
    names = _names(assessment)
    for unit in workspace.units:
        if units and unit not in units:
            continue
        task = tasks.of(unit)
        if task.owes_nothing:
            yield Written(task, None)
            continue
        path = folder / names[unit]
        content = pack_content(task, assessment.today, letterhead)
        yield Written(task, path, _write(path, content))


def _write(path: Path, content: bytes) -> Change:
    try:
        before = path.read_bytes()
    except FileNotFoundError:
        before = None
    if before == content:
        return Change.SAME
    write_whole(path, content)
    return Change.NEW if before is None else Change.REPLACED


def _names(assessment: Assessment) -> dict[str, str]:
    """The name of each unit's pack; units whose names come out alike have their id added."""
    named = {unit.id: pack_name(unit.name, assessment.today) for unit in assessment.workspace.units.values()}
    alike = [name.casefold() for name in named.values()]
    return {
        unit_id: name
        if alike.count(name.casefold()) == 1
        else pack_name(f"{assessment.workspace.units[unit_id].name}_{unit_id}", assessment.today)
        for unit_id, name in named.items()
    }
