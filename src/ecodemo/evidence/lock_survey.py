"""The evidence by its lock and its table of facts alone: no file below evidence/ is opened."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from ecodemo.errors import NothingToCheckError
from ecodemo.evidence.facts_table import ContentRecord
from ecodemo.evidence.filing import Filing
from ecodemo.evidence.inventory import list_evidence, told_by_name
from ecodemo.evidence.lock_file import Lock
from ecodemo.evidence.seals import read_seals
from ecodemo.evidence.survey import read_records, with_record
from ecodemo.model.evidence import Counts, EvidenceFile, Survey
from ecodemo.model.message import message
from ecodemo.model.workspace import Workspace


def survey_from_lock(root: Path, workspace: Workspace) -> Survey:
    """What the lock names, with what is recorded of it; the same survey wherever the bytes are.

    Args:
        root: the workspace's folder.
        workspace: its data, for filing by number, unit and years.

    Raises:
        NothingToCheckError: there is no lock.
        EcodemoError: the lock or the table of facts is there and cannot be read.
    """
    lock, table = read_records(root)
    if lock is None:
        raise NothingToCheckError(
            message(
                "No lock in {folder}: evidence.sha256 is missing. Run “ecodemo evidence lock” where the evidence is, and commit evidence.sha256 and evidence.facts.csv.",
                folder=str(root),
            )
        )
    seals = read_seals(root)
    files = tuple(_locked_files(workspace, lock, table.records))
    known = sum(file.facts is not None for file in files)
    return Survey(
        files=files,
        lock={file.path: file.sha256 for file in files},
        recorded={sha256: record.recorded for sha256, record in table.records.items() if record.recorded},
        handed_in=max(seals.days, default=None),
        bad_lines=(*lock.bad_lines, *table.bad_lines, *seals.bad_lines),
        is_from_lock=True,
        counts=Counts(
            pointers=len(files),
            facts_trusted=known,
            facts_unknown=len(files) - known,
            ignored=len(list_evidence(root).files),
        ),
    )


def _locked_files(
    workspace: Workspace, lock: Lock, records: Mapping[str, ContentRecord]
) -> Iterator[EvidenceFile]:
    """What a walk would not take for a file of the evidence, no line of a lock makes one."""
    filing = Filing(workspace)
    for path in sorted(lock.hashes):
        if told_by_name(path, is_link=False)[0] == "file":
            sha256 = lock.hashes[path]
            record = records.get(sha256)
            size = record.facts.size if record else 0
            yield with_record(filing.file(path, size, sha256, is_pointer=True), record)
