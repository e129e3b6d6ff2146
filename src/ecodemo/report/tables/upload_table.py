"""The table of the items of the higher authority's system."""

from __future__ import annotations

from ecodemo.language import Speaker
from ecodemo.report.contents.feedback_view import UploadRow
from ecodemo.table import Column, Mark


def upload_columns(speaker: Speaker) -> tuple[Column[UploadRow], ...]:
    text = speaker.text
    return (
        Column("no", text("Number"), lambda row: row.no, 9, "centred"),
        Column("title", text("Item to upload"), lambda row: row.title, 30),
        Column("uploaded", text("Uploaded"), lambda row: f"{row.uploaded}/{row.files}", 10, "share"),
        Column("trouble", text("To be done"), lambda row: row.trouble, 34, "text", _trouble, wraps=True),
    )


def _trouble(row: UploadRow) -> Mark:
    return "open" if row.trouble else ""
