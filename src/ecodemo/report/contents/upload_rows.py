"""What is uploaded into the higher authority's system, item by item and in a sentence."""

from __future__ import annotations

from collections.abc import Iterator

from ecodemo.assess.bid import Assessment
from ecodemo.assess.upload_standing import ItemUpload, UploadStanding, UploadStatus, upload_standing
from ecodemo.language import Speaker
from ecodemo.model.message import Message, counted, listing, message, sentences
from ecodemo.report.contents.feedback_view import UploadRow, UploadView


def upload_of(assessment: Assessment, speaker: Speaker) -> UploadView | None:
    """The items; `None` where the bid has none."""
    standing = upload_standing(assessment)
    if standing is None:
        return None
    return UploadView(
        system=assessment.workspace.upload.system,
        begun=standing.has_begun,
        sentence=speaker.say(sentences(*_sentences(standing))),
        rows=tuple(_row(item, speaker) for item in standing.items),
    )


def _row(item: ItemUpload, speaker: Speaker) -> UploadRow:
    troubles = list(_troubles(item))
    return UploadRow(
        no=item.item.no,
        title=item.item.title,
        files=len(item.documents),
        uploaded=item.count(UploadStatus.UPLOADED),
        done=not item.left and not item.missing and bool(item.documents),
        trouble=speaker.say(listing(*troubles)) if troubles else "",
    )


def _troubles(item: ItemUpload) -> Iterator[Message]:
    if failed := item.count(UploadStatus.FAILED):
        yield message("not taken: {files}", files=counted(failed, "{n} file", "{n} files"))
    if again := item.count(UploadStatus.REPLACED):
        yield message("to be uploaded again: {files}", files=counted(again, "{n} file", "{n} files"))
    if item.missing:
        missing = counted(len(item.missing), "{n} document", "{n} documents")
        yield message("missing or incomplete: {documents}", documents=missing)
    elif not item.documents:
        yield message("no documents")


def _sentences(standing: UploadStanding) -> Iterator[Message]:
    yield message(
        "Upload: {uploaded} of {files} uploaded.",
        uploaded=standing.count(UploadStatus.UPLOADED),
        files=counted(standing.files, "{n} file", "{n} files"),
    )
    if failed := standing.count(UploadStatus.FAILED):
        yield message("Not taken by the system: {files}.", files=counted(failed, "{n} file", "{n} files"))
    if again := standing.count(UploadStatus.REPLACED):
        files = counted(again, "{n} file", "{n} files")
        yield message("Replaced since and to be uploaded again: {files}.", files=files)
    if standing.last is None or standing.days_left is None:
        return
    if standing.days_left < 0:
        yield message("The upload window closed on {day}.", day=standing.last)
    elif standing.first and not standing.has_begun:
        yield message(
            "The upload window is open from {first} to {last}.", first=standing.first, last=standing.last
        )
    else:
        days = counted(standing.days_left, "{n} day left", "{n} days left")
        yield message("The upload window closes on {day} ({days}).", day=standing.last, days=days)
