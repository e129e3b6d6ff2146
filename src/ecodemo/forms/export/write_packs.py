"""Writing the packs: which units, which names, what was there before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from filecmp import cmp
from pathlib import Path
from tempfile import TemporaryDirectory

from ecodemo.assess.bid import Assessment
from ecodemo.check.session import CheckResult
from ecodemo.evidence.inventory import FOLDER as EVIDENCE
from ecodemo.files import LARGEST_RECORD, read_control_file
from ecodemo.forms.contract import NOTICE
from ecodemo.forms.export.blank_writer import BlankWriter
from ecodemo.forms.export.letterhead import letterhead_of
from ecodemo.forms.export.notice import notice_of
from ecodemo.forms.export.unit_pack import pack_name, write_pack
from ecodemo.forms.export.unit_tasks import UnitTask, UnitTasks
from ecodemo.forms.safe_names import names_of_units
from ecodemo.journal.changes import Change, write_together
from ecodemo.ownership import temporary_prefix
from ecodemo.paper.own_styles import DRAFT, own_base

_BOM = "\ufeff"
"""Notepad of Windows 7 reads UTF-8 only with it."""
OUT = "发出"
"""The folder of a workspace that packs are written to."""


class FileChange(StrEnum):
    """What writing a pack did."""

    NEW = "new"
    REPLACED = "replaced"
    """There was one of the same name with other contents."""
    SAME = "same"


@dataclass(frozen=True, slots=True)
class WrittenPack:
    """A pack on disk, or (`path=None`) a unit that nothing is asked of."""

    task: UnitTask
    path: Path | None
    change: FileChange | None = None


def export(
    result: CheckResult, assessment: Assessment, units: Sequence[str], folder: Path
) -> tuple[WrittenPack, ...]:
    """Write the packs of the units, in the order of the data, and the text that goes with them; all units where none is named.

    Raises:
        EcodemoError: a template of the office's own cannot be used, or a file cannot be written.
    """
    workspace = assessment.workspace
    letterhead = letterhead_of(result.root / "templates")
    draft_base = own_base(result.root / "templates", DRAFT)
    blanks = BlankWriter(result.root / "templates", assessment.today)
    tasks = UnitTasks(result, assessment)
    packs: list[WrittenPack] = []
    changes: list[Change] = []
    names = names_of_units(workspace)
    with TemporaryDirectory(prefix=temporary_prefix()) as made:
        for unit in workspace.units:
            if units and unit not in units:
                continue
            task = tasks.of(unit)
            if task.owes_nothing:
                packs.append(WrittenPack(task, None))
                continue
            path = folder / pack_name(names[unit], assessment.today)
            content = Path(made) / f"{unit}.zip"
            with content.open("wb") as stream:
                evidence = result.root / EVIDENCE
                write_pack(stream, task, assessment.today, evidence, blanks, letterhead, draft_base)
            change = file_change(path, content)
            packs.append(WrittenPack(task, path, change))
            if change is not FileChange.SAME:
                changes.append(Change(path, content))
        if sent := [pack.task for pack in packs if pack.path]:
            notice = f"{_BOM}{notice_of(assessment, tasks, sent)}\r\n".encode()
            if file_change(folder / NOTICE, notice) is not FileChange.SAME:
                changes.append(Change(folder / NOTICE, notice))
        write_together(result.root, "form export", changes)
    return tuple(packs)


def notice_in(folder: Path) -> str:
    """The text that goes with the packs of a folder."""
    return read_control_file(folder / NOTICE, None, LARGEST_RECORD).decode("utf-8-sig").strip()


def file_change(path: Path, content: bytes | Path) -> FileChange:
    """What putting a paper at its place will do; the file that has its content is compared block by block."""
    if isinstance(content, Path):
        try:
            return FileChange.SAME if cmp(path, content, shallow=False) else FileChange.REPLACED
        except OSError:
            return FileChange.NEW
    try:
        before = read_control_file(path, None, LARGEST_RECORD)
    except OSError:  # nothing there; or nothing readable, which the writing will say
        before = None
    if before == content:
        return FileChange.SAME
    return FileChange.NEW if before is None else FileChange.REPLACED
