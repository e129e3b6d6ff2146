"""The data and the evidence that are there, as numbers."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from ecodemo.errors import UnusableDataError
from ecodemo.evidence.inventory import FOLDER, list_evidence, size_of
from ecodemo.evidence.pointer import LONGEST, pointed_at
from ecodemo.files import read_control_file
from ecodemo.load.workspace import load
from ecodemo.model.finding import Severity
from ecodemo.model.message import Name, counted, message
from ecodemo.setup.doctor.diagnosis import Diagnosis, Health, megabytes


def workspace(root: Path) -> Iterator[Diagnosis]:
    yield _data(root)
    if not os.access(root, os.W_OK):
        yield Diagnosis(
            "writable",
            message("workspace"),
            Health.NOTE,
            message("The folder is not writable: reports, packs and locks cannot be written."),
            message("Copy it to a folder of your own, or ask for write permission."),
        )
    yield _evidence(root)


def _data(root: Path) -> Diagnosis:
    what = message("workspace")
    try:
        loaded = load(root)
    except UnusableDataError as error:
        said = message(
            "{folder}: the data has {errors}.",
            folder=str(root),
            errors=counted(
                sum(finding.severity is Severity.ERROR for finding in error.findings),
                "{n} error",
                "{n} errors",
            ),
        )
        remedy = message("“ecodemo check” lists each with its line.")
        return Diagnosis("workspace", what, Health.PROBLEM, said, remedy)
    found = loaded.workspace
    said = message(
        "{folder}: {county}{example}; {files}, {indicators}, {units}.",
        folder=str(root),
        county=found.county.label,
        example=message(" (example, values made up)") if found.example else Name(""),
        files=counted(len(loaded.files), "{n} data file", "{n} data files"),
        indicators=counted(len(found.indicators), "{n} indicator", "{n} indicators"),
        units=counted(len(found.units), "{n} unit", "{n} units"),
    )
    return Diagnosis("workspace", what, Health.OK, said)


def _evidence(root: Path) -> Diagnosis:
    what, found = message("evidence"), list_evidence(root)
    pointers = sum(
        size_of(stamp) < LONGEST and _is_pointer(root / FOLDER / path, root)
        for path, stamp in found.files.items()
    )
    said = message(
        "{files}, {size} MB; {pointers}; {unreadable} unreadable.",
        files=counted(len(found.files), "{n} file", "{n} files"),
        size=megabytes(sum(map(size_of, found.files.values()))),
        pointers=counted(pointers, "{n} Git LFS pointer", "{n} Git LFS pointers"),
        unreadable=len(found.unreadable),
    )
    if pointers:
        remedy = message(
            "“git lfs pull” fetches the files behind the pointers; most checks need only the pointers."
        )
        return Diagnosis("evidence", what, Health.NOTE, said, remedy)
    if found.unreadable:
        remedy = message("“ecodemo check” lists them.")
        return Diagnosis("evidence", what, Health.NOTE, said, remedy)
    return Diagnosis("evidence", what, Health.OK, said)


def _is_pointer(path: Path, root: Path) -> bool:
    try:
        return pointed_at(read_control_file(path, root, LONGEST)) is not None
    except OSError:
        return False
