"""A workspace and its evidence as somebody would have found them on an earlier day: all later entries removed by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from ecodemo.model.evidence import EvidenceFile, Survey
from ecodemo.model.progress import Document, Observation, Progress
from ecodemo.model.waiver import NotInvolved
from ecodemo.model.workspace import Workspace


def workspace_on(day: date, workspace: Workspace) -> Workspace:
    """Nothing in it came, was found, was granted or was corrected later."""
    waivers = workspace.waivers
    return replace(
        workspace,
        progress={unit: _progress_on(day, progress) for unit, progress in workspace.progress.items()},
        rectification=tuple(
            entry.model_copy(
                update={"closed": entry.closed if entry.closed and entry.closed.on <= day else None}
            )
            for entry in workspace.rectification
            if entry.found <= day
        ),
        waivers=waivers.model_copy(
            update={
                "not_involved": tuple(_declared_on(day, entry) for entry in waivers.not_involved),
                "extensions": tuple(entry for entry in waivers.extensions if entry.granted <= day),
                "waivers": tuple(entry for entry in waivers.waivers if entry.granted <= day),
            }
        ),
    )


def survey_on(day: date, survey: Survey, workspace: Workspace) -> Survey:
    """Without the files of what the register received later, on disk and in the lock."""
    listed = [document for progress in workspace.progress.values() for document in progress.documents]
    there = {document.file for document in listed if _came(document.received, day)}
    later = {document.file for document in listed if document.file} - there

    def is_kept(file: EvidenceFile) -> bool:
        return not {file.path, file.delivery} & later

    gone = {file.path for file in (*survey.files, *survey.lost) if not is_kept(file)}
    lock = survey.lock and {path: digest for path, digest in survey.lock.items() if path not in gone}
    return replace(
        survey,
        files=tuple(filter(is_kept, survey.files)),
        lost=tuple(filter(is_kept, survey.lost)),
        lock=lock,
    )


def _progress_on(day: date, progress: Progress) -> Progress:
    return progress.model_copy(
        update={
            "documents": tuple(
                _document_on(day, document)
                for document in progress.documents
                if _came(document.received, day)
            ),
            "observations": tuple(
                _figure_on(day, observation)
                for observation in progress.observations
                if _came(observation.reported, day)
            ),
            "assigned": tuple(entry for entry in progress.assigned if _came(entry.reported, day)),
            "vetoes": tuple(entry for entry in progress.vetoes if _came(entry.reported, day)),
            "answers": tuple(entry for entry in progress.answers if entry.on <= day),
        }
    )


def _document_on(day: date, document: Document) -> Document:
    return document.model_copy(
        update={
            "reviews": tuple(review for review in document.reviews if review.on <= day),
            "redelivered": tuple(again for again in document.redelivered if again.on <= day),
        }
    )


def _figure_on(day: date, observation: Observation) -> Observation:
    """The figure that the first of the later corrections replaced."""
    later = [change for change in observation.revised if change.on > day]
    if not later:
        return observation
    was = min(later, key=lambda change: change.on).was
    figure: dict[str, Any] = {"value": None, "state": None, "not_involved": None}
    if was.startswith("不涉及"):
        figure["not_involved"] = was.removeprefix("不涉及").removeprefix("：") or "不涉及"
    else:
        try:
            figure["value"] = Decimal(was)
        except InvalidOperation:
            figure["state"] = was
    earlier = tuple(change for change in observation.revised if change.on <= day)
    return observation.model_copy(update={**figure, "revised": earlier})


def _declared_on(day: date, entry: NotInvolved) -> NotInvolved:
    """Before it is recognised it is declared only."""
    if _came(entry.granted, day):
        return entry
    return entry.model_copy(update={"granted": None, "by": None})


def _came(on: date | None, day: date) -> bool:
    """What has no day counts as known on every day."""
    return on is None or on <= day
