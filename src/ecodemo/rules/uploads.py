"""RS: what is uploaded into the system of the higher authority, before its window closes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from ecodemo.assess.bid import Assessment
from ecodemo.assess.upload_standing import ItemUpload, UploadStanding, UploadStatus, upload_standing
from ecodemo.model.finding import Problem, Ref, Severity, Subject
from ecodemo.model.message import Message, counted, listing, message
from ecodemo.rules._rule import Context, rule

SOON = timedelta(days=7)
"""From when on files not uploaded are reported: some days are left for what the system does not take."""


@rule("RS110", "upload-unfinished", Severity.WARNING, on=Assessment)
def upload_unfinished(assessment: Assessment, context: Context) -> Iterator[Problem]:
    """The window of the higher authority's system closes within seven days or has closed, and an item is not uploaded."""
    standing = upload_standing(assessment)
    if standing is None or standing.last is None or context.today < standing.last - SOON:
        return
    for item in standing.items:
        if item.left or item.missing or not item.documents:
            yield Problem(
                Ref("upload_item", item.item.no),
                message(
                    "{no} {title}: {left}; {window}.",
                    no=item.item.no,
                    title=item.item.title,
                    left=_left(item),
                    window=_window(standing),
                ),
                _about(item),
                message("To make the files, run: ecodemo pack --layout upload"),
                standing.last,
            )


@rule("RS111", "uploaded-document-replaced", Severity.WARNING, on=Assessment)
def uploaded_document_replaced(assessment: Assessment, context: Context) -> Iterator[Problem]:
    """A document was replaced after it was uploaded, or the system did not take it."""
    standing = upload_standing(assessment)
    for item in standing.items if standing else ():
        for document in item.documents:
            if document.entry is None or document.state not in (UploadStatus.REPLACED, UploadStatus.FAILED):
                continue
            text = (
                message(
                    "{no} {title}: {file} was replaced after its upload on {day}.",
                    no=item.item.no,
                    title=item.item.title,
                    file=document.file.name,
                    day=document.entry.on,
                )
                if document.state is UploadStatus.REPLACED
                else message(
                    "{no} {title}: the system did not take {file} on {day}.",
                    no=item.item.no,
                    title=item.item.title,
                    file=document.file.name,
                    day=document.entry.on,
                )
            )
            yield Problem(
                Ref("upload_item", item.item.no),
                text,
                Subject(document.file.unit, document.file.requirement, years=document.file.years),
                message("Pack again, upload it again, and import the checklist."),
                standing.last if standing else None,
            )


def _left(item: ItemUpload) -> Message:
    if not item.documents:
        return message("no documents")
    parts = []
    if item.left:
        of = counted(len(item.documents), "{n} file", "{n} files")
        parts.append(message("{left} of {files} not uploaded", left=item.left, files=of))
    if item.missing:
        missing = counted(len(item.missing), "{n} document", "{n} documents")
        parts.append(message("{documents} missing or incomplete", documents=missing))
    return message("{parts}", parts=listing(*parts))


def _window(standing: UploadStanding) -> Message:
    last, left = standing.last, standing.days_left
    assert last is not None and left is not None  # noqa: S101, PT018 - only reported where there is a window
    if left < 0:
        return message("the upload window closed on {day}", day=last)
    days = counted(left, "{n} day left", "{n} days left")
    return message("the upload window closes on {day} ({days})", day=last, days=days)


def _about(item: ItemUpload) -> Subject:
    return Subject(requirement=item.item.requirements[0] if len(item.item.requirements) == 1 else None)


RULES = (upload_unfinished, uploaded_document_replaced)
