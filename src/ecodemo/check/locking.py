"""Locking the evidence: what is new is added, what was locked is only changed when asked, and then with a waiver.

A lock that is older than a phase that is over is what that phase was judged by, and one that is older than a package that
was handed in for acceptance is what that was made from: it changes only with a waiver of
FX101 (for a file that was changed) or FX102 (for one that is gone), or when the register has the new bytes as handed
in again, which is the same reason on record.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

from ecodemo.check.engine import covers
from ecodemo.errors import EcodemoError
from ecodemo.evidence import facts_table
from ecodemo.evidence.digests import delivery_hashes
from ecodemo.evidence.facts_table import ContentRecord, Table, read_table, table_content
from ecodemo.evidence.lock_file import NAME, lock_content
from ecodemo.journal.changes import Change, write_together
from ecodemo.model.evidence import BadLine, EvidenceFile, LineFault, Survey
from ecodemo.model.message import Message, message
from ecodemo.model.workspace import Workspace

CHANGED, LOST = "FX101", "FX102"


@dataclass(frozen=True, slots=True)
class LockPlan:
    """What a lock would become; paths are relative to evidence/ and sorted."""

    hashes: Mapping[str, str] = field(repr=False)
    records: Mapping[str, ContentRecord] = field(repr=False)
    added: tuple[str, ...]
    changed: tuple[str, ...]
    """On disk with other bytes than locked."""
    lost: tuple[str, ...]
    """Locked and not on disk."""
    refused: tuple[str, ...]
    """Of the changed and lost: those that a phase that is over was judged by or that were handed in, without a waiver."""
    is_update: bool

    @property
    def is_complete(self) -> bool:
        """Whether the lock will agree with the disk."""
        return not (self.refused if self.is_update else self.changed or self.lost)


def plan_lock(root: Path, workspace: Workspace, surveyed: Survey, today: date, *, update: bool) -> LockPlan:
    """Work out the new lock; nothing is written.

    Raises:
        EcodemoError: a line of the old lock or table cannot be understood, and would be lost.
    """
    bad = next((line for line in surveyed.bad_lines if line.fault is not LineFault.MARK), None)
    if bad is not None:
        raise EcodemoError(_would_lose(bad))
    table = read_table(root / facts_table.NAME)
    locked = surveyed.lock or {}
    there = {file.path: file for file in surveyed.files if file.sha256}
    other = [file for path, file in there.items() if path in locked and file.sha256 != locked[path]]
    changed, lost = (tuple(file.path for file in files) for files in (other, surveyed.lost))
    released = _Released(workspace, surveyed, table, today)
    refused = tuple(
        file.path
        for code, files in ((CHANGED, other), (LOST, surveyed.lost))
        for file in files
        if not released.may_change(file, locked[file.path], code)
    )
    kept = dict(locked)
    let_go = [path for path in (*changed, *lost) if update and path not in refused]
    for path in let_go:
        del kept[path]
    hashes = {path: file.sha256 for path, file in there.items()} | kept
    return LockPlan(
        hashes=hashes,
        records=_records(hashes, there, table, surveyed, {locked[path] for path in let_go}, today),
        added=tuple(path for path in there if path not in locked),
        changed=changed,
        lost=lost,
        refused=refused,
        is_update=update,
    )


def _would_lose(bad: BadLine) -> Message:
    if bad.fault is LineFault.TWICE:
        return message(
            "{file}:{line}: duplicate path. Keep the correct line and delete the other. Nothing was written.",
            file=bad.file,
            line=bad.line,
        )
    return message(
        "{file}:{line}: cannot parse this line, and rewriting the file would lose it. Restore the file from git, or delete the line. Nothing was written.",
        file=bad.file,
        line=bad.line,
    )


def write_lock(root: Path, plan: LockPlan) -> None:
    """Write table and lock as one, and only what differs.

    Raises:
        EcodemoError: a file cannot be written; what was there is unchanged.
    """
    table = Change(root / facts_table.NAME, table_content(plan.records))
    lock = Change(root / NAME, lock_content(plan.hashes))
    write_together(root, "evidence lock", (table, lock))


class _Released:
    """Tells whether a lock may change: it is younger than every phase that is over and package, or a reason is on record."""

    def __init__(self, workspace: Workspace, surveyed: Survey, table: Table, today: date) -> None:
        self._workspace, self._surveyed = workspace, surveyed
        self._records = table.records
        self._today = today

    def may_change(self, file: EvidenceFile, locked: str, code: str) -> bool:
        return (
            not (self._is_settled(locked) or self._surveyed.is_handed_in(file))
            or file.path in self._redelivered
            or file.delivery in self._redelivered
            or any(
                waiver.rule == code
                and waiver.is_in_force(self._today)
                and covers(waiver, self._workspace.subject_of(file))
                for waiver in self._workspace.waivers.waivers
            )
        )

    @cached_property
    def _redelivered(self) -> frozenset[str]:
        """Files and folders of events whose bytes are those that the register has as handed in again.

        Most locks change nothing, and need no look at the hashes of all files.
        """
        entries = [document for _, _, document in self._workspace.documents() if document.redelivered]
        hashes = delivery_hashes(
            (document.file for document in entries), {file.path: file.sha256 for file in self._surveyed.files}
        )
        return frozenset(
            document.file
            for document in entries
            if hashes.get(document.file, "").startswith(document.redelivered[-1].hash)
        )

    def _is_settled(self, locked: str) -> bool:
        """Whether a phase has ended since bytes were locked; those of an unknown day count as old."""
        record = self._records.get(locked)
        recorded = record.recorded if record else None
        return any(
            phase.end < self._today and (recorded is None or recorded <= phase.end)
            for phase in self._workspace.phases
        )


def _records(
    hashes: Mapping[str, str],
    there: Mapping[str, EvidenceFile],
    table: Table,
    surveyed: Survey,
    released: set[str],
    today: date,
) -> dict[str, ContentRecord]:
    """A line for each content that is locked: what it said before, completed by what was read since.

    A line that no lock entry needs any more goes only with an entry that is released here: it shows that bytes were
    locked once (FX105). The day of bytes that were locked already, and whose line was lost, stays unknown.
    """
    needed = frozenset(hashes.values())
    before = frozenset((surveyed.lock or {}).values())
    found = {
        sha256: record
        for sha256, record in table.records.items()
        if sha256 in needed or sha256 not in released
    }
    for path, sha256 in hashes.items():
        file = there.get(path)
        if file is None or file.facts is None or file.sha256 != sha256 or sha256 in surveyed.doubtful:
            continue
        known = found.get(sha256)
        day = known.recorded if known else None if sha256 in before else today
        found[sha256] = ContentRecord(file.facts, file.readings, day, file.recognised)
    return found
