"""The tables of the archive's list (归档文件目录): its rows, and the sums of its boxes."""

from __future__ import annotations

from ecodemo.language import Speaker
from ecodemo.report.contents.evidence_view import Catalogue, CatalogueBox, CatalogueRow
from ecodemo.table import Column


def catalogue_columns(speaker: Speaker) -> tuple[Column[CatalogueRow], ...]:
    text = speaker.text
    return (
        Column("serial", text("Serial no."), lambda row: row.serial, 7, "number"),
        Column("reference", text("Reference"), lambda row: row.reference, 30),
        Column("number", text("Official number"), lambda row: row.number, 27),
        Column("issuer", text("Issued by"), lambda row: row.issuer, 22),
        Column("title", text("Title"), lambda row: row.title, 42),
        Column("day", text("Date"), lambda row: row.day, 10, "centred"),
        Column("secrecy", text("Secrecy"), lambda row: row.secrecy, 8, "centred"),
        Column("pages", text("Pages"), lambda row: row.pages, 7, "number"),
        Column("remark", text("Remarks"), lambda row: row.remark, 26),
    )


def box_columns(speaker: Speaker) -> tuple[Column[CatalogueBox], ...]:
    text = speaker.text
    return (
        Column("no", text("Box no."), lambda box: box.no, 8, "centred"),
        Column("name", text("Box name"), lambda box: box.name, 50),
        Column("files", text("Files"), lambda box: box.files, 12, "number"),
        Column("pages", text("Pages"), lambda box: box.pages, 12, "number"),
        Column(
            "without_pages", text("Files without a page count"), lambda box: box.without_pages, 14, "number"
        ),
        Column("references", text("References (互见)"), lambda box: box.references, 14, "number"),
    )


def boxes_and_sum(catalogue: Catalogue, speaker: Speaker) -> tuple[CatalogueBox, ...]:
    """The boxes, and all of them together as a last one."""
    whole = CatalogueBox(
        no="",
        name=speaker.text("All"),
        rows=(),
        files=catalogue.files,
        references=catalogue.references,
        pages=catalogue.pages,
        without_pages=catalogue.without_pages,
        sums=catalogue.sums,
    )
    return (*catalogue.boxes, whole)
